"""Serving: the port is open at once, questions are answered as soon as the index is loaded."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from types import FrameType

import uvicorn
from fastapi import FastAPI

from index.errors import SettingsError
from service.settings import Settings, variable

# A question of 100,000 characters in a link still gets an answer that names the limit.
MAX_HEAD_BYTES = 1_000_000
GRACE_S = 10

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The process was asked to end (SIGTERM)."""


class Server:
    """One app on one port, in a thread of its own while the main thread loads the index."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self._socket = _listen(settings)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # `service/metrics.py` writes a line without the question.
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        host, port = self._socket.getsockname()[:2]
        if ip_address(host).is_unspecified:
            host = "localhost"
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def start(self) -> None:
        """Answer from now on: `/healthz` at once, questions when the state is loaded."""
        self._thread.start()

    def wait(self) -> None:
        """Return when the server has ended."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def stop(self) -> None:
        """End gracefully: requests that are being answered get their answers."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(GRACE_S + 5)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


@contextmanager
def stopping_on_sigterm() -> Iterator[None]:
    """Raise `Stopped` in the main thread on SIGTERM, so that everything open is closed."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listen(settings: Settings) -> socket.socket:
    """Bind host and port.

    :raises SettingsError: The port is taken, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that are explicitly TCP; on others each
    # answer waited 40 ms for the client's delayed acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}; "
            f"choose another with --port ({variable('port')}) or --host ({variable('host')})"
        ) from error
    return listening
