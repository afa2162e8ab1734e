"""Fits the answer decision to collections, and shows what it is worth on questions it never saw.

`python -m eval.fit_decision COLLECTION…` prints both rates of every collection, cross-validated,
the curve, and the constants for `retrieval/decision.py`. To be run again when the ranking, the
quotes or the model change: they change what the decision looks at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from eval.command import CACHE
from eval.decision import DecisionReport
from eval.fitting import FOLDS, ROUNDS, Case, Fit, constants_as_code, fit
from eval.loading import load
from eval.prepared import open_prepared
from eval.tables import Row, columns
from index.encoder import Encoder, load_encoder
from index.errors import CollectionError, OnRecordError
from index.passages import PassageBudget
from retrieval.answer import Searcher
from retrieval.results import Question

REFUSALS = (0.02, 0.05, 0.10, 0.15, 0.20, 0.30)
"""False refusals at which the curve is read."""
NOTES = (
    f"held out: {FOLDS}-fold by question, the mean of {ROUNDS} draws; the constants and the "
    "threshold come from the other folds. collection held out: from the other collections.",
    "curve: false answers where at most so many answerable questions are refused, over held-out "
    "confidences; the threshold is picked for each collection, so it flatters.",
)


@dataclass(frozen=True, slots=True)
class FitReport:
    """A fit, and how many questions of each collection nothing answers and something answers."""

    fit: Fit
    counts: dict[str, tuple[int, int]]

    def text(self) -> str:
        """In aligned columns, for a terminal."""
        return "\n".join(self._lines())

    def json(self) -> dict[str, object]:
        """All figures as JSON values."""
        return {
            "intercept": self.fit.constants.intercept,
            "weights": asdict(self.fit.constants.weights),
            "collections": [
                {
                    "collection": name,
                    "unanswerable": self.counts[name][0],
                    "answerable": self.counts[name][1],
                    "held_out": _rates(reports),
                    "collection_held_out": _rates([self.fit.left_out[name]])
                    if name in self.fit.left_out
                    else None,
                    "curve": {str(at): _at_refusals(reports, at) for at in REFUSALS},
                }
                for name, reports in self.fit.rounds.items()
            ],
        }

    def _lines(self) -> list[str]:
        rows: list[Row] = [
            ("collection", "decided by", "false answers", "of", "false refusals", "of", "area")
        ]
        curve: list[Row] = [("collection", *(f"{100 * at:.0f} % refused" for at in REFUSALS))]
        for name, reports in self.fit.rounds.items():
            rows.append(self._row(name, "held out", reports))
            if name in self.fit.left_out:
                rows.append(self._row(name, "collection held out", [self.fit.left_out[name]]))
            read = (_at_refusals(reports, at) for at in REFUSALS)
            curve.append((name, *(f"{100 * one:.1f} %" for one in read)))
        return [
            *columns(rows),
            "",
            "False answers by false refusals",
            "",
            *columns(curve),
            "",
            "Constants for retrieval/decision.py:",
            "",
            *(f"    {line}" for line in constants_as_code(self.fit.constants)),
            "",
            *NOTES,
        ]

    def _row(self, name: str, by: str, reports: Sequence[DecisionReport]) -> Row:
        rates = _rates(reports)
        none, some = (str(count) for count in self.counts[name])
        wrong, refused = (
            f"{100 * rates[key]:.1f} %" for key in ("false_answers", "false_refusals")
        )
        return (name, by, wrong, none, refused, some, f"{rates['area']:.3f}")


def fit_decision(
    collections: Sequence[Path],
    *,
    encoder: Encoder,
    documents: Path | None = None,
    cache: Path = CACHE,
    tell: Callable[[str], None] | None = None,
) -> FitReport:
    """Ask every question for its evidence, and fit the decision to it.

    :raises CollectionError: A collection is wrong, or it lacks one of the two kinds of questions.
    """
    cases: list[Case] = []
    counts: dict[str, tuple[int, int]] = {}
    budget = PassageBudget()
    for folder in collections:
        collection = load(folder, documents)
        some = sum(query.answerable for query in collection.queries)
        none = len(collection.queries) - some
        if min(some, none) < 2:
            raise CollectionError(
                f"{collection.name} has {some} questions that something answers and {none} that "
                "nothing does: a decision is fitted to both, at least two of each"
            )
        counts[collection.name] = (none, some)
        if tell is not None:
            tell(f"{collection.name}: asking {len(collection.queries)} questions")
        opened = open_prepared(collection, encoder, cache, budget=budget)
        try:
            searcher = Searcher(opened)
            cases += [
                Case(
                    collection.name,
                    query.query_id,
                    query.answerable,
                    searcher.evidence(Question(text=query.text)),
                )
                for query in collection.queries
            ]
        finally:
            opened.close()
    return FitReport(fit(cases), counts)


def _rates(reports: Sequence[DecisionReport]) -> dict[str, float]:
    return {
        "false_answers": float(np.mean([one.false_answers.value for one in reports])),
        "false_refusals": float(np.mean([one.false_refusals.value for one in reports])),
        "area": float(np.mean([one.area for one in reports])),
    }


def _at_refusals(reports: Sequence[DecisionReport], most: float) -> float:
    """The fewest false answers at so many false refusals, the mean over the draws."""
    return float(
        np.mean(
            [
                min(p.false_answers for p in report.curve if p.false_refusals <= most)
                for report in reports
            ]
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit as the command line says, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_decision", description=__doc__)
    parser.add_argument("collections", nargs="+", type=Path, metavar="COLLECTION")
    parser.add_argument("--documents", type=Path, help="folder of the documents")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps indexes and embeddings")
    parser.add_argument("--model", help="the encoder; null for the one that comes with onrecord")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    options = parser.parse_args(arguments)
    try:
        report = fit_decision(
            options.collections,
            encoder=load_encoder(options.model),
            documents=options.documents,
            cache=options.cache,
            tell=lambda words: _write(sys.stderr, words),
        )
    except OnRecordError as error:
        _write(sys.stderr, str(error))
        return 1
    _write(sys.stdout, json.dumps(report.json(), indent=1) if options.json else report.text())
    return 0


def _write(stream: TextIO, words: str) -> None:
    stream.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
