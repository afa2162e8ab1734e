"""Labels whose surname stands before a comma and the given name, such as `Quill, Ada:`.

What follows a name and a comma is an office or a place as a rule. It is a given name where it
can be none of these, and where several such labels stand in one document, again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.language.titles import is_surname_first
from index.language.vocabulary import normal
from index.parsing.marks import Mark

_VOICES = 2
_OFTEN = 4
"""So many labels of this form stand in a document at least, two of one voice among them."""


def with_given_names(marks: Sequence[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """The marks by line, each surname with the given name that is printed behind it."""
    whole = {
        mark.start: replace(mark, label=mark.label + mark.office, office=None)
        for _, mark in marks
        if mark.office and is_surname_first(normal(mark.label + mark.office))
    }
    counts = Counter(normal(mark.label) for mark in whole.values())
    if len(counts) < _VOICES or len(whole) < _OFTEN or max(counts.values()) < _VOICES:
        return list(marks)
    return [(number, whole.get(mark.start, mark)) for number, mark in marks]
