"""Days told from today: "yesterday", "last week", "in the past three months"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.language.dates import MONTHS

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
_MONTHS = {name: number for number, name in enumerate(MONTHS, start=1)}
_AGO = re.compile(
    r"(?<![\w-])(?:(?:on|in|during|over|within|from)\s+)?(?:the\s+)?"
    r"(?:(?P<before>day before yesterday)|(?P<day>today|yesterday)"
    r"|(?P<which>this|last|past|previous)\s+(?P<unit>week|month|year)"
    r"|(?:last|past|previous)\s+(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + r")"
    r"\s+(?P<units>days|weeks|months|years)"
    r"|last\s+(?P<month>" + "|".join(_MONTHS) + r"))(?![\w-])(?!['’]s\b)(?!\s+of\b)",
    re.IGNORECASE,
)
_SOMEBODYS = re.compile(r"(?:\b(?:his|her|its|their|our|my|your)|['’]s)\s+$", re.IGNORECASE)
_DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Ago:
    """Days from `first` to `last`, both inclusive, as printed at `start:end`."""

    first: date
    last: date
    start: int
    end: int


def find_ago(text: str, today: date) -> list[Ago]:
    """Every expression of a question that counts from today, left to right.

    A week is Monday to Sunday; "last" is the whole one before this, "past" ends today.
    """
    return [
        Ago(*_days(match, today), match.start(), match.end())
        for match in _AGO.finditer(text)
        if not _SOMEBODYS.search(text[: match.start()])
    ]


def _days(match: re.Match[str], today: date) -> tuple[date, date]:
    if match["before"]:
        return _back(today, 2), _back(today, 2)
    if match["day"]:
        day = today if match["day"].lower() == "today" else _back(today, 1)
        return day, day
    if match["month"]:
        return _last_month_named(_MONTHS[match["month"].lower()], today)
    if match["units"]:
        word = match["count"].lower()
        count = _NUMBERS.get(word) or int(word)
        return _some_back(today, count, match["units"].lower()), today
    which, unit = match["which"].lower(), match["unit"].lower()
    if which == "past":
        return _some_back(today, 1, f"{unit}s"), today
    return _whole(unit, today, before=which != "this")


def _back(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))


def _some_back(today: date, count: int, units: str) -> date:
    if units in _DAYS:
        return _back(today, count * _DAYS[units])
    months = today.year * 12 + today.month - 1 - count * (1 if units == "months" else 12)
    year, month = divmod(max(months, 12), 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _whole(unit: str, today: date, *, before: bool) -> tuple[date, date]:
    """The week, month or year of today, or the one before it."""
    if unit == "week":
        monday = _back(today, today.weekday() + 7 * before)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        year = today.year - before
        return date(year, 1, 1), date(year, 12, 31)
    last = _back(today.replace(day=1), 1) if before else today
    return last.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])


def _last_month_named(month: int, today: date) -> tuple[date, date]:
    """The newest month of this name that is over."""
    year = today.year if month < today.month else today.year - 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
