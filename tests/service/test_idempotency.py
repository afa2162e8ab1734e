"""A change that is sent twice is made once."""

from __future__ import annotations

import asyncio

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from service.idempotency import KEPT_S, Idempotency
from tests.service.fiction import MILL, STORM

KEY = {"Idempotency-Key": "a-1"}


def test_the_same_change_is_answered_as_the_first_time(writer: TestClient) -> None:
    first = writer.put("/v1/documents/mill.txt", content=MILL.encode(), headers=KEY)
    assert (first.status_code, first.json()["status"]) == (201, "added")
    again = writer.put("/v1/documents/mill.txt", content=MILL.encode(), headers=KEY)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    writer.delete("/v1/documents/mill.txt")
    writer.put("/v1/documents/mill.txt", content=MILL.encode(), headers=KEY)
    assert writer.get("/v1/documents").json()["items"] == []  # it was not made again


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("PUT", "/v1/documents/mill.txt", STORM),
        ("PUT", "/v1/documents/other.txt", MILL),
        ("PUT", "/v1/documents/mill.txt?title=The+mill", MILL),
        ("DELETE", "/v1/documents/mill.txt", MILL),
    ],
)
def test_another_change_with_the_same_key_is_refused(
    writer: TestClient, method: str, path: str, content: str
) -> None:
    writer.put("/v1/documents/mill.txt", content=MILL.encode(), headers=KEY)
    response = writer.request(method, path, content=content.encode(), headers=KEY)
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_mismatch")


def test_a_refusal_is_remembered_and_reading_is_left_alone(writer: TestClient) -> None:
    for replayed in (None, "true"):
        response = writer.delete("/v1/documents/no.txt", headers=KEY)
        assert response.status_code == 404
        assert response.headers.get("idempotent-replayed") == replayed
    assert writer.get("/v1/documents", headers=KEY).status_code == 200


def test_keys_belong_to_whoever_sends_them(writer: TestClient) -> None:
    mine = {**KEY, "Authorization": "Bearer mine"}
    assert writer.delete("/v1/documents/no.txt", headers=mine).status_code == 404
    made = writer.put("/v1/documents/mill.txt", content=MILL.encode(), headers=KEY)
    assert made.status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_cannot_be_one_is_refused(writer: TestClient, key: str) -> None:
    response = writer.delete("/v1/documents/no.txt", headers={"Idempotency-Key": key})
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_wrong")


class Counting:
    """An app that counts its calls and gives the status that is set."""

    def __init__(self) -> None:
        self.calls = 0
        self.status = 200
        self.gate: asyncio.Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.calls += 1
        await receive()
        if self.gate is not None:
            await self.gate.wait()
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


async def sent(app: Idempotency) -> int:
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b""}
    scope["headers"] = [(b"idempotency-key", b"k")]
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await app(scope, receive, send)
    return int(told[0]["status"])


def test_a_failure_is_tried_again_and_a_day_later_all_is_forgotten() -> None:
    now, counting = [0.0], Counting()
    app = Idempotency(counting, clock=lambda: now[0])
    counting.status = 503
    assert asyncio.run(sent(app)) == 503
    counting.status = 200
    assert [asyncio.run(sent(app)) for _ in range(2)] == [200, 200]
    assert counting.calls == 2
    now[0] = KEPT_S
    asyncio.run(sent(app))
    assert counting.calls == 3


def test_a_change_under_way_is_not_begun_twice() -> None:
    async def both() -> list[int]:
        counting = Counting()
        counting.gate = asyncio.Event()
        app = Idempotency(counting)
        first = asyncio.create_task(sent(app))
        await asyncio.sleep(0)
        second = await sent(app)
        counting.gate.set()
        return [second, await first, counting.calls]

    assert asyncio.run(both()) == [409, 200, 1]
