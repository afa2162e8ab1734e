"""What HTTP offers for every read: HEAD, an ETag with 304, gzip."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.state import State

GZIP_BYTES = 1_000
"""Shorter answers fit into one packet anyway."""

TAGGED = (
    "/v1/documents",
    "/v1/transcripts",
    "/v1/quotes",
    "/v1/mentions",
    "/v1/speakers",
    "/v1/turns",
    "/v1/ask",
    "/v1/corrections",
    "/v1/saved",
    "/v1/feed",
    "/v1/compare",
    "/d",
)
"""What is the same as long as nothing goes on or off the record."""

UNTAGGED = ("/v1/ask/events",)
_REVALIDATED = "private, no-cache"


class HeadAsGet:
    """ASGI middleware: HEAD is answered wherever GET is, with its headers and no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HEAD on as GET and keep the body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # The same scope, so that the route that is found in it is counted.
        scope["method"] = "GET"
        try:
            await self._app(scope, receive, bodiless)
        finally:
            scope["method"] = "HEAD"


class Tags:
    """ASGI middleware: an ETag of the record's generation, and 304 without any work.

    The tag holds for one process: another version of the program may write another answer.
    """

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state
        self._process = secrets.token_hex(4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what the client has already; else pass on and tag the answer."""
        if scope["type"] != "http" or not self._is_tagged(scope):
            await self._app(scope, receive, send)
            return
        tag = await run_in_threadpool(self._tag, scope)
        if _holds(Headers(scope=scope).get("if-none-match", ""), tag):
            known = {"ETag": tag, "Cache-Control": _REVALIDATED}
            await Response(status_code=304, headers=known)(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                headers.setdefault("ETag", tag)
                headers.setdefault("Cache-Control", _REVALIDATED)
            await send(message)

        await self._app(scope, receive, add)

    def _is_tagged(self, scope: Scope) -> bool:
        path = scope["path"]
        return (
            scope["method"] == "GET"
            and self._state.ready
            and any(_below(path, root) for root in TAGGED)
            and not any(_below(path, root) for root in UNTAGGED)
        )

    def _tag(self, scope: Scope) -> str:
        """What decides an answer: the record, the address, and the day that "yesterday" counts."""
        address = Headers(scope=scope).get("host", "").encode() + b" " + scope["path"].encode()
        asked = b"%s?%s %s" % (address, scope["query_string"], date.today().isoformat().encode())
        digest = hashlib.sha256(asked).hexdigest()[:16]
        return f'W/"{self._process}-{self._state.index.store.generation}-{digest}"'


def _holds(given: str, tag: str) -> bool:
    """Whether `If-None-Match` names a tag; weak and strong ones are alike here."""
    named = {part.strip().removeprefix("W/") for part in given.split(",")}
    return "*" in named or tag.removeprefix("W/") in named


def _below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(parent + "/")
