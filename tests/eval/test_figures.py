"""Which numbers of a run go into which plot, and into which column of the decision's tables."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from eval.measuring.decision import ANSWERS, REFUSALS, DecisionReport, decision_report
from eval.report import figures as figures_module
from eval.report.decision_tables import THRESHOLDS, at_thresholds, decision_tables
from eval.report.figures import Figure, figures, legend
from eval.report.plots import Cross, Curve, Group, Spread
from eval.report.report import Report
from eval.running.systems import OURS
from eval.runs import CollectionRun
from tests.eval.test_decision import DECISIONS

GIVEN: DecisionReport = decision_report(DECISIONS)
"""Precision 1/3 of 3 answers, 3 answerable and 2 others; its sums stand in `test_decision`."""


@pytest.fixture
def run(report: Report) -> CollectionRun:
    """A run in which all systems decided as in `DECISIONS`."""
    (run,) = report.runs
    return replace(run, scores=tuple(replace(one, decision=GIVEN) for one in run.scores))


class _Drawn:
    """The plots that are asked for, by their name without the run's, instead of the drawing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: dict[str, tuple[Any, ...]] = {}
        for name in ("dot_plot", "curve_plot", "spread_plot"):
            monkeypatch.setattr(figures_module, name, self._draw)

    def _draw(self, name: str, title: str, description: str, *given: Any, **options: Any) -> None:
        self.asked[name.partition("-")[2]] = (description, *given, options)


