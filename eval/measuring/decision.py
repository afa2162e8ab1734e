"""Answer or refuse: both kinds of wrong decision, and what another threshold would do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.measuring.confidences import Bin, area, calibration_error, reliability
from eval.measuring.significance import Interval, area_interval, rate_interval

REFUSALS = (0.05, 0.10, 0.15, 0.20)
"""False refusals at which the curve is read for false answers."""
ANSWERS = (0.10, 0.20)
"""False answers at which it is read for false refusals."""


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
class Calibration:
    """Confidence in bins against what came true: that something answers, and a right first quote.

    `error` and `error_right` are the mean distances of the two from it (ECE). A confidence is the
    probability of the former. A system that gives no probabilities has no bins and NaN.
    """

    answerable: tuple[Bin, ...] = ()
    right: tuple[Bin, ...] = ()
    error: float = math.nan
    error_right: float = math.nan


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """Both error rates at the operating point, the whole curve, the area under it, calibration.

    `area` is the chance that an answerable question is more confident than one that nothing
    answers (ROC AUC; ties count half), NaN where one of the two kinds is missing.
    """

    false_answers: Interval
    false_refusals: Interval
    precision: Interval
    area: Interval
    curve: tuple[CurvePoint, ...]
    calibration: Calibration

    def answers_at(self, refusals: float) -> float:
        """The fewest false answers at no more than so many false refusals; NaN without a curve.

        Its threshold is picked on the very questions, so that it flatters.
        """
        points = [p.false_answers for p in self.curve if p.false_refusals <= refusals + 1e-9]
        return min(points, default=math.nan)

    def refusals_at(self, answers: float) -> float:
        """The fewest false refusals at no more than so many false answers, as `answers_at`."""
        points = [p.false_refusals for p in self.curve if p.false_answers <= answers + 1e-9]
        return min(points, default=math.nan)


def decision_report(decisions: Sequence[Decision], *, probabilities: bool = True) -> DecisionReport:
    """Count wrong answers and wrong refusals, as decided and for every threshold.

    :param probabilities: Confidences are probabilities, so that they can be calibrated.
    """
    none = [d for d in decisions if not d.answerable]
    some = [d for d in decisions if d.answerable]
    given = [d for d in decisions if d.answered]
    sure, unsure = [d.confidence for d in some], [d.confidence for d in none]
    return DecisionReport(
        false_answers=rate_interval(sum(d.answered for d in none), len(none)),
        false_refusals=rate_interval(sum(not d.answered for d in some), len(some)),
        precision=rate_interval(sum(d.right for d in given), len(given)),
        area=area_interval(area(sure, unsure), sure, unsure),
        curve=_curve(some, none),
        calibration=_calibration(decisions) if probabilities else Calibration(),
    )


def _calibration(decisions: Sequence[Decision]) -> Calibration:
    confidences = [d.confidence for d in decisions]
    answerable = reliability(confidences, [d.answerable for d in decisions])
    right = reliability(confidences, [d.answerable and d.right for d in decisions])
    return Calibration(answerable, right, calibration_error(answerable), calibration_error(right))


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
