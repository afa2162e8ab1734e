"""A folder of postings that follows the store: opened, caught up, or made again from it."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from index.cutting.stretches import stretch_keys
from index.errors import DamagedIndex
from index.files import sync_folder
from index.finding.entries import keyword_entries, stretch_entries
from index.finding.kept import KeptFiles
from index.finding.keywords import KeywordEntry, KeywordIndex
from index.records import KeyArray
from index.storing.store import Store

KEYWORDS = "keywords"
STRETCHES = "stretches"

log = logging.getLogger(__name__)

Entries = Callable[[Store, KeyArray], Iterable[KeywordEntry]]
Due = Callable[[Store, KeyArray], tuple[KeyArray, KeyArray]]
"""Tells, from the keys that are there, which passages are to be added and which keys removed."""


class Postings:
    """One keyword index in a folder of its own, made of entries of the store's passages."""

    def __init__(self, folder: Path, name: str, store: Store, entries: Entries, due: Due) -> None:
        self.name = name
        self.keywords = KeywordIndex(None)
        self._folder = folder / name
        self.kept = KeptFiles(self._folder)
        self._store = store
        self._entries = entries
        self._due = due

    def open(self, *, trusted: bool) -> None:
        """Open the folder, or make it again when its files cannot be trusted."""
        if trusted:
            try:
                self.keywords = KeywordIndex(self._folder)
            except DamagedIndex as error:
                log.warning("%s; made again from the store", error)
            else:
                return
        self._rebuild()

    def catch_up(self) -> None:
        """Add what the store has more and remove what it has no more; searches see it."""
        try:
            self.keywords.reload()  # what was written and not shown, because a later step failed
            self.change(*self._due(self._store, self.keywords.keys()))
            self.keywords.reload()
        except DamagedIndex as error:
            log.warning("%s; made again from the store", error)
            self._rebuild()

    def change(self, added: KeyArray, removed: KeyArray) -> None:
        """Write a change of whole documents' passages; searches see it after `reload`."""
        if not len(added) and not len(removed):
            return
        try:
            self.keywords.remove(removed)
            self.keywords.add(self._entries(self._store, added))
            self.keywords.write()
        except BaseException:
            self.keywords.rollback()
            raise

    @property
    def head(self) -> str:
        """The file without which there is no index."""
        return f"{self.name}/meta.json"

    def files(self) -> list[str]:
        """The files that tantivy reads: no locks, and not its list of files to clear away."""
        return sorted(
            f"{self.name}/{path.name}"
            for path in self._folder.iterdir()
            if not path.name.startswith(".")
        )

    def _rebuild(self) -> None:
        """Make a new folder beside the old one, then replace the old one."""
        started = time.perf_counter()
        new = self._folder.with_name(f"{self.name}.new")
        old = self._folder.with_name(f"{self.name}.old")
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        new.mkdir()
        keys = self._store.passage_keys()
        fresh = KeywordIndex(new)
        fresh.add(self._entries(self._store, keys))
        fresh.commit()
        if self._folder.exists():
            self._folder.replace(old)
        new.replace(self._folder)
        sync_folder(self._folder.parent)
        shutil.rmtree(old, ignore_errors=True)
        self.kept.forget()
        self.keywords = KeywordIndex(self._folder)
        seconds = time.perf_counter() - started
        log.info("%s of %d passages indexed in %.1f s", self.name, len(keys), seconds)


def of_passages(folder: Path, store: Store) -> Postings:
    """Every passage by its words and by its exchange."""
    return Postings(folder, KEYWORDS, store, keyword_entries, _due_passages)


def of_stretches(folder: Path, store: Store) -> Postings:
    """Every stretch of passages by its words."""
    return Postings(folder, STRETCHES, store, stretch_entries, _due_stretches)


def difference(wanted: KeyArray, present: KeyArray) -> tuple[KeyArray, KeyArray]:
    """Keys to add and keys to remove, both ascending."""
    added = np.setdiff1d(wanted, present, assume_unique=True)
    return added, np.setdiff1d(present, wanted, assume_unique=True)


def _due_passages(store: Store, present: KeyArray) -> tuple[KeyArray, KeyArray]:
    return difference(store.passage_keys(), present)


def _due_stretches(store: Store, present: KeyArray) -> tuple[KeyArray, KeyArray]:
    """All passages of each document that misses a stretch, and all stretches to be made again."""
    keys, starts = store.passage_documents()
    wanted = np.unique(stretch_keys(keys, starts)[1])
    missing, gone = difference(wanted, present)
    if not len(missing):
        return missing, gone
    begin = np.unique(np.searchsorted(keys[starts], missing, side="right") - 1)
    ends = np.append(starts, len(keys))
    added = np.concatenate([keys[ends[at] : ends[at + 1]] for at in begin])
    return added, np.union1d(gone, np.intersect1d(added, present))
