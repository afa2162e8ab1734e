"""Words close in meaning: what the list says, and how it is made."""

from __future__ import annotations

import numpy as np
import pytest

from eval.fitting.related_words import related_lines, words_of_terms
from index.encoding.encoder import NO_ADAPTER, embed, load_encoder
from index.finding.keywords import KeywordEntry, KeywordIndex
from index.finding.related import LEAST_CLOSENESS, MOST, nearness, related
from index.records import Filters


def entry(key: int, exchange: str) -> KeywordEntry:
    return KeywordEntry(key, "", exchange, "d1", ("d1-okoro",), "answer", None)


@pytest.fixture
def index() -> KeywordIndex:
    made = KeywordIndex(None)
    made.add(
        [
            entry(1, "The Jewish congregation has two guards."),
            entry(2, "The ferry has two guards."),
            entry(3, "The synagogue has two guards."),
        ]
    )
    made.commit()
    return made


def found(index: KeywordIndex, query: str, *, related_words: bool) -> list[int]:
    fields = {"exchange": 1.0}
    hits = index.search(query, 10, Filters(), fields, related_words=related_words)
    return [hit.passage_key for hit in hits]


def test_close_words_come_closest_first() -> None:
    listed = related("synagogu")
    closeness = [one for _, one in listed]
    assert "jewish" in dict(listed)
    assert closeness == sorted(closeness, reverse=True)
    assert len(listed) <= MOST
    assert min(closeness) >= LEAST_CLOSENESS
    assert "synagogu" not in dict(listed)


def test_a_word_that_the_list_has_not_is_related_to_none() -> None:
    assert related("qwxyz") == ()
    assert nearness("qwxyz", {"qwxyz"}) == 1.0
    assert nearness("qwxyz", {"jewish"}) == 0.0


def test_the_nearest_of_several_words_counts() -> None:
    words = dict(related("synagogu"))
    assert nearness("synagogu", {"ferri", "jewish", "congreg"}) == words["jewish"]
    assert nearness("synagogu", {"ferri"}) == 0.0


def test_a_passage_is_found_by_a_word_close_in_meaning(index: KeywordIndex) -> None:
    assert found(index, "synagogues", related_words=False) == [3]
    assert found(index, "synagogues", related_words=True) == [3, 1]


def test_of_a_word_and_its_relatives_only_the_best_counts(index: KeywordIndex) -> None:
    index.add([entry(4, "Jewish, Jewish, Jewish: mosque, temple, church, congregation.")])
    index.commit()
    assert found(index, "synagogue", related_words=True)[0] == 3


def test_a_rarer_relative_weighs_no_more_than_the_word_itself() -> None:
    index = KeywordIndex(None)
    # "ransom" stands once, "hostage" often: one exchange with the word itself goes first.
    index.add([entry(key, "The hostage spoke of the river.") for key in range(1, 9)])
    index.add([entry(9, "The ransom spoke of the river.")])
    index.commit()
    assert found(index, "hostage", related_words=True)[-1] == 9


def test_removed_passages_turn_no_closeness_around() -> None:
    index = KeywordIndex(None)
    index.add([entry(key, "The hostage spoke.") for key in range(1, 39)])
    index.add([entry(39, "The ransom was paid.")])
    index.commit()
    index.remove(np.arange(1, 38, dtype=np.int64))
    index.commit()
    hits = index.search("hostage", 10, Filters(), {"exchange": 1.0}, related_words=True)
    assert {hit.passage_key for hit in hits} == {38, 39}
    assert all(hit.score > 0 for hit in hits)


def test_terms_keep_the_first_word_that_gives_them() -> None:
    words = ["##ing", "of", "the", "ferry", "ferries", "Ferry", "guard", "a1b"]
    assert words_of_terms(words, KeywordIndex(None)) == {"ferri": "ferry", "guard": "guard"}


@pytest.mark.model
def test_the_list_says_what_the_model_says() -> None:
    encoder = load_encoder(adapter=NO_ADAPTER, precision="fp32")
    listed = dict(related("hostag"))
    assert listed["ransom"] == pytest.approx(
        float(embed(["hostage"], encoder)[0] @ embed(["ransom"], encoder)[0]), abs=0.02
    )
    terms, words = ["hostag", "ransom", "ferri"], ["hostage", "ransom", "ferry"]
    lines = list(related_lines(terms, words, encoder))
    assert lines[0].startswith("hostag ransom ")
    assert not any(line.startswith("ferri ") for line in lines)
