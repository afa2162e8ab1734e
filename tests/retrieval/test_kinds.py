"""What kind of thing a question wants, and whether words have it."""

from __future__ import annotations

import re

import pytest

from retrieval.answer import Searcher
from retrieval.kinds import WISHES, Wish, gives, wants, wants_a_kind
from retrieval.ranking import Ranking
from retrieval.results import Question


@pytest.mark.parametrize(
    ("question", "has", "has_not"),
    [
        ("How many barges sank?", "Nine of them.", "Most of them, I fear."),
        ("what did the lock cost", "About 3 million crowns.", "Far too much."),
        ("When will the ferry sail?", "On Tuesday, I hope.", "As I said, that depends."),
        ("how long did it take", "Some weeks.", "Longer than I like."),
        ("Which country sent the pilots?", "They were sent by Tolmark.", "The other side did."),
        ("who wrote the letter", "It was a certain Pell.", "Nobody that I know."),
    ],
)
def test_a_kind_that_is_wanted_is_found_or_missed(question: str, has: str, has_not: str) -> None:
    assert wants_a_kind(question)
    assert gives(question, has)
    assert not gives(question, has_not)


@pytest.mark.parametrize("wish", WISHES, ids=lambda one: one.example)
def test_each_wish_has_an_example_and_a_counterexample(wish: Wish) -> None:
    assert re.search(wish.words, wish.example, re.IGNORECASE)
    assert wants(wish.example, wish.kind) is not None
    assert (wants(wish.example, wish.kind, plainly=True) is not None) == wish.plainly
    assert wants(wish.counterexample, wish.kind) is None


def test_where_a_wish_begins_is_told() -> None:
    asked = "did Tarn say how many tugs the price buys"
    assert wants(asked, "number") == wants(asked, "number", plainly=True) == asked.index("how")
    assert wants(asked, "time") is None


@pytest.mark.parametrize(
    "question", ["What did Okoro say about the ferry?", "why was it closed", "is it true that"]
)
def test_other_questions_want_no_kind(question: str) -> None:
    assert not wants_a_kind(question)
    assert not gives(question, "Nine pilots from Tolmark, on Tuesday.")


@pytest.mark.model
def test_only_a_question_for_a_kind_ranks_by_it(searcher: Searcher) -> None:
    asked = Question("How many times a year will the barrier close?", limit=20)
    plain = Question("Will the barrier close?", limit=20)
    without = Searcher(searcher.index, Ranking(kinds=False))
    strong = Searcher(searcher.index, Ranking(gives_weight=50.0))

    def found(by: Searcher, question: Question) -> list[str]:
        return [hit.passage_id for hit in by.search(question).hits]

    assert found(strong, plain) == found(without, plain)
    assert found(strong, asked) != found(without, asked)
    first, last = strong.search(asked).hits[0], without.search(asked).hits
    assert gives(asked.text, first.text)
    assert not all(gives(asked.text, hit.text) for hit in last)
