"""Times and memory of processes, and how they are summed up."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 99th percentile, smallest and largest of `count` measurements, in `unit`."""

    median: float
    p99: float
    low: float
    high: float
    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a process in MiB: now, and the most so far."""

    now_mib: float
    peak_mib: float


class Stopwatch:
    """Adds up the seconds of every `with` that it times, by a clock."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.total_s = 0.0
        self._clock = clock

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time until the block ends."""
        start = self._clock()
        try:
            yield
        finally:
            self.total_s += self._clock() - start


def spread(values: Sequence[float], unit: str) -> Spread:
    """Sum up measurements of one kind; at least one."""
    return Spread(
        median=statistics.median(values),
        p99=float(np.percentile(values, 99)),
        low=min(values),
        high=max(values),
        count=len(values),
        unit=unit,
    )


def memory(pid: int | None = None) -> Memory:
    """A process's resident memory, by the kernel's count; this one's for None."""
    place = Path("/proc") / (str(pid) if pid is not None else "self") / "status"
    fields = dict(
        line.split(":", maxsplit=1) for line in place.read_text(encoding="ascii").splitlines()
    )
    return Memory(*(int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")))


def size_mib(folder: Path) -> float:
    """What a folder's files take on disk together."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def drop_from_page_cache(folder: Path) -> None:
    """Ask the kernel to forget a folder's files, so that the next start reads them from disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)
