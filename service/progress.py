"""How far an indexing run is: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from tqdm import tqdm

if TYPE_CHECKING:  # Every command sets up logs through here; a help text must not wait for FAISS.
    from index.build import Progress

LINE_EVERY_S = 10.0

log = logging.getLogger(__name__)


@contextmanager
def shown_progress() -> Iterator[Callable[[Progress], None]]:
    """Give what an indexing run calls after each file and each batch."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    with tqdm(unit=" files", file=sys.stderr, dynamic_ncols=True) as bar:
        yield _Bar(bar)


def write_line(line: str) -> None:
    """Write a line to standard error without tearing a bar that stands there."""
    with tqdm.external_write_mode(file=sys.stderr):
        sys.stderr.write(line + "\n")


class _Bar:
    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar

    def __call__(self, progress: Progress) -> None:
        self._bar.total = progress.files_total
        if progress.passages_done:
            done = f"{progress.passages_done:,} passages, {progress.passages_per_s:.0f}/s"
            self._bar.set_postfix_str(done, refresh=False)
        self._bar.update(progress.files_done - self._bar.n)


class _Lines:
    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < LINE_EVERY_S and progress.files_done < progress.files_total:
            return
        self._last = now
        log.info(
            "indexed %d of %d files, %d passages, %.0f a second",
            progress.files_done,
            progress.files_total,
            progress.passages_done,
            progress.passages_per_s,
        )
