"""Date expressions in a question: which days they mean, and whether they may be a condition.

"in March 2011" may limit an answer to that month. "the January 2009 forecast" names a thing: the
forecast may well be spoken of later, so such a date is evidence and not a condition. Which of the
others ask for words spoken then, `retrieval/when.py` tells.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from index.language.dates import MONTHS as MONTH_NAMES
from retrieval.ago import find_ago

MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
_SHORT = {name[:3]: number for name, number in MONTHS.items()}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

_MONTH = "|".join([*MONTHS, *(f"{name}\\.?" for name in [*_SHORT, "sept"] if name != "may")])
_DAY = r"\d{1,2}(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_PART_OF = (
    r"(?:(?:early|mid|late)[\s-]+(?:in\s+)?"
    r"|(?:(?:very\s+)?(?:end|beginning|start|middle)|(?:first|last|second)\s+(?:days|weeks|months))"
    r"\s+of\s+)?"
)
"""The whole is meant: where "the end of 2010" begins nobody can tell."""
_PARTS = {
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
_BEGIN, _END = r"(?<![\w$.,-])", r"(?![\w%])(?!['’]s\b)"
_EXPRESSION = re.compile(
    rf"{_BEGIN}(?:(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})"
    rf"|(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH}),?\s+(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y2>{_YEAR})"
    rf"|{_PART_OF}(?P<m3>{_MONTH}),?\s+(?:of\s+)?(?P<y3>{_YEAR})"
    rf"|(?P<season>spring|summer|autumn|fall)\s+(?:of\s+)?(?P<y4>{_YEAR})"
    rf"|(?P<part>{'|'.join(_PARTS)})\s+(?:of\s+)?(?P<y6>{_YEAR})|(?P<y7>{_YEAR})\s+(?P<quarter>q[1-4])"
    rf"|{_PART_OF}(?P<y5>{_YEAR})){_END}",
    re.IGNORECASE,
)

_NUMERIC = re.compile(
    rf"{_BEGIN}(?P<a>\d{{1,2}})(?P<sign>[/.])(?P<b>\d{{1,2}})(?P=sign)(?P<y>{_YEAR}|(?<=/)\d{{2}}){_END}"
)
"""12/5/2013 is of May or of December: whichever is on record."""
_IS_PART = re.compile(
    r"(?:spring|summer|autumn|fall|end|beginning|start|middle|first|second|third|fourth|last|very)\b",
    re.I,
)
_WITHIN_THE = re.compile(
    r"\b(?:in|during|over|throughout|at|by|of|since|until|from)\s+the\s+$", re.I
)


def _end_of_range(name: str) -> str:
    """One end of a range, of which the other end may have the month or the year."""
    return (
        rf"(?:(?P<{name}d1>{_DAY})(?:\s+(?:of\s+)?(?P<{name}m1>{_MONTH}))?"
        rf"(?:,?\s+(?P<{name}y1>{_YEAR}))?"
        rf"|(?P<{name}m2>{_MONTH})(?:\s+(?P<{name}d2>{_DAY}))?(?:,?\s+(?P<{name}y2>{_YEAR}))?"
        rf"|(?P<{name}y3>{_YEAR})(?!-\d\d(?!\d)))"
    )


_RANGE = re.compile(
    rf"{_BEGIN}(?:(?P<lead>between|from)\s+(?:the\s+)?)?{_end_of_range('a')}"
    r"(?:\s*[-–—]\s*|\s+(?P<word>and|to|until|till|through)\s+(?:the\s+)?)"
    rf"{_end_of_range('b')}{_END}",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    rf"{_BEGIN}(?:(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH})|(?P<m2>{_MONTH})\s+(?:the\s+)?(?P<d2>{_DAY})"
    rf"|(?<=\b(?:in|of)\s){_PART_OF}(?P<m3>{_MONTH})"
    rf"|(?<=\bduring\s){_PART_OF}(?P<m4>{_MONTH})){_END}(?!,?\s+(?:of\s+)?{_YEAR})",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:\b(?:(?P<open>since|after|before|until|till|prior to)|(?P<other>in|on|during|by"
    r"|from|dated|for|throughout|around|of))\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_CUT = frozenset(("in", "on", "during", "by", "from", "dated", "throughout"))
_NAMING = re.compile(r"\b(?:the|a|an|this|that|its|his|her|their|our|of)\s+$|['’]s\s+$", re.I)
_SPEECH_OF = re.compile(
    r"\b(?:remarks?|words|statements?|answers?|speech|briefing|interview|press conference)"
    r"\s+of\s+$",
    re.I,
)
_LONGEST_SEASON = 100
_EVENT = (
    r"(?:election|campaign|flood|storm|hurricane|earthquake|quake|crisis|crash|recession|war"
    r"|invasion|attack|bombing|strike|uprising|coup|summit|census|olympics|games|world cup"
    r"|forecast|budget|survey|treaty|accord|referendum)s?"
)
_EVENT_BEFORE = re.compile(
    rf"\b(?:the|a|an)\s+(?:[\w'’-]+\s+){{0,2}}?{_EVENT}"
    r"(?:\s+(?:of|on|in|at)\s+(?:the\s+)?[\w'’-]+)??\s+(?:in\s+|of\s+)?$",
    re.I,
)
_EVENT_AFTER = re.compile(rf"^\s+(?:\w+\s+)?{_EVENT}\b", re.I)

Kind = Literal["plain", "yearless", "relative"]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both inclusive, None for open, as printed at `start:end`.

    `certain` tells what may be a condition ("in March 2011") from a name ("the March 2011
    earthquake"). `kind` is `yearless` for one of the years that "in October" may mean, `relative`
    for what counts from today; `lead` is the word before it, folded, such as "in" or "since".
    """

    first: date | None
    last: date | None
    certain: bool
    start: int
    end: int
    kind: Kind = "plain"
    lead: str = ""

    @property
    def whole_year(self) -> bool:
        """Whether it is made of whole years."""
        first = self.first is None or (self.first.month, self.first.day) == (1, 1)
        return first and (self.last is None or (self.last.month, self.last.day) == (12, 31))

    @property
    def is_open(self) -> bool:
        """Whether it has no first or no last day."""
        return self.first is None or self.last is None


