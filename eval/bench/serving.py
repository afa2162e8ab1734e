"""What a question costs over HTTP, how long a start takes, and the memory of the server."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from eval.bench.asking import WARM_UP
from eval.bench.pairs import Bar, bar
from eval.bench.timing import Memory, Spread, drop_from_page_cache, memory, spread
from eval.running.environment import PROJECT
from index.build import Index
from retrieval.answer import Searcher
from retrieval.reader import load_reader
from retrieval.results import Question

HOST = "127.0.0.1"
START_LIMIT_S = 300
POLL_S = 0.02
# What `onrecord` runs, from the checkout and without being installed.
COMMAND = (sys.executable, "-c", "from service.cli import main; main()", "serve")


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process until it is ready, and until its first answer."""

    ready_s: float
    first_answer_s: float


@dataclass(frozen=True, slots=True)
class Serving:
    """A running service, asked over loopback one question at a time.

    `in_process` are the same questions asked in this process, in turns with `http`. `cold` is
    a start with the index dropped from the page cache, `warm` the start after it.
    """

    http: Spread
    in_process: Spread
    cold: Start
    warm: Start
    memory_ready: Memory
    memory_after: Memory
    against: Bar


def serve_and_ask(data: Path, index: Index, questions: Sequence[str]) -> Serving:
    """Start the service twice and ask it everything.

    :raises RuntimeError: The service does not start; the message ends with its last words.
    """
    drop_from_page_cache(data)
    with _running(data) as server:
        cold = server.start(questions[0])
    with _running(data) as server:
        warm = server.start(questions[0])
        ready = memory(server.pid)
        over_http, in_process = _in_turns(server, Searcher(index, reader=load_reader()), questions)
        after = memory(server.pid)
    return Serving(
        http=spread(over_http, "ms"),
        in_process=spread(in_process, "ms"),
        cold=cold,
        warm=warm,
        memory_ready=ready,
        memory_after=after,
        against=bar(
            "question over HTTP / in process",
            [one / 1000 for one in over_http],
            [one / 1000 for one in in_process],
            most=1.15,
        ),
    )


class _Server:
    """A service in a process of its own, and one connection to it that is kept alive."""

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, log: IO[bytes], began: float
    ) -> None:
        self._process = process
        self._log = log
        self._began = began
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)

    @property
    def pid(self) -> int:
        """The process that serves."""
        return self._process.pid

    def start(self, question: str) -> Start:
        """Wait until it is ready, ask once, and say how long both took."""
        while not self._is_ready():
            if self._process.poll() is not None or self._taken() > START_LIMIT_S:
                self._log.seek(0)
                last = self._log.read()[-2000:].decode("utf-8", "replace")
                raise RuntimeError(f"the service did not start in {self._taken():.0f} s: {last}")
            time.sleep(POLL_S)
        ready = self._taken()
        self.ask(question)
        return Start(ready, self._taken())

    def ask(self, question: str) -> None:
        """One `POST /v1/ask`, read to its end.

        The service hangs up after a pause, such as the one in which a reader is loaded here.
        """
        try:
            response = self._post(question)
        except (ConnectionError, http.client.RemoteDisconnected):
            self._connection.close()
            response = self._post(question)
        body = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"/v1/ask answered {response.status}: {body[:500]!r}")

    def _post(self, question: str) -> http.client.HTTPResponse:
        self._connection.request(
            "POST",
            "/v1/ask",
            json.dumps({"question": question}),
            {"Content-Type": "application/json"},
        )
        return self._connection.getresponse()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _is_ready(self) -> bool:
        try:
            self._connection.request("GET", "/readyz")
            response = self._connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return False
        return response.status == http.client.OK

    def _taken(self) -> float:
        return time.perf_counter() - self._began


@contextmanager
def _running(data: Path) -> Iterator[_Server]:
    """A service on a free port, ended when the block ends."""
    port = _free_port()
    arguments = ["--data", str(data.resolve()), "--host", HOST, "--port", str(port)]
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            [*COMMAND, *arguments], cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT
        )
        server = _Server(process, port, log, began)
        try:
            yield server
        finally:
            server.close()
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _in_turns(
    server: _Server, searcher: Searcher, questions: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each question over HTTP and in process, after a warm-up of both."""
    for text in questions[:WARM_UP]:
        server.ask(text)
        searcher.ask(Question(text))
    over_http: list[float] = []
    in_process: list[float] = []
    for text in questions:
        start = time.perf_counter()
        server.ask(text)
        middle = time.perf_counter()
        searcher.ask(Question(text))
        end = time.perf_counter()
        over_http.append((middle - start) * 1000)
        in_process.append((end - middle) * 1000)
    return over_http, in_process


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
