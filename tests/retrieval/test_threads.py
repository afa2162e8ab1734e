"""A question that names only a subject gets the answer that opens its thread first."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.catalogue import Catalogue
from retrieval.ranking import Pool
from retrieval.threads import openers_first
from tests.retrieval.pools import column, pool


def thread(catalogue: Catalogue) -> Pool:
    """The passages of the first briefing's two answers on one subject, in text order."""
    answers = [
        turn
        for turn in range(len(catalogue.turn_ids))
        if catalogue.replies_to[turn] >= 0 and catalogue.turn_ids[turn].endswith(("-t3", "-t5"))
    ][:2]
    rows = np.array([int(catalogue.passages_of(turn)[0]) for turn in answers])
    same = column(0.6, 0.6)
    return pool(rows, exchange=same, question_dense=same)


def test_the_opening_answer_moves_before_its_follow_up(catalogue: Catalogue) -> None:
    assert openers_first([1, 0], column(9.0, 10.0), thread(catalogue), catalogue) == [0, 1]


@pytest.mark.parametrize("scores", [[7.0, 10.0], [1.0, 10.0]])
def test_an_opening_that_is_much_worse_stays_behind(
    catalogue: Catalogue, scores: list[float]
) -> None:
    assert openers_first([1, 0], column(*scores), thread(catalogue), catalogue) == [1, 0]


def test_an_order_that_begins_with_the_opening_is_left_alone(catalogue: Catalogue) -> None:
    assert openers_first([0, 1], column(10.0, 9.0), thread(catalogue), catalogue) == [0, 1]