def find_dates(text: str, years: Sequence[int] = (), today: date | None = None) -> list[DateRange]:
    """Every date expression of a question, left to right; a range of two counts as one.

    :param years: The years that a day or month without a year may be of, in the order wanted; it
        gives one range a year.
    :param today: What "last week" counts from; None leaves such words alone.
    """
    dates = [*_numeric(text), *_ranges(text, years)]
    dated = [(m, days) for m in _EXPRESSION.finditer(text) if (days := _days_of(m))]
    dated = [(m, days) for m, days in dated if _is_free(m.span(), dates)]
    dates += _joined(text, dated)
    if not any(days.kind == "plain" for days in dates):
        dates += _yearless(text, years, dates)
    if today is not None:
        dates += [
            DateRange(ago.first, ago.last, True, ago.start, ago.end, "relative")
            for ago in find_ago(text, today)
            if _is_free((ago.start, ago.end), dates)
        ]
    return sorted(dates, key=lambda days: days.start)


def _is_free(span: tuple[int, int], dates: Sequence[DateRange]) -> bool:
    return not any(days.start < span[1] and span[0] < days.end for days in dates)


# Single dates


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(text: str) -> int:
    word = text.lower().rstrip(".")
    return MONTHS.get(word) or _SHORT[word[:3]]


def _days_of(match: re.Match[str]) -> tuple[date, date] | None:
    """First and last day of one matched expression, None for days that do not exist."""
    part = match.groupdict()
    try:
        if part["iso"]:
            day = date.fromisoformat(part["iso"])
            return day, day
        for d, m, y in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
            if part[m]:
                day = date(_number(part[y]), _month(part[m]), _number(part[d]))
                return day, day
        if part["m3"]:
            return _months(_number(part["y3"]), _month(part["m3"]), _month(part["m3"]))
        if part["season"]:
            return _months(_number(part["y4"]), *_SEASONS[part["season"].lower()])
        if part["part"] or part["quarter"]:
            name = re.sub(r"\s+", " ", (part["part"] or part["quarter"]).lower())
            return _months(_number(part["y6"] or part["y7"]), *_PARTS[name])
    except ValueError:
        return None
    year = _number(part["y5"])
    return date(year, 1, 1), date(year, 12, 31)


def _numeric(text: str) -> Iterator[DateRange]:
    """Dates in numbers alone, once for each of the days that they may mean."""
    for match in _NUMERIC.finditer(text):
        year = _number(match["y"])
        year += 2000 if year < 100 else 0
        numbers = int(match["a"]), int(match["b"])
        for month, day in dict.fromkeys((numbers, numbers[::-1])):
            try:
                days = date(year, month, day)
            except ValueError:
                continue
            yield _made(text, (days, days), match.span(), "plain")


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _joined(
    text: str, matches: Sequence[tuple[re.Match[str], tuple[date, date]]]
) -> Iterator[DateRange]:
    """Single dates, two that a word joins as one range: days as numbers, and seasons."""
    at = 0
    while at < len(matches):
        match, (first, last) = matches[at]
        before = text[: match.start()].lower()
        if at + 1 < len(matches):
            other, (_, other_last) = matches[at + 1]
            between = text[match.end() : other.start()].lower().strip()
            joined = (before.endswith("between ") and between == "and") or (
                before.endswith("from ") and between in ("to", "until", "till", "through")
            )
            if joined or between in ("-", "–", "through", "until"):
                lead = re.search(r"(?:between|from)\s+$", before)
                start = lead.start() if lead else match.start()
                yield _made(text, (first, other_last), (start, other.end()), "plain")
                at += 2
                continue
        yield _made(text, (first, last), match.span(), "plain")
        at += 1


