"""A BERT (Devlin et al. 2019) compiled for this processor: the one file that touches OpenVINO.

It is put together from the weights alone, so neither torch nor a conversion is needed: a question
from the shell waits 4 s less. `python -m eval.bench.runtimes`, one thread of a Sapphire Rapids,
times as fast as torch in fp32: texts 3.1 in bf16 (torch's bf16 3.0), one question 2.1 (1.4); the
reader's windows 1.6 times as fast as torch's bf16 reads them. The cosine with torch in fp32 is at
least 0.9999999 in fp32 and 0.99997 in bf16, where torch's own has 0.99992.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from index.records import FloatMatrix

# OpenVINO's package reports its use to its maker where this module can be imported: it cannot.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
import openvino as ov  # noqa: E402
from openvino import opset15 as op  # noqa: E402

Precision = Literal["bf16", "fp32"]
Tensors = Mapping[str, FloatMatrix]
Integers = npt.NDArray[np.int32]
HINTS = {"bf16": "bf16", "fp32": "f32"}
WORDS = "embeddings.word_embeddings.weight"
EMBEDDED = ("word", "token_type", "position")
LINEAR = (
    *(f"attention.self.{part}" for part in ("query", "key", "value")),
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
NORMED = ("attention.output.LayerNorm", "output.LayerNorm")
ALIGNED = 16
"""Texts are padded to a multiple of so many pieces. Each new shape of a pass costs 10 to 40 ms,
and other lengths fill a matrix tile badly: with 16 texts are encoded 1.13 times as fast as without,
with 8 1.07, with 32 1.04 (medians of 20 calls of 120 passages, one thread of a Xeon with AMX)."""
_HIDDEN = -10_000.0
"""Added to what a piece gives to padding; in bf16 still far below everything else."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network's configuration says and its weights do not."""

    layers: int
    heads: int
    epsilon: float

    @classmethod
    def of(cls, folder: Path) -> Shape | None:
        """The shape of the model in a folder; None where it is no BERT of the usual kind."""
        try:
            said = json.loads((folder / "config.json").read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(said, dict) or said.get("model_type") != "bert":
            return None
        usual = (said.get("hidden_act"), said.get("position_embedding_type", "absolute"))
        if usual != ("gelu", "absolute"):
            return None
        try:
            return cls(
                int(said["num_hidden_layers"]),
                int(said["num_attention_heads"]),
                float(said.get("layer_norm_eps", 1e-12)),
            )
        except (KeyError, TypeError, ValueError):
            return None

    def names(self) -> set[str]:
        """What the weights of such a network are called."""
        embedded = [f"embeddings.{name}_embeddings.weight" for name in EMBEDDED]
        both = [
            f"encoder.layer.{layer}.{part}"
            for layer in range(self.layers)
            for part in (*LINEAR, *NORMED)
        ]
        both.append("embeddings.LayerNorm")
        return {*embedded, *(f"{part}.{kind}" for part in both for kind in ("weight", "bias"))}


@dataclass(frozen=True, slots=True)
class Part:
    """Texts for one pass, padded to one length: each int32 `(texts, pieces)`."""

    ids: Integers
    mask: Integers
    types: Integers

    @classmethod
    def of(cls, texts: Sequence[Sequence[int]], pad: int, seconds: Sequence[int] = ()) -> Part:
        """Pad word pieces to one length, a multiple of `ALIGNED`.

        :param seconds: For each text the place from which its pieces are of the second type;
            none are where this is empty.
        """
        longest = max(len(text) for text in texts)
        shape = (len(texts), -(-longest // ALIGNED) * ALIGNED)
        ids, mask, types = (np.full(shape, fill, dtype=np.int32) for fill in (pad, 0, 0))
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
            if seconds:
                types[row, seconds[row] : len(text)] = 1
        return cls(ids, mask, types)


class Bert:
    """A compiled network; safe to share between threads, which wait for one another's passes."""

    def __init__(
        self,
        tensors: Tensors,
        shape: Shape,
        *,
        precision: Precision,
        threads: int,
        head: tuple[FloatMatrix, FloatMatrix] | None = None,
    ) -> None:
        """Compile it.

        :param tensors: By the names that transformers' `BertModel` gives them.
        :param threads: So many passes run at once, each on one thread.
        :param head: Weight `(outputs, dim)` and bias `(outputs,)` of a last linear layer.
        """
        self._compiled = _core().compile_model(
            _network(tensors, shape, head),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": HINTS[precision],
                "INFERENCE_NUM_THREADS": threads,
                "NUM_STREAMS": threads,
                "ENABLE_CPU_PINNING": False,  # other programs need these cores too
            },
        )

    def run(self, parts: Sequence[Part]) -> list[FloatMatrix]:
        """What the network gives for each part, float32 `(texts, pieces, dim or outputs)`."""
        requests = []
        for part in parts:
            request = self._compiled.create_infer_request()
            request.start_async([part.ids, part.mask, part.types], share_inputs=True)
            requests.append(request)
        outputs = []
        for request in requests:
            request.wait()
            outputs.append(np.array(request.get_output_tensor(0).data, dtype=np.float32))
        return outputs


def processor() -> str:
    """The processor's name, as OpenVINO gives it, with the runtime's version."""
    return f"{_core().get_property('CPU', 'FULL_DEVICE_NAME')}, OpenVINO {ov.__version__}"


@cache
def _core() -> ov.Core:
    return ov.Core()


def _network(
    tensors: Tensors, shape: Shape, head: tuple[FloatMatrix, FloatMatrix] | None
) -> ov.Model:
    inputs = [op.parameter([-1, -1], np.int32, name=name) for name in ("ids", "mask", "types")]
    ids, mask, types = inputs
    rows = _embedded(tensors, ids, types)
    rows = _normed(rows, tensors, "embeddings.LayerNorm", shape.epsilon)
    hidden = op.multiply(op.subtract(_number(1.0), op.convert(mask, "f32")), _number(_HIDDEN))
    hidden = op.unsqueeze(hidden, _integers(1, 2))
    for layer in range(shape.layers):
        rows = _layer(rows, hidden, tensors, f"encoder.layer.{layer}.", shape)
    if head is not None:
        rows = op.add(op.matmul(rows, op.constant(head[0]), False, True), op.constant(head[1]))
    return ov.Model([op.result(rows)], inputs)


def _embedded(tensors: Tensors, ids: Any, types: Any) -> Any:  # noqa: ANN401 (a node has no public type)
    first, one = _integer(0), _integer(1)
    length = op.gather(op.shape_of(ids, "i32"), one, first)
    # Padding may reach beyond the last place that the network knows; what stands there is not read.
    last = _integer(len(tensors["embeddings.position_embeddings.weight"]) - 1)
    places = op.minimum(op.range(first, length, one, "i32"), last)
    looked_up = [
        op.gather(op.constant(tensors[f"embeddings.{name}_embeddings.weight"]), which, first)
        for name, which in (("word", ids), ("token_type", types), ("position", places))
    ]
    return op.add(op.add(looked_up[0], looked_up[1]), looked_up[2])


def _layer(rows: Any, hidden: Any, tensors: Tensors, name: str, shape: Shape) -> Any:  # noqa: ANN401
    dim = tensors[WORDS].shape[1]
    query, key, value = (
        _heads(_linear(rows, tensors, f"{name}attention.self.{part}"), shape.heads, dim)
        for part in ("query", "key", "value")
    )
    told = op.scaled_dot_product_attention(query, key, value, hidden)
    told = op.reshape(op.transpose(told, _integers(0, 2, 1, 3)), _integers(0, 0, dim), True)
    told = op.add(_linear(told, tensors, f"{name}attention.output.dense"), rows)
    rows = _normed(told, tensors, f"{name}attention.output.LayerNorm", shape.epsilon)
    wide = op.gelu(_linear(rows, tensors, f"{name}intermediate.dense"), "erf")
    wide = op.add(_linear(wide, tensors, f"{name}output.dense"), rows)
    return _normed(wide, tensors, f"{name}output.LayerNorm", shape.epsilon)


def _heads(rows: Any, heads: int, dim: int) -> Any:  # noqa: ANN401
    """From `(texts, pieces, dim)` to `(texts, heads, pieces, dim / heads)`."""
    apart = op.reshape(rows, _integers(0, 0, heads, dim // heads), True)
    return op.transpose(apart, _integers(0, 2, 1, 3))


def _linear(rows: Any, tensors: Tensors, name: str) -> Any:  # noqa: ANN401
    product = op.matmul(rows, op.constant(tensors[f"{name}.weight"]), False, True)
    return op.add(product, op.constant(tensors[f"{name}.bias"]))


def _normed(rows: Any, tensors: Tensors, name: str, epsilon: float) -> Any:  # noqa: ANN401
    normed = op.mvn(rows, _integers(-1), True, epsilon, "inside_sqrt")
    scaled = op.multiply(normed, op.constant(tensors[f"{name}.weight"]))
    return op.add(scaled, op.constant(tensors[f"{name}.bias"]))


def _integer(number: int) -> Any:  # noqa: ANN401
    return op.constant(np.int32(number))


def _integers(*numbers: int) -> Any:  # noqa: ANN401
    return op.constant(np.array(numbers, dtype=np.int32))


def _number(number: float) -> Any:  # noqa: ANN401
    return op.constant(np.float32(number))
