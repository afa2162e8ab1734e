"""Questions on meetings with the sentences that people marked as evidence, as examples.

Beside turns that hold evidence stand turns of the same meeting that hold none: those whose words
are nearest to the question, and some at random.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.reading.examples import Example
from index.errors import TrainingError
from index.language.sentences import sentence_spans
from retrieval.reading.form import Exchange

FILES = ("turns.jsonl", "queries.jsonl", "evidence.jsonl")
MOST_RIGHT = 4
NEAREST = 12
"""Some of so many nearest turns without evidence are drawn."""
NEAREST_DRAWN = 4
DRAWN = 2
LEAST_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Turn:
    number: int
    speaker: str
    text: str
    asked: str


def read_meetings(folder: Path, random: Random) -> Iterator[Example]:
    """The examples of a collection of turns with `evidence.jsonl`.

    :raises TrainingError: A file is missing.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise TrainingError(f"{folder} lacks {', '.join(missing)}: give a collection with evidence")
    turns: dict[str, list[_Turn]] = defaultdict(list)
    for row in _rows(folder / "turns.jsonl"):
        given = turns[row["doc_id"]]
        before = given[-1].text if given else ""
        asked = before if before.rstrip().endswith("?") else ""
        given.append(_Turn(row["turn_id"], row["speaker"], row["text"], asked))
    evidence: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(folder / "evidence.jsonl"):
        evidence[row["qid"]][row["turn_id"]].append(row["text"])
    near = {name: _Near(given) for name, given in turns.items()}
    for row in _rows(folder / "queries.jsonl"):
        marked = evidence.get(row["qid"])
        if marked:
            yield from _examples(row, turns[row["doc_id"]], marked, near[row["doc_id"]], random)


class _Near:
    """Looks up the turns of a meeting whose words are nearest to a question."""

    def __init__(self, turns: Sequence[_Turn]) -> None:
        self._words = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32)
        self._rows = self._words.fit_transform([f"{turn.asked} {turn.text}" for turn in turns])

    def order(self, question: str) -> list[int]:
        near = (self._rows @ self._words.transform([question]).T).toarray().ravel()
        return [int(at) for at in np.argsort(-near, kind="stable")]


def _examples(
    query: Mapping[str, str],
    turns: Sequence[_Turn],
    marked: Mapping[int, Sequence[str]],
    near: _Near,
    random: Random,
) -> Iterator[Example]:
    group = f"meetings/{query['qid']}"
    right = [turn for turn in turns if turn.number in marked]
    for turn in random.sample(right, min(MOST_RIGHT, len(right))):
        spans = sentence_spans(turn.text, 0, len(turn.text))
        held = [turn.text.find(text) for text in marked[turn.number]]
        ends = [at + len(text) for at, text in zip(held, marked[turn.number], strict=True)]
        judged = tuple(
            int(any(at >= 0 and a < end and at < b for at, end in zip(held, ends, strict=True)))
            for a, b in spans
        )
        if not any(judged):
            continue
        yield Example(group, query["text"], _exchange(turn, spans), 1, judged, 1.0)
    wrong = [
        at
        for at in near.order(query["text"])
        if turns[at].number not in marked and len(turns[at].text.split()) >= LEAST_WORDS
    ]
    best, rest = wrong[:NEAREST], wrong[NEAREST:]
    chosen = random.sample(best, min(NEAREST_DRAWN, len(best)))
    chosen += random.sample(rest, min(DRAWN, len(rest)))
    for at in chosen:
        spans = sentence_spans(turns[at].text, 0, len(turns[at].text))
        yield Example(group, query["text"], _exchange(turns[at], spans), 0, (0,) * len(spans), 1.0)


def _exchange(turn: _Turn, spans: Sequence[tuple[int, int]]) -> Exchange:
    return Exchange(turn.speaker, turn.asked, tuple(turn.text[a:b] for a, b in spans))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
