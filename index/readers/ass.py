"""ASS and SSA subtitles: the lines of dialogue with their times and the names in their column."""

from __future__ import annotations

import re

from index.errors import SourceError, UnsupportedFormat
from index.readers.cues import Cue, seconds
from index.readers.subtitles import spoken
from index.records import Source

ASS = "text/x-ssa"
ASS_START = re.compile(r"(?i)\[script info\]")
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_CLOCK = re.compile(r"\d{1,3}(?::\d{1,2}){2}(?:[.,]\d{1,3})?")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}")


def read_ass(text: str) -> Source:
    """An ASS or SSA file; comments and drawings are not spoken.

    :raises UnsupportedFormat: It has no format line, or no line of dialogue.
    :raises SourceError: A line of dialogue has too few columns or no times.
    """
    columns: list[str] = []
    cues: list[Cue] = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        key, _, rest = line.strip().partition(":")
        if key.startswith("["):
            inside = key.lower() == "[events]"
        elif inside and key.lower() == "format" and not columns:
            columns = [name.strip().lower() for name in rest.split(",")]
        elif inside and key.lower() == "dialogue":
            cues.append(_cue(columns, rest, number))
    cues.sort(key=lambda cue: cue.start_s)
    return spoken(cues, ASS)


def _cue(columns: list[str], rest: str, number: int) -> Cue:
    if not {"start", "end", "text"} <= set(columns):
        raise UnsupportedFormat(
            f"line {number:,} is dialogue, but no Format line above it names Start, End and Text"
        )
    cells = dict(zip(columns, rest.split(",", len(columns) - 1), strict=False))
    start, end = (cells.get(name, "").strip() for name in ("start", "end"))
    if "text" not in cells or not _CLOCK.fullmatch(start) or not _CLOCK.fullmatch(end):
        raise SourceError(f"line {number:,} has not the columns of dialogue: {rest.strip()[:60]!r}")
    drawn = _DRAWING.search(cells["text"]) is not None
    words = "" if drawn else _OVERRIDE.sub("", cells["text"]).replace("\\h", " ")
    lines = tuple(part.strip() for part in re.split(r"\\[Nn]", words) if part.strip())
    voice = (cells.get("name") or cells.get("actor") or "").strip()
    return Cue(seconds(start), seconds(end), lines, voice or None)
