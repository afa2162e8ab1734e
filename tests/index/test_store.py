"""The store gives back what was written, one state at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateTable

from index.errors import (
    DamagedIndex,
    DuplicateSource,
    FormatMismatch,
    ModelMismatch,
    NotFound,
    StoreMissing,
)
from index.records import ParsedSource, span_id
from index.storing.identity import seal_facts
from index.storing.rows import Counts, Lately
from index.storing.schema import metadata
from index.storing.store import Store
from index.storing.verifying import check
from index.storing.writes import Change, remove_sources, set_origin, write_sources
from tests.index.making import (
    ENCODER,
    HARBOUR,
    Speech,
    parsed,
    prepared,
    renamed,
    resolve_by_label,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "s.sqlite3", create=True)
    opened.check_model(ENCODER.name, ENCODER.model_hash, ENCODER.dim)
    yield opened
    opened.close()


def write(store: Store, *sources: ParsedSource) -> Change:
    with store.writing() as connection:
        return write_sources(connection, [prepared(one) for one in sources], resolve_by_label)


def remove(store: Store, *names: str) -> Change:
    with store.writing() as connection:
        return remove_sources(connection, names, resolve_by_label)


def test_every_record_comes_back_as_it_was_written(store: Store) -> None:
    source = parsed("a.txt", title="Harbour briefing", day=date(2031, 3, 2))
    change = write(store, source)
    document = source.documents[0]
    assert store.document(document.document_id) == document
    assert store.turns(document.document_id) == source.turns
    assert store.turn(source.turns[1].turn_id) == source.turns[1]
    assert set(store.voices()) == set(source.voices)
    assert store.text(source.source.source_id) == source.source.text
    whole = store.source_text(source.source.source_id)
    assert (whole.name, whole.sha256) == (source.source.name, source.source.sha256)
    assert (whole.text, whole.time_marks) == (source.source.text, source.source.time_marks)
    stored = store.source("a.txt")
    assert stored == store.source_by_id(source.source.source_id)
    assert stored.metadata == source.source.metadata
    assert (stored.sha256, stored.characters) == (source.source.sha256, len(source.source.text))
    assert store.document_ids_of("a.txt") == (document.document_id,)
    expected = resolve_by_label(source.voices)
    assert set(store.speakers()) == set(expected.speakers)
    assert set(store.assignments()) == set(expected.assignments)
    assert store.speaker("ms-okoro") in expected.speakers
    assert store.counts() == Counts(sources=1, documents=1, turns=3, passages=3, speakers=2)
    assert (change.generation, store.generation) == (1, 1)


def test_passages_and_embeddings_come_in_the_order_asked(store: Store) -> None:
    written = prepared(parsed("a.txt"))
    write(store, parsed("a.txt"))
    first, second, third = store.passage_keys()
    asked = store.passages([third, first])
    assert [one.passage_key for one in asked] == [third, first]
    assert asked[1].embedded == written.passages[0].embedded
    assert asked[1].passage_id == written.passages[0].passage_id
    np.testing.assert_array_equal(
        store.embeddings(np.array([third, second])), written.embeddings[[2, 1]]
    )
    assert store.embeddings([]).shape == (0, ENCODER.dim)
    np.testing.assert_array_equal(
        store.embeddings([third, first, third]), written.embeddings[[2, 0, 2]]
    )


def test_an_unknown_id_is_an_error_that_names_it(store: Store) -> None:
    write(store, parsed("a.txt"))
    with pytest.raises(NotFound, match=r"'b\.txt'"):
        store.source("b.txt")
    with pytest.raises(NotFound, match="'x-1'"):
        store.turns("x-1")
    with pytest.raises(NotFound, match="'x-1-t1'"):
        store.turn("x-1-t1")
    with pytest.raises(NotFound, match="'nobody'"):
        store.speaker("nobody")
    with pytest.raises(NotFound, match="key 99"):
        store.passages([1, 99])
    with pytest.raises(NotFound, match="1 of 2 embeddings"):
        store.embeddings([1, 99])


def test_documents_are_listed_by_source_name_page_by_page(store: Store) -> None:
    for name in ("c.txt", "a.txt", "b.txt"):
        write(store, parsed(name, title=name))
    listed = store.documents()
    assert [one.title for one in listed] == ["a.txt", "b.txt", "c.txt"]
    page = store.documents(limit=2)
    assert page == listed[:2]
    assert store.documents(after=page[-1].document_id, limit=2) == listed[2:]
    with pytest.raises(NotFound, match="gone"):
        store.documents(after="gone")


def test_replacing_swaps_documents_and_never_gives_a_key_twice(store: Store) -> None:
    write(store, parsed("a.txt"))
    before = set(store.passage_keys())
    change = write(store, parsed("a.txt", (("MR. HALL", "statement", "The quay is closed."),)))
    assert set(change.removed) == before
    assert set(store.passage_keys()) == set(change.added)
    assert not before & set(change.added)
    assert [one.label for one in store.voices()] == ["MR. HALL"]
    assert [one.speaker_id for one in store.speakers()] == ["mr-hall"]
    remove(store, "a.txt")
    again = write(store, parsed("a.txt"))
    assert min(again.added) > max(change.added)


def test_passages_are_told_by_document(store: Store) -> None:
    """Keys follow each other in a document; a source may hold several, and others may be gone."""
    assert [one.tolist() for one in store.passage_documents()] == [[], []]
    for name, count in (("a.txt", 3), ("b.txt", 1), ("c.txt", 2)):
        speeches: list[Speech] = [
            ("MS. OKORO", "statement", f"Word {at} of {name}.") for at in range(count)
        ]
        write(store, parsed(name, speeches))
    write(store, parsed("a.txt", HARBOUR))
    remove(store, "b.txt")
    keys, starts = store.passage_documents()
    np.testing.assert_array_equal(keys, store.passage_keys())
    assert starts.tolist() == [0, 2]  # of c.txt, and of a.txt, which was written again behind it
    for own in np.split(keys, starts[1:]):
        found = store.passages(own)
        assert len({one.document_id for one in found}) == 1
        assert [one.start for one in found] == sorted(one.start for one in found)
        assert own.tolist() == list(range(own[0], own[0] + len(own)))


def test_removing_leaves_no_row(store: Store) -> None:
    write(store, parsed("a.txt"), parsed("b.txt", title="Other"))
    remove(store, "a.txt", "b.txt")
    with sqlite3.connect(store.path) as raw:
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        left = {
            name for name in tables if raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        }
    raw.close()
    assert left == {"meta"}
    assert store.generation == 2


def test_the_same_bytes_under_another_name_are_refused_and_nothing_is_lost(store: Store) -> None:
    write(store, parsed("a.txt"))
    with pytest.raises(DuplicateSource, match=r"'b\.txt' has the same bytes as 'a\.txt'"):
        write(store, parsed("c.txt", title="New"), renamed(parsed("a.txt"), "b.txt"))
    assert [one.name for one in store.sources()] == ["a.txt"]
    assert store.generation == 1


def test_a_speaker_follows_the_voices_of_all_documents(store: Store) -> None:
    write(store, parsed("a.txt", title="One", day=date(2031, 1, 1)))
    write(store, parsed("b.txt", title="Two", day=date(2032, 1, 1)))
    okoro = [one for one in store.assignments() if one.speaker_id == "ms-okoro"]
    assert len(okoro) == 2
    remove(store, "b.txt")
    assert len([one for one in store.assignments() if one.speaker_id == "ms-okoro"]) == 1
    assert store.speaker("ms-okoro").roles[0].date_to == date(2031, 1, 1)


def test_speakers_who_stay_the_same_are_not_written_again(store: Store) -> None:
    write(store, parsed("a.txt"))
    seen: list[str] = []
    with store.writing() as connection:

        @event.listens_for(connection, "before_cursor_execute")
        def _see(_1: object, _2: object, statement: str, *_: object) -> None:
            seen.append(statement)

        item = prepared(parsed("b.txt", (("MR. HALL", "statement", "The quay is shut."),)))
        write_sources(connection, [item], resolve_by_label)
    assert [one for one in seen if one.startswith("INSERT INTO speakers")]
    assert [one for one in seen if one.startswith(("UPDATE speakers", "UPDATE assignm"))] == []


def test_columns_point_at_each_other(store: Store) -> None:
    write(store, parsed("b.txt", title="B"), parsed("a.txt", title="A", day=date(2031, 1, 1)))
    with store.snapshot():
        turns, passages = store.turn_columns(), store.passage_columns()
    assert passages.turn_ids == turns.turn_ids
    assert passages.document_ids == turns.document_ids
    assert turns.document.tolist() == [0, 0, 0, 1, 1, 1]  # ordered by source name: a, b
    assert turns.ordinal.tolist() == [1, 2, 3] * 2
    assert turns.replies_to.tolist() == [-1, -1, 1, -1, -1, 4]
    assert passages.key.tolist() == [1, 2, 3, 4, 5, 6]
    for row, key in enumerate(passages.key):
        stored = store.passages([int(key)])[0]
        turn = store.turn(turns.turn_ids[passages.turn[row]])
        assert stored.turn_id == turn.turn_id
        assert turns.voice_ids[turns.voice[passages.turn[row]]] == turn.voice_id
        assert (passages.start[row], passages.end[row]) == (stored.start, stored.end)
        assert passages.document_ids[passages.document[row]] == stored.document_id


def test_columns_of_an_empty_store_are_empty(store: Store) -> None:
    assert len(store.passage_columns().key) == 0
    assert store.turn_columns().turn_ids == ()


def test_a_snapshot_reads_the_old_document_whole_while_it_is_replaced(store: Store) -> None:
    old = parsed("a.txt")
    write(store, old)
    with store.snapshot():
        keys = store.passage_keys()
        writer = threading.Thread(
            target=write, args=(store, parsed("a.txt", (("Q", "question", "Gone?"),)))
        )
        writer.start()
        writer.join()
        assert [one.passage_key for one in store.passages(keys)] == keys.tolist()
        assert store.text(old.source.source_id) == old.source.text
        assert store.generation == 1
    assert store.generation == 2
    with pytest.raises(NotFound, match=f"{len(keys)} of {len(keys)} are gone"):
        store.passages(keys)


def test_threads_read_while_one_writes(store: Store) -> None:
    """A reader sees a source with all its turns or not at all."""
    write(store, parsed("a.txt"))
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with store.snapshot():
                documents = store.document_ids_of("a.txt")
                counts = store.counts()
                if len(store.turns(documents[0])) != counts.turns:
                    wrong.append(counts)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for thread in readers:
        thread.start()
    for size in range(1, 30):
        write(
            store, parsed("a.txt", [("MR. HALL", "statement", f"Word {n}.") for n in range(size)])
        )
    done.set()
    for thread in readers:
        thread.join()
    assert not wrong


def test_the_origin_of_a_source_moves_without_a_new_generation(store: Store) -> None:
    write(store, parsed("a.txt"))
    with store.writing() as connection:
        set_origin(connection, "a.txt", "somewhere")
    assert store.source("a.txt").origin == "somewhere"
    assert store.generation == 1


def test_names_of_many(store: Store) -> None:
    write(store, parsed("a.txt"))
    assert store.names([*(f"{n}.txt" for n in range(25_000)), "a.txt"]) == {"a.txt"}


def test_the_tables_are_no_sqlite_speciality() -> None:
    dialect = make_url("postgresql://").get_dialect()()
    for table in metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=dialect))
        assert statement.strip().startswith(f"CREATE TABLE {table.name}")


# Opening


def test_a_store_that_is_not_there_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="run `onrecord index PATH`"):
        Store.open(tmp_path / "none" / "s.sqlite3", create=False)
    assert not (tmp_path / "none").exists()
    (tmp_path / "s.sqlite3").touch()
    with pytest.raises(StoreMissing, match="is empty"):
        Store.open(tmp_path / "s.sqlite3", create=False)


def test_opening_again_keeps_what_is_there(store: Store) -> None:
    write(store, parsed("a.txt"))
    again = Store.open(store.path, create=True)
    assert again.counts().sources == 1
    again.close()


def test_another_format_is_refused(store: Store) -> None:
    engine = create_engine(f"sqlite:///{store.path}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE meta SET value='999' WHERE name='format'"))
        seal_facts(connection)
    engine.dispose()
    with pytest.raises(FormatMismatch, match=r"format 999.*reads format 4.*index"):
        Store.open(store.path, create=True)


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "s.sqlite3") as raw:
        raw.execute("CREATE TABLE recipes (title TEXT)")
    raw.close()
    with pytest.raises(FormatMismatch, match="format unknown"):
        Store.open(tmp_path / "s.sqlite3", create=True)


def test_another_model_is_refused_naming_both(store: Store) -> None:
    with pytest.raises(
        ModelMismatch, match=r"hashing \(.*64 dimensions\), not with other \("
    ) as error:
        store.check_model("other", "0" * 64, 32)
    assert "start with hashing" in str(error.value)
    store.check_model("hashing under another name", ENCODER.model_hash, ENCODER.dim)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite3").write_bytes(b"not a database, surely" * 500)
    with pytest.raises(DamagedIndex, match=r"s\.sqlite3 is damaged.*backup"):
        Store.open(tmp_path / "s.sqlite3", create=True)


def test_a_lost_table_is_damage(store: Store) -> None:
    with sqlite3.connect(store.path) as raw:
        raw.execute("DROP TABLE embeddings")
    raw.close()
    with pytest.raises(DamagedIndex, match="no table embeddings"):
        Store.open(store.path, create=False)


def test_a_text_that_changed_on_disk_is_never_served(store: Store) -> None:
    source = parsed("a.txt")
    write(store, source)
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE sources SET text = replace(text, 'June', 'July')")
    raw.close()
    with pytest.raises(DamagedIndex, match="differs from its hash"):
        store.text(source.source.source_id)


def test_a_broken_page_is_found_by_the_check(store: Store) -> None:
    speeches = [("MR. HALL", "statement", f"Line {n} of many. " * 20) for n in range(200)]
    write(store, parsed("a.txt", speeches))  # type: ignore[arg-type]
    check(store)
    store.close()
    content = bytearray(store.path.read_bytes())
    for page in range(8, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    store.path.write_bytes(content)

    def open_and_check() -> None:
        broken = Store.open(store.path, create=False)
        try:
            check(broken)
        finally:
            broken.close()

    with pytest.raises(DamagedIndex, match="is damaged"):
        open_and_check()


def test_span_ids_stand_for_their_place() -> None:
    passage = prepared(parsed("a.txt", HARBOUR)).passages[0]
    assert passage.passage_id == span_id(passage.document_id, passage.start, passage.end)


def test_what_was_made_of_late_is_kept_as_long_as_it_is_asked_for() -> None:
    made: list[int] = []

    def make(key: int) -> str:
        made.append(key)
        return str(key)

    lately = Lately(make)
    assert lately.all_of([1, 2, 3]) == ["1", "2", "3"]
    assert lately.all_of([2, 3, 4]) == ["2", "3", "4"]
    assert made == [1, 2, 3, 4]
    for first in range(5, 500):
        lately.all_of([first, first + 1])
    assert len(lately._made) <= 8
    assert lately.all_of([1]) == ["1"]
    assert made.count(1) == 2
