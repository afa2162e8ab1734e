"""From sets of pairs and transcripts to a reader: packed, trained in rounds, written, measured.

    OUT/reader.safetensors, recipe.json   the reader, when all rounds are done
    OUT/work/round-1/…                    packed examples and the checkpoint of each round

The first round learns to read on plain text and then on the mix, the second begins with what was
learned and reads a mix whose questions were put into other words. A run that was stopped goes on
from the last checkpoint when the same command is given again; where the packed examples are there,
the sets are not read again.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from random import Random

from eval.reading import mix, pack
from eval.reading.examples import HELD_OUT, Example
from eval.reading.mix import Plan, Sets
from eval.reading.rewording import Rewording
from eval.reading.spoken import Spoken
from eval.reading.training import Progress, Trainer, Training, graphics_card
from index.adapting import Data
from index.encoder import Model
from index.errors import TrainingError
from index.pairs import Exchange as Asked
from index.pairs import rarities
from retrieval.reading.form import Marks, Tokenizer
from retrieval.reading.network import load_tokenizer
from retrieval.reading.weights import read_weights, write_weights

CHECKPOINT_STEPS = 150
REPORT_STEPS = 25
SECOND_RATE = 8e-5
"""Learning rate of the second round; the first has that of `Training`."""
PACKAGES = ("torch", "transformers", "numpy", "nupunkt", "scikit-learn")

HELD_TRANSCRIPTS = 60
HELD_SEED = 7

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """How much is trained.

    :ivar minutes: Of both rounds together, the second has two fifths; None trains all examples.
    :ivar share: How much of the examples is taken; less is for a trial.
    """

    minutes: float | None = None
    share: float = 1.0
    seed: int = 20


def make_reader(
    sets: Path,
    data: Data,
    base: Model,
    out: Path,
    *,
    order: Order,
    begin: Path | None = None,
    about: Mapping[str, object] | None = None,
    tell: Tell,
) -> str:
    """Train a reader, write it with its recipe, and give the SHA-256 of its weights.

    :param sets: The folder of `../shared/training`: `*.jsonl.gz`, one pair a line.
    :param data: Exchanges of transcripts.
    :param begin: A reader to begin with in place of the base model's own weights.
    :raises TrainingError: A set is missing, or there are too few exchanges.
    """
    tokenizer, marks = load_tokenizer(base.folder)
    vocabulary = tokenizer.get_vocab()
    rounds = _pack(sets, data, out / "work", tokenizer, vocabulary, marks, order, tell)
    learned = None if begin is None else read_weights(begin, base.sha256)[0]
    told: list[dict[str, object]] = []
    for number, stages in enumerate(rounds, start=1):
        training = Training(seed=order.seed + number)
        if number > 1:
            training = replace(training, learning_rate=SECOND_RATE)
        part = (0.6, 0.4)[number - 1]
        minutes = None if order.minutes is None else order.minutes * part
        trainer = Trainer(base.folder, stages, marks.pad, training, minutes)
        if learned is not None:
            trainer.start_from(learned)
        folder = out / "work" / f"round-{number}"
        trainer.go_on(folder)
        last: Progress | None = None
        for last in trainer.run(folder, every=CHECKPOINT_STEPS, report=REPORT_STEPS):
            tell(_line(number, last))
        learned = trainer.weights()
        told.append(
            {
                "training": asdict(training),
                "steps": trainer.done,
                "of": trainer.steps,
                "examples": trainer.examples,
                "minutes": round(trainer.seconds / 60, 1),
                "loss": None if last is None else round(last.loss, 4),
            }
        )
    assert learned is not None, "there is a round"  # noqa: S101
    recipe = {
        "base": base.name,
        "rounds": told,
        "order": asdict(order),
        "begin": None if begin is None else begin.name,
        "sets": {path.stem: _sha256(path) for path in sorted(sets.glob("*.jsonl.gz"))},
        "held_out": HELD_OUT,
        "transcripts": {
            "files": data.files,
            "exchanges": len(data.exchanges),
            "sha256": data.sha256,
        },
        "machine": machine(),
        "versions": {name: version(name) for name in PACKAGES},
        "python": platform.python_version(),
        **(about or {}),
    }
    return write_weights(learned, base.sha256, recipe, out)


def parted(data: Data) -> tuple[Data, list[Asked]]:
    """Exchanges to learn from, and those of a few transcripts that are only measured on."""
    documents = sorted({one.document for one in data.exchanges})
    random = Random(HELD_SEED)  # noqa: S311 (reproducible, not secret)
    held = set(random.sample(documents, min(HELD_TRANSCRIPTS, len(documents) // 10)))
    apart = [one for one in data.exchanges if one.document in held]
    kept = tuple(one for one in data.exchanges if one.document not in held)
    return replace(data, exchanges=kept), apart


def machine() -> dict[str, object]:
    """What trains here."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        name = next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), name)
    gpu = graphics_card()
    return {"processor": name, "cores": os.cpu_count(), "threads": 1, "gpu": gpu}


