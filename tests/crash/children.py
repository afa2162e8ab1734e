"""Work in processes of its own: a crash ends the child, is counted, and the rest goes on."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

TIME_LIMIT_S = 900
"""Of a case that hangs; where others have the processor, a second of work takes minutes."""
ENOUGH = 1_000_000
"""Failures after which no more cases are done."""

Case = Callable[[int], str]
"""Does the case of this number; what came out, in a word or two. An exception is a failure."""


@dataclass
class Tally:
    """What came out of many cases."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def text(self, what: str) -> str:
        """In words, for a terminal and for a table."""
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.outcomes.items()))
        return f"{self.outcomes.total():,} {what}: {kinds}; {len(self.failures)} failures"


class _Ended(Exception):
    """Somebody wants to see what came out so far."""


def run_cases(numbers: Iterable[int], case: Case) -> Tally:
    """Do cases one after another in a child, in a new one after each that ended it.

    SIGTERM ends it early, with what came out so far.
    """
    tally = Tally()
    waiting = list(numbers)
    before = signal.signal(signal.SIGTERM, _end)
    try:
        while waiting and len(tally.failures) < ENOUGH:
            done, end = _child(waiting, case, tally)
            waiting = waiting[done:]
            if waiting and len(tally.failures) < ENOUGH:
                tally.outcomes["crashed"] += 1
                tally.failures.append(f"case {waiting[0]}: the process ended with {end}")
                waiting = waiting[1:]
    except _Ended:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
    return tally


def _end(*_: object) -> None:
    raise _Ended


def _child(numbers: Sequence[int], case: Case, tally: Tally) -> tuple[int, str | None]:
    """How many of these cases a child did, and how it ended where it did not do all."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _work(numbers, case, writing)
    os.close(writing)
    done = 0
    try:
        with os.fdopen(reading, encoding="utf-8") as lines:
            for line in lines:
                number, outcome, words = json.loads(line)
                tally.outcomes[outcome] += 1
                tally.failures += [f"case {number}: {words}"] if words else []
                done += 1
                if len(tally.failures) >= ENOUGH:
                    os.kill(child, signal.SIGKILL)
                    break
    except _Ended:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    return done, _ending(status)


def _work(numbers: Sequence[int], case: Case, writing: int) -> None:
    try:
        for number in numbers:
            signal.alarm(TIME_LIMIT_S)  # one that hangs is ended, and counts as a crash
            try:
                outcome, words = case(number), ""
            except Exception as error:  # noqa: BLE001 -- any is a finding
                place = traceback.extract_tb(error.__traceback__)[-1]
                outcome = "failed"
                words = f"{type(error).__name__} in {place.name}, {place.lineno}: {error}"
            os.write(writing, json.dumps([number, outcome, words[:600]]).encode() + b"\n")
    finally:
        os._exit(0)


def _ending(status: int) -> str | None:
    code = os.waitstatus_to_exitcode(status)
    return None if code == 0 else signal.Signals(-code).name if code < 0 else f"status {code}"


def finish(tallies: Sequence[tuple[str, Tally]], begun: float) -> int:
    """Print what came out; the exit status, 1 where anything failed."""
    for what, tally in tallies:
        for failure in tally.failures[:20]:
            sys.stdout.write(f"FAILED {what}: {failure}\n")
        sys.stdout.write(tally.text(what) + "\n")
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s\n")
    return int(any(tally.failures for _, tally in tallies))