@pytest.fixture
def drawn(run: CollectionRun, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    plots = _Drawn(monkeypatch)
    figures(run)
    return plots.asked


def captions(run: CollectionRun) -> dict[str, str]:
    return {figure.title: figure.caption for figure in figures(run)}


def test_differences_bear_the_mark_of_the_baseline_and_are_hollow_by_chance(
    run: CollectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *others = run.comparisons["nDCG@10"]
    told = (replace(first, p_corrected=0.2), replace(second, p_corrected=0.001), *others)
    plots = _Drawn(monkeypatch)
    figures(replace(run, comparisons={"nDCG@10": told}))
    words, groups, options = plots.asked["differences"]
    (group,) = groups
    assert isinstance(group, Group)
    names = [system.system for system in run.scores]
    for dot, one in zip(group.dots, told, strict=True):
        assert names[dot.series] == one.baseline == dot.label
        assert (dot.value, dot.low, dot.high) == (one.mean.value, one.mean.low, one.mean.high)
        assert dot.note == f"p = {one.p_corrected:.4f}"
    assert [dot.hollow for dot in group.dots[:2]] == [True, False]
    assert f"{first.baseline} {first.mean.value:+.2f}" in words
    assert options == {"labelled": True}


def test_kinds_are_dots_of_each_system_with_their_number(
    run: CollectionRun, drawn: dict[str, tuple[Any, ...]]
) -> None:
    for name in ("nDCG10", "hit1", "ask-hit1"):
        measure = name.replace("10", "@10").replace("hit1", "hit@1").replace("-", " ")
        words, groups, options = drawn[f"kinds-{name}"]
        assert [group.label for group in groups] == [
            f"{kind} · {run.scores[0].by_kind[kind][measure].count}"
            for kind in run.scores[0].by_kind
        ]
        for group, kind in zip(groups, run.scores[0].by_kind, strict=True):
            systems = [one for one in run.scores if one.by_kind[kind][measure].count]
            assert [run.scores[dot.series] for dot in group.dots] == systems
            assert [dot.value for dot in group.dots] == [
                one.by_kind[kind][measure].value for one in systems
            ]
            assert f"{group.dots[0].label} {group.dots[0].value:.2f}" in words
        assert options == {"bounds": (0.0, 1.0)}


def test_the_curves_of_the_decision_go_through_its_points(
    drawn: dict[str, tuple[Any, ...]],
) -> None:
    words, curves, crosses, options = drawn["precision"]
    assert all(isinstance(curve, Curve) for curve in curves)
    # From 0.6: precision 1/3 and recall 1/3; from 0.9: 1 and 1/3; from 0.1 all is answered: 2/5
    # of the answers are right (a1 and a3), 2/3 of what can be answered.
    points = curves[0].points
    assert points[0] == pytest.approx((2 / 3, 2 / 5))
    assert points[3] == pytest.approx((1 / 3, 1.0))
    assert options["x_label"].startswith("recall")
    assert options["y_label"].startswith("precision")
    # Of 3 answers given 1 is right, and 3 questions have an answer.
    cross = crosses[0]
    assert isinstance(cross, Cross)
    assert (cross.x, cross.y) == pytest.approx((1 / 3, 1 / 3))
    assert cross.x_interval is None
    assert cross.y_interval == (GIVEN.precision.low, GIVEN.precision.high)
    assert f"{OURS}: recall 0.33, precision 0.33" in words


def test_both_errors_are_drawn_against_each_other(drawn: dict[str, tuple[Any, ...]]) -> None:
    words, curves, crosses, options = drawn["refusals"]
    # From 0.3 upwards half of the others are answered and no answerable question is refused.
    assert curves[0].points[1] == pytest.approx((0.5, 0.0))
    assert options["x_label"].startswith("false answers")
    assert options["y_label"].startswith("false refusals")
    cross = crosses[0]
    assert (cross.x, cross.y) == pytest.approx((1 / 2, 1 / 3))
    assert cross.x_interval == (GIVEN.false_answers.low, GIVEN.false_answers.high)
    assert cross.y_interval == (GIVEN.false_refusals.low, GIVEN.false_refusals.high)
    assert f"{OURS}: false answers 0.50, false refusals 0.33" in words


def test_recall_is_of_the_answerable_and_not_of_the_answers(
    run: CollectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two answers, one right, of four questions that have an answer.
    given = decision_report(
        [
            *(DECISIONS[0], DECISIONS[2], *DECISIONS[3:]),
            *(replace(DECISIONS[2], query_id=query_id) for query_id in ("a4", "a5")),
        ]
    )
    plots = _Drawn(monkeypatch)
    figures(replace(run, scores=tuple(replace(one, decision=given) for one in run.scores)))
    cross = plots.asked["precision"][2][0]
    assert (cross.x, cross.y) == pytest.approx((1 / 4, 1 / 2))


def test_only_who_refuses_has_a_point_of_its_own(
    run: CollectionRun, drawn: dict[str, tuple[Any, ...]]
) -> None:
    deciding = [
        one.system
        for one in run.scores
        if any(outcome.answered is not None for outcome in run.outcomes[one.system])
    ]
    for name in ("precision", "refusals"):
        _, curves, crosses, _ = drawn[name]
        assert [curve.label for curve in curves] == [one.system for one in run.scores]
        assert [cross.label for cross in crosses] == deciding
        assert [run.scores[cross.series].system for cross in crosses] == deciding
    assert OURS in deciding
    assert "bm25" not in deciding


def test_the_reliability_has_a_line_for_an_answer_and_one_for_a_right_quote(
    drawn: dict[str, tuple[Any, ...]],
) -> None:
    words, lines, marks, _ = drawn["reliability"]
    # Bins {n2: 0.1}, {a3: 0.3}, {a2, n1: 0.6}, {a1: 0.9}.
    for line, shares in zip(lines, ((0, 1, 0.5, 1), (0, 1, 0, 1)), strict=False):
        assert [x for x, _ in line.points] == pytest.approx([0.1, 0.3, 0.6, 0.9])
        assert [y for _, y in line.points] == pytest.approx(shares)
    assert lines[2].points == ((0.0, 0.0), (1.0, 1.0))
    assert [line.series for line in lines] == [0, 1, 5]
    assert [mark.y for mark in marks] == pytest.approx([0, 1, 0.5, 1, 0, 1, 0.0, 1])
    assert [mark.series for mark in marks] == [0] * 4 + [1] * 4
    assert marks[2].label == "2 questions"
    # One of two: as wide as an interval of a rate of 1 of 2 is.
    low, high = marks[2].y_interval
    assert low < 0.5 < high
    assert marks[0].y_interval[0] == pytest.approx(0.0)
    assert "0.5 to 0.6: 2 questions, mean 0.60, answerable 0.50, first quote right 0.00" in words


def test_times_are_of_the_way_that_they_are_called(
    run: CollectionRun, drawn: dict[str, tuple[Any, ...]]
) -> None:
    words, spreads, _ = drawn["latency"]
    assert all(isinstance(spread, Spread) for spread in spreads)
    by_label = {spread.label: spread for spread in spreads}
    outcomes = run.outcomes[OURS]
    ask, search = by_label[f"{OURS}, ask"], by_label[f"{OURS}, search"]
    assert ask.values == tuple(one.ask_ms for one in outcomes)
    assert search.values == tuple(one.search_ms for one in outcomes)
    assert ask.values != search.values
    latency = run.scores[0].latency
    assert (ask.p50, ask.p99) == (latency["ask"].p50_ms, latency["ask"].p99_ms)
    assert f"{OURS}, ask p50 {ask.p50:.1f}, p99 {ask.p99:.1f}" in words
    assert [run.scores[spread.series].system for spread in spreads] == [
        spread.label.rpartition(", ")[0] for spread in spreads
    ]


def test_captions_tell_the_numbers_behind_a_plot(run: CollectionRun) -> None:
    told = captions(run)
    assert (
        "2 questions are behind one axis, 3 behind the other"
        in (told["False answers against false refusals"])
    )
    reliability = told["Reliability of the confidence"]
    assert f"ECE {GIVEN.calibration.error:.3f}, of right first quotes" in reliability
    assert f"quotes {GIVEN.calibration.error_right:.3f}; 1 / 1 / 2 / 1 questions" in reliability


def test_a_plot_without_anything_to_draw_is_left_out(run: CollectionRun) -> None:
    empty = replace(run.scores[0], decision=None, by_kind={})
    left: list[Figure] = figures(replace(run, scores=(empty,), comparisons={}))
    assert [figure.title for figure in left] == ["Time of a question in milliseconds"]


def test_each_system_has_its_mark_in_the_legend(run: CollectionRun) -> None:
    marks = legend(run)
    assert [name for _, name in marks] == [one.system for one in run.scores]
    assert [mark.kind for mark, _ in marks] == [f"s{place}" for place in range(len(marks))]


def table(run: CollectionRun, name: str) -> list[list[float | None]]:
    (found,) = [one for one in decision_tables(run) if one.name == name]
    return [[cell.value for cell in line.cells] for line in found.lines]


def test_the_table_of_the_curve_has_both_errors_and_what_is_right(run: CollectionRun) -> None:
    rows = table(run, "curve")
    assert len(rows) == 5
    # False answers, false refusals, precision, recall: from 0.1, 0.3, 0.6, 0.9 and from nothing.
    assert rows[0] == pytest.approx([1.0, 0.0, 2 / 5, 2 / 3])
    assert rows[2] == pytest.approx([1 / 2, 1 / 3, 1 / 3, 1 / 3])
    assert rows[4] == [0.0, 1.0, None, 0.0]


def test_a_long_curve_is_shown_in_eleven_steps(run: CollectionRun) -> None:
    many = decision_report(
        [replace(DECISIONS[at % 5], query_id=f"q{at}", confidence=at / 100) for at in range(101)]
    )
    scores = (replace(run.scores[0], decision=many), *run.scores[1:])
    rows = table(replace(run, scores=scores), "curve")
    assert len(rows) == 11
    assert (rows[0][1], rows[-1][1]) == (0.0, 1.0)


def test_the_table_of_the_calibration_tells_answers_from_right_quotes(run: CollectionRun) -> None:
    # Questions, their mean confidence, how many had an answer, how many a right first quote.
    assert table(run, "calibration") == [
        pytest.approx(row)
        for row in ([1, 0.1, 0, 0], [1, 0.3, 1, 1], [2, 0.6, 0.5, 0], [1, 0.9, 1, 1])
    ]


def test_the_best_thresholds_stand_below_what_they_are_read_at() -> None:
    assert len(THRESHOLDS) == len(REFUSALS) + len(ANSWERS)
    assert at_thresholds(GIVEN) == [
        *(GIVEN.answers_at(share) for share in REFUSALS),
        *(GIVEN.refusals_at(share) for share in ANSWERS),
    ]
    # With no more than 20 % refused half of the others are answered; with no more than 10 % or
    # 20 % of the others answered, none is, and two of three answerable questions are refused.
    assert at_thresholds(GIVEN) == pytest.approx([0.5] * 4 + [2 / 3] * 2)
    assert THRESHOLDS[0] == "false answers at 5 % refused"
    assert THRESHOLDS[-1] == "false refusals at 20 % answered"


def test_a_system_that_never_refuses_has_only_its_area(run: CollectionRun) -> None:
    (errors,) = [one for one in decision_tables(run) if one.name == "errors"]
    rows = {line.label: [cell.value for cell in line.cells] for line in errors.lines}
    assert rows["bm25"][:3] == [None] * 3
    assert rows["bm25"][3] == pytest.approx(4.5 / 6)
    expected = [1 / 2, 1 / 3, 1 / 3, 4.5 / 6]
    assert rows[OURS][:4] == pytest.approx(expected)
    assert [line.label for line in errors.lines if line.leads] == [OURS]


def test_without_a_question_that_nothing_answers_there_is_no_decision(run: CollectionRun) -> None:
    given = decision_report(DECISIONS[:3])
    scores = tuple(replace(one, decision=given) for one in run.scores)
    assert [one.lines for one in decision_tables(replace(run, scores=scores))] == [()] * 4
    assert math.isnan(given.answers_at(0.1))
