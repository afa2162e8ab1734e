"""How much a client may send, and how slowly: a body is refused before it fills the memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import SourceTooLarge
from service.settings import MAX_UPLOAD_BYTES, Settings, variable

DOCUMENTS = "/v1/documents/"
UPLOADS = ("/v1/documents", "/files")

# A question of 100,000 characters, each written as `\uXXXX\uXXXX`, must still reach the check
# that names the limit in characters.
MAX_REQUEST_BYTES = 2_000_000

# A client that does not wait for `100 Continue` reads its answer only after it has sent all.
# So much of a body that is refused is read and thrown away, so that it sees the refusal.
MAX_DISCARDED_BYTES = 200_000_000

# A body may pause for so long, and all of it may take so much longer than at this speed.
PAUSE_S = 10.0
LEAST_BYTES_PER_S = 20_000


def received(body: bytes, receive: Receive, failure: Exception | None = None) -> Receive:
    """Give a body that has come, or what went wrong with it; then whatever comes next."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        if failure is not None:
            raise failure
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class WholeBody:
    """ASGI app: receives the whole body before it calls the app within.

    A body that is too large, too slow or cut short is then answered as everywhere else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Receive the body, then pass the request on."""
        if scope["method"] == "POST":
            receive = received(await Request(scope, receive).body(), receive)
        await self._app(scope, receive, send)


class BodyLimit:
    """ASGI middleware: 413 for a body over the limit, 408 for one that does not come."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, Headers(scope=scope), *self._limit(scope))
        await self._app(scope, body.receive, send)

    def _limit(self, scope: Scope) -> tuple[int, Callable[[str], Exception]]:
        if scope["method"] == "PUT" and scope["path"].startswith(DOCUMENTS):
            return self._settings.max_source_bytes, _too_large_source
        if scope["method"] == "POST" and scope["path"] in UPLOADS:
            return MAX_UPLOAD_BYTES, _too_large_upload
        return MAX_REQUEST_BYTES, _too_large_request


class _Body:
    """One request's body: counts what passes and refuses too much."""

    def __init__(
        self, receive: Receive, headers: Headers, most: int, refusal: Callable[[str], Exception]
    ) -> None:
        self._receive = receive
        self._most = most
        self._refusal = refusal
        self._waits = headers.get("expect", "").lower() == "100-continue"
        length = headers.get("content-length", "")
        self._announced = int(length) if length.isdecimal() else 0
        self._seen = 0
        self._begun = time.monotonic()
        self._more = True

    async def receive(self) -> Message:
        """The next part of the body.

        :raises SourceTooLarge: Or an HTTP 413 for other bodies, once it is known to be too large.
        """
        if self._announced > self._most:
            if not self._waits:
                await self._discard()
            raise self._refusal(self._sizes(f"{self._announced:,}"))
        message = await self._next()
        self._seen += len(message.get("body", b""))
        self._more = bool(message.get("more_body"))
        if self._seen > self._most:
            known = self._seen
            if message.get("more_body"):
                await self._discard()
            raise self._refusal(self._sizes(f"at least {known:,}"))
        return message

    async def _next(self) -> Message:
        """What comes next; once the body is whole, that may be long in coming."""
        if not self._more:
            return await self._receive()
        slowest_s = PAUSE_S + self._seen / LEAST_BYTES_PER_S
        left_s = min(PAUSE_S, slowest_s - (time.monotonic() - self._begun))
        try:
            return await asyncio.wait_for(self._receive(), max(left_s, 0.001))
        except TimeoutError as error:
            raise HTTPException(
                408,
                f"only {self._seen:,} bytes of the body came in time; send it without pauses",
                {"Connection": "close"},
            ) from error

    def _sizes(self, size: str) -> str:
        return f"the body has {size} bytes, but at most {self._most:,} are taken"

    async def _discard(self) -> None:
        thrown = 0
        while thrown < MAX_DISCARDED_BYTES:
            message = await self._next()
            self._seen = thrown = thrown + len(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return


def _too_large_source(sizes: str) -> Exception:
    setting = variable("max_source_bytes")
    return SourceTooLarge(f"{sizes}; split the file, or raise {setting}")


def _too_large_upload(sizes: str) -> Exception:
    return SourceTooLarge(f"{sizes}; split the zip")


def _too_large_request(sizes: str) -> Exception:
    # FastAPI lets only its own exception pass while it reads a JSON body.
    return HTTPException(413, f"{sizes}; send less")
