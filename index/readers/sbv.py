"""SBV, YouTube's own caption files: two times and a comma above the words of each cue."""

from __future__ import annotations

import re
from dataclasses import replace

from index.errors import UnsupportedFormat
from index.readers.cues import Cue, seconds
from index.readers.subtitles import spoken
from index.records import Source

SBV = "text/x-sbv"
_CLOCK = r"\d{1,3}(?::\d{1,2}){2}\.\d{1,6}"
_TIMES = re.compile(rf"\s*({_CLOCK}),\s*({_CLOCK})\s*")
SBV_START = re.compile(rf"{_CLOCK},{_CLOCK}\s*\n")


def read_sbv(text: str) -> Source:
    """An SBV file; a line of a cue may hold `[br]` for a new one.

    :raises UnsupportedFormat: The file has no cue, or words stand above the first one.
    """
    cues: list[Cue] = []
    said: list[list[str]] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        times = _TIMES.fullmatch(line)
        if times:
            cues.append(Cue(seconds(times[1]), seconds(times[2]), ()))
            said.append([])
        elif line.strip() and not cues:
            raise UnsupportedFormat(
                f"line {number} of this SBV file has no time above it: {line.strip()[:60]!r}; "
                "expected a line such as 0:00:01.000,0:00:04.000"
            )
        elif line.strip():
            said[-1] += [part for part in line.strip().split("[br]") if part]
    whole = [replace(cue, lines=tuple(lines)) for cue, lines in zip(cues, said, strict=True)]
    return spoken(whole, SBV)
