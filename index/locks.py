"""Who may touch an index at the same time: threads of one process, and processes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreLocked

_POLL_S = 0.01


class SharedLock:
    """Many threads read, or one writes; a waiting writer goes before new readers."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._waiting_writers = 0
        self._writing = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock together with other readers."""
        with self._changed:
            self._changed.wait_for(lambda: not self._writing and not self._waiting_writers)
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock alone."""
        with self._changed:
            self._waiting_writers += 1
            try:
                self._changed.wait_for(lambda: not self._writing and not self._readers)
                self._writing = True
            finally:
                self._waiting_writers -= 1
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()


class Presence:
    """Marks for other processes that this one has the index open, until `close`."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self.alone = _locked_by(self._descriptor, None)
        """Whether no one else had it open at that moment."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        """Take the mark away; a second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class FileLock:
    """One writer across processes: a lock on a file that the kernel frees when its holder dies.

    The file is never deleted; it holds the number of the process that locked it last. Threads
    of one process wait for each other as processes do. The holder may lock again.
    """

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._threads = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; wait for it at most `timeout_s`.

        :raises StoreLocked: Names the process that holds it, and the cure.
        """
        deadline = time.monotonic() + self._timeout_s
        if not self._threads.acquire(timeout=self._timeout_s):
            raise self._locked()
        try:
            with self._file(deadline) as held:
                if not held:
                    raise self._locked()
                yield
        finally:
            self._threads.release()

    @contextmanager
    def against_threads(self) -> Iterator[None]:
        """Hold it against the other threads of this process alone, however long they take."""
        with self._threads:
            yield

    @contextmanager
    def tried(self) -> Iterator[bool]:
        """Hold the lock if it is free at this moment; whether it is held."""
        if not self._threads.acquire(blocking=False):
            yield False
            return
        try:
            with self._file(deadline=None) as held:
                yield held
        finally:
            self._threads.release()

    @contextmanager
    def _file(self, deadline: float | None) -> Iterator[bool]:
        """Lock the file until `deadline`, None for one try; whether it is held."""
        if self._depth:
            self._depth += 1
            try:
                yield True
            finally:
                self._depth -= 1
            return
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if not _locked_by(descriptor, deadline):
                yield False
                return
            with contextlib.suppress(OSError):  # on a full disk nobody is told who holds it
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            self._depth = 1
            try:
                yield True
            finally:
                self._depth = 0
        finally:
            os.close(descriptor)

    def _locked(self) -> StoreLocked:
        try:
            holder = self._path.read_text(encoding="ascii").strip() or "unknown"
        except OSError:
            holder = "unknown"
        return StoreLocked(
            f"process {holder} has been writing to {self._path.parent} for more than "
            f"{self._timeout_s:g} s: wait until it has finished, or end it"
        )


def _locked_by(descriptor: int, deadline: float | None) -> bool:
    """Try to lock an open file until `deadline`, None for once; whether it is locked."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if deadline is None or time.monotonic() > deadline:
                return False
            time.sleep(_POLL_S)
        else:
            return True
