"""The report's tables of the answer decision: errors, thresholds, curve and calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence

from eval.measuring.decision import ANSWERS, REFUSALS, DecisionReport
from eval.measuring.formats import NONE, number, share, with_interval
from eval.measuring.scores import SystemScores
from eval.measuring.tables import Row
from eval.running.systems import OURS, OURS_FILTERED

REFUSING = (OURS, OURS_FILTERED)
CURVE_ROWS = 11
THRESHOLDS = (
    *(f"false answers at {100 * at:.0f} % refused" for at in REFUSALS),
    *(f"false refusals at {100 * at:.0f} % answered" for at in ANSWERS),
)
NOTES = (
    "area: under the ROC curve, the chance that an answerable question is more confident than one "
    "that nothing answers; its interval redraws both kinds. false answers at 10 % refused: as few "
    "as there are at a threshold that refuses no more than that share of the answerable questions; "
    "each collection's own best threshold, so it flatters.",
    f"ECE: how far the confidence of {OURS} lies from the share of questions that something "
    "answers, in ten bins, on average over questions; ECE right the same for a right first quote, "
    "one that covers half of a judged span or lies half in it.",
)


def decision_tables(scores: Sequence[SystemScores]) -> list[list[Row]]:
    """All of them; a table without rows below its head has nothing to say."""
    ours = next((one.decision for one in scores if one.system == OURS), None)
    return [_errors(scores), _thresholds(scores), _curve(ours), _calibration(ours)]


def at_thresholds(given: DecisionReport) -> list[float]:
    """The figures below `THRESHOLDS`."""
    return [*map(given.answers_at, REFUSALS), *map(given.refusals_at, ANSWERS)]


def decided(scores: Sequence[SystemScores]) -> list[tuple[str, DecisionReport]]:
    """Systems with both kinds of questions to tell apart."""
    return [
        (one.system, one.decision)
        for one in scores
        if one.decision is not None and one.decision.false_answers.count
    ]


def _errors(scores: Sequence[SystemScores]) -> list[Row]:
    """Only systems that refuse have error rates; the area is shown for all of them."""
    heads = ("false answers", "false refusals", "right of those given", "area", "ECE", "ECE right")
    rows: list[Row] = [("answer decision", *heads)]
    for system, given in decided(scores):
        cells = (given.false_answers, given.false_refusals, given.precision)
        errors = (given.calibration.error, given.calibration.error_right)
        rows.append(
            (
                system,
                *(share(cell) if system in REFUSING else NONE for cell in cells),
                with_interval(given.area),
                *map(number, errors),
            )
        )
    return rows


def _thresholds(scores: Sequence[SystemScores]) -> list[Row]:
    rows: list[Row] = [("by the best threshold", *THRESHOLDS)]
    rows += [(system, *map(number, at_thresholds(given))) for system, given in decided(scores)]
    return rows


def _curve(given: DecisionReport | None) -> list[Row]:
    """Ours in about ten steps; the JSON has every point."""
    rows: list[Row] = [
        (f"{OURS}: confidence from", "false answers", "false refusals", "precision", "recall")
    ]
    points = given.curve if given is not None else ()
    if not points:
        return rows
    steps = sorted({round(n * (len(points) - 1) / (CURVE_ROWS - 1)) for n in range(CURVE_ROWS)})
    for point in (points[step] for step in steps):
        figures = (point.false_answers, point.false_refusals, point.precision, point.recall)
        # The last point lies above every confidence: nothing is answered.
        threshold = NONE if math.isinf(point.threshold) else f"{point.threshold:.3f}"
        rows.append((threshold, *map(number, figures)))
    return rows


def _calibration(given: DecisionReport | None) -> list[Row]:
    heads = ("questions", "mean confidence", "answerable", "first quote right")
    rows: list[Row] = [(f"{OURS}: confidence above", *heads)]
    if given is None or not given.curve:
        return rows
    bins = zip(given.calibration.answerable, given.calibration.right, strict=True)
    for one, right in bins:
        shares = (one.confidence, one.share, right.share)
        rows.append((f"{one.low:.1f}", str(one.count), *map(number, shares)))
    return rows
