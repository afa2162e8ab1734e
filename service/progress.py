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

_FORMAT = "{percentage:3.0f}%|{bar}|{postfix} [{elapsed}, {remaining} left]"

log = logging.getLogger(__name__)


@contextmanager
def shown_progress() -> Iterator[Callable[[Progress], None]]:
    """Give what an indexing run calls after each file and each batch."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    with tqdm(total=1.0, file=sys.stderr, dynamic_ncols=True, bar_format=_FORMAT) as bar:
        yield _Bar(bar)


def write_line(line: str) -> None:
    """Write a line to standard error without tearing a bar that stands there."""
    with tqdm.external_write_mode(file=sys.stderr):
        sys.stderr.write(line + "\n")


class _Bar:
    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar

    def __call__(self, progress: Progress) -> None:
        self._bar.set_postfix_str(_done(progress), refresh=False)
        self._bar.update(progress.share - self._bar.n)


class _Lines:
    def __init__(self) -> None:
        self._begun = self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < LINE_EVERY_S and progress.share < 1:
            return
        self._last = now
        log.info("%.0f %%: %s%s", 100 * progress.share, _done(progress), self._left(progress, now))

    def _left(self, progress: Progress, now: float) -> str:
        if not 0 < progress.share < 1:
            return ""
        seconds = (now - self._begun) * (1 - progress.share) / progress.share
        return f", about {duration(seconds)} left"


def duration(seconds: float) -> str:
    """A time as people say it: 40 s, 3 min, 1 h 20 min."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _done(progress: Progress) -> str:
    files = f"{progress.files_done:,} of {progress.files_total:,} files read"
    if not progress.passages_done:
        return files
    rate = f"{progress.passages_per_s:.0f} a second"
    return f"{files}, {progress.passages_done:,} passages encoded, {rate}"
