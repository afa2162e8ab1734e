"""Questions of a small record: who is quoted, what is shown as context, when nothing is said."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import Index, open_index
from index.encoding.encoder import embed
from index.errors import BadDateRange, QuestionTooLong, UnknownFilter
from index.language.tokens import count_tokens
from index.records import FloatMatrix
from retrieval.answer import Searcher
from retrieval.candidates import gather
from retrieval.ranking import Pool, Ranking
from retrieval.results import Answer, Question, Quote
from tests.fakes import HashingEncoder
from tests.retrieval.fiction import BRIEFING, LATER


def found(answer: Answer) -> tuple[Quote, ...]:
    """The quotes, or the nearest passages: the fake encoder's cosines are no evidence."""
    return answer.quotes or answer.nearest


def ask(searcher: Searcher, text: str, limit: int = 5) -> tuple[Quote, ...]:
    return found(searcher.ask(Question(text, limit=limit)))


def test_a_reply_without_the_topic_is_found_through_its_question(searcher: Searcher) -> None:
    first = ask(searcher, "will the detention hulk Patience be closed")[0]
    assert first.text == "That is still our aim, and nobody has given it up."
    assert first.citation.turn.label == "MS. MARSH"
    assert first.citation.context is not None
    assert first.citation.context.text == "Will the Minister close the detention hulk Patience?"
    assert first.citation.context.label == "Q"


def test_a_question_turn_never_stands_as_the_answer(searcher: Searcher) -> None:
    for text in ("detention hulk Patience", "toll for barges", "how deep is the basin", "seals"):
        result = searcher.search(Question(text, limit=100))
        assert result.hits
        assert {hit.citation.turn.role for hit in result.hits} <= {"answer", "statement"}


def test_a_question_is_quoted_when_it_is_what_was_asked_for(searcher: Searcher) -> None:
    first = ask(searcher, "what did reporters ask about the basin")[0]
    assert first.text == "How deep is the basin after dredging?"
    assert first.citation.turn.role == "question"


def test_a_speaker_asked_for_is_the_only_one_quoted(searcher: Searcher) -> None:
    quotes = ask(searcher, "what did Tarn say about the toll")
    assert quotes[0].text == "I would have raised the toll, as everybody knows."
    assert {quote.citation.turn.label for quote in quotes} <= {"MR. TARN", "DIRECTOR TARN"}


def test_each_speaker_of_a_comparison_comes_first_once(searcher: Searcher) -> None:
    quotes = ask(searcher, "compare Marsh and Tarn: toll for barges")
    assert {quote.citation.turn.label for quote in quotes[:2]} == {"MS. MARSH", "MR. TARN"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what did Marsh say about the toll in March 2032", date(2032, 3, 14)),
        ("what did Marsh say about the toll in May 2033", date(2033, 5, 2)),
        ("what did Marsh say about the toll since 2033", date(2033, 5, 2)),
        ("Marsh on the toll before 2033", date(2032, 3, 14)),
    ],
)
def test_a_date_asked_for_is_a_condition(searcher: Searcher, text: str, day: date) -> None:
    quotes = ask(searcher, text)
    assert quotes
    assert {quote.citation.document.date for quote in quotes} == {day}


def test_nothing_is_said_by_a_person_who_is_not_on_record(searcher: Searcher) -> None:
    answer = searcher.ask(Question("What did Pelham say about the toll?"))
    assert (answer.status, answer.quotes, answer.confidence) == ("no_answer", (), 0.0)
    assert answer.nearest


def test_nothing_was_said_in_a_month_without_documents(searcher: Searcher) -> None:
    answer = searcher.ask(Question("what did Marsh say about the toll in January 2033"))
    assert (answer.status, answer.quotes, answer.nearest) == ("no_answer", (), ())


def test_explicit_filters_overrule_what_was_understood(searcher: Searcher) -> None:
    question = Question(
        "what did Marsh say about the toll in March 2032",
        speakers=("Tarn",),
        date_from=date(2032, 1, 1),
        date_to=date(2032, 12, 31),
        documents=("briefing.txt",),
    )
    answer = searcher.ask(question)
    assert [speaker.name for speaker in answer.understood.speakers] == ["Ivo Tarn"]
    assert answer.understood.date_to == date(2032, 12, 31)
    assert {quote.citation.turn.label for quote in found(answer)} == {"MR. TARN"}


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_filters_come_before_the_best_are_taken(searcher: Searcher, limit: int) -> None:
    result = searcher.search(Question("toll", limit=limit, speakers=("Tarn",)))
    assert result.hits[0].text.startswith("I would have raised the toll")
    assert {hit.citation.turn.label for hit in result.hits} <= {"MR. TARN", "DIRECTOR TARN"}


def test_an_unknown_filter_is_an_error_that_names_near_misses(searcher: Searcher) -> None:
    with pytest.raises(UnknownFilter, match=r"'Orla Mersh'.*Orla Marsh") as caught:
        searcher.ask(Question("toll", speakers=("Orla Mersh",)))
    assert "Orla Marsh" in caught.value.near
    with pytest.raises(UnknownFilter, match=r"'briefings\.txt'.*briefing\.txt"):
        searcher.ask(Question("toll", documents=("briefings.txt",)))


