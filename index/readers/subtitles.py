"""WebVTT and SRT: the speech, one line for each speaker's run, with times and labels.

A voice tag speaks for its cue. `Name:` at the start of a line of captions speaks until the
next name; `>>` alone says that somebody else speaks, and nobody knows who.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.errors import UnsupportedFormat
from index.labels import cue_marks
from index.lines import Line
from index.readers.cues import Cue, fold_rolling, read_cues
from index.records import Label, Metadata, Source, TimeMark

VTT = "text/vtt"
SRT = "application/x-subrip"
# A pause after which words without a known speaker begin a new line.
_PAUSE_S = 2.0
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|</?v\b[^<>\n]*|<\d[\d:.]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+[^<>\n]+>")
_VOICE_TAG = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]+)>|</v>")
_CHANGE = re.compile(r"(?:>>+|&gt;&gt;(?:&gt;)?)\s*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one cue that one voice speaks; `fresh` begins a run of its own."""

    label: str | None
    words: str
    cue: Cue
    fresh: bool = False


def read_vtt(text: str) -> Source:
    """A WebVTT file.

    :raises UnsupportedFormat: The file does not begin with `WEBVTT`, or has no cue.
    """
    head = re.match(r"WEBVTT(?![^ \t\r\n])([^\r\n]*)", text)
    if head is None:
        raise UnsupportedFormat("a WebVTT file begins with the line WEBVTT; this one does not")
    title = " ".join(head[1].strip(" \t-–—").split())
    source = _assemble(read_cues(text[head.end() :], blank_ends=True), VTT)
    return replace(source, metadata=Metadata(title=title or None))


def read_srt(text: str) -> Source:
    """An SRT file.

    :raises UnsupportedFormat: The file has no cue.
    """
    return _assemble(read_cues(text, blank_ends=False), SRT)


def _assemble(cues: list[Cue], media_type: str) -> Source:
    if not cues:
        raise UnsupportedFormat(
            f"no cue in this {media_type} file: a cue has a line like 00:00:01.000 --> 00:00:02.000"
        )
    parts: list[str] = []
    length = 0
    marks: list[TimeMark] = []
    labels: list[Label] = []
    before: _Piece | None = None
    for piece in _pieces(fold_rolling(cues)):
        joined = before is not None and not _breaks(before, piece)
        if parts:
            parts.append(" " if joined else "\n")
            length += 1
        start, length = length, length + len(piece.words)
        parts.append(piece.words)
        marks.append(TimeMark(start, length, piece.cue.start_s, piece.cue.end_s))
        if piece.label and joined:
            labels[-1] = Label(piece.label, labels[-1].start, length)
        elif piece.label:
            labels.append(Label(piece.label, start, length))
        before = piece
    return Source("", "", "", media_type, "".join(parts), tuple(marks), tuple(labels))


def _breaks(before: _Piece, piece: _Piece) -> bool:
    if piece.fresh or before.label != piece.label:
        return True
    return piece.label is None and piece.cue.start_s - before.cue.end_s >= _PAUSE_S


def _pieces(cues: list[Cue]) -> Iterator[_Piece]:
    tagged = any("<v" in line and _VOICE.search(line) for cue in cues for line in cue.lines)
    for piece in _by_voice(cues) if tagged else _by_name(cues):
        if piece.words:
            yield piece


def _by_voice(cues: list[Cue]) -> Iterator[_Piece]:
    """Words by their `<v Name>` tags; a tag that is never closed ends with its cue."""
    for cue in cues:
        joined = " ".join(cue.lines)
        label: str | None = None
        start = 0
        for match in _VOICE_TAG.finditer(joined):
            yield _Piece(label, _words(joined[start : match.start()]), cue)
            name = " ".join(html.unescape(match[1] or "").split())
            label, start = name or None, match.end()
        yield _Piece(label, _words(joined[start:]), cue)


def _by_name(cues: list[Cue]) -> Iterator[_Piece]:
    """Words by the `Name:` before them, or by a change of voice that `>>` marks."""
    spoken: list[tuple[Cue, Line, bool]] = []
    offset = 0
    for cue in cues:
        for payload in cue.lines:
            changed = _CHANGE.match(payload)
            words = _words(payload[changed.end() :] if changed else payload)
            if words:
                spoken.append((cue, Line(offset, offset + len(words), words), changed is not None))
                offset += len(words) + 1
    marks = {mark.start: mark for mark in cue_marks([line for _, line, _ in spoken])}
    label: str | None = None
    for cue, line, other_voice in spoken:
        mark = marks.get(line.start)
        if mark:
            label = mark.label
            yield _Piece(label, line.text[mark.after - line.start :].strip(), cue, fresh=True)
        else:
            label = None if other_voice else label
            yield _Piece(label, line.text, cue, fresh=other_voice)


def _words(payload: str) -> str:
    """A payload without tags, with its character references resolved."""
    return " ".join(html.unescape(_TAG.sub("", payload)).split())
