"""Fits what speaks for a run of sentences, and judges it on collections that it never saw.

`python -m eval.fitting.fit_quotes COLLECTION…` asks every answerable question, takes the turns that
were found and hold a judged span, and fits the chance of each run of sentences to the run that
covers the span best. It prints the mean character F1 of the chosen run in each collection, by the
weights that stand in `retrieval/selection.py` and by weights fitted to the other collections, and
the weights fitted to all. To be run again when the reader or the passages change.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from eval.collections.collection import Collection, Gold
from eval.collections.families import families
from eval.command import CACHE
from eval.fitting.listwise import Floats, Judged, fit_weights
from eval.measuring.tables import Row, columns
from eval.running.loading import load
from eval.running.prepared import open_prepared
from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder, load_encoder
from index.errors import OnRecordError
from retrieval.answer import Searcher
from retrieval.citations import Choices
from retrieval.reader import Reader, load_reader
from retrieval.results import Question
from retrieval.selection import READER_WEIGHTS, RUN_FEATURES, WORD_WEIGHTS, most_expected

TURNS = 5
"""Turns of the ranking that are looked at for one question."""
NEARLY = 0.1
"""Runs whose F1 is so near to the best run's are taken for as good."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The runs of one turn that holds a judged span, with the F1 of each with it, `(n,)`."""

    judged: Judged
    choices: Choices
    f1: Floats

    def by(self, weights: Floats) -> float:
        """F1 of the run that these weights choose."""
        return float(self.f1[most_expected(self.choices.spans, self.choices.rows @ weights)])


def gather(
    loaded: Collection, encoder: Encoder, reader: Reader | None, cache: Path
) -> list[Chosen]:
    """Ask a collection's questions for the runs that could be quoted."""
    opened = open_prepared(loaded, encoder, cache, budget=PassageBudget())
    golds = loaded.golds_of()
    chosen: list[Chosen] = []
    try:
        searcher = Searcher(opened, reader=reader)
        for query in loaded.queries:
            if not query.answerable:
                continue
            for place, choices in enumerate(searcher.choices(Question(query.text, limit=TURNS))):
                f1 = _f1(choices, golds[query.query_id])
                if f1.max() > 0 and choices.read == (reader is not None):
                    best = np.where(f1 >= f1.max() - NEARLY, f1, 0.0)
                    name = f"{query.query_id}/{place}"
                    judged = Judged(loaded.name, name, choices.rows, best)
                    chosen.append(Chosen(judged, choices, f1))
    finally:
        opened.close()
    return chosen


def _f1(choices: Choices, golds: Sequence[Gold]) -> Floats:
    """Character F1 of every run with the span that it fits best."""
    best = np.zeros(len(choices.spans))
    start, end = choices.spans[:, 0], choices.spans[:, 1]
    for gold in golds:
        if gold.relevance > 0 and gold.document == choices.source_name:
            shared = np.minimum(end, gold.end) - np.maximum(start, gold.start)
            lengths = end - start + gold.end - gold.start
            best = np.maximum(best, 2 * np.maximum(shared, 0) / lengths)
    return np.asarray(best, dtype=np.float64)


def report(
    chosen: dict[str, list[Chosen]], family_of: Mapping[str, str], shipped: Floats
) -> list[str]:
    """The lines that are printed."""
    rows: list[Row] = [("collection", "turns", "best", "as shipped", "left out")]
    for name, turns in chosen.items():
        others = [
            turn.judged
            for other, given in chosen.items()
            if family_of[other] != family_of[name]
            for turn in given
        ]
        fitted = fit_weights(others, {}) if others else shipped
        means = (
            np.mean([turn.f1.max() for turn in turns]),
            np.mean([turn.by(shipped) for turn in turns]),
            np.mean([turn.by(fitted) for turn in turns]),
        )
        rows.append((name, str(len(turns)), *(f"{mean:.3f}" for mean in means)))
    weights = fit_weights([turn.judged for given in chosen.values() for turn in given], {})
    pairs = zip(RUN_FEATURES, weights, strict=True)
    return [
        *columns(rows),
        "",
        "Weights for retrieval/selection.py, fitted to all:",
        "",
        *(f"    {name:12} {weight:6.2f}" for name, weight in pairs),
    ]


def main(
    arguments: Sequence[str] | None = None, tell: Callable[[TextIO, str], None] | None = None
) -> int:
    """Fit as the command line says, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting.fit_quotes", description=__doc__)
    parser.add_argument("collections", nargs="+", type=Path, metavar="COLLECTION")
    parser.add_argument("--reader", help="folder of a reader, or none; without it the bundled one")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps indexes and embeddings")
    options = parser.parse_args(arguments)
    write = tell or _write
    try:
        encoder, reader = load_encoder(), load_reader(options.reader)
        chosen: dict[str, list[Chosen]] = {}
        loaded = [load(folder, None) for folder in options.collections]
        for collection in loaded:
            chosen[collection.name] = gather(collection, encoder, reader, options.cache)
            write(sys.stderr, f"{collection.name}: {len(chosen[collection.name])} turns")
    except OnRecordError as error:
        write(sys.stderr, str(error))
        return 1
    for line in report(
        chosen, families(loaded), WORD_WEIGHTS if reader is None else READER_WEIGHTS
    ):
        write(sys.stdout, line)
    return 0


def _write(stream: TextIO, words: str) -> None:
    stream.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
