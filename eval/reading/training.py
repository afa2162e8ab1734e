"""Training of the reader's network, with checkpoints from which it goes on.

Four losses together: whether the exchange answers (binary cross-entropy), which of the exchanges
of one question do (softmax over them), which sentences do (binary cross-entropy), and where the
answering words begin and end (softmax over the pieces). Where nobody judged whether a reply
answers, only the second is learned, of the exchange and of its best sentence. Where a teacher has
read the examples, the order of its log-odds is learned too. The word embeddings stay those of the
base model, so that only the rest has to be shipped.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn

from eval.reading.attention import attention, padded
from eval.reading.batches import Batch, Columns, plan
from eval.reading.learner import (
    ENDS,
    SPAN,
    SPAN_BIAS,
    SPAN_WEIGHT,
    Shape,
    Told,
    told_of_batch,
)
from eval.reading.losses import (
    answer_loss,
    best_sentence,
    group_loss,
    sentence_loss,
    span_loss,
    taught_loss,
)
from eval.reading.memory import give_back_freed_memory, keep_few_shapes
from eval.reading.packed import Packed
from index.errors import TrainingError
from retrieval.reading.network import WORD_EMBEDDINGS, load_network

TRIALS = 6
LEAST_GAIN = 1.2
"""Times as fast as fp32 must bf16 be to be trained in."""


@dataclass(frozen=True, slots=True)
class Training:
    """How the reader is trained.

    :ivar pieces: Word pieces in one batch.
    :ivar dropout: For training of many passes; few need none.
    :ivar mixed: The batches of all stages come in one random order, not stage by stage.
    :ivar best_sentence_share: Of the best sentence's part where only the order is learned.
    :ivar taught_share: Of what a teacher says, where one has read the examples.
    :ivar temperature: What a teacher's log-odds are divided by before they are learned.
    :ivar fixed_layers: Layers from the first on that stay as they were, the embeddings with them.
    """

    learning_rate: float = 1.5e-4
    warm_up: float = 0.04
    pieces: int = 4_500
    dropout: float = 0.0
    group_share: float = 0.5
    sentence_share: float = 1.0
    span_share: float = 0.5
    wrong_sentences: float = 0.25
    weight_decay: float = 0.01
    mixed: bool = False
    best_sentence_share: float = 0.5
    taught_share: float = 0.0
    temperature: float = 2.0
    fixed_layers: int = 0
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
        training: Training,
        minutes: float | None = None,
        ordered: Collection[int] = (),
    ) -> None:
        """Prepare to train.

        :param minutes: Training ends then, None for when all batches are done.
        :param ordered: Places of the stages of which only the order of the replies to one question
            is learned, not whether each answers.
        """
        keep_few_shapes()
        torch.manual_seed(training.seed)
        self.training = training
        self._minutes = minutes
        self._stages = stages
        self._ordered = frozenset(ordered)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._attend = attention(self.device)
        self._columns = {id(packed): Columns(packed, self.device) for packed in _once(stages)}
        self._shape, self._weights = _begun(base, self.device, training.fixed_layers)
        self._learned = {n: w for n, w in self._weights.items() if w.requires_grad}
        self._fixed = {
            name: weight.float()
            for name, weight in self._weights.items()
            if not weight.requires_grad and name != WORD_EMBEDDINGS
        }
        self._exact = {n: w.detach().float().clone() for n, w in self._learned.items()}
        for exact in self._exact.values():
            exact.grad = torch.zeros_like(exact)
        self._optimizer = torch.optim.AdamW(
            list(self._exact.values()),
            lr=training.learning_rate,
            weight_decay=training.weight_decay,
            betas=(0.9, 0.98),
            fused=True,
        )
        random = np.random.default_rng(training.seed)
        by_length = self._attend is padded
        self._batches = [
            (stage, rows)
            for stage, packed in enumerate(stages)
            for rows in plan(packed, training.pieces, random, by_length=by_length)
        ]
        if training.mixed:
            self._batches = [self._batches[at] for at in random.permutation(len(self._batches))]
        self.done = 0
        self.seconds = 0.0

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Begin with weights that were learned before, in place of the base model's."""
        for name, value in weights.items():
            if name in self._fixed:
                self._fixed[name] = value.float().to(self.device)
                self._weights[name].copy_(self._fixed[name])
                continue
            self._exact[name].copy_(value.float())
            self._learned[name].data.copy_(self._exact[name])

    def run(self, folder: Path, *, every: int, report: int) -> Iterator[Progress]:
        """Train to the end, keeping a checkpoint in `folder` every so many steps."""
        losses: list[torch.Tensor] = []
        before, started = self.seconds, time.perf_counter()
        while not self.is_over:
            stage, rows = self._batches[self.done]
            losses.append(self._step(stage, rows))
            self.done += 1
            self.seconds = before + time.perf_counter() - started
            if self.done % every == 0 or self.is_over:
                self.save(folder)
            if self.done % report == 0 or self.is_over:
                loss = float(torch.stack(losses).mean())
                give_back_freed_memory()
                yield Progress(
                    self.done, self.steps, self.examples, loss, self.seconds, self._minutes
                )
                losses = []

    def told(self, packed: Packed, rows: NDArray[np.int64]) -> Told:
        """What the network says of some examples of a stage, without dropout."""
        with torch.inference_mode():
            batch = self._columns[id(packed)].batch(rows)
            return told_of_batch(self._weights, self._shape, batch, self._attend)

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
        every = {**self._fixed, **self._exact}
        return {n: w.detach().cpu() for n, w in every.items() if not n.startswith(SPAN)}

    @property
    def is_over(self) -> bool:
        """Whether all batches are done or the minutes are over."""
        return self._part() >= 1.0

    def _part(self) -> float:
        """How much of the training is done, by steps or by time, whichever is further."""
        by_time = 0.0 if self._minutes is None else self.seconds / (60 * self._minutes)
        return max(self.done / len(self._batches), by_time)

    def _step(self, stage: int, rows: NDArray[np.int64]) -> torch.Tensor:
        for group in self._optimizer.param_groups:
            group["lr"] = self.training.learning_rate * self._pace()
        batch = self._columns[id(self._stages[stage])].batch(rows)
        dropout = self.training.dropout
        told = told_of_batch(self._weights, self._shape, batch, self._attend, dropout)
        wrong = self._wrong_order if stage in self._ordered else self._wrong
        loss = wrong(told, batch) + self.training.span_share * span_loss(told, batch)
        if self.training.taught_share:
            loss = loss + self.training.taught_share * self._untaught(told, batch)
        learned, exact = list(self._learned.values()), list(self._exact.values())
        grads = torch.autograd.grad(loss, learned)
        with torch.no_grad():
            torch._foreach_copy_([value.grad for value in exact if value.grad is not None], grads)
        nn.utils.clip_grad_norm_(exact, 1.0)
        self._optimizer.step()
        with torch.no_grad():
            torch._foreach_copy_(learned, exact)
        return loss.detach()

    def _wrong(self, told: Told, batch: Batch) -> torch.Tensor:
        training = self.training
        loss = answer_loss(told, batch) + training.group_share * group_loss(told.answers, batch)
        wrong = training.wrong_sentences
        return loss + training.sentence_share * sentence_loss(told, batch, wrong)

    def _wrong_order(self, told: Told, batch: Batch) -> torch.Tensor:
        best = group_loss(best_sentence(told, batch), batch)
        return group_loss(told.answers, batch) + self.training.best_sentence_share * best

    def _untaught(self, told: Told, batch: Batch) -> torch.Tensor:
        best = taught_loss(best_sentence(told, batch), batch, self.training.temperature)
        whole = taught_loss(told.answers, batch, self.training.temperature)
        return whole + self.training.best_sentence_share * best

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
        """Go on from a checkpoint of the same plan, where there is one.

        :raises TrainingError: The checkpoint is of other examples, settings or an earlier version.
        """
        if not (folder / "checkpoint.json").exists():
            return
        about = json.loads((folder / "checkpoint.json").read_text())
        if (about["steps"], about["training"]) != (self.steps, asdict(self.training)):
            raise TrainingError(
                f"{folder / 'checkpoint.json'} is of {about['steps']:,} steps by "
                f"{about['training']}, these are {self.steps:,} by {asdict(self.training)}: give "
                "the command it was begun with, or delete it to begin anew"
            )
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


