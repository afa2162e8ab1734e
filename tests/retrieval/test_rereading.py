"""What is read again: which candidates, which sentences around them, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from index.build import Index, open_index
from index.cutting.passages import PassageBudget
from retrieval.catalogue import Catalogue
from retrieval.ranking import Floats, Pool
from retrieval.reading.form import WORDS_PIECES, Read
from retrieval.rereading import (
    ASKED_CHARACTERS,
    BY_RANKING,
    PIECE_CHARACTERS,
    WINDOWS,
    Window,
    chosen,
    read_again,
    with_reader,
)
from retrieval.texts import Texts
from tests.fakes import HashingEncoder
from tests.retrieval.pools import column, pool
from tests.retrieval.reading import WordReader

SIZE = WORDS_PIECES * PIECE_CHARACTERS
"""Characters of a window."""
LONG_QUESTION = " ".join(f"Heron {n} was seen at the weir, was it not?" for n in range(30))
SPEECH = " ".join(
    f"Rule {n} of the harbour is that the boats of pier {n} wait for the pilot." for n in range(40)
)
ENDLESS = "We counted " + ", ".join(f"gull number {n} on post {n}" for n in range(60)) + "."
RULES = f"""Title: Harbour Rules
Date: 2035-02-01

MS. LIND: Good morning.

Q {LONG_QUESTION}

MS. LIND: It was the keeper's own heron. It went away in March.

Q And what are the rules?

MR. ROTH: {SPEECH}

