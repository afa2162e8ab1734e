"""Words of transcripts and of questions, and keys, never reach a log; neither does a raw escape."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.build import Index, open_index
from retrieval.answer import Searcher
from service import progress
from service.app import build_app
from service.keys import Keys
from service.logs import set_up_logs
from service.routes import ask
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.index.formats import document
from tests.index.test_readers_pdf import pdf
from tests.service.clients import local_client

SAID = "zanzibarcanary"
ASKED = "quagmirecanary"
NAMED = "figmentcanary"
ESCAPE = "\x1b[31m\r\nINFO forged line\x07"
SECRETS = (SAID, ASKED, NAMED, "forged line")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every line that the service writes to its log at the finest level, as it is written."""
    written: list[str] = []
    monkeypatch.setattr("service.logs.write_line", written.append)
    assert callable(progress.write_line)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logs("debug")
    yield written
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def client(tmp_path: Path, lines: list[str]) -> Iterator[tuple[TestClient, str]]:
    """A client with a key, and that key."""
    keys = Keys(tmp_path)
    _, token = keys.add("canary", ("read", "write"))
    with open_index(tmp_path, HashingEncoder(), create=True) as index:
        app = build_app(State(Settings(data=tmp_path), index, Searcher(index)), keys=keys)
        with local_client(app) as opened:
            opened.headers["Authorization"] = f"Bearer {token}"
            yield opened, token


def use(client: TestClient) -> None:
    """Files that are read, refused and damaged, and questions that are asked and refused."""
    files = {
        f"{NAMED}.txt": f"MS. ORLA: {SAID} is here.\n\nMR. HOLT: {SAID} {ESCAPE}.".encode(),
        f"{NAMED}.json": f'{{"segments": [{{"text": "{SAID}", "start": "{SAID}"}}]}}'.encode(),
        f"{NAMED}.vtt": f"WEBVTT\n\n00:99 --> {SAID}\n{SAID}".encode(),
        f"{NAMED}.html": f"<html><body><p>{SAID}</p></body>".encode(),
        f"{NAMED}.docx": document(f"MR. HOLT: {SAID}.")[:900],
        f"{NAMED}.pdf": f"%PDF-{SAID}".encode() + pdf([f"MR. HOLT: {SAID} is here."])[9:],
        f"{NAMED}2.txt": SAID.encode("utf-16"),
        "a\x1b[31mb\r\nc.txt": b"MR. HOLT: So.",
    }
    for name, words in files.items():
        client.put("/v1/documents/" + "".join(f"%{ord(c):02x}" for c in name), content=words)
    for question in (f"what of {SAID} {ASKED}", f"{ASKED} {ESCAPE}", ASKED * 300, ""):
        client.post("/v1/ask", json={"question": question})
        client.get("/", params={"q": question, "speaker": NAMED})
        client.get("/v1/ask/events", params={"q": question})
        client.post("/v1/search", json={"question": question, "speakers": [NAMED]})
    client.post("/v1/ask", content=f'{{"question": {ASKED}')
    client.get(f"/v1/documents/{NAMED}{secrets.token_hex(3)}")
    client.get(f"/nowhere/{NAMED}", headers={"X-Request-Id": "a b", "Traceparent": NAMED})
    client.get("/v1/info", headers={"Host": f"{NAMED}.invalid"})
    client.get("/v1/info", headers={"Authorization": f"Bearer {NAMED}"})
    call: dict[str, object] = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    call["params"] = {"name": "ask", "arguments": {"question": ASKED, "limit": NAMED}}
    client.post("/mcp", json=call, headers={"Accept": "application/json, text/event-stream"})


def told(lines: list[str], token: str) -> list[str]:
    """Lines that tell a secret, or would act on a terminal."""
    words = [*SECRETS, token, token[-12:]]
    return [
        line
        for line in lines
        if any(word.lower() in line.lower() for word in words)
        or any(not letter.isprintable() and letter != "\n" for letter in line)
    ]


def test_no_secret_and_no_escape_is_in_the_log(
    client: tuple[TestClient, str], lines: list[str]
) -> None:
    use(client[0])
    assert len([line for line in lines if "service.metrics" in line]) > 20
    assert not told(lines, client[1])


def test_a_failure_is_told_without_its_words(
    client: tuple[TestClient, str], lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(f"{SAID} {ASKED} {ESCAPE}")

    monkeypatch.setattr(ask, "answer_body", fails)
    use(client[0])
    assert any("ValueError" in line for line in lines)
    assert not told(lines, client[1])


@pytest.mark.parametrize("words", [SAID, ASKED, ESCAPE, "KEY"])
def test_a_line_that_tells_is_seen(
    client: tuple[TestClient, str], lines: list[str], monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    said = client[1] if words == "KEY" else words
    real = Index.put

    def put(self: Index, *given: object, **more: object) -> object:
        logging.getLogger("index").warning("read %s", said)
        return real(self, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "put", put)
    monkeypatch.setattr("service.logs.plain", lambda line: line)
    use(client[0])
    assert told(lines, client[1])
