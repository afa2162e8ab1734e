"""What code did beside giving a result: files opened, connections made, memory and time taken."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024 * 1024
_NETWORK = (
    *("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"),
    *("urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect"),
)
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_CODE = ("exec", "compile", "pickle.find_class", "marshal.loads", "ctypes.dlopen")


@dataclass
class Seen:
    """Events of one stretch of time."""

    opened: list[str] = field(default_factory=list)
    network: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    seconds: float = 0.0
    mib: float = 0.0
    """The most memory that the process has had, over what it had before."""

    def outside(self, *folders: Path) -> list[str]:
        """Files that were opened and stand in none of these folders, nor belong to Python."""
        allowed = [*map(str, folders), sys.prefix, sys.base_prefix, *_python_paths(), "/proc/self/"]
        return [one for one in self.opened if not any(_below(one, place) for place in allowed)]


_current: Seen | None = None
_installed = False


@contextmanager
def watched() -> Iterator[Seen]:
    """Note what happens in this process. Hooks cannot be taken away; ours is deaf between uses."""
    global _current, _installed  # noqa: PLW0603 -- an audit hook lives as long as its process
    if not _installed:
        sys.addaudithook(_note)
        _installed = True
    seen = Seen()
    before = _reset_peak()
    begun = time.process_time()
    _current = seen
    try:
        yield seen
    finally:
        _current = None
        seen.seconds = time.process_time() - begun
        seen.mib = (_status("VmHWM") - before) / MIB


def _note(event: str, arguments: Sequence[object]) -> None:
    seen = _current
    if seen is None:
        return
    if event == "open":
        path = arguments[0]
        if isinstance(path, str | bytes):
            seen.opened.append(os.fsdecode(path))
    elif event in _NETWORK:
        seen.network.append(f"{event} {arguments!r}")
    elif event in _PROGRAMS:
        seen.programs.append(f"{event} {arguments!r}"[:200])
    elif event in _CODE and not _is_import(event, arguments):
        seen.code.append(f"{event} {arguments!r}"[:200])


def _is_import(event: str, arguments: Sequence[object]) -> bool:
    """Whether the code comes from a file of this installation, as every import's does."""
    name = str(arguments[1]) if event == "compile" else getattr(arguments[0], "co_filename", "")
    if event == "marshal.loads":
        return True  # compiled modules; the files that they come from are checked
    if str(name).startswith("<") and not str(name).startswith("<frozen"):
        return False
    return any(
        _below(str(name), place) for place in (sys.prefix, sys.base_prefix, *_python_paths())
    )


def _python_paths() -> list[str]:
    return [os.path.realpath(one) for one in (sys.prefix, *sys.path) if one]


def _below(path: str, folder: str) -> bool:
    return os.path.realpath(path).startswith((folder, os.path.realpath(folder)))


def _status(name: str) -> int:
    """Bytes of one line of `/proc/self/status`."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = [one for one in lines if one.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024


def _reset_peak() -> int:
    """Let the peak of the memory begin anew; what is taken now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")
