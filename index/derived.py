"""The vector and keyword indexes of a store: opened, caught up, rebuilt, written.

Neither decides what is on record. What they miss is found by comparing their keys with the
store's, and files that are not what the manifest says are made again from the store. The
keyword folder follows every change; the vector file, which must be rewritten whole, is left
behind by a share of the passages (`_STALE_SHARE`), caught up in memory at the next opening.
"""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.entries import keyword_entries
from index.errors import DamagedIndex
from index.files import sync_folder
from index.keywords import KeywordIndex
from index.manifest import FileHashes, Manifest, Part, read_manifest, write_manifest
from index.records import KeyArray
from index.store import Store
from index.vectors import FlatVectorIndex
from index.writes import Change

VECTORS = "vectors.faiss"
KEYWORDS = "keywords"

_STALE_SHARE = 0.2
_STALE_LEAST = 1_000
"""The vector file is rewritten when more than this share, and this many, of its rows changed:
215,000 rows are 330 MB and take 0.5 to 2 s to write; to fetch 43,000 at opening takes 0.7 s."""

_EMBEDDINGS_AT_ONCE = 20_000

log = logging.getLogger(__name__)


class Derived:
    """Both derived indexes of one folder, as of `generation`.

    Searches may run in many threads at any time. All methods are for the holder of the
    folder's write lock.
    """

    def __init__(self, folder: Path, store: Store, manifest: Manifest) -> None:
        """Open what can be trusted, make the rest again, and catch both up with the store.

        :param manifest: Model and dimension of the store; parts are read from the folder.
        """
        self._folder = folder
        self._store = store
        self._hashes = FileHashes(folder)
        self._manifest = manifest
        self._unsaved = 0
        self.generation = -1
        self.vectors = FlatVectorIndex(manifest.dim)
        self.keywords = KeywordIndex(None)
        self._read_manifest()
        self._open_vectors()
        self._open_keywords()
        self._catch_up()

    def refresh(self) -> None:
        """Take over what another process has written since, or what a failure left undone."""
        before = self._manifest.keywords
        self._read_manifest()
        now = self._manifest.keywords
        # A process that was killed before it wrote the manifest has changed the files alone.
        if now is None or now != before or self._hashes.differing(now):
            self._open_keywords()
        self._catch_up()

    def apply(self, change: Change) -> None:
        """Follow one transaction of the store, from the generation just before it."""
        self._change_keywords(change.added, change.removed)
        self._change_vectors(change.added, change.removed)
        self._finish(change.generation)

    def flush(self) -> None:
        """Write the vector file when it is not the store's newest state."""
        part = self._manifest.vectors
        if part is None or part.generation != self.generation:
            self._save_vectors()

    # Catching up

    def _catch_up(self) -> None:
        with self._store.snapshot():
            generation = self._store.generation
            keys = self._store.passage_keys()
            try:
                self._change_keywords(*_difference(keys, self.keywords.keys()))
            except DamagedIndex as error:
                log.warning("%s; made again from the store", error)
                self._rebuild_keywords(self._folder / KEYWORDS)
            self._change_vectors(*_difference(keys, self.vectors.keys()))
        self._finish(generation)

    def _change_keywords(self, added: KeyArray, removed: KeyArray) -> None:
        if not len(added) and not len(removed):
            return
        try:
            self.keywords.remove(removed)
            self.keywords.add(keyword_entries(self._store, added))
            self.keywords.commit()
        except BaseException:
            self.keywords.rollback()
            raise

    def _change_vectors(self, added: KeyArray, removed: KeyArray) -> None:
        self._unsaved += len(added) + len(removed)
        self.vectors.remove(removed)
        for first in range(0, len(added), _EMBEDDINGS_AT_ONCE):
            some = added[first : first + _EMBEDDINGS_AT_ONCE]
            self.vectors.add(some, self._store.embeddings(some))

    def _finish(self, generation: int) -> None:
        """Record the keyword folder as it is; write the vectors when they are too far behind."""
        part = self._hashes.part(
            self._keyword_files(), generation=generation, count=self._store.counts().passages
        )
        if part != self._manifest.keywords:
            self._read_manifest()
            self._manifest = replace(self._manifest, keywords=part)
            write_manifest(self._folder, self._manifest)
        self.generation = generation
        if self._unsaved > max(_STALE_LEAST, _STALE_SHARE * len(self.vectors)):
            self._save_vectors()

    # Files

    def _read_manifest(self) -> None:
        found = read_manifest(self._folder)
        ours = self._manifest
        if found is None or (found.model_hash, found.dim) != (ours.model_hash, ours.dim):
            self._manifest = replace(ours, vectors=None, keywords=None)
        else:
            self._manifest = replace(ours, vectors=found.vectors, keywords=found.keywords)

    def _open_vectors(self) -> None:
        if self._trusted(self._manifest.vectors, VECTORS):
            self.vectors = FlatVectorIndex.load(self._folder / VECTORS)
        else:
            self._manifest = replace(self._manifest, vectors=None)

    def _trusted(self, part: Part | None, head: str) -> bool:
        """Whether the files of a part, `head` among them, are as the manifest says."""
        if part is None:
            return False
        differing = self._hashes.differing(part) or ([] if head in part.files else [head])
        if differing:
            log.warning(
                "%s (of %d files): not as written; made again from the store",
                ", ".join(differing[:3]),
                len(differing),
            )
        return not differing

    def _save_vectors(self) -> None:
        self.vectors.save(self._folder / VECTORS)
        self._unsaved = 0
        part = self._hashes.part([VECTORS], generation=self.generation, count=len(self.vectors))
        self._read_manifest()
        self._manifest = replace(self._manifest, vectors=part)
        write_manifest(self._folder, self._manifest)

    def _open_keywords(self) -> None:
        folder = self._folder / KEYWORDS
        if self._trusted(self._manifest.keywords, f"{KEYWORDS}/meta.json"):
            try:
                self.keywords = KeywordIndex(folder)
            except DamagedIndex as error:
                log.warning("%s; made again from the store", error)
            else:
                return
        self._rebuild_keywords(folder)

    def _rebuild_keywords(self, folder: Path) -> None:
        """Make the keyword folder anew beside the old one and put it in its place."""
        started = time.perf_counter()
        new, old = folder.with_name(f"{KEYWORDS}.new"), folder.with_name(f"{KEYWORDS}.old")
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        new.mkdir()
        keys = self._store.passage_keys()
        fresh = KeywordIndex(new)
        fresh.add(keyword_entries(self._store, keys))
        fresh.commit()
        if folder.exists():
            folder.replace(old)
        new.replace(folder)
        sync_folder(folder.parent)
        shutil.rmtree(old, ignore_errors=True)
        self.keywords = KeywordIndex(folder)
        seconds = time.perf_counter() - started
        log.info("keywords of %d passages indexed in %.1f s", len(keys), seconds)

    def _keyword_files(self) -> list[str]:
        """The files that tantivy reads: no locks, and not its list of files to clear away."""
        folder = self._folder / KEYWORDS
        return sorted(
            f"{KEYWORDS}/{path.name}" for path in folder.iterdir() if not path.name.startswith(".")
        )


def _difference(wanted: KeyArray, present: KeyArray) -> tuple[KeyArray, KeyArray]:
    """Keys to add and keys to remove, both ascending."""
    added = np.setdiff1d(wanted, present, assume_unique=True)
    return added, np.setdiff1d(present, wanted, assume_unique=True)
