"""What readers see while a change is made findable: the record as it was before the change.

A change is committed before it can be found. A question asked in between would be answered from
rows and indexes of two states, or would have to wait. SQLite lets a read transaction see one state
for as long as it lasts; so some are begun before the change is committed, and all other threads
read through them until the change can be found.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from index.errors import OnRecordError
from index.storing.database import reading
from index.storing.identity import read_meta

log = logging.getLogger(__name__)

READERS = 4
"""Read transactions begun for a change; a reader beyond them waits for one to be given back."""


@dataclass(frozen=True, slots=True)
class _Reader:
    connection: Connection
    transaction: ExitStack

    def still_reads(self) -> bool:
        """Whether the transaction lasts: an error of the system may have ended it."""
        try:
            driver = self.connection.connection.dbapi_connection
        except SQLAlchemyError:
            return False
        return bool(getattr(driver, "in_transaction", False))

    def close(self) -> None:
        """End the transaction; where that fails the others are ended all the same."""
        try:
            self.transaction.close()
        except (OnRecordError, SQLAlchemyError) as error:
            log.warning("a read transaction could not be ended: %s", error)


class Before:
    """Read transactions of one state, lent to the threads that read, until `end`."""

    def __init__(self, engine: Engine, path: Path) -> None:
        """Begin them, for the thread that is about to change the store.

        Where they cannot be begun there are none, and everybody reads what is committed.
        """
        self._engine = engine
        self._path = path
        self._writer = threading.get_ident()
        self._changed = threading.Condition()
        self._free: list[_Reader] = []
        self._left = 0
        self.generation = -1
        try:
            for _ in range(READERS):
                self._free.append(self._begun())
                self._left += 1
        except (OnRecordError, SQLAlchemyError) as error:
            log.warning("questions wait for this change: %s", error)
            self.end()
        except BaseException:
            self.end()
            raise

    @property
    def is_for_this_thread(self) -> bool:
        """Whether this thread is to see it: until `end` any but the one that changes the store."""
        return self._left > 0 and threading.get_ident() != self._writer

    @contextmanager
    def lent(self) -> Iterator[Connection | None]:
        """One of the connections, for one thread at a time; None after `end`."""
        with self._changed:
            self._changed.wait_for(lambda: self._free or not self._left)
            reader = self._free.pop() if self._left else None
        try:
            yield None if reader is None else reader.connection
        finally:
            if reader is not None:
                self._give_back(reader)

    def end(self) -> None:
        """From now on what is committed is read; who is reading still ends in the state before."""
        with self._changed:
            self._left = 0
            free, self._free = self._free, []
            self._changed.notify_all()
        for reader in free:
            reader.close()

    def _begun(self) -> _Reader:
        with ExitStack() as transaction:
            connection = transaction.enter_context(reading(self._engine, self._path))
            # SQLite takes the state of the first SELECT.
            self.generation = int(read_meta(connection, "generation") or 0)
            return _Reader(connection, transaction.pop_all())

    def _give_back(self, reader: _Reader) -> None:
        with self._changed:
            kept = self._left > 0 and reader.still_reads()
            if kept:
                self._free.append(reader)
            elif self._left:
                self._left -= 1
            self._changed.notify_all()
        if not kept:
            reader.close()
