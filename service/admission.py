"""How many questions may wait: what comes on top is refused at once, with `Retry-After`.

A queue without an end answers nobody in time. Liveness, readiness and metrics are always let in;
changes of the index have a queue of their own (`service/ingest.py`).
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import Busy
from service import problems
from service.limits import DOCUMENTS, received

MOST_AT_ONCE = 64
"""Requests that wait or are worked on: about a second of work at 50 to 100 questions a second."""
_ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
# A body of this size is received before its request counts: who sends slowly takes no place.
_SMALL_BODY_BYTES = 65_536


class Admission:
    """ASGI middleware: 503 when `MOST_AT_ONCE` requests wait or are worked on.

    A place is held until the answer begins, so that who reads slowly takes none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._taken = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or _is_free(scope):
            await self._app(scope, receive, send)
            return
        receive = await _received(scope, receive)
        if self._taken >= MOST_AT_ONCE:
            await _refuse(self._taken, scope, receive, send)
            return
        self._taken += 1
        held = True

        def release() -> None:
            nonlocal held
            self._taken -= held
            held = False

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                release()
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            release()


def _is_free(scope: Scope) -> bool:
    path = scope["path"]
    changes = scope["method"] in ("PUT", "DELETE") and path.startswith(DOCUMENTS)
    return changes or path in _ALWAYS


async def _received(scope: Scope, receive: Receive) -> Receive:
    """Receive a small body now and give it, or what went wrong with it, when it is asked for."""
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if scope["method"] != "POST" or not length.isdecimal() or int(length) > _SMALL_BODY_BYTES:
        return receive
    if headers.get("expect", "").lower() == "100-continue":
        return receive
    body = b""
    failure: Exception | None = None
    more = True
    while more and failure is None:
        try:
            message = await receive()
        except Exception as error:  # noqa: BLE001 -- raised again where it is handled
            failure = error
            break
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = bool(message.get("more_body"))
    return received(body, receive, failure)


async def _refuse(taken: int, scope: Scope, receive: Receive, send: Send) -> None:
    error = Busy(f"{taken} requests are waiting already; ask again in a second")
    problem = problems.problem_of(error)
    response = JSONResponse(
        problems.error_body(error),
        problem.status,
        problems.headers_of(problem),
        media_type=problems.MEDIA_TYPE,
    )
    await response(scope, receive, send)
