"""Space that is set aside beside the database, so that something can be removed on a full disk.

To take a document off writes before it frees anything: the log of the commit, and new lists of the
keyword folders. Where nothing fits any more, the reserve is given up for that one change.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

NAME = "space.reserve"

_MOST_BYTES = 1 << 20
"""Twice what it takes to remove a transcript of 40 turns; one of 2,000 turns takes 0.9 MB."""
_LEAST_BYTES = 1 << 16

log = logging.getLogger(__name__)


class Reserve:
    """A file of no meaning in an index's folder; for who holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def fill(self) -> None:
        """Set space aside where there is none yet: less on a disk that is nearly full, or none."""
        size = _MOST_BYTES
        while size >= _LEAST_BYTES and not self._is_there():
            try:
                self._take(size)
            except OSError as error:
                self.give_up()
                log.debug("%d bytes cannot be set aside: %s", size, error)
            size //= 2

    def give_up(self) -> bool:
        """Free the space; whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def _is_there(self) -> bool:
        """Whether space is set aside; a power cut may leave the name alone."""
        try:
            return self._path.stat().st_size >= _LEAST_BYTES
        except OSError:
            return False

    def _take(self, size: int) -> None:
        opened = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(opened, 0, size)
        finally:
            os.close(opened)
