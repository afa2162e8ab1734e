"""The database may not go back, or be another one, without being noticed."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import open_index
from index.errors import DamagedIndex, DiskFailed, DiskFull, OnRecordError, RecordLost
from index.live import DATABASE
from index.storing.ledger import NAME, Ledger
from index.storing.sums import sums_path
from tests.index.opening import ENCODER, check_whole, opened, says, transcript

Damage = Callable[[Path], None]


def history(folder: Path) -> None:
    """Four acknowledged changes, and copies of the folder after the second and the last.

    `killed` is as a killed process leaves it: the last changes stand in the database's log alone.
    """
    data = folder / "data"
    with opened(data) as index:
        index.put("a.txt", transcript("The heron stands."))
        index.put("b.txt", transcript("The barge turns."))
    shutil.copytree(data, folder / "older")
    reader = sqlite3.connect(data / DATABASE, isolation_level=None)
    with opened(data) as index:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()  # the log cannot be emptied now
        index.put("c.txt", transcript("The zeppelin lands."))
        index.remove("a.txt")
        shutil.copytree(data, folder / "killed")
        reader.close()


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("past")
    history(folder)
    return folder


@pytest.fixture
def killed(past: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(past / "killed", tmp_path / "killed"))


def log_of(folder: Path) -> Path:
    return folder / f"{DATABASE}-wal"


def test_what_a_killed_process_left_is_whole(killed: Path) -> None:
    assert log_of(killed).stat().st_size > 0
    with opened(killed) as index:
        assert (says(index, "heron"), says(index, "zeppelin")) == (set(), {"c.txt"})
        check_whole(index)


def flip_log(folder: Path, at: float = 0.3) -> None:
    content = bytearray(log_of(folder).read_bytes())
    content[int(len(content) * at)] ^= 1
    log_of(folder).write_bytes(content)


def flip_log_early(folder: Path) -> None:
    flip_log(folder, 0.0005)


def flip_log_late(folder: Path) -> None:
    flip_log(folder, 0.98)


def zero_log(folder: Path) -> None:
    log_of(folder).write_bytes(b"\0" * log_of(folder).stat().st_size)


def cut_log(folder: Path) -> None:
    content = log_of(folder).read_bytes()
    log_of(folder).write_bytes(content[: len(content) // 2])


def remove_log(folder: Path) -> None:
    log_of(folder).unlink()


def put_in(folder: Path, database: Path) -> None:
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(database, folder / DATABASE)


def older_database(folder: Path) -> None:
    put_in(folder, folder.parent / "older" / DATABASE)


def foreign_database(folder: Path) -> None:
    """Another index's, with as many changes and the same keys."""
    other = folder.parent / "other"
    with opened(other) as index:
        for name in "abc":
            index.put(f"{name}.txt", transcript(f"Other words about {name}."))
        index.remove("a.txt")
    put_in(folder, other / DATABASE)


def sibling_database(folder: Path) -> None:
    """One that began as ours and went another way."""
    with opened(folder.parent / "older") as index:
        index.put("c.txt", transcript("The zeppelin lands."))
        index.remove("a.txt")
    put_in(folder, folder.parent / "older" / DATABASE)


def sibling_ahead(folder: Path) -> None:
    sibling_database(folder)
    with opened(folder.parent / "older") as index:
        index.put("d.txt", transcript("The dredger leaves."))
    put_in(folder, folder.parent / "older" / DATABASE)


