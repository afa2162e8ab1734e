"""Who mentions a topic in which month: a row of bars for each speaker, and the same as a table."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date

from retrieval.mentions import Mention, Mentions
from service import wording
from service.askform import AskForm

MOST_SPEAKERS = 8
_LEAST_MONTHS = 12
"""So that one month alone does not fill the row."""
_BEHIND_ALL = (date.max.year + 1) * 12
_MOST_MONTHS = 1_200
"""A century: a date far off, such as a misprint, must not make the page heavy."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The mentions of one month; `place` counts months from the first, `height` is in per cent."""

    month: str
    count: int
    place: int
    height: int
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One speaker's bars, in order; months without a mention have none."""

    name: str
    count: int
    address: str
    bars: tuple[Bar, ...]

    def of(self, month: str) -> Bar | None:
        """The bar of a month; None where nothing was said."""
        return next((one for one in self.bars if one.month == month), None)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The speakers with the most mentions; `months` are those in which any of them has one.

    `span` counts the months of the axis from the first to the last of `ends`, `undated` the turns
    without a date, and `others` the speakers who are left out.
    """

    lines: tuple[Line, ...]
    months: tuple[str, ...]
    span: int
    ends: tuple[str, str]
    undated: int
    others: int


def timeline_of(mentions: Mentions, form: AskForm) -> Timeline:
    """Lay out the dated mentions of a form's question by speaker and month."""
    dated = [(one, one.day) for one in mentions.all if one.day is not None]
    voices: dict[tuple[str | None, str], list[tuple[Mention, date]]] = {}
    for one, day in dated:
        voices.setdefault(one.voice, []).append((one, day))
    order = sorted(voices.values(), key=lambda theirs: (-len(theirs), theirs[0][0].turn))
    shown = order[:MOST_SPEAKERS]
    places = [_place(day) for theirs in shown for _, day in theirs]
    first = max(min(places, default=0), max(places, default=0) - _MOST_MONTHS)
    counts = [Counter(_place(day) for _, day in theirs) for theirs in shown]
    most = max((max(one.values()) for one in counts), default=1)
    lines = tuple(
        _line(theirs[0][0], count, first, most, form)
        for theirs, count in zip(shown, counts, strict=True)
    )
    span = max(_LEAST_MONTHS, max(places, default=0) - first + 1)
    named = {place for count in counts for place in count if place >= first}
    return Timeline(
        lines,
        tuple(month_words(place) for place in sorted(named)),
        span,
        (month_words(first), month_words(min(first + span, _BEHIND_ALL) - 1))
        if places
        else ("", ""),
        len(mentions.all) - len(dated),
        len(order) - len(shown),
    )


def _line(one: Mention, count: Counter[int], first: int, most: int, form: AskForm) -> Line:
    name = one.label if one.speaker is None else wording.speaker_name(one.speaker)
    theirs = form.within(speaker=name)
    bars = tuple(
        Bar(
            month_words(place),
            count[place],
            place - first,
            max(8, round(100 * count[place] / most)),
            theirs.link(**_days(place)),
        )
        for place in sorted(count)
        if place >= first
    )
    return Line(name or wording.NOT_MARKED, count.total(), theirs.link() if name else "", bars)


def month_words(place: int) -> str:
    """A month by its place among all months."""
    return f"{_first_day(place):%B %Y}"


def _place(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(place: int) -> date:
    return date(place // 12, place % 12 + 1, 1)


def _days(place: int) -> dict[str, str]:
    first = _first_day(place)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return {"date_from": first.isoformat(), "date_to": last.isoformat()}
