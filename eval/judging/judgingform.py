"""The judging form, as a browser sends it.

text, kind, speakers (by semicolons), date_from, date_to, note      a new question
grade-{p}-{m}             "" not judged, "0", "1" or "2": mark m of passage p, both from 1
from-{p}-{m}, to-{p}-{m}  first and last sentence of that mark, from 1
nothing                   any value: nothing on the record answers the question
action                    "finish", or anything else to save and go on later
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from eval.collections.collection import NO_ANSWER, Gold, Query
from eval.judging.merging import PooledPassage
from index.errors import BadDateRange, BadRequest
from retrieval.bounds import MAX_QUESTION_CHARS

KINDS = ("direct", "context", "dated", "multi", "asked")
"""Kinds that our own collections have; any other word will do."""

Fields = Mapping[str, str]

_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Row:
    """One mark as the form shows it; `first` and `last` count sentences from 1."""

    grade: str
    first: int
    last: int


def read_query(fields: Fields) -> Query:
    """A new question, still without an id.

    :raises BadRequest: A field cannot be used; the message says which.
    :raises BadDateRange: A date is no day, or the range ends before it begins.
    """
    text = " ".join(fields.get("text", "").split())
    if not text or len(text) > MAX_QUESTION_CHARS:
        raise BadRequest(
            f"a question has 1 to {MAX_QUESTION_CHARS:,} characters, this one has {len(text):,}"
        )
    kind = fields.get("kind", "").strip() or KINDS[0]
    if kind == NO_ANSWER:
        raise BadRequest(
            f"the kind {NO_ANSWER!r} is for the judges to find: choose another, and tick that "
            "nothing answers when you have read the passages"
        )
    if not _KIND.fullmatch(kind):
        raise BadRequest(f"a kind is one word of small letters such as direct, not {kind[:60]!r}")
    first, last = (_day(fields, key) for key in ("date_from", "date_to"))
    if first and last and first > last:
        raise BadDateRange(f"the dates end ({last}) before they begin ({first}): exchange them")
    speakers = [name.strip() for name in fields.get("speakers", "").split(";")]
    return Query(
        query_id="J000",
        text=text,
        kind=kind,
        speakers=tuple(speaker for speaker in speakers if speaker),
        date_from=first,
        date_to=last,
        note=" ".join(fields.get("note", "").split()),
    )


def _day(fields: Fields, key: str) -> date | None:
    value = fields.get(key, "").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadDateRange(
            f"{key} is {value[:60]!r}, but must be a day as YYYY-MM-DD, such as 2031-03-09"
        ) from error


def rows(
    number: int, passage: PooledPassage, judged: Sequence[Gold], fields: Fields | None
) -> tuple[Row, ...]:
    """A passage's marks as rows of the form, and an empty one for another mark."""
    empty = Row("", 1, len(passage.sentences))
    rows_found: list[Row] = []
    if fields is not None:
        for mark in _numbers(number, fields):
            ends = [fields.get(f"{end}-{number}-{mark}", "") for end in ("from", "to")]
            first, last = (int(end) if _is_number(end) else 1 for end in ends)
            rows_found.append(Row(fields.get(f"grade-{number}-{mark}", ""), first, last))
        return tuple(rows_found) or (empty,)
    rows_found = [
        Row(str(mark.relevance), first + 1, last + 1)
        for mark in passage.marks(judged)
        for first, last in [passage.run(mark)]
    ]
    # A passage of one sentence, or one that does not answer, has no second mark.
    if not rows_found or (rows_found[0].grade != "0" and len(passage.sentences) > 1):
        rows_found.append(empty)
    return tuple(rows_found)


def read_marks(query_id: str, number: int, passage: PooledPassage, fields: Fields) -> list[Gold]:
    """The marks of one passage, empty where it is not judged.

    :raises BadRequest: A field cannot be used, or a sentence has two grades.
    """
    marks: list[tuple[int, int, int]] = []
    zero = False
    for mark in _numbers(number, fields):
        grade = fields[f"grade-{number}-{mark}"]
        if grade not in ("", "0", "1", "2"):
            raise BadRequest(f"passage {number}: a grade is 0, 1 or 2, not {grade[:60]!r}")
        zero = zero or grade == "0"
        if grade in ("1", "2"):
            first, last = (_sentence(number, mark, end, passage, fields) for end in ("from", "to"))
            if first > last:
                raise BadRequest(
                    f"passage {number}: the mark begins with sentence {first} and ends with "
                    f"sentence {last}: exchange them"
                )
            marks.append((first, last, int(grade)))
    marks.sort()
    for (_, end, _), (start, _, _) in pairwise(marks):
        if start <= end:
            raise BadRequest(
                f"passage {number}: two marks share sentence {start}: a sentence has one grade"
            )
    if not marks:
        return [whole(query_id, passage)] if zero else []
    return [passage.gold(query_id, first - 1, last - 1, grade) for first, last, grade in marks]


def _numbers(number: int, fields: Fields) -> list[int]:
    """The numbers of a passage's marks in a form."""
    prefix = f"grade-{number}-"
    ends = [key.removeprefix(prefix) for key in fields if key.startswith(prefix)]
    return sorted(int(end) for end in ends if _is_number(end))


def _sentence(number: int, mark: int, end: str, passage: PooledPassage, fields: Fields) -> int:
    value = fields.get(f"{end}-{number}-{mark}", "")
    if not _is_number(value) or not 1 <= int(value) <= len(passage.sentences):
        raise BadRequest(
            f"passage {number}: {end} must name one of its {len(passage.sentences)} sentences, "
            f"is {value[:60]!r}"
        )
    return int(value)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 6


def whole(query_id: str, passage: PooledPassage) -> Gold:
    """The mark that a passage does not answer."""
    return passage.gold(query_id, 0, len(passage.sentences) - 1, 0)
