"""Thirteen bugs put in on purpose: each must be noticed by one of the harnesses.

python -m tests.crash.seeded [NAME ...]

A bug is a small change of the program, made in a process of its own before the harness begins.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from index import files, live
from index.finding import derived, manifest
from index.finding.postings import Postings
from index.storing import database, ledger, rows, seals, verifying
from index.storing.store import Store
from tests.crash import children, faults, kills, power, rot, survivors
from tests.crash.children import Tally
from tests.crash.shim import run_preloaded

Harness = Callable[[], Tally]


def nothing(*_: object, **__: object) -> None:
    """Do nothing."""


@contextlib.contextmanager
def unsynced(path: Any) -> Iterator[Any]:
    """`files.replaced` without its fsyncs."""
    temporary = path.with_name(f"{path.name}.new")
    yield temporary
    temporary.replace(path)


@contextlib.contextmanager
def renamed_first(path: Any) -> Iterator[Any]:
    """`files.replaced` that synchronises the file after it has its name."""
    temporary = path.with_name(f"{path.name}.new")
    yield temporary
    temporary.replace(path)
    files.sync_folder(path.parent)
    files.sync_file(path)


def noted_before(real: Callable[..., Any]) -> Callable[..., Any]:
    """Tell that a change is done before the store commits it: writes go on behind its back."""
    import threading  # noqa: PLC0415

    def put(self: Any, *given: Any, **named: Any) -> Any:
        threading.Thread(target=real, args=(self, *given), kwargs=named).start()

    return put


def append_only(path: Any, line: bytes) -> None:
    """A line of the ledger that nobody synchronises."""
    with path.open("ab") as opened:
        opened.write(line)


def append_bravely(path: Any, line: bytes) -> None:
    """A line of the ledger whose fsync may fail."""
    with path.open("ab", buffering=0) as opened:
        opened.write(line)
        with contextlib.suppress(OSError):
            os.fsync(opened.fileno())


def vectors_kept(self: Any, added: Any, removed: Any) -> None:
    """Follow a change in the vectors but for what went away."""
    for keys, vectors in added:
        self._unsaved += len(keys)
        self.vectors.add(keys, vectors)


def words_kept(real: Callable[..., Any]) -> Callable[..., Any]:
    """A deletion that forgets the keywords."""

    def change(self: Any, added: Any, removed: Any) -> None:
        real(self, added, removed[:0])

    return change


def fsync_off() -> Any:
    """SQLite that does not synchronise what it commits."""
    pragmas = tuple(one.replace("synchronous=FULL", "synchronous=OFF") for one in database._PRAGMAS)
    return patch.object(database, "_PRAGMAS", pragmas)


def unchecked_rows(values: Any, _: str) -> dict[str, Any]:
    """A row's values, whatever its seal."""
    return {name: value for name, value in dict(values).items() if name != "seal"}


def plain_check(store: Store) -> None:
    """Look at the structure alone."""
    store.check_structure()


def any_generation(self: Any, found: Any, sources: Any, *, thorough: bool = False) -> None:
    """A ledger that takes any database."""
    known = self.read()
    if known is None or (known.generation, known.mark) != (found.generation, found.mark):
        self.write(found, sources())


@dataclass(frozen=True, slots=True)
class Bug:
    """What is changed, and the harness that must notice."""

    name: str
    changes: Callable[[], tuple[Any, ...]]
    harness: Harness


def _states() -> Tally:
    return power.measure(60, ("none", "some"))


def _renames() -> Tally:
    return power.measure(60, ("none", "some"), near=ledger.NAME)


def _kills() -> Tally:
    return kills.measure(15)[0]


def _flips() -> Tally:
    return rot.measure(300)


def _swaps() -> Tally:
    return rot.measure(0, 80)


def _faults() -> Tally:
    return faults.measure_syncs()


def _beside() -> Tally:
    return survivors.measure(14, first=28)


def blind(self: Any) -> None:
    """Take what can be found for all that the store has."""
    self._read_manifest()
    self.findable = self._found(self._store.generation)


def _everywhere(name: str, replacement: Any) -> tuple[Any, ...]:
    """Patches of a function in each module that has taken its name."""
    return tuple(
        patch.object(module, name, replacement)
        for module in (files, ledger, manifest)
        if hasattr(module, name)
    )


BUGS = (
    Bug("the database's commit is not synchronised", lambda: (fsync_off(),), _states),
    Bug(
        "a ledger's line is not synchronised",
        lambda: (patch.object(ledger, "_append", append_only),),
        _states,
    ),
    Bug("a file is renamed without an fsync", lambda: _everywhere("replaced", unsynced), _states),
    Bug(
        "a file is renamed before its fsync",
        lambda: _everywhere("replaced", renamed_first),
        _renames,
    ),
    Bug(
        "a new data folder's name is not synchronised",
        lambda: (patch.object(files, "sync_folder", nothing),),
        _states,
    ),
    Bug(
        "a change is acknowledged before its commit",
        lambda: (patch.object(live.Index, "put", noted_before(live.Index.put)),),
        _kills,
    ),
    Bug(
        "the vectors keep what was removed",
        lambda: (patch.object(derived.Derived, "_change_vectors", vectors_kept),),
        _kills,
    ),
    Bug(
        "a deletion forgets the keywords",
        lambda: (patch.object(Postings, "change", words_kept(Postings.change)),),
        _kills,
    ),
    Bug(
        "hashes of derived files are not compared",
        lambda: (patch.object(manifest.FileHashes, "differing", lambda *_: []),),
        _flips,
    ),
    Bug(
        "seals of rows are not compared",
        lambda: (
            patch.object(rows, "unsealed", unchecked_rows),
            patch.object(seals, "unsealed", unchecked_rows),
            patch.object(verifying, "check", plain_check),
        ),
        _flips,
    ),
    Bug(
        "the generation is not compared with the ledger",
        lambda: (patch.object(ledger.Ledger, "settle", any_generation),),
        _swaps,
    ),
    Bug(
        "a process that lives does not look at what a killed one left",
        lambda: (patch.object(derived.Derived, "refresh", blind),),
        _beside,
    ),
    Bug(
        "a failed fsync is taken for success",
        lambda: (patch.object(ledger, "_append", append_bravely),),
        _faults,
    ),
)


def noticed(bug: Bug) -> list[str]:
    """Run a harness over the program with a bug in it; what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.ExitStack() as stack:
            for change in bug.changes():
                stack.enter_context(change)
            children.ENOUGH = 1
            try:
                failures = bug.harness().failures
            except BaseException as error:  # noqa: BLE001 -- a harness that cannot even begin
                failures = [f"{type(error).__name__}: {error}"]
            os.write(writing, "\n".join(failures[:3]).encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = told.read().splitlines()
    os.waitpid(child, 0)
    return lines


def main(names: list[str]) -> int:
    """Put the bugs in one after another; the exit status, 1 where one was not noticed."""
    begun = time.monotonic()
    chosen = [bug for bug in BUGS if not names or any(name in bug.name for name in names)]
    caught = 0
    for bug in chosen:
        lines = noticed(bug)
        caught += bool(lines)
        words = f"noticed: {lines[0][:160]}" if lines else "NOT NOTICED"
        sys.stdout.write(f"{bug.name}: {words}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{caught} of {len(chosen)} noticed, {time.monotonic() - begun:.0f} s\n")
    return int(caught < len(chosen))


if __name__ == "__main__":
    run_preloaded("tests.crash.seeded")
    sys.exit(main(sys.argv[1:]))
