"""Readers and writers at once: each read sees one version of a document, whole, and no old one.

The long form, 200,000 reads: `python -m tests.load.consistency 200000`.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
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

DOCUMENTS = 6
READERS = 4
GONE = -1
"""What a document that was taken off has for a version."""
_MARK = re.compile(r"cargo(\d+)x(\d+)")


def name_of(document: int) -> str:
    return f"pier{document}.txt"


def turns_of(version: int) -> int:
    return 3 + version % 3


def text_of(document: int, version: int) -> bytes:
    """A talk whose every turn tells its version; versions differ in length."""
    lines = [
        f"{'MS. OKORO' if turn % 2 else 'MR. BRANDT'}: On pier{document} lies "
        f"cargo{document}x{version} number {turn}."
        for turn in range(turns_of(version))
    ]
    return "\n\n".join(lines).encode()


@dataclass
class History:
    """The versions that one document had, in order: what was begun, and what was acknowledged."""

    versions: list[int] = field(default_factory=lambda: [GONE])
    acknowledged: int = 0
    """Place of the last acknowledged one in `versions`."""
    generation: int = 0


@dataclass
class Report:
    """Reads by kind, writes, and what was wrong."""

    reads: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "".join(f"\n{one}" for one in self.failures[:20])
        return (
            f"{self.reads.total():,} reads {dict(self.reads)}, {self.writes:,} writes, "
            f"{len(self.failures)} failures{told}"
        )


class Client:
    """One connection that is kept."""

    def __init__(self, address: str) -> None:
        self._place = urlsplit(address).netloc
        self._connection = http.client.HTTPConnection(self._place, timeout=120)

    def close(self) -> None:
        self._connection.close()

    def send(
        self, method: str, path: str, body: bytes | None = None
    ) -> tuple[int, dict[str, object]]:
        """Send a request until it is not told to come again."""
        headers = {"Content-Type": "application/json" if method == "POST" else "text/plain"}
        while True:
            try:
                self._connection.request(method, path, body, headers)
                response = self._connection.getresponse()
            except (BrokenPipeError, http.client.RemoteDisconnected):
                self._connection.close()  # it was idle for too long; the next request opens it
                continue
            answer = json.loads(response.read())
            if response.status != 503 or answer["code"] != "busy":
                return response.status, answer
            time.sleep(0.1)


class Trial:
    """Writers and readers over one service."""

    def __init__(self, address: str, reads: int, seed: int) -> None:
        self._address = address
        self._left = reads
        self._seed = seed
        self._lock = threading.Lock()
        self._histories = [History() for _ in range(DOCUMENTS)]
        self._sums: dict[tuple[int, str], int] = {}
        self._done = threading.Event()
        self.report = Report()

    def run(self) -> Report:
        """Until so many reads are done."""
        writer = threading.Thread(target=self._guarded, args=(self._write, 0))
        readers = [
            threading.Thread(target=self._guarded, args=(self._read, 1 + number))
            for number in range(READERS)
        ]
        for one in (writer, *readers):
            one.start()
        for one in readers:
            one.join()
        self._done.set()
        writer.join()
        return self.report

    def end(self) -> None:
        """Do no more than is begun."""
        self._done.set()

    def _guarded(self, work: object, number: int) -> None:
        client = Client(self._address)
        try:
            work(client, random.Random(f"{self._seed} {number}"))  # type: ignore[operator]
        except Exception as error:  # noqa: BLE001 -- a thread's failure is the trial's
            self.report.failures.append(f"{type(error).__name__}: {error}")
            self._done.set()
        finally:
            client.close()

    def _write(self, client: Client, chance: random.Random) -> None:
        version = 0
        while not self._done.is_set():
            document = chance.randrange(DOCUMENTS)
            history = self._histories[document]
            version += 1
            there = history.versions[-1] != GONE
            goes = there and chance.random() < 0.25
            with self._lock:
                history.versions.append(GONE if goes else version)
                digest = hashlib.sha256(text_of(document, version)).hexdigest()
                self._sums[document, digest] = version
            path = f"/v1/documents/{name_of(document)}"
            if goes:
                status, body = client.send("DELETE", path)
            else:
                status, body = client.send("PUT", path, text_of(document, version))
            if status not in (200, 201):
                self.report.failures.append(f"write: {status} {body}")
            with self._lock:
                history.acknowledged = len(history.versions) - 1
                history.generation = int(str(body.get("generation", 0)))
                self.report.writes += 1

    def _read(self, client: Client, chance: random.Random) -> None:
        last = 0
        while self._take():
            document = chance.randrange(DOCUMENTS)
            with self._lock:
                history = self._histories[document]
                first, known = history.acknowledged, history.generation
            kind = chance.choice(("search", "source", "transcript"))
            seen, generation = getattr(self, f"_{kind}")(client, document)
            with self._lock:
                possible = history.versions[first:]
            self.report.reads[kind] += 1
            if seen not in possible:
                self.report.failures.append(
                    f"{kind} of {name_of(document)} saw {seen}, which is none of {possible}"
                )
            if generation is not None:
                if generation < max(last, known):
                    self.report.failures.append(f"generation {generation} after {max(last, known)}")
                last = generation

    def _take(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0 and not self._done.is_set()

    def _search(self, client: Client, document: int) -> tuple[int | str, int | None]:
        asked = {"question": f"pier{document}", "documents": [name_of(document)], "limit": 50}
        status, body = client.send("POST", "/v1/search", json.dumps(asked).encode())
        if status == 422 and body["code"] == "unknown_filter":
            return GONE, None
        return _version(document, status, json.dumps(body.get("hits"))), int(
            str(body["generation"])
        )

    def _source(self, client: Client, document: int) -> tuple[int | str, int | None]:
        status, body = client.send("GET", f"/v1/documents/{name_of(document)}")
        if status == 404:
            return GONE, None
        return self._sums.get((document, str(body["sha256"])), f"status {status}"), None

    def _transcript(self, client: Client, document: int) -> tuple[int | str, int | None]:
        status, body = client.send("GET", f"/v1/documents/{name_of(document)}")
        if status == 404:
            return GONE, None
        found: list[dict[str, object]] = body["documents"]  # type: ignore[assignment]
        status, body = client.send("GET", f"/v1/transcripts/{found[0]['id']}?format=json")
        if status == 404:  # taken off between the two
            return self._source(client, document)
        return _version(document, status, json.dumps(body["text"])), None


def _version(document: int, status: int, words: str) -> int | str:
    """The one version that an answer is made of, or what is wrong with it."""
    marks = _MARK.findall(words)
    if status == 200 and not marks:
        return GONE
    versions = {version for _, version in marks}
    if status != 200 or len(versions) != 1 or any(int(one) != document for one, _ in marks):
        return f"status {status}, marks {marks}"
    (version,) = (int(one) for one in versions)
    if len(marks) != turns_of(version):
        return f"{len(marks)} of {turns_of(version)} turns of {version}"
    return version


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a service over an empty index."""
    with open_index(folder, HashingEncoder(), create=True) as index:
        settings = Settings(port=0, data=folder)
        server = Server(build_app(State(settings, index, Searcher(index))), settings)
        server.start()
        try:
            yield server.address
        finally:
            server.stop()


def main(reads: int, seed: int) -> int:
    """Print what was found, also after SIGTERM, which ends it early; 1 when anything was."""
    with tempfile.TemporaryDirectory() as made, served(Path(made)) as address:
        trial = Trial(address, reads, seed)
        signal.signal(signal.SIGTERM, lambda *_: trial.end())
        report = trial.run()
    sys.stdout.write(f"seed {seed}: {report}\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(numbers[0], numbers[1] if len(numbers) > 1 else 13))
