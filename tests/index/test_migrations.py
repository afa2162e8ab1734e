"""Indexes of earlier formats are opened: `stored/` has one of each, as that version wrote it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from index.build import open_index
from index.errors import DamagedIndex, FormatMismatch, RecordLost, StoreLocked
from index.keeping import restore
from index.live import DATABASE, PRESENCE
from index.locks import Presence
from index.opening import open_store, upgrade
from index.records import FloatMatrix, Metadata
from index.storing import migrations
from index.storing.ledger import NAME as LEDGER
from index.storing.ledger import Ledger, Mark
from index.storing.past import earlier_of
from index.storing.schema import FORMAT, metadata
from index.storing.store import Store
from index.storing.verifying import check
from retrieval.answer import Searcher
from retrieval.results import Question
from tests.fakes import HashingEncoder

STORED = Path(__file__).parent / "stored"
EARLIER = sorted(migrations.STEPS)


class CountingEncoder(HashingEncoder):
    """Tells which texts it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.encoded += texts
        return super().encode(texts)


@pytest.fixture(params=EARLIER)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder as a version of this format left it."""
    with sqlite3.connect(tmp_path / DATABASE) as raw:
        raw.executescript((STORED / f"format-{request.param}.sql").read_text(encoding="utf-8"))
    raw.close()
    ledger = STORED / f"format-{request.param}.{LEDGER}"
    if ledger.exists():
        shutil.copyfile(ledger, tmp_path / LEDGER)
    return tmp_path


BEFORE_LEDGERS = pytest.mark.parametrize("folder", [1, 2], indirect=True)
WITH_LEDGER = pytest.mark.parametrize("folder", [3], indirect=True)


def fact(folder: Path, name: str) -> str:
    """One fact of `meta`, without opening the index."""
    with sqlite3.connect(folder / DATABASE) as raw:
        (value,) = raw.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    raw.close()
    return str(value)


def dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / DATABASE) as raw:
        lines = list(raw.iterdump())
    raw.close()
    return lines


def vectors(folder: Path) -> list[tuple[int, bytes]]:
    with sqlite3.connect(folder / DATABASE) as raw:
        found = raw.execute("SELECT passage_key, vector FROM embeddings ORDER BY 1").fetchall()
    raw.close()
    return found


def test_there_is_a_stored_file_and_a_step_for_each_earlier_format() -> None:
    assert list(range(1, FORMAT)) == EARLIER
    assert [path.stem for path in sorted(STORED.glob("*.sql"))] == [f"format-{n}" for n in EARLIER]


def test_an_earlier_index_opens_with_its_embeddings_and_encodes_nothing(folder: Path) -> None:
    before = vectors(folder)
    encoder = CountingEncoder()
    with open_index(folder, encoder) as index:
        assert encoder.encoded == []
        assert index.store.meta("format") == str(FORMAT)
        assert index.store.counts().passages == len(before) == 5
        check(index.store)
        answer = Searcher(index).ask(Question("when does the ferry sail from the old quay"))
        assert answer.quotes[0].text.startswith("The ferry sails from the old quay in June.")
        found = Searcher(index).search(Question("storm wall at Quill", places=("Quill",)))
        assert found.hits[0].citation.document.title == "At the wall"
        # A row that was spoilt before would have another seal than it gets when it is read.
        index.put("new.txt", b"MR. HOLT: A new file may be put on it.")
    assert vectors(folder)[:5] == before
    with open_index(folder, CountingEncoder()) as again:
        assert again.store.counts().sources == 3


def test_the_tables_are_those_of_a_new_index(folder: Path) -> None:
    upgrade(folder)
    engine = create_engine(f"sqlite:///{folder / DATABASE}")
    for table in metadata.sorted_tables:
        there = {column["name"]: column for column in inspect(engine).get_columns(table.name)}
        wanted = {column.name: column for column in table.columns}
        assert set(there) == set(wanted)
        for name, column in wanted.items():
            assert there[name]["nullable"] == column.nullable, (table.name, name)
        indexed = {tuple(one["column_names"]) for one in inspect(engine).get_indexes(table.name)}
        assert indexed >= {(column.name,) for column in table.columns if column.index}
    engine.dispose()


def test_what_is_on_record_is_acknowledged_from_then_on(folder: Path) -> None:
    generation = int(fact(folder, "generation"))
    upgrade(folder)
    known = Ledger(folder).read()
    assert known is not None
    assert sorted(known.sources) == ["harbour.txt", "quill.txt"]
    assert (known.generation, known.mark) == (generation, fact(folder, "mark"))


def test_a_turn_without_a_label_is_taken_afterwards(folder: Path) -> None:
    with open_index(folder, CountingEncoder()) as index:
        index.put("nobody.txt", b"There was a ferry once, and nobody says who tells of it.")
        (document_id,) = index.store.document_ids_of("nobody.txt")
        assert index.store.turns(document_id)[0].label is None


def test_a_step_that_fails_leaves_everything_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(folder)

    def fail(connection: object) -> None:
        raise KeyboardInterrupt

    steps = {**migrations.STEPS, FORMAT - 1: fail}
    monkeypatch.setattr(migrations, "STEPS", steps)
    with pytest.raises(KeyboardInterrupt):
        upgrade(folder)
    assert dump(folder) == before
    monkeypatch.undo()
    upgrade(folder)
    store = Store.open(folder / DATABASE, create=False)
    check(store)
    store.close()


def cut_off(folder: Path, before: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """End an upgrade before or after the ledger is written: what it did to the database is gone."""

    def write(self: Ledger, there: Mark, sources: dict[str, str]) -> None:
        if not before:
            written(self, there, sources)
        raise KeyboardInterrupt

    written = Ledger.write
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "write", write)
        with pytest.raises(KeyboardInterrupt):
            upgrade(folder)
    assert Ledger(folder).exists != before


@BEFORE_LEDGERS
@pytest.mark.parametrize("before", [True, False])
def test_an_upgrade_that_is_cut_off_at_the_ledger_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    for _ in range(2):
        cut_off(folder, before, monkeypatch)
    with open_index(folder, CountingEncoder()) as index:
        assert index.store.counts().sources == 2
        index.remove("quill.txt")
    with open_index(folder, CountingEncoder()) as index:
        assert index.store.counts().sources == 1


@BEFORE_LEDGERS
def test_what_the_earlier_version_changed_after_an_upgrade_was_cut_off_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(folder, False, monkeypatch)
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute("UPDATE meta SET value = '3' WHERE name = 'generation'")
        raw.execute("UPDATE sources SET name = 'wall.txt' WHERE name = 'quill.txt'")
    raw.close()
    with open_index(folder, CountingEncoder()) as index:
        assert [one.name for one in index.store.sources()] == ["harbour.txt", "wall.txt"]


@pytest.mark.parametrize("generation", [1, 2, 4])
def test_an_earlier_database_beside_a_later_ledger_is_refused(
    folder: Path, generation: int
) -> None:
    earlier = (folder / DATABASE).read_bytes()
    with open_index(folder, CountingEncoder()) as index:
        index.remove("quill.txt")
    (folder / DATABASE).write_bytes(earlier)
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute(f"UPDATE meta SET value = '{generation}' WHERE name = 'generation'")
    raw.close()
    with pytest.raises(RecordLost, match="restore"):
        open_index(folder, CountingEncoder())


@WITH_LEDGER
def test_an_index_whose_ledger_is_gone_gets_none_by_a_step(folder: Path) -> None:
    (folder / LEDGER).unlink()
    with pytest.raises(RecordLost, match="is gone"):
        open_index(folder, CountingEncoder())


@WITH_LEDGER
def test_a_document_gets_a_language_and_an_earlier_version_is_read_without(folder: Path) -> None:
    words = b"MAYOR BRANDT: The storm wall at Quill was finished on Monday, two weeks early.\n"
    told = Metadata(title="At the wall", date="2031-03-09", place="Quill")
    encoder = CountingEncoder()
    with open_index(folder, encoder) as index:
        assert [one.language for one in index.store.documents()] == [None, None]
        assert earlier_of(index.store, "e6683af0f03cdcc5-1").document.language is None
        index.put("quill.txt", words, metadata=replace(told, language="en-GB"))
        assert [one.language for one in index.store.documents()] == [None, "en-GB"]
        assert encoder.encoded == []
    with open_index(folder, CountingEncoder()) as again:
        check(again.store)
        assert [one.language for one in again.store.documents()] == [None, "en-GB"]


@WITH_LEDGER
@pytest.mark.parametrize("change", ["title = 'At the well'", "place = NULL", "seal = seal + 1"])
def test_a_step_gives_no_good_seal_to_a_spoilt_row(folder: Path, change: str) -> None:
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute(f"UPDATE documents SET {change} WHERE ordinal = 1")
    raw.close()
    before = dump(folder)
    with pytest.raises(DamagedIndex, match="a document of the index differs"):
        open_index(folder, CountingEncoder())
    assert dump(folder) == before


def test_a_step_is_taken_once(folder: Path) -> None:
    upgrade(folder)
    once = dump(folder)
    upgrade(folder)
    assert dump(folder) == once


def test_no_step_is_taken_while_another_process_has_it_open(folder: Path) -> None:
    before = dump(folder)
    other = Presence(folder / PRESENCE)
    with pytest.raises(StoreLocked, match="earlier format, and a process has it open"):
        upgrade(folder)
    other.close()
    assert dump(folder) == before


def test_a_look_alone_says_how_it_is_brought_up(folder: Path) -> None:
    with pytest.raises(FormatMismatch, match=r"`onrecord documents`.*brings it up"):
        Store.open(folder / DATABASE, create=False)


def test_a_backup_of_an_earlier_format_says_how_it_is_brought_up(
    folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "back"
    with pytest.raises(FormatMismatch, match=f"nothing was changed.*--data {folder}`"):
        restore(folder, target)
    assert not target.exists()
    open_store(folder, create=False)[0].close()  # as `onrecord documents` does
    counts = restore(folder, target)
    store = Store.open(target / DATABASE, create=False)
    assert store.counts() == counts
    store.close()
    assert counts.passages > 0


@pytest.mark.parametrize("found", ["999", "0", "four", ""])
def test_a_format_without_a_step_is_left_alone_and_refused(folder: Path, found: str) -> None:
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute("UPDATE meta SET value = ? WHERE name = 'format'", (found,))
    raw.close()
    before = dump(folder)
    with pytest.raises(FormatMismatch, match=f"format {found}"):
        open_index(folder, CountingEncoder())
    assert dump(folder) == before


def test_a_changed_file_is_encoded_only_where_it_changed(tmp_path: Path) -> None:
    first = "MS. TARN: The ferry sails in June.\n\nMR. HOLT: The lamp stays lit.\n"
    encoder = CountingEncoder()
    with open_index(tmp_path, encoder, create=True) as index:
        index.put("a.txt", first.encode())
        assert len(encoder.encoded) == 2
        (_, lamp) = vectors(tmp_path)
        encoder.encoded.clear()
        index.put("a.txt", first.replace("June", "July").encode())
        assert [text for text in encoder.encoded if "lamp" in text] == []
        assert len(encoder.encoded) == 1
        assert vectors(tmp_path)[1][1] == lamp[1]
        encoder.encoded.clear()
        index.put("a.txt", first.encode(), metadata=Metadata(place="Fenn"))
        assert len(encoder.encoded) == 1
        found = index.vectors.search(encoder.encode(["lamp lit"]), 1)
        assert found[0][0].passage_key == max(key for key, _ in vectors(tmp_path))


def test_only_passages_of_the_same_file_are_taken_over(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    words = "MS. TARN: The ferry sails in June.\n"
    with open_index(tmp_path, encoder, create=True) as index:
        index.put("a.txt", words.encode())
        index.put("b.txt", (words + "\n").encode())
        assert len(encoder.encoded) == 2
