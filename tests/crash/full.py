"""A file system of a fixed size, filled to many levels: a change fits, or is told that it does not.

python -m tests.crash.full LEVELS

Needs the right to mount: a small file system in memory, which is taken away again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.children import Case, Tally, finish, run_cases
from tests.crash.faults import (
    BASE,
    LATER,
    NEW,
    check_read,
    check_refusal,
    commanded,
    prepared,
    put,
    served,
    without_model,
)
from tests.crash.portraits import check_state, reopened
from tests.crash.power import memory

SIZE = 4_000_000
MOST_FREE = 600_000
"""A change takes about 500 kB for a moment; from here on all fit."""


@contextmanager
def mounted(place: Path, options: str = "") -> Iterator[Path]:
    """A file system in memory of a fixed size."""
    place.mkdir(exist_ok=True)
    given = f"size={SIZE}{options}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", given, "onrecord", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def may_mount() -> bool:
    """Whether this process may mount."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with mounted(Path(folder) / "probe"):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


def fill(place: Path, free: int) -> Path:
    """Fill a file system until about so many bytes are free."""
    filler = place / "filler"
    found = os.statvfs(place)
    with filler.open("wb") as opened:
        opened.write(b"x" * max(0, found.f_bavail * found.f_frsize - free))
    return filler


def over_http(disk: Path, free: int) -> str:
    """Put and delete on a full disk, ask, and put again when there is room."""
    data = Path(shutil.copytree(disk.parent / "base", disk / "data"))
    with served(data) as (index, client):
        filler = fill(disk, free)
        answer = put(client, "new.txt", NEW)
        outcome = "fits" if answer.status_code == 201 else check_refusal(answer)
        check_read(client, may_fail=False)
        gone = client.delete("/v1/documents/0.txt")
        assert gone.status_code == 200, f"no room is made: {gone.text[:300]}"
        check_read(client, may_fail=False)
        filler.unlink()
        for name, number in (("new.txt", NEW), ("later.txt", LATER)):
            again = put(client, name, number)
            assert again.status_code in (200, 201), f"afterwards {again.text[:300]}"
        after = {"1.txt": 2, "2.txt": 3, "new.txt": NEW, "later.txt": LATER}
        check_state(index, [after])
    with reopened(data) as index:
        check_state(index, [after])
    return f"put {outcome}, delete done"


def on_command_line(disk: Path, free: int) -> str:
    """Index a file on a full disk, and again when there is room."""
    data = Path(shutil.copytree(disk.parent / "base", disk / "data"))
    shutil.copy(disk.parent / "new.txt", disk / "new.txt")
    filler = fill(disk, free)
    status, said = commanded(data)
    assert "Traceback" not in said, said
    assert status == 0 or said.splitlines()[-1].startswith("onrecord: "), said
    assert status == 0 or "no space" in said.lower(), said
    filler.unlink()
    assert commanded(data)[0] == 0
    with reopened(data) as index:
        check_state(index, [BASE | {"new.txt": NEW}])
    return f"command line: status {status}"


def read_only(disk: Path) -> str:
    """A folder that nobody can write to: one clear line."""
    data = Path(shutil.copytree(disk.parent / "base", disk / "data"))
    shutil.copy(disk.parent / "new.txt", disk / "new.txt")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    status, said = commanded(data)
    assert status == 2, f"{status}: {said}"
    assert "Traceback" not in said, said
    (line,) = [one for one in said.splitlines() if one.startswith("onrecord: ")]
    assert "Read-only file system" in line or "cannot be written to" in line, line
    return "read-only: refused"


def case_of(levels: int, place: Path) -> Case:
    """Fills a fresh file system to one level, for HTTP and for the command line in turn."""

    def case(number: int) -> str:
        with mounted(place / "disk") as disk:
            if number == levels:
                return read_only(disk)
            free = MOST_FREE * number // levels
            return (over_http if number % 2 else on_command_line)(disk, free)

    return case


def measure(levels: int) -> Tally:
    """Try this many fill levels, and a folder that is read-only."""
    without_model()
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder)
        prepared(place)
        return run_cases(range(levels + 1), case_of(levels, place))


if __name__ == "__main__":
    begun = time.monotonic()
    if not may_mount():
        sys.exit("this needs the right to mount a file system (root)")
    sys.exit(finish([("fill levels", measure(int(sys.argv[1])))], begun))
