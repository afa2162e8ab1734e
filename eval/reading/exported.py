"""A cross-encoder that was exported to 8-bit ONNX, back as a folder that `CrossEncoder` loads.

`python -m eval.reading.exported EXPORT --out FOLDER`. EXPORT holds `model.onnx`, as ONNX Runtime's
dynamic quantization writes it, and `tokenizer.json`. A teacher may come in this form; in bf16 it
reads five times as fast as in the exported form (OpenVINO, one core of a Xeon with AMX).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from index.errors import OnRecordError, TrainingError

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
QUANTIZED, SCALE, ZERO = "_quantized", "_scale", "_zero_point"
_OPERATION = re.compile(r"/(?:MatMul|Gemm)[^/]*$")
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")
HEAD_WIDTH = 32
"""Of the MiniLM family."""


def weights_of_export(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights of an exported BERT by the names that transformers gives them."""
    graph = onnx.load(str(path)).graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights: dict[str, NDArray[np.float32]] = {
        name: values
        for name, values in held.items()
        if values.dtype == np.float32 and values.ndim == 1 and not name.startswith("onnx::")
    }
    for name in held:
        if name.endswith(f".weight{QUANTIZED}"):
            weights[name.removesuffix(QUANTIZED)] = _exact(held, name.removesuffix(QUANTIZED))
    for node in graph.node:
        quantized = [name for name in node.input if name.endswith(QUANTIZED) and name in held]
        if node.op_type == "MatMulInteger" and quantized:
            place = _OPERATION.sub("", node.name).strip("/").replace("/", ".")
            weights[f"{place}.weight"] = _exact(held, quantized[0].removesuffix(QUANTIZED)).T
    return weights


def _exact(held: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    values = held[f"{name}{QUANTIZED}"].astype(np.float32) - held[f"{name}{ZERO}"].astype(
        np.float32
    )
    return np.asarray(values * held[f"{name}{SCALE}"].astype(np.float32), dtype=np.float32)


def restore(export: Path, out: Path, *, head_width: int = HEAD_WIDTH) -> None:
    """Write the folder of a `CrossEncoder`.

    :param head_width: Numbers that one attention head reads of a piece; the export does not say.
    :raises TrainingError: The export holds no BERT with one score.
    """
    if lacking := [name for name in (MODEL, TOKENIZER) if not (export / name).is_file()]:
        raise TrainingError(
            f"{export} lacks {' and '.join(lacking)}: expected the folder of an export, with "
            f"{MODEL} and {TOKENIZER}"
        )
    try:
        weights = weights_of_export(export / MODEL)
    except DecodeError as error:
        raise TrainingError(f"{export / MODEL} is no ONNX ({error}): export it again") from error
    words = weights.get("bert.embeddings.word_embeddings.weight")
    inner = weights.get("bert.encoder.layer.0.intermediate.dense.weight")
    places = weights.get("bert.embeddings.position_embeddings.weight")
    layers = {int(found[1]) for name in weights if (found := _LAYER.search(name))}
    if words is None or inner is None or places is None or words.shape[1] % head_width:
        raise TrainingError(
            f"{export / MODEL} holds no BERT in 8 bits with heads of {head_width}: "
            "give another export"
        )
    config = BertConfig(
        vocab_size=words.shape[0],
        hidden_size=words.shape[1],
        num_hidden_layers=len(layers),
        num_attention_heads=words.shape[1] // head_width,
        intermediate_size=inner.shape[0],
        max_position_embeddings=places.shape[0],
    )
    config.num_labels = 1
    network = BertForSequenceClassification(config)
    given = {name: torch.from_numpy(weight.copy()) for name, weight in weights.items()}
    fit = network.load_state_dict(given, strict=False)
    if fit.missing_keys or fit.unexpected_keys:
        raise TrainingError(
            f"{export / MODEL} lacks {fit.missing_keys[:3]} or has {fit.unexpected_keys[:3]}: "
            "expected a BERT with one score"
        )
    network.save_pretrained(out)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(export / TOKENIZER),
        cls_token="[CLS]",  # noqa: S106 (a mark, no secret)
        sep_token="[SEP]",  # noqa: S106
        pad_token="[PAD]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
        model_max_length=places.shape[0],
    )
    tokenizer.save_pretrained(out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Restore an export as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m eval.reading.exported", description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        restore(options.export, options.out)
    except OnRecordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
