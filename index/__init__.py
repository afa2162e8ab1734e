"""Everything that happens before a question: readers, parsing, passages, embeddings, store."""
