"""Figures as the cells of a table in words; a dash where there is none."""

from __future__ import annotations

import math

from eval.measuring.significance import Interval

NONE = "–"


def number(value: float) -> str:
    """Three decimals."""
    return NONE if math.isnan(value) else f"{value:.3f}"


def with_interval(interval: Interval, *, signed: bool = False) -> str:
    """A value with its interval in brackets."""
    if interval.count == 0:
        return NONE
    form = "+.3f" if signed else ".3f"
    return f"{interval.value:{form}} [{interval.low:{form}}, {interval.high:{form}}]"


def percent(interval: Interval) -> str:
    """A rate alone."""
    return NONE if interval.count == 0 else f"{100 * interval.value:.1f} %"


def share(interval: Interval) -> str:
    """A rate with the numbers behind it, such as `2.2 % of 46 [0.4, 11.3]`."""
    if interval.count == 0:
        return NONE
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:.1f} % of {interval.count:,} [{low:.1f}, {high:.1f}]"
