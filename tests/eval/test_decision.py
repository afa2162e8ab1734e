from __future__ import annotations

import math

import pytest

from eval.decision import Decision, decision_report

DECISIONS = [
    # query, answerable, answered, right, confidence
    Decision("a1", True, True, True, 0.9),
    Decision("a2", True, True, False, 0.6),
    Decision("a3", True, False, True, 0.3),
    Decision("n1", False, True, False, 0.6),
    Decision("n2", False, False, False, 0.1),
]


def test_both_errors_at_the_operating_point() -> None:
    report = decision_report(DECISIONS)
    assert (report.false_answers.value, report.false_answers.count) == (0.5, 2)
    assert report.false_refusals.value == pytest.approx(1 / 3)
    assert report.precision.value == pytest.approx(1 / 3)  # a1 of a1, a2, n1


def test_the_area_counts_pairs_in_order() -> None:
    # 3 × 2 pairs: a1 beats both, a2 ties with n1 and beats n2, a3 loses to n1 and beats n2: 4.5/6.
    assert decision_report(DECISIONS).area == pytest.approx(4.5 / 6)


def test_the_curve_runs_from_answering_all_to_answering_nothing() -> None:
    curve = decision_report(DECISIONS).curve
    assert [point.threshold for point in curve] == [0.1, 0.3, 0.6, 0.9, math.inf]
    assert (curve[0].false_answers, curve[0].false_refusals) == (1.0, 0.0)
    assert (curve[-1].false_answers, curve[-1].false_refusals) == (0.0, 1.0)
    at = curve[2]  # from 0.6: a1, a2 and n1 are answered
    assert at.false_answers == pytest.approx(1 / 2)
    assert at.false_refusals == pytest.approx(1 / 3)
    assert at.precision == pytest.approx(1 / 3)
    assert at.recall == pytest.approx(1 / 3)
    assert math.isnan(curve[-1].precision)


def test_without_unanswerable_questions_there_is_no_curve() -> None:
    report = decision_report(DECISIONS[:3])
    assert report.curve == ()
    assert math.isnan(report.area)
    assert report.false_answers.count == 0
