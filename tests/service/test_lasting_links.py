"""Links and ids that last, over HTTP: counted before and after everything that may happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from index.build import Index, index_paths
from retrieval.answer import Searcher
from service.app import build_app
from service.settings import Settings
from service.state import State
from tests.index.test_lasting import FERRY, MILL, NAMED
from tests.service.clients import local_client

QUESTION = "when does the ferry to Selke run"
KEPT = 881
"""Addresses of people, documents, turns and quotes that were kept at some time."""
OLD_WORDS = "The ferry to Selke runs from the ninth of June, twice a day."


@pytest.fixture
def service(own_index: Index) -> Iterator[TestClient]:
    with local_client(build_app(State(Settings(), own_index, Searcher(own_index)))) as opened:
        yield opened


def put(client: TestClient, name: str, text: str) -> str:
    body = client.put(f"/v1/documents/{name}", content=text.encode()).json()
    return str(body["documents"][0]["id"])


def links_of(client: TestClient) -> list[str]:
    """Every address that a client may have kept: of people, documents, turns and quotes."""
    found = []
    for one in client.get("/v1/speakers").json()["items"]:
        found += [f"/people/{one['id']}", f"/v1/speakers/{one['id']}"]
        found.append(f"/v1/ask?q=ferry&speakers={one['id']}")
    for one in client.get("/v1/documents").json()["items"]:
        id_ = one["id"]
        found += [f"/d/{id_}", f"/v1/documents/{id_}", f"/v1/transcripts/{id_}"]
        found += [f"/v1/transcripts/{id_}/turns", f"/v1/ask?q=ferry&documents={id_}"]
        for turn in client.get(f"/v1/transcripts/{id_}").json()["transcript"]:
            place = f"{turn['location']['start']}-{turn['location']['end']}"
            found += [f"/v1/turns/{turn['id']}", f"/d/{id_}?s={place}", f"/v1/quotes/{id_}-{place}"]
    return found


def broken(client: TestClient, links: list[str]) -> list[str]:
    return [one for one in links if client.get(one, follow_redirects=True).status_code != 200]


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_no_link_breaks_whatever_happens(
    service: TestClient, own_index: Index, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = {"ferry.txt": FERRY, "mill.txt": MILL}
    index_paths(own_index, [written(folder, files)])
    links = links_of(service)
    words = {one: service.get(one).json()["quote"] for one in links if one.startswith("/v1/quotes")}
    assert len(links) == 12 + 2 * 5 + 5 * 3
    more = {f"{n}.txt": f"MS. NEW{n}: The cargo{n} arrives.\n\n{NAMED}" for n in range(50)}
    index_paths(own_index, [written(folder, more)])
    assert broken(service, links) == []
    assert service.get("/v1/speakers/mr-fenwold").json()["id"] == "carl-fenwold"
    put(service, "ferry.txt", FERRY.replace("twice", "three times"))
    assert broken(service, links) == []
    merged = {"kind": "merge", "speaker": "ms-okoro", "into": "ms-holt"}
    assert service.post("/v1/corrections", json=merged).status_code == 201
    assert broken(service, links) == []
    links = sorted({*links, *links_of(service)})
    assert len(links) == KEPT
    # Everything again, and every file with more words behind it.
    every = {
        name: f"{text}\n\nMS. HOLT: That was all of {name}."
        for name, text in (files | more).items()
    }
    assert len(index_paths(own_index, [written(folder, every)]).replaced) == 52
    assert broken(service, links) == []
    for one, quoted in words.items():  # an old link still shows the very words
        assert service.get(one).json()["quote"] == quoted
    assert service.get("/v1/speakers/ms-okoro").json()["id"] == "ms-holt"


def test_a_link_to_unchanged_words_leads_to_them_in_the_new_version(service: TestClient) -> None:
    old = put(service, "ferry.txt", FERRY)
    start = FERRY.index(OLD_WORDS)
    link = f"/d/{old}?s={start}-{start + len(OLD_WORDS)}&q=ferry"
    new = put(service, "ferry.txt", "MR. FENWOLD: Welcome to all of you.\n\n" + FERRY)
    response = service.get(link, follow_redirects=False)
    assert response.status_code == 302
    target = urlsplit(response.headers["location"])
    assert target.path == f"/d/{new}"
    moved = start + len("MR. FENWOLD: Welcome to all of you.\n\n")
    span = f"{moved}-{moved + len(OLD_WORDS)}"
    assert parse_qs(target.query) == {"s": [span], "from": [old], "q": ["ferry"]}
    assert target.fragment == f"s{span}"
    page = service.get(link, follow_redirects=True).text
    assert f">{OLD_WORDS}</mark>" in page
    assert f'<a href="/d/{old}?earlier=1">Read the earlier version</a>' in page


def test_a_link_to_changed_words_shows_them_as_an_earlier_version(service: TestClient) -> None:
    old = put(service, "ferry.txt", FERRY)
    start = FERRY.index(OLD_WORDS)
    new = put(service, "ferry.txt", FERRY.replace("ninth", "tenth"))
    page = service.get(f"/d/{old}?s={start}-{start + len(OLD_WORDS)}").text
    assert f">{OLD_WORDS}</mark>" in page
    assert "Earlier version" in page
    assert f'<a href="/d/{new}">The version on record</a>' in page
    quote = service.get(f"/v1/quotes/{old}-{start}-{start + len(OLD_WORDS)}").json()
    assert quote["quote"] == OLD_WORDS
    assert quote["superseded"]["by"] == [new]
    assert service.get(f"/v1/transcripts/{new}").json()["superseded"] is None
    # Nothing of it is found: what is answered stands in the version on record.
    answer = service.get("/v1/ask", params={"q": QUESTION}).json()
    assert {one["document"]["id"] for one in (*answer["quotes"], *answer["nearest"])} == {new}
    service.delete("/v1/documents/ferry.txt")
    assert service.get(f"/d/{old}").status_code == 404
    assert service.get(f"/v1/transcripts/{old}").status_code == 404


def test_a_former_id_filters_as_the_one_of_today(service: TestClient) -> None:
    put(service, "ferry.txt", FERRY)
    put(service, "named.txt", NAMED)
    answer = service.get("/v1/ask", params={"q": "what is asked", "speakers": "mr-fenwold"}).json()
    assert [one["id"] for one in answer["understood"]["speakers"]] == ["carl-fenwold"]
    response = service.get("/people/mr-fenwold", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (301, "/people/carl-fenwold")


def test_corrections_come_and_go_by_call(service: TestClient) -> None:
    put(service, "mill.txt", MILL)
    given = {"kind": "rename", "speaker": "MR. BRANDT", "name": "Rolf Brandt"}
    made = service.post("/v1/corrections", json=given)
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "kind": "rename",
        "speaker": "mr-brandt",
        "name": "Rolf Brandt",
        "into": None,
        "documents": [],
        "turn": None,
        "applied": True,
        "given_by": None,
    }
    assert service.get("/v1/corrections").json()["items"] == [made.json()]
    assert service.get("/v1/speakers/mr-brandt").json()["name"] == "Rolf Brandt"
    removed = service.delete(f"/v1/corrections/{made.json()['id']}")
    assert removed.json()["status"] == "removed"
    assert service.get("/v1/speakers/mr-brandt").json()["name"] is None
    again = service.delete(f"/v1/corrections/{made.json()['id']}")
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"kind": "merge", "speaker": "MS. HOLT"}, 422, "bad_request"),
        ({"kind": "merge", "speaker": "MS. HOLT", "into": "ms-holt"}, 422, "bad_request"),
        ({"kind": "merge", "speaker": "MS. HOLD", "into": "mr-brandt"}, 422, "unknown_filter"),
        ({"kind": "join"}, 422, "invalid_request"),
        ({"kind": "reassign", "turn": "ffffffffffffffff-1-t3"}, 404, "not_found"),
        (
            {"kind": "split", "speaker": "ms-holt", "documents": ["no.txt"], "name": "A"},
            404,
            "not_found",
        ),
    ],
)
def test_a_correction_that_cannot_be_laid_on_is_refused(
    service: TestClient, given: dict[str, object], status: int, code: str
) -> None:
    put(service, "mill.txt", MILL)
    response = service.post("/v1/corrections", json=given)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert service.get("/v1/corrections").json()["items"] == []


def test_corrections_of_a_folder_are_listed(
    service: TestClient, own_index: Index, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mill.txt").write_text(MILL, encoding="utf-8")
    text = '{"corrections": [{"kind": "reassign", "turn": "mill.txt#t2", "speaker": "MR. BRANDT"}]}'
    (tmp_path / "in" / "onrecord.corrections.json").write_text(text, encoding="utf-8")
    index_paths(own_index, [tmp_path / "in"])
    (one,) = service.get("/v1/corrections").json()["items"]
    assert (one["applied"], one["given_by"]) == (True, str(tmp_path / "in"))
