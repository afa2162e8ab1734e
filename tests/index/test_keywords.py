"""Passages by their words: analysis, BM25, filters, changes."""

from __future__ import annotations

import json
import math
import random
import threading
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.finding.folding import fold
from index.finding.keywords import CLEARING, KeywordEntry, KeywordIndex
from index.records import Filters, Role

HARBOUR_DAY = date(2031, 3, 2)


def entry(
    key: int,
    words: str,
    *,
    exchange: str = "",
    document: str = "d1",
    voices: tuple[str, ...] = ("d1-okoro",),
    role: Role = "answer",
    day: date | None = HARBOUR_DAY,
) -> KeywordEntry:
    return KeywordEntry(key, words, exchange, document, voices, role, day)


@pytest.fixture(params=["folder", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> KeywordIndex:
    folder = tmp_path / "keywords"
    folder.mkdir()
    return KeywordIndex(folder if request.param == "folder" else None)


def fill(index: KeywordIndex, *entries: KeywordEntry) -> KeywordIndex:
    index.add(entries)
    index.commit()
    return index


def found(index: KeywordIndex, query: str, limit: int = 10, **filters: Any) -> list[int]:
    hits = index.search(query, limit, Filters(**filters))
    return [hit.passage_key for hit in hits]


# Analysis


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hallam’s plan", "Hallam plan"),
        ("Hallam's plans", "hallam plan"),
        ("it's what we’re told", "told"),
        ("They don’t agree", "they don't agree"),
        ("the U.N. vote", "UN voting"),
        ("the U.S. fleet", "US fleets"),
        ("the u.s. fleet", "the USA fleet"),
        ("at 2:17 p.m.", "2:17 pm"),
        ("1,250,000 tons", "1250000 tons"),
        ("Málaga’s café", "malaga cafe"),
        ("COVID-19", "covid 19"),
        ("O’Brien", "O'Brien"),
        ("WATERWAYS", "waterway"),
    ],
)
def test_spellings_of_one_word_give_the_same_terms(
    index: KeywordIndex, one: str, other: str
) -> None:
    assert index.terms(one) == index.terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US policy", "us policy"),
        ("the WHO", "who"),
        ("1.5", "15"),
        ("the canal", "can"),
    ],
)
def test_different_words_stay_apart(index: KeywordIndex, one: str, other: str) -> None:
    assert set(index.terms(one)) != set(index.terms(other))


def test_stop_words_and_repetitions_are_not_terms(index: KeywordIndex) -> None:
    assert index.terms("What did she say about it, and why don’t they?") == ["say"]
    assert index.terms("ferry ferries ferry") == ["ferri"]
    assert index.terms("  \n\u00a0?!… ") == []


def test_folding_keeps_what_it_need_not_touch() -> None:
    assert fold("The quay, 1,5 and 'so' — J. Hall.") == "The quay, 1,5 and 'so' — J. Hall."


# Scores


def test_a_score_is_bm25(index: KeywordIndex) -> None:
    """One term, twice in the first of three passages; all have four terms, the mean length.

    idf = ln(1 + (3 - 1 + 0.5) / (1 + 0.5)) = ln(2.6667) = 0.98083
    tf  = 2 (k1 + 1) / (2 + k1) with k1 = 1.2, length = mean: 4.4 / 3.2 = 1.375
    """
    fill(
        index,
        entry(1, "ferry harbour ferry quay"),
        entry(2, "lock gate tide barge"),
        entry(3, "lock gate tide sluice"),
    )
    (hit,) = index.search("ferry", 5, fields={"words": 1.0})
    assert hit.score == pytest.approx(math.log(1 + 2.5 / 1.5) * 4.4 / 3.2, rel=1e-4)
    (doubled,) = index.search("ferry", 5, fields={"words": 2.0})
    assert doubled.score == pytest.approx(2 * hit.score, rel=1e-5)


def test_any_term_is_enough_and_more_are_better(index: KeywordIndex) -> None:
    fill(
        index,
        entry(1, "The ferry is late."),
        entry(2, "The ferry to Selke is late."),
        entry(3, "Nothing of that."),
    )
    assert found(index, "Will the ferry to Selke run?") == [2, 1]


