"""Plots: pure functions from numbers to shapes, which `templates/parts.html` writes as SVG.

Colours belong to the page: a system's marks bear the class `s0`, `s1`, … and take the text
colour that the page's style gives it. Each system also has a shape of its own, so that nobody
needs the colours. A plot is 400 units wide, so that its words can be read on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.report.shapes import WIDTH, Marker, Pair, Path, Plot, Shape, Together, Words

RIGHT = 14.0
ROW = 13.0
LABELLED_ROW = 17.0
LABEL = 104.0
HEAD = 22.0
FOOT = 34.0
SERIES = 8
BINS = 64
ABOUT_TICKS = 5
AREA_HEIGHT = 20.0
# About as wide as a digit of the page's small letters.
CHARACTER = 6.8


@dataclass(frozen=True, slots=True)
class Dot:
    """One value with its interval; NaN is not drawn. `series` chooses colour and shape."""

    label: str
    value: float
    low: float
    high: float
    series: int
    note: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Values that stand together under one heading."""

    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points `(x, y)` within 0..1, in order; points with NaN are left out."""

    label: str
    points: tuple[Pair, ...]
    series: int


@dataclass(frozen=True, slots=True)
class Cross:
    """A point that was really taken, with the interval of each coordinate or None."""

    label: str
    x: float
    y: float
    series: int
    x_interval: Pair | None = None
    y_interval: Pair | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How one quantity is distributed: all values, and the two that are reported."""

    label: str
    values: tuple[float, ...]
    p50: float
    p99: float
    series: int


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to coordinates, linear, or by the logarithm of both ends."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The coordinate of a value; one outside stands at the end it lies behind."""
        inside = min(max(value, self.low), self.high)
        low, high = (self.low, self.high)
        if self.logarithmic:
            inside, low, high = math.log10(inside), math.log10(low), math.log10(high)
        return self.start + (inside - low) / (high - low) * (self.end - self.start)


def dot_plot(
    name: str,
    title: str,
    description: str,
    groups: Sequence[Group],
    *,
    bounds: Pair | None = None,
    labelled: bool = False,
) -> Plot:
    """Values with intervals, one row each, in groups.

    :param name: Unique in its page: the ids of title and description begin with it.
    :param bounds: Ends of the axis; None for what the values need, 0 always inside.
    :param labelled: Each row bears its label and value; else a legend must say who is who.
    """
    low, high = bounds or _bounds(groups)
    step = LABELLED_ROW if labelled else ROW
    longest = max((len(dot.label) for group in groups for dot in group.dots), default=0)
    left = min(max(LABEL, CHARACTER * longest + 8), 2 * LABEL) if labelled else 8.0
    scale = Scale(low, high, left, WIDTH - (52.0 if labelled else RIGHT))
    rows: list[Shape] = []
    at = 6.0
    for group in groups:
        rows.append(Words(0 if labelled else scale.start, at + 13, group.label, "head"))
        at += HEAD
        for dot in group.dots:
            if not math.isnan(dot.value):
                rows.append(_dot_row(dot, scale, at + step / 2, labelled=labelled))
            at += step
        at += 5
    axis = _x_axis(scale, ticks(low, high), 2.0, at, zero=low < 0 < high)
    return Plot(name, title, description, at + FOOT - 8, (*axis, *rows))


def curve_plot(
    name: str,
    title: str,
    description: str,
    curves: Sequence[Curve],
    crosses: Sequence[Cross],
    *,
    x_label: str,
    y_label: str,
) -> Plot:
    """Lines over the unit square, and the points that were really taken."""
    bottom = 280.0
    across, up = Scale(0, 1, 42, WIDTH - RIGHT), Scale(0, 1, bottom, 22)
    steps = ticks(0, 1)
    parts: list[Shape] = [*_x_axis(across, steps, 22, bottom)]
    for tick in steps:
        parts.append(Path("grid", f"M{across.start:g} {up(tick):.1f}H{across.end:g}"))
        parts.append(Words(across.start - 6, up(tick) + 4, f"{tick:g}", anchor="end"))
    parts.append(Words(0, 12, f"↑ {y_label}"))
    parts.append(Words(WIDTH - RIGHT, bottom + FOOT + 4, f"{x_label} →", anchor="end"))
    for curve in reversed(curves):
        places = [(across(x), up(y)) for x, y in curve.points if not math.isnan(x + y)]
        if places:
            parts.append(Path(f"line {_series(curve.series)}", _path(places), curve.label))
    parts += [
        _cross(cross, across, up)
        for cross in reversed(crosses)
        if not math.isnan(cross.x + cross.y)
    ]
    return Plot(name, title, description, bottom + FOOT + 14, tuple(parts))


