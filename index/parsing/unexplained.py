"""Beginnings of paragraphs that come back as labels do, and that no form explains.

Nobody vouches that they are labels, so they name nobody; but the words behind them are not given
to whoever spoke before.

    begins                 counter-example
    BO TADD (PH). It is …  Thank you. It is …
    Ada Quill | It is …    Mr. Tadd, it is …
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from index.language.lines import SPACE, Line
from index.language.naming import is_opener
from index.language.vocabulary import ENUMERATORS, HONORIFICS, NOT_LABELS, OFFICES, normal
from index.parsing.labelwords import is_name, is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.strays import OPENS

_WORD = rf"[{UPPER}](?:[^\W_]|[.'’-])*"
_BEGINS = re.compile(
    rf"(?:[*_<\[>#•]{{1,3}}{SPACE}?)?(?P<label>{_WORD}(?:{SPACE}{_WORD}){{1,4}}|[{UPPER}'’-]{{4,}})"
    rf"(?:,{SPACE}(?!I\b)[{UPPER}][^.:;|\n–—]{{2,60}}?(?=[.:|(\[]))?(?:{SPACE}*[(\[][^()\[\]\n]{{1,60}}[)\]]){{0,2}}"
    rf"{SPACE}?(?P<sign>[:;|>\]]|\.(?=[*_]|{SPACE})|[*_]{{1,2}}|{SPACE}[-–—]+)[*_:]{{0,3}}"
    rf"{SPACE}+(?=[{UPPER}“\"«¿¡(])"
)
_AGAIN, _VOICES = 4, 0.05
"""How often a beginning must recur: so many times, and so often as a share of the known labels."""


def with_unexplained(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, and marks of nobody where the same beginning recurs before one sign."""
    if not marks:
        return list(marks)
    taken = sorted(mark.ends_before for mark in marks)
    known = {normal(mark.label) for mark in marks}
    found: list[tuple[str, Line]] = []
    for line in lines:
        if not line.gap or line.start <= taken[0] or _holds(taken, line):
            continue
        match = _BEGINS.match(line.text)
        if match and _may_name(match["label"]):
            found.append((f"{normal(match['label'])}{match['sign']}", line))
    counts = Counter(begins for begins, _ in found)
    least = max(_AGAIN, _VOICES * len(marks))
    unknown = [
        Mark(line.text, line.start, line.start, cut=line.start, known=False)
        for begins, line in found
        if counts[begins] >= least or begins[:-1] in known
    ]
    return sorted([*marks, *unknown], key=lambda mark: mark.start)


def _may_name(label: str) -> bool:
    key = normal(label)
    words = key.split()
    if words[0] in HONORIFICS and words[-1] in OFFICES:
        return False  # "Mr. Speaker, I rise": he is spoken to
    if words[-1] in HONORIFICS or OPENS.match(f"{label} "):
        return False  # "As Mr. Tadd wrote"
    bare = any(word in HONORIFICS for word in words[1:]) or is_name(key) or is_titled(key)
    return words[0] not in NOT_LABELS | ENUMERATORS and not is_opener(label) and bare


def _holds(taken: Sequence[int], line: Line) -> bool:
    place = bisect_right(taken, line.end) - 1
    return place >= 0 and taken[place] >= line.start
