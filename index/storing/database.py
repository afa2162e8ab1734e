"""The one place that knows which database stands behind the store.

SQLite as a durable store: WAL so that readers see the old state while a writer works,
`synchronous=FULL` so that a commit survives a power cut, foreign keys on, and what is deleted
is overwritten. Everything else in the house is SQL that PostgreSQL understands as well.

The log (WAL) is emptied after each write: a damaged one would take the last commits back, and
if the database file had them already, mix older pages with newer ones.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from index.errors import DamagedIndex, DiskFailed, OnRecordError
from index.files import full_disk, is_full
from index.storing.sums import note_log

BUSY_TIMEOUT_MS = 30_000
_LONG_LOG, _LONG_LOG_WAIT_MS = 8_000_000, 2_000
_WRITE = "onrecord_write"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_FAILED = {
    sqlite3.SQLITE_IOERR: "the system cannot read or write it",
    sqlite3.SQLITE_READONLY: "it, or its folder, cannot be written to",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: it is gone, or the process has no file "
    "handles left, or no right to it",
    sqlite3.SQLITE_PERM: "this user has no right to it",
}
# What SQLite says when the page with the tables' definitions is damaged, in place of a code.
_LOST_SCHEMA = (
    "malformed",
    "no such table",
    "no such column",
    "has no column",
    "decode to UTF-8",
    "foreign key mismatch",
)


log = logging.getLogger(__name__)


def connect(path: Path, *, create: bool = False) -> Engine:
    """Open the database file at `path`; it is made when it is absent only if `create` says so.

    Connections are pooled, one for each thread that is reading at the moment. One that is opened
    later finds the same file or is refused: two records would be mixed in one answer.
    """
    mode = "rwc" if create else "rw"
    engine = create_engine(
        f"sqlite:///file:{quote(str(path))}?mode={mode}&uri=true",
        pool_size=24,
        max_overflow=40,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    opened: tuple[int, int] | None = None

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        nonlocal opened
        opened = opened or file_at(path)
        if file_at(path) != opened:
            connection.close()
            raise exchanged(path)
        # The driver's own transactions leave SELECTs outside; ours begin explicitly, below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads first and writes later may be refused by SQLite.
        kind = "IMMEDIATE" if connection.get_execution_options().get(_WRITE) else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """One read transaction: everything read in it belongs to one state of the store."""
    with failures_named(path), engine.connect() as connection, connection.begin():
        yield connection


def writing_options() -> dict[str, bool]:
    """What a connection is told whose transactions write."""
    return {_WRITE: True}


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """One write transaction: all of it becomes visible and durable on leaving, or none of it."""
    with failures_named(path), _writing(engine) as connection:
        yield connection
    note_log(path)


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A connection with a write transaction that has begun.

    Where a file could not be opened for a moment, SQLite opens it to be read alone, and the pool
    keeps that connection: then all are let go of, and others opened, once.
    """
    for is_last in (False, True):
        with engine.connect().execution_options(**writing_options()) as connection:
            transaction = _write_transaction(connection, needed=is_last)
            if transaction is not None:
                with transaction:
                    yield connection
                return
        engine.dispose()


def _write_transaction(connection: Connection, *, needed: bool) -> RootTransaction | None:
    """A transaction that can write; None where SQLite has opened a file to be read alone.

    It tells as the transaction begins, or only at the first statement that writes.
    """
    try:
        transaction = connection.begin()
        if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'meta'").first():
            connection.exec_driver_sql("DELETE FROM meta WHERE 0")
    except exc.DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None) or 0
        if needed or code & 0xFF != sqlite3.SQLITE_READONLY:
            raise
        return None
    return transaction


def empty_log(engine: Engine, path: Path) -> None:
    """Bring the log's pages into the database file and empty it, if no reader is in the way.

    Where somebody always reads, a long log waits for those who began before; who comes later reads
    the file itself, and is in nobody's way.
    """
    long = _log_bytes(path) > _LONG_LOG
    _checkpoint(engine, path, "TRUNCATE", _LONG_LOG_WAIT_MS if long else 0)


def fold_log(engine: Engine, path: Path) -> None:
    """Bring what no reader needs from the log into the database file; the log stays."""
    if _log_bytes(path):
        _checkpoint(engine, path, "PASSIVE", 0)


