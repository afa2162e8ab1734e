"""The tables of the page: every figure with its interval and the number of questions behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from eval.measuring.rows import figure_columns, figure_rows
from eval.measuring.scores import SystemScores
from eval.measuring.significance import NOTHING, Difference, Interval
from eval.report.decision_tables import THRESHOLDS, at_thresholds, decided
from eval.report.markup import Html, data, element, joined
from eval.report.report import BY_KIND
from eval.running.systems import OURS
from eval.runs import CollectionRun

NONE = "–"


def refuses(run: CollectionRun, system: str) -> bool:
    """Whether a system decides to answer or to refuse, and does not only rank."""
    return any(outcome.answered is not None for outcome in run.outcomes.get(system, ()))


def figures_table(scores: Sequence[SystemScores]) -> Html:
    """Systems and their answers by measures, and the time that a question takes."""
    given = figure_rows(scores)
    names = figure_columns(given)
    rows = [
        (
            one.label,
            [
                *(_cell(one.figures.get(name, NOTHING)) for name in names),
                _plain_cell(one.count),
                _number_cell(one.latency.p50_ms, 2),
                _number_cell(one.latency.p99_ms, 2),
            ],
        )
        for one in given
    ]
    heads = [*names, "n", "p50 ms", "p99 ms"]
    return _table("figures", "All questions that something answers", heads, rows)


def kinds_table(scores: Sequence[SystemScores]) -> Html:
    """Systems by kinds of question, for the measures of `BY_KIND`."""
    kinds = list(scores[0].by_kind)
    if not kinds:
        return Html()
    heads = [
        f"{kind} {name} ({scores[0].by_kind[kind][name].count})"
        for kind in kinds
        for name in BY_KIND
    ]
    rows = [
        (one.system, [_cell(one.by_kind[kind][name]) for kind in kinds for name in BY_KIND])
        for one in scores
    ]
    return _table("kinds", "By kind of question (their number in brackets)", heads, rows)


def differences_table(comparisons: Mapping[str, Sequence[Difference]]) -> Html:
    """Ours minus each baseline, question by question: measures by baselines."""
    baselines = dict.fromkeys(one.baseline for given in comparisons.values() for one in given)
    rows = []
    for measure, given in comparisons.items():
        found = {one.baseline: one for one in given}
        cells = [
            _difference_cell(found[name]) if name in found else element("td", NONE)
            for name in baselines
        ]
        rows.append((measure, cells))
    caption = f"{OURS} minus each baseline over the same questions (p after Holm's correction)"
    return _table("differences", caption, list(baselines), rows)


def rates_table(scores: Sequence[SystemScores]) -> Html:
    """What must or must not happen, as shares of the cases in which it could."""
    rows = [
        (name, [_share_cell(one.rates[name]) for one in scores])
        for name in scores[0].rates
        if any(one.rates[name].count for one in scores)
    ]
    return _table("rates", "Rates", [one.system for one in scores], rows)


def decisions_table(run: CollectionRun) -> Html:
    """Both kinds of wrong decision; a system that never refuses has only its curve."""
    rows = []
    for system, given in decided(run.scores):
        shares = (given.false_answers, given.false_refusals, given.precision)
        cells = [
            _share_cell(share) if refuses(run, system) else element("td", NONE) for share in shares
        ]
        errors = (given.calibration.error, given.calibration.error_right)
        cells += [_cell(given.area), *(_number_cell(error, 3) for error in errors)]
        cells += [_number_cell(value, 3) for value in at_thresholds(given)]
        rows.append((system, cells))
    heads = ["false answers", "false refusals", "right of those given", "area", "ECE", "ECE right"]
    return _table("decisions", "Answer decision", [*heads, *THRESHOLDS], rows)


def overview_table(runs: Sequence[CollectionRun]) -> Html:
    """One line for each collection: ours beside the best baseline, and the decision."""
    rows = []
    for run in runs:
        ours = run.scores[0]
        others = [one for one in run.scores if not refuses(run, one.system)]
        best = max(others, key=lambda one: one.figures["nDCG@10"].value, default=None)
        decision = ours.decision
        rows.append(
            (
                element("a", run.name, href=f"#{run.name}"),
                [
                    _plain_cell(len(run.collection.queries)),
                    _cell(ours.figures["nDCG@10"]),
                    _cell(ours.figures["hit@1"]),
                    element("td", best.system if best else NONE),
                    _cell(best.figures["nDCG@10"]) if best else element("td", NONE),
                    _share_cell(decision.false_answers) if decision else element("td", NONE),
                    _share_cell(decision.false_refusals) if decision else element("td", NONE),
                ],
            )
        )
    heads = (
        "questions",
        "nDCG@10",
        "hit@1",
        "best baseline",
        "its nDCG@10",
        "false answers",
        "false refusals",
    )
    return _table("overview", f"{runs[0].scores[0].system} on each collection", heads, rows)


def _table(
    name: str, caption: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Html]]]
) -> Html:
    """A table that scrolls on its own where it is too wide; nothing without rows."""
    if not rows:
        return Html()
    top = element("tr", element("td"), *(element("th", head, scope="col") for head in heads))
    body = [
        element(
            "tr",
            element("th", label, scope="row"),
            *cells,
            class_="ours" if label.partition(",")[0] == OURS else None,
        )
        for label, cells in rows
    ]
    table = element(
        "table",
        element("caption", element("span", caption)),
        element("thead", top),
        element("tbody", *body),
        class_=name,
    )
    return element("div", table, class_="wide", tabindex=0, role="group", aria_label=caption)


def _cell(interval: Interval) -> Html:
    """A mean with its interval below."""
    if interval.count == 0:
        return element("td", NONE)
    return element(
        "td",
        data(interval.value, f"{interval.value:.3f}"),
        element("small", f"[{interval.low:.3f}, {interval.high:.3f}]"),
    )


def _difference_cell(one: Difference) -> Html:
    """The mean with its interval; below how many questions it is about, and how sure it is."""
    form = "+.3f"
    low, high = format(one.mean.low, form), format(one.mean.high, form)
    return element(
        "td",
        data(one.mean.value, format(one.mean.value, form)),
        element("small", f"[{low}, {high}]"),
        element("small", f"{one.better} better, {one.worse} worse of {one.mean.count}"),
        element(
            "small", f"p {one.p_corrected:.4f}{'' if one.significant else ', not significant'}"
        ),
    )


def _share_cell(interval: Interval) -> Html:
    """A rate in per cent with its interval and the number of cases below."""
    if interval.count == 0:
        return element("td", NONE)
    low, high = 100 * interval.low, 100 * interval.high
    return element(
        "td",
        data(interval.value, f"{100 * interval.value:.1f} %"),
        element("small", joined((f"of {interval.count:,}", f"[{low:.1f}, {high:.1f}]"), " ")),
    )


def _number_cell(value: float, digits: int) -> Html:
    finite = math.isfinite(value)
    return element("td", data(value, f"{value:.{digits}f}") if finite else NONE)


def _plain_cell(value: int) -> Html:
    return element("td", data(value, f"{value:,}"))
