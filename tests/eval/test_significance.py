from __future__ import annotations

import math

import pytest

from eval.measuring.significance import (
    compare,
    holm,
    mean_interval,
    median_interval,
    randomisation_p,
    rate_interval,
)


def test_the_randomisation_test_is_exact_for_few_questions() -> None:
    # Five differences of one sign: 2 of the 2^5 assignments of signs are as extreme. 2/32.
    assert randomisation_p([0.3, 0.3, 0.3, 0.3, 0.3]) == pytest.approx(2 / 32)
    # +1 four times and -1 once: 0, 1, 4 or 5 minus signs are as extreme: (1 + 5 + 5 + 1)/32.
    assert randomisation_p([1, 1, 1, 1, -1]) == pytest.approx(12 / 32)


def test_equal_systems_do_not_differ() -> None:
    assert randomisation_p([0.0] * 20) == 1.0
    assert randomisation_p([0.5, 0.0, 0.0]) == 1.0
    assert randomisation_p([]) == 1.0


def test_questions_without_a_difference_change_nothing() -> None:
    assert randomisation_p([1, 1, 1, 1, -1, 0, 0, 0]) == randomisation_p([1, 1, 1, 1, -1])


def test_many_questions_are_drawn_and_repeat() -> None:
    differences = [0.4 if place % 3 else -0.2 for place in range(60)]
    assert randomisation_p(differences) == randomisation_p(differences) < 0.001


def test_holm_by_hand() -> None:
    # Sorted 0.01·3 = 0.03; 0.03·2 = 0.06; 0.04·1 = 0.04, raised to 0.06: never below the last.
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([0.6, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_the_median_and_its_interval_leave_the_ends_alone() -> None:
    # The middle two of ten are 0.2 and 0.4; one value of 1 moves the mean and not the median.
    values = [0.0, 0.0, 0.1, 0.1, 0.2, 0.4, 0.4, 0.5, 0.5, 1.0]
    found = median_interval(values)
    assert found.value == pytest.approx(0.3)
    assert 0.0 <= found.low < 0.3 < found.high <= 0.5
    assert median_interval([]).count == 0


def test_the_bootstrap_interval_holds_the_mean_and_repeats() -> None:
    values = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] * 5
    interval = mean_interval(values)
    assert interval.value == pytest.approx(0.5)
    # The mean's standard error is 0.342/sqrt(30) = 0.0624; 1.96 of it is 0.122.
    assert interval.low == pytest.approx(0.378, abs=0.02)
    assert interval.high == pytest.approx(0.622, abs=0.02)
    assert interval == mean_interval(values)
    assert interval.count == 30


def test_all_right_is_not_certainty() -> None:
    # Wilson at 14 of 14: 14/(14 + 1.96^2) = 0.7847.
    assert mean_interval([1.0] * 14).low == pytest.approx(0.7847, abs=0.001)
    assert mean_interval([0.0] * 14).high == pytest.approx(0.2153, abs=0.001)
    assert mean_interval([0.25] * 3) == mean_interval([0.25] * 3)


def test_no_values_have_no_mean() -> None:
    assert math.isnan(mean_interval([]).value)
    assert math.isnan(rate_interval(0, 0).value)


def test_rates_by_hand() -> None:
    # Wilson for 1 of 2, z = 1.96: centre 0.5, half width 1.96·sqrt(0.125 + 0.2401)/(2 + 3.8416)·...
    interval = rate_interval(1, 2)
    z2 = 1.959964**2
    half = math.sqrt(z2 * (0.25 / 2 + z2 / 16)) / (1 + z2 / 2)
    assert interval.value == 0.5
    assert interval.low == pytest.approx(0.5 - half, abs=1e-5)
    assert interval.high == pytest.approx(0.5 + half, abs=1e-5)


def test_a_comparison_is_paired_and_corrected() -> None:
    ours = {f"q{n}": 1.0 for n in range(6)}
    equal = dict(ours)
    worse = dict.fromkeys(ours, 0.5)
    against_equal, against_worse = compare(ours, {"equal": equal, "worse": worse})
    assert (against_equal.p, against_equal.better, against_equal.worse) == (1.0, 0, 0)
    # Wilson's bound for 0 of 6: 1.96² / (6 + 1.96²), either way.
    assert against_equal.mean.high == pytest.approx(0.3903, abs=1e-4)
    assert against_equal.mean.low == -against_equal.mean.high
    assert against_worse.p == pytest.approx(2 / 64)
    assert against_worse.p_corrected == pytest.approx(4 / 64)  # two baselines, the smaller p
    assert not against_worse.significant
    assert against_worse.better == 6
    assert against_worse.mean.value == pytest.approx(0.5)


def test_a_comparison_over_other_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="other questions"):
        compare({"q1": 1.0}, {"baseline": {"q2": 1.0}})
