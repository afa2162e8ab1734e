"""Which sentences are quoted, and which of them are highlighted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Turn
from retrieval import quotes
from retrieval.quotes import select
from retrieval.selection import MOST_CHARACTERS

SHORT = "We close the lock on Monday. It opens again in spring."
FILLER = "The tide tables were printed twice and nobody complained about the paper this time. "
LONG = FILLER * 6 + "The toll for barges is nine crowns a metre. " + FILLER * 6


def turn(start: int, end: int, replies_to: str | None = None) -> Turn:
    return Turn("d-t1", "d", "d-v", 1, "MS. MARSH", 0, start, end, "answer", replies_to)


def terms(text: str) -> Sequence[str]:
    return text.lower().replace(".", " ").split()


def test_a_short_turn_is_quoted_whole_and_the_answer_highlighted() -> None:
    found = select(SHORT, turn(0, len(SHORT)), (0, len(SHORT)), {"spring": 2.0}, terms, 0.0)
    assert (found.start, found.end) == (0, len(SHORT))
    (start, end), *others = found.highlights
    assert SHORT[start:end] == "It opens again in spring."
    assert not others


def test_of_a_long_turn_the_sentences_around_the_answer_are_quoted() -> None:
    text = LONG.strip()
    found = select(text, turn(0, len(text)), (0, len(text)), {"toll": 3.0, "barges": 3.0}, terms, 0)
    quote = text[found.start : found.end]
    assert "nine crowns a metre." in quote
    assert len(quote) <= MOST_CHARACTERS < len(text)
    start, end = found.highlights[0]
    assert quote[start:end] == "The toll for barges is nine crowns a metre."


def test_when_the_question_has_the_topic_the_reply_is_quoted_from_its_beginning() -> None:
    text = "That is still our aim. " + FILLER * 10
    end = len(text.rstrip())
    found = select(text, turn(0, end, "d-t0"), (0, end), {"canal": 5.0}, terms, lead=1.0)
    assert text[found.start : found.end].startswith("That is still our aim.")
    assert found.highlights[0] == (0, len("That is still our aim."))


def test_where_the_reader_has_read_its_sentences_are_highlighted() -> None:
    text = "The toll is a matter of law. Barges leave nine crowns a metre behind."
    whole = (0, len(text))
    weights = {"toll": 3.0}

    def highlighted(told: Sequence[float | None] | None) -> list[str]:
        found = select(text, turn(*whole), whole, weights, terms, 0.0, told)
        return [text[found.start :][start:end] for start, end in found.highlights]

    assert highlighted(None) == ["The toll is a matter of law."]
    assert highlighted([-4.0, 3.0]) == ["Barges leave nine crowns a metre behind."]
    assert highlighted([2.0, 3.0]) == [
        "The toll is a matter of law.",
        "Barges leave nine crowns a metre behind.",
    ]
    assert highlighted([None, 3.0]) == ["Barges leave nine crowns a metre behind."]


def test_where_the_quoted_sentences_were_not_read_their_words_count() -> None:
    text = "The toll is a matter of law. Barges leave nine crowns a metre behind."
    whole = (0, len(text))
    found = select(text, turn(*whole), whole, {"toll": 3.0}, terms, 0.0, [None, None])
    assert found.highlights == ((0, len("The toll is a matter of law.")),)


@pytest.mark.parametrize(
    "told",
    [
        [None, None, None, None],
        [None, None, None, 3.0],  # the sentence after the quote
        [3.0, None, None, None],  # the one before
    ],
)
def test_what_the_reader_says_of_sentences_around_the_quote_highlights_nothing_in_it(
    monkeypatch: pytest.MonkeyPatch, told: Sequence[float | None]
) -> None:
    monkeypatch.setattr(quotes, "best_run", lambda *_, **__: (1, 2))
    text = "The mayor is here. The council voted. It set the toll. The tugs are old."
    whole = (0, len(text))
    found = select(text, turn(*whole), whole, {"toll": 3.0}, terms, 0.0, told)
    quote = text[found.start : found.end]
    assert quote == "The council voted. It set the toll."
    assert [quote[start:end] for start, end in found.highlights] == ["It set the toll."]


@given(st.integers(1, 30), st.integers(0, 29), st.floats(0.0, 1.0))
def test_quotes_begin_and_end_at_sentence_borders_inside_the_turn(
    count: int, place: int, lead: float
) -> None:
    sentences = [f"Sentence number {i} about the harbour stands here." for i in range(count)]
    text = "Before. " + " ".join(sentences) + " After."
    start, end = len("Before. "), len(text) - len(" After.")
    weights = {str(place % count): 4.0, "harbour": 0.1}
    found = select(text, turn(start, end), (start, end), weights, terms, lead)
    quote = text[found.start : found.end]
    assert start <= found.start < found.end <= end
    assert quote.startswith("Sentence")
    assert quote.endswith("here.")
    assert len(quote) <= MOST_CHARACTERS
    for first, last in found.highlights:
        assert quote[first:last] in sentences
