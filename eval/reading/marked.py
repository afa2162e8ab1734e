"""Questions of a collection with the passages that were judged for them, as examples.

A span of grade 1 or 2 is read in the window that the program would read around it; one of grade 0
as it is, and its sentences answer nothing. So a collection teaches where its judges also marked
what looks like the answer and is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.collections.collection import Collection, Gold, load_collection
from eval.reading.examples import Example
from index.errors import TrainingError
from index.language.sentences import sentence_spans
from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource, Turn
from retrieval.reading.form import Exchange
from retrieval.rereading import ASKED_CHARACTERS, around
from retrieval.selection import Span

HELD_OUT_SHARE = 0.1
"""The share of the questions that are measured on and not learned from."""
IN_PART = 0.5
"""What an answer in part weighs."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A collection's examples to learn from, and those of the questions that are held out."""

    name: str
    sha256: str
    learned: tuple[Example, ...]
    held_out: tuple[Example, ...]


def read_marked(folder: Path) -> Marked:
    """The examples of a collection with spans of all grades.

    :raises CollectionError: It is no collection, or its documents are missing or differ.
    :raises TrainingError: A span stands in nobody's words.
    """
    collection = load_collection(folder)
    learned: list[Example] = []
    held: list[Example] = []
    for question, examples in _by_question(collection):
        (held if _is_held_out(question) else learned).extend(examples)
    return Marked(collection.name, collection.sha256, tuple(learned), tuple(held))


def _by_question(collection: Collection) -> Iterator[tuple[str, list[Example]]]:
    texts = {gold.document for gold in collection.golds}
    spoken = {path.name: _Spoken(path) for path in collection.paths() if path.name in texts}
    golds: dict[str, list[Gold]] = {query.query_id: [] for query in collection.queries}
    for gold in collection.golds:
        golds[gold.query_id].append(gold)
    for query in collection.queries:
        judged = golds[query.query_id]
        group = f"{collection.name}/{query.query_id}"
        examples = [
            spoken[gold.document].example(group, query.text, gold, judged) for gold in judged
        ]
        yield query.query_id, list({example.exchange: example for example in examples}.values())


class _Spoken:
    """A transcript's turns, to look up what was said in a span."""

    def __init__(self, path: Path) -> None:
        self._parsed: ParsedSource = parse(read_source(path.name, path.read_bytes()))
        self._turns = {turn.turn_id: turn for turn in self._parsed.turns}
        self._text = self._parsed.source.text

    def example(self, group: str, question: str, gold: Gold, judged: Sequence[Gold]) -> Example:
        turn = self._turn(gold)
        sentences = sentence_spans(self._text, turn.start, turn.end)
        inside: Sequence[Span]
        if gold.relevance:
            inside = around(sentences, (gold.start, gold.end))
        else:
            inside = [span for span in sentences if _overlap(span, gold)]
        right = [other for other in judged if other.relevance and other.document == gold.document]
        labels = tuple(int(any(_overlap(span, other) for other in right)) for span in inside)
        asked = self._turns.get(turn.replies_to or "")
        exchange = Exchange(
            turn.printed,
            "" if asked is None else self._text[asked.start : asked.end][-ASKED_CHARACTERS:],
            tuple(self._text[a:b] for a, b in inside),
        )
        grades = [other.relevance for other in right if any(_overlap(s, other) for s in inside)]
        weight = IN_PART if grades and max(grades) == 1 else 1.0
        return Example(group, question, exchange, int(any(labels)), labels, weight)

    def _turn(self, gold: Gold) -> Turn:
        for turn in self._parsed.turns:
            if turn.start <= gold.start and gold.end <= turn.end:
                return turn
        raise TrainingError(
            f"{gold.query_id}: the span {gold.start}:{gold.end} of {gold.document} is in no turn; "
            "judge a span inside one"
        )


def _overlap(span: Span, gold: Gold) -> bool:
    return span[0] < gold.end and gold.start < span[1]


def _is_held_out(question: str) -> bool:
    digest = hashlib.sha256(question.encode()).digest()
    return int.from_bytes(digest[:4]) < HELD_OUT_SHARE * 2**32
