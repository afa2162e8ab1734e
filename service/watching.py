"""`onrecord index --watch`: index folders again whenever something in them changes.

Files are looked at by size and time, once a second: that works on network drives too, where the
system tells nobody of changes. A file that is still being written is left until it rests.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

Signature = dict[str, tuple[int, int]]

_PAUSE_S = 1.0


def pause() -> None:
    """Wait until the folders are looked at again."""
    time.sleep(_PAUSE_S)


def signature(paths: Sequence[Path]) -> Signature:
    """Size and time of every file below these paths, hidden ones left out."""
    stamps: Signature = {}
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else (path,):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            try:
                seen = file.stat()
            except OSError:  # gone meanwhile
                continue
            if not hidden and file.is_file():
                stamps[str(file)] = (seen.st_mtime_ns, seen.st_size)
    return stamps


def watch(
    paths: Sequence[Path], changed: Callable[[], object], wait: Callable[[], None] = pause
) -> None:
    """Call `changed` now, and after each change that has come to rest, until Ctrl-C.

    What changes while `changed` runs is seen, too: the folders were looked at before.
    """
    known = signature(paths)
    changed()
    while True:
        wait()
        now = signature(paths)
        while now != known:
            wait()
            later = signature(paths)
            if later == now:
                known = now
                changed()
            now = later
