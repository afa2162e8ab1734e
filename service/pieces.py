"""Text in pieces: what is marked and what is not, for everything that shows highlights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or plain; `anchors` are spans that begin where it begins."""

    text: str
    marked: bool
    anchors: tuple[Span, ...] = ()


def pieces(
    text: str, start: int, end: int, marks: Sequence[Span], anchors: Iterable[Span] = ()
) -> tuple[Piece, ...]:
    """Cut `text[start:end]` at the borders of marks and at the beginnings of anchors.

    :param marks: Spans of `text` in order, without overlap; what lies outside is left out.
    :return: Joined, the pieces give `text[start:end]`; none for an empty span.
    """
    beginning: dict[int, list[Span]] = {}
    for anchor in anchors:
        if start <= anchor[0] < end:
            beginning.setdefault(anchor[0], []).append(anchor)
    inside = [(max(a, start), min(b, end)) for a, b in marks if a < end and start < b]
    cuts = sorted({start, end, *beginning, *(border for mark in inside for border in mark)})
    return tuple(
        Piece(
            text[first:last],
            any(a <= first < b for a, b in inside),
            tuple(beginning.get(first, ())),
        )
        for first, last in pairwise(cuts)
    )
