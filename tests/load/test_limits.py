"""What one client, or a thousand, must not be able to do: keep others from being answered."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

import httpx
import pytest

from service import admission, connections, ingest
from tests.load.running import Running, running
from tests.service.fiction import HARBOUR

ASK = "v1/ask?q=the+lighthouse+at+Fenn"
QUICK = (
    "service.connections:HEAD_S=1",
    "service.connections:WRITE_S=1",
    "service.limits:PAUSE_S=1",
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service in which a passage takes 50 ms and nobody may dawdle for more than a second."""
    with running(tmp_path_factory.mktemp("data"), *QUICK, seconds_per_text=0.05) as started:
        yield started


@pytest.fixture(scope="module")
def address(service: Running) -> str:
    found = service.address()
    httpx.put(f"{found}v1/documents/harbour.txt", content=HARBOUR, timeout=30)
    return found


_OPEN: list[socket.socket] = []


@pytest.fixture(autouse=True)
def _hang_up() -> Iterator[None]:
    """Close at the end of a test what it has opened."""
    yield
    while _OPEN:
        _OPEN.pop().close()


def connected(address: str, sent: bytes) -> socket.socket:
    parts = urlsplit(address)
    made = socket.create_connection((str(parts.hostname), int(parts.port or 0)), 10)
    _OPEN.append(made)
    made.sendall(sent)
    return made


def read_all(connection: socket.socket) -> bytes:
    return b"".join(iter(partial(connection.recv, 65_536), b""))


def is_closed(connection: socket.socket, within_s: float) -> bool:
    """Whether the other side closes the connection, whatever it says before."""
    connection.settimeout(within_s)
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True
    return True


def is_cut_off(connection: socket.socket, sent: bytes, every_s: float, within_s: float) -> bool:
    """Whether the other side ends the connection while we go on sending."""
    begun = time.monotonic()
    try:
        while time.monotonic() - begun < within_s:
            connection.sendall(sent)
            time.sleep(every_s)
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def long_talk(number: int, turns: int = 12) -> str:
    return "".join(f"MS. OKORO: Crate{number} and {turn} is here.\n\n" for turn in range(turns))


def test_questions_do_not_wait_for_files_and_surplus_files_are_told_when_to_come(
    address: str,
) -> None:
    def put(number: int) -> httpx.Response:
        return client.put(f"{address}v1/documents/talk{number}.txt", content=long_talk(number))

    # One client for all: to make 45 takes so long that a file is written before the last comes.
    limits = httpx.Limits(max_connections=None)
    with httpx.Client(timeout=120, limits=limits) as client, ThreadPoolExecutor(45) as pool:
        files = [pool.submit(put, number) for number in range(45)]
        time.sleep(0.5)
        took = []
        for _ in range(10):
            begun = time.monotonic()
            assert httpx.get(address + ASK, timeout=10).status_code == 200
            assert httpx.get(f"{address}readyz", timeout=10).status_code == 200
            took.append(time.monotonic() - begun)
        assert not all(one.done() for one in files)
        answers = [one.result() for one in files]
    assert sorted(took)[5] < 1
    refused = [one for one in answers if one.status_code == 503]
    assert {one.status_code for one in answers} == {201, 503}
    assert len(answers) - len(refused) == ingest.MOST_AT_ONCE
    assert {(one.json()["code"], one.headers["retry-after"]) for one in refused} == {("busy", "1")}
    sources = httpx.get(f"{address}v1/info").json()["counts"]["sources"]
    assert sources == 1 + ingest.MOST_AT_ONCE


def test_a_file_whose_client_is_gone_is_not_written(address: str) -> None:
    body = long_talk(99, 40).encode()
    head = "PUT /v1/documents/gone%d.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    for number in range(6):
        connected(address, (head % number).encode() + body).close()
    begun = time.monotonic()
    assert httpx.put(f"{address}v1/documents/z.txt", content="MS. ORLA: Yes, it is.").is_success
    assert time.monotonic() - begun < 8  # one of them may have begun; six would take 12 s


@pytest.mark.parametrize("method", [f"GET /{ASK}", "POST /v1/search"])
def test_surplus_questions_are_refused_at_once(address: str, method: str) -> None:
    body = b'{"question": "lighthouse"}' if method.startswith("POST") else b""
    head = f"{method} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    asked = f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
    many = [connected(address, asked) for _ in range(200)]
    answers = [read_all(one).decode() for one in many]
    refused = [one for one in answers if one.startswith("HTTP/1.1 503 ")]
    answered = [one for one in answers if one.startswith("HTTP/1.1 200 ")]
    assert len(refused) + len(answered) == 200
    assert refused
    assert len(answered) >= admission.MOST_AT_ONCE
    assert all("retry-after: 1\r\n" in one and '"code":"busy"' in one for one in refused)
    assert httpx.get(address + ASK, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "half",
    [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ", b"GET / HTTP/1.1\r\n"],
)
def test_half_requests_block_nobody_and_are_closed(address: str, half: bytes) -> None:
    many = [connected(address, half) for _ in range(connections.MOST_CONNECTIONS + 100)]
    assert httpx.get(f"{address}healthz", timeout=5).status_code == 200
    assert all(is_closed(one, 5) for one in many)


def test_requests_that_wait_unread_are_not_cut_off_for_newer_ones(
    service: Running, address: str
) -> None:
    """As when the process was held up, and more than it takes have asked meanwhile."""
    asked = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    service.process.send_signal(signal.SIGSTOP)
    try:
        many = [connected(address, asked) for _ in range(connections.MOST_CONNECTIONS + 200)]
    finally:
        service.process.send_signal(signal.SIGCONT)
    answers = [read_all(one).decode() for one in many]
    assert {answer[:13] for answer in answers} <= {"HTTP/1.1 200 ", "HTTP/1.1 503 "}
    assert all("retry-after: 1\r\n" in one.lower() for one in answers if " 503 " in one[:13])


@pytest.mark.parametrize(
    "method", ["PUT /v1/documents/slow.txt", "POST /v1/ask", "POST /v1/search"]
)
@pytest.mark.parametrize("sent", [0, 300])
def test_a_body_that_does_not_come_is_given_up(address: str, method: str, sent: int) -> None:
    head = f"{method} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: 9000\r\n\r\n".encode() + b"x" * sent
    stalled = [connected(address, request) for _ in range(40)]
    begun = time.monotonic()
    assert httpx.get(address + ASK, timeout=10).status_code == 200
    assert time.monotonic() - begun < 5
    stalled[0].settimeout(10)
    first = stalled[0].recv(65_536).decode()
    assert first.startswith(("HTTP/1.1 408 ", "HTTP/1.1 503 ")), first
    assert all(is_closed(one, 10) for one in stalled)


def test_a_body_drop_by_drop_is_given_up(address: str) -> None:
    head = b"PUT /v1/documents/slow.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\n"
    connection = connected(address, head)
    begun = time.monotonic()
    assert is_cut_off(connection, b"x", 0.1, 20)
    assert time.monotonic() - begun < 10


def test_answers_that_nobody_reads_are_given_up(address: str) -> None:
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 200
    unread = [connected(address, asked) for _ in range(20)]
    assert httpx.get(address + ASK, timeout=10).status_code == 200
    time.sleep(4)
    assert all(is_cut_off(one, asked, 0.01, 2) for one in unread)


def test_a_quick_client_keeps_its_connection(address: str) -> None:
    with httpx.Client() as client:
        for _ in range(4):
            assert client.get(f"{address}healthz").status_code == 200
            time.sleep(0.4)