def test_a_question_that_cannot_be_asked_is_refused_with_the_cure(searcher: Searcher) -> None:
    with pytest.raises(QuestionTooLong, match="empty"):
        searcher.ask(Question(" \n "))
    with pytest.raises(QuestionTooLong, match="100,000 characters; at most 2,000"):
        searcher.ask(Question("x" * 100_000))
    with pytest.raises(BadDateRange, match="ends \\(2031-01-01\\) before it begins"):
        searcher.ask(
            Question("toll", date_from=date(2032, 1, 1), date_to=date(2031, 1, 1)),
        )


def test_every_quote_is_its_source_word_for_word(searcher: Searcher, index: Index) -> None:
    for text in ("toll", "Patience", "tugs and ropes", "the seals", "lock", "basin depth"):
        for quote in ask(searcher, text, limit=20):
            cited = quote.citation
            source = index.store.text(cited.document.source_id)
            assert source[cited.start : cited.end] == quote.text
            assert cited.turn.start <= cited.start < cited.end <= cited.turn.end
            assert source.startswith(cited.turn.printed, cited.turn.label_start)
            for start, end in quote.highlights:
                assert 0 <= start < end <= len(quote.text)


def test_ranks_count_from_one_and_a_turn_is_quoted_once(searcher: Searcher) -> None:
    quotes = ask(searcher, "toll for barges", limit=10)
    assert [quote.rank for quote in quotes] == list(range(1, len(quotes) + 1))
    turns = [quote.citation.turn.turn_id for quote in quotes]
    assert len(set(turns)) == len(turns)


def test_what_the_budget_leaves_out_and_cuts_is_counted(searcher: Searcher) -> None:
    asked = Question("toll for barges", limit=20, min_confidence=0.0)
    whole = searcher.ask(asked)
    assert (whole.left_out, whole.shortened) == (0, 0)
    full = {quote.text for quote in whole.quotes}
    counted = []
    for budget in (1, 12, 30, 60, 200):
        cut = searcher.ask(replace(asked, max_tokens=budget))
        assert len(cut.quotes) + cut.left_out == len(whole.quotes)
        assert cut.shortened == sum(quote.text not in full for quote in cut.quotes)
        counted.append((cut.left_out, cut.shortened))
    assert counted[0] == (len(whole.quotes), 0)
    assert any(shortened for _, shortened in counted)


@pytest.mark.parametrize("max_tokens", [1, 12, 30, 200])
def test_quotes_together_keep_to_the_callers_budget(searcher: Searcher, max_tokens: int) -> None:
    answer = searcher.ask(Question("toll for barges", limit=20, max_tokens=max_tokens))
    assert sum(count_tokens(quote.text) for quote in found(answer)) <= max_tokens


def test_a_long_question_is_read_whole_and_not_refused(searcher: Searcher) -> None:
    text = "what about the seals and the tugs and the ropes on the pier " * 33
    assert searcher.search(Question(text[:2000])).hits


def test_without_exchanges_the_reply_is_not_found_first(index: Index) -> None:
    plain = Searcher(index, Ranking(exchanges=False, demote_questions=False))
    first = plain.search(Question("will the detention hulk Patience be closed", limit=1)).hits[0]
    assert first.citation.turn.role == "question"


def test_the_same_statement_twice_is_shown_once_with_a_count(tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("one.txt", BRIEFING.encode())
        index.put("two.txt", BRIEFING.replace("2032-03-14", "2032-03-15").encode())
        quotes = ask(Searcher(index), "what did Marsh say about the toll for barges")
    assert quotes[0].text == "The toll stays as it is until the end of the year."
    assert quotes[0].repeats == 1
    assert [quote.text for quote in quotes].count(quotes[0].text) == 1


def test_a_replaced_document_is_answered_from_its_new_words(tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        searcher = Searcher(index)
        index.put("later.txt", LATER.encode())
        assert "nine crowns" in ask(searcher, "what did Marsh say about the toll")[0].text
        index.put("later.txt", LATER.replace("nine crowns", "ten crowns").encode())
        assert "ten crowns" in ask(searcher, "what did Marsh say about the toll")[0].text
        index.remove("later.txt")
        assert searcher.ask(Question("what about the toll")).status == "no_answer"


def test_an_empty_record_answers_nothing(tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        answer = Searcher(index).ask(Question("what did anybody say about the toll"))
    assert (answer.status, answer.quotes, answer.nearest) == ("no_answer", (), ())


def test_questions_from_many_threads_give_equal_answers(searcher: Searcher) -> None:
    expected = [quote.quote_id for quote in ask(searcher, "toll for barges")]
    answers: list[list[str]] = []

    def one() -> None:
        answers.append([quote.quote_id for quote in ask(searcher, "toll for barges")])

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_scores_fall_down_the_list(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search(Question("toll for barges in July")).hits]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite(scores).all()


def test_a_topic_longer_than_the_encoder_takes_is_the_mean_of_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = HashingEncoder(max_tokens=8)
    queries = []

    def seen(query: FloatMatrix, *rest: Any) -> Pool:
        queries.append(query)
        return gather(query, *rest)

    monkeypatch.setattr("retrieval.answer.gather", seen)
    with open_index(tmp_path / "data", encoder, create=True) as index:
        Searcher(index).search(Question("seals tugs ropes pier dredging barges tolls locks"))
    (query,) = queries
    parts = embed(["seals tugs ropes pier", "dredging barges tolls locks"], encoder)
    mean = (parts[0] + parts[1]) / 2
    assert np.linalg.norm(mean) < 0.9
    assert query[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)
