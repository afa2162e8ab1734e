"""Stretches of a document: overlapping runs of passages that are found by their words together.

A talk spreads its subject over many turns, and the turn that matters may hold none of the
question's words. Which stretch holds them is then the better evidence (as in passage retrieval
that looks at the whole document too, Callan 1994).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.records import KeyArray

SIZE = 16
"""Passages in a stretch. 8, 16 and 32 lie within 0.01 nDCG@10 of each other on press-dev,
explainmeetsum/val and friendsqa/dev."""
STRIDE = 8
"""Passages from the beginning of one stretch to that of the next."""


def stretches(count: int) -> Iterator[tuple[int, int]]:
    """The stretches of a document with `count` passages, `(first, last)`, last exclusive."""
    first = 0
    while first < count:
        yield first, min(first + SIZE, count)
        if first + SIZE >= count:
            return
        first += STRIDE


def stretch_keys(keys: KeyArray, starts: KeyArray) -> tuple[KeyArray, KeyArray]:
    """The keys of the stretches that each passage stands in: an earlier and a later one.

    A stretch has the key of its first passage. A passage that stands in one only has it twice.

    :param keys: All passages in order of document and text, int64 `(n,)`.
    :param starts: Places in `keys` where a document begins, ascending, the first 0.
    """
    if not len(keys):
        return keys, keys
    counts = np.diff(np.append(starts, len(keys)))
    begin = np.repeat(starts, counts)
    last = np.repeat(np.maximum(-(-(counts - SIZE) // STRIDE), 0), counts)
    number = (np.arange(len(keys)) - begin) // STRIDE
    later = np.minimum(number, last)
    earlier = np.where(number > last, later, np.maximum(later - 1, 0))
    return keys[begin + STRIDE * earlier], keys[begin + STRIDE * later]
