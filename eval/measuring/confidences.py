"""Confidences fitted and judged by scikit-learn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BINS = 10
STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence is above `low`, up to `high`; the first bin has 0 too.

    `confidence` is their mean, `share` the share of those for which it came true.
    """

    low: float
    high: float
    count: int
    confidence: float
    share: float


def area(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a positive lies above a negative, ties half (ROC AUC); NaN without both."""
    if not positives or not negatives:
        return math.nan
    labels = [1] * len(positives) + [0] * len(negatives)
    return float(roc_auc_score(labels, [*positives, *negatives]))


def reliability(confidences: Sequence[float], came_true: Sequence[bool]) -> tuple[Bin, ...]:
    """Ten bins of equal width, those without a question left out.

    :param confidences: Each within 0..1.
    """
    if not confidences:
        return ()
    edges = np.linspace(0.0, 1.0, BINS + 1)
    # As calibration_curve parts them, which does not give the counts.
    counts = np.bincount(np.searchsorted(edges[1:-1], confidences), minlength=BINS)
    shares, means = calibration_curve(
        np.asarray(came_true, dtype=np.int64), np.asarray(confidences), n_bins=BINS
    )
    return tuple(
        Bin(
            low=float(edges[place]),
            high=float(edges[place + 1]),
            count=int(counts[place]),
            confidence=float(mean),
            share=float(share),
        )
        for place, share, mean in zip(np.flatnonzero(counts), shares, means, strict=True)
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence lies from what came true, on average over questions (ECE; NaN for none).

    Naeini, Cooper and Hauskrecht 2015, with the bins of `reliability`.
    """
    count = sum(bin_.count for bin_ in bins)
    if not count:
        return math.nan
    return sum(bin_.count * abs(bin_.share - bin_.confidence) for bin_ in bins) / count


def logistic(rows: Floats, answers: Bools, weights: Floats, penalty: float) -> Floats:
    """Weighted logistic regression (Cox 1958) with an L2 penalty; the intercept has none.

    :param rows: One row of features for each case, `(n, d)`; some answers are yes, some no.
    :return: The weights and, last, the intercept, `(d + 1,)`.
    """
    strength = 1.0 / penalty if penalty > 0 else math.inf
    model = LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-10, max_iter=STEPS)
    model.fit(rows, answers, sample_weight=weights)
    return np.array([*model.coef_[0], model.intercept_[0]], dtype=np.float64)
