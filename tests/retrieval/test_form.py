"""What the reader's network is given: pieces, marks, spans, and what is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading.form import (
    ASKED_PIECES,
    QUESTION_PIECES,
    SPEAKER_PIECES,
    WORDS_PIECES,
    Exchange,
    Form,
    Marks,
    forms,
)

MARKS = Marks(first=1, between=2, pad=0)


@dataclass(frozen=True, slots=True)
class Cut:
    ids: list[int]


class Numbers:
    """A tokenizer of texts that are numbers: each is a piece by itself."""

    def encode_batch_fast(self, input: Sequence[Any], *, add_special_tokens: bool) -> list[Cut]:
        assert not add_special_tokens
        return [Cut([int(word) for word in text.split()]) for text in input]


def numbers(first: int, count: int) -> str:
    return " ".join(str(one) for one in range(first, first + count))


def form(question: str, speaker: str, asked: str, *sentences: str) -> Form:
    (found,) = forms([question], [Exchange(speaker, asked, sentences)], Numbers(), MARKS)
    return found


def words(found: Form) -> list[list[int]]:
    return [list(found.ids[start:end]) for start, end in found.sentences]


def test_question_speaker_question_before_and_words_stand_between_marks() -> None:
    found = form("10 11", "20", "30 31", "40 41", "42")
    assert found.ids == (1, 10, 11, 2, 20, 30, 31, 2, 40, 41, 42, 2)
    assert found.ids[: found.second] == (1, 10, 11, 2)  # of type 0
    assert words(found) == [[40, 41], [42]]


def test_nothing_before_the_words_leaves_the_marks() -> None:
    found = form("10", "", "", "40")
    assert found.ids == (1, 10, 2, 2, 40, 2)
    assert found.second == 3
    assert words(found) == [[40]]


def test_a_long_question_loses_its_end() -> None:
    found = form(numbers(100, QUESTION_PIECES + 5), "20", "", "40")
    assert found.second == 1 + QUESTION_PIECES + 1
    assert found.ids[found.second - 2 : found.second] == (100 + QUESTION_PIECES - 1, 2)


def test_what_was_asked_before_loses_its_beginning_and_a_label_its_end() -> None:
    found = form("10", numbers(200, SPEAKER_PIECES + 3), numbers(300, ASKED_PIECES + 7), "40")
    middle = found.ids[found.second : found.ids.index(2, found.second)]
    assert middle[:SPEAKER_PIECES] == tuple(range(200, 200 + SPEAKER_PIECES))
    assert middle[SPEAKER_PIECES:] == tuple(range(307, 307 + ASKED_PIECES))
    assert words(found) == [[40]]


def test_words_that_no_longer_fit_are_left_out_and_their_spans_are_empty() -> None:
    found = form("10", "20", "30", numbers(400, WORDS_PIECES - 3), numbers(700, 8), "900", "901")
    first, second, *rest = words(found)
    assert len(first) == WORDS_PIECES - 3
    assert second == [700, 701, 702]
    assert rest == [[], []]
    end = len(found.ids) - 1
    assert found.sentences[2:] == ((end, end), (end, end))
    assert found.ids[end] == 2


def test_the_words_room_does_not_hang_on_what_stands_before() -> None:
    many = numbers(400, WORDS_PIECES + 9)
    short = form("10", "", "", many)
    long = form(numbers(100, 60), numbers(200, 12), numbers(300, 70), many)
    assert words(short) == words(long) == [list(range(400, 400 + WORDS_PIECES))]


def test_forms_come_in_order_and_each_has_its_own_question() -> None:
    exchanges = [
        Exchange("20", "", ("40", "41")),
        Exchange("", "30", ()),
        Exchange("", "", ("42",)),
    ]
    found = forms(["10", "11", "12"], exchanges, Numbers(), MARKS)
    assert [one.ids for one in found] == [
        (1, 10, 2, 20, 2, 40, 41, 2),
        (1, 11, 2, 30, 2, 2),
        (1, 12, 2, 2, 42, 2),
    ]
    assert [len(one.sentences) for one in found] == [2, 0, 1]


def test_a_question_without_its_exchange_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="shorter"):
        forms(["10", "11"], [Exchange("", "", ("40",))], Numbers(), MARKS)


@given(
    st.integers(0, 80),
    st.integers(0, 15),
    st.integers(0, 90),
    st.lists(st.integers(1, 90), min_size=1, max_size=8),
)
def test_spans_follow_one_another_and_nothing_grows_beyond_its_bound(
    question: int, speaker: int, asked: int, sizes: list[int]
) -> None:
    sentences = [numbers(1_000 * (n + 1), size) for n, size in enumerate(sizes)]
    found = form(numbers(3, question), numbers(500, speaker), numbers(600, asked), *sentences)
    assert len(found.sentences) == len(sentences)
    # Marks apart: one at the beginning, one after each of the three parts.
    bounds = (QUESTION_PIECES, SPEAKER_PIECES, ASKED_PIECES, WORDS_PIECES)
    given_ = (question, speaker, asked, sum(sizes))
    assert len(found.ids) == 4 + sum(map(min, given_, bounds))
    at = found.sentences[0][0]
    for (start, end), words_ in zip(found.sentences, sentences, strict=True):
        assert start == at
        at = end
        assert list(found.ids[start:end]) == [int(one) for one in words_.split()][: end - start]
    assert at == len(found.ids) - 1
