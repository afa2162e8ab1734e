"""Bringing an index of an earlier format to this one, while nobody else has it open."""

from __future__ import annotations

from pathlib import Path

from index.errors import StoreLocked
from index.files import disk_named
from index.locks import FileLock, Presence
from index.storing.ledger import Ledger
from index.storing.migrations import is_earlier, migrate


def upgrade_database(path: Path, lock: FileLock, presence: Path) -> bool:
    """Take the steps of `index/storing/migrations.py`; nothing for a database of this format.

    :param presence: The file by which processes tell that they have the index open.
    :return: Whether there was anything to do.
    :raises StoreLocked: Another process has it open, or is writing.
    """
    if not is_earlier(path):
        return False
    with disk_named(path), lock.held():
        mine = Presence(presence)
        try:
            if not mine.alone:
                raise StoreLocked(
                    f"{path} has an earlier format, and a process has it open: stop that, then "
                    "try again"
                )
            migrate(path, Ledger(path.parent))
        finally:
            mine.close()
    return True
