"""From transcripts to an adapter: exchanges, training, and what it brought on held-out documents.

All that chance decides comes from one seed, and everything runs in one order on one thread, so
that the same files on the same kind of processor give the same adapter.
"""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from random import Random

import numpy as np

from index.cutting.passages import PassageBudget
from index.encoding.adapter import write_adapter
from index.encoding.encoder import NO_ADAPTER, Encoder, embed, find_model, load_encoder
from index.errors import TrainingError
from index.listing import ListedFile, list_path
from index.prepare import cut
from index.training.pairs import Exchange, Pair, batches, draw_pair, exchanges_of, rarities
from index.training.training import Trainer, Training

# Typed questions are few: in one pass over the transcripts each is used so often.
TYPED_ROUNDS = 8
# Questions that were typed about one meeting often have the same answer.
TYPED_TOGETHER = 1
MOST_HELD_OUT = 500
LOSSES_SHOWN = 20
PACKAGES = ("torch", "sentence-transformers", "transformers", "numpy", "nupunkt")


@dataclass(frozen=True, slots=True)
class Data:
    """What is trained on: exchanges, by whom they were asked, and the files they come from."""

    exchanges: tuple[Exchange, ...]
    files: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is trained.

    :ivar pairs: How many pairs are drawn; an exchange may be drawn again in another form.
    :ivar hold_out: The share of documents that are measured on and not trained on; may be 0.
    :ivar share: How much of the learned change is kept; less keeps more of the plain model.
    """

    pairs: int = 27_000
    hold_out: float = 0.05
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How often a held-out question's own passage stands first among all, and its mean 1/rank."""

    questions: int
    hit_1: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Adapted:
    """An adapter that was made; `before` and `after` are None where nothing was held out."""

    folder: Path
    sha256: str
    pairs: int
    seconds: float
    before: HeldOut | None
    after: HeldOut | None


@dataclass(frozen=True, slots=True)
class Step:
    """How far training is; the loss is the mean over the last batches, in nats."""

    done: int
    total: int
    loss: float


def read_exchanges(
    paths: Sequence[Path],
    encoder: Encoder,
    *,
    leave_out: frozenset[str] = frozenset(),
    tell: Callable[[int, int], None] | None = None,
) -> Data:
    """Read the transcripts at these paths, cut as the index cuts them.

    :param leave_out: Names of files that are not read.
    :param tell: Told how many files of how many are read.
    :raises SourceError: A file cannot be read.
    """
    files = [file for path in paths for file in list_path(path).files if file.name not in leave_out]
    exchanges: list[Exchange] = []
    digest = hashlib.sha256()
    for number, file in enumerate(files, start=1):
        file_exchanges, source = _read(file, encoder)
        exchanges += file_exchanges
        digest.update(f"{file.name} {source}\n".encode())
        if tell is not None:
            tell(number, len(files))
    return Data(tuple(exchanges), len(files), digest.hexdigest())


