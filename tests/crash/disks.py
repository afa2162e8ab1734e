"""What a disk may hold after a power cut, worked out from a record of what was done to it.

Until a file is synchronised its writes may be on the disk or not, each for itself and in parts;
until a folder is synchronised the same goes for its names. That is more than file systems lose in
practice: ext4 and XFS keep the order of names, and a file's own name with the file.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record that `shim.c` writes."""

    kind: str
    path: str
    other: str
    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the disk: of a file's bytes (`node`), or of names in folders.

    `names` holds (folder, name, node), node None where the name goes away.
    """

    node: int | None = None
    at: int = 0
    data: bytes | None = None
    names: tuple[tuple[int, str, int | None], ...] = ()
    folder: bool = False


@dataclass(slots=True)
class Disk:
    """Files and folders by number, folder 0 the outermost."""

    folders: set[int] = field(default_factory=lambda: {0})
    names: dict[tuple[int, str], int] = field(default_factory=dict)
    files: defaultdict[int, bytearray] = field(default_factory=lambda: defaultdict(bytearray))

    def write_to(self, path: Path, folder: int = 0) -> None:
        """Make the files and folders below a path."""
        path.mkdir(exist_ok=True)
        for (owner, name), node in self.names.items():
            if owner == folder and node in self.folders:
                self.write_to(path / name, node)
            elif owner == folder:
                (path / name).write_bytes(self.files[node])


def entries(record: bytes) -> Iterator[Entry]:
    """The lines of a record, with what tantivy does past the C library put in.

    It gives its lists their names by a system call of its own, right after it synchronised them.
    """
    at = 0
    first: dict[str, bytes] = {}
    while at < len(record):
        end = record.index(b"\n", at)
        kind, path, other, number, length = record[at:end].decode().split("\t")
        at = end + 1 + int(length)
        entry = Entry(kind, path, other, int(number), record[end + 1 : at])
        yield entry
        folder, _, name = path.rpartition("/")
        if name.startswith(".tmp") and kind == "write":
            first.setdefault(path, entry.data[:1])
        elif name.startswith(".tmp") and kind == "sync":
            target = ".managed.json" if first[path] == b"[" else "meta.json"
            yield Entry("rename", path, f"{folder}/{target}", 0, b"")


class History:
    """A record as steps, with the step at which each became durable."""

    def __init__(self, record: bytes) -> None:
        self.steps: list[Step] = []
        self.durable_at: dict[int, int] = {}
        self.marks: list[tuple[int, str]] = []
        self._paths: dict[str, int] = {".": 0}
        self._folders = {0}
        self._waiting_data: dict[int, list[int]] = defaultdict(list)
        self._waiting_names: dict[int, list[int]] = defaultdict(list)
        for entry in entries(record):
            self._take(entry)

    def disk(self, until: int, kept: random.Random | None, *, none: bool = False) -> Disk:
        """The disk when the power goes before the step `until`.

        :param kept: Chooses what is kept of what was not durable; None for all of it.
        :param none: Keep none of it.
        """
        disk = Disk(folders=self._folders)
        for number, step in enumerate(self.steps[:until]):
            if (kept is None and not none) or self.durable_at.get(number, until) < until:
                _apply(disk, step, None)
            elif kept is not None and not none:
                _apply_perhaps(disk, step, kept)
        return disk

    def named(self, name: str) -> set[int]:
        """The three steps after each at which a file got this name."""
        given = [
            at
            for at, step in enumerate(self.steps)
            if any(one[1] == name and one[2] is not None for one in step.names)
        ]
        return {at + later for at in given for later in (1, 2, 3) if at + later < len(self.steps)}

    def _take(self, entry: Entry) -> None:
        at = len(self.steps)
        node = self._paths.get(entry.path)
        if entry.kind == "mark":
            self.marks.append((at, entry.path))
        elif entry.kind == "sync":
            if node is not None:
                waiting = self._waiting_names if node in self._folders else self._waiting_data
                # The last step before the fsync has happened already.
                self.durable_at.update(dict.fromkeys(waiting.pop(node, []), at - 1))
                self.steps.append(Step())
        elif entry.kind in ("write", "cut"):
            if node is not None:
                cut = entry.kind == "cut"
                self.steps.append(Step(node, entry.number, None if cut else entry.data))
                self._waiting_data[node].append(at)
        else:
            self._rename(entry, at)

    def _rename(self, entry: Entry, at: int) -> None:
        names: list[tuple[int, str, int | None]] = []
        if entry.kind in ("create", "mkdir"):
            node = len(self._paths) + at + 1
            self._folders |= {node} if entry.kind == "mkdir" else set()
            names = [(*self._place(entry.path), node)]
            self._paths[entry.path] = node
        elif entry.kind in ("unlink", "rmdir"):
            names = [(*self._place(entry.path), None)]
            self._paths.pop(entry.path, None)
        else:
            moved = self._paths[entry.path]
            names = [(*self._place(entry.other), moved)]
            if entry.kind == "rename":
                names.append((*self._place(entry.path), None))
                self._move(entry.path, entry.other)
            self._paths[entry.other] = moved
        self.steps.append(Step(names=tuple(names), folder=True))
        for owner in {one[0] for one in names}:
            self._waiting_names[owner].append(at)

    def _move(self, old: str, new: str) -> None:
        for path in [one for one in self._paths if one == old or one.startswith(f"{old}/")]:
            self._paths[new + path[len(old) :]] = self._paths.pop(path)

    def _place(self, path: str) -> tuple[int, str]:
        folder, _, name = path.rpartition("/")
        return self._paths[folder or "."], name


def _apply(disk: Disk, step: Step, sectors: Sequence[bool] | None) -> None:
    for folder, name, node in step.names:
        if node is None:
            disk.names.pop((folder, name), None)
        else:
            disk.names[folder, name] = node
    if step.node is None:
        return
    file = disk.files[step.node]
    if step.data is None:
        del file[step.at :]
        file.extend(bytes(step.at - len(file)))
        return
    file.extend(bytes(max(0, step.at + len(step.data) - len(file))))
    for number, first in enumerate(range(0, len(step.data), SECTOR)):
        if sectors is None or sectors[number]:
            part = step.data[first : first + SECTOR]
            file[step.at + first : step.at + first + len(part)] = part


def _apply_perhaps(disk: Disk, step: Step, kept: random.Random) -> None:
    """Keep a step, or not, or of a write some sectors and zeros for the others."""
    chance = kept.random()
    if chance < 0.45:
        _apply(disk, step, None)
    elif chance < 0.6 and step.data is not None:
        sectors = [kept.random() < 0.5 for _ in range(0, len(step.data), SECTOR)]
        _apply(disk, step, sectors)
