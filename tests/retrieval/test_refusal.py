"""Why nothing is quoted: a reason that is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.build import Index, open_index
from retrieval.answer import Searcher
from retrieval.results import Question, Refusal, RefusalCode
from tests.fakes import HashingEncoder


@pytest.fixture(scope="module")
def searcher(index: Index) -> Searcher:
    return Searcher(index, today=lambda: date(2034, 5, 18))


def refusal(searcher: Searcher, question: Question | str) -> Refusal:
    asked = Question(question) if isinstance(question, str) else question
    answer = searcher.ask(asked)
    assert answer.status == "no_answer"
    assert answer.reason is not None
    return answer.reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What did Bram Tilling say about the toll?", "unknown_speaker"),
        ("Does the toll rise according to Bram Tilling?", "unknown_speaker"),
        ("what did Marsh say about the toll in 2019", "no_such_dates"),
        ("what did Marsh say about the toll in April 2032", "no_such_dates"),
        ("what did Marsh say about the toll on 3 May", "no_such_dates"),
        ("what did Marsh say yesterday about the toll", "no_such_dates"),
        ("Marsh between 7 and 9 August 2032 on the toll", "no_such_dates"),
        ("what did Marsh say about zeppelins over Fenwick", "not_by_them"),
        ("Tarn on the zeppelin hangar of Fenwick", "not_by_them"),
        ("what did Tarn say about the seals", "outside_filter"),
        ("what did Marsh say about the seals in March 2032", "outside_filter"),
        ("when will the zeppelin hangar of Fenwick open", "not_said"),
    ],
)
def test_the_reason_is_the_one_that_is_true(
    searcher: Searcher, text: str, code: RefusalCode
) -> None:
    assert refusal(searcher, text).code == code


def test_who_is_not_on_record_comes_with_those_who_may_be_meant(searcher: Searcher) -> None:
    def near(text: str) -> list[str]:
        return [speaker.speaker_id for speaker in refusal(searcher, text).near]

    assert near("What did the Norland Harbour Spokeswoman say about the toll?") == ["orla-marsh"]
    assert near("What did Ivan Tarne say about the toll?") == ["ivo-tarn"]
    assert near("What did Bram Tilling say about the toll?") == []


def test_what_lies_outside_a_filter_is_named(searcher: Searcher) -> None:
    found = refusal(searcher, "what did Marsh say about the seals in March 2032").found
    assert found is not None
    assert (found.turn.label, found.document.date) == ("MS. MARSH", date(2033, 5, 2))


def test_a_filter_that_is_set_counts_like_one_that_was_read(searcher: Searcher) -> None:
    seals = Question("are the seals well")
    assert searcher.ask(seals).status == "answered"
    for filters in (
        replace(seals, speakers=("Ivo Tarn",)),
        replace(seals, date_to=date(2032, 12, 31)),
        replace(seals, documents=("briefing.txt",)),
    ):
        assert refusal(searcher, filters).code == "outside_filter"


def test_days_that_are_not_on_record_come_with_the_words_for_them(searcher: Searcher) -> None:
    yesterday = refusal(searcher, "what did Marsh say yesterday about the toll")
    assert [(one.words, one.first) for one in yesterday.days] == [("yesterday", date(2034, 5, 17))]
    assert yesterday.record == (date(2032, 3, 14), date(2033, 5, 2))
    third = refusal(searcher, "what did Marsh say about the toll on 3 May")
    assert [(one.words, one.first) for one in third.days] == [("3 May", None)]


def test_who_is_silent_at_the_time_is_told_from_who_speaks_of_other_things(
    searcher: Searcher,
) -> None:
    silent = refusal(searcher, "what did Tarn say about zeppelins over Fenwick in May 2033")
    assert (silent.code, silent.silent) == ("not_by_them", True)
    speaks = refusal(searcher, "what did Tarn say about zeppelins over Fenwick in March 2032")
    assert (speaks.code, speaks.silent) == ("not_by_them", False)


def test_an_answer_that_does_not_fit_is_said_to_be_on_record(searcher: Searcher) -> None:
    text = "what did Marsh say about the toll for barges"
    assert refusal(searcher, Question(text, max_tokens=1)).code == "too_long"


def test_a_year_before_the_record_must_be_named_by_the_answer(searcher: Searcher) -> None:
    text = "does the toll for barges rise"
    assert searcher.ask(Question(text)).status == "answered"
    assert refusal(searcher, f"{text} in 2019").code == "no_such_dates"


def test_an_answer_has_no_reason(searcher: Searcher) -> None:
    assert searcher.ask(Question("are the seals well")).reason is None


def test_a_day_of_any_year_is_answered_from_each(searcher: Searcher) -> None:
    answer = searcher.ask(Question("what did Marsh say about the toll on 2 May"))
    assert answer.status == "answered"
    assert answer.understood.dates == ((date(2033, 5, 2), date(2033, 5, 2)),)
    assert {quote.citation.document.date for quote in answer.quotes} == {date(2033, 5, 2)}


def test_what_somebody_who_mostly_asks_tells_is_quoted_where_no_question_of_theirs_answers(
    tmp_path: Path,
) -> None:
    talk = (
        "Bread Talk\n\nADA BELL: What is a starter?\n\nJO QUILL: A jar of sour flour.\n\n"
        "ADA BELL: How do you feed it?\n\nJO QUILL: With rye.\n\n"
        "ADA BELL: My zeppelin burned the soup in Fenwick.\n\nJO QUILL: It did.\n\n"
        "ADA BELL: Is rye dear?\n\nJO QUILL: No.\n"
    )
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("talk.txt", talk.encode())
        searcher = Searcher(index)
        told = searcher.ask(Question("what did Ada Bell say about the zeppelin soup in Fenwick"))
        asked = searcher.ask(Question("what did Ada Bell ask about the price of rye"))
    assert [quote.text for quote in told.quotes] == ["My zeppelin burned the soup in Fenwick."]
    assert not told.understood.asks_for_question
    assert asked.understood.asks_for_question
