"""MicroDVD subtitles: the first and the last frame in braces, and lines parted by bars.

    {1}{1}25.000
    {120}{215}Una Sarn: The gate is oak.|It holds.
    {230}{300}{y:i}Since when?

The first line may tell how many frames a second has; where it does not, no times are known.
"""

from __future__ import annotations

import re

from index.errors import SourceError
from index.readers.cues import Cue
from index.readers.sbv import SBV_START, read_sbv
from index.readers.subtitles import spoken
from index.records import Source

SUB = "text/x-microdvd"
SUB_START = re.compile(r"\{\d+\}\{\d*\}")
_LINE = re.compile(r"\{(\d+)\}\{(\d*)\}(.*)")
_STYLE = re.compile(r"\{[A-Za-z]:[^{}]*\}|^/")
_RATE = re.compile(r"\s*\d{2,3}(?:[.,]\d{1,6})?\s*")
_HEAD = re.compile(r"(?m)^\s*\[[A-Z ]+\][^\n]*\n")


def read_sub(text: str) -> Source:
    """MicroDVD, or SubViewer, whose times stand above the words as in SBV.

    :raises SourceError: A line has no frames.
    """
    viewer = _HEAD.sub("", text).strip() + "\n"
    if SBV_START.match(viewer):
        return read_sbv(re.sub(r"(?i)\[br\]", "\n", viewer))
    cues: list[Cue] = []
    rate = 0.0
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line.strip())
        if not match and line.strip():
            raise SourceError(
                f"line {number:,} of these subtitles has no frames: {line.strip()[:60]!r}; "
                "expected such as {120}{215}words: save the file again, or as .srt"
            )
        if match and not cues and _RATE.fullmatch(match[3]):
            rate = float(match[3].replace(",", "."))
        elif match:
            start, end = int(match[1]), int(match[2] or match[1])
            lines = tuple(_STYLE.sub("", part).strip() for part in match[3].split("|"))
            cues.append(Cue(start / rate, end / rate, lines) if rate else Cue(0.0, 0.0, lines))
    return spoken(cues, SUB)
