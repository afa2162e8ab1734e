"""The contract of a vector index: brute force is the judge, for every backend."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import DamagedIndex, Moved
from index.finding.vectors import FlatVectorIndex, VectorIndex
from index.records import FloatMatrix, KeyArray

BACKENDS: list[Callable[[int], VectorIndex]] = [FlatVectorIndex]

DIM = 8

Hits = list[list[int]]


@pytest.fixture(params=BACKENDS)
def index(request: pytest.FixtureRequest) -> VectorIndex:
    made: VectorIndex = request.param(DIM)
    return made


def unit_rows(count: int, seed: int = 0) -> FloatMatrix:
    rows = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def keys_from(first: int, count: int) -> KeyArray:
    return np.arange(first, first + count, dtype=np.int64)


def brute_force(
    keys: KeyArray, rows: FloatMatrix, queries: FloatMatrix, limit: int, allowed: set[int] | None
) -> Hits:
    found = []
    for query in queries:
        scores = {int(key): float(row @ query) for key, row in zip(keys, rows, strict=True)}
        kept = [key for key in scores if allowed is None or key in allowed]
        found.append(sorted(kept, key=lambda key: (-scores[key], key))[:limit])
    return found


def found_keys(index: VectorIndex, *arguments: object) -> Hits:
    hits = index.search(*arguments)  # type: ignore[arg-type]
    return [[hit.passage_key for hit in one] for one in hits]


@pytest.mark.parametrize("queries", [1, 5])
@pytest.mark.parametrize("share", [None, 0.0, 0.01, 0.3, 0.9, 1.0])
def test_search_agrees_with_brute_force(
    index: VectorIndex, queries: int, share: float | None
) -> None:
    keys, rows = keys_from(100, 500), unit_rows(500)
    index.add(keys, rows)
    asked = unit_rows(queries, seed=1)
    allowed = None
    if share is not None:
        allowed = np.random.default_rng(2).permutation(keys)[: int(share * len(keys))]
    expected = brute_force(
        keys, rows, asked, 10, None if allowed is None else set(allowed.tolist())
    )
    assert found_keys(index, asked, 10, allowed) == expected


def test_scores_are_inner_products(index: VectorIndex) -> None:
    rows = np.eye(DIM, dtype=np.float32)[:2]
    index.add(np.array([7, 9]), rows)
    query = np.array([[0.6, 0.8, 0, 0, 0, 0, 0, 0]], dtype=np.float32)
    (hits,) = index.search(query, 5)
    assert [hit.passage_key for hit in hits] == [9, 7]
    assert [hit.score for hit in hits] == pytest.approx([0.8, 0.6])


@pytest.mark.parametrize("queries", [1, 3])
@pytest.mark.parametrize("limit", [1, 3, 4, 10, 400])
def test_equal_scores_are_ordered_by_key(index: VectorIndex, queries: int, limit: int) -> None:
    """Many passages say the same ("Thank you."): which of them are returned is no accident."""
    same = np.repeat(unit_rows(1), 300, axis=0)
    better = unit_rows(1)
    keys = np.random.default_rng(3).permutation(keys_from(1, 300))
    index.add(keys, same * np.float32(0.5))
    index.add(np.array([1000]), better)
    found = found_keys(index, np.repeat(better, queries, axis=0), limit)
    assert found == [[1000, *range(1, 301)][:limit]] * queries


def test_equal_scores_under_a_filter(index: VectorIndex) -> None:
    index.add(keys_from(1, 300), np.repeat(unit_rows(1), 300, axis=0))
    assert found_keys(index, unit_rows(1), 3, keys_from(50, 100)) == [[50, 51, 52]]


@pytest.mark.parametrize("queries", [0, 1, 2])
def test_an_empty_index_finds_nothing(index: VectorIndex, queries: int) -> None:
    assert found_keys(index, unit_rows(queries), 5) == [[]] * queries
    assert found_keys(index, unit_rows(queries), 5, keys_from(1, 5)) == [[]] * queries
    assert index.keys().tolist() == []
    assert index.rows(keys_from(1, 2)).tolist() == [[0.0] * DIM] * 2


def test_no_limit_finds_nothing(index: VectorIndex) -> None:
    index.add(keys_from(1, 3), unit_rows(3))
    assert found_keys(index, unit_rows(1), 0) == [[]]


def test_keys_that_are_not_there_are_not_found(index: VectorIndex) -> None:
    index.add(keys_from(10, 3), unit_rows(3))
    allowed = np.array([-5, 0, 9, 11, 13, 10**12])
    assert found_keys(index, unit_rows(1), 5, allowed) == [[11]]


def test_removed_keys_are_gone_and_may_come_back(index: VectorIndex) -> None:
    rows = unit_rows(6)
    index.add(keys_from(1, 6), rows)
    index.remove(np.array([2, 5, 77]))
    index.remove(np.array([], dtype=np.int64))
    assert index.keys().tolist() == [1, 3, 4, 6]
    assert found_keys(index, rows[1:2], 6)[0].count(2) == 0
    index.add(np.array([5, 2]), rows[[4, 1]])
    assert index.keys().tolist() == [1, 2, 3, 4, 5, 6]
    assert found_keys(index, rows[1:2], 1) == [[2]]


def test_rows_come_back_by_key(index: VectorIndex) -> None:
    rows = unit_rows(4)
    index.add(np.array([4, 2, 9, 7]), rows)
    np.testing.assert_array_equal(index.rows(np.array([9, 2])), rows[[2, 1]])
    assert not index.rows(np.array([3])).any()


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sets(st.integers(1, 40), min_size=1, max_size=8)), max_size=12
    )
)
def test_any_order_of_changes_agrees_with_brute_force(changes: list[tuple[bool, set[int]]]) -> None:
    rows = unit_rows(41, seed=5)
    for make in BACKENDS:
        index = make(DIM)
        present: set[int] = set()
        for adding, named in changes:
            some = named - present if adding else named
            keys = np.array(sorted(some, reverse=True), dtype=np.int64)
            if adding:
                index.add(keys, rows[keys])
                present |= some
            else:
                index.remove(keys)
                present -= some
        kept = np.array(sorted(present), dtype=np.int64)
        assert index.keys().tolist() == kept.tolist()
        query = unit_rows(1, seed=6)
        assert found_keys(index, query, 7) == brute_force(kept, rows[kept], query, 7, None)


def test_a_search_sees_the_state_before_or_after_a_change(index: VectorIndex) -> None:
    """Adding moves FAISS's memory: a search at that moment would read what is gone."""
    rows = unit_rows(2000, seed=7)
    index.add(keys_from(1, 1000), rows[:1000])
    query = rows[:1]
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            for asked in (query, np.repeat(query, 2, axis=0)):
                hits = index.search(asked, 3)[0]
                if hits[0].passage_key != 1 or abs(hits[0].score - 1) > 1e-4:
                    wrong.append(hits)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for thread in readers:
        thread.start()
    for first in range(1000, 2000, 10):
        index.add(keys_from(first + 1, 10), rows[first : first + 10] * np.float32(0.5))
        index.remove(keys_from(first - 498, 10))
    done.set()
    for thread in readers:
        thread.join()
    assert not wrong


