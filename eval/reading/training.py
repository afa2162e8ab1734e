"""Training of the reader's network, with checkpoints from which it goes on.

Three losses together: whether the exchange answers (binary cross-entropy), which of the exchanges
of one question do (softmax over them), and which sentences do (binary cross-entropy). The word
embeddings stay those of the base model, so that only the rest has to be shipped.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from eval.reading.packed import UNKNOWN, Packed
from retrieval.reading.network import has_fast_bf16, load_network, told_of

LIKE_LENGTH = 4_096
"""Examples that are sorted by length before they are put into batches."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Training:
    """How the reader is trained.

    :ivar pieces: Word pieces in one batch.
    :ivar part: Examples of a batch that go through the network together.
    :ivar dropout: For training of many passes; few need none.
    """

    learning_rate: float = 1.5e-4
    warm_up: float = 0.04
    pieces: int = 4_500
    part: int = 12
    dropout: float = 0.0
    group_share: float = 0.5
    sentence_share: float = 1.0
    wrong_sentences: float = 0.25
    weight_decay: float = 0.01
    seed: int = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far training is; `loss` is the mean since the last report."""

    step: int
    steps: int
    examples: int
    loss: float
    seconds: float
    minutes: float | None


class Trainer:
    """A network in training on packed examples."""

    def __init__(
        self,
        base: Path,
        stages: Sequence[Packed],
        pad: int,
        training: Training,
        minutes: float | None = None,
    ) -> None:
        torch.manual_seed(training.seed)
        self.training = training
        self._pad = pad
        self._stages = stages
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = _network(base, training.dropout, self.device)
        self._columns = {id(packed): Columns(packed, self.device) for packed in _once(stages)}
        self._minutes = minutes
        self._learned = {n: p for n, p in self.network.named_parameters() if p.requires_grad}
        self._exact = {n: p.detach().float().clone() for n, p in self._learned.items()}
        self._optimizer = torch.optim.AdamW(
            list(self._exact.values()),
            lr=training.learning_rate,
            weight_decay=training.weight_decay,
            betas=(0.9, 0.98),
            fused=True,
        )
        self._batches = list(self._plan())
        self.done = 0
        self.seconds = 0.0

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Begin with weights that were learned before, in place of the base model's."""
        for name, value in self._exact.items():
            value.copy_(weights[name].float())
            self._learned[name].data.copy_(value)

    def run(self, folder: Path, *, every: int, report: int) -> Iterator[Progress]:
        """Train to the end, keeping a checkpoint in `folder` every so many steps."""
        losses: list[torch.Tensor] = []
        before, started = self.seconds, time.perf_counter()
        while not self.is_over:
            stage, rows = self._batches[self.done]
            losses.append(self._step(self._stages[stage], rows))
            self.done += 1
            self.seconds = before + time.perf_counter() - started
            if self.done % every == 0 or self.is_over:
                self.save(folder)
            if self.done % report == 0 or self.is_over:
                loss = float(torch.stack(losses).mean())
                yield Progress(
                    self.done, self.steps, self.examples, loss, self.seconds, self._minutes
                )
                losses = []

    def columns(self, packed: Packed) -> Columns:
        """One of the stages, on the device that trains."""
        return self._columns[id(packed)]

    @property
    def steps(self) -> int:
        """How many batches there are."""
        return len(self._batches)

    @property
    def examples(self) -> int:
        """How many examples were learned from."""
        return sum(len(rows) for _, rows in self._batches[: self.done])

    def weights(self) -> dict[str, torch.Tensor]:
        """What was learned so far, in fp32."""
        return {name: value.detach().cpu() for name, value in self._exact.items()}

    @property
    def is_over(self) -> bool:
        """Whether all batches are done or the minutes are over."""
        return self._part() >= 1.0

    def _part(self) -> float:
        """How much of the training is done, by steps or by time, whichever is further."""
        by_time = 0.0 if self._minutes is None else self.seconds / (60 * self._minutes)
        return max(self.done / len(self._batches), by_time)

    def _plan(self) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """All batches: a stage and rows of it. A question's examples stay together."""
        random = np.random.default_rng(self.training.seed)
        for stage, packed in enumerate(self._stages):
            borders = np.flatnonzero(np.diff(packed.group, prepend=-1))
            groups = np.split(np.arange(len(packed)), borders[1:])
            longest = np.maximum.reduceat(packed.length.astype(np.int64), borders)
            order = random.permutation(len(groups))
            batches: list[NDArray[np.int64]] = []
            for start in range(0, len(order), LIKE_LENGTH):
                near = order[start : start + LIKE_LENGTH]
                rows: list[NDArray[np.int64]] = []
                total = 0
                for number in near[np.argsort(longest[near], kind="stable")]:
                    rows.append(groups[number])
                    total += int(packed.length[groups[number]].sum())
                    if total >= self.training.pieces:
                        batches.append(np.concatenate(rows))
                        rows, total = [], 0
                if rows:
                    batches.append(np.concatenate(rows))
            for at in random.permutation(len(batches)):
                yield stage, batches[at]

    def _step(self, packed: Packed, rows: NDArray[np.int64]) -> torch.Tensor:
        for group in self._optimizer.param_groups:
            group["lr"] = self.training.learning_rate * self._pace()
        rows = rows[np.argsort(packed.length[rows], kind="stable")]
        columns = self.columns(packed)
        answered: list[torch.Tensor] = []
        told: list[torch.Tensor] = []
        for start in range(0, len(rows), self.training.part):
            part = rows[start : start + self.training.part]
            longest = int(packed.length[part].max())
            a, s = columns.forward(self.network, part, longest, self._pad)
            answered.append(a)
            told.append(s)
        loss = self._loss(packed, rows, torch.cat(answered), torch.cat(told), columns.judged(rows))
        loss.backward()  # type: ignore[no-untyped-call]
        exact: list[torch.Tensor] = list(self._exact.values())
        learned: list[torch.Tensor] = list(self._learned.values())
        for one, value in zip(exact, learned, strict=True):
            one.grad = None if value.grad is None else value.grad.float()
            value.grad = None
        nn.utils.clip_grad_norm_(exact, 1.0)
        self._optimizer.step()
        with torch.no_grad():
            torch._foreach_copy_(learned, exact)
        return loss.detach()

    def _loss(
        self,
        packed: Packed,
        rows: NDArray[np.int64],
        answered: torch.Tensor,
        told: torch.Tensor,
        judged: torch.Tensor,
    ) -> torch.Tensor:
        training, device = self.training, answered.device
        right = torch.tensor(packed.answers[rows], dtype=torch.float32, device=device)
        weight = torch.tensor(packed.weight[rows].astype(np.float32), device=device)
        loss = (
            functional.binary_cross_entropy_with_logits(answered, right, reduction="none") * weight
        ).sum() / weight.sum()
        loss = loss + training.group_share * _group_loss(
            packed.group[rows], answered, right, weight
        )
        counts = packed.sentences[rows].astype(np.int64)
        each = packed.weight[rows].astype(np.float32) / np.maximum(counts, 1)
        each *= np.where(packed.answers[rows] > 0, 1.0, training.wrong_sentences)
        each_weight = torch.tensor(each.repeat(counts), device=device) * (judged != UNKNOWN)
        sentence = functional.binary_cross_entropy_with_logits(
            told, judged.clamp(min=0).float(), reduction="none"
        )
        share = training.sentence_share / max(1, len(rows))
        return loss + share * (sentence * each_weight).sum()

    def _pace(self) -> float:
        """The share of the learning rate: up at first, then straight down to 0."""
        part, warm = self._part(), self.training.warm_up
        if part < warm:
            return (part + 1 / len(self._batches)) / warm
        return max(0.0, (1 - part) / (1 - warm))

    def save(self, folder: Path) -> None:
        """Keep the network and what is needed to go on, each written beside and renamed."""
        folder.mkdir(parents=True, exist_ok=True)
        state: dict[str, torch.Tensor] = {}
        moments = self._optimizer.state_dict()["state"]
        for number, (name, value) in enumerate(self._exact.items()):
            state[f"value/{name}"] = value.detach().cpu().contiguous()
            if number in moments:
                state[f"first/{name}"] = moments[number]["exp_avg"].cpu().contiguous()
                state[f"second/{name}"] = moments[number]["exp_avg_sq"].cpu().contiguous()
        save_file(state, folder / "checkpoint.new")
        about = {
            "done": self.done,
            "steps": len(self._batches),
            "seconds": self.seconds,
            "training": asdict(self.training),
        }
        (folder / "checkpoint.json.new").write_text(json.dumps(about))
        (folder / "checkpoint.new").replace(folder / "checkpoint.safetensors")
        (folder / "checkpoint.json.new").replace(folder / "checkpoint.json")

    def go_on(self, folder: Path) -> None:
        """Go on from a checkpoint of the same plan, where there is one."""
        if not (folder / "checkpoint.json").exists():
            return
        about = json.loads((folder / "checkpoint.json").read_text())
        state = load_file(folder / "checkpoint.safetensors")
        self.done, self.seconds = about["done"], about["seconds"]
        moments = self._optimizer.state_dict()
        for number, (name, value) in enumerate(self._exact.items()):
            value.copy_(state[f"value/{name}"])
            self._learned[name].data.copy_(value)
            moments["state"][number] = {
                "step": torch.tensor(float(self.done)),
                "exp_avg": state[f"first/{name}"].to(self.device),
                "exp_avg_sq": state[f"second/{name}"].to(self.device),
            }
        self._optimizer.load_state_dict(moments)


