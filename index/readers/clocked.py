"""A recogniser's lines in a text file: a time before the words of each, and nobody named.

    [00:00.000 --> 00:04.200]  the upper gate of the canal
    [00:00:04] was mended last
    [9.00 --> 12.50]  and nobody knows
    0:12 why

Where names stand behind the times, or lines come back as names do, it is another form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.naming import Opening, learn, prefix
from index.readers.cues import Cue, seconds
from index.readers.subtitles import spoken
from index.records import Metadata, Source

CLOCKED = "text/x-timed-lines"
_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_LINE = re.compile(
    rf"(?:[-*•]\s+)?(?:\*\*)?(?P<open>[\[(])?(?P<start>{_CLOCK}|(?<=[\[(])\d+\.\d{{1,3}}(?=\s*-->))"
    rf"(?:\s*(?P<arrow>-->|->|→|[-–—])\s*(?P<end>{_CLOCK}|\d+\.\d{{1,3}}))?(?(open)\s*[\])])(?:\*\*)?"
    r"(?:\s*[-–—|:])?\s+(?P<words>\S.*)"
)
_NAMED = re.compile(r"[\[<(]")
_COLUMN = re.compile(r"(\S(?:\S| (?=\S)){0,40})(?: {2,}|\t)\S")
_SET_OFF = re.compile(r"(?:\*\*|__)[^*_\n]{2,60}(?:\*\*|__)|[A-Z]{2,6}(?:-[\d?]{1,2})?(?=:?\s)")
_LEAST, _SHARE, _DISTINCT, _RISING, _BRACKETED = 4, 0.6, 0.9, 0.95, 0.5
"""The fewest lines with a time; their least share of all lines, of different words, and of times
that do not fall; the most lines whose words begin with a bracket, which may hold a name."""
_FIRST_S = 120.0
"""A bare clock is the time of a recording where the first is small; else it may be of a day."""
_WALL_CLOCK_S = 3600.0
_LAST_S = 6.0
_HEAD = 6


def is_clocked(text: str) -> bool:
    """Whether most lines of a text have a time and words, in rising order, and nobody is named."""
    if not re.search(rf"(?m)^\W{{0,4}}(?:{_CLOCK}|\d+\.\d+\s*-->)", text[:4000]):
        return False
    lines = _lines(text)
    matches = [match for line in lines if (match := _LINE.fullmatch(line))]
    if len(matches) < _LEAST or len(matches) < _SHARE * len(lines):
        return False
    if not any(_LINE.fullmatch(line) for line in lines[: _HEAD + 1]):
        return False
    starts = [seconds(match["start"]) for match in matches]
    if not (matches[0]["open"] or matches[0]["arrow"]) and starts[0] >= _FIRST_S:
        return False
    rising = sum(a <= b for a, b in pairwise(starts))
    words = [match["words"] for match in matches]
    bracketed = sum(bool(_NAMED.match(said)) for said in words)
    if rising < _RISING * (len(starts) - 1) or bracketed > _BRACKETED * len(words):
        return False
    if len(set(words)) < _DISTINCT * len(words) or has_names(words):
        return False
    return not learn([Opening(prefix(said), first=True, ended=True) for said in words])


def has_names(words: Sequence[str]) -> bool:
    """Whether a column, bold or a recorder's codes stand before the words, and come back."""
    column = [found[1] for said in words if (found := _COLUMN.match(said))]
    marked = [found[0].partition("-")[0] for said in words if (found := _SET_OFF.match(said))]
    return any(
        2 * len(names) > len(words) and 2 * len(set(names)) <= len(names) + 1
        for names in (column, marked)
    )


def read_clocked(text: str) -> Source:
    """The words with their times; a line above the first time is the title.

    Clocks of a day give no times of a recording.
    """
    lines = _lines(text)
    head: list[str] = []
    cues: list[Cue] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if match:
            start = seconds(match["start"])
            end = seconds(match["end"]) if match["end"] else -1.0
            cues.append(Cue(start, end, (match["words"],)))
        elif cues:
            cues[-1] = replace(cues[-1], lines=(*cues[-1].lines, line))
        else:
            head.append(line.strip("=#*- "))
    source = spoken(_ended(cues), CLOCKED)
    return replace(source, metadata=Metadata(title=head[0] or None if head else None))


def _ended(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with an end for each, where the next one begins."""
    if cues[0].start_s >= _WALL_CLOCK_S:
        return [replace(cue, start_s=0.0, end_s=0.0) for cue in cues]
    stops = [*(cue.start_s for cue in cues[1:]), cues[-1].start_s + _LAST_S]
    return [
        replace(cue, end_s=max(cue.start_s, cue.end_s if cue.end_s >= 0 else stop))
        for cue, stop in zip(cues, stops, strict=True)
    ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
