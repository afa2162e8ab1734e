"""What the tests of an open index share: its encoder, a small transcript, and how to ask it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from index.build import Index, open_index
from index.cutting.stretches import stretches
from index.encoding.encoder import embed
from index.live import DATABASE
from tests.fakes import HashingEncoder

ENCODER = HashingEncoder(dim=64)


def transcript(answer: str = "The harbour opens on the first of June.") -> bytes:
    """A question and its answer, and a line of thanks."""
    lines = [
        "MR. BRANDT: Good morning. When will the harbour open again?",
        f"MS. OKORO: {answer}",
        "MR. BRANDT: Thank you very much for that answer.",
        "MS. OKORO: Thank you all for coming.",
    ]
    return "\n\n".join(lines).encode()


def meeting(turns: int, cargo: str = "barley") -> bytes:
    """A long talk about one cargo, in which each turn has a word of its own."""
    lines = [
        f"{'MR. BRANDT' if turn % 2 else 'MS. OKORO'}: On pier{turn} the {cargo}{turn} is weighed."
        for turn in range(turns)
    ]
    return "\n\n".join(lines).encode()


def opened(folder: Path) -> Index:
    """The index of a folder, made when there is none."""
    return open_index(folder, ENCODER, create=True)


def says(index: Index, word: str) -> set[str]:
    """Names of the sources in which a word is found by keywords."""
    return _names(index, [hit.passage_key for hit in index.keywords.search(word, 100)])


def near(index: Index, text: str, limit: int = 1) -> set[str]:
    """Names of the sources of the passages that are nearest to a text."""
    (hits,) = index.vectors.search(embed([text], ENCODER), limit)
    return _names(index, [hit.passage_key for hit in hits])


def answers(index: Index) -> object:
    """What an index answers to a few questions, to compare it with another."""
    asked = ("harbour June", "thank you", "when will it open", "morning")
    words = [
        [hit.passage_key for hit in postings.search(one, 20)]
        for postings in (index.keywords, index.stretches)
        for one in asked
    ]
    (rows,) = [index.vectors.search(embed(list(asked), ENCODER), 20)]
    return words, [[hit.passage_key for hit in hits] for hits in rows]


def check_whole(index: Index) -> None:
    """Every index holds exactly the passages on record, and the stretches of each document."""
    keys, starts = index.store.passage_documents()
    np.testing.assert_array_equal(index.keywords.keys(), keys)
    documents = np.split(keys, starts[1:])
    begin = [one[first] for one in documents for first, _ in stretches(len(one))]
    np.testing.assert_array_equal(index.stretches.keys(), begin)
    np.testing.assert_array_equal(index.vectors.keys(), keys)
    np.testing.assert_array_equal(index.vectors.rows(keys), index.store.embeddings(keys))


def rows_left(folder: Path) -> dict[str, int]:
    """Rows in each table of the database, past all our code."""
    raw = sqlite3.connect(folder / DATABASE)
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    counts = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    raw.close()
    return counts


def _names(index: Index, keys: list[int]) -> set[str]:
    documents = {one.document_id for one in index.store.passages(keys)}
    sources = {index.store.document(one).source_id for one in documents}
    return {index.store.source_by_id(one).name for one in sources}
