"""Requests as bytes, broken in every way that comes to mind, against a server on a real socket.

The long form, 50,000 mutations: `python -m tests.security.socketfuzz 50000`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.build import open_index
from retrieval.answer import Searcher
from service.app import build_app
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.service.fiction import HARBOUR, MILL

AT_ONCE = 12
"""Fewer than may put files on record at once, so that nobody is told to come again."""
QUIET_S = 0.15
"""After so long without a byte from the server the client says that nothing more will come."""
MOST_BUSY = 0.01
MOST_S = 2.0
"""From then on until the server has closed the connection, `slack` times that where it is given.

The time in which threads of this process stood waiting for a processor is other work's.
"""

_HEAD = "Host: 127.0.0.1\r\nConnection: close\r\n"
_JSON = "Content-Type: application/json\r\n"


def _request(line: str, body: str = "", headers: str = "") -> bytes:
    length = f"Content-Length: {len(body.encode())}\r\n" if body else ""
    return f"{line} HTTP/1.1\r\n{_HEAD}{headers}{length}\r\n{body}".encode()


_CALL = '{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}'
_ACCEPT = "Accept: application/json, text/event-stream\r\n"
_CHUNKS = b'5\r\n{"que\r\n13\r\nstion": "the lamp"}\r\n0\r\n\r\n'
REQUESTS = (
    _request("GET /v1/ask?q=the+lighthouse+at+Fenn"),
    _request("POST /v1/ask", '{"question": "the lighthouse", "limit": 2}', _JSON),
    _request("POST /v1/search", '{"question": "the ferry", "speakers": ["Vask"]}', _JSON),
    _request("POST /v1/ask/batch", '{"questions": [{"question": "a lamp"}]}', _JSON),
    _request("POST /v1/ask/events", '{"question": "a lamp"}', _JSON),
    _request("PUT /v1/documents/a%2Fb.txt?title=Talk", "MS. ORLA: So it is.\n", ""),
    _request("PUT /v1/documents/a.json", '{"segments": [{"text": "So it is."}]}', _JSON),
    _request("POST /v1/documents", "PK\x05\x06" + "\0" * 18, "Content-Type: application/zip\r\n"),
    _request("DELETE /v1/documents/a%2Fb.txt"),
    _request("GET /v1/documents?limit=2&sort=-date"),
    _request("GET /v1/transcripts/harbour.txt?format=markdown"),
    _request("GET /?q=the+ferry&speaker=Vask", headers="Accept-Encoding: gzip\r\n"),
    _request("GET /d/x-1?q=lamp", headers='If-None-Match: W/"1"\r\n'),
    _request("HEAD /page/page.css", headers="X-Request-Id: abc\r\n"),
    _request("OPTIONS /v1/ask", headers="Origin: http://127.0.0.1\r\n"),
    _request("POST /mcp", _CALL, _JSON + _ACCEPT),
    _request("GET /v1/mentions?q=lamp", headers="Authorization: Bearer abc\r\n"),
    _request("POST /v1/ask", headers=f"{_JSON}Transfer-Encoding: chunked\r\n") + _CHUNKS,
    _request("PUT /v1/documents/a.txt", "MR. HOLT: No.", "Expect: 100-continue\r\n"),
)

_PIECES = (
    *(b"\0", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b" ", b"\t", b":", b"%", b"%00", b"%2e%2e%2f"),
    *(b"\xff", b"\xc3\x28", "\ud800".encode("utf-8", "surrogatepass"), "\u202e".encode(), b"\x1b["),
    *(b"-1", b"99999999999999999999", b"0x10", b"1e9", b"+5", b"NaN", b"null", b"[]", b"{}"),
    *(b'{"a":' * 500, b"[" * 5_000, b"a" * 9_000, b"&q=" * 300, b"../" * 50, b"\\ud800"),
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Host: evil.invalid\r\n",
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\n",
    b"X-Request-Id: a\r\n b\r\n",
    b"X-Request-Id: \xe9\xff\r\n",
    b"Traceparent: 00-0-0-0\r\n",
    b"Range: bytes=0-1,5-\r\n",
    b'Content-Type: text/plain; charset="\r\n',
    b"Authorization: Basic ====\r\n",
    b"Sec-Fetch-Site: cross-site\r\n",
    b"X-A: b\r\n" * 400,
    b"HTTP/1.0",
    b"HTTP/2.0",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)
_WORD = re.compile(rb"[A-Za-z0-9_.%-]+|[^A-Za-z0-9_.%-]")


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_PIECES) + data[at:]


def _insert_header(data: bytes, chance: random.Random) -> bytes:
    at = data.find(b"\r\n") + 2
    return data[:at] + chance.choice([one for one in _PIECES if b": " in one]) + data[at:]


def _replace_word(data: bytes, chance: random.Random) -> bytes:
    words = _WORD.findall(data)
    words[chance.randrange(len(words))] = chance.choice(_PIECES)
    return b"".join(words)


def _drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 40) :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data)) + 1]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = start + chance.randrange(1, 30)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50, 500)) + data[end:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(REQUESTS)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _follow(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"Connection: close\r\n", b"") + chance.choice(REQUESTS)


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _insert, _insert_header, _replace_word, _drop, _cut, _repeat, _splice, _follow),
)


def mutation(number: int, seed: int) -> bytes:
    """One request, changed one to four times; the same numbers give the same bytes."""
    chance = random.Random(f"{seed} {number}")
    data = chance.choice(REQUESTS)
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(_MUTATIONS)(data, chance) or b"\n"
    return data


@dataclass
class Report:
    """Answers by status, and what was wrong: a reason and the bytes that were sent."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    busy: int = 0
    """Told to come again: on a slow machine changes of clients that are gone fill the queue."""
    slowest_s: float = 0.0
    failures: list[tuple[str, bytes]] = field(default_factory=list)

    def __str__(self) -> str:
        told = "".join(f"\n{reason}: {sent[:300]!r}" for reason, sent in self.failures[:20])
        return (
            f"{self.sent:,} mutations, {len(self.failures)} failures, {self.unanswered:,} without "
            f"an answer, {self.busy} told to come again, slowest {self.slowest_s:.2f} s, "
            f"statuses {dict(sorted(self.statuses.items()))}{told}"
        )


