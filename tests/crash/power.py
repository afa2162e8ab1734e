"""The power goes at any instant of an ingest: what was acknowledged is there, nothing comes back.

python -m tests.crash.power STATES
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.finding import derived
from index.storing import ledger
from tests.crash.children import Case, Tally, finish, run_cases
from tests.crash.disks import History
from tests.crash.portraits import check_gone, check_state, reopened, talk, word
from tests.crash.shim import Shim, run_preloaded
from tests.index.opening import opened, says

SEED = 20310602
VARIANTS = ("all", "none", "some", "some", "some")
"""What is kept of what was not durable yet: all of it is what a kill leaves."""

STORY = (("a", 1), ("b", 2), ("c", 3), ("b", 4), ("a", 0), ("d", 5), ("c", 6), ("e", 7), ("d", 0))
"""Names with the number of the talk that they get; 0 for one that is removed."""


def tell_story(folder: Path, mark: Callable[[str], None]) -> None:
    """Put, replace and remove, over two openings; snapshots and a ledger made anew are in it."""
    derived._STALE_LEAST = 6
    ledger._LONG_BYTES = 500
    for part in (STORY[:6], STORY[6:]):
        with opened(folder) as index:
            for name, number in part:
                mark(f"try {name}.txt {number}")
                if number:
                    index.put(f"{name}.txt", talk(number))
                else:
                    index.remove(f"{name}.txt")
                mark(f"done {name}.txt {number}")


def recorded(place: Path) -> History:
    """Tell the story in a child, and read what it did to the disk."""
    record = place / "record"
    child = os.fork()
    if child == 0:
        shim = Shim(place / "disk")
        (place / "disk").mkdir()
        shim.record(record)
        tell_story(place / "disk" / "data", shim.mark)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0, "the ingest failed"
    return History(record.read_bytes())


def allowed_at(history: History, until: int) -> tuple[list[dict[str, int]], list[int]]:
    """The states that may be found before a step, and the talks that may not be."""
    states: list[dict[str, int]] = [{}]
    gone: list[int] = []
    for at, words in history.marks:
        if at > until:
            break
        kind, name, number = words.split()
        after = {one: n for one, n in states[0].items() if one != name}
        after |= {name: int(number)} if int(number) else {}
        if kind == "try":
            states = [states[0], after]
        else:
            gone += [states[0][name]] if name in states[0] else []
            states = [after]
    return states, gone


def case_of(history: History, place: Path) -> Case:
    """Opens the disk of one state; its number tells the step and what is kept."""

    def case(number: int) -> str:
        until, variant = divmod(number, len(VARIANTS))
        kind = VARIANTS[variant]
        chance = None if kind == "all" else random.Random(SEED + number)
        shutil.rmtree(place, ignore_errors=True)
        history.disk(until, chance, none=kind == "none").write_to(place)
        allowed, gone = allowed_at(history, until)
        with reopened(place / "data", create=True) as index:
            check_state(index, allowed)
            check_gone(index, gone)
            if number % 10 == 0:
                index.put("later.txt", talk(99))
                assert says(index, word(99)) == {"later.txt"}
        return f"whole ({kind} kept)"

    return case


def measure(states: int, variants: Sequence[str] = VARIANTS, near: str | None = None) -> Tally:
    """Open this many states, spread over all steps.

    :param variants: What may be kept.
    :param near: Only the steps right after a file got this name.
    """
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder)
        history = recorded(place)
        every = len(history.steps) * len(VARIANTS)
        sys.stdout.write(f"{len(history.steps):,} steps, {every:,} states\n")
        among = [one for one in range(every) if VARIANTS[one % len(VARIANTS)] in variants]
        if near is not None:
            steps = history.named(near)
            among = [one for one in among if one // len(VARIANTS) in steps]
        chosen = random.Random(SEED).sample(among, min(states, len(among)))
        return run_cases(sorted(chosen), case_of(history, place / "state"))


def memory() -> Path | None:
    """A folder in memory where there is one: nothing here waits for a disk."""
    shared = Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else None


if __name__ == "__main__":
    run_preloaded("tests.crash.power")
    begun = time.monotonic()
    sys.exit(finish([("states after a power cut", measure(int(sys.argv[1])))], begun))
