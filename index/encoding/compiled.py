"""The installed model and its like, compiled: loaded without torch, in a third of a second."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from safetensors import SafetensorError, safe_open

from index.encoding.adapter import Adapter
from index.encoding.batches import by_length, check_lengths
from index.encoding.bert import ALIGNED, WORDS, Bert, Part, Shape
from index.encoding.tensors import read_tensors
from index.encoding.tokenizing import TokenizingEncoder, load_tokenizer
from index.encoding.trial import faster
from index.errors import AdapterChanged
from index.records import FloatMatrix

# Word pieces in one pass, padding included.
BATCH_PIECES = 2048
WEIGHTS = "model.safetensors"
_MODULES = ({"Transformer", "Pooling"}, {"Transformer", "Pooling", "Normalize"})

logger = logging.getLogger(__name__)


class CompiledEncoder(TokenizingEncoder):
    """A BERT whose pieces are averaged, as an `index.encoding.encoder.Encoder`.

    Each text passes the tokenizer once and nothing is cut silently; batches are bounded in word
    pieces, sorted by length, and run side by side, each on one thread. Vectors of one text differ
    in the last digits with the batch it was in.
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
        """Load and compile it; `compilable` has said that the folder is of this kind."""
        shape = Shape.of(folder)
        if shape is None:
            raise AssertionError(f"{folder} is not compilable")
        tensors = read_tensors((folder / WEIGHTS).read_bytes())
        if adapter is not None:
            _add(tensors, adapter)
        self.name = name
        self.model_hash = model_hash
        self.dim = int(tensors[WORDS].shape[1])
        self.max_tokens = _said(folder / "sentence_bert_config.json")["max_seq_length"]
        self.threads = threads or len(os.sched_getaffinity(0))
        self.precision = precision if precision != "auto" else faster(tensors, shape).precision
        self.runtime = "OpenVINO"
        self._bert = Bert(tensors, shape, precision=self.precision, threads=self.threads)
        self._tokenizer = load_tokenizer(folder)
        self._pad = self._tokenizer.token_to_id("[PAD]") or 0
        logger.info("encoder %s: %s, %d threads", name, self.precision, self.threads)

    def encode_telling(
        self, texts: Sequence[str], tell: Callable[[Sequence[int]], None]
    ) -> FloatMatrix:
        """As `encode`; `tell` is given the places of the texts that each batch has done."""
        pieces = self._pieces(texts)
        check_lengths(texts, pieces, self.max_tokens, self.name)
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        batches = list(by_length(pieces, BATCH_PIECES, ALIGNED))
        for at in range(0, len(batches), self.threads):
            together = batches[at : at + self.threads]
            parts = [Part.of([pieces[i] for i in batch], self._pad) for batch in together]
            for batch, part, states in zip(together, parts, self._bert.run(parts), strict=True):
                rows[batch] = _means(states, part)
                tell(batch)
        return rows


def compilable(folder: Path) -> bool:
    """Whether the folder's model is a BERT whose pieces are averaged, and nothing else."""
    try:
        modules = {
            str(module["type"]).rpartition(".")[2] for module in _said(folder / "modules.json")
        }
        pooling = _said(folder / "1_Pooling" / "config.json")
        longest = _said(folder / "sentence_bert_config.json")["max_seq_length"]
        told = (folder / "tokenizer.json").is_file() and Shape.of(folder) is not None
        with safe_open(folder / WEIGHTS, framework="np") as weights:
            told = told and WORDS in weights.keys()  # noqa: SIM118 (it is no mapping)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError):
        return False
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode_") and on}
    mean = modes == {"pooling_mode_mean_tokens"}
    return told and modules in _MODULES and mean and isinstance(longest, int)


def _said(path: Path) -> Any:  # noqa: ANN401 (whatever the JSON holds)
    return json.loads(path.read_bytes())


def _add(tensors: dict[str, FloatMatrix], adapter: Adapter) -> None:
    """Add an adapter's change to the weights.

    :raises AdapterChanged: The model has no such layer, or one of another shape.
    """
    for name, (down, up) in adapter.changes.items():
        weight = tensors.get(f"{name}.weight")
        if weight is None or weight.shape != (up.shape[0], down.shape[1]):
            raise AdapterChanged(f"the adapter changes {name}, which the model does not have so")
        tensors[f"{name}.weight"] = weight + up @ down


def _means(states: FloatMatrix, part: Part) -> FloatMatrix:
    """The mean of each text's pieces, padding left out."""
    mask = part.mask.astype(np.float32)
    sums: FloatMatrix = np.einsum("tph,tp->th", states, mask)
    sums /= mask.sum(axis=1, keepdims=True)
    return sums
