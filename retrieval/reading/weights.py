"""The reader's weights in a folder: numbers only, without the base model's word embeddings.

reader.safetensors   the learned weights, bf16
recipe.json          how they were made, from which data, and the SHA-256 of the file
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from safetensors import SafetensorError

from index.encoding.tensors import read_tensors
from index.errors import ModelMissing, ReaderChanged
from index.records import FloatMatrix

WEIGHTS = "reader.safetensors"
RECIPE = "recipe.json"
FORMAT = 1
_CURE = "copy the folder again, make it again with `onrecord train-reader`, or set it to `none`"

Tensors = Mapping[str, FloatMatrix]


def read_weights(folder: Path, base: str) -> tuple[Tensors, str]:
    """Read the weights for the base model whose SHA-256 is `base`, with the SHA-256 of their file.

    :return: Each float32 in its own shape, by the name that transformers gives it.

    :raises ModelMissing: There are none.
    :raises ReaderChanged: They differ from their recipe, or were made for another base model.
    """
    try:
        data = (folder / WEIGHTS).read_bytes()
        recipe = json.loads((folder / RECIPE).read_bytes())
    except OSError as error:
        raise ModelMissing(
            f"no reader in {folder} ({error.strerror}): name a folder that `onrecord train-reader` "
            "wrote, or `none`"
        ) from error
    except ValueError as error:
        raise ReaderChanged(f"{folder / RECIPE} is not JSON ({error}): {_CURE}") from error
    about = recipe if isinstance(recipe, dict) else {}
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != about.get("sha256"):
        raise ReaderChanged(
            f"{folder / WEIGHTS} has SHA-256 {sha256}, its recipe says {about.get('sha256')}: "
            f"{_CURE}"
        )
    if about.get("format") != FORMAT:
        raise ReaderChanged(
            f"{folder} has format {about.get('format')}, expected {FORMAT}: {_CURE}"
        )
    if about.get("base_sha256") != base:
        raise ReaderChanged(
            f"{folder} was made for a model with SHA-256 {about.get('base_sha256')}, the installed "
            f"one has {base}: {_CURE}"
        )
    try:
        return read_tensors(data), sha256
    except SafetensorError as error:
        raise ReaderChanged(f"{folder / WEIGHTS} is damaged ({error}): {_CURE}") from error
