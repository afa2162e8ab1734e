"""Who writes in the log of a chat: a nick in angle brackets, a clock before it or not.

A nick is one word in any letters. What a log tells between the messages is nobody's.

    form     example                            counter-example
    clock    13:02 < tadd> it is wet            13:02 it is <b>wet</b>
    columns  13:02:11<tab>tadd<tab>it is wet    13:02:11<tab>-->
    none     <tadd> it is wet                   <b> it is wet
    told     13:02 -!- marsh has joined #gate   (nobody's)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.language.lines import SPACE, Line
from index.parsing.marks import Mark
from index.parsing.turns import WRITTEN

_CLOCK = (
    r"(?:\d{4}-\d{2}-\d{2}[T ]|\w{3} \d{1,2} )?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?"
    r"(?:[+-]\d{2}:?\d{2}|Z)?"
)
_TIME = rf"(?:[\[(]{_CLOCK}[\])]|{_CLOCK}){SPACE}*"
_SAID = re.compile(rf"(?:{_TIME})?<{SPACE}?[@+%~&!]?(?P<label>[^\s<>/@+%][^\s<>]{{0,30}})>{SPACE}+")
# Columns parted by tabs: `2031-03-03 10:00:12<tab>@tadd<tab>it is wet`.
_COLUMN = re.compile(rf"{_CLOCK}\t[@+%~&!]?(?P<label>[^\s<>/@+%*-][^\s<>]{{0,30}})\t")
_TOLD = re.compile(rf"{_TIME}(?=\S)|(?:-!-|\*{{1,3}}|-->|<--|===){SPACE}")
_LEAST, _MOSTLY = 4, 0.6


def chat_marks(lines: Sequence[Line]) -> list[Mark]:
    """The messages of a text that is the log of a chat; nothing for any other text."""
    said = [(n, match) for n, line in enumerate(lines) if (match := _said(line))]
    counts = Counter(match["label"] for _, match in said)
    if len(said) < _LEAST or len(counts) < 2 or max(counts.values()) < 2:
        return []
    first, last = said[0][0], said[-1][0]
    begun = [line for line in lines[first : last + 1] if _said(line) or _TOLD.match(line.text)]
    if len(begun) < _MOSTLY * (last + 1 - first) or len(said) < _MOSTLY * len(begun):
        return []
    marks = []
    for line in begun:
        match = _said(line)
        if match:
            start = line.start + match.start("label")
            after = line.start + match.end()
            marks.append(Mark(match["label"], start, after, note=WRITTEN, cut=line.start))
        else:
            told = _TOLD.match(line.text)
            start = line.start + (told.end() if told else 0)
            marks.append(Mark("", start, start, cut=line.start, known=False))
    below = next((line for line in lines[last + 1 :] if line.gap or line.text[0] in "{<"), None)
    if below:
        marks.append(Mark("", below.start, below.start, cut=below.start, known=False))
    return marks


def _said(line: Line) -> re.Match[str] | None:
    """The nick that a line begins with; no tag of a page."""
    return None if "</" in line.text else _SAID.match(line.text) or _COLUMN.match(line.text)
