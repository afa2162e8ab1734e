"""Which sentences of a turn stand in one passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import inf

from index.errors import TextTooLong
from index.language.lines import trim
from index.language.sentences import sentence_spans, sentences_by_paragraph
from index.language.tokens import count_tokens, first_characters

Span = tuple[int, int]

# What a border inside a paragraph costs, beside a passage that is not full, which costs the
# square of its empty share: two passages of 70 % that keep a paragraph whole are better than
# one of 100 % and one of 40 %.
BREAK_INSIDE_PARAGRAPH = 0.1
# Characters of an overlong sentence that are looked at for each token of a piece; speech has
# four to five.
CHARACTERS_PER_TOKEN = 20

_CLAUSE_END = re.compile(r"(?:[,;:…)\]”»–—.]|\s--)\s+")
_WORD_END = re.compile(r"\s+")


def pack(text: str, start: int, end: int, max_tokens: int) -> list[Span]:
    """Cut `text[start:end]` into spans of at most `max_tokens` tokens, in order.

    Spans begin and end at sentence borders, are filled evenly (no short rest) and rather end
    with a paragraph. A sentence that is longer than `max_tokens` is cut at the end of a clause,
    else of a word, else anywhere. Together they cover all that is not white space.
    """
    start, end = trim(text, start, end)
    if count_tokens(text[start:end]) <= max_tokens:
        return [(start, end)] if start < end else []
    units: list[Span] = []
    paragraph_ends: set[int] = set()
    for sentences in sentences_by_paragraph(text, start, end):
        for first, last in sentences:
            units.extend(_pieces(text, first, last, max_tokens))
        paragraph_ends.add(len(units))
    befores = [start, *(last for _, last in units[:-1])]
    sizes = [
        count_tokens(text[before:last]) for before, (_, last) in zip(befores, units, strict=True)
    ]
    spans = [(units[i][0], units[j - 1][1]) for i, j in _groups(sizes, paragraph_ends, max_tokens)]
    return [part for span in spans for part in _held(text, span, max_tokens)]


def halve(text: str, start: int, end: int) -> tuple[Span, Span]:
    """Cut a span in two near its middle: between sentences, else words, else characters.

    :raises TextTooLong: It is one character.
    """
    if end - start < 2:
        raise TextTooLong(f"one character, {text[start:end]!r}, is longer than a passage may be")
    borders = [first for first, _ in sentence_spans(text, start, end)[1:]]
    if not borders:
        borders = [match.end() for match in _WORD_END.finditer(text, start, end)]
    middle = (start + end) // 2
    cut = min(borders, key=lambda border: abs(border - middle), default=middle)
    return trim(text, start, cut), trim(text, cut, end)


def _groups(
    sizes: Sequence[int], paragraph_ends: set[int], max_tokens: int
) -> list[tuple[int, int]]:
    """Group units into passages at the least total cost: `(first, end)` positions in `sizes`."""
    least = [0.0] + [inf] * len(sizes)
    before = [0] * len(least)
    for end in range(1, len(least)):
        border = 0.0 if end in paragraph_ends else BREAK_INSIDE_PARAGRAPH
        filled = 0
        for first in range(end - 1, -1, -1):
            filled += sizes[first]
            if filled > max_tokens and first < end - 1:
                break
            cost = least[first] + border + max(0.0, 1 - filled / max_tokens) ** 2
            if cost < least[end]:
                least[end], before[end] = cost, first
    groups: list[tuple[int, int]] = []
    end = len(sizes)
    while end:
        groups.append((before[end], end))
        end = before[end]
    return groups[::-1]


def _pieces(text: str, start: int, end: int, max_tokens: int) -> Iterator[Span]:
    """A sentence, or the pieces of one that is longer than `max_tokens`."""
    while start < end:
        window = text[start : min(end, start + CHARACTERS_PER_TOKEN * max_tokens)]
        fit = start + max(1, first_characters(window, max_tokens))
        cut = end if fit >= end else _cut(text, start, fit)
        yield trim(text, start, cut)
        start = trim(text, cut, end)[0]


def _cut(text: str, start: int, fit: int) -> int:
    """The end of the last clause in the second half of `text[start:fit]`, else of a word."""
    middle = (start + fit) // 2
    for border in (_CLAUSE_END, _WORD_END):
        ends = [match.end() for match in border.finditer(text, middle, fit + 1)]
        if ends:
            return min(ends[-1], fit)
    return fit


def _held(text: str, span: Span, max_tokens: int) -> list[Span]:
    """The span, halved while it is over budget: parts counted alone may give a little less."""
    if count_tokens(text[slice(*span)]) <= max_tokens:
        return [span]
    return [part for half in halve(text, *span) for part in _held(text, half, max_tokens)]
