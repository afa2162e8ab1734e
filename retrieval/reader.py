"""The reader: a trained model that reads a question against an exchange, and how one is loaded.

Words and nearness find; the reader says which of what was found answers, and with which sentences.
It is bundled (`retrieval/reading/weights`), can be switched off, and can be replaced by
any folder with a sentence-transformers `CrossEncoder`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from index.encoding.encoder import find_model
from index.errors import ModelMissing
from retrieval.reading.form import Exchange, Read

if TYPE_CHECKING:
    from retrieval.reading.compiled import CompiledReader
    from retrieval.reading.network import NetworkReader

NO_READER = "none"
SHIPPED = Path(__file__).parent / "reading" / "weights"
WEIGHTS = "reader.safetensors"
OTHER_WEIGHTS = "model.safetensors"
"""The file that makes a folder somebody else's cross-encoder."""

Precision = Literal["auto", "bf16", "fp32"]


class Reader(Protocol):
    """A loaded reader; `sha256` is the hash of its weights."""

    name: str
    sha256: str

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        """Read a question against each exchange, in order."""


def load_reader(
    reader: str | None = None, *, threads: int = 0, precision: Precision = "auto"
) -> Reader | None:
    """Load the reader, offline; its hash is checked before its numbers are read.

    :param reader: None for the bundled one, `none` for no reader, else a
        folder that `onrecord train-reader` wrote or that holds a `CrossEncoder`.
    :param threads: 0 takes every processor that this process may use.
    :return: None where no reader is wanted.
    :raises ModelMissing: There is no reader in the folder.
    :raises ReaderChanged: Its weights differ from its recipe, or belong to another base model.
    """
    if reader == NO_READER:
        return None
    folder = SHIPPED if reader is None else Path(reader)
    if (folder / WEIGHTS).is_file():
        base = find_model()
        return _ours()(folder, base.folder, base.sha256, threads, precision)
    if (folder / OTHER_WEIGHTS).is_file():
        from retrieval.reading.crossencoder import CrossEncoderReader  # noqa: PLC0415

        return CrossEncoderReader(folder, hash_of(folder / OTHER_WEIGHTS), threads)
    raise ModelMissing(
        f"no reader at {folder}: expected a folder with {WEIGHTS}, as `onrecord train-reader` "
        f"writes it, or a CrossEncoder with {OTHER_WEIGHTS}. Name such a folder, or `none`"
    )


def _ours() -> type[CompiledReader | NetworkReader]:
    """The compiled reader, or torch's where OpenVINO cannot be had."""
    try:
        from retrieval.reading.compiled import CompiledReader  # noqa: PLC0415 (a help text need not wait)
    except ImportError:
        from retrieval.reading.network import NetworkReader  # noqa: PLC0415 (5 s of imports)

        return NetworkReader
    return CompiledReader


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
