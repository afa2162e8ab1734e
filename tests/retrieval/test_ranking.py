"""Scores worked out by hand, and what the parts of the ranking do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.ranking import RANKINGS, Floats, Ranking, question_scores, scores, standardised
from tests.retrieval.pools import COLUMNS, column, pool

SCORED = {
    "dense": {"dense": column(0.1, 0.9)},
    "keywords": {"exchange": column(9.0, 1.0), "stretch": column(7.0, 3.0)},
    "stretches": {"stretch": column(7.0, 3.0)},
    "exchanges": {
        "answers": column(1.0, 1.0),
        "question_dense": column(0.8, 0.2),
        "thread_dense": column(0.6, 0.1),
    },
    "demote_questions": {"asks": column(1.0, 0.0)},
}
"""What each part of the ranking looks at."""


def test_standardised_values_have_mean_0_and_deviation_1() -> None:
    # mean 2, deviation sqrt(((1-2)² + (3-2)²) / 2) = 1
    assert standardised(column(1.0, 3.0)).tolist() == [-1.0, 1.0]
    assert standardised(column(4.0, 4.0)).tolist() == [0.0, 0.0]
    assert standardised(column()).tolist() == []


def test_what_has_no_value_is_left_out_of_the_mean_and_gets_0() -> None:
    there = column(1.0, 0.0, 1.0)
    assert standardised(column(1.0, 99.0, 3.0), there).tolist() == [-1.0, 0.0, 1.0]
    assert standardised(column(1.0, 99.0, 3.0), column(0.0, 1.0, 0.0)).tolist() == [0.0] * 3
    assert standardised(column(1.0, 3.0), column(0.0, 0.0)).tolist() == [0.0, 0.0]


def test_score_is_the_sum_worked_out_by_hand() -> None:
    ranking = Ranking(
        dense_weight=1.0,
        exchange_weight=0.5,
        stretch_weight=2.0,
        question_weight=0.25,
        thread_weight=0.5,
        length_weight=0.75,
        begins_weight=0.2,
        asks_weight=0.4,
        named_weight=0.6,
        near_date_weight=0.1,
        near_speaker_weight=0.3,
        reply_weight=0.7,
        reply_length_weight=-0.5,
        reply_dense_weight=0.3,
    )
    both = pool(
        dense=column(0.2, 0.4),  # z: -1, 1
        exchange=column(6.0, 2.0),  # z: 1, -1
        stretch=column(0.5, 1.5),  # as it is
        answers=column(1.0, 0.0),
        question_dense=column(0.9, 0.0),  # alone among those that answer: 0
        thread_dense=column(0.3, 0.5),  # z: -1, 1
        length=column(5.0, 3.0),  # z: 1, -1
        begins=column(1.0, 0.0),
        asks=column(0.0, 1.0),
        named=column(1.0, 0.0),
        near_date=column(0.0, 1.0),
        near_speaker=column(0.0, 1.0),
    )
    # The first has -1 + 0.5 + 1 - 0.5 + 0.75 + 0.2 + 0.6 = 1.55, and as a reply
    # 0.7 - 0.5·1 + 0.3·(-1) = -0.1 more; the second has
    # 1 - 0.5 + 3 + 0.5 - 0.75 - 0.4 + 0.1 + 0.3 = 3.25.
    assert scores(both, ranking) == pytest.approx([1.45, 3.25])


def test_a_questions_score_is_the_sum_worked_out_by_hand() -> None:
    ranking = Ranking(asked_keyword_weight=2.0, near_speaker_weight=0.3)
    asked = pool(
        dense=column(0.2, 0.4),  # z: -1, 1
        exchange=column(6.0, 2.0),  # z: 1, -1
        stretch=column(0.0, 9.0),  # where it stands is not what was asked
        near_speaker=column(0.0, 1.0),
    )
    # first: -1 + 2·1 = 1; second: 1 - 2·1 + 0.3 = -0.7
    assert question_scores(asked, ranking) == pytest.approx([1.0, -0.7])


def test_a_question_lends_its_score_to_its_answer() -> None:
    ranking = Ranking(question_weight=0.5, reply_weight=0.0)
    exchange = pool(answers=column(1.0, 1.0, 0.0), question_dense=column(0.8, 0.2, 0.0))
    # z among the two that answer: 1, -1; the third replies to nothing, which is no fault of its
    assert scores(exchange, ranking) == pytest.approx([0.5, -0.5, 0.0])


def test_the_questions_before_lend_a_part_of_theirs() -> None:
    thread = pool(answers=column(1.0, 1.0, 1.0), thread_dense=column(0.8, 0.2, 0.0))
    # the third answers the first question of its document: there is none before
    assert scores(thread, Ranking(thread_weight=0.4, reply_weight=0.0)) == pytest.approx(
        [0.4, -0.4, 0.0]
    )


@pytest.mark.parametrize("part", SCORED)
def test_a_part_that_is_switched_off_counts_nothing(part: str) -> None:
    one = pool(**SCORED[part])
    on, off = (scores(one, Ranking(reply_weight=0.0, **{part: on})) for on in (True, False))
    assert on[0] != on[1]
    assert off.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("part", ["dense", "keywords"])
def test_a_part_that_is_switched_off_counts_nothing_for_questions(part: str) -> None:
    one = pool(**SCORED[part])
    on, off = question_scores(one, Ranking()), question_scores(one, Ranking(**{part: False}))
    assert on[0] != on[1]
    assert off.tolist() == [0.0, 0.0]


@given(
    st.lists(
        st.lists(st.floats(0.0, 1.0), min_size=len(COLUMNS), max_size=len(COLUMNS)),
        min_size=2,
        max_size=8,
    )
)
def test_the_order_of_candidates_makes_no_difference(candidates: list[list[float]]) -> None:
    values: Floats = np.array(candidates).round(3)
    shuffle = np.random.default_rng(len(values)).permutation(len(values))
    for score in (scores, question_scores):
        straight = score(pool(**dict(zip(COLUMNS, values.T, strict=True))), Ranking())
        mixed = score(pool(**dict(zip(COLUMNS, values[shuffle].T, strict=True))), Ranking())
        assert mixed == pytest.approx(straight[shuffle], abs=1e-9)


@pytest.mark.parametrize("name", RANKINGS)
@pytest.mark.parametrize(
    "columns",
    [
        {"dense": column(0.9, 0.1)},
        {"exchange": column(9.0, 1.0)},
        {"stretch": column(9.0, 1.0)},
        {"answers": column(1.0, 1.0), "question_dense": column(0.9, 0.1)},
        {"answers": column(1.0, 1.0), "thread_dense": column(0.9, 0.1)},
        {"asks": column(0.0, 1.0)},
        {"gives": column(1.0, 0.0)},
    ],
    ids=["dense", "exchange", "stretch", "question", "thread", "asks", "gives"],
)
def test_in_each_ranking_what_speaks_for_a_passage_brings_it_forward(
    name: str, columns: dict[str, Floats]
) -> None:
    better, worse = scores(pool(**columns), RANKINGS[name])
    assert better > worse


def test_what_the_reader_says_brings_a_passage_forward() -> None:
    for said in ("reader", "reader_sentence"):
        better, worse = scores(pool(**{said: column(2.0, -2.0)}), RANKINGS["best"])
        assert better > worse
