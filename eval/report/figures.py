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
                Dot(
                    system.system,
                    interval.value,
                    interval.low,
                    interval.high,
                    place,
                    f"n = {interval.count}",
                )
                for place, system in enumerate(scores)
                if (interval := system.by_kind[kind][measure]).count
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
    places = {system.system: place for place, system in enumerate(run.scores)}
    groups = [
        Group(
            measure,
            tuple(
                Dot(
                    difference.baseline,
                    difference.mean.value,
                    difference.mean.low,
                    difference.mean.high,
                    places.get(difference.baseline, 0),
                    f"p = {difference.p_corrected:.4f}",
                    hollow=not difference.significant,
                )
                for difference in differences
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
        (place, system, system.decision)
        for place, system in enumerate(run.scores)
        if system.decision is not None and system.decision.curve
    ]
    if not curved:
        return []
    taken = [
        (place, system, given) for place, system, given in curved if refuses(run, system.system)
    ]
    precision = curve_plot(
        f"{run.name}-precision",
        "Precision and recall of the answer decision",
        _points_words("recall", "precision", [(system, *_recall(d)) for _, system, d in taken]),
        [
            Curve(system.system, tuple((p.recall, p.precision) for p in given.curve), place)
            for place, system, given in curved
        ],
        [
            Cross(system.system, *_recall(given), place, None, _ends(given, "precision"))
            for place, system, given in taken
        ],
        x_label="recall: answerable questions answered right",
        y_label="precision: right of the answers given",
    )
    errors = [(system, d.false_answers.value, d.false_refusals.value) for _, system, d in taken]
    wrong = curve_plot(
        f"{run.name}-refusals",
        "False answers against false refusals",
        _points_words("false answers", "false refusals", errors),
        [
            Curve(
                system.system,
                tuple((p.false_answers, p.false_refusals) for p in given.curve),
                place,
            )
            for place, system, given in curved
        ],
        [
            Cross(
                system.system,
                given.false_answers.value,
                given.false_refusals.value,
                place,
                _ends(given, "false_answers"),
                _ends(given, "false_refusals"),
            )
            for place, system, given in taken
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
            f"{bin_.count} questions",
            bin_.confidence,
            bin_.share,
            place,
            None,
            (ends.low, ends.high),
        )
        for place, bins in enumerate((given.answerable, given.right))
        for bin_ in bins
        for ends in (rate_interval(round(bin_.share * bin_.count), bin_.count),)
    ]
    bins = "; ".join(
        f"{bin_.low:.1f} to {bin_.high:.1f}: {bin_.count} questions, mean {bin_.confidence:.2f}, "
        f"answerable {bin_.share:.2f}, first quote right {right.share:.2f}"
        for bin_, right in zip(given.answerable, given.right, strict=True)
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
        f"quotes {given.error_right:.3f}; "
        f"{' / '.join(str(bin_.count) for bin_ in given.answerable)} questions in the bins.",
    )


def _places(bins: Sequence[Bin]) -> tuple[tuple[float, float], ...]:
    return tuple((bin_.confidence, bin_.share) for bin_ in bins)


def _recall(given: DecisionReport) -> tuple[float, float]:
    """Recall and precision where the system decides: what was right, of all that could be."""
    right = round(given.precision.value * given.precision.count) if given.precision.count else 0
    count = given.false_refusals.count
    return (right / count if count else float("nan")), given.precision.value


def _ends(given: DecisionReport, name: str) -> tuple[float, float]:
    interval = getattr(given, name)
    return interval.low, interval.high


def _points_words(across: str, up: str, taken: Sequence[tuple[SystemScores, float, float]]) -> str:
    points = [f"{system.system}: {across} {x:.2f}, {up} {y:.2f}" for system, x, y in taken]
    return f"Operating points. {'; '.join(points)}."


def _latencies(run: CollectionRun) -> Figure | None:
    spreads: list[Spread] = []
    for place, system in enumerate(run.scores):
        outcomes = run.outcomes.get(system.system, ())
        samples = {
            "search": tuple(o.search_ms for o in outcomes),
            "ask": tuple(o.ask_ms for o in outcomes if o.ask_ms is not None),
        }
        spreads.extend(
            Spread(f"{system.system}, {way}", samples[way], latency.p50_ms, latency.p99_ms, place)
            for way, latency in system.latency.items()
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
