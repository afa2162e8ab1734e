"""When something should have been said: the dates of a question that are conditions.

A date is when words were said only where the wording says so: "what did Marsh say in March 2032".
"The price assumed for 2032" and "troops after 2032" are what is spoken of, and may be spoken of at
any time. A date without a year means every such day on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from index.records import Days
from retrieval.asking import AUXILIARY, STRONG_VERBS, Span
from retrieval.dates import DateRange, find_dates

_SAYING = (
    r"say|says|said|saying|tells?|told|telling|speaks?|spoke|spoken|speaking|talks?|talked|talking"
    r"|mention(?:s|ed)?|comment(?:s|ed)?|answered|repl(?:y|ies|ied)|respond(?:s|ed)?|react(?:s|ed)?"
    r"|explain(?:s|ed)?|argue[sd]?|announce[sd]?|warn(?:s|ed)?|claim(?:s|ed)|discuss(?:es|ed)?"
    r"|describe[sd]?|admit(?:s|ted)?|concede[sd]?|den(?:y|ies|ied)|confirm(?:s|ed)?|promise[sd]?"
    r"|insist(?:s|ed)?|asked|wants? to know"
)
_VERB = rf"(?:\b(?:{_SAYING})\b|{AUXILIARY}(?:[\w.'’-]+\s+){{1,5}}?(?:{STRONG_VERBS})\b)"
_HEARER = (
    r"(?:\s+(?:us|reporters|journalists|the press|the media|anything|something|publicly|again|so"
    r"|that|it|this|about (?:it|that|this)))*"
)
_SPEECH = (
    r"(?:remarks?|words|statements?|answers?|comments?|quotes?|speech|briefing|interview"
    r"|press conference)"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say that words were spoken at a date, told by what stands around it.

    `<>` in the pattern's text is the date with its preposition, `{}` a speaker who is asked for.
    """

    pattern: str
    example: str
    counter_example: str


SPOKEN_THEN = (
    Wording(
        rf"{_VERB}{_HEARER}\s*<>",
        "what did Marsh say in March 2032 about tugs",
        "what did the pilots earn in March 2032",
    ),
    Wording(
        rf"{_VERB}.*[^\s]\s*<>\s*(?:$|[?.!,;:)]|(?:about|on|regarding)\b)",
        "what did Marsh say about the tugs in 2032?",
        "the price of tugs in 2032?",
    ),
    Wording(
        rf"^\W*<>\s*[,:].*(?:{_VERB}|{{}})",
        "In 2032, what did Marsh say about tugs?",
        "In 2032, how many tugs sank?",
    ),
    Wording(
        r"\{\}(?:['’]s)?\s*[,(–—-]?\s*<>",
        "Marsh in 2032 on the tugs",
        "tugs in 2032, as seen by the pilots",
    ),
    Wording(
        r"^\W*<>\s*,?\s*\{\}",
        "March 2032 Marsh tugs",
        "March 2032 tugs of Marsh",
    ),
    Wording(
        r"^\W*\{\}(?:['’]s)?\s*(?::|,|\b(?:on|about|regarding)\b).*<>\W*$",
        "Marsh on the tugs in 2032",
        "Marsh bought tugs in 2032",
    ),
    Wording(
        rf"\b{_SPEECH}(?:\s+by\s+\{{\}})?\s*(?:of|from|in|on|dated)?\s*<>",
        "remarks from 2 March 2032 on tugs",
        "tugs from 2 March 2032",
    ),
    Wording(
        r"\baccording to\s+(?:the\s+)?(?:\{\}|\S+(?:\s\S+)?)\s*<>",
        "are the tugs old, according to Marsh in 2032?",
        "are the tugs of the pilots old in 2032?",
    ),
)
_PATTERNS = tuple(re.compile(wording.pattern, re.IGNORECASE) for wording in SPOKEN_THEN)
_ADJACENT = _PATTERNS[0]
_ONLY_DATE = re.compile(r"^\W*(?:\{\}\W*)?<>\W*$")


def spoken_then(text: str, asked: DateRange, speakers: Sequence[Span] = ()) -> bool:
    """Whether the wording makes a date the one at which the words were said.

    :param speakers: Where the speakers stand who are asked for.
    """
    marked = _marked(text, (asked.start, asked.end), speakers)
    # What is to be "after 2014" or "until 2020" is a plan, of which people speak at any time.
    if asked.is_open and asked.whole_year and asked.lead in ("after", "until", "till"):
        return bool(_ONLY_DATE.search(marked) or _ADJACENT.search(marked))
    return any(pattern.search(marked) for pattern in (*_PATTERNS, _ONLY_DATE))


