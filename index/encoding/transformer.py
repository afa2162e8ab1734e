"""A sentence-transformers model on the processor: the one file that touches it.

torch is touched here and, for training alone, in `index/training/training.py`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers import PreTrainedModel
from transformers.utils import logging as transformers_logging

from index.encoding.adapter import Adapter
from index.encoding.batches import by_length, check_lengths
from index.encoding.tokenizing import TokenizingEncoder, whole
from index.errors import AdapterChanged, ModelMissing
from index.records import FloatMatrix

# Word pieces in one forward pass, padding included. 400 briefing texts (mean 120 pieces) on one
# Sapphire Rapids core in bf16, texts a second: 1024 162, 2048 181, 4096 184, 8192 163, 16384 123.
BATCH_PIECES = 4096

logger = logging.getLogger(__name__)


class SentenceEncoder(TokenizingEncoder):
    """A loaded model as an `index.encoding.encoder.Encoder`, in batches of our own.

    `SentenceTransformer.encode` cuts long texts silently, and it sets truncation on the shared
    tokenizer at each call, which fails when two threads do so at once. Here the tokenizer is
    set once, each text passes it once, and batches are bounded in word pieces: 184 texts a
    second against 137 on the same core.

    One question (8 to 30 pieces), processor ms on one thread: bf16 5.0, fp32 7.0. A second
    thread saves 0.6 ms and costs 3.4, so a text alone is encoded on one; setting the number of
    threads takes 0.1 µs. Vectors of one text differ in the last digits with the batch it was
    in (cosine above 0.9999).
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        model_hash: str,
        threads: int,
        precision: Literal["auto", "bf16", "fp32"],
        adapter: Adapter | None = None,
    ) -> None:
        model = load_model(folder)
        if adapter is not None:
            _merge(model, adapter)
        self.name = name
        self.model_hash = model_hash
        # MiniLM's positions reach 512, but its folder says 256 and it was trained on 128 pieces:
        # what stands far behind was never weighed in training.
        self.dim, self.max_tokens = _limits(model, folder)
        self.threads = threads or len(os.sched_getaffinity(0))
        self.precision = _faster_precision() if precision == "auto" else precision
        self._tokenizer = whole(model.tokenizer.backend_tokenizer)
        self._pad = int(model.tokenizer.pad_token_id or 0)
        self._modules = tuple(model)
        if self.precision == "bf16":
            # The transformer alone; with the pooling in bf16 too, the lowest cosine with fp32
            # over 400 briefing texts falls from 0.9999 to 0.9994.
            self._modules[0].to(torch.bfloat16)
        logger.info("encoder %s: %s, %d threads", name, self.precision, self.threads)

    def encode_telling(
        self, texts: Sequence[str], tell: Callable[[Sequence[int]], None]
    ) -> FloatMatrix:
        """As `encode`; `tell` is given the places of the texts that each batch has done."""
        pieces = self._pieces(texts)
        check_lengths(texts, pieces, self.max_tokens, self.name)
        # Per thread, not per process: a pool's new thread starts with torch's own number.
        torch.set_num_threads(1 if len(texts) == 1 else self.threads)
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        for batch in by_length(pieces, BATCH_PIECES):
            rows[batch] = self._forward([pieces[i] for i in batch])
            tell(batch)
        return rows

    def _forward(self, batch: list[list[int]]) -> FloatMatrix:
        longest = max(len(ids) for ids in batch)
        input_ids = np.full((len(batch), longest), self._pad, dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.int64)
        for row, ids in enumerate(batch):
            input_ids[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        features = {
            "input_ids": torch.from_numpy(input_ids),
            "attention_mask": torch.from_numpy(mask),
        }
        with torch.inference_mode():
            features = self._modules[0](features)
            features = {key: _as_fp32(value) for key, value in features.items()}
            for module in self._modules[1:]:
                features = module(features)
        rows: FloatMatrix = features["sentence_embedding"].float().numpy()
        return rows


def load_model(folder: Path) -> SentenceTransformer:
    """Load a model for the processor, from its folder alone.

    :raises ModelMissing: The folder lacks a part of it.
    """
    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"{folder} holds weights but no sentence-transformers model that can be read "
            f"({error}): copy the model's whole folder, with its configuration and tokenizer"
        ) from error
    finally:
        if shown:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def blocks_of(model: SentenceTransformer) -> PreTrainedModel:
    """The transformer whose linear layers an adapter changes.

    :raises AdapterChanged: The model has none.
    """
    blocks = model.transformers_model
    if blocks is None:
        raise AdapterChanged("this model has no transformer to adapt: set the adapter to `none`")
    return blocks


def _merge(model: SentenceTransformer, adapter: Adapter) -> None:
    """Add an adapter's change to the weights, in fp32.

    :raises AdapterChanged: The model has no such layer, or one of another shape.
    """
    layers = dict(blocks_of(model).named_modules())
    for name, (down, up) in adapter.changes.items():
        weight = getattr(layers.get(name), "weight", None)
        if weight is None or tuple(weight.shape) != (up.shape[0], down.shape[1]):
            raise AdapterChanged(f"the adapter changes {name}, which the model does not have so")
        weight.data += torch.from_numpy(up @ down)


def _limits(model: SentenceTransformer, folder: Path) -> tuple[int, int]:
    """The width of a vector and the most word pieces in a text."""
    dim, pieces = model.get_embedding_dimension(), model.max_seq_length
    if dim is None or pieces is None:
        raise ModelMissing(
            f"the model in {folder} does not say its dimension ({dim}) or its longest text "
            f"({pieces}): set max_seq_length in its sentence_bert_config.json"
        )
    return dim, pieces


def _faster_precision() -> Literal["bf16", "fp32"]:
    """Choose bf16 where the processor multiplies it in tiles (AMX), else fp32.

    Texts a second on one core, bf16 and fp32, with oneDNN held to an instruction set:
    AMX 149 and 47, AVX512-BF16 32 and 50, AVX512 13 and 46, AVX2 5 and 47.
    """
    return "bf16" if torch.cpu.get_capabilities().get("amx_bf16") else "fp32"


def _as_fp32(value: torch.Tensor) -> torch.Tensor:
    return value.float() if value.dtype == torch.bfloat16 else value
