"""Bits flip, pages turn to zeros, files lose their end or go back in time: nothing wrong is served.

python -m tests.crash.rot FLIPS [FIRST]

A damage is noticed before FAISS or tantivy open the file. What is derived is then made again, to
equal answers, and what is not is refused with the cure.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import tantivy

from index import keeping
from index.errors import OnRecordError
from index.finding.postings import KEYWORDS, STRETCHES
from index.finding.vectors import FlatVectorIndex
from index.live import DATABASE
from index.storing import sums
from index.storing.reserve import NAME as RESERVE
from tests.crash.children import Case, Tally, finish, run_cases
from tests.crash.portraits import portrait, refused_with_cure, reopened, talk
from tests.crash.power import memory
from tests.crash.shim import run_preloaded
from tests.index.opening import opened

SEED = 20310604
OTHERS = 0.1
"""Damages other than flips, as a share of these."""
_LOCKS = (".lock", "-shm")
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Base:
    """A folder that is whole, what it says, and an older state of it."""

    folder: Path
    older: Path
    says: object
    files: tuple[Path, ...]
    """Those that hold something, relative to the folder."""
    older_files: tuple[Path, ...]


def files_of(folder: Path) -> tuple[Path, ...]:
    """Files that hold something, relative to the folder; the reserve means nothing."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RESERVE)
    return tuple(one.relative_to(folder) for one in found if one.stat().st_size)


