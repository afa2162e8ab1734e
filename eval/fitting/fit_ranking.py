"""Fits the weights of the ranking to collections, and shows what they give where not fitted.

`python -m eval.fitting.fit_ranking COLLECTION…` prints nDCG@10 and hit@1 of every table,
cross-validated by question and with the whole collection held out, and the constants for
`retrieval/ranking.py`. A collection may have `=WEIGHT` behind it; where questions name a document
they are asked of all and of their own, which makes two tables. To be run again when the evidence
changes.
"""

from __future__ import annotations

import argparse
import math
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from eval.collections.collection import ASKED, Collection, Gold
from eval.collections.families import families
from eval.command import CACHE
from eval.fitting.listwise import Floats, Judged, fit_weights
from eval.measuring.measures import ranking_measures
from eval.measuring.relevance import delivers
from eval.measuring.tables import Row, columns
from eval.running.found import Found
from eval.running.loading import load
from eval.running.passages import PassageTable
from eval.running.prepared import open_prepared
from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder, load_encoder
from index.errors import CollectionError, OnRecordError
from index.records import Scored
from retrieval.answer import Searcher
from retrieval.ranking import FEATURES
from retrieval.reader import Reader, load_reader
from retrieval.results import Question

FOLDS = 8
MOST_QUESTIONS = 300
"""Questions of one table; of a longer one as many are taken, evenly spread."""
DEPTH = 100
SHOWN = ("nDCG@10", "hit@1")


@dataclass(frozen=True, slots=True)
class Candidates:
    """One question's candidates with their spans, and what was judged."""

    judged: Judged
    collection: str
    found: tuple[Found, ...]
    golds: tuple[Gold, ...]

    def measures(self, weights: Floats) -> list[float]:
        """nDCG@10 and hit@1 of the passages in the order that these weights give."""
        order = np.argsort(-(self.judged.rows @ weights), kind="stable")[:DEPTH]
        hits = {self.judged.query_id: [self.found[place] for place in order]}
        values = ranking_measures(hits, {self.judged.query_id: self.golds})
        return [values[name][self.judged.query_id] for name in SHOWN]

    @property
    def fold(self) -> int:
        """The same for one question however it is asked."""
        return zlib.crc32(f"{self.collection} {self.judged.query_id}".encode()) % FOLDS


def gather(
    collection: Collection,
    encoder: Encoder,
    reader: Reader | None,
    cache: Path,
    tell: Callable[[str], None],
) -> list[Candidates]:
    """Ask the collection's answerable questions for their candidates.

    :raises QuestionError: A question cannot be used.
    """
    opened = open_prepared(collection, encoder, cache, budget=PassageBudget())
    golds = collection.golds_of()
    asked = [query for query in collection.queries if query.answerable and query.kind != ASKED]
    every = -(-len(asked) // MOST_QUESTIONS)
    candidates: list[Candidates] = []
    try:
        searcher, passages = Searcher(opened, reader=reader), PassageTable(opened.store)
        for inside in (False, True):
            chosen = [query for query in asked[::every] if query.document or not inside]
            table = f"{collection.name}{', inside' if inside else ''}"
            if chosen:
                tell(f"{table}: asking {len(chosen)} questions")
            for query in chosen:
                within = (query.document,) if inside and query.document else ()
                keys, rows = searcher.candidates(Question(text=query.text, documents=within))
                spans = passages.found([Scored(int(key), 0.0) for key in keys])
                grades = [_grade(span, golds[query.query_id]) for span in spans]
                judged = Judged(table, query.query_id, rows, np.array(grades))
                candidates.append(Candidates(judged, collection.name, spans, golds[query.query_id]))
    finally:
        opened.close()
    return candidates


def _grade(span: Found, golds: Sequence[Gold]) -> float:
    return float(max((gold.relevance for gold in golds if delivers(span, gold)), default=0))


def held_out(
    questions: Sequence[Candidates],
    importance: dict[str, float],
    part: Callable[[Candidates], object],
) -> dict[str, list[list[float]]]:
    """The measures of each table's questions, each by weights fitted without its part."""
    values: dict[str, list[list[float]]] = {question.judged.table: [] for question in questions}
    for name in dict.fromkeys(map(part, questions)):
        others = [question.judged for question in questions if part(question) != name]
        weights = fit_weights(others, importance)
        for question in questions:
            if part(question) == name:
                values[question.judged.table].append(question.measures(weights))
    return values


def report(
    questions: Sequence[Candidates], importance: dict[str, float], family_of: Mapping[str, str]
) -> list[str]:
    """The lines that are printed."""
    rows: list[Row] = [("table", "questions", "weights", *SHOWN)]
    ways: dict[str, Callable[[Candidates], object]] = {
        "held out by question": lambda question: question.fold,
        "collection held out": lambda question: family_of[question.collection],
    }
    if len({family_of[question.collection] for question in questions}) < 2:
        del ways["collection held out"]
    for way, part in ways.items():
        for table, values in held_out(questions, importance, part).items():
            means = np.mean(np.array(values), axis=0)
            rows.append((table, str(len(values)), way, *(f"{mean:.3f}" for mean in means)))
    weights = fit_weights([question.judged for question in questions], importance)
    constants = [
        f"    {name}_weight: float = {weight:.2f}"
        for name, weight in zip(FEATURES, weights, strict=True)
    ]
    return [*columns(rows), "", "Constants for retrieval/ranking.py:", "", *constants]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit as the command line says, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting.fit_ranking", description=__doc__)
    parser.add_argument("collections", nargs="+", metavar="COLLECTION[=WEIGHT]")
    parser.add_argument("--documents", type=Path, help="folder of the documents")
    parser.add_argument("--reader", help="folder of a reader, or none; without it the bundled one")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps indexes and embeddings")
    options = parser.parse_args(arguments)
    encoder, reader = load_encoder(), load_reader(options.reader)
    questions: list[Candidates] = []
    importance: dict[str, float] = {}
    loaded: list[Collection] = []
    try:
        for given in options.collections:
            folder, importance_of = _with_weight(given)
            collection = load(folder, options.documents)
            loaded.append(collection)
            gathered = gather(
                collection, encoder, reader, options.cache, lambda words: _write(sys.stderr, words)
            )
            importance |= {question.judged.table: importance_of for question in gathered}
            questions += gathered
        lines = report(questions, importance, families(loaded))
    except OnRecordError as error:
        _write(sys.stderr, str(error))
        return 1
    _write(sys.stdout, "\n".join(lines))
    return 0


def _with_weight(given: str) -> tuple[Path, float]:
    """A collection's folder and what it counts, 1 where nothing is said.

    :raises CollectionError: What stands behind the last `=` is no number above 0.
    """
    folder, sign, weight = given.rpartition("=")
    if not sign:
        return Path(given), 1.0
    try:
        number = float(weight)
    except ValueError:
        number = 0.0
    if not (0.0 < number < math.inf):
        raise CollectionError(
            f"{given}: expected a weight above 0 behind the =, such as {folder}=3, is {weight!r}"
        )
    return Path(folder), number


def _write(stream: TextIO, words: str) -> None:
    stream.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
