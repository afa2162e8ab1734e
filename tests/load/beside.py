"""Questions beside a large ingest: `python -m tests.load.beside 60` for so many seconds a phase.

The model of this trial waits 10 ms for a text, so that an ingest reads, waits and writes as it does
with a real one, but takes no processor for the words; what it prints are ratios.

Where other work has the processor, `python -m tests.load.beside processor 120` asks so many
questions in this process, and counts for each what the whole process took of the processor
meanwhile: its own work, what it waited for, and what the ingest did at the same time.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

from index.build import Index, open_index
from retrieval.answer import Searcher
from retrieval.results import Question
from service.server import SWITCH_S
from tests.index.opening import meeting
from tests.load.openload import Phase, offered
from tests.load.program import SlowEncoder
from tests.load.running import running
from tests.service.fiction import HARBOUR

TEXT_S = 0.01
RATE = 10.0
"""Questions a second: a tenth of what such a service answers."""
TURNS = 400
PAUSE_S = 0.1
"""Between two questions beside an ingest, so that they meet each of its steps."""


@dataclass(frozen=True)
class Measured:
    """The same questions alone, and while files are put one after another."""

    alone: Phase
    beside: Phase
    files: int

    @property
    def ratio(self) -> float:
        """p99 beside the ingest, by p99 without it."""
        return self.beside.quantile(0.99) / self.alone.quantile(0.99)

    def __str__(self) -> str:
        lines = [
            f"{what}: {len(one.answered):,} answered, {len(one.refused)} refused, "
            f"{len(one.failed)} failed, p50 {one.quantile(0.5) * 1000:.0f} ms, "
            f"p99 {one.quantile(0.99) * 1000:.0f} ms"
            for what, one in (("alone", self.alone), ("beside an ingest", self.beside))
        ]
        return "\n".join([*lines, f"{self.files} files of {TURNS} turns; p99 {self.ratio:.1f} x"])


async def _ingested(address: str, done: asyncio.Event) -> int:
    """Put long files one after another until told to end; how many."""
    async with httpx.AsyncClient(timeout=300) as client:
        for number in count():
            if done.is_set():
                return number
            path = f"{address}v1/documents/long{number}.txt"
            answer = await client.put(path, content=meeting(TURNS, f"cargo{number}x"))
            answer.raise_for_status()
    raise AssertionError("not reached")


async def _measure(address: str, seconds: float) -> Measured:
    await offered(address, RATE, min(3.0, seconds))  # the first make what all later ones share
    alone = await offered(address, RATE, seconds)
    done = asyncio.Event()
    ingest = asyncio.create_task(_ingested(address, done))
    beside = await offered(address, RATE, seconds)
    done.set()
    return Measured(alone, beside, await ingest)


def measure(seconds: float) -> Measured:
    """Both phases for so many seconds, on a service in a process of its own."""
    with tempfile.TemporaryDirectory() as made, running(Path(made), seconds_per_text=TEXT_S) as one:
        address = one.address()
        httpx.put(f"{address}v1/documents/harbour.txt", content=HARBOUR, timeout=60)
        return asyncio.run(_measure(address, seconds))


def _asked(searcher: Searcher, questions: int, pause_s: float) -> list[float]:
    """What this process took of the processor during each of so many questions, in seconds."""
    question = Question(text="where is the lighthouse of pier7")
    took = []
    for _ in range(questions):
        begun = time.process_time()
        searcher.ask(question)
        took.append(time.process_time() - begun)
        time.sleep(pause_s)
    return took


def _put_until(done: threading.Event, index: Index, searcher: Searcher, files: list[int]) -> None:
    while not done.is_set():
        files.append(len(files))
        index.put(f"long{len(files)}.txt", meeting(TURNS, f"cargo{len(files)}x"))
        searcher.renew()


def measure_by_processor(questions: int) -> Measured:
    """So many questions alone and as many beside an ingest, all in this process."""
    sys.setswitchinterval(SWITCH_S)
    alone, beside, files = Phase(), Phase(), list[int]()
    with (
        tempfile.TemporaryDirectory() as made,
        open_index(Path(made), SlowEncoder(TEXT_S), create=True) as index,
    ):
        searcher = Searcher(index)
        index.put("lighthouse.txt", meeting(TURNS, "lighthouse"))
        _asked(searcher, 5, 0.0)
        alone.answered = _asked(searcher, questions, 0.0)
        done = threading.Event()
        ingest = threading.Thread(target=_put_until, args=(done, index, searcher, files))
        ingest.start()
        beside.answered = _asked(searcher, questions, PAUSE_S)
        done.set()
        ingest.join()
    return Measured(alone, beside, len(files))


if __name__ == "__main__":
    by_processor = sys.argv[1] == "processor"
    found = measure_by_processor(int(sys.argv[2])) if by_processor else measure(float(sys.argv[1]))
    sys.stdout.write(f"{found}\n")
