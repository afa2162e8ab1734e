"""What a reader is worth on what it never learned from, beside the plain cosine.

Whether an exchange answers (accuracy at log-odds of 0, and area under the ROC curve), which
sentence does, and which of ten replies of one transcript replies to the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

import numpy as np

from eval.measuring.confidences import area
from eval.measuring.tables import Row, columns
from eval.reading.examples import Example
from eval.reading.pack import windowed
from index.encoding.encoder import Encoder, embed
from index.language.sentences import sentence_spans
from index.training.pairs import Exchange as Asked
from retrieval.reader import Reader
from retrieval.reading.form import Exchange

REPLIES = 10
MOST_CHARACTERS = 700
"""Only the beginning of a longer text is embedded, so that it fits the encoder."""
MOST_WORDS = 110
SEED = 3
"""The examples are drawn with one seed, so that they are the same for every reader."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares and areas of one kind of choice, the reader's and the cosine's, over `count`."""

    name: str
    choice: str
    count: int
    reader: float
    cosine: float


def measure(
    reader: Reader,
    encoder: Encoder,
    held_out: Mapping[str, Sequence[Example]],
    spoken: Sequence[Asked],
    *,
    most: int,
) -> list[Measured]:
    """Measure on at most so many examples of each set, and as many spoken exchanges."""
    random = Random(SEED)  # noqa: S311 (reproducible, not secret)
    measured: list[Measured] = []
    for name, examples in held_out.items():
        groups = [list(g) for _, g in groupby(sorted(examples, key=_group), key=_group)]
        random.shuffle(groups)
        chosen: list[Example] = []
        for group in groups:
            if len(chosen) >= most:
                break
            chosen += [windowed(example, random) for example in group]
        measured += _answerability(name, chosen, reader, encoder)
        measured += _sentences(name, chosen, reader, encoder)
    if spoken:
        measured.append(_replies(spoken, reader, encoder, most // 4, random))
    return measured


def lines(measured: Iterable[Measured]) -> list[str]:
    """A table in aligned columns."""
    rows: list[Row] = [("held out", "choice", "of", "reader", "cosine")]
    rows += [
        (row.name, row.choice, str(row.count), f"{row.reader:.3f}", f"{row.cosine:.3f}")
        for row in measured
    ]
    return columns(rows)


def _group(example: Example) -> str:
    return example.group


def _answerability(
    name: str, examples: Sequence[Example], reader: Reader, encoder: Encoder
) -> list[Measured]:
    told: list[float] = []
    near: list[float] = []
    for question, given in groupby(examples, key=lambda example: example.question):
        exchanges = [example.exchange for example in given]
        told += [read.answers for read in reader.read(question, exchanges)]
        near += _cosines(question, [_text(exchange) for exchange in exchanges], encoder).tolist()
    right = np.array([example.answers for example in examples], dtype=bool)
    both = []
    for values in (np.array(told), np.array(near)):
        both.append(area(values[right].tolist(), values[~right].tolist()))
    best = max(float(((np.array(near) > at) == right).mean()) for at in near)
    accuracy = float(((np.array(told) > 0) == right).mean())
    return [
        Measured(name, "answerable, area", len(examples), both[0], both[1]),
        Measured(name, "answerable, accuracy", len(examples), accuracy, best),
    ]


def _sentences(
    name: str, examples: Sequence[Example], reader: Reader, encoder: Encoder
) -> list[Measured]:
    chosen = [
        example for example in examples if example.answers and {0, 1} <= set(example.sentences)
    ]
    if not chosen:
        return []
    told, near = 0, 0
    for example in chosen:
        read = reader.read(example.question, [example.exchange])[0]
        told += example.sentences[int(np.argmax(read.sentences))]
        near += example.sentences[
            int(np.argmax(_cosines(example.question, example.exchange.sentences, encoder)))
        ]
    count = len(chosen)
    return [Measured(name, "first sentence", count, told / count, near / count)]


def _replies(
    spoken: Sequence[Asked], reader: Reader, encoder: Encoder, most: int, random: Random
) -> Measured:
    """Which of ten replies of one transcript replies: the question is not shown beside them."""
    by_document: dict[str, list[Asked]] = {}
    for exchange in spoken:
        by_document.setdefault(exchange.document, []).append(exchange)
    large = [given for given in by_document.values() if len(given) >= REPLIES]
    told, near, count = 0, 0, 0
    while large and count < most:
        some = random.sample(random.choice(large), REPLIES)
        texts = [exchange.replies[0].words for exchange in some]
        exchanges = [
            Exchange(
                exchange.name, "", tuple(text[a:b] for a, b in sentence_spans(text, 0, len(text)))
            )
            for exchange, text in zip(some, texts, strict=True)
        ]
        question = " ".join(some[0].question.split()[-50:])
        read = [reading.answers for reading in reader.read(question, exchanges)]
        told += int(np.argmax(read)) == 0
        near += int(np.argmax(_cosines(question, texts, encoder))) == 0
        count += 1
    return Measured("transcripts", "reply of ten", count, told / count, near / count)


def _text(exchange: Exchange) -> str:
    return " ".join((exchange.asked, *exchange.sentences)).strip()


def _cosines(question: str, texts: Sequence[str], encoder: Encoder) -> np.ndarray:
    cut = [" ".join(text.split()[:MOST_WORDS])[:MOST_CHARACTERS] for text in (question, *texts)]
    rows = embed(cut, encoder)
    return np.asarray(rows[1:] @ rows[0])
