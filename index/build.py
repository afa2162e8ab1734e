"""From folders of files to an index: many files at once, batch by batch.

A batch is some thousand passages of many files: they are encoded together, committed in one
transaction and made findable. After an interruption all batches that were committed are there,
and the next run goes on from them, since a file that is on record unchanged costs nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.correcting import given_by
from index.correctionsfile import read_corrections_file
from index.errors import EncoderError, OnRecordError, SourceError, StoreError, TextTooLong
from index.listing import (
    CORRECTIONS,
    ListedFile,
    list_path,
    plainly,
)
from index.live import Index, PutResult
from index.opening import open_index
from index.parsing.notices import notices
from index.prepare import CutSource, cut
from index.readers import DEFAULT_MAX_BYTES
from index.records import FloatMatrix

__all__ = ["Index", "IndexReport", "Progress", "PutResult", "index_paths", "open_index"]

BATCH_PASSAGES = 2_000
"""At 100 passages a second a batch is 20 s of work, the most that an interruption loses."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an indexing run is; `passages_per_s` counts from its start.

    `files_done` have been read; their passages are encoded after that, a batch of many files at a
    time, which takes nearly all of the time. `share` is how much of the whole work is done, from 0
    to 1, by the size of files and the length of passages.
    """

    files_done: int
    files_total: int
    passages_done: int
    passages_per_s: float
    share: float


@dataclass(slots=True)
class IndexReport:
    """What became of each file, by its name in the index.

    `duplicates` holds the paths of files with the same bytes as another, and that one's name;
    `failed` the paths of files that could not be indexed, each with the reason; `unknown` the
    paths of a folder's files that no reader knows, by the ending of their names; `notices` the
    names of files of which something could not be told, such as who speaks, with what it is.
    `corrections` counts what the folders' corrections files say, see `index/correctionsfile.py`.
    `speechless` are those of `added` and `replaced` in which nobody is marked as speaking.
    """

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    notices: list[tuple[str, str]] = field(default_factory=list)
    speechless: list[str] = field(default_factory=list)
    corrections: int = 0
    documents: int = 0
    passages: int = 0
    seconds: float = 0.0


def index_paths(
    index: Index,
    paths: Sequence[Path],
    *,
    progress: Callable[[Progress], None] | None = None,
    encoding: str = "utf-8",
    prune: bool = False,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> IndexReport:
    """Add files and the files of folders; what is on record unchanged is left alone.

    A file in a folder is named by its path relative to that folder, with `/`; a file alone by
    its own name. Of a folder, files are taken whose extension a reader knows, and the others are
    reported; hidden ones and sidecars (`<name>.meta.json`) are not files of their own.

    :param progress: Called after each file and each batch.
    :param prune: Remove sources that were indexed from one of these folders earlier and whose
        file is gone.
    :param max_bytes: A larger file is reported as failed; the readers' own limit stays.
    :raises StoreMissing: A path does not exist; nothing is indexed.
    """
    started = time.perf_counter()
    listings = [list_path(path) for path in paths]
    files = list(dict.fromkeys(file for listing in listings for file in listing.files))
    run = _Run(index, files, encoding, max_bytes, progress)
    for listing in listings:
        path = listing.path
        for ending, names in listing.unknown.items():
            known = run.report.unknown.setdefault(ending, [])
            known += [plainly(str(path / name)) for name in names]
        run.report.failed += [
            (plainly(str(path / name)), f"{path / name} describes a file that is not there")
            for name in listing.lonely
        ]
    try:
        if prune:
            for listing in listings:
                run.prune(listing.path, listing.files)
        for file in files:
            run.take(file)
        run.commit()
        for path in paths:
            run.correct(path)
    finally:
        index.flush()
    run.report.seconds = time.perf_counter() - started
    return run.report


class _Run:
    """One indexing run: the batch that is being filled, and what has become of the files."""

    def __init__(
        self,
        index: Index,
        files: Sequence[ListedFile],
        encoding: str,
        max_bytes: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.report = IndexReport()
        self._index = index
        self._files_total = len(files)
        self._files_done = 0
        self._encoding = encoding
        self._max_bytes = max_bytes
        self._progress = progress
        self._started = time.perf_counter()
        self._sizes = {file: file.size for file in files}
        self._bytes_total = max(1, sum(self._sizes.values()))
        self._bytes_done = 0
        self._bytes_in_batch = 0
        self._batch: list[CutSource] = []
        self._evicted: list[str] = []
        self._paths: dict[str, Path] = {}
        self._ours = {file.name: file for file in files}
        self._on_record = {source.name: source.source_id for source in index.store.sources()}
        self._owner = {source_id: name for name, source_id in self._on_record.items()}

    def prune(self, folder: Path, listed: Sequence[ListedFile]) -> None:
        """Remove the sources that came from a folder and are not in it any more."""
        origin = str(folder.resolve())
        ours = [source.name for source in self._index.store.sources() if source.origin == origin]
        if not folder.is_dir() or not ours:
            return
        if not listed:
            # An empty folder is more often a disk that is not there than a wish to forget all.
            reason = (
                f"it has no transcript, and {len(ours)} on record came from it: none is removed"
            )
            self.report.failed.append((str(folder), reason))
            return
        gone = sorted(set(ours) - {file.name for file in listed})
        self._index.remove_all(gone)
        self.report.removed += gone
        for name in gone:
            del self._owner[self._on_record.pop(name)]

    def correct(self, folder: Path) -> None:
        """Lay on what the corrections file of a folder says, and take off what it says no more."""
        if not folder.is_dir():
            return
        origin, path = str(folder.resolve()), plainly(str(folder / CORRECTIONS))
        try:
            wanted = read_corrections_file(folder)
            known = {
                stored.correction_id: stored.correction
                for stored in given_by(self._index.store, origin)
            }
            if tuple(known.values()) != wanted:
                self._index.correct(wanted, tuple(known), origin)
        except SourceError as error:
            self.report.failed.append((path, plainly(str(error))))
            return
        theirs = given_by(self._index.store, origin)
        self.report.corrections += len(theirs)
        for number, stored in enumerate(theirs, start=1):
            if not stored.applied:
                waits = (
                    f"correction {number} ({stored.correction.kind}) waits: what it names is not "
                )
                self.report.notices.append((path, waits + "on record, or several are called so"))

    def take(self, file: ListedFile) -> None:
        """Read one file into the batch; commit the batch when it is full."""
        waiting = len(self._batch)
        try:
            self._read(file)
        except TextTooLong as error:
            self._fail(file, error)
        except (StoreError, EncoderError):
            raise  # it is not the file's fault, and the next file would fail alike
        except (OnRecordError, OSError, RuntimeError) as error:
            # Before Python 3.13 a link to itself is a RuntimeError.
            self._fail(file, error)
        self._files_done += 1
        if len(self._batch) > waiting:
            self._bytes_in_batch += self._sizes[file]
        else:
            self._bytes_done += self._sizes[file]
        if sum(len(item.passages) for item in self._batch) >= BATCH_PASSAGES:
            self.commit()
        self._tell()

    def _fail(self, file: ListedFile, error: Exception) -> None:
        path, reason = plainly(str(file.path)), plainly(str(error))
        log.warning("%s is not indexed: %s", path, reason)
        self.report.failed.append((path, reason))

    def commit(self) -> None:
        """Encode the batch and write it in one transaction."""
        batch, evicted = self._batch, self._evicted
        self._batch, self._evicted = [], []
        if batch:
            embeddings = self._encode(batch)
            replaced = self._index.write(batch, embeddings, evicted)
            for item in batch:
                name = item.incoming.name
                (self.report.replaced if name in replaced else self.report.added).append(name)
                self.report.notices += [(name, words) for words in notices(item.parsed)]
                if all(turn.label is None for turn in item.parsed.turns):
                    self.report.speechless.append(name)
                self.report.documents += len(item.parsed.documents)
                self.report.passages += len(item.passages)
            self._bytes_done += self._bytes_in_batch
            self._bytes_in_batch = 0
            self._tell()

    def _encode(self, batch: Sequence[CutSource]) -> FloatMatrix:
        """The embeddings of a batch; how far it is, is told while they are made."""
        lengths = [len(passage.embedded) for item in batch for passage in item.passages]
        whole = max(1, sum(lengths))
        done, characters = 0, 0

        def tell(places: Sequence[int]) -> None:
            nonlocal done, characters
            done += len(places)
            characters += sum(lengths[place] for place in places)
            self._tell(done, self._bytes_in_batch * characters / whole)

        return self._index.embed(batch, tell)

    def _read(self, file: ListedFile) -> None:
        earlier = self._paths.setdefault(file.name, file.path)
        if earlier.resolve() != file.path.resolve():
            raise SourceError(
                f"{file.path} and {earlier} would both be named {file.name!r}: index the folder "
                "above both, or rename one"
            )
        incoming = file.read(self._encoding, self._max_bytes)
        known = self._index.known(incoming)
        if known is not None:
            self.report.unchanged.append(file.name)
            if known.origin != incoming.origin:
                self._index.move(file.name, str(incoming.origin))
        elif self._claim(file, incoming.source_id):
            self._batch.append(cut(incoming, self._index.budget, self._index.encoder))

    def _claim(self, file: ListedFile, source_id: str) -> bool:
        """Whether these bytes may stand under the file's name; else it is a duplicate.

        The source that holds them gives way when its own file is to be read in this run and
        has other bytes by now: two files may have changed names.
        """
        owner = self._owner.get(source_id, file.name)
        if owner != file.name:
            now = self._ours.get(owner)
            if now is None or now.has_bytes_of(source_id):
                self.report.duplicates.append((str(file.path), owner))
                return False
            self._evicted.append(owner)
            del self._on_record[owner]
        self._owner.pop(self._on_record.get(file.name, ""), None)
        self._on_record[file.name] = source_id
        self._owner[source_id] = file.name
        return True

    def _tell(self, passages: int = 0, size: float = 0.0) -> None:
        """Tell how far it is, with what is encoded of the batch beside what is committed."""
        if self._progress is not None:
            seconds = time.perf_counter() - self._started
            done = self.report.passages + passages
            share = min(1.0, (self._bytes_done + size) / self._bytes_total)
            told = Progress(self._files_done, self._files_total, done, done / seconds, share)
            self._progress(told)