def _once(stages: Sequence[Packed]) -> list[Packed]:
    """Each of the stages once, in order, where one returns."""
    return list({id(packed): packed for packed in stages}.values())


def _begun(
    base: Path, device: torch.device, fixed_layers: int
) -> tuple[Shape, dict[str, torch.Tensor]]:
    """The base model with new heads; its word embeddings and the fixed layers stay as they are."""
    network = load_network(base)
    config = network.config
    shape = Shape(config.num_hidden_layers, config.num_attention_heads, config.layer_norm_eps)
    weights = {name: value.detach() for name, value in network.named_parameters()}
    width = config.hidden_size
    weights[SPAN_WEIGHT] = torch.randn(ENDS, width) * config.initializer_range
    weights[SPAN_BIAS] = torch.zeros(ENDS)
    precision = _precision(device)
    fixed = [f"bert.encoder.layer.{number}." for number in range(fixed_layers)]
    fixed.append("bert.embeddings." if fixed_layers else WORD_EMBEDDINGS)
    return shape, {
        name: value.to(device, precision).requires_grad_(not name.startswith(tuple(fixed)))
        for name, value in weights.items()
    }


def _precision(device: torch.device) -> torch.dtype:
    """bf16 where it is fast; the exact values that are learned stay in fp32."""
    return torch.bfloat16 if device.type == "cuda" or is_bf16_faster() else torch.float32


def is_bf16_faster(seconds: Callable[[torch.dtype], float] | None = None) -> bool:
    """Whether this processor multiplies bf16 clearly faster than fp32, timed in turn.

    :param seconds: What a product takes in a precision; for tests.
    """
    taken = seconds or _seconds_of_product
    pairs = [(taken(torch.float32), taken(torch.bfloat16)) for _ in range(TRIALS)]
    return median(exact / rounded for exact, rounded in pairs[1:]) > LEAST_GAIN


def _seconds_of_product(precision: torch.dtype) -> float:
    """What one product of the size of the network's takes, forward and back, in processor time."""
    left = torch.ones(1_024, 384, dtype=precision)
    right = torch.ones(384, 1_536, dtype=precision, requires_grad=True)
    started = time.process_time()
    torch.autograd.grad((left @ right).sum(), right)
    return time.process_time() - started