def _made(text: str, days: tuple[date, date], span: tuple[int, int], kind: Kind) -> DateRange:
    """One expression with the word before it: "since", "after" and "before" leave a side open."""
    start, end = span
    first, last = days
    lead = _LEAD.search(text[:start])
    word = "" if lead is None else (lead["open"] or lead["other"]).lower()
    front = start if lead is None else lead.start()
    if lead is None or not lead["open"]:
        certain = not _is_name(text, span, word, days)
        return DateRange(
            first, last, certain, front if certain and word in _CUT else start, end, kind, word
        )
    if re.search(r"\bthe\s+$", text[:start], re.I):
        return DateRange(first, last, False, start, end, kind, word)
    day = timedelta(days=1)
    if word == "since":
        return DateRange(first, None, True, front, end, kind, word)
    if word == "after":
        return DateRange(last + day, None, True, front, end, kind, word)
    bound = last if word in ("until", "till") else first - day
    return DateRange(None, bound, True, front, end, kind, word)


def _is_name(text: str, span: tuple[int, int], word: str, days: tuple[date, date]) -> bool:
    """Whether a date names a thing, or the time that something is meant for."""
    before, after = text[: span[0]], text[span[1] :]
    years = (days[1] - days[0]).days > _LONGEST_SEASON
    if word == "for" or (word == "by" and years):
        return True
    part = _IS_PART.match(text[slice(*span)]) and _WITHIN_THE.search(before)
    if _NAMING.search(before) and not (_SPEECH_OF.search(before) or part):
        return True
    return years and bool(_EVENT_AFTER.match(after) or _EVENT_BEFORE.search(before))


# Ranges of which one end lacks what the other has


def _ranges(text: str, years: Sequence[int]) -> Iterator[DateRange]:
    for match in _RANGE.finditer(text):
        lead, word = (match["lead"] or "").lower(), (match["word"] or "").lower()
        if word == "and" and lead != "between":
            continue
        first, last = _part(match, "a"), _part(match, "b")
        if (year := last["year"] or first["year"]) is None:
            made = [_range_of(first, last, year) for year in years]
            ranges, kind = [days for days in made if days], "yearless"
        else:
            days = _range_of(first, last, year)
            ranges, kind = [days] if days else [], "plain"
        for days in ranges:
            span = match.span()
            if kind == "yearless":
                yield DateRange(*days, True, *span, "yearless", lead)
            else:
                yield _made(text, days, span, "plain")


def _part(match: re.Match[str], name: str) -> Mapping[str, int | None]:
    part = match.groupdict()
    day = part[f"{name}d1"] or part[f"{name}d2"]
    month = part[f"{name}m1"] or part[f"{name}m2"]
    year = part[f"{name}y1"] or part[f"{name}y2"] or part[f"{name}y3"]
    return {
        "day": _number(day) if day else None,
        "month": _month(month) if month else None,
        "year": int(year) if year else None,
    }


def _range_of(
    first: Mapping[str, int | None], last: Mapping[str, int | None], year: int
) -> tuple[date, date] | None:
    """The days of a range in a year; None where its two ends make none."""
    months = (first["month"] or last["month"], last["month"] or first["month"])
    if months[0] is None or months[1] is None:
        if first["day"] or last["day"] or first["year"] is None or last["year"] is None:
            return None
        begin, end = sorted((first["year"], last["year"]))
        return date(begin, 1, 1), date(end, 12, 31)
    if (first["month"] is None and first["day"] is None) or (
        last["month"] is None and last["day"] is None
    ):
        return None
    try:
        end_day = last["day"] or calendar.monthrange(last["year"] or year, months[1])[1]
        end_of = date(last["year"] or year, months[1], end_day)
        begin_of = date(first["year"] or end_of.year, months[0], first["day"] or 1)
        if begin_of > end_of:
            begin_of = begin_of.replace(year=begin_of.year - 1)
    except ValueError:
        return None
    return (begin_of, end_of) if begin_of <= end_of else (end_of, begin_of)


# Days and months without a year


def _yearless(text: str, years: Sequence[int], taken: Sequence[DateRange]) -> Iterator[DateRange]:
    for match in _YEARLESS.finditer(text):
        if not _is_free(match.span(), taken):
            continue
        part = match.groupdict()
        month = next(_month(part[m]) for m in ("m1", "m2", "m3", "m4") if part[m])
        day = next((_number(part[d]) for d in ("d1", "d2") if part[d]), None)
        for year in years:
            try:
                days = (
                    _months(year, month, month)
                    if day is None
                    else (date(year, month, day), date(year, month, day))
                )
            except ValueError:
                continue  # 29 February is not of every year
            made = _made(text, days, match.span(), "yearless")
            if made.certain and not made.is_open and made.lead not in ("by", "around"):
                yield made
