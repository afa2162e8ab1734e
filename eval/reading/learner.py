"""The reader's network while it learns: the same BERT over pieces in one row, without padding.

The weights have the names that transformers' `BertForTokenClassification` gives them, and the
result is the same (`tests/eval/test_reading.py`). One head more says where the answering words
begin and end; it teaches the network to look for the very words and is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch.nn import functional

from eval.reading.attention import Attend
from eval.reading.batches import Batch
from retrieval.reading.form import ANSWERS, SENTENCE

SPAN = "span."
"""Begins the names of weights that are learned and not kept."""
SPAN_WEIGHT, SPAN_BIAS = f"{SPAN}weight", f"{SPAN}bias"
ENDS = 2
"""What the head that is not kept says of a piece: an answer begins there, one ends there."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the weights alone do not tell."""

    layers: int
    heads: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Told:
    """What the network says of a batch, float32."""

    answers: torch.Tensor
    """Log-odds that each example answers, `(n,)`."""
    sentences: torch.Tensor
    """Log-odds that each sentence does, `(s,)`; 0 for one without pieces."""
    ends: torch.Tensor
    """Log-odds of each piece to be the first and the last of the answer, `(t, 2)`."""


def told_of_batch(
    weights: Mapping[str, torch.Tensor],
    shape: Shape,
    batch: Batch,
    attend: Attend,
    dropout: float = 0.0,
) -> Told:
    """Read a batch; `dropout` for training alone."""
    hidden = _hidden(weights, shape, batch, attend, dropout)
    logits = functional.linear(hidden, weights["classifier.weight"], weights["classifier.bias"])
    ends = functional.linear(hidden, weights[SPAN_WEIGHT], weights[SPAN_BIAS])
    of_pieces = logits[:, SENTENCE].float()
    count = len(batch.judged)
    sums = of_pieces.new_zeros(count + 1).index_add(0, batch.sentence, of_pieces)
    sizes = of_pieces.new_zeros(count + 1).index_add(0, batch.sentence, torch.ones_like(of_pieces))
    answers = logits[batch.rows.borders[:-1].long(), ANSWERS].float()
    return Told(answers, sums[:count] / sizes[:count].clamp(min=1), ends.float())


def _hidden(
    weights: Mapping[str, torch.Tensor],
    shape: Shape,
    batch: Batch,
    attend: Attend,
    dropout: float,
) -> torch.Tensor:
    def norm(name: str, values: torch.Tensor) -> torch.Tensor:
        weight = weights[f"{name}.LayerNorm.weight"]
        bias = weights[f"{name}.LayerNorm.bias"]
        return functional.layer_norm(values, weight.shape, weight, bias, shape.epsilon)

    def dense(name: str, values: torch.Tensor) -> torch.Tensor:
        return functional.linear(values, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def dropped(values: torch.Tensor) -> torch.Tensor:
        return functional.dropout(values, dropout) if dropout else values

    at = "bert.embeddings"
    of_type = weights[f"{at}.token_type_embeddings.weight"]
    hidden = functional.embedding(batch.ids, weights[f"{at}.word_embeddings.weight"])
    hidden = hidden + functional.embedding(
        batch.rows.place, weights[f"{at}.position_embeddings.weight"]
    )
    # A table of two rows that every piece looks into has a slow backward pass.
    hidden = hidden + of_type[0] + batch.types[:, None].to(hidden) * (of_type[1] - of_type[0])
    hidden = dropped(norm(at, hidden))
    for number in range(shape.layers):
        at = f"bert.encoder.layer.{number}"
        query, key, value = (
            dense(f"{at}.attention.self.{name}", hidden).view(len(hidden), shape.heads, -1)
            for name in ("query", "key", "value")
        )
        seen = attend(query, key, value, batch.rows).flatten(1)
        seen = dropped(dense(f"{at}.attention.output.dense", seen))
        hidden = norm(f"{at}.attention.output", hidden + seen)
        inner = functional.gelu(dense(f"{at}.intermediate.dense", hidden))
        inner = dropped(dense(f"{at}.output.dense", inner))
        hidden = norm(f"{at}.output", hidden + inner)
    return hidden
