"""llama-index: sentence chunks in a vector index, alone or fused with its BM25 retriever.

As in its starter example: `VectorStoreIndex.from_documents` and a retriever over it. The hybrid
form is that of its page "Reciprocal Rerank Fusion Retriever": vectors and BM25 over chunks of
256 tokens, fused by reciprocal rank; query generation, which needs a language model, is off.
Its usual chunks of 1,024 tokens are four times what this model reads, and longer than any hit may
be, so the 256 of that page, with 20 of overlap, stand in both forms.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from llama_index.core import (
    Document,
    Settings,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever

from eval.peers.contract import Chunk, Job, Ranked
from eval.peers.driving import drive

CHUNK_TOKENS = 256
OVERLAP_TOKENS = 20
NAME = "document"


class LlamaIndex:
    """See `eval.peers.driving.Engine`."""

    packages: Sequence[str] = (
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-retrievers-bm25",
        "bm25s",
        "sentence-transformers",
        "torch",
    )

    def __init__(self, job: Job) -> None:
        self._job = job
        self._hybrid = job.configuration == "hybrid"
        self.settings: Mapping[str, object] = {
            "splitter": f"SentenceSplitter(chunk_size={CHUNK_TOKENS}, "
            f"chunk_overlap={OVERLAP_TOKENS})",
            "index": "VectorStoreIndex.from_documents, HuggingFaceEmbedding(MODEL)",
            "search": "QueryFusionRetriever([vectors, BM25Retriever], num_queries=1, "
            'mode="reciprocal_rerank")'
            if self._hybrid
            else "as_retriever(similarity_top_k=limit)",
            "filter": "MetadataFilters on both retrievers",
        }
        Settings.llm = None
        self._embedding = HuggingFaceEmbedding(model_name=job.model, device="cpu")
        self._retrievers: dict[str | None, BaseRetriever] = {}

    def build(self) -> None:
        """Split, embed and index the job's documents."""
        # As its own file reader does, the name is kept out of what is embedded.
        documents = [
            Document(
                text=document.text,
                metadata={NAME: document.name},
                excluded_embed_metadata_keys=[NAME],
                excluded_llm_metadata_keys=[NAME],
            )
            for document in self._job.documents
        ]
        splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
        self._index = VectorStoreIndex.from_documents(
            documents, transformations=[splitter], embed_model=self._embedding
        )
        if self._hybrid:
            self._keywords = BM25Retriever.from_defaults(
                docstore=self._index.docstore, similarity_top_k=self._job.depth
            )

    def chunks(self) -> Mapping[str, Chunk]:
        """What was indexed, by key, where it says that it starts."""
        return {
            key: Chunk(node.metadata[NAME], node.text, node.start_char_idx)
            for key, node in self._index.docstore.docs.items()
        }

    def save(self, folder: Path) -> None:
        """Keep the index."""
        self._index.storage_context.persist(persist_dir=str(folder / "index"))
        if self._hybrid:
            self._keywords.persist(str(folder / "bm25"))

    def load(self, folder: Path) -> None:
        """Take the kept index."""
        storage = StorageContext.from_defaults(persist_dir=str(folder / "index"))
        self._index = load_index_from_storage(storage, embed_model=self._embedding)
        if self._hybrid:
            self._keywords = BM25Retriever.from_persist_dir(str(folder / "bm25"))

    def search(self, question: str, document: str | None) -> Sequence[Ranked]:
        """The best nodes, best first."""
        if document not in self._retrievers:
            self._retrievers[document] = self._retriever(document)
        nodes = self._retrievers[document].retrieve(question)
        return [Ranked(node.node.node_id, float(node.score or 0.0)) for node in nodes]

    def _retriever(self, document: str | None) -> BaseRetriever:
        depth = self._job.depth
        filters = None
        if document is not None:
            filters = MetadataFilters(filters=[MetadataFilter(key=NAME, value=document)])
        vectors = self._index.as_retriever(similarity_top_k=depth, filters=filters)
        if not self._hybrid:
            return vectors
        keywords = self._keywords
        if filters is not None:
            nodes = self._index.docstore.docs.values()
            inside = sum(node.metadata[NAME] == document for node in nodes)
            # Its filter only takes the score away: asked for more nodes than the document has, it
            # fills up with others.
            keywords = BM25Retriever(
                existing_bm25=keywords.bm25, similarity_top_k=min(depth, inside), filters=filters
            )
        return QueryFusionRetriever(
            [vectors, keywords],
            similarity_top_k=depth,
            num_queries=1,
            mode="reciprocal_rerank",
        )


if __name__ == "__main__":
    sys.exit(drive(LlamaIndex, sys.argv[1:]))
