"""The best of what was found, read again by the reader: which windows of which turns, and what for.

A window is some neighbouring sentences of one turn around a passage that was found. The ranking
says which are worth reading; since it may be wrong just where a question has other words than the
record, the best by nearness alone are read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.catalogue import Catalogue
from retrieval.ranking import Floats, Pool
from retrieval.reader import Reader
from retrieval.reading.form import WORDS_PIECES, Exchange, Read
from retrieval.selection import Span
from retrieval.texts import Texts

WINDOWS = 12
"""Windows that are read for one question."""
BY_RANKING = 8
"""How many of them the ranking chooses. The others are chosen in turn by nearness of the passage,
by nearness of the question before it, and by words."""
PIECE_CHARACTERS = 4.2
"""Characters of speech in a word piece, in the mean."""
ASKED_CHARACTERS = 400
"""The end of the question before a reply; the reader keeps no more."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of one turn, as spans of the source, and what the reader says."""

    turn: int
    sentences: tuple[Span, ...]
    read: Read

    @property
    def start(self) -> int:
        """Where its first sentence begins."""
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        """Where its last sentence ends."""
        return self.sentences[-1][1]

    def of(self, start: int, end: int) -> float:
        """The best log-odds of the sentences that overlap a span of the source."""
        told = self.read.sentences or (self.read.answers,) * len(self.sentences)
        inside = [
            value
            for (a, b), value in zip(self.sentences, told, strict=True)
            if a < end and start < b
        ]
        return max(inside, default=min(told))


def read_again(
    question: str, pool: Pool, scores: Floats, catalogue: Catalogue, texts: Texts, reader: Reader
) -> dict[int, Window]:
    """Read the best candidates, each exchange once for one question.

    :param scores: What the ranking gives each candidate.
    :return: For places of the pool that were read, the window that each stands in.
    """
    places = list(chosen(pool, scores))
    spans: list[tuple[int, tuple[Span, ...]]] = []
    window_of: dict[int, int] = {}
    for place in places:
        row = pool.rows[place]
        turn = int(catalogue.passage_turn[row])
        passage = (int(catalogue.passage_start[row]), int(catalogue.passage_end[row]))
        known = next(
            (n for n, (t, s) in enumerate(spans) if t == turn and _holds(s, passage)), None
        )
        if known is None:
            if len(spans) == WINDOWS:
                continue
            known = len(spans)
            spans.append((turn, around(texts.sentences(turn), passage)))
        window_of[place] = known
    exchanges = [_exchange(turn, sentences, catalogue, texts) for turn, sentences in spans]
    unread = [exchange for exchange in dict.fromkeys(exchanges) if exchange not in texts.told]
    if unread:
        texts.told |= zip(unread, reader.read(question, unread), strict=True)
    windows_read = [
        Window(turn, sentences, texts.told[exchange])
        for (turn, sentences), exchange in zip(spans, exchanges, strict=True)
    ]
    return {place: windows_read[number] for place, number in window_of.items()}


def with_reader(pool: Pool, windows: Mapping[int, Window], catalogue: Catalogue) -> Pool:
    """Give each candidate what the reader says of it; one that was not read gets the least."""
    if not windows:
        return pool
    whole = np.full(len(pool.rows), min(window.read.answers for window in windows.values()))
    best = np.full(len(pool.rows), np.inf)
    for place, window in windows.items():
        row = pool.rows[place]
        whole[place] = window.read.answers
        best[place] = window.of(int(catalogue.passage_start[row]), int(catalogue.passage_end[row]))
    best[np.isinf(best)] = best.min()
    return replace(pool, reader=whole, reader_sentence=best)


def chosen(pool: Pool, scores: Floats) -> Iterable[int]:
    """Places of the pool in the order in which they are worth reading, each once."""
    depth = 4 * WINDOWS
    ranked = np.argsort(-scores, kind="stable")[:depth]
    others = [
        np.argsort(-column, kind="stable")[:WINDOWS]
        for column in (pool.dense, pool.question_dense, pool.exchange)
    ]
    turns = [*ranked[:BY_RANKING], *(place for row in zip(*others, strict=True) for place in row)]
    return dict.fromkeys(map(int, [*turns, *ranked[BY_RANKING:]]))


def _holds(sentences: Sequence[Span], passage: Span) -> bool:
    """Whether most of a passage stands in these sentences."""
    start, end = sentences[0][0], sentences[-1][1]
    shared = min(end, passage[1]) - max(start, passage[0])
    return shared >= 0.8 * (passage[1] - passage[0])


def around(sentences: Sequence[Span], passage: Span) -> tuple[Span, ...]:
    """The passage's sentences, and as many beside them as the reader takes, before and after."""
    inside = [n for n, (a, b) in enumerate(sentences) if a < passage[1] and passage[0] < b]
    first, last = inside[0], inside[-1]
    room = WORDS_PIECES * PIECE_CHARACTERS - (sentences[last][1] - sentences[first][0])
    while True:
        before = first > 0 and sentences[first][0] - sentences[first - 1][0] <= room
        after = last + 1 < len(sentences) and sentences[last + 1][1] - sentences[last][1] <= room
        if not (before or after):
            return tuple(sentences[first : last + 1])
        if before and (not after or inside[0] - first <= last - inside[-1]):
            room -= sentences[first][0] - sentences[first - 1][0]
            first -= 1
        else:
            room -= sentences[last + 1][1] - sentences[last][1]
            last += 1


def _exchange(turn: int, sentences: Sequence[Span], catalogue: Catalogue, texts: Texts) -> Exchange:
    text, question = texts.text_around(turn), int(catalogue.replies_to[turn])
    asked = texts.words(question)[-ASKED_CHARACTERS:] if question >= 0 else ""
    (label,) = catalogue.labels_of(np.array([turn]))
    return Exchange(label, asked, tuple(text[a:b] for a, b in sentences))
