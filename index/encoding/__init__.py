"""Texts to embeddings: the model, and the adapter that changes it."""
