"""The tools as a real MCP client sees them, over streamable HTTP and over standard input."""

from __future__ import annotations

import json
import logging
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from index.build import Index
from index.errors import QuoteMismatch
from retrieval.answer import Searcher
from service.app import build_app
from service.keys import Keys
from service.mcp import build_mcp
from service.metrics import Metrics
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.service.fiction import HARBOUR, MILL, STORM

QUESTION = "what did Vask say about the lighthouse at Fenn"
TOOLS = ["ask", "fetch", "get_context", "list_documents", "list_speakers", "search"]

Opened = Callable[[], Any]


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    settings = Settings(port=0)
    server = Server(build_app(State(settings, index, Searcher(index))), settings)
    server.start()
    yield server.address
    server.stop()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, project: Path) -> StdioServerParameters:
    """`onrecord mcp` over the same transcripts, with an encoder that needs no model."""
    folder = tmp_path_factory.mktemp("stdio")
    files = {"harbour.txt": HARBOUR, "mill.txt": MILL, "speeches/storm.txt": STORM}
    (folder / "files.json").write_text(json.dumps(files), encoding="utf-8")
    arguments = ["-m", "tests.service.stdio_program", str(folder)]
    return StdioServerParameters(command=sys.executable, args=arguments, cwd=project)


@pytest.fixture(params=["http", "stdio"])
def opened(request: pytest.FixtureRequest) -> Opened:
    if request.param == "http":
        url = request.getfixturevalue("address") + "mcp"
        return lambda: Client(url)
    parameters = request.getfixturevalue("program")
    return lambda: Client(parameters)


