"""Voices of a cockpit recorder: a microphone's code and a number, behind a time or below one.

kind      example                              counter-example
behind    14:02:11.3 HOT-1 flaps five.         14:02 UTC the sky was clear.
column    0912:04  CAM-1  how much is left?    MA-1 is a motorway.
below     14:02:11 / RDO-2  unable.            HOT-1 (once)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.lines import Line
from index.parsing.marks import Mark

_CLOCK = r"[\[(]?\d{2,4}(?::\d{2}){1,2}(?:\.\d)?[\])]?"
_SPOKEN = re.compile(
    rf"(?P<clock>{_CLOCK}\s+)?(?P<label>[A-Z]{{2,6}}(?:-(?:\d{{1,2}}[A-Z]?|[?A-Z]))?)"
    r"(?::\s*|\s+)(?=\S)"
)
_CLOCK_LINE = re.compile(_CLOCK)
_NUMBERED = re.compile(r"[A-Z]{2,6}-(?:\d{1,2}|\?)")
_LEAST, _VOICES, _SHARE = 4, 2, 0.4


def with_recorder(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, or those of a recorder where its codes with a number begin most timed lines."""
    begun = [
        (n, line, match) for n, line in enumerate(lines) if (match := _SPOKEN.match(line.text))
    ]
    coded = sum(bool(_NUMBERED.fullmatch(match["label"])) for _, _, match in begun)
    # A reader took the times away where most lines have a code.
    bare = coded >= _SHARE * len(lines)
    found = [
        (line, match)
        for number, line, match in begun
        if bare or match["clock"] or (number and _CLOCK_LINE.fullmatch(lines[number - 1].text))
    ]
    codes = Counter(match["label"] for _, match in found)
    numbered = {label: count for label, count in codes.items() if _NUMBERED.fullmatch(label)}
    talk = sum(numbered.values())
    again = sum(count > 1 for count in numbered.values())
    if talk < _LEAST or len(numbered) < _VOICES or not again or talk < _SHARE * len(found):
        return list(marks)
    if len(found) <= sum(mark.known for mark in marks) / 2:
        return list(marks)
    cuts = {
        line.start: above.start
        for above, line in pairwise(lines)
        if _CLOCK_LINE.fullmatch(above.text)
    }
    return [
        Mark(
            match["label"],
            line.start + match.start("label"),
            line.start + match.end(),
            cut=cuts.get(line.start, line.start),
        )
        for line, match in found
    ]
