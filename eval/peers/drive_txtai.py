"""txtai: paragraphs into an embeddings database with content, dense or hybrid.

As in its notebook 52 "Build RAG pipelines": the files' paragraphs, each a row. The hybrid form
is its `hybrid` setting, a BM25 index beside the vectors, with the fusion that notebook 48
"Benefits of hybrid search" calls its default: a convex combination, both weighing the same.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from txtai import Embeddings
from txtai.pipeline import Segmentation

from eval.peers.contract import Chunk, Job, Ranked
from eval.peers.driving import drive

# No hit may be longer, see `eval/measuring/relevance.py`. 9 of press-dev's 100 briefings, and all
# meetings, have single line breaks between their turns: by paragraphs they would be one row of up
# to 61,000 characters.
LONGEST_HIT = 1_500


class Txtai:
    """See `eval.peers.driving.Engine`."""

    packages: Sequence[str] = ("txtai", "transformers", "torch", "faiss-cpu", "numpy")

    def __init__(self, job: Job) -> None:
        hybrid = job.configuration == "hybrid"
        options = {"content": True} | ({"hybrid": True} if hybrid else {})
        self.settings: Mapping[str, object] = {
            "splitter": "Segmentation(paragraphs=True, cleantext=False), lines=True for a document "
            f"mostly in paragraphs of several lines and over {LONGEST_HIT} characters, or in one",
            "index": f"Embeddings(path=MODEL, {_shown(options)}); its FAISS index is exact up to "
            "5,000 rows, IVF above",
            "search": "search(question, limit)" + (", weights 0.5 and 0.5" if hybrid else ""),
            "filter": "SELECT … WHERE similar(question, candidates) AND document = name, as many "
            "candidates as rows",
        }
        self._job = job
        self._rows: dict[str, Chunk] = {}
        # Cleaning would only collapse spaces, and then a chunk does not stand in its document.
        self._paragraphs = Segmentation(paragraphs=True, cleantext=False)
        self._lines = Segmentation(lines=True, cleantext=False)
        self._embeddings = Embeddings(path=job.model, gpu=False, **options)

    def build(self) -> None:
        """Split, embed and index the job's documents."""
        for document in self._job.documents:
            for words in self._split(document.text):
                if words.strip():
                    self._rows[str(len(self._rows))] = Chunk(document.name, words)
        self._embeddings.index(
            (key, {"text": chunk.text, "document": chunk.document}, None)
            for key, chunk in self._rows.items()
        )

    def _split(self, text: str) -> Sequence[str]:
        paragraphs: list[str] = self._paragraphs(text)
        long = sum(
            len(paragraph)
            for paragraph in paragraphs
            if "\n" in paragraph and len(paragraph) > LONGEST_HIT
        )
        return self._lines(text) if 2 * long > len(text) or len(paragraphs) < 2 else paragraphs

    def chunks(self) -> Mapping[str, Chunk]:
        """What was indexed, by key."""
        return self._rows

    def save(self, folder: Path) -> None:
        """Keep the index."""
        self._embeddings.save(str(folder / "embeddings"))

    def load(self, folder: Path) -> None:
        """Take the kept index."""
        self._embeddings.load(str(folder / "embeddings"))

    def search(self, question: str, document: str | None) -> Sequence[Ranked]:
        """The best rows, best first."""
        if document is None:
            rows = self._embeddings.search(question, self._job.depth)
        else:
            candidates = self._embeddings.count()
            rows = self._embeddings.search(
                f"SELECT id, text, score FROM txtai WHERE similar(:question, {candidates}) "  # noqa: S608
                "AND document = :document",
                self._job.depth,
                parameters={"question": question, "document": document},
            )
        return [Ranked(str(row["id"]), float(row["score"])) for row in rows]


def _shown(options: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in options.items())


if __name__ == "__main__":
    sys.exit(drive(Txtai, sys.argv[1:]))