def session(opened: Opened, work: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with opened() as client:
            await work(client)

    anyio.run(run)


def text(result: CallToolResult) -> str:
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


async def call(client: Client, name: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, text(result)
    body: dict[str, Any] = result.structured_content
    # A client that knows no structured output reads the same.
    assert json.loads(text(result)) == body
    return body


def test_the_tools_only_read_and_have_schemas(opened: Opened) -> None:
    async def work(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert sorted(tool.name for tool in tools) == TOOLS
        for tool in tools:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is True
            assert tool.annotations.destructive_hint is False
            assert tool.annotations.open_world_hint is False
            assert tool.description
            assert tool.title
            assert tool.input_schema["type"] == "object"
            assert tool.input_schema["additionalProperties"] is False
            assert tool.output_schema is not None
            assert tool.output_schema["properties"]
        schema = next(tool for tool in tools if tool.name == "ask").input_schema
        assert schema["required"] == ["question"]
        assert schema["properties"]["limit"]["maximum"] == 20

    session(opened, work)


def test_a_session_asks_reads_on_and_looks_around(opened: Opened) -> None:
    async def work(client: Client) -> None:
        answer = await call(client, "ask", question=QUESTION, limit=1)
        assert answer["status"] == "answered"
        (quote,) = answer["quotes"]
        place = quote["location"]
        assert quote["quote"] == HARBOUR[place["start"] : place["end"]]
        context = await call(client, "get_context", quote_id=quote["id"], before=1, after=0)
        assert context["quote"] == quote["quote"]
        assert [turn["ordinal"] for turn in context["before"]] == [1]
        hits = await call(client, "search", question="paper mill", speakers=["MR. HOLT"])
        assert {hit["speaker"]["label"] for hit in hits["hits"]} == {"MR. HOLT"}
        part = await call(client, "search", question="paper mill", limit=1)
        more = {"question": "paper mill", "limit": 1, "cursor": part["next_cursor"]}
        assert [hit["rank"] for hit in (await call(client, "search", **more))["hits"]] == [2]
        refused = await call(client, "ask", question="what did Vask say about submarines")
        assert (refused["status"], refused["quotes"]) == ("no_answer", [])

    session(opened, work)


def test_lists_and_transcripts_come_in_parts(opened: Opened) -> None:
    async def work(client: Client) -> None:
        names: list[str] = []
        cursor = None
        while True:
            part = await call(client, "list_documents", limit=1, cursor=cursor)
            names += [item["source"] for item in part["items"]]
            cursor = part["next_cursor"]
            if cursor is None:
                break
        assert names == ["harbour.txt", "mill.txt", "speeches/storm.txt"]
        (found,) = (await call(client, "list_documents", speakers=["Tomas Vask"]))["items"]
        turns: list[int] = []
        while True:
            part = await call(client, "fetch", id=found["id"], limit=2, cursor=cursor)
            turns += [turn["ordinal"] for turn in part["transcript"]]
            cursor = part["next_cursor"]
            if cursor is None:
                break
        assert turns == [1, 2, 3, 4, 5]
        people = (await call(client, "list_speakers"))["items"]
        assert "Tomas Vask" in [one["name"] for one in people]

    session(opened, work)


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("ask", {"question": "x", "speakers": ["Tomas Vosk"]}, "unknown_filter: .*Tomas Vask"),
        ("search", {"question": "x", "documents": ["harbor.txt"]}, "unknown_filter: .*harbour.txt"),
        ("ask", {"question": "x", "date_from": "May"}, "bad_date_range: .*YYYY-MM-DD"),
        ("ask", {"question": "x", "limit": 21}, "less than or equal to 20"),
        ("ask", {}, "question"),
        ("ask", {"question": "x", "speaker": ["Tomas Vask"]}, "ask takes no 'speaker'; .*speakers"),
        ("search", {"question": "x", "from": "2031-01-01"}, "search takes no 'from'; .*date_from"),
        (
            "list_speakers",
            {"name": "Vask"},
            "list_speakers takes no 'name'; it takes cursor, limit",
        ),
        ("get_context", {"quote_id": "x-1-2"}, "not_found: "),
        ("fetch", {"id": "none"}, "not_found: "),
        ("list_speakers", {"cursor": "x"}, "bad_request: .*cursor"),
    ],
)
def test_what_cannot_be_done_is_told_with_near_misses(
    opened: Opened, name: str, arguments: dict[str, Any], told: str
) -> None:
    async def work(client: Client) -> None:
        result = await client.call_tool(name, arguments)
        assert result.is_error
        with pytest.raises(AssertionError, match=told):
            raise AssertionError(text(result))

    session(opened, work)


@pytest.mark.parametrize("error", [ValueError("secret words"), QuoteMismatch("secret words")])
def test_a_failing_tool_gives_nothing_away(
    index: Index, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    class Failing(Searcher):
        def ask(self, question: object) -> NoReturn:
            raise error

    caplog.set_level(logging.DEBUG)
    state = State(Settings(), index, Failing(index))
    handlers = logging.getLogger().handlers[:]
    server = build_mcp(state, Metrics(state))
    assert logging.getLogger().handlers == handlers

    async def work(client: Client) -> None:
        result = await client.call_tool("ask", {"question": "x"})
        assert result.is_error
        assert "The service failed; its log says where." in text(result)

    session(lambda: Client(server), work)
    assert type(error).__name__ in caplog.text
    assert "secret" not in caplog.text


def test_tools_over_http_need_the_key_too(index: Index, tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    _, token = keys.add("model", ["read"])
    settings = Settings(port=0)
    server = Server(build_app(State(settings, index, Searcher(index)), keys=keys), settings)
    server.start()
    url = server.address + "mcp"

    @asynccontextmanager
    async def with_key(key: str) -> AsyncIterator[Client]:
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            yield client

    async def work(client: Client) -> None:
        assert (await call(client, "ask", question=QUESTION))["status"] == "answered"

    try:
        session(lambda: with_key(token), work)
        refused = httpx2.post(url, json={}, headers={"Authorization": "Bearer wrong"})
        assert refused.status_code == 401
        foreign = httpx2.post(url, json={}, headers={"Origin": "https://elsewhere.example"})
        assert foreign.status_code == 403
    finally:
        server.stop()


HEAD = (
    b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Accept: application/json, text/event-stream\r\nConnection: close\r\n"
)
LARGE = b" " * 1_000_000


def sized(length: int, body: bytes) -> bytes:
    """A request for tools that announces so many bytes."""
    return HEAD + b"Content-Length: %d\r\n\r\n" % length + body


def chunked(*parts: bytes) -> bytes:
    """One whose length nothing tells; an empty part ends it."""
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (chunked(b'{"jsonrpc": "2.0"'), None),
        (chunked(LARGE), None),
        (sized(70_000, b'{"jsonrpc": '), None),
        (sized(2_000_000, LARGE), None),
        (chunked(LARGE, LARGE, LARGE, b""), b"413"),
        (sized(2_000_001, LARGE + LARGE + b" "), b"413"),
    ],
    ids=["chunk", "large chunk", "cut short", "cut short later", "endless", "large"],
)
def test_a_body_that_does_not_come_whole_is_no_failure_of_ours(
    address: str, sent: bytes, status: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    place = urlsplit(address)
    with (
        caplog.at_level(logging.WARNING),
        socket.create_connection((place.hostname or "", place.port or 0), timeout=30) as client,
    ):
        client.sendall(sent)
        if status is None:
            client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert answer.partition(b"\r\n")[0].split(b" ")[1:2] in ([], [status or b"400"])
    assert (status is None) or answer
    assert not caplog.records, caplog.text
