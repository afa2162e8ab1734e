"""Opening an index: nothing lost, of this format, whole, and made with this model."""

from __future__ import annotations

import logging
from pathlib import Path

from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder
from index.errors import FormatMismatch
from index.files import disk_named
from index.live import DATABASE, LOCK, LOCK_TIMEOUT_S, PRESENCE, Index, settle
from index.locks import FileLock, Presence
from index.storing.database import has_unfinished_log
from index.storing.ledger import Difference, Ledger, differing, lost
from index.storing.store import Store
from index.storing.sums import expected, fits, note_all
from index.storing.verifying import check
from index.upgrading import upgrade_database

log = logging.getLogger(__name__)


def open_index(
    folder: Path,
    encoder: Encoder,
    *,
    create: bool = False,
    budget: PassageBudget = PassageBudget(),  # noqa: B008 (frozen)
    lock_timeout_s: float = LOCK_TIMEOUT_S,
) -> Index:
    """Open the index in `folder`.

    :param create: Make an empty one when there is none.
    :param budget: How the passages of new files are cut.
    :param lock_timeout_s: How long to wait for another process that is writing.
    :raises StoreMissing: There is none and `create` is false.
    :raises FormatMismatch: Another version wrote it.
    :raises ModelMismatch: It was made with another embedding model.
    :raises DamagedIndex: The database cannot be read, or a row differs from its checksum.
    :raises RecordLost: It is not the database of which changes were acknowledged.
    :raises StoreLocked: Another process kept writing for too long.
    """
    path = folder / DATABASE
    wanted = expected(path)
    as_closed = not has_unfinished_log(path) and fits(path, wanted)
    store, upgraded = open_store(folder, create=create)
    as_closed = as_closed and not upgraded
    try:
        with disk_named(path):
            presence = Presence(folder / PRESENCE)
    except BaseException:
        store.close()
        raise
    try:
        lock = FileLock(folder / LOCK, timeout_s=lock_timeout_s)
        with disk_named(path):
            if not as_closed and presence.alone and store.generation:
                with lock.held():
                    _recover(store, wanted)
            store.check_model(encoder.name, encoder.model_hash, encoder.dim)
            return Index(store, encoder, budget, lock, presence)
    except BaseException:
        presence.close()
        store.close()
        raise


def open_store(folder: Path, *, create: bool) -> tuple[Store, bool]:
    """The store of a folder, and whether it was brought up to this format first.

    A store of this format is opened once: to open it for a look, and close it, would empty the
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
    lock = FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S)
    return upgrade_database(folder / DATABASE, lock, folder / PRESENCE)


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


def compare_with_ledger(store: Store) -> None:
    """Refuse a store, opened for reading alone, that is not the one acknowledged.

    :raises RecordLost: It is behind, or another one.
    """
    folder = store.path.parent
    with disk_named(store.path), FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S).held():
        settle(Ledger(folder), store, thorough=True)


def _recover(store: Store, wanted: bytes | None) -> None:
    """Take over the log that a killed process left; compare the pages, or else every row.

    :raises DamagedIndex: A row differs from its checksum.
    """
    store.empty_log()
    if not fits(store.path, wanted):
        log.info("%s was not closed, or has changed: all of it is checked", store.path)
        check(store)
    note_all(store.path)
