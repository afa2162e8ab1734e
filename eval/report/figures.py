"""The figures of the page: which numbers of a run go into which plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.measuring.confidences import Bin
from eval.measuring.decision import DecisionReport
from eval.measuring.scores import SystemScores
from eval.measuring.significance import rate_interval
from eval.report.decision_tables import refuses
from eval.report.plots import (
    Cross,
    Curve,
    Dot,
    Group,
    Spread,
    curve_plot,
    dot_plot,
    legend_mark,
    spread_plot,
)
from eval.report.shapes import Plot, Together
from eval.report.tables import BY_KIND
from eval.runs import CollectionRun


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its title and caption."""

    title: str
    plot: Plot
    caption: str


def figures(run: CollectionRun) -> list[Figure]:
    """All plots of one run, each with its caption."""
    drawn = [
        *(_kinds(run, measure) for measure in BY_KIND),
        _differences(run),
        *_decisions(run),
        _reliability(run),
        _latencies(run),
    ]
    return [figure for figure in drawn if figure is not None]


def legend(run: CollectionRun) -> list[tuple[Together, str]]:
    """Each system with its mark."""
    return [(legend_mark(place), system.system) for place, system in enumerate(run.scores)]


def _kinds(run: CollectionRun, measure: str) -> Figure | None:
    scores = run.scores
    groups = [
        Group(
            f"{kind} · {scores[0].by_kind[kind][measure].count}",
            tuple(
                Dot(one.system, found.value, found.low, found.high, place, f"n = {found.count}")
                for place, one in enumerate(scores)
                if (found := one.by_kind[kind][measure]).count
            ),
        )
        for kind in scores[0].by_kind
    ]
    if not groups:
        return None
    return Figure(
        f"{measure} by kind of question",
        dot_plot(
            f"{run.name}-kinds-{measure.replace('@', '').replace(' ', '-')}",
            f"{measure} by kind of question",
            _kinds_words(groups, measure),
            groups,
            bounds=(0.0, 1.0),
        ),
        "Means with 95 % intervals; behind each kind the number of its questions.",
    )


def _kinds_words(groups: Sequence[Group], measure: str) -> str:
    sums = [
        f"{group.label}: " + ", ".join(f"{dot.label} {dot.value:.2f}" for dot in group.dots)
        for group in groups
    ]
    return f"Mean {measure} of each system. " + "; ".join(sums) + "."


def _differences(run: CollectionRun) -> Figure | None:
    places = {one.system: place for place, one in enumerate(run.scores)}
    groups = [
        Group(
            measure,
            tuple(
                Dot(
                    one.baseline,
                    one.mean.value,
                    one.mean.low,
                    one.mean.high,
                    places.get(one.baseline, 0),
                    f"p = {one.p_corrected:.4f}",
                    hollow=not one.significant,
                )
                for one in differences
            ),
        )
        for measure, differences in run.comparisons.items()
    ]
    if not groups:
        return None
    ours = run.scores[0].system
    words = "; ".join(
        f"{group.label}: " + ", ".join(f"{dot.label} {dot.value:+.2f}" for dot in group.dots)
        for group in groups
    )
    return Figure(
        f"{ours} minus each baseline",
        dot_plot(
            f"{run.name}-differences",
            f"{ours} minus each baseline",
            f"Mean paired difference over questions. {words}.",
            groups,
            labelled=True,
        ),
        "Mean difference over the same questions with its 95 % interval. A hollow mark is not "
        " significant (paired randomisation test, Holm's correction).",
    )


def _decisions(run: CollectionRun) -> list[Figure]:
    curved = [
        (place, one, one.decision)
        for place, one in enumerate(run.scores)
        if one.decision is not None and one.decision.curve
    ]
    if not curved:
        return []
    taken = [(place, one, given) for place, one, given in curved if refuses(run, one.system)]
    precision = curve_plot(
        f"{run.name}-precision",
        "Precision and recall of the answer decision",
        _points_words("recall", "precision", [(one, *_recall(d)) for _, one, d in taken]),
        [
            Curve(one.system, tuple((p.recall, p.precision) for p in given.curve), place)
            for place, one, given in curved
        ],
        [
            Cross(one.system, *_recall(given), place, None, _ends(given, "precision"))
            for place, one, given in taken
        ],
        x_label="recall: answerable questions answered right",
        y_label="precision: right of the answers given",
    )
    errors = [(one, d.false_answers.value, d.false_refusals.value) for _, one, d in taken]
    wrong = curve_plot(
        f"{run.name}-refusals",
        "False answers against false refusals",
        _points_words("false answers", "false refusals", errors),
        [
            Curve(
                one.system, tuple((p.false_answers, p.false_refusals) for p in given.curve), place
            )
            for place, one, given in curved
        ],
        [
            Cross(
                one.system,
                given.false_answers.value,
                given.false_refusals.value,
                place,
                _ends(given, "false_answers"),
                _ends(given, "false_refusals"),
            )
            for place, one, given in taken
        ],
        x_label="false answers, of questions nothing answers",
        y_label="false refusals, of answerable questions",
    )
    nones = curved[0][2].false_answers.count
    return [
        Figure(
            "Precision and recall of the answer decision",
            precision,
            "For every threshold of the confidence; the large mark is where "
            "the system decides today, with the 95 % interval of its precision. A baseline never "
            "refuses: its line is what its best score would do.",
        ),
        Figure(
            "False answers against false refusals",
            wrong,
            "For every threshold: the nearer to the lower left, the "
            f"better. The crosses are 95 % intervals; {nones} questions are behind one axis, "
            f"{curved[0][2].false_refusals.count} behind the other.",
        ),
    ]


