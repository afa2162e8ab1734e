"""How sure a figure is: intervals, paired tests, and the correction for many tests.

The one file that touches scipy. All draws come from a fixed seed, so that a run repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

SEED = 20260101
DRAWS = 10_000
LEVEL = 0.95
# Resamples are drawn in blocks, so that a thousand questions need 80 MB and not 800.
BATCH = 1_000
# Pairs of questions that are compared at a time, for areas: 40 MB.
MOST_PAIRS = 5_000_000

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval and the number of questions behind it."""

    value: float
    low: float
    high: float
    count: int


NOTHING = Interval(float("nan"), float("nan"), float("nan"), 0)
"""What cannot be measured: no question is of that kind."""


@dataclass(frozen=True, slots=True)
class Difference:
    """System minus baseline over the same questions.

    `p` is two-sided by the paired randomisation test; `p_corrected` after Holm's correction over
    all baselines of the table. `better` and `worse` count the questions.
    """

    baseline: str
    mean: Interval
    p: float
    p_corrected: float
    better: int
    worse: int

    @property
    def significant(self) -> bool:
        """Whether the corrected test rejects "no difference" at 0.05."""
        return self.p_corrected < 1 - LEVEL


def mean_interval(values: Sequence[float]) -> Interval:
    """The mean over questions with its percentile bootstrap interval; NaN for no values."""
    return _bootstrapped(tuple(values), np.mean)


def median_interval(values: Sequence[float]) -> Interval:
    """The median over questions, otherwise as `mean_interval`."""
    return _bootstrapped(tuple(values), np.median)


# Of one question set many measures are the same: a baseline's hits are all that it would serve.
@lru_cache(maxsize=64)
def _bootstrapped(values: tuple[float, ...], statistic: Callable[..., Any]) -> Interval:
    if not values:
        return NOTHING
    sample = np.asarray(values, dtype=np.float64)
    if len(sample) == 1 or bool((sample == sample[0]).all()):
        # Resampling equal values gives no spread: the interval would claim certainty.
        return _constant_interval(sample)
    drawn = stats.bootstrap(
        (sample,),
        statistic,
        n_resamples=DRAWS,
        batch=BATCH,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Interval(float(statistic(sample)), float(drawn.low), float(drawn.high), len(sample))


def _constant_interval(sample: Values) -> Interval:
    """All 0 or all 1: as for a rate; any other constant: the constant itself."""
    value = float(sample[0])
    if value in (0.0, 1.0):
        return rate_interval(int(value) * len(sample), len(sample))
    return Interval(value, value, value, len(sample))


def rate_interval(successes: int, count: int) -> Interval:
    """A rate with Wilson's score interval (Wilson 1927), which stays honest at 0 and at 1.

    NaN for a count of 0.
    """
    if count == 0:
        return NOTHING
    bounds = stats.binomtest(successes, count).proportion_ci(LEVEL, method="wilson")
    return Interval(successes / count, float(bounds.low), float(bounds.high), count)


def area_interval(area: float, positives: Sequence[float], negatives: Sequence[float]) -> Interval:
    """An area under the ROC curve with its percentile bootstrap interval, both kinds redrawn.

    An area of 0 or 1 stays what it is in every draw; its interval is then that of a rate over the
    questions of the kind that is rarer. The count is that of all questions.
    """
    fewer, count = min(len(positives), len(negatives)), len(positives) + len(negatives)
    if fewer == 0:
        return NOTHING
    if area in (0.0, 1.0) or fewer == 1:
        bounds = rate_interval(round(area * fewer), fewer)
        return Interval(area, min(area, bounds.low), max(area, bounds.high), count)
    drawn = stats.bootstrap(
        (np.asarray(positives, dtype=np.float64), np.asarray(negatives, dtype=np.float64)),
        _areas,
        n_resamples=DRAWS,
        batch=max(1, MOST_PAIRS // (len(positives) * len(negatives))),
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Interval(area, float(drawn.low), float(drawn.high), count)


def _areas(positives: Values, negatives: Values, axis: int = -1) -> Values:
    """The areas of many draws at once: the share of pairs in order, ties half."""
    above, below = positives[..., :, None], negatives[..., None, :]
    pairs = (above > below) + 0.5 * (above == below)
    return np.asarray(pairs.mean(axis=(-2, -1)), dtype=np.float64)


def _difference_interval(differences: Sequence[float]) -> Interval:
    """The mean of paired differences, each within -1..1, with its interval.

    Where no question differs, a share of up to Wilson's bound might, either way.
    """
    if differences and not any(differences):
        bound = rate_interval(0, len(differences)).high
        return Interval(0.0, -bound, bound, len(differences))
    return mean_interval(differences)


def randomisation_p(differences: Sequence[float]) -> float:
    """Two-sided p of "the sign of each paired difference is a coin toss" (Fisher's test).

    Exact where there are no more than `DRAWS` assignments of signs, else by as many draws.
    Questions without a difference change nothing and are left out first; 1.0 when all are.
    """
    apart = np.asarray([d for d in differences if d != 0.0], dtype=np.float64)
    if len(apart) == 0:
        return 1.0
    if len(apart) == 1:
        return 1.0  # Both assignments of its sign are as far from 0 as what was seen.
    result = stats.permutation_test(
        (apart,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=DRAWS,
        batch=BATCH,
        rng=np.random.default_rng(SEED),
    )
    return min(1.0, float(result.pvalue))


def holm(p_values: Sequence[float]) -> list[float]:
    """Correct p values for having made several tests (Holm 1979), in the order given."""
    corrected = [0.0] * len(p_values)
    running = 0.0
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    for step, place in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - step) * p_values[place]))
        corrected[place] = running
    return corrected


def compare(
    system: Mapping[str, float], baselines: Mapping[str, Mapping[str, float]]
) -> tuple[Difference, ...]:
    """Compare one system with each baseline, question by question.

    :param system: The measure by `query_id`.
    :param baselines: The same questions' measures, by baseline.
    :raises ValueError: A baseline was measured on other questions.
    """
    paired: dict[str, list[float]] = {}
    for name, values in baselines.items():
        if values.keys() != system.keys():
            raise ValueError(f"{name} was measured on other questions than the system")
        # Rounded, because equal scores may differ in their last bit.
        paired[name] = [round(system[query_id] - values[query_id], 12) for query_id in system]
    tests = [randomisation_p(differences) for differences in paired.values()]
    return tuple(
        Difference(
            baseline=name,
            mean=_difference_interval(differences),
            p=p,
            p_corrected=corrected,
            better=sum(d > 0 for d in differences),
            worse=sum(d < 0 for d in differences),
        )
        for (name, differences), p, corrected in zip(
            paired.items(), tests, holm(tests), strict=True
        )
    )
