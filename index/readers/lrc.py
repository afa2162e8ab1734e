"""LRC: lines with a time in square brackets before each, as players of songs and talks show them.

    [ti:At the weir]
    [00:12.00]Una Sarn: The gate is oak.
    [00:15.30]<00:15.30> And <00:15.80> the ladder?

A line's words last until the next one begins. A line with several times is said several times.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.readers.cues import Cue, seconds
from index.readers.subtitles import spoken
from index.records import Metadata, Source

LRC = "text/x-lrc"
_TIME = r"\d{1,3}:\d{2}(?:[.:]\d{1,3})?"
_LINE = re.compile(rf"((?:\[{_TIME}\]\s*)+)(.*)")
_INNER = re.compile(rf"<{_TIME}>")
_TAG = re.compile(r"\[([A-Za-z#]{2,8}):\s*([^\[\]\n]*)\]\s*")
LRC_START = re.compile(rf"(?:{_TAG.pattern}\n)+\s*(?:\[{_TIME}\][^\n]*\n\s*){{2}}", re.IGNORECASE)
_LAST_S = 6.0
_HUNDREDTHS = re.compile(r"(\d{1,3}:\d{2}):(\d{1,3})")


def read_lrc(text: str) -> Source:
    """The words with their times; a line without one goes on with the words above.

    :raises UnsupportedFormat: No line has a time.
    """
    title = None
    said: list[tuple[float, list[str]]] = []
    for line in text.splitlines():
        match, tag = _LINE.fullmatch(line.strip()), _TAG.fullmatch(line.strip())
        if match:
            words = _INNER.sub(" ", match[2])
            stamps = re.findall(_TIME, match[1])
            said += [(seconds(_HUNDREDTHS.sub(r"\1.\2", stamp)), [words]) for stamp in stamps]
        elif tag:
            title = tag[2].strip() or None if tag[1].lower() == "ti" else title
        elif said and line.strip():
            said[-1][1].append(line.strip())
    said.sort(key=lambda part: part[0])
    stops = [*(start for start, _ in said[1:]), (said[-1][0] if said else 0.0) + _LAST_S]
    cues = [
        Cue(start, stop, tuple(words)) for (start, words), stop in zip(said, stops, strict=True)
    ]
    return replace(spoken(cues, LRC), metadata=Metadata(title=title))
