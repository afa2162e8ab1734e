"""Answer or refuse: both kinds of wrong decision, and what another threshold would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.significance import Interval, rate_interval


@dataclass(frozen=True, slots=True)
class Decision:
    """One question's decision: was it answered, how sure, and was an answer there to give.

    `right` says whether the first quote given (or held back) meets a gold span.
    """

    query_id: str
    answerable: bool
    answered: bool
    right: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What would happen if questions were answered from confidence `threshold` upwards.

    `precision` is the share of right answers among all given, NaN when none is; `recall` the
    share of answerable questions that get a right answer.
    """

    threshold: float
    false_answers: float
    false_refusals: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """Both error rates at the operating point, the whole curve, and the area under it.

    `area` is the chance that an answerable question is more confident than one that nothing
    answers (ROC AUC; ties count half), NaN where one of the two kinds is missing.
    """

    false_answers: Interval
    false_refusals: Interval
    precision: Interval
    area: float
    curve: tuple[CurvePoint, ...]


def decision_report(decisions: Sequence[Decision]) -> DecisionReport:
    """Count wrong answers and wrong refusals, as decided and for every threshold."""
    none = [d for d in decisions if not d.answerable]
    some = [d for d in decisions if d.answerable]
    given = [d for d in decisions if d.answered]
    return DecisionReport(
        false_answers=rate_interval(sum(d.answered for d in none), len(none)),
        false_refusals=rate_interval(sum(not d.answered for d in some), len(some)),
        precision=rate_interval(sum(d.right for d in given), len(given)),
        area=_area([d.confidence for d in some], [d.confidence for d in none]),
        curve=_curve(some, none),
    )


def _curve(some: Sequence[Decision], none: Sequence[Decision]) -> tuple[CurvePoint, ...]:
    """One point per confidence that occurs, ascending, and one above them all."""
    if not some or not none:
        return ()
    seen = sorted({decision.confidence for decision in (*some, *none)})
    return tuple(_point(threshold, some, none) for threshold in [*seen, float("inf")])


def _point(threshold: float, some: Sequence[Decision], none: Sequence[Decision]) -> CurvePoint:
    answered = [d for d in some if d.confidence >= threshold]
    wrongly = sum(d.confidence >= threshold for d in none)
    right = sum(d.right for d in answered)
    given = len(answered) + wrongly
    return CurvePoint(
        threshold=threshold,
        false_answers=wrongly / len(none),
        false_refusals=1 - len(answered) / len(some),
        precision=right / given if given else float("nan"),
        recall=right / len(some),
    )


def _area(some: Sequence[float], none: Sequence[float]) -> float:
    pairs = len(some) * len(none)
    if not pairs:
        return float("nan")
    above = sum((a > b) + 0.5 * (a == b) for a in some for b in none)
    return above / pairs
