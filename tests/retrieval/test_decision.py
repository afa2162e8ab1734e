"""The answer decision: what raises it, what lowers it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.decision import Evidence, confidence

SHARE = st.floats(0.0, 1.0)


def test_confidence_is_the_logistic_of_the_weighted_evidence() -> None:
    # -4.34 + 3.80·1 + 7.95·0.6 - 3.07·0.5 = 2.695; 1 / (1 + e^-2.695) = 0.9367
    assert confidence(Evidence(1.0, 0.6, 0.5)) == pytest.approx(0.9367, abs=1e-4)


@given(SHARE, SHARE, SHARE)
def test_it_stays_between_0_and_1_and_rises_with_what_speaks_for_an_answer(
    coverage: float, cosine: float, question_cosine: float
) -> None:
    evidence = Evidence(coverage, cosine, question_cosine)
    level = confidence(evidence)
    assert 0.0 < level < 1.0
    assert confidence(replace(evidence, coverage=1.0)) >= level
    assert confidence(replace(evidence, cosine=1.0)) >= level
    assert confidence(replace(evidence, question_cosine=1.0)) <= level
