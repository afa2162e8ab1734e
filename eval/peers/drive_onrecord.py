"""Ours in the frame of the peers' drivers, so that its costs are taken in the same way.

Its answers are taken from `eval.running.systems`; here only seconds and memory are measured. The
index is built from the files, or from the turns of a collection that gives turns, by an encoder
that remembers nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.peers.contract import Chunk, Job, Ranked
from eval.peers.driving import drive
from eval.running.loading import load
from eval.running.passages import PassageTable
from eval.running.prepared import index_parsed
from index.build import Index, index_paths, open_index
from index.encoding.encoder import load_encoder
from index.errors import CollectionError
from index.records import Scored
from retrieval.answer import Searcher
from retrieval.reader import load_reader
from retrieval.results import Question

DATA = "data"


class OnRecordEngine:
    """See `eval.peers.driving.Engine`."""

    packages: Sequence[str] = ("sentence-transformers", "torch", "faiss-cpu", "tantivy", "numpy")

    def __init__(self, job: Job) -> None:
        self._job = job
        self._encoder = load_encoder(threads=job.threads)
        self.settings: Mapping[str, object] = {
            "splitter": "turns, passages ending at sentences",
            "index": "onrecord index, precision " + str(getattr(self._encoder, "precision", "")),
            "search": "onrecord search",
            "filter": "documents",
        }
        if job.documents:
            home = Path(job.documents_folder) if job.documents_folder else None
            self._collection = load(Path(job.collection), home)
        self._index: Index | None = None
        self._searcher: Searcher | None = None

    def build(self) -> None:
        """Read, parse, embed and index the collection's documents.

        :raises CollectionError: A document cannot be indexed.
        """
        place = Path(self._job.index) / DATA
        self._index = open_index(place, self._encoder, create=True)
        if self._collection.parsed:
            index_parsed(self._index, self._collection.parsed)
            return
        report = index_paths(self._index, self._collection.paths())
        if report.failed:
            raise CollectionError(f"documents that cannot be indexed: {report.failed}")

    def chunks(self) -> Mapping[str, Chunk]:
        """Every passage, by its start, where a hit that joins it with the next ones starts too."""
        assert self._index is not None, "asked for before build"  # noqa: S101
        passages = PassageTable(self._index.store)
        every = passages.found([Scored(int(key), 0.0) for key in passages.keys])
        return {
            f"{passage.document}:{passage.start}": Chunk(
                passage.document, passage.text, passage.start
            )
            for passage in every
        }

    def save(self, folder: Path) -> None:
        """Close the index, which is kept as it is built."""
        assert self._index is not None, "saved before build"  # noqa: S101
        self._index.close()

    def load(self, folder: Path) -> None:
        """Open the kept index."""
        self._index = open_index(folder / DATA, self._encoder)
        self._searcher = Searcher(self._index, reader=load_reader())

    def search(self, question: str, document: str | None) -> Sequence[Ranked]:
        """The best passages, best first."""
        assert self._searcher is not None, "asked before load"  # noqa: S101
        documents = () if document is None else (document,)
        asked = Question(text=question, limit=self._job.depth, documents=documents)
        return [
            Ranked(f"{c.source_name}:{c.start}", hit.score)
            for hit in self._searcher.search(asked).hits
            for c in (hit.citation,)
        ]


if __name__ == "__main__":
    sys.exit(drive(OnRecordEngine, sys.argv[1:]))
