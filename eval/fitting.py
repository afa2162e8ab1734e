"""The constants of the answer decision, fitted and cross-validated.

Logistic regression with an L2 penalty on the evidence that `retrieval.decision` looks at. Each
collection counts the same, and in it the questions that something answers as much as those that
nothing does. The threshold is put where the two kinds of error stand to one another as in `AIM`,
and taken into the intercept, so that 0.5 stays the confidence to answer from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from eval.decision import Decision, DecisionReport, decision_report
from eval.significance import SEED
from retrieval.decision import Evidence

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PENALTY = 0.3
"""L2 penalty; up to 3 the area under the curve changes by less than 0.01 on the three sets."""
AIM = (0.12, 0.10)
"""False answers and false refusals that are bearable: what is minimised is the larger share.

With 0.15 for false answers, 16 % of them came held out on press-dev: there are few to fit to.
"""
SOFTNESS = 0.1
"""Log-odds over which a decision counts in part, so that no one question places the threshold."""
FOLDS = 10
ROUNDS = 10
STEPS = 50
HOPELESS = -20.0
"""Log-odds where there is no evidence: nobody who was asked for is on record."""


@dataclass(frozen=True, slots=True)
class Case:
    """One judged question with what speaks for an answer, null where there is nothing."""

    collection: str
    query_id: str
    answerable: bool
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Constants:
    """What `retrieval.decision` holds."""

    intercept: float
    weights: Evidence

    def log_odds(self, evidence: Evidence | None) -> float:
        """Above 0 the question is answered."""
        if evidence is None:
            return HOPELESS
        pairs = zip(astuple(self.weights), astuple(evidence), strict=True)
        return self.intercept + float(sum(weight * value for weight, value in pairs))


@dataclass(frozen=True, slots=True)
class Fit:
    """The constants, and how they decide where they were not fitted.

    `rounds` holds one report a cross-validation for each collection, `left_out` one for each
    collection by constants that were fitted without it.
    """

    constants: Constants
    rounds: Mapping[str, tuple[DecisionReport, ...]]
    left_out: Mapping[str, DecisionReport]


def fit(cases: Sequence[Case]) -> Fit:
    """Fit all cases, and cross-validate: by question, and by leaving out each collection."""
    names = list(dict.fromkeys(case.collection for case in cases))
    rounds: dict[str, list[DecisionReport]] = {name: [] for name in names}
    for number in range(ROUNDS):
        folds = _folds(cases, np.random.default_rng(SEED + number))
        for name, report in _held_out(cases, folds).items():
            rounds[name].append(report)
    by_collection = [names.index(case.collection) for case in cases]
    return Fit(
        constants=fit_constants(cases),
        rounds={name: tuple(reports) for name, reports in rounds.items()},
        left_out=_held_out(cases, by_collection) if len(names) > 1 else {},
    )


def fit_constants(cases: Sequence[Case]) -> Constants:
    """Fit the weights, then place the threshold."""
    known = [case for case in cases if case.evidence is not None]
    rows = np.array([astuple(case.evidence) for case in known if case.evidence], dtype=np.float64)
    answerable = np.array([case.answerable for case in known], dtype=bool)
    found = logistic(rows, answerable, _weights(known), PENALTY)
    weights = Evidence(*map(float, found[:-1]))
    free = Constants(float(found[-1]), weights)
    scores = np.array([free.log_odds(case.evidence) for case in cases])
    every = np.array([case.answerable for case in cases], dtype=bool)
    return Constants(free.intercept - _threshold(scores, every, _weights(cases)), weights)


def logistic(rows: Floats, answers: Bools, weights: Floats, penalty: float) -> Floats:
    """Weighted logistic regression by Newton's method (Cox 1958); the intercept is not penalised.

    :param rows: One row of features for each case, `(n, d)`.
    :return: The weights and, last, the intercept, `(d + 1,)`.
    """
    with_one = np.hstack([rows, np.ones((len(rows), 1))])
    found = np.zeros(with_one.shape[1])
    ridge = np.diag([*np.full(rows.shape[1], penalty), 1e-9])
    for _ in range(STEPS):
        expected = 1.0 / (1.0 + np.exp(-with_one @ found))
        slope = with_one.T @ (weights * (expected - answers)) + ridge @ found
        bend = (with_one.T * (weights * expected * (1 - expected))) @ with_one + ridge
        step = np.linalg.solve(bend, slope)
        found = found - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return np.asarray(found, dtype=np.float64)


def _weights(cases: Sequence[Case]) -> Floats:
    """Weights that sum to the number of cases, the same for each kind of each collection."""
    kinds = [(case.collection, case.answerable) for case in cases]
    counts = {kind: kinds.count(kind) for kind in kinds}
    return np.array([len(cases) / len(counts) / counts[kind] for kind in kinds])


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


def _folds(cases: Sequence[Case], draw: np.random.Generator) -> list[int]:
    """A fold for each case, every kind of every collection spread evenly over them."""
    folds = [0] * len(cases)
    for kind in dict.fromkeys((case.collection, case.answerable) for case in cases):
        members = [i for i, c in enumerate(cases) if (c.collection, c.answerable) == kind]
        for place, member in enumerate(draw.permutation(members)):
            folds[int(member)] = place % FOLDS
    return folds


def _held_out(cases: Sequence[Case], folds: Sequence[int]) -> dict[str, DecisionReport]:
    """Decide each case by constants that were fitted to the other folds."""
    decided: dict[str, list[Decision]] = {}
    for fold in dict.fromkeys(folds):
        constants = fit_constants([c for c, f in zip(cases, folds, strict=True) if f != fold])
        for case in (c for c, f in zip(cases, folds, strict=True) if f == fold):
            odds = constants.log_odds(case.evidence)
            decision = Decision(
                query_id=case.query_id,
                answerable=case.answerable,
                answered=odds >= 0.0,
                right=case.answerable,
                confidence=float(1.0 / (1.0 + np.exp(-odds))),
            )
            decided.setdefault(case.collection, []).append(decision)
    return {name: decision_report(found) for name, found in decided.items()}


def constants_as_code(constants: Constants) -> list[str]:
    """The lines that stand in `retrieval/decision.py`."""
    lines = [f"INTERCEPT = {constants.intercept:.2f}", "WEIGHTS = Evidence("]
    lines += [
        f"    {one.name}={getattr(constants.weights, one.name):.2f}," for one in fields(Evidence)
    ]
    return [*lines, ")"]
