"""What was acknowledged, kept outside the database: the database may not go back unnoticed.

`acknowledged.log` has a line for each change that is on record, written and synchronised before
the change is acknowledged: the generation, a random mark that the same transaction wrote into the
database, and the sources that it put and took away. A damaged log of the database, an older copy
of it or another index's file then has a mark or a generation that does not fit, and is refused.

A line begins with a checksum. The first line of a file holds all sources; when the file has grown
long it is written anew. A last line without an end was never acknowledged.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import DamagedIndex, RecordLost
from index.files import disk_named, replaced

NAME = "acknowledged.log"

_LONG_BYTES = 4_000_000
_SHOWN = 10

log = logging.getLogger(__name__)


Sources = Mapping[str, str]
"""The id of each source by its name."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One transaction of one history; `before` is the mark before it, None where unknown."""

    generation: int
    mark: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a ledger says is on record, as of one transaction."""

    generation: int
    mark: str
    sources: dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a database differs from what was acknowledged, by the names of sources."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    back: tuple[str, ...] = ()

    def words(self) -> str:
        """What is missing, older or back; the first few of each kind by name."""
        kinds = (("missing", self.missing), ("other than acknowledged", self.changed))
        told = [
            f"{len(names):,} {kind} ({_few(names)})"
            for kind, names in (*kinds, ("there though removed", self.back))
            if names
        ]
        return ", ".join(told) or "no source differs by name"


class Ledger:
    """The file of one index. All methods are for the holder of the folder's write lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._known: Acknowledged | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._doubtful = False

    @property
    def exists(self) -> bool:
        """Whether there is such a file."""
        return self._path.exists()

    def read(self) -> Acknowledged | None:
        """What was acknowledged last; None when there is no ledger.

        :raises DamagedIndex: It is damaged before its last line.
        """
        with disk_named(self._path):
            try:
                stamp = _stamp(self._path)
                if stamp != self._stamp:
                    self._known = _parsed(self._path)
                    self._stamp = stamp
            except FileNotFoundError:
                self._known = self._stamp = None
        return self._known

    def settle(
        self, there: Mark, sources: Callable[[], Sources], *, thorough: bool = False
    ) -> None:
        """Compare the database with what was acknowledged, and write down what is new in it.

        It may be ahead by one transaction, whose acknowledgement a kill or a full disk prevented.

        :param sources: Reads what the database has on record.
        :param thorough: Compare the sources, too, where the marks are the same.
        :raises RecordLost: It is behind, or another one; the message says what is missing.
        """
        known = self.read()
        if known is None:
            if there.generation > 0:
                raise RecordLost(
                    f"{self._path} is gone, so nobody can tell whether the database beside it has "
                    f"all that was acknowledged: {_CURE}"
                )
            self.write(there, sources())
        elif (known.generation, known.mark) == (there.generation, there.mark):
            if thorough and (difference := differing(known, sources())):
                raise lost(self._path, known, there.generation, difference)
            if self._doubtful:
                self.write(there, sources())
        elif there.generation == known.generation + 1 and there.before == known.mark:
            self.write(there, sources())
        else:
            difference = differing(known, sources()) or Difference()
            raise lost(self._path, known, there.generation, difference)

    def note(self, there: Mark, put: Sources, gone: Sequence[str]) -> None:
        """Record one change, after `settle`, durably; from here on it may be acknowledged.

        :raises DiskFull: Or `DiskFailed`: it is not recorded; `settle` does so later.
        """
        known = self._known
        assert known is not None, "settle comes before note"  # noqa: S101
        values = {"generation": there.generation, "mark": there.mark}
        line = _line({**values, "put": dict(put), "gone": list(gone)})
        for name in gone:
            known.sources.pop(name, None)
        known.sources.update(put)
        try:
            if self._must_be_written_anew():
                self.write(there, known.sources)
                return
            with disk_named(self._path):
                _append(self._path, line)
                self._stamp = _stamp(self._path)
        except BaseException:
            # Whether a failed write or fsync reached the disk is unknown: the file is made anew.
            self._known = self._stamp = None
            self._doubtful = True
            raise
        self._known = Acknowledged(there.generation, there.mark, known.sources)

    def _must_be_written_anew(self) -> bool:
        if self._stamp is None or self._stamp[1] > _LONG_BYTES:
            return True
        with disk_named(self._path):
            return not _ends_line(self._path)

    def write(self, there: Mark, sources: Sources) -> None:
        """Write a new file from what is on record."""
        values = {"generation": there.generation, "mark": there.mark}
        self._stamp = None
        with disk_named(self._path), replaced(self._path) as temporary:
            temporary.write_bytes(_line({**values, "all": dict(sources)}))
        self._doubtful = False
        self._known = Acknowledged(there.generation, there.mark, dict(sources))
        self._stamp = _stamp(self._path)


