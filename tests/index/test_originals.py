"""Which one turn of a source has some words, as a quote is compared with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.errors import DamagedIndex, NotFound
from index.storing.originals import Original, PrintedTurn, read_original
from index.storing.store import Store
from index.storing.writes import write_sources
from tests.index.making import ENCODER, parsed, prepared, resolve_by_label

TEXT = "A: Gates shut.\nB: When? A note. Soon.\n"
FIRST = PrintedTurn("t1", "d", "A", 0, 3, 14)
# Its words go on behind the note, which has no label and is a turn of its own.
SECOND = PrintedTurn("t2", "d", "B", 15, 18, 37)
NOTE = PrintedTurn("t3", "d", "", 24, 24, 31)


def of(*turns: PrintedTurn) -> Original:
    return Original("gates.txt", "", TEXT, turns)


@pytest.mark.parametrize(
    ("start", "end", "turn"),
    [
        (3, 14, FIRST),
        (3, 4, FIRST),
        (13, 14, FIRST),
        (18, 37, SECOND),
        (19, 23, SECOND),
        (2, 14, None),  # begins in the label
        (3, 15, None),  # ends behind the words
        (13, 19, None),  # in two turns
        (15, 18, None),  # the label alone
        (5, 5, None),
        (6, 5, None),
        (37, 38, None),
    ],
)
def test_words_belong_to_the_turn_that_has_all_of_them(
    start: int, end: int, turn: PrintedTurn | None
) -> None:
    assert of(FIRST, SECOND).around(start, end) == turn


@pytest.mark.parametrize(
    ("start", "end", "turn"),
    [
        (18, 24, SECOND),
        (18, 25, None),  # into the words of the other
        (18, 37, None),
        (24, 31, NOTE),
        (25, 32, None),
        (32, 37, None),  # behind the other nobody can tell whose words go on
    ],
)
def test_words_with_another_turn_among_them_belong_to_none(
    start: int, end: int, turn: PrintedTurn | None
) -> None:
    assert of(FIRST, SECOND, NOTE).around(start, end) == turn


def test_words_above_the_first_label_belong_to_none() -> None:
    assert of(SECOND).around(3, 14) is None


def test_without_turns_words_belong_to_none() -> None:
    assert of().around(0, 1) is None


def test_a_source_is_read_as_it_was_written_and_refused_where_it_changed(tmp_path: Path) -> None:
    written = parsed("harbour.txt")
    source = written.source
    store = Store.open(tmp_path / "s.sqlite3", create=True)
    store.check_model(ENCODER.name, ENCODER.model_hash, ENCODER.dim)
    with store.writing() as connection:
        write_sources(connection, [prepared(written)], resolve_by_label)
    original = read_original(store, source.source_id)
    assert (original.name, original.sha256, original.text) == (
        "harbour.txt",
        source.sha256,
        source.text,
    )
    assert [(turn.turn_id, turn.label, turn.start, turn.end) for turn in original.turns] == [
        (turn.turn_id, turn.printed, turn.start, turn.end) for turn in written.turns
    ]
    for turn in original.turns:
        assert source.text[turn.label_start :].startswith(turn.label)
    with pytest.raises(NotFound, match="no source has the id 'other'"):
        read_original(store, "other")
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE sources SET text = text || '!'")
    raw.close()
    with pytest.raises(DamagedIndex, match=f"the text of source {source.source_id} differs"):
        read_original(store, source.source_id)
    store.close()
