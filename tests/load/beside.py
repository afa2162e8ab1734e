"""Questions beside a large ingest: `python -m tests.load.beside 60` for so many seconds a phase.

The model of this trial waits 10 ms for a text, so that an ingest reads, waits and writes as it does
with a real one, but takes no processor for the words; what it prints are ratios.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

from tests.index.opening import meeting
from tests.load.openload import Phase, offered
from tests.load.running import running
from tests.service.fiction import HARBOUR

TEXT_S = 0.01
RATE = 10.0
"""Questions a second: a tenth of what such a service answers."""
TURNS = 400


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


if __name__ == "__main__":
    sys.stdout.write(f"{measure(float(sys.argv[1]))}\n")
