from __future__ import annotations

import math

import pytest

from eval.measuring.decision import Decision, decision_report

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
    area = decision_report(DECISIONS).area
    assert area.value == pytest.approx(4.5 / 6)
    assert area.count == 5
    assert 0.0 <= area.low < 4.5 / 6 < area.high <= 1.0


def test_a_perfect_area_of_few_questions_is_not_certain() -> None:
    area = decision_report([DECISIONS[0], DECISIONS[1], DECISIONS[4]]).area
    # One question that nothing answers: as for a rate of 1 of 1.
    assert (area.value, area.high) == (1.0, 1.0)
    assert area.low < 0.3


def test_the_curve_is_read_at_shares_of_either_error() -> None:
    # Thresholds from 0.1 upwards: false answers 1, 1/2, 1/2, 0, 0; refusals 0, 0, 1/3, 2/3, 1.
    report = decision_report(DECISIONS)
    assert (report.answers_at(0.0), report.answers_at(0.5)) == (0.5, 0.5)
    assert report.answers_at(0.7) == 0.0
    assert report.refusals_at(0.5) == pytest.approx(0.0)
    assert report.refusals_at(0.4) == pytest.approx(2 / 3)
    assert math.isnan(decision_report(DECISIONS[:3]).answers_at(0.1))


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
    assert (math.isnan(report.area.value), report.area.count) == (True, 0)
    assert report.false_answers.count == 0


def test_confidence_is_held_against_what_came_true() -> None:
    # Bins of a tenth, an edge belongs to the bin below: {n2: 0.1}, {a3: 0.3}, {a2, n1: 0.6}, {a1}.
    found = decision_report(DECISIONS).calibration
    assert [one.count for one in found.answerable] == [1, 1, 2, 1]
    assert [round(one.low, 1) for one in found.answerable] == [0.0, 0.2, 0.5, 0.8]
    assert [one.confidence for one in found.answerable] == pytest.approx([0.1, 0.3, 0.6, 0.9])
    assert [one.share for one in found.answerable] == pytest.approx([0.0, 1.0, 0.5, 1.0])
    assert [one.share for one in found.right] == pytest.approx([0.0, 1.0, 0.0, 1.0])
    assert found.error == pytest.approx((0.1 + 0.7 + 2 * 0.1 + 0.1) / 5)
    assert found.error_right == pytest.approx((0.1 + 0.7 + 2 * 0.6 + 0.1) / 5)


def test_scores_that_are_no_probabilities_are_not_calibrated() -> None:
    scored = [Decision("a", True, True, True, 17.0), Decision("n", False, True, False, 3.0)]
    report = decision_report(scored, probabilities=False)
    assert report.area.value == 1.0
    assert report.calibration.answerable == ()
    assert math.isnan(report.calibration.error)
