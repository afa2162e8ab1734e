"""How long an opening takes after a kill, beside one after a clean end.

Seconds by the clock, and of the processor: on a machine with other work only the second say how
much an opening does, since one that has more to wait for also waits more often for its turn.

python -m tests.crash.recovery DOCUMENTS [ROUNDS]
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import Index, index_paths
from index.finding import derived
from index.storing import ledger
from tests.crash.portraits import reopened, talk
from tests.crash.power import memory
from tests.index.opening import meeting, opened

TURNS = 40


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one opening."""

    clock: float
    processor: float


def opening(folder: Path) -> Took:
    """How long the index of a folder takes to open, in a process of its own."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        begun, busy = time.perf_counter(), time.process_time()
        index = reopened(folder)
        took = Took(time.perf_counter() - begun, time.process_time() - busy)
        os.write(writing, f"{took.clock} {took.processor}".encode())
        index.close()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        clock, processor = told.read().split()
    os.wait()
    return Took(float(clock), float(processor))


def kill_at(folder: Path, number: int, step: str) -> None:
    """Kill a process that puts a file, at one step of it."""

    def end(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if os.fork() == 0:
        index = reopened(folder)
        if step == "between changes":
            index.put(f"killed{number}.txt", talk(number))
            end()
        places: dict[str, tuple[object, str]] = {
            "before the ledger": (ledger, "_append"),
            "before the keywords": (Index, "_follow"),
            "before the manifest": (derived, "write_manifest"),
        }
        setattr(*places[step], end)
        index.put(f"killed{number}.txt", talk(number))
        os._exit(1)
    os.wait()


def measure(documents: int, rounds: int) -> list[str]:
    """Medians of openings, in lines; each after a clean end, and after kills at four steps."""
    steps = ("between changes", "before the ledger", "before the keywords", "before the manifest")
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(name) / "data"
        if os.fork() == 0:
            files = Path(name) / "files"
            files.mkdir()
            for number in range(documents):
                (files / f"{number}.txt").write_bytes(meeting(TURNS, f"cargo{number}x"))
            with opened(folder) as index:
                index_paths(index, [files])
            os._exit(0)
        os.wait()
        clean: list[Took] = []
        after: dict[str, list[Took]] = {step: [] for step in steps}
        for round_ in range(rounds):
            for at, step in enumerate(steps):
                opening(folder)
                clean.append(opening(folder))
                kill_at(folder, 1000 + round_ * 10 + at, step)
                after[step].append(opening(folder))
    return told(clean, after)


def told(clean: Sequence[Took], after: dict[str, list[Took]]) -> list[str]:
    """The medians and their ratios."""
    every = [one for took in after.values() for one in took]
    lines = []
    for what, of in (("", "clock"), (" of the processor", "processor")):
        base = _median(clean, of)
        lines.append(f"after a clean end: {base * 1000:.0f} ms{what} (median of {len(clean)})")
        named = {f"killed {step}": took for step, took in after.items()} | {"all kills": every}
        for name, took in named.items():
            middle = _median(took, of)
            lines.append(f"{name}: {middle * 1000:.0f} ms{what}, {middle / base:.2f} times")
    return lines


def _median(took: Sequence[Took], of: str) -> float:
    return statistics.median(float(getattr(one, of)) for one in took)


if __name__ == "__main__":
    for line in measure(int(sys.argv[1]), int((sys.argv[2:] or ["8"])[0])):
        sys.stdout.write(line + "\n")
