"""`>>` in a text, as those who caption live set it: somebody else speaks, named or not.

named    >> MS. QUILL: WE ASKED FOR NINE.     >> TWO THINGS: SALT AND SAND.
unnamed  >> NOBODY KNOWS.                     >>> print("it is wet")
quoted   (a letter that quotes with > and >> marks nobody)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.language.lines import SPACE, Line
from index.language.naming import is_opener, may_name
from index.language.vocabulary import is_anonymous, normal
from index.parsing.labelwords import is_forbidden, is_titled
from index.parsing.marks import UPPER, Mark

_CHEVRONS = re.compile(rf"(?:^|(?<=\s))>{{2,3}}(?!>){SPACE}*")
_NAMED = re.compile(
    rf"(?P<label>[{UPPER}][^:.?!>\n]{{0,3}}(?:[^:?!>\n]{{0,50}}[^:?!>\s])?){SPACE}?:(?={SPACE}|$)"
)
_LEAST = 4
_MOST_WORDS = 6


def with_chevrons(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, or where `>>` marks each change of voice, those that it tells.

    Labels elsewhere stay if `>>` never stands before a name, or before theirs.
    """
    places = [
        (line, match)
        for line in lines
        if ">>" in line.text
        for match in _CHEVRONS.finditer(line.text)
    ]
    quoted = any(line.text[0] == ">" and line.text[:2] != ">>" for line in lines)
    if len(places) < _LEAST or quoted:
        return list(marks)
    named = [_NAMED.match(line.text, match.end()) for line, match in places]
    counts = Counter(normal(match["label"]) for match in named if match)
    known = {mark.start for mark in marks if mark.known}
    found: list[Mark] = []
    for (line, match), name in zip(places, named, strict=True):
        cut = line.start + match.start()
        start = line.start + (name.start() if name else 0)
        if name and (start in known or _is_voice(name["label"], counts)):
            found.append(Mark(name["label"], start, line.start + name.end(), cut=cut))
        else:
            after = line.start + match.end()
            found.append(Mark("", cut, after, cut=cut, known=False))
    voices = {normal(mark.label) for mark in found if mark.known}
    taken = {mark.start for mark in found}
    kept = [
        mark
        for mark in marks
        if mark.start not in taken and (not voices or normal(mark.label) in voices)
    ]
    return sorted([*found, *kept], key=lambda mark: mark.start)


def _is_voice(label: str, counts: Counter[str]) -> bool:
    key = normal(label)
    if is_forbidden(key) or not may_name(label) or len(key.split()) > _MOST_WORDS:
        return False
    return is_titled(key) or is_anonymous(key) or (counts[key] > 1 and not is_opener(label))
