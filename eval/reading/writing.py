"""What was learned, written as `retrieval/reading/weights.py` reads it, and read to go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save

from index.files import replaced
from retrieval.reading.weights import FORMAT, RECIPE, WEIGHTS, read_weights


def write_weights(
    weights: Mapping[str, torch.Tensor], base: str, recipe: Mapping[str, object], folder: Path
) -> str:
    """Write weights in bf16 with their recipe; give the SHA-256 of the file."""
    data = save({n: w.to(torch.bfloat16).contiguous() for n, w in sorted(weights.items())})
    sha256 = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    with replaced(folder / WEIGHTS) as half:
        half.write_bytes(data)
    about = {"sha256": sha256, "format": FORMAT, "base_sha256": base, **recipe}
    with replaced(folder / RECIPE) as half:
        half.write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return sha256


def weights_of(folder: Path, base: str) -> dict[str, torch.Tensor]:
    """A reader's weights to begin with; errors as `read_weights` has them."""
    weights, _ = read_weights(folder, base)
    return {name: torch.from_numpy(weight) for name, weight in weights.items()}
