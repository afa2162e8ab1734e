"""How much a client may send: a body is refused before it fills the memory."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import SourceTooLarge
from service.settings import MAX_UPLOAD_BYTES, Settings, variable

DOCUMENTS = "/v1/documents/"

# A question of 100,000 characters, each written as `\uXXXX\uXXXX`, must still reach the check
# that names the limit in characters.
MAX_REQUEST_BYTES = 2_000_000

# A client that does not wait for `100 Continue` reads its answer only after it has sent all.
# So much of a body that is refused is read and thrown away, so that it sees the refusal.
MAX_DISCARDED_BYTES = 200_000_000


class BodyLimit:
    """ASGI middleware: 413 for a body over the limit, by its header or while it streams."""

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
        if scope["method"] == "POST" and scope["path"] == DOCUMENTS.rstrip("/"):
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

    async def receive(self) -> Message:
        """The next part of the body.

        :raises SourceTooLarge: Or an HTTP 413 for other bodies, once it is known to be too large.
        """
        if self._announced > self._most:
            if not self._waits:
                await self._discard()
            raise self._refusal(self._sizes(f"{self._announced:,}"))
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            if message.get("more_body"):
                await self._discard()
            raise self._refusal(self._sizes(f"at least {self._seen:,}"))
        return message

    def _sizes(self, size: str) -> str:
        return f"the body has {size} bytes, but at most {self._most:,} are taken"

    async def _discard(self) -> None:
        thrown = 0
        while thrown < MAX_DISCARDED_BYTES:
            message = await self._receive()
            thrown += len(message.get("body", b""))
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
