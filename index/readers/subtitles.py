"""WebVTT, SRT and SBV: the speech, one line for each speaker's run, with times and labels."""

from __future__ import annotations

import re
from dataclasses import replace

from index.errors import UnsupportedFormat
from index.readers.colours import by_colour
from index.readers.cues import Cue, fold_rolling, read_cues
from index.readers.spoken import assemble
from index.readers.voices import pieces
from index.records import Metadata, Source

VTT = "text/vtt"
SRT = "application/x-subrip"
# A counted voice as a tag of its own: `<SPEAKER_00> The weir is old.`
_COUNTED = re.compile(r"<([^\W\d_]{1,20}[_ ]\d{1,3})>:?[ \t]*(?=\S)")


def read_vtt(text: str) -> Source:
    """A WebVTT file.

    :raises UnsupportedFormat: The file does not begin with `WEBVTT`, or has no cue.
    :raises SourceError: A line with `-->` is no timing line.
    """
    head = re.match(r"WEBVTT(?![^ \t\r\n])([^\r\n]*)", text)
    if head is None:
        raise UnsupportedFormat("a WebVTT file begins with the line WEBVTT; this one does not")
    title = " ".join(head[1].strip(" \t-–—").split())
    source = spoken(read_cues(text, comments=True), VTT)
    return replace(source, metadata=Metadata(title=title or None))


def read_srt(text: str) -> Source:
    """An SRT file.

    :raises UnsupportedFormat: The file has no cue.
    :raises SourceError: A line with `-->` is no timing line.
    """
    return spoken(read_cues(text, comments=False), SRT)


def spoken(cues: list[Cue], media_type: str) -> Source:
    """The source of some cues.

    :raises UnsupportedFormat: There is none.
    """
    if not cues:
        raise UnsupportedFormat(
            f"no cue in this {media_type} file: a cue has a line like 00:00:01.000 --> 00:00:02.000"
        )
    tagged = [
        replace(cue, lines=tuple(_COUNTED.sub(r"<v \1>", line) for line in cue.lines))
        for cue in cues
    ]
    return assemble(pieces(by_colour(fold_rolling(tagged))), media_type)
