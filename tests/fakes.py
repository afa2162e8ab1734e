"""Stand-ins for what is slow to load, so that most tests need no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from index.errors import TextTooLong
from index.records import FloatMatrix

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by did do does for from had has have he her his i in is it its "
        "me not of on or our say said she so that the their they this to was we were what when "
        "where which who will with would you your q",
    )
)


class HashingEncoder:
    """A deterministic `Encoder`: texts that share words get nearer vectors.

    Each word, lower-cased and crudely stemmed, adds 1 to one coordinate, chosen by its hash; stop
    words add nothing. Coordinate 0 is a small constant, so that no text gives a zero row. Two
    texts without a shared word have a cosine near 0, unless their words collide.
    """

    def __init__(self, dim: int = 256, max_tokens: int = 256, name: str = "hashing") -> None:
        self.name = name
        self.model_hash = blake2b(f"{name} {dim}".encode(), digest_size=32).hexdigest()
        self.dim = dim
        self.max_tokens = max_tokens

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text, pieces in zip(rows, texts, self.count(texts), strict=True):
            if pieces > self.max_tokens:
                raise TextTooLong(f"{text[:40]!r}… has {pieces} pieces, limit {self.max_tokens}")
            row[0] = 0.01
            for word in stems(text):
                row[1 + self._coordinate(word)] += 1.0
        return rows

    def count(self, texts: Sequence[str]) -> list[int]:
        """Words and marks of each text, and two specials, as a word-piece model counts."""
        return [len(re.findall(r"\w+|[^\w\s]", text)) + 2 for text in texts]

    def _coordinate(self, word: str) -> int:
        digest = blake2b(word.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % (self.dim - 1)


def stems(text: str) -> list[str]:
    """The content words of a text, lower-cased, without a plural or past-tense ending."""
    words = [word for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS]
    return [re.sub(r"(?<=\w{3})(ing|ed|es|s)$", "", word) for word in words]
