"""An open index: what is on record, findable, and open to change.

The order of a change, and why: first the store commits (from here on the document is durable,
whatever happens), then the ledger notes that (`index/storing/ledger.py`), then the keywords are
written, then the manifest, then the vectors change in memory; only then is the document
acknowledged. When a step after the first fails, nothing is lost: the next opening or `refresh`
compares keys with the store and catches up. Until the last step all readers of this process see the
record as it was (`index/storing/before.py`), and then all of the change at once.

Reading needs no lock. Writing takes the lock of the folder for the time of the write alone, and
opening for the time of the check of the files, so that a service and a command line can work on
one index in turn; parsing and encoding happen before, outside of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from index.correcting import (
    change_corrections,
    resolver,
)
from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder
from index.errors import DiskFailed, DiskFull, NotFound, StoreError
from index.files import disk_named, sync_folder
from index.finding.derived import Derived, Findable
from index.finding.keywords import KeywordIndex
from index.finding.manifest import Manifest
from index.finding.vectors import VectorIndex
from index.locks import FileLock, Presence
from index.parsing.taught import NOTHING_TAUGHT, Taught
from index.prepare import CutSource, IncomingSource, cut, fingerprint, with_embeddings
from index.records import Correction, Document, FloatMatrix, Metadata
from index.reuse import embed_again
from index.storing.identity import read_mark, source_ids
from index.storing.ledger import Ledger
from index.storing.reserve import Reserve
from index.storing.rows import StoredSource
from index.storing.store import Store
from index.storing.writes import Change, remove_sources, set_origin, write_sources

DATABASE = "onrecord.sqlite3"
LOCK = "write.lock"
PRESENCE = "open.lock"
LOCK_TIMEOUT_S = 30.0

Status = Literal["added", "replaced", "unchanged"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PutResult:
    """What became of one file: its documents are durable and findable as of `generation`."""

    status: Status
    documents: tuple[Document, ...]
    generation: int
    notices: tuple[str, ...] = ()


class Index:
    """One index, open in this process; its methods may be called from many threads."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        budget: PassageBudget,
        lock: FileLock,
        presence: Presence,
    ) -> None:
        self.store = store
        self.encoder = encoder
        self.budget = budget
        self._lock = lock
        self._presence = presence
        self._changed = False
        self._closed = False
        self._ledger = Ledger(store.path.parent)
        self._reserve = Reserve(store.path.parent)
        with lock.held():
            store.check_file()  # another one may have been put in its place meanwhile
            settle(self._ledger, store, thorough=True)
            sync_folder(store.path.parent)  # SQLite does not ask whether the log's name is durable
            manifest = Manifest(encoder.name, encoder.model_hash, encoder.dim)
            self._derived = Derived(store.path.parent, store, manifest)
            self._reserve.fill()
        self._seen = self._derived.generation
        self._stuck = -1

    def findable_at(self, generation: int) -> Findable | None:
        """What can be found in this state of the store; None while it cannot be found yet.

        Where it cannot be made findable, for want of space, what could be found before.
        """
        found = self._derived.findable
        stuck = found.generation < generation == self._stuck
        return found if stuck or generation == found.generation else None

    @property
    def keywords(self) -> KeywordIndex:
        """Passages by their words and by their exchange."""
        return self._derived.keywords

    @property
    def stretches(self) -> KeywordIndex:
        """Stretches of passages by their words, see `index/cutting/stretches.py`."""
        return self._derived.stretches

    @property
    def vectors(self) -> VectorIndex:
        """Passages by nearness of meaning."""
        return self._derived.vectors

    @property
    def generation(self) -> int:
        """The store's generation as the last `refresh` or change of ours saw it."""
        return self._seen

    def refresh(self) -> int:
        """See what another process wrote: one SELECT when nothing was. The generation.

        While another thread or process is in the middle of a change the derived indexes stay
        as they are; a later call takes the change over.
        """
        generation = self.store.generation
        if generation != self._derived.generation:
            try:
                with self._lock.tried() as free:
                    if free and self.store.generation != self._derived.generation:
                        self._derived.refresh()
            except (OSError, DiskFull, DiskFailed) as error:
                # On a full disk questions are still answered, from what was found before.
                self._stuck = generation
                log.warning("cannot follow the store: %s", error)
                return self._seen
        self._seen = max(self._seen, generation)  # a change may have ended meanwhile
        return generation

    def put(
        self,
        name: str,
        data: bytes,
        *,
        media_type: str | None = None,
        metadata: Metadata | None = None,
        encoding: str = "utf-8",
        taught: Taught = NOTHING_TAUGHT,
    ) -> PutResult:
        """Add a file, or replace the one of this name; free when nothing about it changed.

        :param metadata: What is known of it beside its text; its fields win over the text's.
        :param taught: What is known of its labels.
        :raises SourceError: It cannot be read, or the same bytes have another name.
        :raises StoreLocked: Another process kept writing for too long.
        """
        from index.parsing.notices import notices  # noqa: PLC0415 (it waits for all forms)

        incoming = IncomingSource(name, data, media_type, metadata, encoding, taught=taught)
        known = self.known(incoming)
        if known is not None:
            with self._writing():  # what another process added may not be findable here yet
                if self.known(incoming) is not None:
                    return PutResult("unchanged", self._documents(name), self.generation)
        item = cut(incoming, self.budget, self.encoder)
        replaced = self.write([item], self.embed([item]))
        status: Status = "replaced" if name in replaced else "added"
        told = notices(item.parsed)
        return PutResult(status, self._documents(name), self.generation, told)

    def remove(self, name: str) -> int:
        """Remove the source of this name and all that came from it. The new generation.

        Nothing of it is found any more, and its text is overwritten in the database; single words
        may stay in tantivy's dictionary until it merges the segment that they stand in.

        :raises NotFound: No source has this name.
        """
        if not self.remove_all([name]):
            raise NotFound(f"no source is named {name!r}")
        return self.generation

    def remove_all(self, names: Sequence[str]) -> set[str]:
        """Remove these sources in one transaction; the names of them that were on record.

        On a full disk the space that was set aside is given up for it.
        """
        known: set[str] = set()
        try:
            self._remove(names, known)
        except DiskFull:
            if not self._reserve.give_up():
                raise
            self._remove(names, known)  # what the store has committed already is only followed
        return known

    def correct(
        self, new: Sequence[Correction], gone: Sequence[str] = (), origin: str | None = None
    ) -> int:
        """Lay corrections on what is on record, and take others off by their ids; the generation.

        :param origin: The folder whose file gives the new ones, None for none.
        """
        return self.transact(lambda connection: change_corrections(connection, new, gone, origin))

    def transact(self, work: Callable[[Connection], Change]) -> int:
        """Change what stands beside the sources in one transaction; the generation."""
        with self._changing():
            with self.store.writing() as connection:
                change = work(connection)
            self._note({}, ())
            self._follow(change)
        return self.generation

    def known(self, incoming: IncomingSource) -> StoredSource | None:
        """The source on record that this file would only repeat, None when it would change."""
        try:
            stored = self.store.source(incoming.name)
        except NotFound:
            return None
        return stored if stored.fingerprint == fingerprint(incoming, self.budget) else None

    def embed(
        self,
        items: Sequence[CutSource],
        tell: Callable[[Sequence[int]], None] | None = None,
    ) -> FloatMatrix:
        """The unit vectors of the passages of these files, in order.

        :param tell: Is given the places of passages that are done, see `index/encoding/encoder.py`.
        """
        return embed_again(items, self.store, self.encoder, tell)

    def write(
        self, items: Sequence[CutSource], embeddings: FloatMatrix, evicted: Sequence[str] = ()
    ) -> set[str]:
        """Write files in one transaction and make them findable; the names that were replaced.

        :param embeddings: One row per passage of all files, in order.
        :param evicted: Sources that are removed in the same transaction.
        :raises DuplicateSource: The same bytes are on record under another name.
        """
        prepared = with_embeddings(items, embeddings)
        names = [item.incoming.name for item in items]
        with self._changing():
            replaced = self.store.names(names)
            with self.store.writing() as connection:
                change = write_sources(connection, prepared, resolver(connection), evicted)
            self._note({item.incoming.name: item.incoming.source_id for item in items}, evicted)
            self._follow(change)
        return replaced

    def move(self, name: str, origin: str) -> None:
        """Record the folder that an unchanged file was seen in."""
        with self._writing(), self.store.writing() as connection:
            set_origin(connection, name, origin)

    def flush(self) -> None:
        """Bring all files of the folder up to date, as far as they may lag behind."""
        with self._writing():
            self._derived.flush()
            self._changed = False

    def close(self) -> None:
        """Write what is left to write of our own changes, and let go of the files.

        What cannot be written any more is made again from the store at the next opening.
        """
        with self._lock.against_threads():  # a change that is being made is finished
            try:
                if self._changed:
                    self.flush()
            except (StoreError, OSError) as error:
                log.warning("closing: %s", error)
            finally:
                self._closed = True
                self.store.close()
                self._presence.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, with the derived indexes as new as the store."""
        if self.store.is_in_snapshot:
            raise RuntimeError("a change inside a snapshot would be noted as the state before it")
        with disk_named(self.store.path), self._lock.held():
            if self._closed:
                raise StoreError(f"the index at {self.store.path.parent} is closed: open it again")
            self.store.check_file()
            settle(self._ledger, self.store)
            if self.store.generation != self._derived.generation:
                self._derived.refresh()
            self._seen = self._derived.generation
            yield
            self._reserve.fill()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the lock; what is changed inside is seen by other threads once it can be found."""
        with self._writing():
            with self.store.unseen():
                yield
            self._derived.save()
            self.store.empty_log()

    def _note(self, put: Mapping[str, str], gone: Sequence[str]) -> None:
        """Write down outside the database what it has committed."""
        self.store.check_file()
        with self.store.reading() as connection:
            mark = read_mark(connection)
        self._ledger.note(mark, put, gone)

    def _remove(self, names: Sequence[str], known: set[str]) -> None:
        """Remove those of these names that are on record, and add them to `known`."""
        with self._changing():
            there = sorted(self.store.names(names))
            known.update(there)
            if there:
                with self.store.writing() as connection:
                    change = remove_sources(connection, there, resolver(connection))
                self._note({}, there)
                self._follow(change)

    def _follow(self, change: Change) -> None:
        """Make findable what the store has committed."""
        self._changed = True
        self._derived.apply(change)
        self._seen = change.generation

    def _documents(self, name: str) -> tuple[Document, ...]:
        return tuple(
            self.store.document(document_id) for document_id in self.store.document_ids_of(name)
        )


def settle(ledger: Ledger, store: Store, *, thorough: bool = False) -> None:
    """Compare a store with what was acknowledged.

    :raises RecordLost: It is behind, or another one.
    """
    with store.reading() as connection:
        mark = read_mark(connection)
        ledger.settle(mark, lambda: source_ids(connection), thorough=thorough)
