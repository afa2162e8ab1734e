"""What a file costs grows with its size, and not with its square: twice as much costs twice.

The long form, every kind with more of everything: `python -m tests.security.test_time 4`.
"""

from __future__ import annotations

import sys
import time

import pytest

from index.cutting.passages import PassageBudget
from index.errors import SourceError
from index.language.nearness import _forms
from index.persons.speakers import resolve
from index.prepare import IncomingSource, cut
from tests.fakes import HashingEncoder
from tests.security.bombs import BOMBS

SIZE = 700
MOST_GROWTH = 2.9
"""For twice the size, on a busy machine; a square gives 4."""
ALWAYS_ENOUGH_S = 1.0
_ROUNDS = 5
_ENCODER = HashingEncoder(dim=16)


def seconds(kind: str, size: int) -> float:
    """Processor time to read, parse and cut such a file, and to tell its voices apart."""
    name, data = BOMBS[kind](size)
    _forms.cache_clear()  # what one size has warmed must not flatter, or shame, another
    begun = time.process_time()
    try:
        made = cut(IncomingSource(name, data), PassageBudget(), _ENCODER)
        resolve(made.parsed.voices)
    except SourceError:
        pass  # refusing it is as good
    return time.process_time() - begun


def growth(kind: str, size: int) -> tuple[float, float]:
    """Seconds for twice the size, and that over the seconds for the size; the least of each.

    Other work on the machine doubles a measurement now and then, a square shows in the least.
    """
    once = twice = factor = float("inf")
    for _ in range(_ROUNDS):
        twice = min(twice, seconds(kind, 2 * size))
        if twice < ALWAYS_ENOUGH_S:
            return twice, 0.0
        once = min(once, seconds(kind, size))
        factor = twice / once
        if factor < MOST_GROWTH:
            break
    return twice, factor


@pytest.mark.parametrize("kind", sorted(BOMBS))
def test_twice_the_size_costs_twice_the_time(kind: str) -> None:
    twice, factor = growth(kind, SIZE)
    assert factor < MOST_GROWTH, f"{twice:.2f} s, {factor:.1f} times as much"
    assert twice < 10


if __name__ == "__main__":
    for one in sorted(BOMBS):
        took, times = growth(one, SIZE * int(sys.argv[1]))
        sys.stdout.write(f"{one:40} {took:7.2f} s {times:5.1f}\n")
