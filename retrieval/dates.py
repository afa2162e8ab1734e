"""Date expressions in a question: which days they mean, and whether they are a condition.

"in March 2011" limits an answer to that month. "the January 2009 forecast" names a thing: the
forecast may well be spoken of later, so such a date is evidence and not a condition.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_SHORT = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

_MONTH = "|".join([*MONTHS, *(f"{name}\\.?" for name in [*_SHORT, "sept"] if name != "may")])
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_ONE = (
    rf"(?:(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})"
    rf"|(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH}),?\s+(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y2>{_YEAR})"
    rf"|(?:(?:early|mid|late)[\s-]+)?(?P<m3>{_MONTH}),?\s+(?:of\s+)?(?P<y3>{_YEAR})"
    rf"|(?P<season>spring|summer|autumn|fall)\s+(?:of\s+)?(?P<y4>{_YEAR})"
    rf"|(?:(?:early|mid|late)[\s-]+)?(?P<y5>{_YEAR}))"
)
_EXPRESSION = re.compile(rf"(?<![\w$.,-]){_ONE}(?![\w%])(?!['’]s\b)", re.IGNORECASE)
_CONDITION = re.compile(r"(?:^|\b(?:in|on|during|by|from|dated|around)\s+|[,:;(–—-]\s*)$", re.I)
_NAMING = re.compile(r"\b(?:the|a|an|this|that|its|his|her|their|our|of)\s+$|['’]s\s+$", re.I)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both inclusive, null for open, as printed at `start:end`.

    `certain` tells a condition ("in March 2011") from a name ("the March 2011 earthquake").
    """

    first: date | None
    last: date | None
    certain: bool
    start: int
    end: int

    @property
    def whole_year(self) -> bool:
        """Whether it is made of whole years."""
        first = self.first is None or (self.first.month, self.first.day) == (1, 1)
        return first and (self.last is None or (self.last.month, self.last.day) == (12, 31))


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(text: str) -> int:
    word = text.lower().rstrip(".")
    return MONTHS.get(word) or _SHORT[word[:3]]


def _days_of(match: re.Match[str]) -> tuple[date, date] | None:
    """First and last day of one matched expression, null for days that do not exist."""
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
    except ValueError:
        return None
    year = _number(part["y5"])
    return date(year, 1, 1), date(year, 12, 31)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _is_condition(text: str, match: re.Match[str]) -> bool:
    """Whether the expression limits when something was said."""
    before, after = text[: match.start()], text[match.end() :]
    if _NAMING.search(before):
        return False
    return bool(_CONDITION.search(before)) or not after.strip(" ?.!") or before[-1:].isspace()


def find_dates(text: str) -> list[DateRange]:
    """Every date expression of a question, left to right; a range of two counts as one."""
    matches = [(m, days) for m in _EXPRESSION.finditer(text) if (days := _days_of(m))]
    found: list[DateRange] = []
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
                found.append(DateRange(first, other_last, True, start, other.end()))
                at += 2
                continue
        found.append(_open_or_closed(text, match, first, last))
        at += 1
    return found


def _open_or_closed(text: str, match: re.Match[str], first: date, last: date) -> DateRange:
    """Apply "since", "after" and "before", which leave one side open."""
    lead = re.search(r"\b(since|after|before|until|till|prior to)\s+$", text[: match.start()], re.I)
    if lead is None:
        certain = _is_condition(text, match)
        front = re.search(r"\b(?:in|on|during|by|from|dated)\s+$", text[: match.start()], re.I)
        start = front.start() if front and certain else match.start()
        return DateRange(first, last, certain, start, match.end())
    word = lead.group(1).lower()
    day = timedelta(days=1)
    if word == "since":
        return DateRange(first, None, True, lead.start(), match.end())
    if word == "after":
        return DateRange(last + day, None, True, lead.start(), match.end())
    bound = last if word in ("until", "till") else first - day
    return DateRange(None, bound, True, lead.start(), match.end())
