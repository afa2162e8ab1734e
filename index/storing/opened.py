"""A database file that is open: its checks, its transactions, and how its rows are read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, RowMapping, Select, Table

from index.errors import NotFound, StoreMissing
from index.files import disk_named, make_folder
from index.storing.before import Before
from index.storing.database import (
    check_integrity,
    connect,
    empty_log,
    exchanged,
    file_at,
    fold_log,
    reading,
    values_named,
    writing,
)
from index.storing.identity import check_format, found_tables, read_meta

MOST_PARAMETERS = 10_000
"""Ids asked for at once; SQLite takes 32,766 parameters in one statement."""


class OpenDatabase:
    """One index's database file, open; many threads read, one writes at a time."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._file = file_at(path)
        self._local = threading.local()
        self._before: Before | None = None

    @classmethod
    def open(cls, path: Path, *, create: bool) -> Self:
        """Open the database at `path`.

        :raises StoreMissing: It is not there and `create` is false.
        :raises FormatMismatch: It was written by another version, in another format.
        :raises DamagedIndex: The file is not a database, or a part of it is gone.
        """
        if not create and not path.is_file():
            raise StoreMissing(f"there is no index at {path.parent}: run `onrecord index PATH`")
        with disk_named(path):
            if not path.is_file():
                make_folder(path.parent)
        engine = connect(path, create=create)
        try:
            if create:
                with writing(engine, path) as connection:
                    found_tables(connection)
            with reading(engine, path) as connection:
                check_format(connection, path)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def check_structure(self) -> None:
        """Read the whole file and compare its structure; rows are `index/storing/verifying.py`'s.

        :raises DamagedIndex: Names the file, what was found and the cure.
        """
        check_integrity(self._engine, self.path)

    def check_file(self) -> None:
        """See that the database's file is still the one that was opened.

        :raises DamagedIndex: It was removed or replaced; what is written would be lost.
        """
        if file_at(self.path) != self._file:
            raise exchanged(self.path)

    def empty_log(self) -> None:
        """Bring what is committed into the file itself, where no reader is in the way."""
        empty_log(self._engine, self.path)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything this thread reads inside belongs to one state of the store.

        A source that is replaced meanwhile is still read whole, as it was.
        """
        if self.is_in_snapshot:
            yield
            return
        with self._connected() as connection:
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = None

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What this thread changes inside is seen by other threads when it is left, not before."""
        # Who reads while the file has all that the log has needs no place in the log, and a log
        # without readers begins anew instead of growing.
        fold_log(self._engine, self.path)
        self._before = before = Before(self._engine, self.path)
        try:
            yield
        finally:
            self._before = None
            before.end()

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction that changes the store; for `index/storing/writes.py`."""
        return writing(self._engine, self.path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection of this thread's snapshot, or one for this reading alone."""
        shared: Connection | None = getattr(self._local, "connection", None)
        if shared is not None:
            yield shared
        else:
            with self._connected() as connection:
                yield connection

    @property
    def generation(self) -> int:
        """Counts the transactions that changed what is on record."""
        before = self._before
        if before is not None and before.is_for_this_thread and not self.is_in_snapshot:
            return before.generation
        with self.reading() as connection:
            return int(read_meta(connection, "generation") or 0)

    @property
    def is_in_snapshot(self) -> bool:
        """Whether this thread reads one state of the store at the moment."""
        return getattr(self._local, "connection", None) is not None

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A read transaction of the state that this thread is to see."""
        while True:
            before = self._before
            if before is not None and before.is_for_this_thread:
                with before.lent() as lent:
                    if lent is not None:
                        yield lent
                        return
                continue  # that change has ended
            with reading(self._engine, self.path) as connection:
                # SQLite takes the state of the first SELECT: not that of a change begun meanwhile.
                read_meta(connection, "generation")
                now = self._before
                if now is before or now is None or not now.is_for_this_thread:
                    yield connection
                    return

    def _all(self, query: Select[Any]) -> Sequence[RowMapping]:
        with self.reading() as connection, values_named(self.path):
            return connection.execute(query).mappings().all()

    def stream(self, query: Select[Any]) -> Iterator[RowMapping]:
        """The rows of a query, some at a time."""
        with self.reading() as connection, values_named(self.path):
            yield from connection.execute(query.execution_options(yield_per=1_000)).mappings()

    def _one(self, query: Select[Any], missing: str, wanted: str | None = None) -> RowMapping:
        """The only row of a query; `wanted` is what a prepared one looks for."""
        with self.reading() as connection, values_named(self.path):
            row = connection.execute(query, {"wanted": wanted}).mappings().one_or_none()
        if row is None:
            raise NotFound(missing)
        return row

    def _many(self, query: Select[Any], table: Table, keys: list[int]) -> Iterator[RowMapping]:
        """The rows of a table with these passage keys, in no order."""
        with self.reading() as connection:
            for first in range(0, len(keys), MOST_PARAMETERS):
                some = table.c.passage_key.in_(keys[first : first + MOST_PARAMETERS])
                yield from connection.execute(query.where(some)).mappings()
