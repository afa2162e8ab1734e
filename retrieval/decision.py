"""Whether a quote answers, and so whether the record does: a confidence between 0 and 1.

A similarity threshold alone does not tell "nobody said it" apart, since such questions name real
people and topics. The reader's judgment is weighed with how much of the question stands in the
exchange and whether the quote gives what was asked for instead of turning it away. Each quote is
decided by itself: those that do not answer are no answers beside one that does.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

THRESHOLD = 0.5
"""Confidence from which a quote counts as an answer, where the asker sets no other."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one quote.

    `sentence` is the reader's log-odds that its best sentence answers, 0 without a reader. All
    others are between 0 and 1: `passage_coverage` is the share of the topic's weight (rarer words
    weigh more) that stands in the words of the passage, `cosine` the topic's similarity to the
    passage, `exchange_cosine` to the nearer of the passage and the question that it answers.
    `deflects` and `lacks` are 1 where the quote declines to answer, or has no number or name though
    one is asked for.

    More of it was tried and told collections apart that were left out of the fit no better: the
    reader's word on the whole exchange, the topic's words in the exchange, its full names.
    """

    sentence: float
    passage_coverage: float
    cosine: float
    exchange_cosine: float
    deflects: float
    lacks: float


@dataclass(frozen=True, slots=True)
class Constants:
    """Weights of a logistic regression (Cox 1958) on the evidence."""

    intercept: float
    weights: Evidence

    def log_odds(self, evidence: Evidence) -> float:
        """Above 0 the quote answers more likely than not."""
        pairs = zip(astuple(self.weights), astuple(evidence), strict=True)
        return self.intercept + float(sum(weight * value for weight, value in pairs))


# As `python -m eval.fitting.fit_decision` gives them for press-dev, press-hard, the sample, State
# Department and other-words sets. Judged by fits to collections of other documents, the areas under
# the ROC curve are, in this order: 0.91, 0.62, 0.96, 0.98, 0.74.
WITH_READER = Constants(
    intercept=-2.24,
    weights=Evidence(
        sentence=0.28,
        passage_coverage=1.65,
        cosine=3.45,
        exchange_cosine=3.33,
        deflects=-2.06,
        lacks=-2.56,
    ),
)
# The same with `--reader none`, where nothing is read: 0.95, 0.58, 0.96, 0.97, 0.69.
BY_WORDS = Constants(
    intercept=-3.22,
    weights=Evidence(
        sentence=0.0,
        passage_coverage=2.64,
        cosine=3.89,
        exchange_cosine=3.50,
        deflects=-1.83,
        lacks=-2.94,
    ),
)


def confidence(evidence: Evidence, *, read: bool) -> float:
    """Probability that a quote answers.

    :param read: Whether the reader has read for this question.
    """
    constants = WITH_READER if read else BY_WORDS
    return 1.0 / (1.0 + math.exp(-constants.log_odds(evidence)))