MS. LIND: {ENDLESS}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of short passages, so that one turn has many."""
    place, budget = tmp_path_factory.mktemp("data"), PassageBudget(24, 10)
    with open_index(place, HashingEncoder(), create=True, budget=budget) as opened:
        opened.put("rules.txt", RULES.encode())
        yield opened


@pytest.fixture(scope="module")
def catalogue(index: Index) -> Catalogue:
    return Catalogue(index.store)


@pytest.fixture
def texts(index: Index, catalogue: Catalogue) -> Texts:
    return Texts(index.store, catalogue)


def turn_with(words: str, catalogue: Catalogue, texts: Texts) -> int:
    (found,) = (n for n in range(len(catalogue.turn_ids)) if words in texts.words(n))
    return found


def pool_of(turn: int, catalogue: Catalogue) -> Pool:
    """The passages of one turn, the first the best."""
    rows = catalogue.passages_of(turn)
    return pool(rows, dense=-np.arange(len(rows), dtype=np.float64))


def reread(
    candidates: Pool, catalogue: Catalogue, texts: Texts, reader: WordReader | None = None
) -> dict[int, Window]:
    reader = reader or WordReader()
    return read_again("heron", candidates, candidates.dense, catalogue, texts, reader)


def falling(count: int, *best: int) -> Floats:
    """Values that fall from place to place, but for the best."""
    values = -np.arange(count, dtype=np.float64)
    for at, place in enumerate(best):
        values[place] = 100.0 - at
    return values


def test_the_best_by_the_ranking_come_first_then_the_best_of_each_retriever() -> None:
    candidates = pool(
        dense=falling(60, 40, 41), question_dense=falling(60, 50, 51), exchange=falling(60, 55, 56)
    )
    order = list(chosen(candidates, falling(60)))
    assert order[:BY_RANKING] == list(range(BY_RANKING))
    assert order[BY_RANKING : BY_RANKING + 6] == [40, 50, 55, 41, 51, 56]
    assert len(order) == len(set(order))
    # Then on by the ranking.
    assert [place for place in order[BY_RANKING + 6 :] if place < 40] == list(range(BY_RANKING, 40))


def test_a_candidate_that_is_the_best_of_all_is_read_once() -> None:
    candidates = pool(dense=column(3, 2), question_dense=column(3, 2), exchange=column(3, 2))
    assert list(chosen(candidates, column(1, 2))) == [1, 0]


def test_a_window_has_the_whole_sentences_of_its_passage_and_stays_in_its_turn(
    catalogue: Catalogue, texts: Texts
) -> None:
    turn = turn_with("Rule 7 of", catalogue, texts)
    candidates = pool_of(turn, catalogue)
    assert len(candidates.rows) > 4
    windows = reread(candidates, catalogue, texts)
    assert windows
    sentences = texts.sentences(turn)
    for place, window in windows.items():
        row = candidates.rows[place]
        start, end = catalogue.passage_start[row], catalogue.passage_end[row]
        assert window.turn == turn
        first = sentences.index(window.sentences[0])
        assert window.sentences == sentences[first : first + len(window.sentences)]
        shared = min(end, window.end) - max(start, window.start)
        assert shared >= 0.8 * (end - start)
        assert window.end - window.start <= SIZE
        # It is full: neither neighbour would fit.
        if first > 0:
            assert window.end - sentences[first - 1][0] > SIZE
        if window.sentences[-1] != sentences[-1]:
            after = sentences[sentences.index(window.sentences[-1]) + 1]
            assert after[1] - window.start > SIZE


def test_a_window_stands_around_its_passage(catalogue: Catalogue, texts: Texts) -> None:
    turn = turn_with("Rule 7 of", catalogue, texts)
    rows = catalogue.passages_of(turn)
    middle = pool(rows[len(rows) // 2 :][:1], dense=column(1))
    (window,) = reread(middle, catalogue, texts).values()
    (row,) = middle.rows
    before = int(catalogue.passage_start[row]) - window.start
    after = window.end - int(catalogue.passage_end[row])
    assert abs(before - after) <= 150  # no more than two sentences


def test_a_passage_that_alone_is_larger_is_read_from_its_beginning(
    catalogue: Catalogue, texts: Texts
) -> None:
    turn = turn_with("We counted", catalogue, texts)
    windows = reread(pool_of(turn, catalogue), catalogue, texts)
    assert {window.sentences for window in windows.values()} == {texts.sentences(turn)}
    assert windows[0].end - windows[0].start > SIZE


def test_passages_of_one_window_are_read_once(catalogue: Catalogue, texts: Texts) -> None:
    reader = WordReader()
    candidates = pool_of(turn_with("Rule 7 of", catalogue, texts), catalogue)
    windows = reread(candidates, catalogue, texts, reader)
    assert len(reader.seen) == len({(one.start, one.end) for one in windows.values()})
    assert len(reader.seen) < len(windows)


def test_no_more_windows_are_read_than_are_paid_for(
    catalogue: Catalogue, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.rereading.WINDOWS", 2)
    reader = WordReader()
    candidates = pool_of(turn_with("Rule 7 of", catalogue, texts), catalogue)
    # The best are the first, the last, the second, the last but one.
    count = len(candidates.rows)
    far = np.array([2.0 * min(n, count - n) for n in range(count)])
    candidates = replace(candidates, dense=-far)
    windows = reread(candidates, catalogue, texts, reader)
    assert len(reader.seen) == 2
    assert 2 <= len(windows) < len(candidates.rows)
    assert WINDOWS > BY_RANKING


def test_the_reader_gets_the_speaker_and_the_end_of_what_was_asked(
    catalogue: Catalogue, texts: Texts
) -> None:
    reader = WordReader()
    reread(pool_of(turn_with("own heron", catalogue, texts), catalogue), catalogue, texts, reader)
    ((question, exchange),) = reader.seen
    assert question == "heron"
    assert exchange.speaker == "MS. LIND"
    assert exchange.asked == LONG_QUESTION[-ASKED_CHARACTERS:]
    assert exchange.sentences == (
        "It was the keeper's own heron.",
        "It went away in March.",
    )
    reread(
        pool_of(turn_with("Good morning", catalogue, texts), catalogue), catalogue, texts, reader
    )
    assert reader.seen[-1][1].asked == ""


def test_a_window_says_of_a_span_the_best_of_the_sentences_in_it() -> None:
    window = Window(0, ((10, 20), (21, 30), (31, 40)), Read(2.0, (-1.0, 0.5, -3.0)))
    assert (window.start, window.end) == (10, 40)
    assert window.of(10, 20) == -1.0
    assert window.of(15, 22) == 0.5
    assert window.of(31, 40) == -3.0
    assert window.of(20, 21) == -3.0  # between two sentences: the least
    assert window.of(50, 60) == -3.0


def test_where_only_the_whole_is_judged_each_sentence_has_that() -> None:
    window = Window(0, ((10, 20), (21, 30)), Read(2.0, ()))
    assert window.of(10, 20) == window.of(0, 5) == 2.0


def test_what_was_not_read_gets_the_least(catalogue: Catalogue, texts: Texts) -> None:
    turn = turn_with("Rule 7 of", catalogue, texts)
    candidates = pool_of(turn, catalogue)
    sentences = texts.sentences(turn)
    good = Window(turn, sentences[:10], Read(3.0, tuple(1.0 + n for n in range(10))))
    bad = Window(turn, sentences[-5:], Read(-2.0, (-4.0, -5.0, -6.0, -7.0, -8.0)))
    last = len(candidates.rows) - 1
    found = with_reader(candidates, {0: good, last: bad}, catalogue)
    row = candidates.rows[0]
    span = int(catalogue.passage_start[row]), int(catalogue.passage_end[row])
    assert found.reader_sentence[0] == good.of(*span) > 0
    assert found.reader[0] == 3.0
    assert set(found.reader[1:]) == {-2.0}
    assert set(found.reader_sentence[1:last]) == {found.reader_sentence[last]}
    np.testing.assert_array_equal(found.rows, candidates.rows)


def test_where_nothing_was_read_nothing_is_said(catalogue: Catalogue) -> None:
    candidates = pool(dense=column(1, 2))
    assert with_reader(candidates, {}, catalogue) is candidates
