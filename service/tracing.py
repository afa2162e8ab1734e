"""Which request is which: an id of its own, and its place in a trace (W3C Trace Context)."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REQUEST_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_KEY = "onrecord.trace"


@dataclass(frozen=True, slots=True)
class Trace:
    """What names one request here and, by its trace, elsewhere."""

    request_id: str
    trace_id: str
    span_id: str
    flags: str

    @property
    def parent(self) -> str:
        """The header `traceparent` of what this request did."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def read_trace(headers: Headers) -> Trace:
    """The trace that a client sends; new ids where it sends none, or none that can be used."""
    given = headers.get("x-request-id", "")
    parent = _PARENT.fullmatch(headers.get("traceparent", ""))
    if parent is None or not int(parent[1], 16) or not int(parent[2], 16):
        trace_id, flags = secrets.token_hex(16), "00"
    else:
        trace_id, flags = parent[1], parent[3]
    request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    return Trace(request_id, trace_id, secrets.token_hex(8), flags)


def trace_of(scope: Scope) -> Trace | None:
    """The trace of a request, None before `Tracing` has seen it."""
    trace = scope.get(_KEY)
    return trace if isinstance(trace, Trace) else None


class Tracing:
    """ASGI middleware: every answer names its request and its trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under its ids."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = read_trace(Headers(scope=scope))
        scope[_KEY] = trace

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = trace.request_id
                headers["Traceparent"] = trace.parent
            await send(message)

        await self._app(scope, receive, add)