def test_the_exchange_is_searched_by_its_own_weight(index: KeywordIndex) -> None:
    replied = entry(1, "Yes, in June.", exchange="Q\nWill the ferry run?\nYes, in June.")
    fill(index, replied, entry(2, "The ferry runs."))
    assert set(found(index, "ferry")) == {1, 2}
    words_only = index.search("ferry", 5, fields={"words": 1.0})
    assert [hit.passage_key for hit in words_only] == [2]
    exchange_first = index.search("ferry", 5, fields={"words": 0.1, "exchange": 3.0})
    assert [hit.passage_key for hit in exchange_first] == [1, 2]
    assert index.search("ferry", 5, fields={}) == []


@pytest.mark.parametrize(
    "query", ["", "the of and", "ferry AND (", 'words:"ferry"^9 OR *', "+-~\\/:{}[]", "a" * 5000]
)
def test_a_question_is_never_a_query_language(index: KeywordIndex, query: str) -> None:
    fill(index, entry(1, "The ferry runs."), entry(2, "The lock is shut."))
    expected = [1] if "ferry" in query else []
    assert found(index, query) == expected


@pytest.mark.parametrize("limit", [0, 1, 3, 7, 39, 40, 100])
def test_equal_scores_are_ordered_by_key(index: KeywordIndex, limit: int) -> None:
    keys = np.random.default_rng(1).permutation(np.arange(1, 41)).tolist()
    for some in (keys[:15], keys[15:30], keys[30:]):  # several segments
        fill(index, *(entry(key, "Thank you all.") for key in some))
    assert found(index, "thank you", limit) == list(range(1, 41))[:limit]


# Filters


@pytest.fixture
def filtered(index: KeywordIndex) -> KeywordIndex:
    return fill(
        index,
        entry(1, "The ferry runs.", voices=("d1-okoro",)),
        entry(2, "Ferry, ferry, ferry!", voices=("d1-hall", "d1-okoro"), role="question"),
        entry(3, "The ferry is shut.", document="d2", voices=("d2-hall",), day=date(2032, 1, 1)),
        entry(4, "A ferry, undated.", document="d3", voices=("d3-q",), day=None, role="statement"),
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {1, 2, 3, 4}),
        ({"voice_ids": ("d1-okoro",)}, {1, 2}),
        ({"voice_ids": ("d1-hall", "d2-hall")}, {2, 3}),
        ({"voice_ids": ()}, set()),
        ({"voice_ids": ("d1",)}, set()),
        ({"document_ids": ("d2", "d3")}, {3, 4}),
        ({"roles": ("question",)}, {2}),
        ({"roles": ("answer", "statement")}, {1, 3, 4}),
        ({"date_from": date(2031, 3, 2)}, {1, 2, 3}),
        ({"date_from": date(2031, 3, 3)}, {3}),
        ({"date_to": date(2031, 3, 2)}, {1, 2}),
        ({"date_from": date(2031, 3, 2), "date_to": date(2031, 3, 2)}, {1, 2}),
        ({"date_from": date(2033, 1, 1)}, set()),
        ({"dates": ((date(2031, 3, 2), date(2031, 3, 2)), (date(2032, 1, 1), None))}, {1, 2, 3}),
        ({"dates": ((date(2033, 1, 1), None), (None, date(2031, 3, 1)))}, set()),
        ({"dates": ()}, set()),
        ({"dates": ((None, date(2031, 3, 2)),), "date_from": date(2031, 3, 3)}, set()),
        ({"voice_ids": ("d1-okoro",), "roles": ("answer",)}, {1}),
    ],
)
def test_filters_keep_exactly_what_they_allow(
    filtered: KeywordIndex, filters: dict[str, Any], expected: set[int]
) -> None:
    assert set(found(filtered, "ferry", **filters)) == expected


