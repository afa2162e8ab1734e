"""The library that stands between a program and its files (`shim.c`): built, loaded, steered.

A program that uses it starts itself again with the library preloaded. Where there is no C compiler
the harnesses cannot run, and their tests are reported as not run.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from enum import IntFlag
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_VARIABLE = "ONRECORD_TESTS_SHIM"


class Kind(IntFlag):
    """Kinds of calls, as `shim.c` counts them."""

    OPEN = 1
    CREATE = 2
    WRITE = 4
    SYNC = 8
    RENAME = 16
    UNLINK = 32
    CUT = 64
    DIRECTORY = 128
    READ = 256
    LINK = 512


def compiler() -> str | None:
    """The C compiler, None where there is none."""
    return shutil.which("gcc") or shutil.which("cc")


def built() -> Path:
    """The library, compiled when this source was not before."""
    found = compiler()
    assert found is not None, "the crash harnesses need a C compiler"
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    library = Path(tempfile.gettempdir()) / f"onrecord-shim-{os.getuid()}-{digest}.so"
    if not library.exists():
        fresh = library.with_suffix(f".{os.getpid()}")
        flags = ["-O1", "-shared", "-fPIC", "-o", str(fresh)]
        subprocess.run([found, *flags, str(SOURCE), "-ldl", "-lpthread"], check=True)
        fresh.replace(library)
    return library


def run_preloaded(module: str) -> None:
    """Start the program again with the library, unless it has it already."""
    if os.environ.get(_VARIABLE) is None:
        preloaded = {**os.environ, "LD_PRELOAD": str(built()), _VARIABLE: "1"}
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], preloaded)


class Shim:
    """Steers the library in this process; what it looks at are files below one folder."""

    def __init__(self, folder: Path) -> None:
        self._library = ctypes.CDLL(None)
        self._library.shim_last.restype = ctypes.c_char_p
        self._library.shim_root(str(folder).encode())

    def record(self, file: Path | None) -> None:
        """Write down from now on what is done; None ends it."""
        self._library.shim_record(None if file is None else str(file).encode())

    def mark(self, words: str) -> None:
        """Put a remark into the record."""
        self._library.shim_mark(words.encode())

    def fail(self, number: int, error: int, kinds: Kind, *, on: bool = False) -> None:
        """Let the call of this number among these kinds fail, and with `on` all after it."""
        self._library.shim_fail(ctypes.c_long(number), error, int(kinds), int(on))

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._library.shim_fail(ctypes.c_long(0), 0, 0, 0)

    def kill(self, number: int, name: str, *, after: bool) -> None:
        """End the process before or after the call of this number with this name (`sync a.log`)."""
        self._library.shim_kill(ctypes.c_long(number), name.encode(), 2 if after else 1)

    @property
    def failed(self) -> int:
        """How many calls have failed since `fail`."""
        return int(self._library.shim_failed())

    @property
    def counted(self) -> int:
        """How many calls of the kinds asked for were made since `fail`."""
        return int(self._library.shim_count())

    @property
    def last(self) -> str:
        """The call that failed last, such as `sync acknowledged.log`."""
        name: bytes = self._library.shim_last()
        return name.decode()
