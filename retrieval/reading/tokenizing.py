"""The base model's tokenizer, as the reader needs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.encoding import tokenizing
from retrieval.reading.form import Marks, marks_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def load_tokenizer(base: Path) -> tuple[Tokenizer, Marks]:
    """The base model's tokenizer, which cuts nothing off, and its marks.

    :raises ReaderChanged: It lacks a mark.
    """
    tokenizer = tokenizing.load_tokenizer(base)
    return tokenizer, marks_of(tokenizer)