def spread_plot(name: str, title: str, description: str, spreads: Sequence[Spread]) -> Plot:
    """Distributions over a logarithmic axis, one row each, with median and 99th percentile.

    The height of a row's area is the share of its values near that place; each row has its own
    scale, the fullest place being as high as the row.
    """
    low, high = _decades([value for spread in spreads for value in (*spread.values, spread.p99)])
    scale = Scale(low, high, 8.0, WIDTH - RIGHT, logarithmic=True)
    rows = [_spread_row(spread, scale, 46.0 + 50.0 * at) for at, spread in enumerate(spreads)]
    bottom = 46.0 + (len(spreads) - 1) * 50.0 + 10
    decades = [10.0**power for power in range(round(math.log10(low)), round(math.log10(high)) + 1)]
    axis = _x_axis(scale, decades, 24, bottom)
    return Plot(name, title, description, bottom + FOOT - 8, (*axis, *rows))


def legend_mark(series: int) -> Together:
    """A system's mark alone, 16 by 16, for a legend in words."""
    return Together((_marker(8, 8, series, 5),), _series(series))


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from `low` to `high`, both ends only where they are round."""
    rough = (high - low) / ABOUT_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _bounds(groups: Sequence[Group]) -> Pair:
    """What all intervals and 0 need, with some room: the line at 0 is seen even at the end."""
    ends = [0.0] + [
        end for group in groups for dot in group.dots for end in (dot.low, dot.high) if end == end
    ]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.04 or 0.1
    return low - room, high + room


def _decades(values: Sequence[float]) -> Pair:
    """The powers of ten around all values; what took no time at all stands at the left end."""
    some = [value for value in values if value > 0] or [1.0]
    low, high = math.floor(math.log10(min(some))), math.ceil(math.log10(max(some)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def _dot_row(dot: Dot, scale: Scale, y: float, *, labelled: bool) -> Together:
    x = scale(dot.value)
    form = "+.3f" if scale.low < 0 else ".3f"
    interval = f"{dot.value:{form}} [{dot.low:{form}}, {dot.high:{form}}]"
    parts: list[Shape] = [
        Path("bar", f"M{scale(dot.low):.1f} {y:.1f}H{scale(dot.high):.1f}"),
        _marker(x, y, dot.series, 4.5 if labelled or dot.series == 0 else 3.7, hollow=dot.hollow),
    ]
    if labelled:
        parts.append(Words(0, y + 4, dot.label))
        parts.append(Words(WIDTH, y + 4, f"{dot.value:{form}}", anchor="end"))
    title = f"{dot.label}: {interval} {dot.note}".rstrip()
    return Together(tuple(parts), _series(dot.series), title)


def _cross(cross: Cross, across: Scale, up: Scale) -> Together:
    x, y = across(cross.x), up(cross.y)
    bars = ""
    if cross.x_interval is not None:
        low, high = map(across, cross.x_interval)
        bars += f"M{low:.1f} {y:.1f}H{high:.1f}"
    if cross.y_interval is not None:
        low, high = map(up, cross.y_interval)
        bars += f"M{x:.1f} {low:.1f}V{high:.1f}"
    marker = _marker(x, y, cross.series, 6)
    return Together(
        (Path("bar", bars), marker) if bars else (marker,),
        f"cross {_series(cross.series)}",
        f"{cross.label}: {cross.x:.3f}, {cross.y:.3f}",
    )


def _spread_row(spread: Spread, scale: Scale, base: float) -> Together:
    words = f"p50 {spread.p50:.2f} · p99 {spread.p99:.2f} ms"
    marks = [
        Together(
            (_marker(scale(value), base, place, 4.5, hollow=place > 0),),
            title=f"{spread.label}: {name} {value:.2f} ms",
        )
        for place, (name, value) in enumerate((("p50", spread.p50), ("p99", spread.p99)))
    ]
    parts = (
        Words(8, base - 28, spread.label, "head"),
        Words(WIDTH - RIGHT, base - 28, words, anchor="end"),
        Path("area", _area(spread.values, scale, base)),
        Path("rule", f"M{scale.start:g} {base:g}H{scale.end:g}"),
    )
    return Together((*parts, *marks), _series(spread.series))


def _marker(x: float, y: float, series: int, size: float, *, hollow: bool = False) -> Marker:
    """A disc, square, triangle, …: of more than eight series two may share a shape or a colour,
    never both.
    """
    s = size * 0.9
    outlines: dict[int, tuple[Pair, ...]] = {
        1: ((-s, -s), (s, -s), (s, s), (-s, s)),
        2: ((0, -size * 1.2), (size * 1.1, s), (-size * 1.1, s)),
        3: ((0, -size * 1.3), (size * 1.3, 0), (0, size * 1.3), (-size * 1.3, 0)),
        4: ((0, size * 1.2), (size * 1.1, -s), (-size * 1.1, -s)),
        5: _plus(size * 1.3, size * 0.5),
        6: ((-s / 2, -size * 1.4), (s / 2, -size * 1.4), (s / 2, size * 1.4), (-s / 2, size * 1.4)),
        7: ((size * 1.2, 0), (-s, -size * 1.1), (-s, size * 1.1)),
    }
    corners = outlines.get((series + series // SERIES) % SERIES, ())
    return Marker(x, y, size, hollow, tuple((x + right, y + down) for right, down in corners))


def _plus(arm: float, half: float) -> tuple[Pair, ...]:
    quarter = ((half, half), (half, arm), (-half, arm))
    corners = list(quarter)
    for _ in range(3):
        corners += [(-y, x) for x, y in corners[-3:]]
    return tuple(corners)


def _area(values: Sequence[float], scale: Scale, base: float) -> str:
    """The outline of a histogram of equal bins along the axis, `AREA_HEIGHT` high at most."""
    counts = [0] * BINS
    width = (scale.end - scale.start) / BINS
    for value in values:
        counts[min(BINS - 1, int((scale(value) - scale.start) / width))] += 1
    most = max(counts) or 1
    path = f"M{scale.start:g} {base:g}"
    for number, count in enumerate(counts):
        path += f"V{base - AREA_HEIGHT * count / most:.1f}H{scale.start + (number + 1) * width:.1f}"
    return path + f"V{base:g}Z"


def _path(points: Sequence[Pair]) -> str:
    """A line through points; those that would fall on the same tenth of a unit are one."""
    places = [f"{x:.1f} {y:.1f}" for x, y in points]
    kept = places[:1] + [after for before, after in pairwise(places) if before != after]
    return f"M{'L'.join(kept)}"


def _x_axis(
    scale: Scale, steps: Sequence[float], top: float, bottom: float, *, zero: bool = False
) -> list[Shape]:
    """Lines at round values; a number that would run into the one before it is left out."""
    parts: list[Shape] = []
    taken = -math.inf
    for tick in steps:
        x, words = scale(tick), f"{tick:g}"
        kind = "zero" if zero and tick == 0 else "grid"
        parts.append(Path(kind, f"M{x:.1f} {top:g}V{bottom:g}"))
        width = len(words) * CHARACTER
        start = min(max(x - width / 2, 0.0), WIDTH - width)
        if start > taken:
            parts.append(Words(start + width / 2, bottom + 16, words, anchor="middle"))
            taken = start + width + CHARACTER
    return parts


def _series(series: int) -> str:
    return f"s{series % SERIES}"
