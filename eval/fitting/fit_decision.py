"""Fits the answer decision to collections, and judges it on collections that it never saw.

`python -m eval.fitting.fit_decision COLLECTION…` prints, for each collection, what constants that
were fitted to all the others give: area under the ROC curve, errors, curve and calibration; and the
constants for `retrieval/decision.py`, fitted to all. To be run again when the ranking, the quotes
or the model change: they change what the decision looks at. With `--evidence FOLDER` the questions
are asked once and the fit is repeated in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from eval.collections.families import families
from eval.command import CACHE
from eval.fitting.evidence import cases_of
from eval.fitting.fitting import Case, Fit, constants_as_code, fit
from eval.measuring.decision import ANSWERS, REFUSALS
from eval.measuring.formats import number, share, with_interval
from eval.measuring.tables import Row, columns
from eval.report.decision_tables import THRESHOLDS, at_thresholds
from eval.running.loading import load
from eval.runs import plain
from index.encoding.encoder import Encoder, load_encoder
from index.errors import CollectionError, OnRecordError
from retrieval.reader import Reader, load_reader

NOTES = (
    "Each collection is decided by constants and a threshold that come from the others, those "
    "with a document in common left out too. area: "
    "under the ROC curve, with its 95 % interval. false answers at 10 % refused: as few as there "
    "are at a threshold that refuses no more than that share of the answerable questions; that "
    "threshold is picked for each collection, so it flatters.",
    "ECE: how far confidence lies from the share of questions that something answers, in ten "
    "bins, on average over questions.",
)
ALONE = "A decision is judged on collections that were left out of its fit: give at least two."


@dataclass(frozen=True, slots=True)
class FitReport:
    """A fit, and how many questions of each collection nothing answers and something answers."""

    fit: Fit
    counts: dict[str, tuple[int, int]]
    read: bool

    def text(self) -> str:
        """In aligned columns, for a terminal."""
        return "\n".join(self._lines())

    def json(self) -> dict[str, object]:
        """All figures as JSON values, each collection's with its whole curve."""
        return {
            "intercept": self.fit.constants.intercept,
            "weights": asdict(self.fit.constants.weights),
            "collections": [
                {
                    "collection": name,
                    "unanswerable": none,
                    "answerable": some,
                    "left_out": self._left_out(name),
                }
                for name, (none, some) in self.counts.items()
            ],
        }

    def _left_out(self, name: str) -> object:
        given = self.fit.left_out.get(name)
        if given is None:
            return None
        return {
            "decision": plain(given),
            "false_answers_at": {str(at): plain(given.answers_at(at)) for at in REFUSALS},
            "false_refusals_at": {str(at): plain(given.refusals_at(at)) for at in ANSWERS},
        }

    def _lines(self) -> list[str]:
        name = "WITH_READER" if self.read else "BY_WORDS"
        constants = (f"    {line}" for line in constants_as_code(self.fit.constants, name))
        tail = ["Constants for retrieval/decision.py, fitted to all:", "", *constants]
        if not self.fit.left_out:
            return [ALONE, "", *tail]
        errors: list[Row] = [
            ("collection left out", "area", "false answers", "false refusals", "ECE")
        ]
        curve: list[Row] = [("collection left out", *THRESHOLDS)]
        for name, given in self.fit.left_out.items():
            shares = (share(given.false_answers), share(given.false_refusals))
            error = number(given.calibration.error)
            errors.append((name, with_interval(given.area), *shares, error))
            curve.append((name, *map(number, at_thresholds(given))))
        return [*columns(errors), "", *columns(curve), "", *tail, "", *NOTES]


def fit_decision(
    collections: Sequence[Path],
    *,
    encoder: Encoder,
    documents: Path | None = None,
    reader: Reader | None = None,
    cache: Path = CACHE,
    evidence: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> FitReport:
    """Ask every question for its evidence, and fit the decision to it.

    :param evidence: A folder that keeps the evidence from one fit to the next; None keeps none.
    :raises CollectionError: A collection is wrong, or it lacks one of the two kinds of questions.
    """
    cases: list[Case] = []
    counts: dict[str, tuple[int, int]] = {}
    loaded = [load(folder, documents) for folder in collections]
    for collection in loaded:
        some = sum(query.answerable for query in collection.queries)
        none = len(collection.queries) - some
        if min(some, none) < 2:
            raise CollectionError(
                f"{collection.name} has {some} questions that something answers and {none} that "
                "nothing does: a decision is fitted to both, at least two of each"
            )
        if collection.name in counts:
            raise CollectionError(f"two collections have the same name: {collection.name}")
        counts[collection.name] = (none, some)
        say = tell or (lambda words: None)
        cases += cases_of(collection, encoder, cache, reader=reader, kept=evidence, tell=say)
    return FitReport(fit(cases, families(loaded)), counts, reader is not None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit as the command line says, and print the report."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.fitting.fit_decision", description=__doc__
    )
    parser.add_argument("collections", nargs="+", type=Path, metavar="COLLECTION")
    parser.add_argument("--documents", type=Path, help="folder of the documents")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps indexes and embeddings")
    parser.add_argument("--evidence", type=Path, help="keeps what the questions were asked for")
    parser.add_argument("--model", help="folder of an encoder; without it the bundled one")
    parser.add_argument("--reader", help="folder of a reader, or none; without it the bundled one")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    options = parser.parse_args(arguments)
    try:
        report = fit_decision(
            options.collections,
            encoder=load_encoder(options.model),
            reader=load_reader(options.reader),
            documents=options.documents,
            cache=options.cache,
            evidence=options.evidence,
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
