"""An index's folder: its files, and what is seen to before its database is opened."""

from __future__ import annotations

from pathlib import Path

from index.errors import FormatMismatch, StoreLocked
from index.files import disk_named
from index.locks import FileLock, Presence
from index.storing.identity import read_mark, source_ids
from index.storing.ledger import Difference, Ledger, differing, lost
from index.storing.migrations import is_earlier, migrate
from index.storing.store import Store

DATABASE = "onrecord.sqlite3"
LOCK = "write.lock"
PRESENCE = "open.lock"
LOCK_TIMEOUT_S = 30.0


def refuse_lost(folder: Path) -> None:
    """See that a folder with acknowledged changes still has its database.

    :raises RecordLost: The database is gone; making an empty one would hide that.
    """
    ledger = Ledger(folder)
    if (folder / DATABASE).is_file() or not ledger.exists:
        return
    known = ledger.read()
    if known is not None and known.generation:
        raise lost(folder / DATABASE, known, 0, differing(known, {}) or Difference())


def open_store(folder: Path, *, create: bool) -> tuple[Store, bool]:
    """The store of a folder, and whether it was brought up to this format first.

    A store of this format is opened once: to open it for a look, and close it, would tidy up the
    log by which `open_index` knows that a process was killed.

    :raises StoreError: See `Store.open`, `refuse_lost` and `upgrade`.
    """
    refuse_lost(folder)
    path = folder / DATABASE
    try:
        return Store.open(path, create=create), False
    except FormatMismatch:
        if not upgrade(folder):
            raise
    return Store.open(path, create=create), True


def upgrade(folder: Path) -> bool:
    """Bring an index of an earlier format to this one; its embeddings stay as they are.

    :return: Whether there was anything to do.
    :raises StoreLocked: Another process has it open, or is writing.
    """
    path = folder / DATABASE
    if not is_earlier(path):
        return False
    with disk_named(path), FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S).held():
        presence = Presence(folder / PRESENCE)
        try:
            if not presence.alone:
                raise StoreLocked(
                    f"{path} has an earlier format, and a process has it open: stop that, then "
                    "try again"
                )
            migrate(path, Ledger(folder))
        finally:
            presence.close()
    return True


def compare_with_ledger(store: Store) -> None:
    """Refuse a store, opened for reading alone, that is not the one acknowledged.

    :raises RecordLost: It is behind, or another one.
    """
    folder = store.path.parent
    with disk_named(store.path), FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S).held():
        settle(Ledger(folder), store, thorough=True)


def settle(ledger: Ledger, store: Store, *, thorough: bool = False) -> None:
    """Compare a store with what was acknowledged, see `index/storing/ledger.py`."""
    with store.reading() as connection:
        mark = read_mark(connection)
        ledger.settle(mark, lambda: source_ids(connection), thorough=thorough)
