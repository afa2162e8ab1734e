"""Serving: the port is open at once, questions are answered as soon as the index is loaded.

uvicorn has the main thread, the signals and the draining of requests; what must be loaded is
loaded in a thread beside it. An exception that a signal handler raises may stand anywhere, also
inside `Thread.join`, which then takes a running thread for one that has ended.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from types import FrameType

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from index.errors import SettingsError
from service.connections import Connection
from service.settings import Settings, variable

# A question of 100,000 characters in a link still gets an answer that names the limit.
MAX_HEAD_BYTES = 1_000_000
# For answers that are being made when the signal comes; a second SIGINT ends the wait. With ten
# seconds a file that was being put was answered 500, on a machine without a free core.
GRACE_S = 30
# Threads that answer questions: more only take the processor from each other.
WORKERS = 16
# A question gives the interpreter up at each reading of the store, and waits so long to get it back
# from a thread that computes. Beside an ingest p50 was 1.8 and 1.9 times that without one, with
# Python's own 5 ms 2.8 and 3.3 times (3 questions a second, two busy cores).
SWITCH_S = 0.0005
# Connections, the store's own files and its readers; many systems give a process 1,024.
_FILE_HANDLES = 4_096
# Connections that wait when the signal comes are accepted: the loop looks for them only after what
# was ready before, so that one turn of it is too few.
_LAST_ACCEPT_S = 0.1
# What clients have sent when the signal comes is read before idle connections are closed.
_LAST_READ_S = 0.1


class Stopped(Exception):
    """The service was asked to end while it was still loading."""


class Server:
    """One app on one port."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self._socket = _listen(settings)
        _raise_file_limit()
        config = uvicorn.Config(
            app,
            http=Connection,
            log_config=None,
            access_log=False,  # `service/metrics.py` writes a line without the question.
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        )
        self._server = _Draining(config)
        self._thread = threading.Thread(target=self._serve, name="server", daemon=True)
        self._ended = threading.Event()

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        host, port = self._socket.getsockname()[:2]
        if ip_address(host).is_unspecified:
            host = "localhost"
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    @property
    def stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._server.should_exit

    def check(self) -> None:
        """For what loads beside the server, between two steps.

        :raises Stopped: It is not needed any more.
        """
        if self.stopping:
            raise Stopped

    def run(self, load: Callable[[], None]) -> bool:
        """Answer in this thread until SIGINT or SIGTERM, or until `load` ends; then drain.

        `/healthz` answers at once. Requests that are being answered get their answers.

        :param load: Runs in a thread beside it; it keeps open what it opens while it `wait`s.
        :return: Whether a signal ended it.
        """
        failures: list[BaseException] = []

        def work() -> None:
            try:
                load()
            except Stopped:
                pass
            except BaseException as error:  # noqa: BLE001 -- raised again in the caller's thread
                failures.append(error)
            finally:
                self._server.should_exit = True

        loading = threading.Thread(target=work, name="load", daemon=True)
        with self._signals() as caught:
            loading.start()
            try:
                self._serve()
            finally:
                loading.join()
        if failures:
            raise failures[0]
        return bool(caught)

    def wait(self) -> None:
        """Return when the last answer is given."""
        self._ended.wait()

    def start(self) -> None:
        """Answer in a thread of its own, for a program that does other things."""
        self._thread.start()

    def stop(self) -> None:
        """End what `start` began, gracefully."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(GRACE_S + 5)
        self._socket.close()

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._ended.set()
            self._socket.close()

    @contextmanager
    def _signals(self) -> Iterator[list[int]]:
        """Collect the signals that come before, while and after uvicorn has its own handlers.

        uvicorn raises again what it caught, when it has drained: that is the first of them.
        """
        caught: list[int] = []

        def note(number: int, _frame: FrameType | None) -> None:
            if self._ended.is_set() and caught:
                # Asked again while a write is being finished: what is on disk survives a kill.
                os._exit(128 + number)
            caught.append(number)
            self._server.should_exit = True

        before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield caught
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Draining(uvicorn.Server):
    """uvicorn, which would close a connection whose request has come but is not read yet.

    It looks after its connections once a second, too.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, with the threads that questions may take."""
        sys.setswitchinterval(SWITCH_S)
        current_default_thread_limiter().total_tokens = WORKERS
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Cut off whom nobody should wait for; called ten times a second."""
        if counter % 10 == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.sweep(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, read what has been sent, then drain."""
        await asyncio.sleep(_LAST_ACCEPT_S)
        for server in self.servers:
            server.close()
        await asyncio.sleep(_LAST_READ_S)
        await super().shutdown(sockets)


def _raise_file_limit() -> None:
    """Take as many file handles as there may be connections, where the system gives them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILE_HANDLES if hard == resource.RLIM_INFINITY else min(_FILE_HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


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
