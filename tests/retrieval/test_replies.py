"""Quotes that tell nothing, and quotes without the number or name that was asked for."""

from __future__ import annotations

import pytest

from retrieval.replies import deflects, is_hollow, lacks_what_is_asked

OPINION = "Marsh's view of the new ferry fares"


@pytest.mark.parametrize(
    "quote",
    [
        "I don't have a view on the fares to offer you.",
        "I’m not going to get into fares today.",
        "No comment.",
        "It's far too early to talk about that. We'll see in the spring.",
        "I'd refer you to the ferry company, which sets them.",
        "I'll leave that to the pilots.",
        "We would not want to speculate about fares.",
        "I won’t say anything about fares before the vote.",
        "I haven't seen the fares.",
        "That is a hypothetical, Ansel.",
        "Which fares do you mean?",
    ],
)
def test_turning_a_question_away_is_no_answer(quote: str) -> None:
    assert deflects(OPINION, quote)


@pytest.mark.parametrize(
    "quote",
    [
        "They are fair.",
        "They don't rise this year, and nobody will pay more for a bicycle.",
        "It's a good deal for the islands, right?",
        "I have seen them, and I like them. The ferry is cheaper than a bridge. I can't speak for "
        "the pilots.",
        "We know what it costs, and we let the islanders decide.",
        "Let me answer that: they are too high.",
    ],
)
def test_an_answer_is_none(quote: str) -> None:
    assert not deflects(OPINION, quote)


@pytest.mark.parametrize(
    "question",
    [
        "did Marsh comment on the ferry fares",
        "How did Marsh reply to the complaint about fares?",
        "what did Marsh say about the fares",
        "Marsh when pressed about the fares",
    ],
)
def test_a_deflection_answers_who_asks_whether_there_was_an_answer(question: str) -> None:
    assert not deflects(question, "I don't have a comment on that.")


@pytest.mark.parametrize(
    ("question", "quote", "lacks"),
    [
        ("how many tugs were bought", "They were bought in the autumn.", True),
        ("how many tugs were bought", "Four of them, in the autumn.", False),
        ("number of tugs in the harbour", "It has 14.", False),
        ("what is the price of a berth", "It went up, and it will go up again.", True),
        ("did Tarn reveal how many tugs were bought", "He will when they are paid.", False),
        ("name of the skipper who was saved", "The skipper is well.", True),
        ("name of the skipper who was saved", "That was Tove Lund, from the islands.", False),
        ("which company owns the Sea Pink", "The Sea Pink is theirs. It was built here.", True),
        ("who owns the Sea Pink", "I do.", False),
        ("which country buys the sand", "Most of it goes to Kaskar.", False),
        ("why are the tugs old", "Nobody paid for new ones.", False),
    ],
)
def test_what_is_asked_for_must_be_there(question: str, quote: str, *, lacks: bool) -> None:
    assert lacks_what_is_asked(question, quote) is lacks


@pytest.mark.parametrize(
    ("quote", "hollow"),
    [
        ("Yes.", True),
        ("-- and trying to get -- go ahead.", True),
        ("Carol.", True),
        ("No toll.", False),
        ("Tugs need no toll.", False),
        ("Yes. Nobody will pay for passing the lock at night, and nobody ever has.", False),
    ],
)
def test_a_few_words_without_the_subject_tell_nothing_of_it(quote: str, hollow: bool) -> None:
    terms = {word.strip(".-,").lower() for word in quote.split()}
    assert is_hollow(quote, terms, {"toll"}) is hollow
