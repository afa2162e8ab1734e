"""Stretches of passages: their properties, and whose keys a passage is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cutting.stretches import SIZE, STRIDE, stretch_keys, stretches

COUNTS = st.integers(1, 5 * SIZE)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [(0, 1)]),
        (16, [(0, 16)]),
        (17, [(0, 16), (8, 17)]),
        (24, [(0, 16), (8, 24)]),
        (25, [(0, 16), (8, 24), (16, 25)]),
    ],
)
def test_stretches_of_a_document(count: int, expected: list[tuple[int, int]]) -> None:
    assert list(stretches(count)) == expected


@given(COUNTS)
def test_every_passage_stands_in_one_stretch_or_two(count: int) -> None:
    found = list(stretches(count))
    for place in range(count):
        assert sum(first <= place < last for first, last in found) in (1, 2)


@given(COUNTS)
def test_stretches_are_of_one_size_and_the_last_ends_the_document(count: int) -> None:
    found = list(stretches(count))
    assert [first for first, _ in found] == [STRIDE * number for number in range(len(found))]
    assert [last - first for first, last in found[:-1]] == [SIZE] * (len(found) - 1)
    first, last = found[-1]
    assert last == count
    # The last brings something that the one before it has not.
    assert last - first <= SIZE
    assert len(found) == 1 or last > found[-2][1]


@given(counts=st.lists(COUNTS, max_size=5), data=st.data())
def test_the_keys_of_a_passage_are_those_of_its_stretches(
    counts: list[int], data: st.DataObject
) -> None:
    """Documents whose keys follow each other, with gaps where others were removed."""
    keys: list[int] = []
    starts: list[int] = []
    expected: list[tuple[int, int]] = []
    key = 1
    for count in counts:
        key += data.draw(st.integers(0, 20), label="gap")
        starts.append(len(keys))
        for place in range(count):
            around = [first for first, last in stretches(count) if first <= place < last]
            expected.append((key + around[0], key + around[-1]))
        keys += range(key, key + count)
        key += count
    earlier, later = stretch_keys(np.array(keys, np.int64), np.array(starts, np.int64))
    assert list(zip(earlier.tolist(), later.tolist(), strict=True)) == expected
