"""Examples as word pieces in columns: what training reads, on this machine or another.

Numbers only, 2 bytes a piece; passages that return are kept once by the compression, so that
a million examples fit 60 MB. Besides this project nothing but numpy is needed to read them.
"""

from __future__ import annotations

import io
import lzma
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import TrainingError

UNKNOWN = -1
"""What is judged of a sentence of which nobody said whether it answers."""
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 2, "dict_size": 1 << 28}]


@dataclass(frozen=True, slots=True)
class Packed:
    """Examples in columns; `n` examples, `p` pieces and `s` sentences in all."""

    ids: NDArray[np.uint16]
    """`(p,)`, example after example."""
    length: NDArray[np.uint16]
    """Pieces of each example, `(n,)`."""
    second: NDArray[np.uint16]
    """Where the exchange begins in each, `(n,)`."""
    spans: NDArray[np.uint16]
    """Start and end of each sentence in its example, `(s, 2)`."""
    sentences: NDArray[np.int16]
    """Sentences of each example, `(n,)`."""
    judged: NDArray[np.int8]
    """0, 1 or `UNKNOWN` for each sentence, `(s,)`."""
    answer: NDArray[np.uint16]
    """First and last piece of the words that answer, `(n, 2)`; 0 where they are not known."""
    answers: NDArray[np.int8]
    weight: NDArray[np.float16]
    group: NDArray[np.int32]
    """The same number for examples of one question, ascending, `(n,)`."""
    taught: NDArray[np.float16]
    """A teacher's log-odds that each example answers, `(n,)`; not a number where none judged."""

    def __len__(self) -> int:
        return len(self.length)


def write(packed: Packed, path: Path) -> None:
    """Write to one compressed file."""
    columns = io.BytesIO()
    np.savez(columns, **{name: getattr(packed, name) for name in Packed.__slots__})
    with lzma.open(path, "wb", filters=_FILTERS) as file:
        file.write(columns.getbuffer())


def read(path: Path) -> Packed:
    """Read what `write` wrote.

    :raises TrainingError: An earlier version wrote it, with other columns.
    """
    with lzma.open(path, "rb") as file:
        columns = io.BytesIO(file.read())
    with np.load(columns, allow_pickle=False) as stored:
        if lacking := sorted(set(Packed.__slots__) - set(stored.files)):
            raise TrainingError(
                f"{path} was packed by an earlier version and lacks {', '.join(lacking)}: delete "
                "it and give the same command again"
            )
        return Packed(**{name: stored[name] for name in Packed.__slots__})