def graphics_card() -> str | None:
    """The graphics card that would train, None without one."""
    return torch.cuda.get_device_name() if torch.cuda.is_available() else None


class Columns:
    """Packed examples on the device that trains, cut to padded batches there."""

    def __init__(self, packed: Packed, device: torch.device) -> None:
        self._device = device
        self._ids = torch.from_numpy(packed.ids.astype(np.int32)).to(device)
        self._length = _on(packed.length, device)
        self._second = _on(packed.second, device)
        self._counts = _on(packed.sentences, device)
        self._judged = _on(packed.judged, device)
        self._spans = _on(packed.spans, device)
        self._first_piece = _starts(packed.length, device)
        self._first_sentence = _starts(packed.sentences, device)
        self._sentences = packed.sentences.astype(np.int64)

    def forward(
        self, network: nn.Module, rows: NDArray[np.int64], longest: int, pad: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """What the network says of some examples and of all their sentences."""
        at = torch.from_numpy(rows).to(self._device)
        place = torch.arange(longest, device=self._device)
        mask = place < self._length[at, None]
        pieces = (self._first_piece[at, None] + place).clamp(max=len(self._ids) - 1)
        ids = torch.where(mask, self._ids[pieces].long(), pad)
        types = (place >= self._second[at, None]) & mask
        where = self._sentences_of(rows, at)
        counts = torch.from_numpy(self._sentences[rows]).to(self._device)
        row = torch.arange(len(rows), device=self._device).repeat_interleave(
            counts, output_size=len(where)
        )
        spans = self._spans[where]
        return told_of(network, ids, mask, types, (row, spans[:, 0], spans[:, 1]))

    def judged(self, rows: NDArray[np.int64]) -> torch.Tensor:
        """What is judged of all sentences of some examples, in order."""
        return self._judged[self._sentences_of(rows, torch.from_numpy(rows).to(self._device))]

    def _sentences_of(self, rows: NDArray[np.int64], at: torch.Tensor) -> torch.Tensor:
        counts = self._sentences[rows]
        total = int(counts.sum())
        before = torch.from_numpy(np.cumsum(counts) - counts).to(self._device)
        first = (self._first_sentence[at] - before).repeat_interleave(
            self._counts[at], output_size=total
        )
        return first + torch.arange(total, device=self._device)


def _once(stages: Sequence[Packed]) -> list[Packed]:
    """Each of the stages once, in order, where one returns."""
    return list({id(packed): packed for packed in stages}.values())


def _on(column: NDArray[np.generic], device: torch.device) -> torch.Tensor:
    return torch.from_numpy(column.astype(np.int64)).to(device)


def _starts(lengths: NDArray[np.generic], device: torch.device) -> torch.Tensor:
    counts = lengths.astype(np.int64)
    return torch.from_numpy(np.cumsum(counts) - counts).to(device)


def _network(base: Path, dropout: float, device: torch.device) -> nn.Module:
    """The base model with a new head, word embeddings held still."""
    network = load_network(base, dropout)
    if device.type == "cpu":
        # The backward pass of torch's fused attention takes longer there than the rest of a step.
        network.set_attn_implementation("eager")
    network.bert.embeddings.word_embeddings.requires_grad_(False)
    network.train()
    moved: nn.Module = network
    return moved.to(device, _precision(device))


def _precision(device: torch.device) -> torch.dtype:
    """bf16 where it is fast; the exact values that are learned stay in fp32."""
    fast = device.type == "cuda" or has_fast_bf16()
    return torch.bfloat16 if fast else torch.float32


def _group_loss(
    groups: NDArray[np.int32], answered: torch.Tensor, right: torch.Tensor, weight: torch.Tensor
) -> torch.Tensor:
    """Softmax over the exchanges of each question that has right and wrong ones."""
    _, numbers = np.unique(groups, return_inverse=True)
    index = torch.tensor(numbers, device=answered.device)
    count = int(numbers.max()) + 1
    top = torch.full((count,), -1e4, device=answered.device)
    top = top.scatter_reduce(0, index, answered.detach(), "amax")
    exp = torch.exp(answered - top[index])
    everything = torch.zeros(count, device=answered.device).index_add(0, index, exp)
    correct = torch.zeros(count, device=answered.device).index_add(0, index, exp * right)
    rights = torch.zeros(count, device=answered.device).index_add(0, index, right)
    size = torch.zeros(count, device=answered.device).index_add(0, index, torch.ones_like(right))
    mean = torch.zeros(count, device=answered.device).index_add(0, index, weight) / size
    asked = ((rights > 0) & (rights < size)).float() * mean
    loss = (torch.log(everything) - torch.log(correct.clamp(min=1e-9))) * asked
    return loss.sum() / asked.sum().clamp(min=1.0)
