"""What the command line and the manual say of the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import run
from tests.service.manual import manual

COMMANDS = (
    "index",
    "ask",
    "search",
    "documents",
    "speakers",
    "serve",
    "judge",
    "eval",
    "keys",
    "mcp",
)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for command in (*COMMANDS, "verify", "backup", "restore"):
        assert f"\n  {command} " in out


@pytest.mark.parametrize(
    ("code", "libraries"),
    [
        (
            "from service.cli import run; assert run(['ask', '--help']) == 0",
            {"torch", "numpy", "sqlalchemy", "fastapi"},
        ),
        (
            "import service.commands",
            {
                *("torch", "fastapi", "starlette", "uvicorn", "mcp"),
                *("index.build", "index.parsing.transcript", "index.readers"),
            },
        ),
    ],
    ids=["a help text", "commands that ask"],
)
def test_what_waits_for_no_heavy_library(project: Path, code: str, libraries: set[str]) -> None:
    program = f"import sys; {code}; assert not {libraries!r} & set(sys.modules)"
    arguments = [sys.executable, "-c", program]
    done = subprocess.run(arguments, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_shell_completes_commands(project: Path) -> None:
    program = "from service.cli import main; main()"
    asked = {
        "_ONRECORD_COMPLETE": "bash_complete",
        "COMP_WORDS": "onrecord corr",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project,
        env={**os.environ, **asked, "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "plain,corrections\n"


def test_each_command_and_flag_stands_in_the_manual(project: Path) -> None:
    text = manual(project)
    missing = [name for name in COMMANDS if f"onrecord {name}" not in text]
    assert not missing, f"the manual does not name the commands {missing}"
