"""The one place that knows which database stands behind the store.

SQLite as a durable store: WAL so that readers see the old state while a writer works,
`synchronous=FULL` so that a commit survives a power cut, foreign keys on, and what is deleted
is overwritten. Everything else in the house is SQL that PostgreSQL understands as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from index.errors import DamagedIndex

BUSY_TIMEOUT_MS = 30_000
_WRITE = "onrecord_write"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def connect(path: Path) -> Engine:
    """Open the database file at `path`; it is created when it is absent.

    Connections are pooled, one for each thread that is reading at the moment.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=8,
        max_overflow=56,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
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
    with _damage_named(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """One write transaction: all of it becomes visible and durable on leaving, or none of it."""
    options = {_WRITE: True}
    with (
        _damage_named(path),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


def has_unfinished_log(path: Path) -> bool:
    """Whether the database is open somewhere, or was not closed by the process that had it."""
    log_file = path.with_name(f"{path.name}-wal")
    return log_file.is_file() and log_file.stat().st_size > 0


def check_integrity(engine: Engine, path: Path) -> None:
    """Read the whole file and compare its structure.

    :raises DamagedIndex: Names the file, what SQLite found and the cure.
    """
    with reading(engine, path) as connection:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)")]
    if found != ["ok"]:
        raise damaged(path, "; ".join(found))


def damaged(path: Path, what: str) -> DamagedIndex:
    """The error for a database file that cannot be trusted."""
    return DamagedIndex(
        f"{path} is damaged ({what}): put back a backup of its folder, or delete the folder "
        "and index the transcripts again"
    )


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """Turn the database's own word for a damaged file into ours."""
    try:
        yield
    except exc.DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise damaged(path, str(error.orig)) from error
        raise