def copied(folder: Path, place: Path) -> None:
    """A copy of an index; what is only ever replaced, and never written in place, gets a name."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place, copy_function=_copy)


def _copy(file: str, to: str) -> None:
    # tantivy writes each file once; to give 100 of them another name is faster than to copy them.
    if Path(file).parent.name.split(".")[0] in (KEYWORDS, STRETCHES):
        os.link(file, to)
    else:
        shutil.copyfile(file, to)


def bases(place: Path) -> list[Base]:
    """An index that was closed, and one that was killed with changes in its log alone."""
    data, older = place / "data", place / "older"
    with opened(data) as index:
        for number in range(4):
            index.put(f"{number}.txt", talk(number))
    shutil.copytree(data, older)
    reader = sqlite3.connect(data / DATABASE, isolation_level=None)
    with opened(data) as index:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()  # the log cannot be emptied now
        index.put("2.txt", talk(12))
        index.remove("0.txt")
        index.put("5.txt", talk(5))
        shutil.copytree(data, place / "killed")
        reader.close()
        says = portrait(index)
    return [
        Base(folder, older, says, files_of(folder), files_of(older))
        for folder in (data, place / "killed")
    ]


def chosen(base: Base, chance: random.Random) -> Path:
    """A file to damage: the database and its log above all."""
    files = base.files
    truth = [one for one in files if one.name.startswith(DATABASE) and one.suffix != ".sums"]
    return chance.choice(truth if chance.random() < 0.6 else files)


def flip(base: Base, folder: Path, chance: random.Random) -> tuple[Path, str]:
    """Flip one bit."""
    file = chosen(base, chance)
    content = bytearray((folder / file).read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    _replace(folder / file, content)
    return file, "bit flipped"


def damage(base: Base, folder: Path, chance: random.Random) -> tuple[Path, str]:
    """Zero a page, cut a file, take it away, or put an older one in its place."""
    file = chosen(base, chance)
    path = folder / file
    content = bytearray(path.read_bytes())
    kind = chance.choice(("page zeroed", "cut", "taken away", "older file", "older folder"))
    if kind == "page zeroed":
        first = chance.randrange(len(content)) // _PAGE * _PAGE
        last = min(first + _PAGE, len(content))
        content[first:last] = bytes(last - first)
        _replace(path, content)
    elif kind == "cut":
        _replace(path, content[: chance.randrange(len(content))])
    elif kind == "taken away":
        path.unlink()
    elif kind == "older file":
        older = chance.choice(base.older_files)
        (folder / older).parent.mkdir(exist_ok=True)
        _replace(folder / older, (base.older / older).read_bytes())
        file = older
    else:  # of what is derived, or the truth without its ledger
        truth = chance.random() < 0.5
        names = (DATABASE, f"{DATABASE}{sums.ENDING}") if truth else ("keywords", "manifest.json")
        for name in names:
            _put_in(base.older / name, folder / name)
        if truth:
            (folder / f"{DATABASE}-wal").unlink(missing_ok=True)
        file = Path(names[0])
    return file, kind


@contextmanager
def watched(folder: Path, file: Path) -> Iterator[None]:
    """See that nothing native opens the damaged file as it is."""
    path = folder / file
    wrong = path.read_bytes() if path.is_file() else None
    load, begin = FlatVectorIndex.load, tantivy.Index

    def see(read: Path) -> None:
        if wrong is None or path.name.endswith(_LOCKS) or not path.is_relative_to(read):
            return
        assert not path.is_file() or path.read_bytes() != wrong, f"{path.name} was read as it is"

    def seen_load(place: Path) -> FlatVectorIndex:
        see(place)
        return load(place)

    def seen_begin(schema: tantivy.Schema, path: str | None = None) -> tantivy.Index:
        if path is not None:
            see(Path(path))
        return begin(schema, path=path)

    with (
        patch.object(FlatVectorIndex, "load", seen_load),
        patch.object(tantivy, "Index", seen_begin),
    ):
        yield


def outcome_of(folder: Path, file: Path, base: Base, *, again: bool) -> str:
    """Open a damaged folder: the same answers as before, or a refusal with the cure."""
    # A file that the whole index does not have is one that nothing reads.
    harmless = not (base.folder / file).exists() or same(folder / file, base.folder / file)
    watch = nullcontext() if harmless else watched(folder, file)
    try:
        with watch, reopened(folder) as index:
            assert portrait(index) == base.says, "other answers"
            return "served as before"
    except OnRecordError as error:
        if not refused_with_cure(error):
            raise AssertionError(f"no cure: {error}") from error
    if again:  # the second start, and the command that looks, say so as well
        try:
            reopened(folder).close()
        except OnRecordError:
            assert any(one.wrong for one in keeping.verify(folder)), "verify found nothing"
        else:
            raise AssertionError("refused once, opened the second time")
    return "refused with the cure"


def same(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes."""
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def case_of(every: list[Base], place: Path, flips: int) -> Case:
    """Damages a copy of a base and opens it; the first numbers are flips."""

    def case(number: int) -> str:
        chance = random.Random(SEED + number)
        base = every[number % len(every)]
        copied(base.folder, place)
        file, what = (flip if number < flips else damage)(base, place, chance)
        try:
            return f"{what}: {outcome_of(place, file, base, again=number % 20 == 0)}"
        except AssertionError as error:
            raise AssertionError(f"{what} in {file}: {error}") from error

    return case


def measure(flips: int, others: int | None = None, first: int = 0) -> Tally:
    """Flip this many bits, one at a time, and do a tenth as many other damages.

    :param first: The number of the first case: another one means other flips.
    """
    more = max(5, int(flips * OTHERS)) if others is None else others
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder)
        every = bases(place)
        numbers = range(first, first + flips + more)
        return run_cases(numbers, case_of(every, place / "case", first + flips))


def _replace(path: Path, content: bytes | bytearray) -> None:
    """Write a file anew: another name of it keeps what it had."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def _put_in(older: Path, path: Path) -> None:
    if older.is_dir():
        shutil.rmtree(path)
        shutil.copytree(older, path)
    else:
        _replace(path, older.read_bytes())


if __name__ == "__main__":
    run_preloaded("tests.crash.rot")
    begun = time.monotonic()
    os.environ["OMP_NUM_THREADS"] = "1"
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(finish([("damages", measure(given[0], first=(given[1:] or [0])[0]))], begun))
