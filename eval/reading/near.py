"""Exchanges that search would put beside each other: what a teacher is asked to tell apart.

A question that somebody would type about an exchange, with that exchange and the ones whose
embeddings are nearest to the question, of whatever transcript. Nobody judged them; a teacher does
(`eval/reading/teaching.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Protocol

import numpy as np

from eval.reading.examples import Example
from eval.reading.packed import UNKNOWN
from eval.reading.rewording import Rewording
from index.language.sentences import sentence_spans
from index.records import FloatMatrix
from index.training.pairs import Exchange as Asked
from index.training.pairs import draw_pair, typed_topic
from retrieval.reading.form import Exchange

LOOKED_THROUGH = 9_000
"""Exchanges among which the nearest are looked up, drawn by chance."""
LEAST_REPLY_WORDS = 8
NEAREST = 4
NEXT = 36
"""Of so many that are nearest after them, `FARTHER` are drawn."""
FARTHER = 2
ASKED, TOPIC_OF_ASKED = 0.3, 0.45
"""How often a reporter's question is taken as it was asked, and a typed one about it; the others
are about a sentence of the reply."""
QUESTION_WORDS = (5, 35)
LEAST_TOPIC_WORDS = 8
REWORDED = 0.45
SHOWN, OTHERS_SHOWN = 0.5, 0.85
"""How often the question before a reply is shown: more seldom where it is the very question."""
EMBEDDED_QUESTION_WORDS, EMBEDDED_WORDS = 60, 70


class Embeds(Protocol):
    """What embeds texts; an `index.encoding.encoder.Encoder` does."""

    @property
    def max_tokens(self) -> int:
        """Word pieces that a text may have."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """The word pieces of each text."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Unit vectors, one for each text."""


def near(
    exchanges: Sequence[Asked],
    rarity: Mapping[str, float],
    encoder: Embeds,
    count: int,
    rewording: Rewording,
    random: Random,
) -> list[Example]:
    """At most `count` questions, each with up to eight exchanges that nobody judged."""
    long = [
        exchange
        for exchange in exchanges
        if len(exchange.replies[0].words.split()) >= LEAST_REPLY_WORDS
    ]
    some = random.sample(long, min(LOOKED_THROUGH, len(long)))
    asked = [
        (number, question)
        for number in random.sample(range(len(some)), min(count, len(some)))
        if (question := _question(some[number], rarity, rewording, random)) is not None
    ]
    if not asked:
        return []
    embedded = _embedded([_as_embedded(exchange) for exchange in some], encoder)
    nearness = _embedded([question for _, question in asked], encoder) @ embedded.T
    examples: list[Example] = []
    for (number, question), row in zip(asked, nearness, strict=True):
        order = [int(at) for at in np.argsort(-row, kind="stable") if at != number]
        order = order[: NEAREST + NEXT]
        beside = [at for at in order if some[at].document == some[number].document]
        farther = random.sample(order[NEAREST:], min(FARTHER, len(order[NEAREST:])))
        group = f"near/{number}/{question}"
        examples.append(_example(group, question, some[number], random.random() < SHOWN))
        for at in dict.fromkeys((*order[:NEAREST], *farther, *beside[:1])):
            examples.append(_example(group, question, some[at], random.random() < OTHERS_SHOWN))
    return examples


def _question(
    exchange: Asked, rarity: Mapping[str, float], rewording: Rewording, random: Random
) -> str | None:
    """What somebody would ask about an exchange, None where nothing could be drawn."""
    drawn: str | None
    way = random.random()
    if way < ASKED:
        spans = sentence_spans(exchange.question, 0, len(exchange.question))
        asked = [exchange.question[start:end] for start, end in spans[-2:]]
        least, most = QUESTION_WORDS
        fitting = [text for text in asked if "?" in text and least <= len(text.split()) <= most]
        drawn = random.choice(fitting) if fitting else None
    elif way < ASKED + TOPIC_OF_ASKED:
        first = replace(exchange, replies=exchange.replies[:1], typed=False)
        drawn = draw_pair([first], 0, rarity, random).question
    else:
        words = exchange.replies[0].words
        said = [words[start:end] for start, end in sentence_spans(words, 0, len(words))]
        long = [text for text in said if len(text.split()) >= LEAST_TOPIC_WORDS]
        drawn = typed_topic(random.choice(long), exchange.name, rarity, random) if long else None
    if drawn is None or random.random() >= REWORDED:
        return drawn
    return rewording.reworded(drawn)


def _as_embedded(exchange: Asked) -> str:
    """About what the index embeds of an exchange."""
    question = exchange.question.split()[-EMBEDDED_QUESTION_WORDS:]
    words = exchange.replies[0].words.split()[:EMBEDDED_WORDS]
    return " ".join((f"{exchange.name}:", *question, *words))


def _embedded(texts: Sequence[str], encoder: Embeds) -> FloatMatrix:
    counted = zip(texts, encoder.count(texts), strict=True)
    return encoder.encode([_fitting(text, pieces, encoder.max_tokens) for text, pieces in counted])


def _fitting(text: str, pieces: int, most: int) -> str:
    """A text with so many word pieces, cut where the encoder does not take as many."""
    return text if pieces <= most else text[: len(text) * most * 3 // (4 * pieces)]


def _example(group: str, question: str, asked: Asked, shown: bool) -> Example:
    words = asked.replies[0].words
    spans = sentence_spans(words, 0, len(words))
    exchange = Exchange(
        asked.name, asked.question if shown else "", tuple(words[a:b] for a, b in spans)
    )
    return Example(group, question, exchange, 0, (UNKNOWN,) * len(spans), 1.0)