def test_filters_do_not_change_scores(filtered: KeywordIndex) -> None:
    free = {hit.passage_key: hit.score for hit in filtered.search("ferry runs", 10)}
    everything = Filters(
        voice_ids=("d1-okoro", "d1-hall", "d2-hall"),
        document_ids=("d1", "d2"),
        date_from=date(2000, 1, 1),
        roles=("question", "answer"),
    )
    for hit in filtered.search("ferry runs", 10, everything):
        assert hit.score == pytest.approx(free[hit.passage_key], rel=1e-6)


def test_a_filtered_page_is_as_long_as_a_free_one(index: KeywordIndex) -> None:
    """The allowed passages are the worst of all: a filter after top-k would find none."""
    rare = [
        entry(key, "ferry " + "and other matter " * 9, voices=("rare",)) for key in range(1, 11)
    ]
    fill(index, *rare, *(entry(key, "ferry ferry", voices=("often",)) for key in range(11, 500)))
    assert len(found(index, "ferry", 10, voice_ids=("rare",))) == 10


WORDS = ("ferry", "lock", "tide", "barge", "quay")
VOICES = ("d1-okoro", "d1-hall")


@pytest.fixture(scope="module")
def many() -> KeywordIndex:
    """Sixty passages of a few words each, in three segments."""
    index = KeywordIndex(None)
    chance = random.Random(20310302)
    entries = [
        entry(key, " ".join(chance.choices(WORDS, k=6)), voices=(chance.choice(VOICES),))
        for key in range(3, 180, 3)
    ]
    for first in range(0, 60, 20):
        fill(index, *entries[first : first + 20])
    return index


@given(
    query=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    keys=st.frozensets(st.integers(0, 182), max_size=40),
    limit=st.integers(1, 20),
    voices=st.sampled_from([None, (), VOICES[:1], VOICES]),
)
def test_a_search_among_keys_is_the_free_one_without_the_others(
    many: KeywordIndex,
    query: str,
    keys: frozenset[int],
    limit: int,
    voices: tuple[str, ...] | None,
) -> None:
    filters = Filters(voice_ids=voices)
    among = np.array(sorted(keys), dtype=np.int64)
    found = many.search(query, limit, filters, keys=among)
    free = [hit for hit in many.search(query, 1000, filters) if hit.passage_key in keys]
    assert [hit.passage_key for hit in found] == [hit.passage_key for hit in free[:limit]]
    expected = [hit.score for hit in free[:limit]]
    assert [hit.score for hit in found] == pytest.approx(expected, rel=1e-6)


# Changes


def test_nothing_is_seen_before_commit(index: KeywordIndex) -> None:
    index.add([entry(1, "The ferry runs.")])
    assert found(index, "ferry") == []
    index.commit()
    assert found(index, "ferry") == [1]


def test_what_is_written_is_seen_after_a_reload_and_never_by_what_is_frozen(
    index: KeywordIndex,
) -> None:
    still = index.frozen()
    index.add([entry(90, "the zeppelin lands")])
    index.write()
    assert index.search("zeppelin", 5) == []
    index.reload()
    assert [hit.passage_key for hit in index.search("zeppelin", 5)] == [90]
    assert still.search("zeppelin", 5) == []
    assert still.frequencies(["zeppelin"]) == {"zeppelin": 0}
    assert still.keys().tolist() == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_the_leading_ones_are_whole_groups_of_equals(index: KeywordIndex, count: int) -> None:
    words = {1: "tide tide tide", 2: "tide mill", 3: "tide mill", 4: "tide mill", 5: "mill"}
    for key, said in words.items():
        index.add([entry(900 + key, said)])
    index.commit()
    keys, scores, whole = index.leading("tide", count)
    expected = [(hit.passage_key, hit.score) for hit in index.search("tide", 50)]
    assert list(zip(keys.tolist(), scores.tolist(), strict=True)) == expected[: len(keys)]
    assert whole == (len(keys) == len(expected))
    if not whole:
        assert expected[len(keys)][1] < scores.min(initial=np.inf)


def test_removed_and_replaced_entries_are_gone(index: KeywordIndex) -> None:
    fill(index, entry(1, "The ferry runs."), entry(2, "The zeppelin lands."))
    index.remove(np.array([2, 99]))
    index.add([entry(3, "The ferry lands.")])
    index.commit()
    assert found(index, "zeppelin") == []
    assert set(found(index, "ferry lands")) == {1, 3}
    assert index.keys().tolist() == [1, 3]


