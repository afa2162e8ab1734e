"""An adapter: a low-rank change of a model's weights, in a folder of a few megabytes.

    adapter.safetensors  the change
    recipe.json          how it was made, from which data, and the SHA-256 of the change

For each linear layer `name` the file holds `name.down` (rank, in) and `name.up` (out, rank);
`weight + up @ down` is the adapted weight (Hu et al. 2021, "LoRA"). It is added once, when the
model is loaded, so that an adapted model encodes as fast as the plain one; PEFT would keep the
change apart and pay for it with each text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from index.errors import AdapterChanged, ModelMissing
from index.files import replaced
from index.records import FloatMatrix

FORMAT = "1"
CHANGE = "adapter.safetensors"
RECIPE = "recipe.json"
# One entry of the file's metadata: the library writes several in an order of chance.
_FACT = "onrecord"
_CURE = "copy it again, make it again with `onrecord adapt`, or set the adapter to `none`"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Low-rank changes by layer, `(down, up)`, for the weights whose SHA-256 is `base`.

    `name` and `sha256` are the folder's name and the file's hash, empty before it is written.
    """

    base: str
    changes: Mapping[str, tuple[FloatMatrix, FloatMatrix]]
    name: str = ""
    sha256: str = ""

    def scaled(self, share: float) -> Adapter:
        """The adapter with a share of its change: 0 is the plain model, 1 this one."""
        changes = {name: (down, up * share) for name, (down, up) in self.changes.items()}
        return Adapter(self.base, changes)


def read_adapter(folder: Path, base: str) -> Adapter:
    """Read the adapter in a folder, for the weights whose SHA-256 is `base`.

    :raises ModelMissing: There is no adapter.
    :raises AdapterChanged: It differs from what its recipe says, or was made for other weights.
    """
    try:
        data = (folder / CHANGE).read_bytes()
        recipe = json.loads((folder / RECIPE).read_bytes())
    except OSError as error:
        raise ModelMissing(
            f"no adapter in {folder} ({error.strerror}): name a folder that `onrecord adapt` "
            "wrote, or `none`"
        ) from error
    except ValueError as error:
        raise AdapterChanged(f"{folder / RECIPE} is not JSON ({error}): {_CURE}") from error
    sha256 = hashlib.sha256(data).hexdigest()
    expected = recipe.get("sha256") if isinstance(recipe, dict) else None
    if sha256 != expected:
        raise AdapterChanged(
            f"{folder / CHANGE} has SHA-256 {sha256}, its recipe says {expected}: {_CURE}"
        )
    fact, tensors = _parsed(data, folder)
    form, _, theirs = fact.partition(" ")
    if form != FORMAT:
        raise AdapterChanged(f"{folder / CHANGE} is no adapter of format {FORMAT}: {_CURE}")
    if theirs != base:
        raise AdapterChanged(
            f"{folder} was made for a model with SHA-256 {theirs[:12]}, this one has {base[:12]}: "
            "make an adapter for this model, or set the adapter to `none`"
        )
    return Adapter(base, _changes(tensors, folder), folder.absolute().name, sha256)


def write_adapter(adapter: Adapter, recipe: Mapping[str, object], folder: Path) -> str:
    """Write an adapter, in half precision, with its recipe; give the SHA-256 of the change."""
    tensors = {}
    for name, (down, up) in sorted(adapter.changes.items()):
        tensors[f"{name}.down"] = np.ascontiguousarray(down, dtype=np.float16)
        tensors[f"{name}.up"] = np.ascontiguousarray(up, dtype=np.float16)
    data = save(tensors, metadata={_FACT: f"{FORMAT} {adapter.base}"})
    sha256 = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    with replaced(folder / CHANGE) as half:
        half.write_bytes(data)
    with replaced(folder / RECIPE) as half:
        text = json.dumps({"sha256": sha256, **recipe}, indent=2, ensure_ascii=False)
        half.write_text(f"{text}\n", encoding="utf-8")
    return sha256


def _parsed(data: bytes, folder: Path) -> tuple[str, dict[str, FloatMatrix]]:
    """The format and base, from metadata that the library gives only of files; the tensors."""
    try:
        tensors = load(data)
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        return str(header.get("__metadata__", {}).get(_FACT, "")), tensors
    except (SafetensorError, ValueError) as error:
        raise AdapterChanged(f"{folder / CHANGE} is damaged ({error}): {_CURE}") from error


def _changes(
    tensors: Mapping[str, FloatMatrix], folder: Path
) -> dict[str, tuple[FloatMatrix, FloatMatrix]]:
    changes = {}
    for name in sorted({key.rpartition(".")[0] for key in tensors}):
        down, up = tensors.get(f"{name}.down"), tensors.get(f"{name}.up")
        if down is None or up is None or down.ndim != 2 or up.shape[1:] != down.shape[:1]:
            raise AdapterChanged(f"{folder}: {name} is incomplete: {_CURE}")
        if not (np.isfinite(down).all() and np.isfinite(up).all()):
            raise AdapterChanged(f"{folder}: {name} has numbers that are none: {_CURE}")
        changes[name] = (down.astype(np.float32), up.astype(np.float32))
    return changes
