"""Texts over quotes: each sentence cites, none is quoted, and no model breaks an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.build import Index
from index.errors import SettingsError
from retrieval.answer import Searcher
from service.app import build_app
from service.chat import Chat, chat_of
from service.settings import Settings, read_settings
from service.state import State
from service.synthesis import Synthesizer, checked
from tests.service.clients import local_client
from tests.service.misbehaving import Behave, Model, drip, hang, model, say, send

ASK = {"question": "what happens to the ferry over the sound"}
GOOD = "The ferry sails every morning, the minister says. [1]"


@pytest.fixture(scope="module")
def server() -> Iterator[Model]:
    with model() as opened:
        yield opened


@pytest.fixture(scope="module")
def client(index: Index, server: Model) -> Iterator[TestClient]:
    state = State(Settings(), index, Searcher(index))
    state.synthesizer = Synthesizer(Chat(server.address, "small", "secret", most_s=0.5))
    with local_client(build_app(state)) as opened:
        yield opened


def written(client: TestClient) -> dict[str, Any]:
    answer = client.post("/v1/ask/synthesis", json=ASK)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    assert body["answer"]["status"] == "answered"
    assert body["answer"]["quotes"]
    return body


def test_each_sentence_comes_with_words_of_the_quotes_that_it_cites(
    client: TestClient, server: Model
) -> None:
    server.behave = say(f"{GOOD} A clerk wrote on the timetable [1].\n- It pays a crew [1,1]")
    body = written(client)
    found = body["synthesis"]
    assert (found["status"], found["detail"], found["model"]) == ("written", "", "small")
    assert [one["text"] for one in found["sentences"]] == [
        "The ferry sails every morning, the minister says.",
        "A clerk wrote on the timetable.",
        "It pays a crew",
    ]
    quotes = {one["id"]: one["quote"] for one in body["answer"]["quotes"]}
    first = body["answer"]["quotes"][0]["id"]
    for sentence in found["sentences"]:
        assert [one["id"] for one in sentence["cites"]] == [first]
        assert all(one["quote"] in quotes[one["id"]] for one in sentence["cites"])
    assert set(found["dropped"].values()) == {0}
    assert server.keys[-1] == "Bearer secret"
    told = json.loads(server.asked[-1]["messages"][1]["content"])  # type: ignore[index]
    assert told["question"] == ASK["question"]
    assert [one["words"] for one in told["quotes"]] == list(quotes.values())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The ferry sails.", "uncited"),
        ("The ferry sails. [9]", "unknown"),
        ("The ferry sails. [0]", "unknown"),
        ("The ferry sails. [1, 9]", "unknown"),
        ("He says “it sails at dawn” [1].", "quoting"),
        ('He says "it sails at dawn" [1].', "quoting"),
        ("He says 'it sails at dawn' [1].", "quoting"),
        ("He says ‘it sails at dawn’ [1].", "quoting"),
        ("He says «it sails at dawn» [1].", "quoting"),
        ("He says `it sails` [1].", "quoting"),
        ("It sails 14 times a day [1].", "number"),
        ("It sails " + "and sails " * 60 + "[1].", "long"),
    ],
)
def test_what_may_not_be_shown_is_dropped_and_counted(
    client: TestClient, server: Model, text: str, why: str
) -> None:
    server.behave = say(f"{text}\n{GOOD}")
    found = written(client)["synthesis"]
    assert [one["text"] for one in found["sentences"]] == [GOOD.removesuffix(" [1]")]
    assert {name: count for name, count in found["dropped"].items() if count} == {why: 1}
    server.behave = say(text)
    found = written(client)["synthesis"]
    assert (found["status"], found["sentences"], found["dropped"][why]) == ("failed", [], 1)


def test_an_apostrophe_is_no_quotation_mark(client: TestClient, server: Model) -> None:
    server.behave = say("It's the minister’s ferry, and the clerks' timetable [1].")
    assert written(client)["synthesis"]["status"] == "written"


def test_no_more_than_eight_sentences(client: TestClient, server: Model) -> None:
    server.behave = say("\n".join([GOOD] * 11))
    found = written(client)["synthesis"]
    assert (len(found["sentences"]), found["dropped"]["long"]) == (8, 3)


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (send(b"", 500), "status 500"),
        (send(b"{}", 429), "status 429"),
        (send(b"", 302, Location="http://192.0.2.1/"), "status 302"),
        (hang, "more than 0.5 s"),
        (drip, "more than 0.5 s"),
        (send(b" " * 1_000_001), "more than 1,000,000 bytes"),
        (send(b"{", length=100), "it broke off"),
        (send(b"<html>"), "something else"),
        (send(b"\xff\xfe"), "something else"),
        (send(b"[" * 200_000), "something else"),
        (send(b'{"choices": []}'), "something else"),
        (send(b'{"choices": [{"message": "x"}]}'), "something else"),
        (say(None), "without a text"),
        (say([{"type": "text"}]), "without a text"),
        (say("  \n"), "without a text"),
    ],
)
def test_a_model_that_misbehaves_leaves_the_answer(
    client: TestClient, server: Model, behave: Behave, why: str
) -> None:
    server.behave = behave
    found = written(client)["synthesis"]
    assert (found["status"], found["sentences"]) == ("failed", [])
    assert why in found["detail"]
    assert "secret" not in json.dumps(found)


def test_a_model_that_is_not_there(index: Index) -> None:
    state = State(Settings(), index, Searcher(index))
    state.synthesizer = Synthesizer(Chat("http://127.0.0.1:9/v1", "small"))
    with local_client(build_app(state)) as client:
        assert "cannot be reached" in written(client)["synthesis"]["detail"]


def test_without_a_model_nothing_is_written(client: TestClient, index: Index) -> None:
    with local_client(build_app(State(Settings(), index, Searcher(index)))) as off:
        found = written(off)["synthesis"]
        assert (found["status"], found["model"]) == ("off", None)
        assert "ONRECORD_SYNTHESIS" in found["detail"]
        assert "Sum these quotes up" not in off.get("/", params={"q": ASK["question"]}).text
    question = {"question": "what did Vask say about submarines in the Arctic"}
    nothing = client.post("/v1/ask/synthesis", json=question).json()["synthesis"]
    assert nothing["status"] == "nothing"


def test_the_page_says_who_wrote_it_and_quotes_only_the_record(
    client: TestClient, server: Model, index: Index
) -> None:
    page = client.get("/", params={"q": ASK["question"]}).text
    assert "summary=1" in page
    server.behave = say(f"{GOOD}\nHe said “never” [1].\n<script>alert()</script> sails [1].")
    page = client.get("/", params={"q": ASK["question"], "summary": "1"}).text
    section = page.partition('<section class="synthesis"')[2].partition("</section>")[0]
    assert "Written by the language model small" in section
    assert "this is no quote" in section
    assert "1 of its sentences left out" in section
    assert "&lt;script&gt;alert()&lt;/script&gt; sails." in section
    assert "never" not in section
    text = index.store.text(index.store.source("harbour.txt").source_id)
    quoted = [part.partition("</q>")[0] for part in section.split("<q>")[1:]]
    assert quoted
    assert all(one.replace("&#34;", '"')[:20] in text for one in quoted)
    server.behave = send(b"", 500)
    page = client.get("/", params={"q": ASK["question"], "summary": "1"}).text
    assert "No text: the language model gave no text: it answered with status 500." in page


def test_citations_behind_the_full_stop_belong_to_the_sentence_before() -> None:
    sentences, dropped = checked("One. [2]\nTwo.[3] Three [4].", [])
    assert (sentences, dropped) == ((), {"unknown": 3})


def test_settings_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    def chat(**values: str) -> Chat | None:
        return chat_of(read_settings({f"ONRECORD_{k.upper()}": v for k, v in values.items()}))

    address = "http://127.0.0.1:8080/v1/"
    assert chat() is None
    assert chat(synthesis=address, synthesis_model="m") == Chat("http://127.0.0.1:8080/v1", "m")
    with pytest.raises(SettingsError, match="ONRECORD_SYNTHESIS_MODEL is not set"):
        chat(synthesis=address)
    with pytest.raises(SettingsError, match="ONRECORD_SYNTHESIS is not set"):
        chat(synthesis_model="m")
    with pytest.raises(SettingsError, match="an OpenAI-compatible address"):
        chat(synthesis="ftp://somewhere", synthesis_model="m")
    key = tmp_path / "key"
    with pytest.raises(SettingsError, match="KEY_FILE cannot be read"):
        chat(synthesis=address, synthesis_model="m", synthesis_key_file=str(key))
    key.write_text("k1\n", encoding="ascii")
    found = chat(synthesis=address, synthesis_model="m", synthesis_key_file=str(key))
    assert found is not None
    assert found.key == "k1"
    key.write_text("k1\nk2\n", encoding="ascii")
    with pytest.raises(SettingsError, match="holds no key"):
        chat(synthesis=address, synthesis_model="m", synthesis_key_file=str(key))