def test_rolled_back_changes_are_forgotten(index: KeywordIndex) -> None:
    fill(index, entry(1, "The ferry runs."))
    index.remove(np.array([1]))
    index.add([entry(2, "The lock.")])
    index.rollback()
    index.commit()
    assert index.keys().tolist() == [1]


def test_keys_of_an_empty_index(index: KeywordIndex) -> None:
    assert index.keys().tolist() == []
    assert found(index, "ferry") == []


def test_frequencies_count_passages(index: KeywordIndex) -> None:
    fill(index, entry(1, "ferry ferry", exchange="lock"), entry(2, "ferries"), entry(3, "lock"))
    assert index.frequencies(index.terms("ferry lock tide")) == {"ferri": 2, "lock": 1, "tide": 0}


def test_another_opening_sees_what_was_committed(tmp_path: Path) -> None:
    writer, reader = KeywordIndex(tmp_path), KeywordIndex(tmp_path)
    fill(writer, entry(1, "The ferry runs."))
    assert found(reader, "ferry") == []
    reader.reload()
    assert found(reader, "ferry") == [1]
    fill(reader, entry(2, "Another ferry."))  # the first writer has let go of the folder
    fill(writer, entry(3, "A third ferry."))
    assert found(writer, "ferry") == found(KeywordIndex(tmp_path), "ferry")


def test_many_threads_search_while_one_writes(index: KeywordIndex) -> None:
    fill(index, entry(1, "The ferry runs."))
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            if 1 not in found(index, "ferry", 100):
                wrong.append("lost")

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for thread in readers:
        thread.start()
    for key in range(2, 20):
        fill(index, entry(key, "The lock is shut."))
    done.set()
    for thread in readers:
        thread.join()
    assert not wrong


def test_what_a_killed_writer_left_behind_does_not_block_the_next(tmp_path: Path) -> None:
    """A writer registers the list of deleted rows before it writes it, named by its turn."""
    fill(KeywordIndex(tmp_path), entry(1, "The ferry runs."), entry(2, "The ferry is late."))
    state = json.loads((tmp_path / "meta.json").read_text())
    segment = state["segments"][0]["segment_id"].replace("-", "")
    left = [f"{segment}.{state['opstamp'] + turn}.del" for turn in range(1, 4)]
    for name in left:
        (tmp_path / name).touch()
    known = json.loads((tmp_path / ".managed.json").read_text())
    (tmp_path / ".managed.json").write_text(json.dumps(known + left))
    index = KeywordIndex(tmp_path)
    index.remove(np.array([1]))
    index.commit()
    assert found(index, "ferry") == [2]


@pytest.mark.parametrize(
    "words", [b"[", b"{}", b'["../outside.txt"]', b"[" * 100_000, b"\xff", b"[]", b"[1]", None]
)
def test_no_list_of_files_is_taken_for_true(tmp_path: Path, words: bytes | None) -> None:
    """A name that flipped would be cleared away; one that is missing would stay for good."""
    folder = tmp_path / "postings"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text("not ours")
    fill(KeywordIndex(folder), entry(1, "The ferry runs."))
    (folder / CLEARING).unlink()
    if words is not None:
        (folder / CLEARING).write_bytes(words)
    (folder / "0123.term").touch()  # left by a writer that was killed
    index = KeywordIndex(folder)
    there = {one.name for one in folder.iterdir() if not one.name.startswith(".")}
    assert set(json.loads((folder / CLEARING).read_bytes())) == there
    fill(index, entry(2, "The ferry is late."))
    assert found(index, "ferry") == [1, 2]
    assert not (folder / "0123.term").exists()
    assert (tmp_path / "outside.txt").read_text() == "not ours"


def test_where_the_list_of_files_cannot_be_written_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(KeywordIndex(tmp_path), entry(1, "The ferry runs."))
    (tmp_path / CLEARING).write_text("[")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert found(KeywordIndex(tmp_path), "ferry") == [1]
    assert not (tmp_path / CLEARING).exists()
