"""Two sides of one comparison, run in turns so that both see the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.bench.timing import Spread, spread

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of paired ratios with the 95 % interval of that median (order statistics)."""

    median: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing over another, and the most that the ratio may be.

    `ours` and `base` are what was measured of each; `most` is None where nothing was promised.
    """

    what: str
    threads: int
    ratio: Ratio
    ours: Spread
    base: Spread
    most: float | None = None

    @property
    def held(self) -> bool | None:
        """Whether the upper end of the interval is inside the bar; None where there is none."""
        return None if self.most is None else self.ratio.high <= self.most


def bar(
    what: str,
    ours: Sequence[float],
    base: Sequence[float],
    *,
    threads: int = 1,
    most: float | None = None,
) -> Bar:
    """Sum up seconds that were measured in turns."""
    milliseconds = [spread([1000 * one for one in side], "ms") for side in (ours, base)]
    return Bar(what, threads, paired(ours, base), milliseconds[0], milliseconds[1], most)


def paired(first: Sequence[float], second: Sequence[float]) -> Ratio:
    """The first over the second, pair by pair.

    The interval is that of a median by order statistics (David and Nagaraja 2003): normal
    approximation of the binomial.
    """
    ratios = sorted(a / max(b, 1e-9) for a, b in zip(first, second, strict=True))
    count = len(ratios)
    reach = 1.96 * count**0.5 / 2
    low, high = max(0, int(count / 2 - reach)), min(count - 1, int(np.ceil(count / 2 + reach)))
    return Ratio(float(np.median(ratios)), ratios[low], ratios[high], count)


def in_turns(
    sides: Mapping[str, Callable[[], object]], rounds: int, clock: Clock = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each side, all sides once a round, in the turned order every other round.

    Each side runs once before, unmeasured.
    """
    names = list(sides)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for work in sides.values():
        work()
    for number in range(rounds):
        for name in names if number % 2 == 0 else names[::-1]:
            taken[name].append(seconds(sides[name], clock))
    return taken


def seconds(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """What some work takes by a clock."""
    begun = clock()
    work()
    return clock() - begun
