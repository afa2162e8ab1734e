"""SIGTERM and SIGINT: every request that was sent is answered, then the process ends cleanly.

The long form, a hundred rounds: `python -m tests.load.test_shutdown 100`.
"""

from __future__ import annotations

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

from tests.load.running import Running, running
from tests.service.fiction import HARBOUR, MILL

SENT = [signal.SIGTERM, signal.SIGINT]
IN_FLIGHT = 20
AT_ONCE_S = 8
"""Two seconds are promised; a machine with other work takes longer."""


ASKED = "GET /v1/ask?q=the+lighthouse+at+Fenn"
PUT = "PUT /v1/documents/mill.txt"


def send_once(address: str, sent: threading.Barrier, what: str, body: bytes = b"") -> bytes:
    """Send one request on a connection of its own, wait for the others, read the whole answer."""
    parts = urlsplit(address)
    head = f"{what} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), 20) as connection:
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)
        sent.wait(20)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def stopped_under_load(folder: Path, number: signal.Signals) -> tuple[int, float, Running]:
    """Answers that came, of `IN_FLIGHT` sent before the signal; seconds from the last to the end.

    A PUT that has been sent is under way, too: its acknowledgement must come as well.
    """
    with running(folder, seconds_per_text=0.2) as service:
        address = service.address()
        httpx.put(f"{address}v1/documents/harbour.txt", content=HARBOUR, timeout=30)
        sent = threading.Barrier(IN_FLIGHT + 2)
        with ThreadPoolExecutor(IN_FLIGHT + 1) as pool:
            asked = [pool.submit(send_once, address, sent, ASKED) for _ in range(IN_FLIGHT)]
            put = pool.submit(send_once, address, sent, PUT, MILL.encode())
            sent.wait(20)
            service.process.send_signal(number)
            answers = [one.result() for one in asked]
            assert put.result().startswith(b"HTTP/1.1 201 ")
        last = time.monotonic()
        assert service.process.wait(20) == 0, service.errors
        seconds = time.monotonic() - last
        assert "Traceback" not in service.errors
        assert "terminate called" not in service.errors
        return sum(one.startswith(b"HTTP/1.1 200 ") for one in answers), seconds, service


@pytest.mark.parametrize("number", SENT)
def test_what_was_sent_before_the_signal_is_answered(
    tmp_path: Path, number: signal.Signals
) -> None:
    answered, seconds, _ = stopped_under_load(tmp_path, number)
    assert answered == IN_FLIGHT
    assert seconds < AT_ONCE_S


@pytest.mark.parametrize("number", SENT)
def test_an_idle_service_ends_at_once_and_without_a_traceback(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running(tmp_path) as service:
        address = service.address()
        with httpx.Client() as kept_alive:
            assert kept_alive.get(f"{address}healthz").status_code == 200
            begun = time.monotonic()
            service.process.send_signal(number)
            assert service.line() == "Stopped."
            assert service.process.wait(20) == 0
            assert time.monotonic() - begun < AT_ONCE_S
        assert service.errors == ""


def test_a_signal_while_it_loads_ends_it_after_that_step(tmp_path: Path) -> None:
    with running(tmp_path, seconds_to_load=1.0) as service:
        assert [service.line(), service.line()] == ["Loading the models.", "Loading."]
        service.process.send_signal(signal.SIGTERM)
        assert service.line() == "Stopped."
        assert service.process.wait(20) == 0
        assert "Traceback" not in service.errors


def test_a_signal_is_not_lost_when_another_follows(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        service.address()
        for _ in range(3):
            service.process.send_signal(signal.SIGTERM)
            time.sleep(0.02)
        assert service.process.wait(20) in (0, 128 + signal.SIGTERM)
        assert "Traceback" not in service.errors


if __name__ == "__main__":
    for turn in range(int(sys.argv[1])):
        with tempfile.TemporaryDirectory() as made:
            count, took, _ = stopped_under_load(Path(made), SENT[turn % 2])
        sys.stdout.write(f"{turn + 1}: {count} of {IN_FLIGHT} answered, ended in {took:.2f} s\n")
        if count != IN_FLIGHT:
            sys.exit(1)
