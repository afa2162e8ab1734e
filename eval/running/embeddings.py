"""An encoder that remembers: a changed parser or passage length re-encodes only what is new.

Rows are kept in segments, one file for each batch that brought new texts, so that two runs at a
time never write to one file and a broken one loses only itself.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoding.encoder import Encoder
from index.records import FloatMatrix

logger = logging.getLogger(__name__)


class RememberingEncoder:
    """An `Encoder` that looks a text's row up in a folder before it asks the model.

    The folder is for one model: rows are kept under its name, its weights' hash and the number
    of dimensions.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.name = encoder.name
        self.model_hash = encoder.model_hash
        self.dim = encoder.dim
        self.max_tokens = encoder.max_tokens
        self._encoder = encoder
        precision = getattr(encoder, "precision", "")
        model = hashlib.sha256(
            f"{encoder.name}\n{encoder.model_hash}\n{precision}\n{encoder.dim}".encode()
        )
        self._folder = folder / f"embeddings-{model.hexdigest()[:16]}"
        self._rows = self._load()

    def count(self, texts: Sequence[str]) -> list[int]:
        """As the encoder counts."""
        return self._encoder.count(texts)

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """The rows of these texts, in order; only texts that were never seen are encoded."""
        digests = [hashlib.sha256(text.encode()).digest() for text in texts]
        new = {
            digest: text
            for digest, text in zip(digests, texts, strict=True)
            if digest not in self._rows
        }
        if new:
            rows = np.asarray(self._encoder.encode(list(new.values())), dtype=np.float32)
            self._rows.update(zip(new, rows, strict=True))
            self._keep(list(new), rows)
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.stack([self._rows[digest] for digest in digests])

    def _keep(self, digests: Sequence[bytes], rows: FloatMatrix) -> None:
        """Write a segment beside its place and rename it, so that no reader sees a part of it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        names = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(len(digests), -1)
        place = self._folder / hashlib.sha256(names.tobytes()).hexdigest()[:32]
        half = place.with_suffix(f".{os.getpid()}.part")
        with half.open("wb") as file:
            np.savez(file, digests=names, rows=rows)
        half.replace(place.with_suffix(".npz"))

    def _load(self) -> dict[bytes, FloatMatrix]:
        known: dict[bytes, FloatMatrix] = {}
        for path in sorted(self._folder.glob("*.npz")):
            try:
                with path.open("rb") as file, np.load(file, allow_pickle=False) as segment:
                    digests, rows = segment["digests"], segment["rows"]
            except (OSError, ValueError, KeyError, zipfile.BadZipFile):
                logger.warning("embedding cache: %s cannot be read and is made anew", path.name)
                continue
            if rows.shape == (len(digests), self.dim):
                known.update((d.tobytes(), row) for d, row in zip(digests, rows, strict=True))
        return known