def _marked(text: str, date_span: Span, speakers: Sequence[Span]) -> str:
    """The text with `<>` for the date and `{}` for each speaker."""
    for (start, end), mark in sorted(
        [(date_span, "<>"), *((speaker, "{}") for speaker in speakers)]
    )[::-1]:
        if start < date_span[1] and date_span[0] < end and mark == "{}":
            continue
        text = text[:start] + mark + text[end:]
    return text


class Record(Protocol):
    """What must be known of the record to read a date."""

    @property
    def days(self) -> tuple[int, int]:
        """First and last day number on record, (0, 0) when no document has a date."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which anything is on record, newest first."""

    def has_words_of(self, days: Days) -> bool:
        """Whether any document on record is of these days."""


@dataclass(frozen=True, slots=True)
class When:
    """The dates of a question: conditions, names of things, and what is not on record.

    `conditions` are ranges of which any will do, `absent` those that are asked for and of which
    nothing is on record. `must_name` are dates outside the record that the words themselves have
    to name: nothing was said then, but something may be said of then.
    """

    conditions: tuple[DateRange, ...] = ()
    near: tuple[DateRange, ...] = ()
    absent: tuple[DateRange, ...] = ()
    must_name: tuple[DateRange, ...] = ()

    @property
    def ranges(self) -> tuple[Days, ...]:
        """The days that are asked for, each range once; "after … and before …" is one."""
        days = list(dict.fromkeys((days.first, days.last) for days in self.conditions))
        if len(days) == 2:
            (first, other_first), (last, other_last) = zip(*days, strict=True)
            begin, end = first or other_first, last or other_last
            halves = [first, other_first].count(None) == [last, other_last].count(None) == 1
            if halves and begin is not None and end is not None and begin <= end:
                return ((begin, end),)
        return tuple(days)


def read_dates(text: str, record: Record, speakers: Sequence[Span], today: date) -> When:
    """Read the dates of a question against the record.

    A record without any date cannot be asked for one.

    :param speakers: Where the speakers stand who are asked for.
    """
    if record.days == (0, 0):
        return When()
    sorted_out: dict[str, list[DateRange]] = {
        "conditions": [],
        "near": [],
        "absent": [],
        "must_name": [],
    }
    by_place = groupby(find_dates(text, record.years, today), key=lambda days: days.start)
    for _, together in by_place:
        for kind, ranges in _sort(text, list(together), record, speakers, today):
            sorted_out[kind] += ranges
    return When(**{kind: tuple(ranges) for kind, ranges in sorted_out.items()})


def _sort(
    text: str, ranges: list[DateRange], record: Record, speakers: Sequence[Span], today: date
) -> Iterable[tuple[str, list[DateRange]]]:
    """What the ranges of one expression are: a condition, a name, or nothing of the record."""
    asked = ranges[0]
    on_record = [r for r in ranges if record.has_words_of((r.first, r.last))]
    spoken = asked.certain and spoken_then(text, asked, speakers)
    if asked.kind != "plain" and not spoken:
        return []
    if not asked.certain or (asked.is_open and not spoken):
        return [("near", [r for r in ranges if _touches(r, record.days)])]
    if on_record:
        return [("conditions", on_record)]
    if _is_to_come(asked, record.days[1], today) and not _is_told(text, asked, speakers):
        return []
    if spoken:
        return [("absent", ranges)]
    return [("must_name", ranges)]


def _touches(asked: DateRange, days: tuple[int, int]) -> bool:
    begins = asked.first.toordinal() if asked.first else days[0]
    ends = asked.last.toordinal() if asked.last else days[1]
    return begins <= days[1] and ends >= days[0]


def _is_to_come(asked: DateRange, last: int, today: date) -> bool:
    """Whether a date lies behind all that is on record and may be a goal: "open by May 2050"."""
    if asked.first is None or asked.first.toordinal() <= last or asked.kind != "plain":
        return False
    return asked.lead == "by" or (asked.whole_year and asked.first > today)


def _is_told(text: str, asked: DateRange, speakers: Sequence[Span]) -> bool:
    """Whether "said" stands right before the date, so that it is no goal."""
    marked = _marked(text, (asked.start, asked.end), speakers)
    return asked.lead != "by" and _ADJACENT.search(marked) is not None
