"""Killed at any instant: what was acknowledged is there and found, in every index."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from index.build import Index
from index.storing.verifying import check
from tests.index.opening import check_whole, opened, says

KILLS = 6


def put_until_killed(folder: Path, project: Path, first: int, seconds: float) -> dict[str, str]:
    """Run the putting program and kill it after some seconds of putting; what it acknowledged."""
    command = [sys.executable, "-m", "tests.index.putting", str(folder), str(first)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]  # it has started
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    acknowledged = {}
    for line in lines:
        if line.endswith("\n"):
            name, word = line.split()
            acknowledged[name] = word
    return acknowledged


def check_acknowledged(index: Index, acknowledged: dict[str, str]) -> None:
    on_record = {one.name for one in index.store.sources()}
    assert acknowledged.keys() <= on_record
    for name, word in acknowledged.items():
        # The last file may have been replaced by one that was not acknowledged any more.
        found = says(index, word)
        assert found == {name} or (not found and name == list(acknowledged)[-1]), (name, word)


def test_no_kill_loses_an_acknowledged_file(tmp_path: Path, project: Path) -> None:
    chance = random.Random(20310602)
    acknowledged: dict[str, str] = {}
    for kill in range(KILLS):
        new = put_until_killed(tmp_path, project, 1 + kill * 9_999, chance.uniform(0, 0.6))
        assert new
        acknowledged |= new
        with opened(tmp_path) as index:
            check_whole(index)
            check_acknowledged(index, new)
    with opened(tmp_path) as index:
        on_record = {one.name for one in index.store.sources()}
        assert acknowledged.keys() <= on_record
        check_whole(index)
        check(index.store)
