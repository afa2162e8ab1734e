"""Whether the record answers at all: a confidence between 0 and 1 from what the best quotes show.

A similarity threshold alone does not tell "nobody said it" apart, since such questions name real
people and topics. What tells is whether the rare words of the question stand in the exchange.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

THRESHOLD = 0.5
"""Confidence from which a question counts as answered."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best exchange.

    `coverage` is the share of the topic's weight (rarer words weigh more) that stands in the
    exchange, `rarest` whether its heaviest word does (0 or 1), `cosine` the better of the
    question's similarity to the words and to the question they answer.
    """

    coverage: float
    rarest: float
    cosine: float


INTERCEPT = -7.0
WEIGHTS = Evidence(coverage=4.0, rarest=1.0, cosine=8.0)


def confidence(evidence: Evidence) -> float:
    """Probability that the exchange answers, by logistic regression on its evidence."""
    z = (
        INTERCEPT
        + WEIGHTS.coverage * evidence.coverage
        + WEIGHTS.rarest * evidence.rarest
        + WEIGHTS.cosine * evidence.cosine
    )
    return 1.0 / (1.0 + math.exp(-z))
