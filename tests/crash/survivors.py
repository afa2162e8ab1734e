"""One process is killed in a change while another has the index open: that one goes on as it was.

python -m tests.crash.survivors KILLS [FIRST]

A service follows the change that a killed command line left, at every step of it: what is on record
is the old or the new state whole, the next change works, and the next opening finds it.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.children import Case, Tally, finish, run_cases
from tests.crash.kills import STEPS
from tests.crash.portraits import check_gone, check_state, made, reopened, talk
from tests.crash.power import memory
from tests.crash.shim import Shim, run_preloaded

SEED = 20310608
BASE = {"0.txt": 1, "1.txt": 2, "2.txt": 3}
NEW, REPLACED, LATER = 11, 12, 13
CHANGES = (BASE | {"3.txt": NEW}, BASE | {"1.txt": REPLACED}, {"0.txt": 1, "1.txt": 2})
"""What is on record after a file is added, replaced, removed."""


def change(folder: Path, kind: int, step: str, nth: int, *, after: bool, go: int) -> None:
    """What the process does that is killed; it may come to its end where a step is not taken."""
    index = reopened(folder)
    os.read(go, 1)
    Shim(folder).kill(nth, step, after=after)
    if kind == 0:
        index.put("3.txt", talk(NEW))
    elif kind == 1:
        index.put("1.txt", talk(REPLACED))
    else:
        index.remove("2.txt")


def survived(folder: Path, number: int) -> str:
    """Kill one process at a step; the other one follows, changes something and closes."""
    chance = random.Random(SEED + number)
    step, after = STEPS[number // 2 % len(STEPS)], bool(number % 2)
    kind, nth = chance.randrange(3), chance.choice((1, 1, 2, 3))
    waiting, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            change(folder, kind, step, nth, after=after, go=waiting)
        finally:
            os._exit(0)
    with reopened(folder) as index:
        os.write(go, b"!")
        os.close(go)
        os.close(waiting)
        _, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        assert ended in (0, -signal.SIGKILL), f"the other process ended with {ended}"
        index.refresh()
        before, new = BASE, CHANGES[kind]
        state = dict(check_state(index, [new] if ended == 0 else [before, new]))
        check_gone(index, sorted({1, 2, 3, NEW, REPLACED} - set(state.values())))
        index.put("later.txt", talk(LATER))
        index.remove("0.txt")
        expected = {**state, "later.txt": LATER}
        del expected["0.txt"]
        check_state(index, [expected])
    with reopened(folder) as index:
        check_state(index, [expected])
    return "the change was whole" if ended == 0 else f"killed {'after' if after else 'before'}"


def case_of(place: Path) -> Case:
    """Does one kill, on a fresh copy of the base."""

    def case(number: int) -> str:
        data = place / "data"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(place / "base", data)
        try:
            return survived(data, number)
        except AssertionError as error:
            step = STEPS[number // 2 % len(STEPS)]
            raise AssertionError(
                f"{'after' if number % 2 else 'before'} {step}: {error}"
            ) from error

    return case


def measure(kills: int, first: int = 0) -> Tally:
    """Kill this many processes, in turn before and after each step.

    :param first: The number of the first case, twice the number of its step.
    """
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder)

        def make(_: int) -> str:
            made(place / "base", BASE)
            return "made"

        assert not run_cases([0], make).failures
        return run_cases(range(first, first + kills), case_of(place))


if __name__ == "__main__":
    run_preloaded("tests.crash.survivors")
    begun = time.monotonic()
    sys.exit(finish([("kills beside one that lives", measure(*map(int, sys.argv[1:])))], begun))
