"""`verify` finds what differs, `backup` copies while writes go on, `restore` puts it back."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index import keeping, opening
from index.errors import (
    DamagedIndex,
    DiskFailed,
    RecordLost,
    StoreError,
    StoreLocked,
    StoreMissing,
)
from index.finding.derived import VECTORS
from index.live import DATABASE
from index.locks import Presence
from index.storing.database import copy_into
from index.storing.ledger import NAME
from service.cli import run
from service.keys import KEYS, Keys
from tests.index.opening import answers, check_whole, opened, transcript


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with opened(tmp_path / "data") as index:
        for number in range(3):
            index.put(f"{number}.txt", transcript(f"Crate {number} is here."))
    return tmp_path / "data"


def wrong(folder: Path) -> list[str]:
    return [one.what for one in keeping.verify(folder) if one.wrong]


def test_a_whole_index_is_as_written(data: Path) -> None:
    assert [one.what for one in keeping.verify(data)] == [
        "database: structure and every row",
        "ledger",
        "vectors",
        "keywords",
        "stretches",
    ]
    assert wrong(data) == []


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def another_name(folder: Path) -> None:
    with sqlite3.connect(folder / DATABASE) as raw:
        raw.execute("UPDATE speakers SET name='Another'")
    raw.close()


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (another_name, "database: structure and every row"),
        (lambda folder: flip(folder / NAME), "ledger"),
        (lambda folder: (folder / NAME).unlink(), "ledger"),
        (lambda folder: flip(folder / VECTORS), "vectors"),
        (lambda folder: shutil.rmtree(folder / "keywords"), "keywords"),
        (lambda folder: flip(folder / "stretches" / "meta.json"), "stretches"),
        (lambda folder: (folder / "manifest.json").unlink(), "derived indexes"),
    ],
)
def test_verify_says_what_differs(data: Path, damage: Callable[[Path], None], what: str) -> None:
    damage(data)
    assert wrong(data) == [what]


def test_the_command_tells_and_ends_with_1(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--data", str(data)]) == 0
    assert "ledger: as written" in capsys.readouterr().out
    (data / NAME).unlink()
    assert run(["verify", "--data", str(data), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["findings"][1]["wrong"] is not None
    assert "onrecord: ledger: " in told.err
    assert run(["verify", "--data", str(data / "none")]) == 2


def test_accepting_a_loss_lists_it_and_opens_again(data: Path, tmp_path: Path) -> None:
    keeping.backup(data, tmp_path / "copy")
    with opened(data) as index:
        index.put("3.txt", transcript("Crate 3 is here."))
        index.remove("0.txt")
    shutil.copy(tmp_path / "copy" / DATABASE, data / DATABASE)
    with pytest.raises(RecordLost):
        opened(data)
    assert keeping.accept_loss(data) == [
        "given up: 1 missing (3.txt), 1 there though removed (0.txt)"
    ]
    with opened(data) as index:
        check_whole(index)


def test_a_damaged_database_is_not_accepted(data: Path) -> None:
    another_name(data)
    with pytest.raises(DamagedIndex):
        keeping.accept_loss(data)


def test_a_backup_answers_as_the_index_did(data: Path, tmp_path: Path) -> None:
    with opened(data) as index:
        before = answers(index)
        assert keeping.backup(data, tmp_path / "copy").sources == 3
    with opened(tmp_path / "copy") as copy:
        assert answers(copy) == before
        check_whole(copy)


def test_backups_made_while_writes_go_on_are_each_one_state(data: Path, tmp_path: Path) -> None:
    done = threading.Event()
    with opened(data) as index:

        def write() -> None:
            number = 3
            while not done.is_set():
                index.put("a.txt", transcript(f"Crate {number} is here."))
                index.put("b.txt", transcript(f"Barge {number} is here."))
                number += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(4):
                keeping.backup(data, tmp_path / f"copy{number}")
        finally:
            done.set()
            writer.join()
    for number in range(4):
        assert wrong(tmp_path / f"copy{number}") == ["derived indexes"]
        with opened(tmp_path / f"copy{number}") as copy:
            check_whole(copy)


def test_a_backup_goes_to_no_folder_that_has_something(data: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    with pytest.raises(StoreError, match="exists already"):
        keeping.backup(data, tmp_path / "full")
    with pytest.raises(StoreMissing):
        keeping.backup(tmp_path / "none", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_an_index_that_is_not_whole_is_not_backed_up(data: Path, tmp_path: Path) -> None:
    another_name(data)
    with pytest.raises(DamagedIndex):
        keeping.backup(data, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_restoring_puts_the_backup_back_and_keeps_what_was(data: Path, tmp_path: Path) -> None:
    keeping.backup(data, tmp_path / "copy")
    with opened(data) as index:
        index.remove("0.txt")
        with pytest.raises(StoreLocked, match="stop the service"):
            keeping.restore(tmp_path / "copy", data)
    for _ in range(2):
        assert keeping.restore(tmp_path / "copy", data).sources == 3
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["copy", "data", "data.before-restore", "data.before-restore-2"]
    with opened(data) as index:
        check_whole(index)
        index.put("9.txt", transcript("Crate 9 is here."))


def test_a_restore_leaves_the_keys_as_they_are(data: Path, tmp_path: Path) -> None:
    assert KEYS in keeping.STAYING
    keeping.backup(data, tmp_path / "copy")
    _, token = Keys(data).add("reader", ["read"])
    mode = (data / KEYS).stat().st_mode
    keeping.restore(tmp_path / "copy", data)
    assert Keys(data).find(token) is not None
    assert (data / KEYS).stat().st_mode == mode
    Keys(tmp_path / "copy").add("another", ["read"])
    keeping.restore(tmp_path / "copy", data)
    assert [key.name for key in Keys(data).all()] == ["reader"]


@pytest.mark.parametrize("when", ["while it is copied", "while it is exchanged"])
def test_who_opens_the_index_during_a_restore_is_not_left_with_the_replaced_one(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    keeping.backup(data, tmp_path / "copy")
    before = sorted(tmp_path.iterdir())
    if when == "while it is copied":
        index = opened(data)
        monkeypatch.setattr(keeping, "_refuse_open", once(keeping._refuse_open))
        with pytest.raises(StoreLocked, match="stop the service"):
            keeping.restore(tmp_path / "copy", data)
        index.put("9.txt", transcript("Crate 9 is here."))
        index.close()
        assert sorted(tmp_path.iterdir()) == before
        return

    def restore_first(folder: Path) -> Presence:
        monkeypatch.undo()
        keeping.restore(tmp_path / "copy", data)
        return Presence(folder)

    monkeypatch.setattr(opening, "Presence", restore_first)
    with pytest.raises(StoreError, match="removed or replaced while it was open"):
        opened(data)
    assert wrong(data) == ["derived indexes"]


def once(work: Callable[[Path], None]) -> Callable[[Path], None]:
    """What is not done the first time: as if the index was opened just after that."""
    calls: list[Path] = []

    def late(folder: Path) -> None:
        calls.append(folder)
        if len(calls) > 1:
            work(folder)

    return late


def test_a_restore_that_cannot_be_put_in_place_leaves_what_was(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.backup(data, tmp_path / "copy")
    before = sorted(tmp_path.iterdir())
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "data.new" and target == data:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(DiskFailed):
        keeping.restore(tmp_path / "copy", data)
    assert sorted(tmp_path.iterdir()) == before
    assert wrong(data) == []


def test_two_backups_to_one_place_do_not_mix(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_first(path: Path, target: Path) -> None:
        monkeypatch.undo()
        with pytest.raises(StoreLocked, match="another process is writing"):
            keeping.backup(data, tmp_path / "copy")
        copy_into(path, target)

    monkeypatch.setattr(keeping, "copy_into", another_first)
    keeping.backup(data, tmp_path / "copy")
    assert wrong(tmp_path / "copy") == ["derived indexes"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "data"]


def test_what_a_killed_backup_left_goes_with_the_next(data: Path, tmp_path: Path) -> None:
    if os.fork() == 0:
        vars(keeping)["copy_into"] = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        keeping.backup(data, tmp_path / "copy")
        os._exit(1)
    os.wait()
    left = tmp_path / ".copy.part"
    assert left.is_dir()
    (left / "more").mkdir()
    (left / "outside").symlink_to(data)
    keeping.backup(data, tmp_path / "copy")
    assert wrong(tmp_path / "copy") == ["derived indexes"]
    assert wrong(data) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "data"]


def test_a_restore_of_a_damaged_backup_touches_nothing(data: Path, tmp_path: Path) -> None:
    keeping.backup(data, tmp_path / "copy")
    another_name(tmp_path / "copy")
    with pytest.raises(StoreError, match="not whole"):
        keeping.restore(tmp_path / "copy", data)
    assert wrong(data) == []


def test_the_commands_copy_and_put_back(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", str(tmp_path / "copy"), "--data", str(data)]) == 0
    assert "3 files" in capsys.readouterr().out
    shutil.rmtree(data)
    assert run(["restore", str(tmp_path / "copy"), "--data", str(data)]) == 0
    assert "are back, checked" in capsys.readouterr().out
    with opened(data) as index:
        check_whole(index)