class _Errors(logging.Handler):
    """What the server logs as an error while it is attacked."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()[-700:]}")


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server over two transcripts."""
    with open_index(folder, HashingEncoder(), create=True) as index:
        index.put("harbour.txt", HARBOUR.encode())
        index.put("mill.txt", MILL.encode())
        settings = Settings(port=0, data=folder)
        server = Server(build_app(State(settings, index, Searcher(index))), settings)
        server.start()
        try:
            yield server.address
        finally:
            server.stop()


ENDED = threading.Event()
"""Somebody wants to see what was found so far."""


def attack(address: str, count: int, seed: int, slack: float = 1.0) -> Report:
    """Send so many mutations, some at once, and look at every answer.

    :param slack: How many times longer than `MOST_S` the server may take, on a busy machine.
    """
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        report = asyncio.run(_attack(address, count, seed, MOST_S * slack))
    finally:
        logging.getLogger().removeHandler(errors)
    report.failures += [(f"log: {line}", b"") for line in errors.lines]
    if report.busy > count * MOST_BUSY:
        report.failures.append((f"{report.busy} were told to come again", b""))
    return report


async def _attack(address: str, count: int, seed: int, most_s: float) -> Report:
    report = Report()
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            if ENDED.is_set():
                break
            await _send(address, mutation(number, seed), report, most_s)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return report


async def _send(address: str, data: bytes, report: Report, most_s: float) -> None:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    received = b""
    begun = time.monotonic()
    try:
        writer.write(data)
        received = await _received(reader, writer, most_s)
    except TimeoutError:
        report.failures.append((f"open after {most_s} s", data))
    except ConnectionError:
        pass  # cut off in the middle of what it would not read
    finally:
        writer.close()
    report.sent += 1
    report.slowest_s = max(report.slowest_s, time.monotonic() - begun)
    _judge(data, received, report)


def held_up_s() -> float:
    """How long the threads of this process have stood waiting for a processor, all together."""
    waited = 0
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):  # it has ended meanwhile
            waited += int((task / "schedstat").read_text(encoding="ascii").split()[1])
    return waited / 1e9


async def _received(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most_s: float
) -> bytes:
    """Everything that comes; who is not answered says at last that nothing more will be sent."""
    received, ended = b"", False
    while (part := await _part(reader, most_s if ended else QUIET_S)) != b"":
        if part is not None:
            received += part
        elif ended:
            raise TimeoutError
        else:
            ended = True
            writer.write_eof()
    return received


async def _part(reader: asyncio.StreamReader, most_s: float) -> bytes | None:
    """The next bytes, none at the end; None where the server had so long and sent nothing."""
    begun, held_up = time.monotonic(), held_up_s()
    while True:
        try:
            return await asyncio.wait_for(reader.read(65_536), most_s)
        except TimeoutError:
            if time.monotonic() - begun - (held_up_s() - held_up) >= most_s:
                return None


_STATUS = re.compile(rb"HTTP/1\.1 ([1-5]\d\d)[ \r]")


def _judge(sent: bytes, received: bytes, report: Report) -> None:
    if not received:
        report.unanswered += 1
        return
    first = _STATUS.match(received)
    if first is None:
        report.failures.append((f"no answer of HTTP: {received[:60]!r}", sent))
        return
    head = received.partition(b"\r\n\r\n")[0]
    report.statuses[int(first[1])] += 1
    # Who has said that nothing more comes counts as gone: what waits for its turn is not done.
    if b'"code":"busy"' in received and b"retry-after: " in head:
        report.busy += b"nothing was changed" not in received
    elif int(first[1]) >= 500:
        report.failures.append((f"status {int(first[1])}", sent))
    if b"\r\n\r\n" not in received:
        report.failures.append(("a head without an end", sent))
    if any(not 9 <= byte < 127 for byte in head) or b"evil" in head:
        report.failures.append((f"a strange head: {head!r}", sent))
    if b"Traceback" in received:
        report.failures.append(("a traceback", sent))


def main(count: int, seed: int, slack: float) -> int:
    """Print what was found, also after SIGTERM, which ends it early; 1 when anything was."""
    signal.signal(signal.SIGTERM, lambda *_: ENDED.set())
    with tempfile.TemporaryDirectory() as made, served(Path(made)) as address:
        report = attack(address, count, seed, slack)
    sys.stdout.write(f"seed {seed}: {report}\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    given = [*sys.argv[1:], *("13", "1")[len(sys.argv) - 2 :]]
    sys.exit(main(int(given[0]), int(given[1]), float(given[2])))
