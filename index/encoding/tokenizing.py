"""Texts to word pieces, and nothing cut off: the one file that touches tokenizers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from index.records import FloatMatrix


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder, which neither cuts texts nor fills them up."""
    return whole(Tokenizer.from_file(str(folder / "tokenizer.json")))


def whole(tokenizer: Tokenizer) -> Tokenizer:
    """The same tokenizer, from now on without cutting and filling up."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class TokenizingEncoder:
    """What encoders of texts have in common: how texts become word pieces."""

    _tokenizer: Tokenizer

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Turn texts into rows, in order: float32 `(len(texts), dim)`.

        :raises TextTooLong: A text has more than `max_tokens` word pieces.
        """
        return self.encode_telling(texts, lambda _: None)

    def encode_telling(
        self, texts: Sequence[str], tell: Callable[[Sequence[int]], None]
    ) -> FloatMatrix:
        """As `encode`; `tell` is given the places of the texts that each batch has done."""
        raise NotImplementedError

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the word pieces of each text, the model's own marks ([CLS], [SEP]) included."""
        return [len(ids) for ids in self._pieces(texts)]

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
