"""What is kept in memory of the record is what the store has, whatever came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from index.errors import DamagedIndex
from index.storing import remembered
from index.storing.columns import PassageColumns, TurnColumns
from index.storing.remembered import Record, Remembered
from index.storing.store import Store
from index.storing.writes import remove_sources, write_sources
from tests.index.making import ENCODER, HARBOUR, Speech, parsed, prepared, resolve_by_label

OTHER: tuple[Speech, ...] = (
    ("Q", "question", "Who pays?"),
    ("MR. HALL", "answer", "The quay is shut. Nobody pays."),
    ("CLERK", "statement", "Noted."),
    ("Q", "question", "And then?"),
    ("MR. HALL", "answer", "Then we shall see."),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "s.sqlite3", create=True)
    opened.check_model(ENCODER.name, ENCODER.model_hash, ENCODER.dim)
    yield opened
    opened.close()


def put(store: Store, name: str, speeches: Sequence[Speech], day: int) -> None:
    source = parsed(name, speeches, title=name, day=date(2031, 1, day))
    with store.writing() as connection:
        write_sources(connection, [prepared(source)], resolve_by_label)


def remove(store: Store, name: str) -> None:
    with store.writing() as connection:
        remove_sources(connection, [name], resolve_by_label)


def same_turns(found: TurnColumns, stored: TurnColumns) -> None:
    assert found.turn_ids == stored.turn_ids
    assert found.document_ids == stored.document_ids
    assert sorted(found.voice_ids) == list(stored.voice_ids)
    named = [[one.voice_ids[at] for at in one.voice] for one in (found, stored)]
    assert named[0] == named[1]
    for name in ("document", "ordinal", "role", "replies_to", "start", "end", "handover"):
        mine, theirs = getattr(found, name), getattr(stored, name)
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


def same_passages(found: PassageColumns, stored: PassageColumns) -> None:
    assert (found.document_ids, found.turn_ids) == (stored.document_ids, stored.turn_ids)
    for name in ("key", "document", "turn", "start", "end", "tokens"):
        mine, theirs = getattr(found, name), getattr(stored, name)
        assert mine.dtype == theirs.dtype
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


def same(found: Record, store: Store) -> None:
    with store.snapshot():
        same_turns(found.turns, store.turn_columns())
        same_passages(found.passages, store.passage_columns())
        assert found.sources == {one.source_id: one for one in store.sources()}
        assert found.documents == {one.document_id: one for one in store.documents()}
        assert found.voices == {one.voice_id: one for one in store.voices()}
        assert found.assignments == {one.voice_id: one for one in store.assignments()}


CHANGES = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from([None, HARBOUR, OTHER, OTHER[:2]]),
        st.integers(1, 3),
        st.booleans(),
    ),
    max_size=8,
)


@given(changes=CHANGES, apart=st.sampled_from([0, 500]))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_any_changes_it_is_what_the_store_has(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, Sequence[Speech] | None, int, bool]],
    apart: int,
) -> None:
    store = Store.open(tmp_path_factory.mktemp("s") / "s.sqlite3", create=True)
    store.check_model(ENCODER.name, ENCODER.model_hash, ENCODER.dim)
    kept = Remembered()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(remembered, "MOST_APART", apart)
            same(kept.read(store), store)
            for name, speeches, day, looked_at in changes:
                if speeches is None:
                    remove(store, f"{name}.txt")
                else:
                    put(store, f"{name}.txt", speeches, day)
                if looked_at:
                    same(kept.read(store), store)
            same(kept.read(store), store)
    finally:
        store.close()


def test_only_what_is_new_is_read_again(store: Store) -> None:
    for number in range(12):
        put(store, f"{number}.txt", HARBOUR, 1 + number)
    kept = Remembered()
    kept.read(store)
    put(store, "new.txt", OTHER, 20)
    seen: list[tuple[str, int]] = []

    def see(_1: object, _2: object, statement: str, given: tuple[object, ...], *_: object) -> None:
        seen.append((statement, len(given)))

    with store.snapshot(), store.reading() as connection:
        event.listen(connection, "before_cursor_execute", see)
        kept._columns.read(connection)
    of_turns = [count for statement, count in seen if "FROM turns" in statement]
    assert of_turns == [1]  # one document id


def test_a_row_that_was_damaged_meanwhile_is_noticed(store: Store) -> None:
    put(store, "a.txt", HARBOUR, 1)
    kept = Remembered()
    kept.read(store)
    with store.writing() as connection:
        connection.execute(text("UPDATE documents SET title = 'Another title'"))
    with pytest.raises(DamagedIndex, match="a document of the index differs from its checksum"):
        kept.read(store)
