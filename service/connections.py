"""One client's connection: how long it may take to send, to read, and to do nothing.

uvicorn closes a connection that is idle after an answer, and nothing else: 1,024 clients that
never finished their first request took every file handle of the process.
"""

from __future__ import annotations

import asyncio
import json
import select
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from index.errors import Busy
from service import problems

MOST_CONNECTIONS = 512
HEAD_S = 10.0
"""For the whole head of a request, and for the rest of a body that nobody needs any more."""
WRITE_S = 20.0
"""For a client to read from an answer that does not fit the socket's buffers."""


class Connection(H11Protocol):
    """uvicorn's connection with an end to every wait; `sweep` is called about once a second."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 (uvicorn's own)
        super().__init__(*arguments, **named)
        self.quiet_since = time.monotonic()
        self._blocked_since: float | None = None
        self._refused = False

    @property
    def busy(self) -> bool:
        """Whether a request is being received, worked on or answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a client; over the limit, close the connection that has been idle longest."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            others = [
                connection for connection in self.connections if isinstance(connection, Connection)
            ]
            quiet = _idle([other for other in others if other is not self and not other.busy])
            if quiet:
                oldest = min(quiet, key=lambda idle: idle.quiet_since)
                oldest.transport.abort()
                self.connections.discard(oldest)
            else:
                # Closed with a request unread, the answer would be lost with it.
                self._refused = True
                transport.write(_refusal())
                transport.write_eof()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the client is refused already and may only hang up."""
        if not self._refused:
            super().data_received(data)

    def on_response_complete(self) -> None:
        """Count from here how long it does nothing."""
        self.quiet_since = time.monotonic()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        self._blocked_since = time.monotonic()

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        self._blocked_since = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, as a problem; what was begun with it is answered to nobody.

        uvicorn's own lets the app answer the same request after that, which fails in its log.
        """
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        if cycle is None or cycle.response_complete or not cycle.response_started:
            problem = problems.http_problem(400)
            self.transport.write(_answer(problem, problems.problem_body(problem, msg)))
        self.transport.close()

    def sweep(self, now: float) -> None:
        """Cut a client off that has let the time pass in which it should send or read."""
        since = self._blocked_since
        if since is None and self.transport.is_closing():
            since = self._blocked_since = now
        late = since is not None and now - since > WRITE_S
        if late or (not self.busy and now - self.quiet_since > HEAD_S):
            self.transport.abort()


def _idle(quiet: Sequence[Connection]) -> list[Connection]:
    """Those for which nothing waits to be read: a request that was not looked at yet is no idling.

    Where the process has been held up, many have sent theirs before their connection is read.
    """
    places = {
        transport_socket.fileno(): connection
        for connection in quiet
        if (transport_socket := connection.transport.get_extra_info("socket")) is not None
    }
    waiting = select.poll()
    for place in places:
        if place >= 0:
            waiting.register(place, select.POLLIN)
    unread = {place for place, _ in waiting.poll(0)}
    return [connection for place, connection in places.items() if place not in unread]


def _refusal() -> bytes:
    """A whole answer for a client that there is no place for."""
    error = Busy(f"{MOST_CONNECTIONS} connections are busy already; try again in some seconds")
    return _answer(problems.problem_of(error), problems.error_body(error))


def _answer(problem: problems.Problem, told: Mapping[str, object]) -> bytes:
    """A whole answer, after which the connection is closed."""
    body = json.dumps(told).encode()
    head = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}", "Connection: close"]
    head += [f"{name}: {value}" for name, value in problems.headers_of(problem).items()]
    head += [f"Content-Type: {problems.MEDIA_TYPE}", f"Content-Length: {len(body)}"]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body
