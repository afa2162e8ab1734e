"""On a full disk a removal gets the space that was set aside for it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index import live
from index.errors import DiskFull, NotFound
from index.finding import derived
from index.finding.postings import Postings
from index.storing.reserve import NAME, Reserve
from tests.index.opening import check_whole, opened, says, transcript

WRITES: list[tuple[object, str]] = [
    (live, "remove_sources"),  # before the commit
    (live.Index, "_note"),  # it is committed, and not noted in the ledger
    (Postings, "change"),
    (derived, "write_manifest"),
]


def full_while(folder: Path, work: Callable[..., object]) -> Callable[..., object]:
    """The same work, for which there is no space while the reserve holds some."""

    def done(*given: object, **named: object) -> object:
        if (folder / NAME).exists():
            raise DiskFull("no space is left")
        return work(*given, **named)

    return done


@pytest.mark.parametrize(("owner", "name"), WRITES)
def test_a_removal_takes_the_space_that_was_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The heron stands."))
        index.put("b.txt", transcript("The barge turns."))
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, full_while(tmp_path, getattr(owner, name)))
            index.remove("a.txt")
        assert [one.name for one in index.store.sources()] == ["b.txt"]
        assert says(index, "heron") == set()
        check_whole(index)
        assert (tmp_path / NAME).stat().st_blocks * 512 >= 1 << 20
        with pytest.raises(NotFound, match=r"a\.txt"):
            index.remove("a.txt")
    with opened(tmp_path) as index:
        check_whole(index)


def test_where_it_is_not_enough_the_removal_fails_and_works_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        with monkeypatch.context() as patched:
            patched.setattr(live, "remove_sources", no_space)
            for _ in range(2):
                with pytest.raises(DiskFull, match="no space"):
                    index.remove("a.txt")
        assert not (tmp_path / NAME).exists()
        index.remove("a.txt")
        assert (tmp_path / NAME).exists()


@pytest.mark.parametrize(("most", "taken"), [(1 << 20, 1 << 20), (300_000, 1 << 18), (5, 0)])
def test_on_a_disk_that_is_nearly_full_less_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, taken: int
) -> None:
    def allocate(opened: int, begin: int, size: int) -> None:
        if size > most:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.ftruncate(opened, begin + size)

    monkeypatch.setattr(os, "posix_fallocate", allocate)
    reserve = Reserve(tmp_path)
    path = tmp_path / NAME
    path.touch()  # all that a power cut has left
    reserve.fill()
    assert (path.stat().st_size if path.exists() else 0) == taken
    assert reserve.give_up() == bool(taken)
    assert not reserve.give_up()


def no_space(*_: object) -> None:
    raise DiskFull("no space is left")