def _reliability(run: CollectionRun) -> Figure | None:
    """The leading system's confidence against what came true, in bins."""
    first = run.scores[0]
    if first.decision is None or not first.decision.curve:
        return None
    given = first.decision.calibration
    if not given.answerable:
        return None
    lines = [
        Curve(f"{first.system}: something answers", _places(given.answerable), 0),
        Curve(f"{first.system}: first quote right", _places(given.right), 1),
        Curve("confidence that is right on average", ((0.0, 0.0), (1.0, 1.0)), 5),
    ]
    marks = [
        Cross(
            f"{one.count} questions", one.confidence, one.share, place, None, (ends.low, ends.high)
        )
        for place, bins in enumerate((given.answerable, given.right))
        for one in bins
        for ends in (rate_interval(round(one.share * one.count), one.count),)
    ]
    bins = "; ".join(
        f"{one.low:.1f} to {one.high:.1f}: {one.count} questions, mean {one.confidence:.2f}, "
        f"answerable {one.share:.2f}, first quote right {right.share:.2f}"
        for one, right in zip(given.answerable, given.right, strict=True)
    )
    plot = curve_plot(
        f"{run.name}-reliability",
        "Reliability of the confidence",
        f"Bins of the confidence. {bins}.",
        lines,
        marks,
        x_label="mean confidence of a bin",
        y_label="share that came true",
    )
    return Figure(
        "Reliability of the confidence",
        plot,
        "Ten bins of the confidence with 95 % intervals: how many of their questions something "
        "answers (thick line, discs) and how many have a right first quote (squares); the straight "
        f"line is where a confidence says what comes true. ECE {given.error:.3f}, of right first "
        f"quotes {given.error_right:.3f}; {' / '.join(str(one.count) for one in given.answerable)} "
        "questions in the bins.",
    )


def _places(bins: Sequence[Bin]) -> tuple[tuple[float, float], ...]:
    return tuple((one.confidence, one.share) for one in bins)


def _recall(given: DecisionReport) -> tuple[float, float]:
    """Recall and precision where the system decides: what was right, of all that could be."""
    right = round(given.precision.value * given.precision.count) if given.precision.count else 0
    count = given.false_refusals.count
    return (right / count if count else float("nan")), given.precision.value


def _ends(given: DecisionReport, name: str) -> tuple[float, float]:
    interval = getattr(given, name)
    return interval.low, interval.high


def _points_words(across: str, up: str, taken: Sequence[tuple[SystemScores, float, float]]) -> str:
    points = [f"{one.system}: {across} {x:.2f}, {up} {y:.2f}" for one, x, y in taken]
    return f"Operating points. {'; '.join(points)}."


def _latencies(run: CollectionRun) -> Figure | None:
    spreads: list[Spread] = []
    for place, one in enumerate(run.scores):
        outcomes = run.outcomes.get(one.system, ())
        samples = {
            "search": tuple(o.search_ms for o in outcomes),
            "ask": tuple(o.ask_ms for o in outcomes if o.ask_ms is not None),
        }
        spreads.extend(
            Spread(f"{one.system}, {way}", samples[way], found.p50_ms, found.p99_ms, place)
            for way, found in one.latency.items()
        )
    words = "; ".join(f"{s.label} p50 {s.p50:.1f}, p99 {s.p99:.1f}" for s in spreads)
    return Figure(
        "Time of a question in milliseconds",
        spread_plot(
            f"{run.name}-latency", "Time of a question", f"In milliseconds. {words}.", spreads
        ),
        "All questions, asked one at a time, on a logarithmic axis: filled the median, hollow the "
        "99th percentile. Ask includes the decision and the quotes.",
    )
