"""A talk without line breaks: names before a colon behind the end of each sentence.

kind    example                                      counter-example
inside  Ada Quill: It is wet. Jo Bell: Is it? Ada …  Remember: it is wet. Ada said: no.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.lines import SPACE, Line
from index.language.naming import is_opener, may_name
from index.language.vocabulary import is_anonymous, normal
from index.parsing.labelwords import is_forbidden, is_name, is_titled
from index.parsing.lined import is_full_name
from index.parsing.marks import UPPER, Mark

_INSIDE = re.compile(
    rf"(?:^|(?<=[.?!…”\")\]]){SPACE})(?P<label>(?:(?:Mr|Ms|Mrs|Dr|Prof)\.{SPACE})?"
    rf"[{UPPER}][^\s:.?!,;()]*(?:{SPACE}[^\s:?!,;()]+){{0,4}}):"
    rf"{SPACE}+(?=[{UPPER}\d\"“‘'(\[…])"
)
_LEAST, _VOICES, _TURNING, _LONG = 5, 2, 0.7, 300
"""So many labels of so many voices that come back, each mostly before another's; and the characters
of a line in which they are looked for."""


def with_inlined(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, or those inside long lines where there are more of them."""
    known = sum(mark.known for mark in marks)
    long = [line for line in lines if len(line.text) >= _LONG]
    if known >= max(_LEAST, len(long)):
        return list(marks)
    found = [
        Mark(match["label"], line.start + match.start("label"), line.start + match.end())
        for line in long
        for match in _INSIDE.finditer(line.text)
        if _may_label(match["label"])
    ]
    if len(found) < max(_LEAST, 1 + known):
        return list(marks)
    counts = Counter(normal(mark.label) for mark in found)
    voices = [label for label, count in counts.items() if count > 1]
    turning = sum(a.label != b.label for a, b in pairwise(found))
    people = sum(_is_person(mark.label) for mark in found)
    taking_turns = len(voices) >= _VOICES and turning >= _TURNING * (len(found) - 1)
    if not taking_turns or 2 * people < len(found):
        return list(marks)
    return [mark for mark in found if counts[normal(mark.label)] > 1 or _is_person(mark.label)]


def _may_label(label: str) -> bool:
    key = normal(label)
    if not may_name(label) or is_forbidden(key):
        return False
    return is_anonymous(key) or is_titled(key) or (is_name(key) and not is_opener(label))


def _is_person(label: str) -> bool:
    key = normal(label)
    return is_full_name(label) or is_titled(key) or (is_anonymous(key) and len(key) > 1)
