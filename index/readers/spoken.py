"""From pieces of speech to a source: one line of text for each run, with labels and times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import EmptySource
from index.records import Label, Source, TimeMark

# A pause after which words without a known speaker begin a new line.
_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that one voice speaks; `fresh` begins a run of its own.

    `label` is empty where nothing tells who speaks.
    """

    label: str
    words: str
    start_s: float
    end_s: float
    fresh: bool = False


def assemble(pieces: Iterable[Piece], media_type: str) -> Source:
    """The words in order; each run of one voice is a line and has a label, empty for nobody's.

    Pieces that all stand at the beginning have no times.

    :raises EmptySource: No piece has a word.
    """
    parts: list[str] = []
    length = 0
    marks: list[TimeMark] = []
    labels: list[Label] = []
    before: Piece | None = None
    for piece in pieces:
        if not piece.words:
            continue
        joined = before is not None and not _breaks(before, piece)
        if parts:
            parts.append(" " if joined else "\n")
            length += 1
        start, length = length, length + len(piece.words)
        parts.append(piece.words)
        marks.append(TimeMark(start, length, piece.start_s, piece.end_s))
        labels.append(Label(piece.label, labels.pop().start if joined else start, length))
        before = piece
    if not parts:
        raise EmptySource(f"no words are left of this {media_type} file, only its marks")
    timed = any(mark.end_s > 0 for mark in marks)
    kept = tuple(marks) if timed else ()
    return Source("", "", "", media_type, "".join(parts), kept, tuple(labels))


def _breaks(before: Piece, piece: Piece) -> bool:
    if piece.fresh or before.label != piece.label:
        return True
    return not piece.label and piece.start_s - before.end_s >= _PAUSE_S
