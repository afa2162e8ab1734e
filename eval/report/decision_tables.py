"""The report's tables of the answer decision: errors, thresholds, curve and calibration."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measuring.decision import ANSWERS, REFUSALS, DecisionReport
from eval.measuring.formats import EMPTY, mean, plain, rate, whole
from eval.measuring.scores import SystemScores
from eval.report.table import Line, Table
from eval.running.systems import OURS
from eval.runs import CollectionRun

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


def decision_tables(run: CollectionRun) -> list[Table]:
    """All of them; a table without lines has nothing to say."""
    ours = next((system.decision for system in run.scores if system.system == OURS), None)
    return [errors_table(run), thresholds_table(run), _curve(ours), _calibration(ours)]


def refuses(run: CollectionRun, system: str) -> bool:
    """Whether a system decides to answer or to refuse, and does not only rank."""
    return any(outcome.answered is not None for outcome in run.outcomes.get(system, ()))


def errors_table(run: CollectionRun) -> Table:
    """Both kinds of wrong decision; a system that never refuses has only its area."""
    heads = ("false answers", "false refusals", "right of those given", "area", "ECE", "ECE right")
    lines = []
    for system, given in _decided(run.scores):
        shares = (given.false_answers, given.false_refusals, given.precision)
        errors = (given.calibration.error, given.calibration.error_right)
        cells = (
            *(rate(interval) if refuses(run, system) else EMPTY for interval in shares),
            mean(given.area),
            *map(plain, errors),
        )
        lines.append(Line(system, cells, leads=system == OURS))
    return Table("errors", "Answer decision", "answer decision", heads, tuple(lines))


def thresholds_table(run: CollectionRun) -> Table:
    """What each system's best threshold would give."""
    lines = tuple(
        Line(system, tuple(map(plain, at_thresholds(given))), leads=system == OURS)
        for system, given in _decided(run.scores)
    )
    return Table("thresholds", "Best thresholds", "by the best threshold", THRESHOLDS, lines)


def at_thresholds(given: DecisionReport) -> list[float]:
    """The figures below `THRESHOLDS`."""
    return [*map(given.answers_at, REFUSALS), *map(given.refusals_at, ANSWERS)]


def _decided(scores: Sequence[SystemScores]) -> list[tuple[str, DecisionReport]]:
    """Systems with both kinds of questions to tell apart."""
    return [
        (system.system, system.decision)
        for system in scores
        if system.decision is not None and system.decision.false_answers.count
    ]


def _curve(given: DecisionReport | None) -> Table:
    """Ours in about ten steps; the JSON has every point."""
    points = given.curve if given is not None else ()
    steps = sorted({round(n * (len(points) - 1) / (CURVE_ROWS - 1)) for n in range(CURVE_ROWS)})
    lines = []
    for point in (points[step] for step in steps if points):
        figures = (point.false_answers, point.false_refusals, point.precision, point.recall)
        # The last point lies above every confidence: nothing is answered.
        lines.append(Line(plain(point.threshold).shown, tuple(map(plain, figures))))
    heads = ("false answers", "false refusals", "precision", "recall")
    corner = f"{OURS}: confidence from"
    return Table("curve", "By the confidence", corner, heads, tuple(lines))


def _calibration(given: DecisionReport | None) -> Table:
    bins = zip(given.calibration.answerable, given.calibration.right, strict=True) if given else ()
    lines = tuple(
        Line(
            f"{answerable.low:.1f}",
            (
                whole(answerable.count),
                *map(plain, (answerable.confidence, answerable.share, right.share)),
            ),
        )
        for answerable, right in bins
        if given is not None and given.curve
    )
    heads = ("questions", "mean confidence", "answerable", "first quote right")
    corner = f"{OURS}: confidence above"
    return Table("calibration", "Reliability of the confidence", corner, heads, lines)
