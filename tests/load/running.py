"""A service in a process of its own, for tests that stop it, fill it or kill it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent


class Running:
    """The process, its address once it is ready, and what it wrote to standard error."""

    def __init__(self, process: subprocess.Popen[str], errors: Path) -> None:
        self.process = process
        self._errors = errors

    def address(self) -> str:
        """The address that it prints when it answers questions; lines before it are passed over."""
        while (line := self.line()) and not line.startswith("http"):
            pass
        return line

    def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    @property
    def errors(self) -> str:
        return self._errors.read_text(encoding="utf-8")


@contextmanager
def running(
    data: Path,
    *constants: str,
    seconds_per_text: float = 0.0,
    seconds_to_load: float = 0.0,
) -> Iterator[Running]:
    """Start `tests/load/program.py`; it is killed at the end if it still runs.

    :param constants: Such as `service.connections:HEAD_S=1`, to wait less.
    """
    command = [sys.executable, "-m", "tests.load.program", str(data)]
    command += [str(seconds_per_text), str(seconds_to_load), *constants]
    with tempfile.NamedTemporaryFile("w+", suffix=".log") as errors:
        process = subprocess.Popen(
            command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        with process:
            try:
                yield Running(process, Path(errors.name))
            finally:
                process.kill()
