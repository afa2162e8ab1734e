"""Figures as the cells of a table; a dash where there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from eval.measuring.significance import Interval

NONE = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is shown, in full for programs, and what is said about it."""

    shown: str
    value: float | None = None
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.shown, *self.notes))


EMPTY = Cell(NONE)


def plain(value: float, digits: int = 3) -> Cell:
    """A number alone."""
    return Cell(f"{value:.{digits}f}", value) if math.isfinite(value) else EMPTY


def whole(value: int) -> Cell:
    """A count."""
    return Cell(f"{value:,}", value)


def mean(interval: Interval, *, signed: bool = False) -> Cell:
    """A value and its interval in brackets."""
    if interval.count == 0:
        return EMPTY
    form = "+.3f" if signed else ".3f"
    ends = f"[{interval.low:{form}}, {interval.high:{form}}]"
    return Cell(f"{interval.value:{form}}", interval.value, (ends,))


def rate(interval: Interval) -> Cell:
    """A rate and the numbers behind it, such as `2.2 %` and `of 46 [0.4, 11.3]`."""
    if interval.count == 0:
        return EMPTY
    low, high = 100 * interval.low, 100 * interval.high
    note = f"of {interval.count:,} [{low:.1f}, {high:.1f}]"
    return Cell(f"{100 * interval.value:.1f} %", interval.value, (note,))


def number(value: float) -> str:
    """Three decimals."""
    return plain(value).shown


def with_interval(interval: Interval, *, signed: bool = False) -> str:
    """A value with its interval in brackets."""
    return str(mean(interval, signed=signed))


def share(interval: Interval) -> str:
    """A rate with the numbers behind it, such as `2.2 % of 46 [0.4, 11.3]`."""
    return str(rate(interval))
