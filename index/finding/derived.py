"""The vector and keyword indexes of a store: opened, caught up, rebuilt, written.

None decides what is on record. What they miss is found by comparing their keys with the
store's, and files that are not what the manifest says are made again from the store. The
keyword folders follow every change; the vector file, which must be rewritten whole, is left
behind by a share of the passages (`_STALE_SHARE`), caught up in memory at the next opening.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import DamagedIndex
from index.finding.kept import KeptFiles
from index.finding.keywords import KeywordIndex
from index.finding.manifest import FileHashes, Manifest, Part, read_manifest, write_manifest
from index.finding.postings import Postings, difference, of_passages, of_stretches
from index.finding.vectors import FlatVectorIndex, VectorIndex
from index.records import FloatMatrix, KeyArray
from index.storing.store import Store
from index.storing.writes import Change

VECTORS = "vectors.faiss"

_STALE_SHARE = 0.2
_STALE_LEAST = 1_000
"""The vector file is rewritten when more than this share, and this many, of its rows changed:
215,000 rows are 330 MB and take 0.5 to 2 s to write; to fetch 43,000 at opening takes 0.7 s."""

_EMBEDDINGS_AT_ONCE = 20_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Findable:
    """What can be found in one state of the store, for searches: it stays as it is.

    `keywords` are the passages by their words and by their exchange, `stretches` stretches of them
    by their words (`index/cutting/stretches.py`), `vectors` passages by nearness of meaning.
    """

    generation: int
    keywords: KeywordIndex
    stretches: KeywordIndex
    vectors: VectorIndex


class Derived:
    """The derived indexes of one folder, as of `findable.generation`.

    Searches may run in many threads at any time. All methods are for the holder of the
    folder's write lock.
    """

    def __init__(self, folder: Path, store: Store, manifest: Manifest) -> None:
        """Open what can be trusted, make the rest again, and catch all up with the store.

        :param manifest: Model and dimension of the store; parts are read from the folder.
        """
        self._folder = folder
        self._store = store
        self._hashes = FileHashes(folder)
        self._manifest = manifest
        self._unsaved = 0
        self.vectors = FlatVectorIndex(manifest.dim)
        self._passages = of_passages(folder, store)
        self._stretches = of_stretches(folder, store)
        self._read_manifest()
        self._open_vectors()
        for postings in self._postings:
            self._open_postings(postings)
        self.findable = self._found(-1)
        self._catch_up()

    @property
    def generation(self) -> int:
        """The store's, of which all can be found."""
        return self.findable.generation

    @property
    def keywords(self) -> KeywordIndex:
        """Passages by their words and by their exchange."""
        return self._passages.keywords

    @property
    def stretches(self) -> KeywordIndex:
        """Stretches of passages by their words, see `index/cutting/stretches.py`."""
        return self._stretches.keywords

    @property
    def _postings(self) -> tuple[Postings, Postings]:
        return self._passages, self._stretches

    def refresh(self) -> None:
        """Take over what another process has written since, or what a failure left undone."""
        before = {postings.name: self._part(postings) for postings in self._postings}
        self._read_manifest()
        for postings in self._postings:
            now = self._part(postings)
            # A process that was killed before it wrote the manifest has changed the files alone.
            if now is None or now != before[postings.name] or self._hashes.differing(now):
                self._open_postings(postings)
        self._catch_up()

    def apply(self, change: Change) -> None:
        """Follow one transaction of the store, from the generation just before it.

        Searches see nothing of it until all of it is written, and then see it at once.
        """
        self._read_manifest()  # another process may have written the vector file since
        for postings in self._postings:
            postings.change(change.added, change.removed)
        count = len(self.vectors) + len(change.added) - len(change.removed)
        self._record(change.generation, count)
        rows = [(keys, self._store.embeddings(keys)) for keys in _some(change.added)]
        for postings in self._postings:
            postings.keywords.reload()
        self._change_vectors(rows, change.removed)
        self.findable = self._found(change.generation)

    def save(self) -> None:
        """Write the vectors when their file is too far behind."""
        if self._unsaved > max(_STALE_LEAST, _STALE_SHARE * len(self.vectors)):
            self._save_vectors()

    def flush(self) -> None:
        """Write the vector file when it is not the store's newest state."""
        part = self._manifest.vectors
        if part is None or part.generation != self.generation:
            self._save_vectors()

    # Catching up

    def _catch_up(self) -> None:
        with self._store.snapshot():
            generation = self._store.generation
            for postings in self._postings:
                postings.catch_up()
            keys = self._store.passage_keys()
            self._record(generation, len(keys))
            # Last: what fails before leaves what is found as it was.
            added, removed = difference(keys, self.vectors.keys())
            rows = ((some, self._store.embeddings(some)) for some in _some(added))
            self._change_vectors(rows, removed)
        self.findable = self._found(generation)
        self.save()

    def _change_vectors(
        self, added: Iterable[tuple[KeyArray, FloatMatrix]], removed: KeyArray
    ) -> None:
        self._unsaved += len(removed)
        self.vectors.remove(removed)
        for keys, rows in added:
            self.vectors.add(keys, rows)
            self._unsaved += len(keys)

    def _found(self, generation: int) -> Findable:
        passages, stretches = self.keywords.frozen(), self.stretches.frozen()
        return Findable(generation, passages, stretches, self.vectors.frozen())

    def _record(self, generation: int, count: int) -> None:
        """Write down the keyword folders as they are, with so many passages."""
        parts = {
            postings.name: self._hashes.part(postings.files(), generation=generation, count=count)
            for postings in self._postings
        }
        if any(parts[postings.name] != self._part(postings) for postings in self._postings):
            self._manifest = replace(
                self._manifest,
                keywords=parts[self._passages.name],
                stretches=parts[self._stretches.name],
            )
            write_manifest(self._folder, self._manifest)
            for postings in self._postings:
                postings.kept.keep(parts[postings.name].files)

    # Files

    def _read_manifest(self) -> None:
        manifest = read_manifest(self._folder)
        ours = self._manifest
        if manifest is None or (manifest.model_hash, manifest.dim) != (ours.model_hash, ours.dim):
            self._manifest = replace(ours, vectors=None, keywords=None, stretches=None)
        else:
            self._manifest = manifest

    def _part(self, postings: Postings) -> Part | None:
        part: Part | None = getattr(self._manifest, postings.name)
        return part

    def _open_postings(self, postings: Postings) -> None:
        part = self._part(postings)
        postings.open(trusted=self._trusted(part, postings.head, postings.kept))

    def _open_vectors(self) -> None:
        if self._trusted(self._manifest.vectors, VECTORS):
            try:
                self.vectors = FlatVectorIndex.load(self._folder / VECTORS)
            except DamagedIndex as error:
                log.warning("%s; made again from the store", error)
            else:
                return
        self._manifest = replace(self._manifest, vectors=None)

    def _trusted(self, part: Part | None, head: str, kept: KeptFiles | None = None) -> bool:
        """Whether the files of a part, `head` among them, are as the manifest says.

        :param kept: Second names of these files, to put back what differs.
        """
        if part is None:
            return False
        differing = self._hashes.differing(part) or ([] if head in part.files else [head])
        if not differing:
            return True
        put_back = kept is not None and head in part.files and kept.go_back(part.files)
        log.warning(
            "%s (of %d files): not as written; %s",
            ", ".join(differing[:3]),
            len(differing),
            "put back as they were" if put_back else "made again from the store",
        )
        return put_back

    def _save_vectors(self) -> None:
        self.vectors.save(self._folder / VECTORS)
        self._unsaved = 0
        part = self._hashes.part([VECTORS], generation=self.generation, count=len(self.vectors))
        self._read_manifest()
        self._manifest = replace(self._manifest, vectors=part)
        write_manifest(self._folder, self._manifest)


def _some(keys: KeyArray) -> Iterator[KeyArray]:
    """Keys in parts whose embeddings are held at once."""
    return (keys[at : at + _EMBEDDINGS_AT_ONCE] for at in range(0, len(keys), _EMBEDDINGS_AT_ONCE))
