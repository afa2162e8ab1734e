"""What a killed process left is compared page by page; rows are read only where a page differs."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from index.live import DATABASE
from index.storing.sums import expected, fits, sums_path
from tests.index.opening import check_whole, opened, says, transcript


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders as a kill leaves them: with an empty log, and with changes that stand in it alone."""
    folder = tmp_path_factory.mktemp("left")
    data = folder / "data"
    with opened(data) as index:
        index.put("a.txt", transcript("The heron stands."))
        shutil.copytree(data, folder / "empty")
        reader = sqlite3.connect(data / DATABASE, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()  # the log cannot be emptied now
        index.put("b.txt", transcript("The barge turns."))
        index.put("a.txt", transcript("The zeppelin lands."))
        shutil.copytree(data, folder / "full")
        reader.close()
    return folder


def torn(folder: Path) -> None:
    """The beginning of a change that was not committed stands behind those that were."""
    log = folder / f"{DATABASE}-wal"
    content = log.read_bytes()
    frame = bytearray(content[32 : 32 + 24 + 4096])
    frame[4:8] = b"\0" * 4
    log.write_bytes(content + frame + frame[:1000])


def earlier(folder: Path) -> None:
    """Frames of an earlier log stand behind those of this one."""
    log = folder / f"{DATABASE}-wal"
    content = log.read_bytes()
    frame = bytearray(content[32 : 32 + 24 + 4096])
    frame[8:16] = b"earlier!"
    log.write_bytes(content + frame)


def nothing(_: Path) -> None:
    pass


@pytest.mark.parametrize("which", ["empty", "full"])
@pytest.mark.parametrize("change", [nothing, torn, earlier])
def test_no_row_is_read_after_a_kill(
    left: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    which: str,
    change: Callable[[Path], None],
) -> None:
    folder = Path(shutil.copytree(left / which, tmp_path / "data"))
    if which == "full":
        change(folder)
    with monkeypatch.context() as patched:
        patched.setattr("index.opening.check", lambda _: pytest.fail("rows were read"))
        with opened(folder) as index:
            check_whole(index)
            assert says(index, "heron") == ({"a.txt"} if which == "empty" else set())
    assert fits(folder / DATABASE, sums_path(folder / DATABASE).read_bytes())


@pytest.mark.parametrize("place", [0, 4096 + 50, -4096, -1])
def test_a_byte_that_differs_has_all_rows_read(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    for which in ("empty", "full"):
        folder = Path(shutil.copytree(left / which, tmp_path / which))
        sums = sums_path(folder / DATABASE)
        content = bytearray(sums.read_bytes())
        content[place // 512] ^= 1
        sums.write_bytes(content)
        if which == "full" and expected(folder / DATABASE) == expected(left / which / DATABASE):
            continue  # the page stands in the log
        with monkeypatch.context() as patched:
            read: list[object] = []
            patched.setattr("index.opening.check", read.append)
            opened(folder).close()
        assert len(read) == 1


def test_sums_follow_each_change(tmp_path: Path) -> None:
    """Also one that makes the file longer, and one that moves a source to another folder."""
    path = tmp_path / DATABASE
    with opened(tmp_path) as index:
        for number in range(6):
            index.put("a.txt", transcript("word " * 3000 * number + f"Crate {number}."))
            assert fits(path, expected(path))
        index.move("a.txt", "/elsewhere")
        index.remove("a.txt")
        assert fits(path, expected(path))
        sums_path(path).unlink()
        index.put("a.txt", transcript("The heron stands."))
        assert expected(path) is None  # half a table would vouch for nothing


def test_a_table_that_cannot_be_written_costs_a_check_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The heron stands."))
        with monkeypatch.context() as patched:
            patched.setattr("index.storing.sums._runs", _no_space)
            index.put("b.txt", transcript("The barge turns."))
        assert "checked at its next opening" in caplog.text
    path = tmp_path / DATABASE
    assert not fits(path, expected(path))
    with opened(tmp_path) as index:
        check_whole(index)
    assert fits(path, sums_path(path).read_bytes())


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")
