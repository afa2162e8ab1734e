"""Plots as SVG: pure functions from numbers to markup.

Colours belong to the page: a system's marks bear the class `s0`, `s1`, … and take the text
colour that the page's style gives it. Each system also has a shape of its own, so that nobody
needs the colours. A plot is 400 units wide, so that its words can be read on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.report.markup import Html, element, joined

WIDTH = 400.0
RIGHT = 14.0
ROW = 13.0
LABELLED_ROW = 17.0
LABEL = 104.0
HEAD = 22.0
FOOT = 34.0
SERIES = 8
BINS = 64
# About as wide as a digit of the page's small letters.
CHARACTER = 6.8

Pair = tuple[float, float]


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
    """A point that was really taken, with the interval of each coordinate or null."""

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
) -> Html:
    """Values with intervals, one row each, in groups.

    :param name: Unique in its page: the ids of title and description begin with it.
    :param bounds: Ends of the axis; null for what the values need, 0 always inside.
    :param labelled: Each row bears its label and value; else a legend must say who is who.
    """
    low, high = bounds or _bounds(groups)
    step = LABELLED_ROW if labelled else ROW
    longest = max((len(dot.label) for group in groups for dot in group.dots), default=0)
    left = min(max(LABEL, CHARACTER * longest + 8), 2 * LABEL) if labelled else 8.0
    scale = Scale(low, high, left, WIDTH - (52.0 if labelled else RIGHT))
    rows: list[Html] = []
    at = 6.0
    for group in groups:
        rows.append(_text(0 if labelled else scale.start, at + 13, group.label, class_="head"))
        at += HEAD
        for dot in group.dots:
            rows.append(_dot_row(dot, scale, at + step / 2, labelled=labelled))
            at += step
        at += 5
    axis = _x_axis(scale, ticks(low, high), 2.0, at, zero=low < 0 < high)
    return _svg(name, title, description, at + FOOT - 8, (axis, *rows))


def curve_plot(
    name: str,
    title: str,
    description: str,
    curves: Sequence[Curve],
    crosses: Sequence[Cross],
    *,
    x_label: str,
    y_label: str,
) -> Html:
    """Lines over the unit square, and the points that were really taken."""
    bottom = 280.0
    across, up = Scale(0, 1, 42, WIDTH - RIGHT), Scale(0, 1, bottom, 22)
    steps = ticks(0, 1)
    sides = [
        element("path", class_="grid", d=f"M{across.start:g} {up(tick):.1f}H{across.end:g}")
        + _text(across.start - 6, up(tick) + 4, f"{tick:g}", text_anchor="end")
        for tick in steps
    ]
    lines = [
        element(
            "path", element("title", curve.label), class_=f"line {_class(curve.series)}", d=path
        )
        for curve in reversed(curves)
        if (path := _path([(across(x), up(y)) for x, y in curve.points if x == x and y == y]))
    ]
    return _svg(
        name,
        title,
        description,
        bottom + FOOT + 14,
        (
            _x_axis(across, steps, 22, bottom),
            *map(Html, sides),
            _text(0, 12, f"↑ {y_label}"),
            _text(WIDTH - RIGHT, bottom + FOOT + 4, f"{x_label} →", text_anchor="end"),
            *lines,
            *(_cross(cross, across, up) for cross in reversed(crosses)),
        ),
    )


def spread_plot(name: str, title: str, description: str, spreads: Sequence[Spread]) -> Html:
    """Distributions over a logarithmic axis, one row each, with median and 99th percentile.

    The height of a row's area is the share of its values near that place; each row has its own
    scale, the fullest place being as high as the row.
    """
    low, high = _decades([value for spread in spreads for value in (*spread.values, spread.p99)])
    scale = Scale(low, high, 8.0, WIDTH - RIGHT, logarithmic=True)
    step = 50.0
    rows: list[Html] = []
    for number, spread in enumerate(spreads):
        base = 46.0 + number * step
        p50, p99 = (
            element(
                "g",
                element("title", f"{spread.label}: {words} {value:.2f} ms"),
                _marker(scale(value), base, place, 4.5, hollow=place > 0),
            )
            for place, (words, value) in enumerate((("p50", spread.p50), ("p99", spread.p99)))
        )
        words = f"p50 {spread.p50:.2f} · p99 {spread.p99:.2f} ms"
        rows.append(
            element(
                "g",
                _text(8, base - 28, spread.label, class_="head"),
                _text(WIDTH - RIGHT, base - 28, words, text_anchor="end"),
                element("path", class_="area", d=_area(spread.values, scale, base)),
                element("path", class_="rule", d=f"M{scale.start:g} {base:g}H{scale.end:g}"),
                p50,
                p99,
                class_=_class(spread.series),
            )
        )
    bottom = 46.0 + (len(spreads) - 1) * step + 10
    decades = [10.0**power for power in range(round(math.log10(low)), round(math.log10(high)) + 1)]
    axis = _x_axis(scale, decades, 24, bottom)
    return _svg(name, title, description, bottom + FOOT - 8, (axis, *rows))


def legend_mark(series: int) -> Html:
    """A system's mark alone, for a legend in words."""
    mark = _marker(8, 8, series, 5)
    return element(
        "svg",
        mark,
        class_=_class(series),
        aria_hidden="true",
        viewBox="0 0 16 16",
        width=16,
        height=16,
    )


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from `low` to `high`, both ends only where they are round."""
    rough = (high - low) / about
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


def _dot_row(dot: Dot, scale: Scale, y: float, *, labelled: bool) -> Html:
    if dot.value != dot.value:
        return Html()
    x = scale(dot.value)
    form = "+.3f" if scale.low < 0 else ".3f"
    interval = f"{dot.value:{form}} [{dot.low:{form}}, {dot.high:{form}}]"
    words = " ".join(part for part in (f"{dot.label}: {interval}", dot.note) if part)
    inside = [
        element("title", words),
        element("path", class_="bar", d=f"M{scale(dot.low):.1f} {y:.1f}H{scale(dot.high):.1f}"),
        _marker(x, y, dot.series, 4.5 if labelled or dot.series == 0 else 3.7, hollow=dot.hollow),
    ]
    if labelled:
        inside.append(_text(0, y + 4, dot.label))
        inside.append(_text(WIDTH, y + 4, f"{dot.value:{form}}", text_anchor="end"))
    return element("g", *inside, class_=_class(dot.series))


def _cross(cross: Cross, across: Scale, up: Scale) -> Html:
    if cross.x != cross.x or cross.y != cross.y:
        return Html()
    x, y = across(cross.x), up(cross.y)
    bars = ""
    if cross.x_interval is not None:
        low, high = map(across, cross.x_interval)
        bars += f"M{low:.1f} {y:.1f}H{high:.1f}"
    if cross.y_interval is not None:
        low, high = map(up, cross.y_interval)
        bars += f"M{x:.1f} {low:.1f}V{high:.1f}"
    return element(
        "g",
        element("title", f"{cross.label}: {cross.x:.3f}, {cross.y:.3f}"),
        element("path", class_="bar", d=bars) if bars else "",
        _marker(x, y, cross.series, 6),
        class_=f"cross {_class(cross.series)}",
    )


def _marker(x: float, y: float, series: int, size: float, *, hollow: bool = False) -> Html:
    """A disc, square, triangle, …: of more than eight series two may share a shape or a colour,
    never both.
    """
    s = size * 0.9
    corners = {
        1: ((-s, -s), (s, -s), (s, s), (-s, s)),
        2: ((0, -size * 1.2), (size * 1.1, s), (-size * 1.1, s)),
        3: ((0, -size * 1.3), (size * 1.3, 0), (0, size * 1.3), (-size * 1.3, 0)),
        4: ((0, size * 1.2), (size * 1.1, -s), (-size * 1.1, -s)),
        5: _plus(size * 1.3, size * 0.5),
        6: ((-s / 2, -size * 1.4), (s / 2, -size * 1.4), (s / 2, size * 1.4), (-s / 2, size * 1.4)),
        7: ((size * 1.2, 0), (-s, -size * 1.1), (-s, size * 1.1)),
    }.get((series + series // SERIES) % SERIES)
    kind = "dot hollow" if hollow else "dot"
    if corners is None:
        return element("circle", class_=kind, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{size:g}")
    places = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in corners)
    return element("polygon", class_=kind, points=places)


def _plus(arm: float, half: float) -> tuple[Pair, ...]:
    quarter = ((half, half), (half, arm), (-half, arm))
    corners = list(quarter)
    for _ in range(3):
        corners += [(-y, x) for x, y in corners[-3:]]
    return tuple(corners)


def _area(values: Sequence[float], scale: Scale, base: float, height: float = 20.0) -> str:
    """The outline of a histogram of equal bins along the axis."""
    counts = [0] * BINS
    width = (scale.end - scale.start) / BINS
    for value in values:
        counts[min(BINS - 1, int((scale(value) - scale.start) / width))] += 1
    most = max(counts) or 1
    path = f"M{scale.start:g} {base:g}"
    for number, count in enumerate(counts):
        path += f"V{base - height * count / most:.1f}H{scale.start + (number + 1) * width:.1f}"
    return path + f"V{base:g}Z"


def _path(points: Sequence[Pair]) -> str:
    """A line through points; those that would fall on the same tenth of a unit are one."""
    places = [f"{x:.1f} {y:.1f}" for x, y in points]
    kept = places[:1] + [after for before, after in pairwise(places) if before != after]
    return f"M{'L'.join(kept)}" if kept else ""


def _x_axis(
    scale: Scale, steps: Sequence[float], top: float, bottom: float, *, zero: bool = False
) -> Html:
    """Lines at round values; a number that would run into the one before it is left out."""
    parts: list[Html] = []
    taken = -math.inf
    for tick in steps:
        x, words = scale(tick), f"{tick:g}"
        kind = "zero" if zero and tick == 0 else "grid"
        parts.append(element("path", class_=kind, d=f"M{x:.1f} {top:g}V{bottom:g}"))
        width = len(words) * CHARACTER
        start = min(max(x - width / 2, 0.0), WIDTH - width)
        if start > taken:
            parts.append(_text(start + width / 2, bottom + 16, words, text_anchor="middle"))
            taken = start + width + CHARACTER
    return joined(parts)


def _text(x: float, y: float, words: str, *, class_: str | None = None, **more: str) -> Html:
    return element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", class_=class_, **more)


def _class(series: int) -> str:
    return f"s{series % SERIES}"


def _svg(name: str, title: str, description: str, height: float, parts: Sequence[Html]) -> Html:
    ids = (f"{name}-title", f"{name}-description")
    return element(
        "svg",
        element("title", title, id=ids[0]),
        element("desc", description, id=ids[1]),
        *parts,
        role="img",
        aria_labelledby=" ".join(ids),
        viewBox=f"0 0 {WIDTH:g} {height:g}",
    )