def differing(known: Acknowledged, there: Sources) -> Difference | None:
    """How the sources on record differ from those acknowledged; None when they do not."""
    wanted = known.sources
    difference = Difference(
        missing=tuple(sorted(name for name in wanted if name not in there)),
        changed=tuple(
            sorted(
                n
                for n, acknowledged in wanted.items()
                if there.get(n, acknowledged) != acknowledged
            )
        ),
        back=tuple(sorted(name for name in there if name not in wanted)),
    )
    return None if difference == Difference() else difference


def lost(path: Path, known: Acknowledged, generation: int, difference: Difference) -> RecordLost:
    """The error for a database that is not the one acknowledged."""
    if generation < known.generation:
        how = f"is behind: it has generation {generation}, {known.generation} was acknowledged"
    else:
        how = f"is another one than was acknowledged (generation {generation})"
    return RecordLost(f"the database of {path.parent} {how}; {difference.words()}: {_CURE}")


_CURE = (
    "put back a backup of the folder (`onrecord restore`), or take the database as it is with "
    "`onrecord verify --accept-loss` and index what is missing again"
)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _line(values: Mapping[str, object]) -> bytes:
    words = json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()
    return hashlib.sha256(words).hexdigest()[:16].encode() + b" " + words + b"\n"


def _append(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        rest = line
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ends_line(path: Path) -> bool:
    with path.open("rb") as opened:
        opened.seek(-1, os.SEEK_END)
        return opened.read(1) == b"\n"


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@dataclass(slots=True)
class _Replay:
    generation: int = 0
    mark: str = ""
    sources: dict[str, str] = field(default_factory=dict)


def _parsed(path: Path) -> Acknowledged:
    lines = path.read_bytes().split(b"\n")
    unfinished = lines.pop()
    if unfinished:
        log.warning("%s: its last line has no end and was never acknowledged", path)
    state = _Replay()
    for number, line in enumerate(lines):
        _replay(state, _values(path, line), path, first=number == 0)
    if not lines:
        raise _damaged(path)
    return Acknowledged(state.generation, state.mark, state.sources)


def _replay(state: _Replay, values: dict[str, object], path: Path, *, first: bool) -> None:
    try:
        generation, mark = values["generation"], values["mark"]
        put, gone = values.get("all", values.get("put")), values.get("gone", [])
        if not (isinstance(generation, int) and isinstance(mark, str)):
            raise _damaged(path)
        if not (isinstance(put, dict) and isinstance(gone, list)) or first != ("all" in values):
            raise _damaged(path)
        if not first and generation != state.generation + 1:
            raise _damaged(path)
    except KeyError as error:
        raise _damaged(path) from error
    state.generation, state.mark = generation, mark
    for name in gone:
        state.sources.pop(name, None)
    state.sources.update(put)


def _values(path: Path, line: bytes) -> dict[str, object]:
    checksum, _, words = line.partition(b" ")
    if hashlib.sha256(words).hexdigest()[:16].encode() != checksum:
        raise _damaged(path)
    values = json.loads(words)
    if not isinstance(values, dict):
        raise _damaged(path)
    return values


def _damaged(path: Path) -> DamagedIndex:
    return DamagedIndex(
        f"{path} is damaged, so nobody can tell whether the database beside it has all that was "
        f"acknowledged: {_CURE}"
    )
