"""SIGTERM and SIGINT: every request that was sent is answered, then the process ends cleanly.

The long form, a hundred rounds: `python -m tests.load.test_shutdown 100`.
"""

from __future__ import annotations

import resource
import signal
import socket
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.load.openload import processor_s
from tests.load.running import running
from tests.service.fiction import HARBOUR, MILL

SENT = [signal.SIGTERM, signal.SIGINT]
IN_FLIGHT = 20
AT_ONCE_S = 2
"""Of the processor: by the clock, a machine with other work takes longer."""
PATIENCE_S = 120


ASKED = "GET /v1/ask?q=the+lighthouse+at+Fenn"
PUT = "PUT /v1/documents/mill.txt"


def send_once(address: str, sent: threading.Barrier, what: str, body: bytes = b"") -> bytes:
    """Send one request on a connection of its own, wait for the others, read the whole answer."""
    parts = urlsplit(address)
    head = f"{what} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection(
        (str(parts.hostname), int(parts.port or 0)), PATIENCE_S
    ) as connection:
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)
        sent.wait(PATIENCE_S)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def _children_s() -> float:
    """What the processes that were started here, and have ended, took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stopped_under_load(folder: Path, number: signal.Signals) -> tuple[int, float, float]:
    """Answers that came, of `IN_FLIGHT` sent before the signal, and how long the end took then.

    :return: Beside the count, seconds from the last answer to the end, by the clock and by what
        the service took of the processor.
    A PUT that has been sent is under way, too: its acknowledgement must come as well.
    """
    with running(folder, seconds_per_text=0.2) as service:
        address = service.address()
        httpx.put(f"{address}v1/documents/harbour.txt", content=HARBOUR, timeout=30)
        sent = threading.Barrier(IN_FLIGHT + 2)
        with ThreadPoolExecutor(IN_FLIGHT + 1) as pool:
            asked = [pool.submit(send_once, address, sent, ASKED) for _ in range(IN_FLIGHT)]
            put = pool.submit(send_once, address, sent, PUT, MILL.encode())
            sent.wait(PATIENCE_S)
            service.process.send_signal(number)
            answers = [one.result() for one in asked]
            assert put.result().startswith(b"HTTP/1.1 201 ")
        last, taken = time.monotonic(), processor_s(service.process.pid)
        before = _children_s()
        assert service.process.wait(PATIENCE_S) == 0, service.errors
        seconds, busy = time.monotonic() - last, _children_s() - before - taken
        assert "Traceback" not in service.errors
        assert "terminate called" not in service.errors
        return sum(one.startswith(b"HTTP/1.1 200 ") for one in answers), seconds, busy


@pytest.mark.parametrize("number", SENT)
def test_what_was_sent_before_the_signal_is_answered(
    tmp_path: Path, number: signal.Signals
) -> None:
    answered, _, busy = stopped_under_load(tmp_path, number)
    assert answered == IN_FLIGHT
    assert busy < AT_ONCE_S


@pytest.mark.parametrize("number", SENT)
def test_an_idle_service_ends_at_once_and_without_a_traceback(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running(tmp_path) as service:
        address = service.address()
        with httpx.Client() as kept_alive:
            assert kept_alive.get(f"{address}healthz").status_code == 200
            taken, before = processor_s(service.process.pid), _children_s()
            service.process.send_signal(number)
            assert service.line() == "Stopped."
            assert service.process.wait(PATIENCE_S) == 0
            assert _children_s() - before - taken < AT_ONCE_S
        assert service.errors == ""


def test_a_signal_while_it_loads_ends_it_after_that_step(tmp_path: Path) -> None:
    with running(tmp_path, seconds_to_load=1.0) as service:
        assert [service.line(), service.line()] == ["Loading the models.", "Loading."]
        service.process.send_signal(signal.SIGTERM)
        assert service.line() == "Stopped."
        assert service.process.wait(PATIENCE_S) == 0
        assert "Traceback" not in service.errors


def test_a_signal_is_not_lost_when_another_follows(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        service.address()
        for _ in range(3):
            service.process.send_signal(signal.SIGTERM)
            time.sleep(0.02)
        assert service.process.wait(PATIENCE_S) in (0, 128 + signal.SIGTERM)
        assert "Traceback" not in service.errors


if __name__ == "__main__":
    for turn in range(int(sys.argv[1])):
        with tempfile.TemporaryDirectory() as made:
            count, took, busy = stopped_under_load(Path(made), SENT[turn % 2])
        sys.stdout.write(
            f"{turn + 1}: {count} of {IN_FLIGHT} answered, ended in {took:.2f} s, "
            f"{busy:.2f} s of the processor\n"
        )
        sys.stdout.flush()
        if count != IN_FLIGHT or busy >= AT_ONCE_S:
            sys.exit(1)
