"""The list at the top that names who is there, and the fields of a head: nobody speaks in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from index.language.lines import Line
from index.language.vocabulary import CASTS, is_anonymous, normal
from index.parsing.marks import Mark
from index.parsing.placed import SENTENCE, had_room

_STOPPED = re.compile(r"[.?!…][\"”’)\]]*$")
_FIELD_WORDS, _LISTED_WORDS = 8, 60
_FULL_LINE = 45
"""A shorter line of print is not full: what stands below it begins anew."""


def unlisted(marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    """The labels without the headings of a list at the top that names who is there."""
    counts = Counter(normal(mark.label) for mark in marks)
    starts: list[int] = []
    kept = list(marks)
    while len(kept) > 1:
        label = normal(kept[0].label)
        starts = starts or [line.start for line in lines]
        number = bisect_left(starts, kept[0].ends_before)
        if number == len(lines):
            break
        if counts[label] > 1 and not _is_set_apart(lines, starts, kept):
            break
        if lines[number].end > kept[0].after:
            if not _is_field(lines, number, kept[0]):
                break
            kept.pop(0)
            continue
        if not (is_anonymous(label) or label in CASTS):
            break
        listed = lines[number + 1 : bisect_left(starts, kept[1].ends_before)]
        said = [line for line in listed if not _BRACKETED.fullmatch(line.text)]
        if not said or any(_STOPPED.search(line.text) for line in said):
            break
        kept.pop(0)
    return kept


_BRACKETED = re.compile(r"[(\[][^()\[\]]{2,80}[)\]]")


def _is_set_apart(lines: Sequence[Line], starts: Sequence[int], marks: Sequence[Mark]) -> bool:
    """Whether the first label alone has a colon, and the same speaks before another sign."""

    def colon(mark: Mark) -> bool:
        line = lines[max(bisect_left(starts, mark.start + 1) - 1, 0)]
        return ":" in line.text[mark.start - line.start : mark.after - line.start]

    first, label = marks[0], normal(marks[0].label)
    others = [mark for mark in marks[1:] if normal(mark.label) == label]
    return colon(first) and bool(others) and not any(map(colon, others))


def _is_field(lines: Sequence[Line], number: int, mark: Mark) -> bool:
    """Whether a label with a name behind it is a field of the head: `INTERVIEWEE: HAL OLDACRE`."""
    line = lines[number]
    value = line.text[mark.after - line.start :].strip(" *_")
    words = value.split()
    if line.text[mark.after - line.start - 1] == "." or _goes_on(lines, number):
        return False
    most = _LISTED_WORDS if ";" in value else _FIELD_WORDS
    return 0 < len(words) < most and not SENTENCE.search(value) and _all_high(words)


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is full and goes on in the next: `MR. TADD: Pursuant to House / Rule 4, …`."""
    below = lines[number + 1] if number + 1 < len(lines) else None
    if below is None or below.gap or ":" in below.text[:_FULL_LINE]:
        return False
    return len(lines[number].text) >= _FULL_LINE and not had_room(lines, number + 1)


def _all_high(words: Sequence[str]) -> bool:
    return all(not word[0].islower() or len(word) < 4 for word in words)
