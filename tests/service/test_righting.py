"""Who speaks, put right on the page and by command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.build import Index, open_index
from index.encoding.encoder import Encoder
from service import opening
from service.cli import run
from tests.fakes import HashingEncoder

TALK = """MR. HOLT: The ferry sails at noon.

MINISTER TARN: The pier is closed.

MR. HOLT: It rains.

MS. TARN: The lamps are lit."""


def turns(client: TestClient) -> list[tuple[int, str | None]]:
    (document,) = client.get("/v1/documents").json()["items"]
    found = client.get(f"/v1/transcripts/{document['id']}").json()["transcript"]
    return [(one["ordinal"], one["speaker"]["id"]) for one in found]


def send(client: TestClient, **fields: str) -> str:
    answer = client.post("/corrections", data=fields)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_page_merges_renames_splits_and_reassigns_and_takes_off(
    writer: TestClient, own_index: Index
) -> None:
    own_index.put("talk.txt", TALK.encode())
    own_index.put("other.txt", b"MR. HOLT: The mill is sold.\n\nMS. TARN: Who buys it?")
    page = send(writer, kind="rename", speaker="MR. HOLT", name="Bela Holt")
    assert "Put right: mr-holt is called Bela Holt." in page
    assert writer.get("/v1/speakers/mr-holt").json()["name"] == "Bela Holt"
    page = send(writer, kind="split", speaker="Bela Holt", document="other.txt", name="Ina Holt")
    assert "what mr-holt says in" in page
    page = send(writer, kind="reassign", turn="talk.txt#t3", speaker="")
    assert "Turn talk.txt#t3 is said by nobody who is known" in page
    (talk,) = own_index.store.document_ids_of("talk.txt")
    found = writer.get(f"/v1/transcripts/{talk}").json()["transcript"]
    assert found[0]["speaker"]["name"] == "Bela Holt"
    assert found[2]["speaker"]["id"] is None
    (other,) = own_index.store.document_ids_of("other.txt")
    found = writer.get(f"/v1/transcripts/{other}").json()["transcript"]
    assert found[0]["speaker"]["name"] == "Ina Holt"
    first = re.search(r'name="id" value="([^"]+)"', page)
    assert first is not None
    taken = writer.post("/corrections/remove", data={"id": first[1]}).text
    assert "The correction counts no longer." in taken
    assert '<h2 class="listed">2 corrections count</h2>' in taken
    assert writer.get("/v1/speakers/mr-holt").json()["name"] is None


def test_two_entries_become_one_person(writer: TestClient, own_index: Index) -> None:
    own_index.put("talk.txt", TALK.replace("MS. TARN", "GOVERNOR ILK").encode())
    before = {one for _, one in turns(writer)}
    assert before >= {"minister-tarn", "governor-ilk"}
    send(writer, kind="merge", speaker="GOVERNOR ILK", into="MINISTER TARN")
    assert {one for _, one in turns(writer)} == before - {"governor-ilk"}


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"kind": "merge", "speaker": "MR. HOLT", "into": "Nobody"}, 422, "No speaker"),
        ({"kind": "merge", "speaker": "MR. HOLT", "into": "mr-holt"}, 422, "one speaker already"),
        ({"kind": "rename", "speaker": "MR. HOLT"}, 422, "needs name"),
        ({"kind": "whatever"}, 422, "must be one of"),
        ({"kind": "reassign", "turn": "abc-1-t9", "speaker": "MR. HOLT"}, 404, "abc-1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    writer: TestClient, own_index: Index, fields: dict[str, str], status: int, told: str
) -> None:
    own_index.put("talk.txt", TALK.encode())
    answer = writer.post("/corrections", data=fields)
    assert (answer.status_code, told in answer.text) == (status, True)
    kept = [value for name, value in fields.items() if name != "kind"]
    assert all(f'value="{value}"' in answer.text for value in kept)
    assert writer.get("/v1/corrections").json()["items"] == []


def test_people_and_transcripts_lead_to_the_form(writer: TestClient, own_index: Index) -> None:
    own_index.put("talk.txt", TALK.encode())
    assert 'href="/corrections?speaker=mr-holt"' in writer.get("/people/mr-holt").text
    (document_id,) = own_index.store.document_ids_of("talk.txt")
    link = f"/corrections?turn={document_id}-t"
    assert f'href="{link}"' in writer.get(f"/d/{document_id}").text
    assert f'value="{document_id}-t"' in writer.get(link).text


def test_the_commands_do_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def encoder(*_: object, **__: object) -> Encoder:
        return HashingEncoder()

    monkeypatch.setattr(opening, "load_encoder", encoder)
    with open_index(tmp_path, HashingEncoder(), create=True) as index:
        index.put("talk.txt", TALK.encode())
    data = ["--data", str(tmp_path)]
    assert run(["corrections", "list", *data]) == 0
    assert capsys.readouterr().out == "Nothing has been put right yet.\n"
    assert run(["corrections", "rename", "MR. HOLT", "Bela Holt", *data, "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert (given["kind"], given["speaker"], given["applied"]) == ("rename", "mr-holt", True)
    assert run(["corrections", "reassign", "talk.txt#t3", *data]) == 0
    assert "turn talk.txt#t3 is said by nobody who is known" in capsys.readouterr().out
    assert run(["speakers", *data]) == 0
    assert "Bela Holt" in capsys.readouterr().out
    assert run(["corrections", "remove", given["id"], *data]) == 0
    capsys.readouterr()
    assert run(["corrections", "list", *data]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert run(["corrections", "merge", "MR. HOLT", "Nobody", *data]) == 2
    assert "No speaker 'Nobody' is on record" in capsys.readouterr().err
    assert run(["corrections", "remove", "none", *data]) == 2
    assert "no correction has the id 'none'" in capsys.readouterr().err
