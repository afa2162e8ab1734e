"""Keeping an index: check all of it, copy it while it is in use, put a copy back.

A backup holds the truth alone, the database and its ledger; what is derived is made again at the
first opening.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import FormatMismatch, StoreError, StoreLocked, StoreMissing
from index.files import disk_named, make_folder, sync_file, sync_folder
from index.finding.manifest import FileHashes, read_manifest
from index.live import DATABASE, LOCK, LOCK_TIMEOUT_S, PRESENCE
from index.locks import FileLock, Presence
from index.opening import compare_with_ledger, refuse_lost
from index.storing.database import copy_into
from index.storing.identity import read_mark, source_ids
from index.storing.ledger import NAME, Ledger, differing
from index.storing.rows import Counts
from index.storing.store import Store
from index.storing.sums import note_all
from index.storing.verifying import check

STAYING = ("keys.json",)
"""Files beside the index that a restore leaves: without the keys, everybody would be let in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was compared, and whether all of it is as it was written; else what is wrong."""

    what: str
    wrong: str | None = None


def verify(folder: Path) -> list[Finding]:
    """Compare everything in a folder with what was written; nothing is changed.

    :raises StoreMissing: There is no index.
    """
    return _truth(folder) + _derived(folder)


def _truth(folder: Path) -> list[Finding]:
    path = folder / DATABASE
    findings = []
    for what, compare in (
        ("database: structure and every row", check),
        ("ledger", compare_with_ledger),
    ):
        try:
            refuse_lost(folder)
            with _opened(path) as store:
                compare(store)
            findings.append(Finding(what))
        except StoreMissing:
            raise
        except StoreError as error:
            findings.append(Finding(what, str(error)))
    return findings


def accept_loss(folder: Path) -> list[str]:
    """Take the database as it is for what was acknowledged; what that gives up, in words.

    :raises DamagedIndex: It is damaged itself: only a backup helps.
    """
    with _opened(folder / DATABASE) as store:
        check(store)
        with disk_named(store.path), FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S).held():
            ledger = Ledger(folder)
            try:
                known = ledger.read()
            except StoreError:
                known = None
            with store.reading() as connection:
                mark, there = read_mark(connection), source_ids(connection)
            ledger.write(mark, there)
    if known is None:
        return ["the ledger could not be read: what is missing is unknown"]
    difference = differing(known, there)
    return [] if difference is None else [f"given up: {difference.words()}"]


def backup(folder: Path, target: Path) -> Counts:
    """Copy an index, also while it is read and changed, and check the copy.

    :param target: A folder that is not there yet; it appears when the copy is whole.
    :raises StoreError: There is no index, it is not whole, or the target exists.
    """
    refuse_lost(folder)
    with _new_folder(target) as made, _opened(folder / DATABASE) as store:
        compare_with_ledger(store)
        copy = made / DATABASE
        with disk_named(copy):
            copy_into(folder / DATABASE, copy)
        return _settled(made)


def restore(source: Path, folder: Path) -> Counts:
    """Put a backup in the place of an index; what stood there is kept beside it.

    What a backup does not hold and belongs to the place, the API keys, stays as it is.

    :raises FormatMismatch: Another version made the backup.
    :raises StoreError: The backup is not whole, or a process has the index open.
    """
    _refuse_other_format(source)
    for finding in _truth(source):
        if finding.wrong is not None:
            raise StoreError(f"the backup {source} is not whole: {finding.wrong}")
    there = folder.is_dir() and any(folder.iterdir())
    if there:
        _refuse_open(folder)
    new = _free_name(folder, "new") if there else folder
    with disk_named(folder):
        with _new_folder(new) as made:
            for name in (DATABASE, NAME):
                shutil.copyfile(source / name, made / name)
                sync_file(made / name)
            counts = _settled(made, ledger=False)
        if there:
            _exchange(folder, new)
        sync_folder(folder.absolute().parent)
    return counts


def _refuse_other_format(source: Path) -> None:
    try:
        with _opened(source / DATABASE):
            pass
    except FormatMismatch as error:
        raise FormatMismatch(
            f"the backup {source} is of another version, and nothing was changed: {error} "
            f"(its folder is named by `--data {source}`)"
        ) from error
    except StoreError:
        pass  # What is wrong with it is said with the rest.


def _exchange(folder: Path, new: Path) -> None:
    """Put one folder in the place of another, which is kept beside it.

    Who opens the index meanwhile waits for its lock, and then sees that it is another one.

    :raises StoreLocked: A process has it open, or is writing.
    """
    try:
        with FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S).held():
            _refuse_open(folder)
            for name in STAYING:
                if (folder / name).exists():
                    shutil.copy2(folder / name, new / name)
                    sync_file(new / name)
            sync_folder(new)
            before = _free_name(folder, "before-restore")
            folder.rename(before)
            try:
                new.rename(folder)
            except BaseException:
                before.rename(folder)
                raise
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _derived(folder: Path) -> list[Finding]:
    """The files of the derived indexes against the manifest; what differs is made again."""
    manifest = read_manifest(folder)
    if manifest is None:
        return [Finding("derived indexes", "no manifest: they are made again at the next opening")]
    findings = []
    hashes = FileHashes(folder)
    for what in ("vectors", "keywords", "stretches"):
        part = getattr(manifest, what)
        differ = [] if part is None else hashes.differing(part)
        wrong = f"{', '.join(differ[:3])}: made again at the next opening" if differ else None
        findings.append(Finding(what, wrong))
    return findings


def _settled(made: Path, *, ledger: bool = True) -> Counts:
    """Check a copy, and give it the ledger and the sum that its opening will ask for."""
    with _opened(made / DATABASE) as store:
        check(store)
        counts = store.counts()
        if ledger:
            with store.reading() as connection:
                Ledger(made).write(read_mark(connection), source_ids(connection))
        else:
            compare_with_ledger(store)
    (made / LOCK).unlink(missing_ok=True)
    sync_file(made / DATABASE)
    note_all(made / DATABASE)
    return counts


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    store = Store.open(path, create=False)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill; it gets its name when all is in it, and is taken away on an error."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{target} exists already: name a folder that does not")
    made = target.with_name(f".{target.name}.part")
    with disk_named(target), _alone_in(made):
        try:
            yield made
            sync_folder(made)
            if target.is_dir():
                target.rmdir()
            made.rename(target)
            sync_folder(target.absolute().parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _alone_in(made: Path) -> Iterator[None]:
    """Make an empty folder that no other process fills; what a killed one left goes.

    :raises StoreLocked: Another process is filling it.
    """
    make_folder(made)
    descriptor = os.open(made, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = os.path.samestat(os.fstat(descriptor), made.stat())
        except (BlockingIOError, FileNotFoundError):
            ours = False
        if not ours:
            raise StoreLocked(f"another process is writing {made}: wait until it has finished")
        for left in made.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()
        yield
    finally:
        os.close(descriptor)


def _refuse_open(folder: Path) -> None:
    presence = Presence(folder / PRESENCE)
    alone = presence.alone
    presence.close()
    if not alone:
        raise StoreLocked(f"a process has {folder} open: stop the service, then restore")


def _free_name(folder: Path, kind: str) -> Path:
    """A name beside a folder that nothing has."""
    name, count = folder.with_name(f"{folder.name}.{kind}"), 1
    while name.exists():
        count += 1
        name = folder.with_name(f"{folder.name}.{kind}-{count}")
    return name