def _log_bytes(path: Path) -> int:
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except OSError:
        return 0


def _checkpoint(engine: Engine, path: Path, how: str, wait_ms: int) -> None:
    with failures_named(path):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={wait_ms}")
            try:
                cursor.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
            except sqlite3.OperationalError as error:
                # What is committed stands in the log, which stays until this works.
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    log.warning("%s: the log is kept for now: %s", path, error)
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            cursor.close()
        finally:
            connection.close()


def copy_into(path: Path, target: Path) -> None:
    """Copy a database as of one moment, also while it is being changed; the copy has no log."""
    source = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None)
    try:
        with failures_named(target):
            source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()


def has_unfinished_log(path: Path) -> bool:
    """Whether the database is open somewhere, or was not closed by the process that had it."""
    log_file = path.with_name(f"{path.name}-wal")
    return log_file.is_file()


def check_integrity(engine: Engine, path: Path) -> None:
    """Read the whole file and compare its structure, indexes and what refers to what.

    :raises DamagedIndex: Names the file, what SQLite found and the cure.
    """
    with reading(engine, path) as connection:
        faults = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    if faults != ["ok"]:
        raise damaged(path, "; ".join(faults))
    if lost:
        raise damaged(path, f"a row of {lost[0][0]} belongs to one of {lost[0][2]} that is gone")


def damaged(path: Path, what: str) -> DamagedIndex:
    """The error for a database file that cannot be trusted."""
    return DamagedIndex(
        f"{path} is damaged ({what}): put back a backup of its folder, or delete the folder "
        "and index the transcripts again"
    )


def exchanged(path: Path) -> DamagedIndex:
    """The error for a database file that is not the one that this process has opened."""
    return DamagedIndex(
        f"{path} was removed or replaced while it was open: put the folder back where it was, or "
        "start again to open what is there now"
    )


@contextmanager
def failures_named(path: Path) -> Iterator[None]:
    """Turn the database's and the system's words for what failed into ours."""
    try:
        yield
    except exc.DBAPIError as error:
        # The driver's own error, and for a broken JSON text or date what it could not be read as.
        if (ours := _named(path, error.orig)) is not None:
            raise ours from error
        raise
    except UnicodeDecodeError as error:
        # The driver cannot read what SQLite says of a damaged table's name.
        raise damaged(path, "it has names that are no text") from error
    except sqlite3.Error as error:
        if (ours := _named(path, error)) is not None:
            raise ours from error
        raise


@contextmanager
def values_named(path: Path) -> Iterator[None]:
    """Turn what a broken JSON text, date or string in a row raises into our error."""
    try:
        with failures_named(path):
            yield
    except (ValueError, TypeError) as error:
        raise damaged(path, "a value in it cannot be read") from error


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to; None for none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_whole(path: Path) -> bool:
    """Whether a file that was called damaged is not: one failed read of the log looks like that.

    Reads the whole file, and is asked only then.
    """
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        try:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return bool(verdict == "ok")


def _cannot_be_read(path: Path) -> bool:
    """Whether the system fails to read the file or its log: SQLite takes that for damage, too."""
    try:
        for one in (path, path.with_name(f"{path.name}-wal")):
            with one.open("rb") as opened:
                while opened.read(1 << 20):
                    pass
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _named(path: Path, error: BaseException | None) -> OnRecordError | None:
    """Our error for one of the driver's; None for one that tells of a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else code & 0xFF
    words = str(error)
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        if _is_whole(path):
            failed = DiskFailed(f"{path} could not be read for a moment ({words}), and is whole")
            failed.passing = True
            return failed
        if _cannot_be_read(path):
            return DiskFailed(f"{path}: {_FAILED[sqlite3.SQLITE_IOERR]} ({words})")
        return damaged(path, words)
    if kind == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return full_disk(path)
    if kind == sqlite3.SQLITE_CANTOPEN and path.exists() and not os.access(path.parent, os.W_OK):
        kind = sqlite3.SQLITE_READONLY  # it is the log beside it that cannot be made
    if kind in _FAILED:
        # A full disk is also told as an I/O error where a file must grow to be read.
        return full_disk(path) if is_full(path) else DiskFailed(f"{path}: {_FAILED[kind]}")
    if any(said in words for said in _LOST_SCHEMA):
        return damaged(path, words)
    return None