def make_adapter(
    model: str | None,
    data: Data,
    folder: Path,
    *,
    typed: Sequence[Exchange] = (),
    plan: Plan | None = None,
    training: Training | None = None,
    about: Mapping[str, object] | None = None,
    tell: Callable[[Step], None] | None = None,
) -> Adapted:
    """Train an adapter and write it with its recipe; nothing is written before it is trained.

    :param model: As `load_encoder` takes it.
    :param typed: Questions that people typed, with passages that answer them.
    :param about: What the recipe says besides, such as where the typed questions come from.
    :raises TrainingError: There are too few exchanges for one batch.
    """
    plan, training = plan or Plan(), training or Training()
    started = time.perf_counter()
    spoken, held = _split(data.exchanges, plan.hold_out)
    steps = plan.pairs // training.batch
    if len(spoken) < training.batch or steps < 1:
        raise TrainingError(
            f"{data.files} files have {len(spoken)} exchanges to train on and {plan.pairs} pairs "
            f"were asked for, but a batch takes {training.batch}: give more transcripts"
        )
    model_found = find_model(model)
    trainer = Trainer(model_found.folder, model_found.sha256, steps, training)
    losses: list[float] = []
    for batch in _batches(spoken, typed, steps, training):
        losses.append(trainer.step(batch))
        if tell is not None:
            tell(Step(len(losses), steps, float(np.mean(losses[-LOSSES_SHOWN:]))))
    recipe: dict[str, object] = {
        "model": model_found.name,
        "model_sha256": model_found.sha256,
        "plan": asdict(plan),
        "training": asdict(training),
        "transcripts": {"files": data.files, "exchanges": len(spoken), "sha256": data.sha256},
        **(about or {}),
        "loss": {"first": losses[0], "last": float(np.mean(losses[-LOSSES_SHOWN:]))},
        "versions": {name: version(name) for name in PACKAGES},
        "python": platform.python_version(),
    }
    adapter = trainer.adapter().scaled(plan.share)
    sha256 = write_adapter(adapter, recipe, folder)
    before = _measure(held, load_encoder(model, adapter=NO_ADAPTER, threads=1), training.seed)
    after = _measure(held, load_encoder(model, adapter=str(folder), threads=1), training.seed)
    if before and after:
        recipe["held_out"] = {"before": asdict(before), "after": asdict(after)}
        write_adapter(adapter, recipe, folder)
    return Adapted(
        folder, sha256, len(losses) * training.batch, time.perf_counter() - started, before, after
    )


def _read(file: ListedFile, encoder: Encoder) -> tuple[list[Exchange], str]:
    """A file's exchanges, and the SHA-256 of its bytes."""
    parsed = cut(file.read("utf-8"), PassageBudget(), encoder)
    return list(exchanges_of(parsed)), parsed.parsed.source.sha256


def _split(exchanges: Sequence[Exchange], share: float) -> tuple[list[Exchange], list[Exchange]]:
    """Exchanges to train on, and those of the documents that are held out, by their names' hash.

    Whole documents are held out, since a follow-up repeats the question before it.
    """
    count = min(MOST_HELD_OUT, round(share * len(exchanges)))
    documents = sorted(
        {exchange.document for exchange in exchanges},
        key=lambda name: hashlib.sha256(name.encode()).digest(),
    )
    apart: set[str] = set()
    held: list[Exchange] = []
    for document in documents[:-1]:
        if len(held) >= count:
            break
        apart.add(document)
        held += [exchange for exchange in exchanges if exchange.document == document]
    return [exchange for exchange in exchanges if exchange.document not in apart], held[:count]


def _batches(
    spoken: Sequence[Exchange], typed: Sequence[Exchange], steps: int, training: Training
) -> Iterator[list[Pair]]:
    """`steps` batches of pairs. Each exchange is used once before one is used in another form."""
    both = [*spoken, *typed]
    rarity = rarities(spoken)
    random = Random(training.seed)  # noqa: S311 (reproducible, not secret)
    size, together = training.batch, training.together
    done = 0
    while True:
        numbers = list(batches(spoken, size, together, random))
        for _ in range(TYPED_ROUNDS if len(typed) >= size else 0):
            numbers += [
                [len(spoken) + number for number in batch]
                for batch in batches(typed, size, TYPED_TOGETHER, random)
            ]
        random.shuffle(numbers)
        for batch in numbers:
            if done == steps:
                return
            done += 1
            yield [draw_pair(both, number, rarity, random) for number in batch]


def _measure(held: Sequence[Exchange], encoder: Encoder, seed: int) -> HeldOut | None:
    """Ask each held-out question in one of its forms, of all held-out passages at once."""
    if not held:
        return None
    random = Random(seed)  # noqa: S311 (reproducible, not secret)
    rarity = rarities(held)
    pairs = [draw_pair(held, number, rarity, random) for number in range(len(held))]
    questions = embed([pair.question for pair in pairs], encoder)
    passages = embed([pair.passage for pair in pairs], encoder)
    scores = questions @ passages.T
    ranks = (scores > np.diagonal(scores)[:, None]).sum(axis=1) + 1
    return HeldOut(len(pairs), float((ranks == 1).mean()), float((1 / ranks).mean()))
