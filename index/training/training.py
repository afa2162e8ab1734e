"""Training of an adapter: the one file beside `index/encoding/transformer.py` that touches torch.

Questions and passages are brought together in one cosine space, each question against all the
passages of its batch (van den Oord et al. 2018, "InfoNCE"). Only the low-rank changes are trained;
the model's own weights stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from index.encoding.adapter import Adapter
from index.encoding.tokenizing import whole
from index.encoding.transformer import blocks_of, load_model
from index.records import FloatMatrix
from index.training.pairs import Pair

# Texts of like length in one forward pass; on one core 8, 16 and 32 took the same time.
PART_TEXTS = 16


@dataclass(frozen=True, slots=True)
class Training:
    """How an adapter is trained.

    A rank of 16 is 0.66 million numbers, 1.3 MB. Questions and passages are cut to so many word
    pieces; `together` pairs of a batch stand in one document.
    """

    rank: int = 16
    batch: int = 64
    together: int = 4
    learning_rate: float = 5e-4
    warm_up: float = 0.1
    temperature: float = 0.05
    question_pieces: int = 64
    passage_pieces: int = 128
    seed: int = 20


class _LowRank(nn.Module):
    """A linear layer with a trained low-rank change beside it."""

    def __init__(self, plain: nn.Linear, rank: int) -> None:
        super().__init__()
        self.plain = plain.to(torch.bfloat16)  # autocast would convert frozen weights each time
        self.down = nn.Parameter(torch.empty(rank, plain.in_features))
        self.up = nn.Parameter(torch.zeros(plain.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """The plain layer's output and the change's."""
        change = functional.linear(functional.linear(features, self.down), self.up)
        plain: torch.Tensor = self.plain(features)
        return plain + change


class Trainer:
    """A model in training, one batch at a time; `adapter` gives what was learned so far.

    On one thread: sums come in one order, and beside other work two threads that wait for each
    other took 4 to 6 s of processor time for a step that takes one thread 1.5 to 2.
    """

    def __init__(self, folder: Path, base: str, steps: int, training: Training) -> None:
        torch.manual_seed(training.seed)
        torch.set_num_threads(1)
        self.training = training
        self._base = base
        self._steps = steps
        self._done = 0
        model = load_model(folder)
        self._tokenizer = whole(model.tokenizer.backend_tokenizer)
        self._pad = int(model.tokenizer.pad_token_id or 0)
        self._model = model.eval().requires_grad_(False)
        # The backward pass of torch's fused attention takes more than half of a step: 3.2 s of
        # processor time for 64 pairs, 1.8 s without it.
        blocks_of(model).set_attn_implementation("eager")
        self._layers = _wrap(blocks_of(model), training.rank)
        learned = [part for layer in self._layers.values() for part in (layer.down, layer.up)]
        self._learned = learned
        self._optimizer = torch.optim.AdamW(learned, lr=training.learning_rate, weight_decay=0.01)

    def step(self, pairs: Sequence[Pair]) -> float:
        """Learn from one batch and give its loss, in nats."""
        for group in self._optimizer.param_groups:
            group["lr"] = self.training.learning_rate * self._pace()
        with torch.autocast("cpu", torch.bfloat16):
            questions = self._embed([p.question for p in pairs], self.training.question_pieces)
            passages = self._embed([p.passage for p in pairs], self.training.passage_pieces)
        numbers = torch.tensor([pair.exchange for pair in pairs])
        same = (numbers[:, None] == numbers[None, :]) & ~torch.eye(len(pairs), dtype=torch.bool)
        scores = (questions @ passages.T / self.training.temperature).masked_fill(same, -1e4)
        loss = functional.cross_entropy(scores, torch.arange(len(pairs)))
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._learned, 1.0)
        self._optimizer.step()
        self._done += 1
        return float(loss.detach())

    def adapter(self) -> Adapter:
        """What was learned so far, rounded as files hold it: a share of it can be taken later."""
        return Adapter(
            self._base,
            {
                name: (_rounded(layer.down), _rounded(layer.up))
                for name, layer in self._layers.items()
            },
        )

    def _pace(self) -> float:
        """The share of the learning rate: up over the first steps, then straight down to 0."""
        warm = max(1.0, self.training.warm_up * self._steps)
        if self._done < warm:
            return (self._done + 1) / warm
        return max(0.0, (self._steps - self._done) / max(1.0, self._steps - warm))

    def _embed(self, texts: Sequence[str], most: int) -> torch.Tensor:
        """Unit vectors, one row per text; in parts by length, which saves padding."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        pieces = [[*ids[: most - 1], ids[-1]] if len(ids) > most else ids for ids in pieces]
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
        parts = [order[i : i + PART_TEXTS] for i in range(0, len(order), PART_TEXTS)]
        rows = torch.cat([self._forward([pieces[i] for i in part]) for part in parts])
        return rows[torch.from_numpy(np.argsort(np.array(order)))]

    def _forward(self, batch: list[list[int]]) -> torch.Tensor:
        longest = max(len(ids) for ids in batch)
        ids = torch.full((len(batch), longest), self._pad)
        mask = torch.zeros((len(batch), longest), dtype=torch.long)
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces)] = torch.tensor(pieces)
            mask[row, : len(pieces)] = 1
        features = {"input_ids": ids, "attention_mask": mask}
        rows: torch.Tensor = self._model(features)["sentence_embedding"]
        return functional.normalize(rows.float(), dim=1)


def _rounded(part: torch.Tensor) -> FloatMatrix:
    rounded: FloatMatrix = part.detach().half().float().numpy()
    return rounded


def _wrap(model: nn.Module, rank: int) -> dict[str, _LowRank]:
    """Put a low-rank change beside every linear layer of the model's blocks."""
    plain = {
        name: layer
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear) and not name.startswith("pooler")
    }
    layers = {}
    for name, layer in plain.items():
        parent, _, last = name.rpartition(".")
        layers[name] = _LowRank(layer, rank)
        setattr(model.get_submodule(parent), last, layers[name])
    return layers
