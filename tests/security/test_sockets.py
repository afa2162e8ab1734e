"""Broken requests as bytes; the long form is in `tests/security/socketfuzz.py`."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index.errors import Busy
from service import connections
from service.routes import ask
from tests.security import socketfuzz

COUNT = 500
FEW = 150
SLACK = 10.0
"""This machine does other things, too."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with socketfuzz.served(tmp_path) as found:
        yield found


def test_no_bytes_break_the_server(address: str) -> None:
    report = socketfuzz.attack(address, COUNT, 13, SLACK)
    assert not report.failures, str(report)
    assert report.sent == COUNT
    assert report.statuses[200] > COUNT / 20
    assert report.statuses[400] > COUNT / 20


def exchanged(address: str, *parts: bytes) -> str:
    """What comes for these bytes, when nothing more is sent after them."""
    place = urlsplit(address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), 20) as connection:
        for part in parts:
            connection.sendall(part)
        connection.settimeout(20)
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


HEAD = b"PUT /v1/documents/a.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        HEAD + b"zz\r\nno size\r\n",
        HEAD + b"5\r\nhello\r\nzz\r\n",
    ],
)
def test_what_is_no_request_is_a_problem_like_others(address: str, sent: bytes) -> None:
    head, _, body = exchanged(address, sent).partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 400 ")
    assert "Content-Type: application/problem+json" in head
    assert json.loads(body)["code"] == "unreadable_request"


@pytest.mark.parametrize("refused", [b"evil.invalid", b"127.0.0.1"])
def test_a_broken_body_after_an_early_answer_is_no_failure_of_ours(
    address: str, caplog: pytest.LogCaptureFixture, refused: bytes
) -> None:
    """The app answers while the body is still to come; what comes is no body."""
    sent = HEAD.replace(b"127.0.0.1", refused).replace(b"a.txt", b"%20a.txt")
    assert exchanged(address, sent + b"zz\r\n").startswith("HTTP/1.1 4")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(
    "sent",
    [
        HEAD.replace(b"Transfer-Encoding: chunked", b"Content-Length: 999") + b"MS. ORLA: Yes.",
        HEAD + b"5\r\nhello\r\n",
        b"POST /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\nPK",
        b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{",
        b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{",
    ],
)
def test_who_hangs_up_in_the_middle_leaves_no_failure_in_the_log(
    address: str, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    place = urlsplit(address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), 20) as connection:
        connection.sendall(sent)
    healthy = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    for _ in range(3):
        assert exchanged(address, healthy).startswith("HTTP/1.1 200 ")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def fails(patch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise ValueError("no")

    patch.setattr(ask, "answer_body", wrong)


def tells_where_it_failed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(connections, "_answer", lambda *_: b"Traceback (most recent call last)")


def waits_for_more(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(connections.Connection, "eof_received", lambda _: True)
    patch.setattr(connections, "HEAD_S", 30)


def is_always_busy(patch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Busy("too much to do")

    patch.setattr(ask, "make_question", busy)


@pytest.mark.parametrize("fault", [fails, tells_where_it_failed, is_always_busy])
def test_a_seeded_fault_is_found(
    address: str, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    fault(monkeypatch)
    assert socketfuzz.attack(address, FEW, 13, SLACK).failures


def test_a_connection_that_stays_open_is_found(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits_for_more(monkeypatch)
    report = socketfuzz.attack(address, FEW, 13, 0.2)
    assert any("open after" in reason for reason, _ in report.failures)