def empty_database(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")
    log_of(folder).unlink()


def new_database(folder: Path) -> None:
    opened(folder.parent / "new").close()
    put_in(folder, folder.parent / "new" / DATABASE)


def remove_database(folder: Path) -> None:
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink()


def remove_ledger(folder: Path) -> None:
    (folder / NAME).unlink()


def cut_ledger(folder: Path) -> None:
    content = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(content[: len(content) // 2])


def flip_ledger(folder: Path) -> None:
    content = bytearray((folder / NAME).read_bytes())
    content[len(content) // 3] ^= 4
    (folder / NAME).write_bytes(content)


def empty_ledger(folder: Path) -> None:
    (folder / NAME).write_bytes(b"")


def row_taken_out(folder: Path) -> None:
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("DELETE FROM sources WHERE name='c.txt'")
    raw.close()


@pytest.mark.parametrize(
    "damage",
    [
        flip_log,
        flip_log_early,
        flip_log_late,
        zero_log,
        cut_log,
        remove_log,
        older_database,
        foreign_database,
        sibling_database,
        sibling_ahead,
        empty_database,
        new_database,
        remove_database,
        remove_ledger,
        cut_ledger,
        flip_ledger,
        empty_ledger,
        row_taken_out,
    ],
)
def test_a_database_that_is_not_the_one_acknowledged_is_refused_with_the_cure(
    past: Path, killed: Path, damage: Damage
) -> None:
    if not (killed.parent / "older").exists():
        shutil.copytree(past / "older", killed.parent / "older")
    damage(killed)
    for _ in range(2):  # refused again: nothing was made anew meanwhile
        with pytest.raises((RecordLost, DamagedIndex), match=r"restore|backup"):
            opened(killed)


def test_the_refusal_says_what_is_missing_and_what_is_back(past: Path, killed: Path) -> None:
    remove_log(killed)
    with pytest.raises(RecordLost) as refused:
        opened(killed)
    words = str(refused.value)
    assert "generation 2, 4 was acknowledged" in words
    assert "1 missing (c.txt), 1 there though removed (a.txt)" in words
    assert "onrecord verify --accept-loss" in words


def test_one_change_ahead_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between the commit and the acknowledgement: the change is there, and is noted."""
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The heron stands."))
        with monkeypatch.context() as patched:
            patched.setattr("index.storing.ledger._append", _no_space)
            with pytest.raises(DiskFull, match="make room"):
                index.put("b.txt", transcript("The barge turns."))
        index.put("c.txt", transcript("The zeppelin lands."))
        assert says(index, "barge") == {"b.txt"}
    with opened(tmp_path) as index:
        assert says(index, "zeppelin") == {"c.txt"}
        check_whole(index)


def test_a_failed_fsync_is_not_taken_for_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line stands in the file, but nobody knows whether on the disk: the file is made anew."""
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The heron stands."))
        before = (tmp_path / NAME).stat().st_ino
        with monkeypatch.context() as patched:
            patched.setattr("index.storing.ledger.os.fsync", _bad_disk)
            with pytest.raises(DiskFailed, match="Input/output error"):
                index.put("b.txt", transcript("The barge turns."))
        index.put("c.txt", transcript("The zeppelin lands."))
        assert (tmp_path / NAME).stat().st_ino != before
    opened(tmp_path).close()


@pytest.mark.parametrize("step", ["_ends_line", "_append", "_stamp", "replaced"])
@pytest.mark.parametrize("long", [False, True])
def test_a_step_of_the_ledger_that_fails_leaves_no_gap_in_it(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch, *, long: bool
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The heron stands."))
        with monkeypatch.context() as patched:
            patched.setattr("index.storing.ledger._LONG_BYTES", 0 if long else 1_000_000)
            patched.setattr(f"index.storing.ledger.{step}", _bad_disk)
            with contextlib.suppress(DiskFailed):
                index.put("b.txt", transcript("The barge turns."))
            with contextlib.suppress(DiskFailed):
                index.remove("a.txt")
        index.put("c.txt", transcript("The zeppelin lands."))
        there = {source.name for source in index.store.sources()}
    with opened(tmp_path) as index:
        assert {source.name for source in index.store.sources()} == there
        assert "c.txt" in there


@pytest.mark.parametrize("again", [False, True])
def test_a_database_removed_while_open_takes_no_more_changes(
    tmp_path: Path, *, again: bool
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The heron stands."))
        (tmp_path / DATABASE).unlink()
        if again:
            shutil.copy(tmp_path / NAME, tmp_path / DATABASE)
        for change in (lambda: index.put("b.txt", transcript("x")), lambda: index.remove("a.txt")):
            with pytest.raises(OnRecordError, match="removed or replaced"):
                change()
        assert says(index, "heron") == {"a.txt"}  # reading goes on from the open file


def test_the_log_is_empty_after_each_change(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        for number in range(3):
            index.put(f"{number}.txt", transcript(f"Crate {number} is here."))
            assert log_of(tmp_path).stat().st_size == 0


def test_a_long_ledger_is_made_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.storing.ledger._LONG_BYTES", 1_000)
    with opened(tmp_path) as index:
        for number in range(40):
            index.put("a.txt", transcript(f"Crate {number} is here."))
    assert (tmp_path / NAME).stat().st_size < 1_500
    assert Ledger(tmp_path).read().sources.keys() == {"a.txt"}  # type: ignore[union-attr]
    opened(tmp_path).close()


def test_two_openings_note_in_one_ledger(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as two:
        one.put("a.txt", transcript("The heron stands."))
        two.put("b.txt", transcript("The barge turns."))
        one.remove("b.txt")
    known = Ledger(tmp_path).read()
    assert known is not None
    assert (known.generation, set(known.sources)) == (3, {"a.txt"})


# Rot in rows


ROWS = [
    ("sources", "name", "b.txt", "c.txt"),
    ("sources", "metadata", None, '{"title": "Another"}'),
    ("sources", "sha256", None, "0" * 64),
    ("documents", "title", None, "Ilsabet M. Borran"),
    ("documents", "date", None, "2031-02-03"),
    ("documents", "date", None, "2O31-02-03"),
    ("voices", "label", None, "MS. OKARO"),
    ("voices", "evidence", None, "[{]"),
    ("turns", "label", None, "MS. OKARO"),
    ("turns", "role", None, "answes"),
    ("turns", "start", None, 3),
    ("turns", "flags", None, '["inaudible"'),
    ("passages", "end", None, 7),
    ("passages", "embedded", None, "Other words."),
    ("speakers", "name", None, "Okaro"),
    ("speakers", "labels", None, '["MS. OKARO"]'),
    ("assignments", "speaker_id", None, None),
    ("embeddings", "vector", None, b"\0" * 256),
]


@pytest.mark.parametrize(("table", "column", "at", "value"), ROWS)
def test_a_changed_row_is_noticed(
    tmp_path: Path, table: str, column: str, at: str | None, value: object
) -> None:
    with opened(tmp_path) as index:
        index.put("b.txt", transcript("The barge turns."))
    with sqlite3.connect(tmp_path / DATABASE) as raw:
        raw.execute(f'UPDATE "{table}" SET "{column}"=?', (value,))
    raw.close()
    with pytest.raises(OnRecordError, match=r"differs|damaged|another one than"):
        opened(tmp_path)


@pytest.mark.parametrize("table", ["documents", "turns", "passages", "speakers", "assignments"])
def test_a_row_changed_while_it_is_open_is_not_served(tmp_path: Path, table: str) -> None:
    with opened(tmp_path) as index:
        index.put("b.txt", transcript("The barge turns."))
        (key,) = index.vectors.search(ENCODER.encode(["barge"]), 1)[0]
        passage = index.store.passages([key.passage_key])[0]
        with sqlite3.connect(tmp_path / DATABASE) as raw:
            raw.execute(f"UPDATE {table} SET seal = seal + 1")
        raw.close()
        with pytest.raises(DamagedIndex, match="differs from its checksum"):
            [
                index.store.passages([key.passage_key]),
                index.store.document(passage.document_id),
                index.store.turn(passage.turn_id),
                index.store.resolved_voices([passage.document_id]),
            ]


@pytest.mark.parametrize("pages", [(1,), (2, 3), (5, 6), (9, 10), (14, 15)])
@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"("])
def test_pages_that_hold_something_else_are_noticed(
    tmp_path: Path, pages: tuple[int, ...], filling: bytes
) -> None:
    with opened(tmp_path) as index:
        for number in range(10):
            index.put(f"{number}.txt", transcript(f"Crate {number} is here."))
    content = bytearray((tmp_path / DATABASE).read_bytes())
    for page in pages:
        content[page * 4096 : (page + 1) * 4096] = filling * 4096
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(OnRecordError, match=r"damaged|differs|another one|belongs"):
        opened(tmp_path)


def test_a_wrong_sum_alone_costs_a_check_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("b.txt", transcript("The barge turns."))
    sums = sums_path(tmp_path / DATABASE)
    right = sums.read_bytes()
    for wrong in (b"", b"\0" * 3, b"\0" * len(right), right[:-8], right + right):
        sums.write_bytes(wrong)
        open_index(tmp_path, ENCODER).close()
        assert sums.read_bytes() == right
    sums.unlink()
    open_index(tmp_path, ENCODER).close()
    assert sums.read_bytes() == right


def test_each_line_of_the_ledger_is_read_back(tmp_path: Path) -> None:
    """Names may hold anything that a source's name may."""
    names = ["a b.txt", "ü\u2028.txt", 'q".txt', "x\\n.txt"]
    with opened(tmp_path) as index:
        for number, name in enumerate(names):
            index.put(name, transcript(f"Crate {number} is here."))
        index.remove(names[0])
    with opened(tmp_path) as index:
        assert {one.name for one in index.store.sources()} == set(names[1:])
    first = (tmp_path / NAME).read_bytes().split(b"\n")[0].partition(b" ")[2]
    assert json.loads(first)["all"] == {}


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def _bad_disk(*_: object) -> None:
    raise OSError(5, "Input/output error")
