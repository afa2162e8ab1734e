"""Quoted and judged words marked in a document's text: which pieces to show, and what each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Words around a span that let a reader see where it stands.
MARGIN = 140
# A longer span is shown by its beginning and its end.
LONGEST = 1_400
BEGINNING = 900
END = 300
# How far a border may move to stand between two words.
NEAR = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """A span `[start, end)` of a document's text, and the name of what it is."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a document: `text[start:end]`, and the names of all marks that cover them."""

    start: int
    end: int
    words: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Windows into a document's text, each a run of pieces without a gap.

    `from_start` and `to_end` say whether nothing is left out before and behind.
    """

    windows: tuple[tuple[Piece, ...], ...]
    from_start: bool
    to_end: bool


def excerpt(text: str, start: int, end: int, marks: Sequence[Mark]) -> Excerpt:
    """Show a span with some words around it and every mark that falls into what is shown.

    :raises ValueError: The span does not lie inside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {start}:{end} does not lie in a text of {len(text)} characters")
    first, last = _word_start(text, start), _word_end(text, end)
    # White space before a gap would only put its dots on a line of their own.
    first += len(text[first:start]) - len(text[first:start].lstrip())
    last -= len(text[end:last]) - len(text[end:last].rstrip())
    borders = [(first, last)]
    if end - start > LONGEST:
        borders = [
            (first, _word_end(text, start + BEGINNING, 0)),
            (_word_start(text, end - END, 0), last),
        ]
    windows = tuple(pieces(text, begin, stop, marks) for begin, stop in borders)
    return Excerpt(windows, from_start=first == 0, to_end=last == len(text))


def pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Cut `text[start:end]` wherever a mark begins or ends; the pieces together are the slice."""
    within = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end}
    for mark in within:
        cuts |= {max(start, mark.start), min(end, mark.end)}
    return tuple(
        Piece(
            begin,
            stop,
            text[begin:stop],
            tuple(dict.fromkeys(m.name for m in within if m.start <= begin and stop <= m.end)),
        )
        for begin, stop in pairwise(sorted(cuts))
    )


def _word_start(text: str, at: int, margin: int = MARGIN) -> int:
    """The start of a word about `margin` characters before a place, or the text's start."""
    limit = at - margin
    if limit <= 0:
        return 0
    later = range(limit, min(limit + NEAR, len(text)))
    return next((place for place in later if text[place - 1].isspace()), limit)


def _word_end(text: str, at: int, margin: int = MARGIN) -> int:
    """The end of a word about `margin` characters behind a place, or the text's end."""
    limit = at + margin
    if limit >= len(text):
        return len(text)
    earlier = range(limit, max(limit - NEAR, 0), -1)
    return next((place for place in earlier if text[place].isspace()), limit)