def test_saved_and_loaded_gives_the_same_answers(tmp_path: Path) -> None:
    index = FlatVectorIndex(DIM)
    index.add(keys_from(1, 50), unit_rows(50))
    index.remove(keys_from(10, 3))
    index.save(tmp_path / "v.faiss")
    loaded = FlatVectorIndex.load(tmp_path / "v.faiss")
    assert (loaded.dim, len(loaded)) == (DIM, 47)
    assert loaded.keys().tolist() == index.keys().tolist()
    assert loaded.search(unit_rows(2, seed=1), 50) == index.search(unit_rows(2, seed=1), 50)
    loaded.add(keys_from(60, 1), unit_rows(1))
    assert [path.name for path in tmp_path.iterdir()] == ["v.faiss"]


@pytest.mark.parametrize("queries", [1, 3])
@pytest.mark.parametrize("limit", [1, 4, 40])
@pytest.mark.parametrize("allowed", [None, frozenset({2, 5, 9, 12, 15})])
def test_a_frozen_index_finds_what_could_be_found_then(
    index: VectorIndex, queries: int, limit: int, allowed: frozenset[int] | None
) -> None:
    rows, asked = unit_rows(20), unit_rows(queries, seed=7)
    index.add(keys_from(1, 10), rows[:10])
    still = index.frozen()
    # What is nearest of all comes after it was frozen.
    index.add(keys_from(11, 10), np.concatenate([asked, rows[10 + queries :]]))
    among = None if allowed is None else np.array(sorted(allowed), dtype=np.int64)
    found = still.search(asked, limit, among)
    expected = brute_force(
        keys_from(1, 10), rows[:10], asked, limit, None if allowed is None else set(allowed)
    )
    assert [[hit.passage_key for hit in hits] for hits in found] == expected
    assert still.keys().tolist() == list(range(1, 11))
    assert not still.rows(keys_from(11, 10)).any()
    assert np.array_equal(still.rows(keys_from(1, 10)), rows[:10])
    assert index.search(asked, 1)[0][0].passage_key > 10


def test_a_frozen_index_whose_rows_are_gone_says_so(index: VectorIndex) -> None:
    rows = unit_rows(6)
    index.add(keys_from(1, 3), rows[:3])
    still = index.frozen()
    index.remove(np.array([2], dtype=np.int64))
    for look in (lambda: still.search(rows[:1], 2), lambda: still.rows(keys_from(1, 1))):
        with pytest.raises(Moved, match="ask again"):
            look()
    again = index.frozen()
    index.add(np.array([2], dtype=np.int64), rows[1:2])  # among rows that stand already
    with pytest.raises(Moved):
        again.search(rows[:1], 2)
    assert index.frozen().search(rows[:1], 3)[0][0].passage_key == 1


def test_a_file_that_is_cut_short_as_it_is_closed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = FlatVectorIndex(DIM)
    index.add(keys_from(1, 50), unit_rows(50))
    index.save(tmp_path / "vectors")
    before, real = (tmp_path / "vectors").read_bytes(), faiss.write_index

    def cut(given: Any, path: str) -> None:
        real(given, path)
        Path(path).write_bytes(Path(path).read_bytes()[:-40])

    monkeypatch.setattr(faiss, "write_index", cut)
    with pytest.raises(OSError, match="Input/output error"):
        index.save(tmp_path / "vectors")
    assert (tmp_path / "vectors").read_bytes() == before
    (tmp_path / "vectors").write_bytes(before[:-40])
    with pytest.raises(DamagedIndex, match="no index of vectors"):
        FlatVectorIndex.load(tmp_path / "vectors")
