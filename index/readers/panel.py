"""The transcript panel of a video page, copied: a time on a line, a few words on the next.

    0:04
    the upper gate of the canal was mended last

Nobody is named in it. A line with a time above a name, or below one, is another form: the names
come back, and words hardly do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers.clocked import has_names
from index.readers.cues import Cue, seconds
from index.readers.subtitles import spoken
from index.records import Metadata, Source

PANEL = "text/x-transcript-panel"
_CLOCK = re.compile(r"(?:\d{1,2}:)?\d{1,3}:\d{2}")
_SPELT = re.compile(
    r"\d{1,3} (?:hours?|minutes?|seconds?)(?:,? (?:and )?\d{1,2} (?:minutes?|seconds?))*"
)
_SOUND = re.compile(r"[\[(♪].*[\])♪]|>>.*")
_LANGUAGE = re.compile(r"[A-Z][a-z]+ \((?:auto-generated|United \w+)\)")
_LEAST, _SHARE, _DISTINCT, _HEAD, _WORDS = 6, 0.3, 0.9, 4, 3
"""The fewest times, and their least share of the lines; the least share of runs of words that are
short and of such that begin and end differently; the most lines above the first time, and the most
lines of a short run."""
_LAST_S = 6.0
"""How long the words below the last time are taken to last."""


def is_panel(text: str) -> bool:
    """Whether a text is such a copy: times that rise, each above a line or two of words."""
    if not re.match(r"(?:[^\n]*\n){0,12}?\s*(?:\d{1,2}:)?\d{1,3}:\d{2}\s*\n", text):
        return False
    lines = _lines(text)
    at = [number for number, line in enumerate(lines) if _CLOCK.fullmatch(line)]
    if len(at) < _LEAST or len(at) < _SHARE * len(lines) or at[0] > _HEAD:
        return False
    times = [seconds(lines[number]) for number in at]
    runs = [lines[a + 1 : b] for a, b in zip(at, [*at[1:], len(lines)], strict=True)]
    said = [run for run in runs if run and not _SOUND.fullmatch(run[0])]
    short = sum(len(run) <= _WORDS for run in runs)
    firsts, lasts = {run[0] for run in said}, {run[-1] for run in said}
    return (
        times == sorted(times)
        and len(said) >= _LEAST
        and short >= _DISTINCT * len(runs)
        and min(len(firsts), len(lasts)) >= _DISTINCT * len(said)
        and not has_names([run[0] for run in said])
    )


def read_panel(text: str) -> Source:
    """The words with their times; the line above the first time is the title."""
    lines = _lines(text)
    at = [number for number, line in enumerate(lines) if _CLOCK.fullmatch(line)]
    times = [seconds(lines[number]) for number in at]
    cues = [
        Cue(start, stop, tuple(lines[a + 1 : b]))
        for a, b, start, stop in zip(
            at, [*at[1:], len(lines)], times, [*times[1:], times[-1] + _LAST_S], strict=True
        )
    ]
    head = [line for line in lines[: at[0]] if line.casefold() not in ("transcript", "search")]
    source = spoken(cues, PANEL)
    return replace(source, metadata=Metadata(title=head[0] if head else None))


def _lines(text: str) -> Sequence[str]:
    """The lines with words; times that are spelt out, and a language at the end, are left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not _SPELT.fullmatch(line)]
    return lines[:-1] if lines and _LANGUAGE.fullmatch(lines[-1]) else lines
