"""What becomes of a body that is too large: its sender must still see the refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import HTTPException
from starlette.types import Message, Receive, Scope, Send

from index.errors import SourceTooLarge
from service import limits
from service.limits import BodyLimit
from service.settings import Settings

MOST = 1_000
PART = b"x" * 400


class Client:
    """Sends some parts of a body and counts those that were taken."""

    def __init__(self, parts: int, *, hangs_up: bool = False) -> None:
        self.taken = 0
        self._parts = self._messages(parts, hangs_up=hangs_up)

    def _messages(self, parts: int, *, hangs_up: bool) -> Iterator[Message]:
        for part in range(1, parts + 1):
            yield {"type": "http.request", "body": PART, "more_body": hangs_up or part < parts}
        while hangs_up:
            yield {"type": "http.disconnect"}

    async def receive(self) -> Message:
        self.taken += 1
        return next(self._parts)


def send(client: Client, path: str = "/v1/documents/a.txt", **headers: str) -> int:
    """Put a body through the limit; how many bytes the app behind it read."""
    read = 0

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal read
        while True:
            message = await receive()
            read += len(message["body"])
            if not message["more_body"]:
                return

    async def nowhere(message: Message) -> None:
        raise AssertionError(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "PUT", "path": path, "headers": raw}
    limited = BodyLimit(app, Settings(max_source_bytes=MOST))
    asyncio.run(limited(scope, client.receive, nowhere))
    return read


def test_a_body_within_the_limit_passes_whole() -> None:
    client = Client(2)
    assert send(client, content_length="800") == 800
    assert client.taken == 2


def test_a_body_that_is_too_large_by_its_header_is_read_to_its_end_and_refused() -> None:
    client = Client(5)
    with pytest.raises(SourceTooLarge, match="the body has 2,000 bytes, but at most 1,000"):
        send(client, content_length="2000")
    assert client.taken == 5


def test_who_waits_for_a_go_ahead_is_refused_before_a_byte_is_read() -> None:
    client = Client(5)
    with pytest.raises(SourceTooLarge, match="2,000 bytes"):
        send(client, content_length="2000", expect="100-Continue")
    assert client.taken == 0


def test_a_body_of_unknown_length_is_read_to_its_end_once_it_is_too_large() -> None:
    client = Client(7)
    with pytest.raises(SourceTooLarge, match="at least 1,200 bytes"):
        send(client)
    assert client.taken == 7


def test_a_last_part_over_the_limit_leaves_nothing_to_read() -> None:
    client = Client(3)
    with pytest.raises(SourceTooLarge, match="at least 1,200 bytes"):
        send(client)
    assert client.taken == 3


def test_a_client_that_hangs_up_is_not_waited_for() -> None:
    client = Client(4, hangs_up=True)
    with pytest.raises(SourceTooLarge):
        send(client, content_length="2000")
    assert client.taken == 5


def test_not_more_is_thrown_away_than_is_bearable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DISCARDED_BYTES", 900)
    client = Client(100)
    with pytest.raises(SourceTooLarge):
        send(client, content_length="40000")
    assert client.taken == 3


def test_other_bodies_have_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(Client(5), path="/v1/ask") == 2_000
    monkeypatch.setattr(limits, "MAX_REQUEST_BYTES", 500)
    with pytest.raises(HTTPException, match="at least 800 bytes, but at most 500") as refused:
        send(Client(2), path="/v1/ask")
    assert refused.value.status_code == 413
