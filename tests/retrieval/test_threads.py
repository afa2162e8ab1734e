"""A question that names only a subject gets the answer that opens its thread first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from retrieval.answer import Searcher
from retrieval.catalogue import Catalogue
from retrieval.ranking import Pool
from retrieval.results import Question
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


@pytest.mark.parametrize("part", ["exchange", "question_dense"])
@pytest.mark.parametrize(("earlier", "moves"), [(0.91, True), (0.89, False)])
def test_an_opening_on_another_subject_stays_behind(
    catalogue: Catalogue, part: str, earlier: float, moves: bool
) -> None:
    # The limit is 0.9 of what the later answer's question has.
    changed: dict[str, Any] = {part: column(earlier, 1.0)}
    shaped = replace(thread(catalogue), **changed)
    order = openers_first([1, 0], column(9.0, 10.0), shaped, catalogue)
    assert order == ([0, 1] if moves else [1, 0])


def test_an_opening_without_a_word_of_the_topic_stays_behind(catalogue: Catalogue) -> None:
    shaped = replace(thread(catalogue), exchange=column(0.0, 0.0))
    assert openers_first([1, 0], column(9.0, 10.0), shaped, catalogue) == [1, 0]


@pytest.mark.parametrize(("earlier", "moves"), [(1.1, True), (0.9, False)])
def test_where_the_reader_has_read_it_says_whether_the_opening_is_as_good(
    catalogue: Catalogue, earlier: float, moves: bool
) -> None:
    # Log-odds may lie 1 below those of the later answer, whatever the scores are.
    shaped = replace(thread(catalogue), reader=column(earlier, 2.0))
    order = openers_first([1, 0], column(1.0, 10.0), shaped, catalogue)
    assert order == ([0, 1] if moves else [1, 0])


@pytest.mark.parametrize(("place", "moves"), [(4, True), (5, False)])
def test_only_for_one_of_the_first_five_an_opening_is_looked_for(
    catalogue: Catalogue, place: int, moves: bool
) -> None:
    shaped = thread(catalogue)
    replies = catalogue.replies_to[catalogue.passage_turn] >= 0
    others = np.flatnonzero(~replies)[:place]  # what replies to nothing has no opening
    rows = np.array([*shaped.rows, *others])
    same = np.array([0.6, 0.6, *[0.0] * place])
    whole = pool(rows, exchange=same, question_dense=same)
    before = [*range(2, 2 + place), 1, 0]
    order = openers_first(before, column(9.0, 10.0, *[11.0] * place), whole, catalogue)
    assert order == ([*range(2, 2 + place), 0, 1] if moves else before)


@pytest.mark.parametrize(("text", "broad"), [("basin toll", True), ("basin toll seals", False)])
def test_a_topic_of_two_words_is_broad_and_one_of_three_is_not(
    searcher: Searcher, text: str, broad: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []

    def seen(order: list[int], *rest: object) -> list[int]:
        called.append(1)
        return order

    monkeypatch.setattr("retrieval.answer.openers_first", seen)
    searcher.search(Question(text))
    assert bool(called) == broad
