"""Subtitles as an editor's caption effect writes them: two times with frames above the words.

<begin subtitles>

00:00:03:09 00:00:08:10
Una Sarn: The gate is oak.

<end subtitles>
"""

from __future__ import annotations

import re

from index.readers.cues import Cue
from index.readers.moments import seconds_of
from index.readers.subtitles import spoken
from index.records import Source

AVID = "text/x-avid-captions"
_FRAMED = r"\d{2}[:;]\d{2}[:;]\d{2}[:;]\d{2}"
_TIMES = re.compile(rf"\s*({_FRAMED})[ \t,]+({_FRAMED})\s*")
AVID_START = re.compile(
    rf"(?:@[^\n]*\n|\s*\n|<begin subtitles>\s*\n)*{_TIMES.pattern}\n", re.IGNORECASE
)
_MARK = re.compile(r"(?i)@.*|<(?:begin|end) subtitles>")


def read_avid(text: str) -> Source:
    """The words with their times; comments and marks are left out."""
    said: list[tuple[float, float, list[str]]] = []
    for line in text.splitlines():
        times = _TIMES.fullmatch(line)
        if times:
            start, end = seconds_of(times[1]) or 0.0, seconds_of(times[2]) or 0.0
            said.append((start, max(start, end), []))
        elif said and line.strip() and not _MARK.fullmatch(line.strip()):
            said[-1][2].append(line.strip())
    return spoken([Cue(start, end, tuple(words)) for start, end, words in said], AVID)
