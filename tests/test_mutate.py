"""The tool that breaks the code: which tests it runs, and how it counts."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.mutate import Outcome, nearest_tests, outcome_of


def test_a_files_own_tests_come_first_and_then_the_nearest(project: Path) -> None:
    found = nearest_tests("retrieval/threads.py", project)
    assert found[:2] == ["tests/retrieval/test_threads.py", "tests/retrieval/test_answer.py"]
    assert "tests/retrieval/test_askers.py" in found
    assert "tests/retrieval/test_wording.py" not in found
    # By what several tests share.
    assert "tests/index/test_transcript.py" in nearest_tests("index/parsing/heads.py", project)


def test_what_loops_or_breaks_is_killed_and_what_is_left_out_is_not_counted() -> None:
    results = [
        {"worker_outcome": "normal", "test_outcome": "killed", "diff": "-a\n+b"},
        {"worker_outcome": "normal", "test_outcome": "survived", "diff": "-c\n+d"},
        {"worker_outcome": "normal", "test_outcome": "incompetent", "diff": None},
        {"worker_outcome": "normal", "test_outcome": "killed", "diff": "-e\n+f"},
        {"worker_outcome": "skipped", "test_outcome": None, "diff": None},
        None,
    ]
    dump = "\n".join(json.dumps([{}, one]) for one in results)
    found = outcome_of("index/storing/store.py", dump)
    assert found == Outcome("index/storing/store.py", 4, 3, ("-c\n+d",))
    assert found.line().split() == "index/storing/store.py 3 of 4 killed 75.0%".split()


def test_each_file_that_is_broken_at_night_is_there(project: Path) -> None:
    command = ["make", "--no-print-directory", "--dry-run", "mutate"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    (line,) = re.findall(r"-m tests\.mutate .*", done.stdout)
    files = re.findall(r"\S+\.py", line)
    assert len(files) > 50
    assert [name for name in files if not (project / name).is_file()] == []
    assert "--least 0.85" in line
