"""`Idempotency-Key`: a change that is sent twice is made once, and answered alike both times.

Answers are kept for a day in this process's memory, for the key's owner alone. After a restart a
change that is sent again is made again: files, corrections and saved questions are the same then,
since what is on record already changes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.refusals import access_refusal

HEADER = "idempotency-key"
KEPT_S = 86_400.0
MOST_KEPT = 1_000
MOST_KEY_CHARACTERS = 255
MOST_ANSWER_BYTES = 1_000_000
"""A longer answer is not kept: the change is then made again, as without a key."""

_CHANGING = ("POST", "PUT", "DELETE")


@dataclass(slots=True)
class _Kept:
    """One answer, or a change under way whose answer is not there yet."""

    request: str
    since: float
    body: str = ""
    start: Message | None = None
    parts: list[bytes] = field(default_factory=list)


class Idempotency:
    """ASGI middleware: answers a change that has been made already from memory."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a change on, once for each key."""
        if scope["type"] != "http" or scope["method"] not in _CHANGING:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = headers.get(HEADER)
        if key is None:
            await self._app(scope, receive, send)
            return
        if not 0 < len(key) <= MOST_KEY_CHARACTERS:
            refusal = access_refusal(
                "idempotency_key_wrong",
                f"Idempotency-Key has {len(key)} characters, but must have 1 to "
                f"{MOST_KEY_CHARACTERS}",
            )
            await refusal(scope, receive, send)
            return
        owner = f"{headers.get('authorization', '')}\n{key}"
        place = hashlib.sha256(owner.encode()).hexdigest()
        self._forget_old()
        known = self._kept.get(place)
        if known is None:
            await self._first(place, _request_of(scope, headers), scope, receive, send)
        else:
            await self._again(known, _request_of(scope, headers), scope, receive, send)

    async def _first(
        self, place: str, request: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        kept = self._kept[place] = _Kept(request, self._clock())
        body = hashlib.sha256()

        async def hashed() -> Message:
            message = await receive()
            body.update(message.get("body", b""))
            return message

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept.start = message
            else:
                kept.parts.append(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, hashed, noted)
        finally:
            kept.body = body.hexdigest()
            status = 500 if kept.start is None else kept.start["status"]
            too_long = sum(map(len, kept.parts)) > MOST_ANSWER_BYTES
            if status >= 500 or status == 429 or too_long:  # to be tried again
                self._kept.pop(place, None)

    async def _again(
        self, known: _Kept, request: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if not known.body:
            await access_refusal(
                "idempotency_under_way",
                "the change with this Idempotency-Key is being made; send it again in a second",
                {"Retry-After": "1"},
            )(scope, receive, send)
            return
        body = hashlib.sha256()
        while True:
            message = await receive()
            body.update(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                break
        if (request, body.hexdigest()) != (known.request, known.body) or known.start is None:
            await access_refusal(
                "idempotency_mismatch",
                "another change was sent with this Idempotency-Key; give each change its own",
            )(scope, receive, send)
            return
        headers = [*known.start["headers"], (b"idempotent-replayed", b"true")]
        await send({**known.start, "headers": headers})
        await send({"type": "http.response.body", "body": b"".join(known.parts)})

    def _forget_old(self) -> None:
        now = self._clock()
        while self._kept:
            place, oldest = next(iter(self._kept.items()))
            if len(self._kept) < MOST_KEPT and now - oldest.since < KEPT_S:
                break
            del self._kept[place]


def _request_of(scope: Scope, headers: Headers) -> str:
    query = scope["query_string"].decode("latin-1")
    kind = headers.get("content-type", "")
    return f"{scope['method']} {scope['path']}?{query} {kind}"
