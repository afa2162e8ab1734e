"""The tool that breaks the code: which tests it runs, and how it counts."""

from __future__ import annotations

import math
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.mutate import (
    Outcome,
    drawn,
    function_at,
    interval,
    mutants_of,
    nearest_tests,
    whole,
    within,
)
from tests.reach import PASSED, Reach, run


def test_a_files_own_tests_come_first_and_then_the_nearest(project: Path) -> None:
    found = nearest_tests("retrieval/threads.py", project)
    assert found[:2] == ["tests/retrieval/test_threads.py", "tests/retrieval/test_answer.py"]
    assert "tests/retrieval/test_askers.py" in found
    assert "tests/retrieval/test_wording.py" not in found
    # By what several tests share.
    assert "tests/index/test_transcript.py" in nearest_tests("index/parsing/heads.py", project)


SOURCE = """LIMIT = 3

class Lock:
    def holds(self, boats: int) -> bool:
        def least() -> int:
            return 1
        return least() <= boats < LIMIT
"""


def test_a_mutant_is_one_change_of_the_text() -> None:
    mutants = list(mutants_of("lock.py", SOURCE))
    texts = {mutant.text(SOURCE) for mutant in mutants}
    assert SOURCE not in texts
    assert SOURCE.replace("< LIMIT", "<= LIMIT") in texts
    assert SOURCE.replace("return 1", "return 2") in texts
    lines = {mutant.line for mutant in mutants}
    assert lines == {1, 6, 7}
    (change,) = {m.diff(SOURCE) for m in mutants if m.text(SOURCE).startswith("LIMIT = 4")}
    assert "-LIMIT = 3" in change
    assert "+LIMIT = 4" in change


@pytest.mark.parametrize(
    ("line", "function"), [(1, None), (3, None), (4, "Lock.holds"), (6, "Lock.holds")]
)
def test_a_line_belongs_to_the_outermost_function(line: int, function: str | None) -> None:
    assert function_at(SOURCE, line) == function


def test_a_sample_is_the_same_for_the_same_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for room in ("lower", "upper"):
        Path(room).mkdir()
        Path(room, "lock.py").write_text(SOURCE, encoding="utf-8")
    files = ["lower/lock.py", "upper/lock.py"]
    there, every = drawn(files, None, 1)["lower"]
    assert there == len(every) == len(list(mutants_of("lower/lock.py", SOURCE)))
    first = drawn(files, 3, 7)
    assert [(count, len(some)) for count, some in first.values()] == [(there, 3)] * 2
    assert drawn(files, 3, 7) == first != drawn(files, 3, 8)


def test_shares_have_intervals_and_rooms_their_weight() -> None:
    # Wilson for 8 of 10: centre (0.8 + 0.192) / 1.384, half 1.96 * sqrt(0.016 + 0.0096) / 1.384
    low, high = interval(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert interval(0, 0) == (0.0, 1.0)
    outcomes = [Outcome("index", 300, 10, 9), Outcome("eval", 100, 10, 5)]
    share, half = whole(outcomes)
    # 0.75 * 0.9 + 0.25 * 0.5; variance 0.5625 * 0.009 + 0.0625 * 0.025
    assert share == pytest.approx(0.8)
    assert half == pytest.approx(1.96 * 0.081394, abs=1e-4)
    assert outcomes[0].line().split()[:6] == "index 9 of 10 noticed 90.0%".split()


def test_only_the_tests_that_call_a_function_are_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a small project: a broken function is noticed by its own test, in a process of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.syspath_prepend(str(tmp_path))
    Path("weir.py").write_text(
        "def up(level):\n    return level + 1\n\n\ndef down(level):\n    return level - 1\n",
        encoding="utf-8",
    )
    Path("pytest.ini").write_text(
        "[pytest]\nmarkers =\n    model\n    browser\n    shared\n", encoding="utf-8"
    )
    Path("test_weir.py").write_text(
        "import weir\n\n\ndef test_up():\n    assert weir.up(1) == 2\n\n\n"
        "def test_down():\n    assert weir.down(2) == 1\n",
        encoding="utf-8",
    )
    every = Reach(["weir.py"], tmp_path, followed=False).tests("test_weir.py", "weir.py", "up")
    assert [test for _, test in every] == ["test_weir.py::test_up", "test_weir.py::test_down"]
    reach = Reach(["weir.py"], tmp_path, tmp_path / "kept")
    ((cpu_s, test),) = reach.tests("test_weir.py", "weir.py", "up")
    assert test == "test_weir.py::test_up"
    assert 0 <= cpu_s < 60
    (kept,) = (tmp_path / "kept").iterdir()
    assert reach.tests("test_weir.py", "weir.py", "gone") == []
    assert len(reach.tests("test_weir.py", "weir.py", None)) == 2
    assert run(["test_weir.py::test_up"]) == PASSED
    text = Path("weir.py").read_text(encoding="utf-8")
    Path("weir.py").write_text(text.replace("level + 1", "level + 2"), encoding="utf-8")
    os.utime("weir.py", (1, 1))  # else a fast machine would take what it compiled before
    assert run(["test_weir.py::test_down"]) == PASSED
    assert run(["test_weir.py::test_up"]) != PASSED
    with pytest.raises(SystemExit, match=r"test_weir\.py does not pass unbroken"):
        Reach(["weir.py"], tmp_path, kept.parent).tests("test_weir.py", "weir.py", "up")
    # What is kept is of these very words: nothing is run again for them.
    Path("weir.py").write_text(text, encoding="utf-8")
    kept.write_text(kept.read_text(encoding="utf-8").replace("test_up", "test_kept"), "utf-8")
    again = Reach(["weir.py"], tmp_path, kept.parent).tests("test_weir.py", "weir.py", "up")
    assert again == [(cpu_s, "test_weir.py::test_kept")]


def test_a_mutant_is_shown_the_quickest_tests_of_so_many_seconds() -> None:
    tests = [(3.0, "slow"), (0.5, "quick"), (1.0, "middle")]
    assert within(tests, math.inf) == (["quick", "middle", "slow"], 4.5)
    assert within(tests, 1.5) == (["quick", "middle"], 1.5)
    assert within(tests, 1.4) == (["quick"], 0.5)
    assert within([], 1.0) == ([], 0.0)


def test_each_file_that_is_broken_at_night_is_there(project: Path) -> None:
    command = ["make", "--no-print-directory", "--dry-run", "mutate"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    (line,) = re.findall(r"-m tests\.mutate .*", done.stdout)
    files = re.findall(r"\S+\.py", line)
    assert len(files) > 50
    assert [name for name in files if not (project / name).is_file()] == []
    assert "--least 0.85" in line
