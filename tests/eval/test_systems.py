from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.running.systems import fuse, nearest, question_vector
from index.encoding.encoder import embed
from index.errors import TextTooLong
from index.records import Scored
from tests.fakes import HashingEncoder


def scored(*keys: int) -> list[Scored]:
    return [Scored(key, 1.0 / rank) for rank, key in enumerate(keys, start=1)]


def test_fusion_by_hand() -> None:
    # Passage 7: 1/61 + 1/62; passage 5: 1/62 + 1/61; passage 9: 1/63. 5 and 7 tie: by key.
    fused = fuse([scored(7, 5, 9), scored(5, 7)])
    assert [one.passage_key for one in fused] == [5, 7, 9]
    assert fused[0].score == pytest.approx(1 / 61 + 1 / 62)
    assert fused[2].score == pytest.approx(1 / 63)


@given(st.lists(st.lists(st.integers(1, 20), unique=True), max_size=4))
def test_fusion_ignores_the_order_of_the_lists(lists: list[list[int]]) -> None:
    forward = fuse([scored(*keys) for keys in lists])
    backward = fuse([scored(*keys) for keys in reversed(lists)])
    assert [one.score for one in forward] == pytest.approx([one.score for one in backward])
    assert {one.passage_key for one in forward} == {key for keys in lists for key in keys}


def test_the_nearest_rows_come_first_and_ties_go_by_key() -> None:
    matrix = np.array([[1, 0], [0, 1], [1, 0], [0.6, 0.8]], dtype=np.float32)
    query = np.array([1, 0], dtype=np.float32)
    found = nearest(query, matrix, np.array([40, 30, 20, 10]), 3)
    assert [one.passage_key for one in found] == [20, 40, 10]
    assert found[2].score == pytest.approx(0.6)


def test_a_question_that_is_too_long_is_the_mean_of_its_halves() -> None:
    encoder = HashingEncoder(max_tokens=6)
    lamp, goat = embed(["lamp lamp lamp", "goat goat goat"], encoder)
    mean = (lamp + goat) / np.linalg.norm(lamp + goat)
    found = question_vector("lamp lamp lamp goat goat goat", encoder)
    assert found == pytest.approx(mean, abs=1e-6)
    with pytest.raises(TextTooLong):
        question_vector("lamp", HashingEncoder(max_tokens=2))
