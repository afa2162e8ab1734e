"""Google Meet's documents: `Name: words` for each paragraph, and a clock now and then.

Notes may stand above the transcript's heading, and anything below its end is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.lines import Line
from index.language.naming import may_name
from index.parsing.clocks import (
    ALONE,
    BESIDE,
    CLOCK,
    COLON,
    LEAD,
    LONGEST,
    NAME,
    Timed,
    is_clock,
    is_tail,
    time_of,
    timed_label,
)

_PARAGRAPH = re.compile(rf"{LEAD}(?P<label>{NAME}){BESIDE}{COLON}(?=\S|$)")
_ENDED = re.compile(rf"(?i)\W*(?:meeting|recording|transcription) ended after {CLOCK}.*")
_TITLED = re.compile(r"(?i)(?:.* \\?[-–—] +)?\W*transcript")
_HEAD_LINES, _TITLE_LINES = 40, 3
"""Where a heading that says "Transcript" may stand in a text with times, and in one without."""


def paragraphs(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    """`Name: words` for each paragraph, as Google Meet writes it, a clock now and then.

    Notes may stand above the transcript's heading, and anything below its end is nobody's.
    """
    clocks = {number for number in clocked if is_clock(lines[number])}
    ends = next((n for n, line in enumerate(lines) if _is_end(line)), len(lines))
    begins = _begin(lines, ends, clocks)
    if begins == 0 and ends == len(lines):
        return []
    labels = []
    spoken = 0
    for number in range(begins, ends):
        line = lines[number]
        if number in clocks or is_tail(line):
            continue
        spoken += 1
        match = _PARAGRAPH.match(line.text, 0, 2 * LONGEST)
        if match and may_name(match["label"].strip()):
            timed = timed_label(match, line, number)
            clock = ALONE.fullmatch(lines[number - 1].text) if number - 1 in clocks else None
            labels.append(replace(timed, time_s=time_of(clock) if clock else None))
    if not labels or 2 * len(labels) < spoken:
        return []
    behind = next((n for n in range(ends, len(lines)) if not is_tail(lines[n])), None)
    if behind is not None:
        start = lines[behind].start
        labels.append(Timed("", start, behind, start, None))
    return labels


def _is_end(line: Line) -> bool:
    return len(line.text) <= LONGEST and bool(_ENDED.fullmatch(line.text))


def _begin(lines: Sequence[Line], ends: int, clocks: set[int]) -> int:
    """The line behind the transcript's heading; 0 where no heading of one is seen."""
    titles = [
        number
        for number, line in enumerate(lines[:ends])
        if len(line.text) <= LONGEST and _TITLED.fullmatch(line.text)
    ]
    if ends < len(lines) or not titles:
        return titles[-1] + 1 if titles else 0
    sure = titles[-1] < _HEAD_LINES and (clocks or titles[-1] < _TITLE_LINES)
    return titles[-1] + 1 if sure else 0
