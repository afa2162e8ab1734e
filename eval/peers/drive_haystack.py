"""haystack: word chunks in its in-memory store, by embeddings alone or joined with BM25.

As in its tutorial 27 "Your First QA Pipeline" with this very model, documents split by
`DocumentSplitter` as it stands: 200 words. The hybrid form is tutorial 33 "Hybrid Retrieval",
split for this model as tutorial 30 does (150 words, 50 of overlap). The two lists are joined by
`reciprocal_rank_fusion`, the mode that DocumentJoiner's page names for hybrid retrieval; the
tutorial's cross-encoder behind it is another model and stays out, as it does for all systems.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from eval.peers.contract import Chunk, Job, Ranked
from eval.peers.driving import drive

NAME = "document"
STORE = "store.json"


class Haystack:
    """See `eval.peers.driving.Engine`."""

    packages: Sequence[str] = (
        "haystack-ai",
        "sentence-transformers-haystack",
        "sentence-transformers",
        "torch",
        "numpy",
    )

    def __init__(self, job: Job) -> None:
        self._job = job
        self._hybrid = job.configuration == "hybrid"
        self._splitting = {"split_length": 150, "split_overlap": 50} if self._hybrid else {}
        shown = ", ".join(f"{name}={value}" for name, value in self._splitting.items())
        self.settings: Mapping[str, object] = {
            "splitter": f"DocumentSplitter({shown or 'split_length=200, split_overlap=0'})",
            "index": "InMemoryDocumentStore(), SentenceTransformersDocumentEmbedder(MODEL)",
            "search": "InMemoryEmbeddingRetriever"
            + (
                ' and InMemoryBM25Retriever, DocumentJoiner("reciprocal_rank_fusion")'
                if self._hybrid
                else ""
            ),
            "filter": f"meta.{NAME} == name, given to each retriever",
        }
        self._store = InMemoryDocumentStore()
        # Without documents it will only be asked, and the questions have an embedder of their own.
        if job.documents:
            self._embedder = SentenceTransformersDocumentEmbedder(
                model=job.model, progress_bar=False
            )
            self._embedder.warm_up()

    def build(self) -> None:
        """Split, embed and index the job's documents."""
        pipeline = Pipeline()
        pipeline.add_component("splitter", DocumentSplitter(**self._splitting))
        pipeline.add_component("embedder", self._embedder)
        pipeline.add_component("writer", DocumentWriter(self._store))
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        documents = [Document(content=o.text, meta={NAME: o.name}) for o in self._job.documents]
        pipeline.run({"splitter": {"documents": documents}})

    def chunks(self) -> Mapping[str, Chunk]:
        """What was indexed, by key, where it says that it starts."""
        return {
            chunk.id: Chunk(chunk.meta[NAME], chunk.content or "", chunk.meta["split_idx_start"])
            for chunk in self._store.filter_documents()
        }

    def save(self, folder: Path) -> None:
        """Keep the index."""
        self._store.save_to_disk(str(folder / STORE))

    def load(self, folder: Path) -> None:
        """Take the kept index."""
        self._store = InMemoryDocumentStore.load_from_disk(str(folder / STORE))
        self._pipeline = self._query_pipeline()

    def search(self, question: str, document: str | None) -> Sequence[Ranked]:
        """The best chunks, best first."""
        filters = None
        if document is not None:
            filters = {"field": f"meta.{NAME}", "operator": "==", "value": document}
        data: dict[str, dict[str, object]] = {
            "embedder": {"text": question},
            "vectors": {"filters": filters},
        }
        if self._hybrid:
            data["keywords"] = {"query": question, "filters": filters}
        last = "joiner" if self._hybrid else "vectors"
        chunks = self._pipeline.run(data)[last]["documents"]
        return [Ranked(chunk.id, float(chunk.score or 0.0)) for chunk in chunks]

    def _query_pipeline(self) -> Pipeline:
        depth = self._job.depth
        questions = SentenceTransformersTextEmbedder(model=self._job.model, progress_bar=False)
        pipeline = Pipeline()
        pipeline.add_component("embedder", questions)
        pipeline.add_component("vectors", InMemoryEmbeddingRetriever(self._store, top_k=depth))
        pipeline.connect("embedder.embedding", "vectors.query_embedding")
        if self._hybrid:
            pipeline.add_component("keywords", InMemoryBM25Retriever(self._store, top_k=depth))
            joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=depth)
            pipeline.add_component("joiner", joiner)
            pipeline.connect("keywords", "joiner")
            pipeline.connect("vectors", "joiner")
        return pipeline


if __name__ == "__main__":
    sys.exit(drive(Haystack, sys.argv[1:]))
