"""Who may write: threads of one process, processes, and what a kill leaves behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index import opening
from index.build import open_index
from index.errors import DamagedIndex, StoreLocked
from index.live import DATABASE
from index.locks import FileLock, Presence, SharedLock
from index.storing.store import Store
from index.storing.sums import sums_path
from tests.index.opening import ENCODER, opened, transcript

HOLD = """
import sys, time
from pathlib import Path
from index.locks import FileLock
with FileLock(Path(sys.argv[1]), timeout_s=0).held():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_free_when_its_process_is_killed(tmp_path: Path, project: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        ours = FileLock(path, timeout_s=0.05)
        with (
            pytest.raises(StoreLocked, match=f"process {holder.pid} has been writing"),
            ours.held(),
        ):
            pass
        with ours.tried() as held:
            assert not held
        holder.kill()
    with ours.held(), ours.tried() as held:
        assert held
        assert path.read_text() == f"{os.getpid()}\n"


def test_the_holder_may_lock_again_and_others_may_not(tmp_path: Path) -> None:
    lock, other = FileLock(tmp_path / "lock", timeout_s=0), FileLock(tmp_path / "lock", timeout_s=0)
    with lock.held():
        with lock.held(), lock.tried() as held:
            assert held
        with pytest.raises(StoreLocked), other.held():
            pass
    with other.held():
        pass


def test_threads_of_one_process_wait_for_each_other(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock", timeout_s=600)
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(5):
            with lock.held():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 20
    assert set(most) == {1}


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock", timeout_s=0)
    with pytest.raises(KeyError), lock.held():
        raise KeyError
    with FileLock(tmp_path / "lock", timeout_s=0).held():
        pass


def test_a_writer_is_alone() -> None:
    lock = SharedLock()
    state = {"readers": 0, "writers": 0}
    together: set[tuple[int, int]] = set()
    guard = threading.Lock()

    def step(kind: str, by: int) -> None:
        with guard:
            state[kind] += by
            together.add((state["readers"], state["writers"]))

    def work(kind: str) -> None:
        for _ in range(30):
            with lock.reading() if kind == "readers" else lock.writing():
                step(kind, 1)
                time.sleep(0.0005)
                step(kind, -1)

    threads = [
        threading.Thread(target=work, args=(kind,)) for kind in ["readers"] * 3 + ["writers"] * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(writers for _, writers in together) == 1
    assert not [pair for pair in together if pair[0] and pair[1]]


def test_readers_share() -> None:
    lock = SharedLock()
    inside = threading.Barrier(3, timeout=600)
    met = []

    def work() -> None:
        with lock.reading():
            inside.wait()  # nobody comes out before all are in
            met.append(1)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 3


def test_presence_tells_who_is_alone(tmp_path: Path) -> None:
    first = Presence(tmp_path / "open")
    second = Presence(tmp_path / "open")
    assert (first.alone, second.alone) == (True, False)
    first.close()
    first.close()
    second.close()
    third = Presence(tmp_path / "open")
    assert third.alone
    third.close()


def left_open(folder: Path, copy: Path) -> None:
    """A folder as a power cut leaves it: the database's log is there, the sums of its pages not."""
    index = opened(folder)
    index.put("a.txt", transcript())
    shutil.copytree(folder, copy)
    sums_path(copy / DATABASE).unlink()
    index.close()


def test_the_structure_is_checked_after_an_unclean_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_open(tmp_path / "data", tmp_path / "left")
    checks: list[Path] = []
    monkeypatch.setattr(opening, "check", lambda store: checks.append(store.path))
    open_index(tmp_path / "data", ENCODER).close()
    assert checks == []
    with open_index(tmp_path / "left", ENCODER):
        assert checks == [tmp_path / "left" / DATABASE]
        open_index(tmp_path / "left", ENCODER).close()  # another has it open: all is well
    open_index(tmp_path / "left", ENCODER).close()
    assert len(checks) == 1


def test_damage_found_after_an_unclean_stop_is_never_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_open(tmp_path / "data", tmp_path / "left")

    def broken(store: Store) -> None:
        raise DamagedIndex(f"{store.path} is damaged")

    monkeypatch.setattr(opening, "check", broken)
    with pytest.raises(DamagedIndex, match="is damaged"):
        open_index(tmp_path / "left", ENCODER)
