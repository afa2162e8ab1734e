"""The constants of the answer decision, fitted, and judged on collections that were left out.

Logistic regression with an L2 penalty on what `retrieval.decision` looks at, whatever its fields
are, of the first quote of each question: it learns whether something on record answers. Learned
from every quote and whether a judgment marks it, the areas of the collections that were left out
are smaller. Each collection counts the same, and in it the questions that something answers as
much as the others. The threshold is put where the two kinds of error stand to one another as in
`AIM`, and taken into the intercept, so that 0.5 stays the confidence to answer from.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from eval.measuring.confidences import Bools, Floats, logistic
from eval.measuring.decision import Decision, DecisionReport, decision_report
from retrieval.decision import Constants, Evidence

PENALTY = 10.0
"""L2 penalty. Left out, the five collections' areas are 0.82 on average with 0.3, 0.83 with 3 and
10, 0.84 with 30 and 100; with 30 the constants fitted to all refuse 12 % on State Department."""
AIM = (0.12, 0.10)
"""False answers and false refusals that are bearable: what is minimised is the larger share."""
SOFTNESS = 0.1
"""Log-odds over which a decision counts in part, so that no one question places the threshold."""
HOPELESS = -20.0
"""Log-odds where there is no evidence: nobody who was asked for is on record."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for a quote, and whether a judgment marks it as an answer."""

    evidence: Evidence
    marked: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One judged question with its best quotes; none where nobody asked for is on record."""

    collection: str
    query_id: str
    answerable: bool
    quotes: tuple[Weighed, ...]

    def log_odds(self, constants: Constants) -> float:
        """Of its most certain quote; above 0 the question is answered."""
        odds = [constants.log_odds(quote.evidence) for quote in self.quotes]
        return max(odds, default=HOPELESS)


@dataclass(frozen=True, slots=True)
class Fit:
    """The constants, and how constants that were fitted without a collection decide it.

    `left_out` has a report for each collection; it is empty where there is only one.
    """

    constants: Constants
    left_out: Mapping[str, DecisionReport]


def fit(cases: Sequence[Case], family_of: Mapping[str, str]) -> Fit:
    """Fit all cases; judge each collection by a fit to those that share no document with it.

    :param family_of: As `eval.collections.families` gives it.
    :raises ValueError: A fit has only questions that something answers, or only others.
    """
    names = list(dict.fromkeys(case.collection for case in cases))
    left_out = {
        name: _left_out(cases, name, family_of)
        for name in names
        if len(set(family_of.values())) > 1
    }
    return Fit(fit_constants(cases), left_out)


def fit_constants(cases: Sequence[Case]) -> Constants:
    """Fit the weights to the first quotes, then place the threshold by the most certain ones."""
    first = [(case, case.quotes[0].evidence) for case in cases if case.quotes]
    rows = np.array([astuple(evidence) for _, evidence in first], dtype=np.float64)
    scale = rows.std(axis=0)
    scale[scale == 0] = 1.0
    answerable = np.array([case.answerable for case, _ in first], dtype=bool)
    balance = _weights([(case.collection, case.answerable) for case, _ in first])
    coefficients = logistic(rows / scale, answerable, balance, PENALTY)
    free = Constants(float(coefficients[-1]), Evidence(*map(float, coefficients[:-1] / scale)))
    scores = np.array([case.log_odds(free) for case in cases])
    every = np.array([case.answerable for case in cases], dtype=bool)
    questions = _weights([(case.collection, case.answerable) for case in cases])
    return Constants(free.intercept - _threshold(scores, every, questions), free.weights)


def _weights(kinds: Sequence[tuple[str, bool]]) -> Floats:
    """Weights that sum to the number of cases, the same for each kind of each collection."""
    counts = Counter(kinds)
    return np.array([len(kinds) / len(counts) / counts[kind] for kind in kinds])


def _threshold(scores: Floats, answerable: Bools, weights: Floats) -> float:
    """Where the larger share of `AIM` is least, then the sum of both."""
    some, none = weights * answerable, weights * ~answerable
    best = (math.inf, math.inf, 0.0)
    for level in np.arange(-3.0, 4.0, 0.05):
        given = 1.0 / (1.0 + np.exp(-(scores - level) / SOFTNESS))
        wrong = float((none * given).sum() / none.sum()) / AIM[0]
        refused = float((some * (1.0 - given)).sum() / some.sum()) / AIM[1]
        best = min(best, (max(wrong, refused), wrong + refused, float(level)))
    return best[2]


def _left_out(cases: Sequence[Case], name: str, family_of: Mapping[str, str]) -> DecisionReport:
    """Decide a collection's cases by constants that were fitted to other families' cases."""
    family = family_of[name]
    constants = fit_constants([case for case in cases if family_of[case.collection] != family])
    decisions = []
    for case in (case for case in cases if case.collection == name):
        odds = case.log_odds(constants)
        decision = Decision(
            query_id=case.query_id,
            answerable=case.answerable,
            answered=odds >= 0.0,
            right=case.answerable,
            confidence=float(1.0 / (1.0 + np.exp(-odds))),
        )
        decisions.append(decision)
    return decision_report(decisions)


def constants_as_code(constants: Constants, name: str) -> list[str]:
    """The lines that stand in `retrieval/decision.py`."""
    return [
        f"{name} = Constants(",
        f"    intercept={constants.intercept:.2f},",
        "    weights=Evidence(",
        *(
            f"        {field.name}={getattr(constants.weights, field.name):.2f},"
            for field in fields(Evidence)
        ),
        "    ),",
        ")",
    ]
