"""Labels in scripts without capitals, beside labels in others or alone: Hindi, Arabic, Thai.

kind    example                           counter-example
again   माननीय अध्यक्ष : शांत रहिए।            एक बात : पुल बंद है।  (once)
seat    श्री ओरिन ताड (ब्रिंडल) : हाँ।
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from index.language.lines import SPACE, Line
from index.language.naming import may_name, shape
from index.parsing.marks import Mark

_LABEL = re.compile(
    rf"(?P<label>[^\W\d_][^:：\n.?!।()]{{1,70}}?)(?P<seat>{SPACE}*\([^()\n]{{1,60}}\))?{SPACE}?[:：]{SPACE}"
)
_LEAST, _VOICES, _SEATS = 4, 2, 2


def with_scripts(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with paragraphs that begin with a name in such a script and a colon.

    Two voices come back at least; one with a seat in brackets counts by itself then, any other
    that stands once is nobody's.
    """
    taken = sorted(mark.ends_before for mark in marks)
    found = []
    for line in lines:
        match = _LABEL.match(line.text) if line.text[0] > "\u036f" else None
        if match and shape(match["label"]) == "script" and may_name(match["label"]):
            place = bisect_right(taken, line.end) - 1
            if place < 0 or taken[place] < line.start:
                found.append((line, match))
    counts = Counter(match["label"] for _, match in found)
    again = {label for label, count in counts.items() if count > 1}
    seats = sum(match["seat"] is not None for _, match in found)
    if len(found) < _LEAST or len(again) < _VOICES:
        return list(marks)
    known = [match["label"] in again or (match["seat"] and seats >= _SEATS) for _, match in found]
    added = [
        Mark(match["label"], line.start, line.start + match.end(), cut=line.start, known=bool(sure))
        for (line, match), sure in zip(found, known, strict=True)
    ]
    return sorted([*marks, *added], key=lambda mark: mark.start)
