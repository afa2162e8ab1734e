"""Weights in a safetensors file as numpy arrays, whatever precision they are kept in."""

from __future__ import annotations

from typing import Any

import numpy as np
from safetensors import deserialize

from index.records import FloatMatrix

_FLOATS: dict[str, type[np.floating[Any]]] = {"F32": np.float32, "F16": np.float16}


def read_tensors(data: bytes) -> dict[str, FloatMatrix]:
    """The floating-point tensors of a file, float32, each in its own shape; others are left out.

    :raises safetensors.SafetensorError: The bytes are no such file.
    """
    tensors: dict[str, FloatMatrix] = {}
    for name, tensor in deserialize(data):  # type: ignore[no-untyped-call]
        kind, raw = str(tensor["dtype"]), bytes(tensor["data"])
        numbers: FloatMatrix
        if kind == "BF16":  # the upper half of a float32
            upper = np.frombuffer(raw, dtype="<u2").astype(np.uint32)
            numbers = (upper << 16).view(np.float32)
        elif kind in _FLOATS:
            numbers = np.frombuffer(raw, dtype=_FLOATS[kind]).astype(np.float32, copy=False)
        else:
            continue
        tensors[name] = numbers.reshape(tensor["shape"])
    return tensors
