"""Names in ordinary case before a colon, in texts where other labels, or none, are marked.

Beside capitals ("MODERATOR:") and in texts with wrapped lines a name is believed when it stands
again after somebody else, and always where a sentence has ended.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.lines import ABBREVIATED, Line, colons
from index.language.naming import is_opener, prefix, shape
from index.language.vocabulary import HONORIFICS, normal
from index.parsing.acceptance import speaks
from index.parsing.labels import Mark
from index.parsing.labelwords import is_forbidden
from index.parsing.strays import openers

_LEAD = re.compile(r"[*_#>•\s\u200e\ufeff]*(?:- )?[*_]*")
_ENDED = re.compile(r"[.?!…。？！—–-][\"”’»)\]*_\s]*$")
_LONGEST = 80
_MOST_WORDS = 4
_TURNING = 0.8
"""Share of labels that follow another one; without any mark all must."""
_MANY, _NEARLY_ALL = 16, 0.9
"""With so many labels this share is enough: one may be misspelt, or a line of prose."""
_SHARE = 0.5
"""The least share of lines with a label, among lines that do not continue a sentence."""
_LEAST = 4
"""The fewest labels that show a change of voices: two, twice each."""


def with_names(text: str, lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with those of names in ordinary case that take turns with them.

    Where there is no mark at all the names must take turns with one another.
    """
    candidates = _candidates(text, lines, {mark.start for mark in marks})
    prose = openers(lines, candidates)
    starts = [line.start for line in lines]
    candidates = [
        mark
        for mark in candidates
        if mark.label not in prose
        and (not marks or speaks(mark, lines[bisect_right(starts, mark.start) - 1]))
    ]
    counts = Counter(mark.label for mark in candidates)
    names = [mark for mark in candidates if counts[mark.label] > 1]
    if not names:
        return list(marks)
    order = sorted([*marks, *names], key=lambda mark: mark.start)
    beside = sum(a.label != b.label for a, b in pairwise(order))
    begun = sum(_ended(lines, number) for number in range(len(lines)))
    share = _TURNING if marks else _NEARLY_ALL if len(order) >= _MANY else 1.0
    turning = beside >= share * (len(order) - 1)
    if len(order) < _LEAST or not turning or len(order) < _SHARE * begun:
        return list(marks)
    return order


def _candidates(text: str, lines: Sequence[Line], taken: set[int]) -> list[Mark]:
    """Names before a colon, where the line before ends a sentence or is the first."""
    candidates: list[Mark] = []
    starts = [line.start for line in lines]
    seen = -1
    for place in colons(text):
        number = bisect_right(starts, place) - 1
        if number == seen or starts[number] in taken or place - starts[number] > _LONGEST:
            continue
        seen = number
        name = _name(lines[number])
        if name and name.start not in taken and _ended(lines, number):
            candidates.append(name)
    return candidates


def _ended(lines: Sequence[Line], number: int) -> bool:
    above = lines[number - 1].text[-8:]
    if not number or lines[number].gap:
        return not number or bool(_ENDED.search(above))
    return bool(_ENDED.search(above)) and not ABBREVIATED.search(above)


def _name(line: Line) -> Mark | None:
    lead = _LEAD.match(line.text)
    skipped = lead.end() if lead else 0
    name = prefix(line.text[skipped : skipped + _LONGEST])
    if name is None or is_opener(name.label) or is_forbidden(normal(name.label)):
        return None
    words = name.label.split()
    capitals = words[0].rstrip(".").upper() in HONORIFICS and words[0].isupper()
    if (
        len(words) > _MOST_WORDS
        or capitals
        or words[0].lower() == "the"
        or shape(name.label) in ("capitals", "lower")
    ):
        return None
    start = line.start + skipped
    return Mark(name.label, start, start + name.after, cut=line.start)
