"""Scores worked out by hand, and what the parts of the ranking do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.ranking import Floats, Pool, Ranking, scores, standardised


def column(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def pool(**columns: Floats) -> Pool:
    count = len(next(iter(columns.values())))
    zeros = np.zeros(count)
    names = (
        "dense keyword question_dense question_keyword thread_dense thread_keyword"
        " near_date near_speaker"
    ).split()
    return Pool(rows=np.arange(count), **{name: columns.get(name, zeros) for name in names})


def test_standardised_values_have_mean_0_and_deviation_1() -> None:
    # mean 2, deviation sqrt(((1-2)² + (3-2)²) / 2) = 1
    assert standardised(column(1.0, 3.0)).tolist() == [-1.0, 1.0]
    assert standardised(column(4.0, 4.0)).tolist() == [0.0, 0.0]


def test_score_is_the_sum_worked_out_by_hand() -> None:
    ranking = Ranking(
        keyword_weight=0.5, question_share=0.25, thread_share=0.0, near_date_bonus=0.1
    )
    both = pool(
        dense=column(0.2, 0.4),  # z: -1, 1
        keyword=column(6.0, 2.0),  # z: 1, -1
        question_dense=column(0.9, 0.1),  # z: 1, -1
        near_date=column(0.0, 1.0),
    )
    # first: -1 + 0.5·1 + 0.25·1 = -0.25; second: 1 - 0.5 - 0.25 + 0.1 = 0.35
    assert scores(both, ranking) == pytest.approx([-0.25, 0.35])


def test_a_question_lends_its_score_to_its_answer() -> None:
    exchange = pool(dense=column(0.3, 0.3), question_dense=column(0.8, 0.2))
    with_exchange = scores(exchange, Ranking())
    without = scores(exchange, Ranking(exchanges=False))
    assert with_exchange[0] > with_exchange[1]
    assert without[0] == without[1]


@pytest.mark.parametrize("part", ["dense", "keywords"])
def test_a_part_that_is_switched_off_counts_nothing(part: str) -> None:
    one = pool(dense=column(0.1, 0.9), keyword=column(9.0, 1.0))
    off = scores(one, Ranking(**{part: False}))
    best = 0 if part == "dense" else 1
    assert int(np.argmax(off)) == best


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=8))
def test_the_order_of_candidates_makes_no_difference(values: list[float]) -> None:
    shuffle = np.random.default_rng(len(values)).permutation(len(values))
    dense = column(*values)
    straight = scores(pool(dense=dense), Ranking())
    mixed = scores(pool(dense=dense[shuffle]), Ranking())
    assert mixed == pytest.approx(straight[shuffle], abs=1e-9)
