"""From a passage to the words worth quoting: whole sentences of one turn, verified in the source.

Nothing is ever composed. A quote is a slice of the source text between two sentence borders of
one turn; it is compared with the source by its offsets, and its speaker with the printed label,
before it leaves the house.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.errors import QuoteMismatch
from index.records import Turn
from index.sentences import sentence_spans

WHOLE_TURN = 450
"""A turn of at most this many characters is quoted whole (press-dev: 80 % of the gold spans)."""
QUOTE_CHARACTERS = 420
"""A longer turn is quoted in part, up to about this many characters (press-dev, likewise)."""
STANDS_ALONE = 150
"""A quote of so many characters needs no sentence of the next paragraph (press-dev, likewise)."""
HIGHLIGHT_SHARE = 0.6
"""Sentences that reach this share of the best sentence's weight are highlighted."""
LEAD_WEIGHT = 0.35
"""What opening a reply is worth when the question carries the topic, as a share of its weight."""

Terms = Callable[[str], Sequence[str]]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences chosen: `start:end` in the source, highlights counted inside the quote."""

    start: int
    end: int
    highlights: tuple[Span, ...]


def select(
    text: str, turn: Turn, passage: Span, weights: Mapping[str, float], terms: Terms, lead: float
) -> Selection:
    """Choose the sentences of `turn` that answer, around the passage that was found.

    :param text: The source text.
    :param weights: Weight of each term of the question (how rare it is on record).
    :param terms: Splits text into the same terms.
    :param lead: How much of the topic stands in the question that the turn answers (0 to 1):
        then its answer is likely to begin at once.
    """
    sentences = sentence_spans(text, turn.start, turn.end)
    values = [_weight(text[start:end], weights, terms) for start, end in sentences]
    if turn.start <= passage[0] and passage[0] <= sentences[0][1]:
        values[0] += LEAD_WEIGHT * lead * sum(weights.values())
    inside = [
        i for i, (start, end) in enumerate(sentences) if start < passage[1] and passage[0] < end
    ]
    best = max(inside, key=lambda i: (values[i], -i))
    if turn.end - turn.start <= WHOLE_TURN:
        first, last = 0, len(sentences) - 1
    else:
        first, last = _grow(text, sentences, values, best)
    return Selection(
        sentences[first][0], sentences[last][1], _highlights(sentences, values, first, last, best)
    )


def _weight(sentence: str, weights: Mapping[str, float], terms: Terms) -> float:
    return sum(weights.get(term, 0.0) for term in set(terms(sentence)))


def _grow(
    text: str, sentences: Sequence[Span], values: Sequence[float], best: int
) -> tuple[int, int]:
    """Take neighbours into the quote while it stays short, the weightier side first.

    A quote leaves its paragraph only while it is too short to stand alone.
    """
    first = last = best
    while True:
        options = []
        if last + 1 < len(sentences):
            options.append((values[last + 1], 1, first, last + 1))
        if first > 0:
            options.append((values[first - 1], 0, first - 1, last))
        stands_alone = sentences[last][1] - sentences[first][0] >= STANDS_ALONE
        fitting = [
            option
            for option in options
            if sentences[option[3]][1] - sentences[option[2]][0] <= QUOTE_CHARACTERS
            and not (stands_alone and _adds_paragraph(text, sentences, first, last, option[2:]))
        ]
        if not fitting:
            return first, last
        _, _, first, last = max(fitting)


def _adds_paragraph(
    text: str, sentences: Sequence[Span], first: int, last: int, grown: tuple[int, int]
) -> bool:
    """Whether the sentence that `grown` adds to `first..last` stands in another paragraph."""
    if grown[0] < first:
        between = text[sentences[grown[0]][1] : sentences[first][0]]
    else:
        between = text[sentences[last][1] : sentences[grown[1]][0]]
    return "\n" in between


def _highlights(
    sentences: Sequence[Span], values: Sequence[float], first: int, last: int, best: int
) -> tuple[Span, ...]:
    offset = sentences[first][0]
    threshold = max(values[best] * HIGHLIGHT_SHARE, 1e-9)
    chosen = [i for i in range(first, last + 1) if values[i] >= threshold] or [best]
    return tuple((sentences[i][0] - offset, sentences[i][1] - offset) for i in chosen)


def verify(quote: str, turn: Turn, start: int, end: int, read_again: str) -> None:
    """Compare a quote with the source, word for word, and its speaker with the printed label.

    A label that the format marks apart from the text (a voice tag) has no place to be read at.

    :param read_again: The source text as the store gives it now, compared with its own hash.
    :raises QuoteMismatch: Then the quote must not be served.
    """
    if not turn.start <= start < end <= turn.end:
        raise QuoteMismatch(
            f"A quote at {start}-{end} leaves its turn {turn.turn_id} at {turn.start}-{turn.end}; "
            "index the source again."
        )
    if read_again[start:end] != quote:
        digest = hashlib.sha256(quote.encode()).hexdigest()[:12]
        raise QuoteMismatch(
            f"A quote of turn {turn.turn_id} ({len(quote)} characters, SHA-256 {digest}) differs "
            f"from its source at {start}-{end}; index the source again."
        )
    printed = turn.label_start < turn.start
    if printed and not read_again.startswith(turn.label, turn.label_start):
        raise QuoteMismatch(
            f"The label {turn.label!r} of turn {turn.turn_id} does not stand at "
            f"{turn.label_start} in its source; index the source again."
        )