def _pack(
    sets: Path,
    data: Data,
    work: Path,
    tokenizer: Tokenizer,
    vocabulary: Mapping[str, int],
    marks: Marks,
    order: Order,
    tell: Tell,
) -> list[list[pack.Packed]]:
    """The packed stages of each round, made where they are not there yet."""
    names = {1: ("warm-up", "mix"), 2: ("reworded",)}
    paths = {n: [work / f"round-{n}" / f"{name}.npz" for name in names[n]] for n in names}
    if all(path.is_file() for stages in paths.values() for path in stages):
        tell(f"examples as they are packed in {work}")
        return [[pack.read(path) for path in stages] for stages in paths.values()]
    tell("reading the sets")
    known = Sets(sets, {*mix.WARM_UP.examples, *mix.MIX.examples, *mix.REWORDED.examples})
    if len(data.exchanges) < 2:
        raise TrainingError(
            f"{data.files} files have {len(data.exchanges)} exchanges: give transcripts with more"
        )
    spoken = Spoken(data.exchanges, rarities(data.exchanges))
    random = Random(order.seed)  # noqa: S311 (reproducible, not secret)
    rewording = Rewording(vocabulary, random)
    drawn: dict[Path, list[Example]] = {}
    for path, plan in zip(
        [*paths[1], *paths[2]], (mix.WARM_UP, mix.MIX, mix.REWORDED), strict=True
    ):
        drawn[path] = _drawn(plan, known, spoken, order.share, rewording, random)
        tell(f"{path.stem}: {len(drawn[path]):,} examples")
    for number, (path, examples) in enumerate(drawn.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        pack.write(pack.pack(examples, tokenizer, marks, order.seed + number), path)
    return [[pack.read(path) for path in stages] for stages in paths.values()]


def _drawn(
    plan: Plan, sets: Sets, spoken: Spoken, share: float, rewording: Rewording, random: Random
) -> list[Example]:
    found: list[Example] = []
    for name, count in plan.examples.items():
        some = sets.draw(
            name, round(share * count), random, few_shared_words=name in plan.few_shared_words
        )
        found += rewording.some(some, plan.reworded.get(name, 0.0))
    said: list[Example] = []
    for number in random.sample(range(len(spoken)), min(len(spoken), round(share * plan.spoken))):
        said += spoken.examples(number, random)
    return found + rewording.some(said, plan.reworded.get(mix.SPOKEN, 0.0))


def _line(number: int, now: Progress) -> str:
    rate = now.examples / max(now.seconds, 1e-9)
    left = (now.steps - now.step) / max(now.step, 1) * now.seconds / 60
    if now.minutes is not None:
        left = min(left, now.minutes - now.seconds / 60)
    return (
        f"round {number}: step {now.step:,} of {now.steps:,}, loss {now.loss:.3f}, "
        f"{rate:.0f} pairs a second, {max(left, 0):.0f} min left"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
