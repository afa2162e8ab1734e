"""The short forms of the crash harnesses, and that they notice what they are for.

The long forms are one command each, see `docs/promises.md`.
"""

from __future__ import annotations

import contextlib
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash import seeded
from tests.crash.disks import Disk, History
from tests.crash.shim import compiler

needs_compiler = pytest.mark.skipif(compiler() is None, reason="there is no C compiler")


def run_short(project: Path, *arguments: str) -> str:
    """Run a harness; what it says. It must have found no failure."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@needs_compiler
@pytest.mark.parametrize(
    ("harness", "count", "what"),
    [
        ("kills", 40, r"40 kills: .* 0 failures"),
        ("power", 60, r"60 states after a power cut: .* 0 failures"),
        ("rot", 60, r"66 damages: .* 0 failures"),
        ("faults", 40, r"40 calls that fail: .* 0 failures"),
        ("survivors", 12, r"12 kills beside one that lives: .* 0 failures"),
    ],
)
def test_the_short_form_finds_no_failure(
    project: Path, harness: str, count: int, what: str
) -> None:
    assert re.search(what, run_short(project, f"tests.crash.{harness}", str(count)))


@needs_compiler
@pytest.mark.parametrize(
    "bug", ["a ledger's line is not", "a deletion forgets", "a failed fsync", "not compared with"]
)
def test_a_bug_put_in_on_purpose_is_noticed(project: Path, bug: str) -> None:
    assert "1 of 1 noticed" in run_short(project, "tests.crash.seeded", bug)


def test_each_bug_can_still_be_put_in() -> None:
    for bug in seeded.BUGS:
        with contextlib.ExitStack() as stack:
            for change in bug.changes():
                stack.enter_context(change)


# What may be left on the disk


def record(*lines: tuple[str, str, str, int, bytes]) -> bytes:
    """A record as `shim.c` writes it."""
    return b"".join(
        f"{kind}\t{path}\t{other}\t{number}\t{len(data)}\n".encode() + data
        for kind, path, other, number, data in lines
    )


CREATE = ("create", "a.new", "", 1, b"")
WRITE = ("write", "a.new", "", 0, b"words")
SYNC = ("sync", "a.new", "", 0, b"")
RENAME = ("rename", "a.new", "a", 0, b"")
FOLDER = ("sync", ".", "", 0, b"")


def left(disk: Disk) -> dict[str, bytes]:
    """The files of the outermost folder."""
    return {name: bytes(disk.files[node]) for (_, name), node in disk.names.items()}


@pytest.mark.parametrize(
    ("lines", "all_kept", "none_kept"),
    [
        ((CREATE, WRITE), {"a.new": b"words"}, {}),
        ((CREATE, WRITE, SYNC), {"a.new": b"words"}, {}),
        ((CREATE, WRITE, FOLDER), {"a.new": b"words"}, {"a.new": b""}),
        ((CREATE, WRITE, SYNC, FOLDER), {"a.new": b"words"}, {"a.new": b"words"}),
        ((CREATE, WRITE, SYNC, FOLDER, RENAME), {"a": b"words"}, {"a.new": b"words"}),
        ((CREATE, WRITE, RENAME, FOLDER), {"a": b"words"}, {"a": b""}),
        ((CREATE, WRITE, SYNC, RENAME, FOLDER), {"a": b"words"}, {"a": b"words"}),
        (
            (CREATE, WRITE, SYNC, FOLDER, ("cut", "a.new", "", 2, b"")),
            {"a.new": b"wo"},
            {"a.new": b"words"},
        ),
    ],
)
def test_what_is_synchronised_stays_and_what_is_not_may_go(
    lines: tuple[tuple[str, str, str, int, bytes], ...],
    all_kept: dict[str, bytes],
    none_kept: dict[str, bytes],
) -> None:
    history = History(record(*lines))
    end = len(history.steps)
    assert left(history.disk(end, None)) == all_kept
    assert left(history.disk(end, None, none=True)) == none_kept
    found = [left(history.disk(end, random.Random(seed))) for seed in range(200)]
    assert all_kept in found
    assert none_kept in found


def test_a_long_write_may_stay_in_parts() -> None:
    long = ("write", "a.new", "", 0, b"x" * 2048)
    history = History(record(CREATE, FOLDER, long))
    end = len(history.steps)
    found = {left(history.disk(end, random.Random(seed)))["a.new"] for seed in range(200)}
    assert {b"", b"x" * 2048} < found
    assert any(b"\0" * 512 in one and b"x" * 512 in one for one in found)


def test_tantivys_own_renames_are_put_in() -> None:
    name = "keywords/.tmpAb1"
    lines = (
        ("mkdir", "keywords", "", 0, b""),
        ("create", name, "", 1, b""),
        ("write", name, "", 0, b'{"segments":[]}'),
        ("sync", name, "", 0, b""),
    )
    history = History(record(*lines))
    disk = history.disk(len(history.steps), None)
    assert [name for folder, name in disk.names if folder] == ["meta.json"]
