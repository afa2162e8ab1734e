"""What only a real server on a real socket shows."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from urllib.parse import urlsplit

import httpx
import pytest

from index.build import Index, Progress
from index.errors import SettingsError
from retrieval.answer import Searcher
from retrieval.results import Answer, Question
from service.app import build_app
from service.server import Server
from service.serving import progress_words
from service.settings import Settings
from service.state import State
from tests.service.clients import local_client
from tests.service.fiction import HARBOUR, MILL, STORM


@pytest.fixture
def address(own_index: Index) -> Iterator[str]:
    settings = Settings(port=0, max_source_bytes=10_000)
    server = Server(build_app(State(settings, own_index, Searcher(own_index))), settings)
    server.start()
    yield server.address
    server.stop()


def raw(address: str, request: str) -> str:
    """Send a request as it stands and read the whole answer."""
    parts = urlsplit(address)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), 10) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


def test_dots_in_a_path_are_only_a_name(address: str) -> None:
    head = "PUT /v1/documents/../../etc/x.txt HTTP/1.1\nHost: localhost\nConnection: close\n"
    answer = raw(address, f"{head}Content-Length: {len(MILL)}\n\n{MILL}")
    assert answer.startswith("HTTP/1.1 201 ")
    assert '"source":"../../etc/x.txt"' in answer


def test_an_escaped_slash_and_percent_are_decoded_once(address: str) -> None:
    httpx.put(f"{address}v1/documents/a%2Fb%2525.txt", content=MILL)
    assert httpx.get(f"{address}v1/documents").json()["items"][0]["source"] == "a/b%25.txt"


def test_head_gives_no_body(address: str) -> None:
    answer = raw(address, "HEAD / HTTP/1.1\nHost: localhost\nConnection: close\n\n")
    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith("\r\n\r\n")
    assert "server: " not in answer.lower()


def test_a_client_that_sends_all_before_it_reads_sees_the_refusal(address: str) -> None:
    response = httpx.put(f"{address}v1/documents/a.txt", content=b"x" * 5_000_000)
    assert (response.status_code, response.json()["code"]) == (413, "source_too_large")
    assert "5,000,000" in response.json()["detail"]


def test_a_link_with_a_question_of_100_000_characters_is_answered(address: str) -> None:
    head = f"GET /v1/ask?q={'x' * 100_000} HTTP/1.1\nHost: localhost\nConnection: close\n\n"
    answer = raw(address, head)
    assert answer.startswith("HTTP/1.1 422 ")
    assert '"code":"question_length"' in answer


def test_questions_are_answered_while_documents_come_and_go(address: str) -> None:
    """Never a failure, and never words of a source that the answer does not name."""
    texts = {"harbour.txt": HARBOUR, "mill.txt": MILL, "storm.txt": STORM}
    httpx.put(f"{address}v1/documents/harbour.txt", content=HARBOUR)

    def change(number: int) -> list[int]:
        path = f"{address}v1/documents/" + ("mill.txt" if number % 2 else "storm.txt")
        done = [httpx.put(path, content=texts[path.rpartition("/")[2]]).status_code]
        return [*done, httpx.delete(path).status_code]

    def ask(number: int) -> list[int]:
        done = []
        for question in ("the lighthouse at Fenn", "paper mill", "storm wall"):
            response = httpx.post(f"{address}v1/search", json={"question": question})
            done.append(response.status_code)
            for hit in response.json()["hits"]:
                where = hit["location"]
                text = texts[hit["document"]["source"]]
                assert hit["text"] == text[where["start"] : where["end"]]
            done.append(httpx.get(address, params={"q": question}).status_code)
        return done

    with ThreadPoolExecutor(6) as pool:
        changes = [pool.submit(change, number) for number in range(2)]
        asked = [pool.submit(ask, number) for number in range(8)]
    assert {status for job in asked for status in job.result()} == {200}
    assert [job.result() for job in changes] == [[201, 200], [201, 200]]
    assert httpx.get(f"{address}v1/info").json()["counts"]["sources"] == 1


def test_small_answers_do_not_wait_for_an_acknowledgement(own_index: Index) -> None:
    """asyncio turns Nagle's algorithm off only where the protocol is named: 40 ms an answer."""
    settings = Settings(port=0)
    server = Server(build_app(State(settings, own_index)), settings)
    try:
        assert server._socket.proto == socket.IPPROTO_TCP
    finally:
        server.stop()


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "localhost")])
def test_the_address_is_one_that_a_browser_can_open(
    own_index: Index, host: str, shown: str
) -> None:
    settings = Settings(host=host, port=0)
    server = Server(build_app(State(settings, own_index)), settings)
    try:
        assert server.address.startswith(f"http://{shown}:")
    finally:
        server.stop()


@pytest.mark.parametrize("host", ["256.1.1.1", "192.0.2.1"])
def test_a_host_that_is_not_ours_is_told(own_index: Index, host: str) -> None:
    with pytest.raises(SettingsError, match=f"cannot listen on {host} port 0: .*ONRECORD_HOST"):
        Server(build_app(State(Settings(), own_index)), Settings(host=host, port=0))


def test_an_answer_that_takes_longer_than_the_draining_is_a_problem_to_send_again(
    own_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_end = Event(), Event()
    searcher = Searcher(own_index)

    def ask(question: Question) -> Answer:
        asked.set()
        may_end.wait(60)
        return Searcher.ask(searcher, question)

    monkeypatch.setattr(searcher, "ask", ask)
    monkeypatch.setattr("service.server.GRACE_S", 0.2)
    settings = Settings(port=0)
    server = Server(build_app(State(settings, own_index, searcher)), settings)
    server.start()
    with ThreadPoolExecutor() as clients:
        answering = clients.submit(
            httpx.post, f"{server.address}v1/ask", json={"question": "the ferry"}, timeout=60
        )
        asked.wait(60)
        stopping = clients.submit(server.stop)
        answer = answering.result()
        may_end.set()
        stopping.result()
    assert (answer.status_code, answer.json()["code"]) == (503, "stopping")
    assert answer.headers["retry-after"] == "5"


def test_how_far_it_is_is_told_while_it_loads() -> None:
    now = Progress(files_done=5, files_total=12, passages_done=9, passages_per_s=3.0, share=0.25)
    words = progress_words(now, 10.0)
    # A quarter took 10 s, so that the other three take 30 s.
    assert words == "5 of 12 files are read, 25% is indexed, about 30 s are left"
    early = replace(now, share=0.01)
    assert progress_words(early, 1.0) == "5 of 12 files are read, 1% is indexed"
    state = State(Settings())
    state.tell(words)
    client = local_client(build_app(state))
    assert words in client.get("/").text
    assert words in client.get("/readyz").json()["detail"]
