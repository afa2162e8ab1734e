"""Where the reader stands in a question: what it raises, when it is not asked, how it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import Index
from index.errors import ModelMissing
from retrieval.answer import Searcher
from retrieval.ranking import RANKINGS, Ranking
from retrieval.reader import NO_READER, load_reader
from retrieval.results import Question
from tests.retrieval.reading import WordReader

OTHER_WORDS = "are the animals in good health"
SEALS = "The seals are well."


def first(searcher: Searcher, text: str) -> str:
    return searcher.search(Question(text, limit=1)).hits[0].text


def test_what_the_reader_finds_comes_first_whatever_its_words(index: Index) -> None:
    assert first(Searcher(index), OTHER_WORDS) != SEALS
    reader = WordReader({SEALS: 12.0})
    assert first(Searcher(index, reader=reader), OTHER_WORDS) == SEALS
    assert {question for question, _ in reader.seen} == {OTHER_WORDS}


def test_the_reader_is_asked_once_a_question(index: Index) -> None:
    reader = WordReader()
    searcher = Searcher(index, reader=reader)
    searcher.ask(Question("how deep is the basin"))
    exchanges = [exchange for _, exchange in reader.seen]
    assert len(exchanges) == len(set(exchanges)) > 1


@pytest.mark.parametrize("text", ["how deep is the basin", OTHER_WORDS, "what of the toll"])
def test_a_question_asked_again_without_its_filter_reads_nothing_twice(
    index: Index, text: str
) -> None:
    reader = WordReader()
    asked = Question(text, documents=("briefing.txt",), min_confidence=1.0)
    answer = Searcher(index, reader=reader).ask(asked)
    exchanges = [exchange for _, exchange in reader.seen]
    assert answer.status == "no_answer"
    assert len(exchanges) == len(set(exchanges)) > 1


@pytest.mark.parametrize("ranking", [Ranking(reader=False), RANKINGS["fast"]])
def test_a_ranking_without_the_reader_does_not_ask_it(index: Index, ranking: Ranking) -> None:
    reader = WordReader({SEALS: 12.0})
    with_one, without = Searcher(index, ranking, reader), Searcher(index, ranking)
    for text in (OTHER_WORDS, "how deep is the basin"):
        found = with_one.search(Question(text)), without.search(Question(text))
        assert [hit.score for hit in found[0].hits] == [hit.score for hit in found[1].hits]
    assert reader.seen == []


def test_what_was_asked_needs_no_reader(index: Index) -> None:
    reader = WordReader()
    searcher = Searcher(index, reader=reader)
    assert "How deep" in first(searcher, "what did reporters ask about the basin")
    assert reader.seen == []


def test_where_nothing_is_found_nothing_is_read(index: Index) -> None:
    reader = WordReader()
    found = Searcher(index, reader=reader).search(Question("toll", documents=("speech.txt",)))
    assert found.hits
    reader.seen.clear()
    asked = Question("what did Marsh say about the toll in January 2033")
    assert Searcher(index, reader=reader).search(asked).hits == ()
    assert reader.seen == []


def test_none_is_no_reader() -> None:
    assert load_reader(NO_READER) is None
    assert NO_READER == "none"


def test_a_folder_without_a_reader_is_named_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no reader at .*nowhere: expected .* or `none`"):
        load_reader(str(tmp_path / "nowhere"))
