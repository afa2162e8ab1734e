"""The rounds of training over packed examples, here or on another machine.

    WORK/round-1/warm-up.npz.xz, mix.npz.xz, second-mix.npz.xz   packed examples
    WORK/round-2/reworded.npz.xz
    WORK/round-3/among.npz.xz, beside.npz.xz
    WORK/round-4/near.npz.xz, apart.npz.xz, judged.npz.xz        where there is a teacher
    WORK/round-5/marked.npz.xz, others.npz.xz                    where a collection is given
    WORK/round-N/checkpoint.*                 from which a round goes on
    WORK/learned.safetensors, learned.json    what was learned, and how

The first round learns to read on plain text and then on the mix, the second begins with what was
learned and reads a mix whose questions were put into other words, the third tells replies from
others of the same transcript, with judged examples in between. The fourth learns the order in which
a teacher puts the exchanges that a search finds. The fifth learns from what people marked in what a
search found, the judged examples in between. Another machine needs this project's code, torch,
transformers and the base model's folder:
`python -m eval.reading.rounds WORK BASE --minutes 9`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from eval.reading import packed
from eval.reading.training import Progress, Trainer, Training, graphics_card
from index.files import replaced

STAGES = {
    1: ("warm-up", "mix", "second-mix"),
    2: ("reworded",),
    3: ("among", "beside"),
    4: ("near", "apart", "judged"),
    5: ("marked", "others"),
}
TAUGHT = 4
"""The round that needs a teacher."""
MARKED = 5
"""The round that needs a collection of questions with marked passages."""
LEARNED = "learned.safetensors"
ABOUT = "learned.json"
PACKAGES = ("torch", "transformers", "numpy")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """How one round is trained: with what, how often each stage is read, its share of the time.

    Of the stages in `ordered` only the order of the replies to one question is learned: what is
    told apart there are real replies, of which nobody judged whether they answer, or what only a
    teacher judged.
    """

    training: Training
    passes: Mapping[str, int]
    part: float
    ordered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """What suits a kind of machine; checkpoints and reports come every so many steps."""

    rounds: tuple[Round, ...]
    checkpoint: int
    report: int


_LAST = Round(
    Training(learning_rate=8e-5, dropout=0.05, span_share=0.0, mixed=True),
    {"among": 1, "beside": 1},
    0.3,
    ordered=("among",),
)
_FROM_TEACHER = Round(
    Training(
        learning_rate=1e-4,
        span_share=0.0,
        mixed=True,
        best_sentence_share=0.25,
        taught_share=1.0,
    ),
    {"near": 1, "apart": 1, "judged": 1},
    0.4,
    ordered=("near", "apart"),
)
_MARKED = Round(
    Training(
        learning_rate=8e-5,
        dropout=0.1,
        span_share=0.0,
        mixed=True,
        group_share=1.0,
        fixed_layers=2,
    ),
    {"marked": 4, "others": 1},
    0.4,
)
ON_PROCESSOR = Pace(
    (
        Round(Training(), {"warm-up": 1, "mix": 1, "second-mix": 1}, 0.4),
        Round(Training(learning_rate=8e-5), {"reworded": 1}, 0.3),
        _LAST,
        _FROM_TEACHER,
        _MARKED,
    ),
    checkpoint=150,
    report=25,
)
_MANY = Training(learning_rate=2.5e-4, pieces=49_152, dropout=0.15)
ON_GRAPHICS_CARD = Pace(
    (
        Round(_MANY, {"warm-up": 1, "mix": 3, "second-mix": 3}, 0.7),
        Round(replace(_MANY, learning_rate=1e-4), {"reworded": 3}, 0.2),
        replace(_LAST, part=0.1),
        replace(_FROM_TEACHER, part=0.1),
        replace(_MARKED, part=0.1),
    ),
    checkpoint=4_000,
    report=200,
)


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights in fp32, and what the recipe says of how they were learned."""

    weights: Mapping[str, torch.Tensor]
    about: Mapping[str, object]


def paths(work: Path, rounds: Iterable[int] = STAGES) -> dict[int, list[Path]]:
    """Where the packed examples of each round stand."""
    return {n: [work / f"round-{n}" / f"{name}.npz.xz" for name in STAGES[n]] for n in rounds}


def packed_rounds(work: Path) -> list[int]:
    """The rounds whose examples are packed."""
    return [n for n, stages in paths(work).items() if all(path.is_file() for path in stages)]


def train(
    base: Path,
    work: Path,
    *,
    minutes: float | None,
    seed: int,
    begin: Mapping[str, torch.Tensor] | None = None,
    only: Sequence[int] | None = None,
    tell: Tell,
) -> Learned:
    """Train rounds one after the other, or go on from their checkpoints.

    :param minutes: Of all rounds together; None trains all passes.
    :param only: The rounds to train; all whose examples are packed without it.
    """
    pace = ON_PROCESSOR if graphics_card() is None else ON_GRAPHICS_CARD
    learned, told, spent = begin, [], 0.0
    chosen = packed_rounds(work) if only is None else only
    plans = {n: plan for n, plan in enumerate(pace.rounds, start=1) if n in chosen}
    whole = sum(plan.part for plan in plans.values())
    for number, plan in plans.items():
        names = _in_turn(STAGES[number], plan.passes)
        read = [packed.read(path) for path in paths(work)[number]]
        packs = dict(zip(STAGES[number], read, strict=True))
        training = replace(plan.training, seed=seed + number)
        time = None if minutes is None else minutes * plan.part / whole
        ordered = [at for at, name in enumerate(names) if name in plan.ordered]
        trainer = Trainer(base, [packs[name] for name in names], training, time, ordered)
        if learned is not None:
            trainer.start_from(learned)
        folder = work / f"round-{number}"
        trainer.go_on(folder)
        last: Progress | None = None
        for last in trainer.run(folder, every=pace.checkpoint, report=pace.report):
            tell(_line(number, last))
        learned = trainer.weights()
        spent += trainer.seconds / 60
        told.append(
            {
                "training": asdict(training),
                "passes": dict(plan.passes),
                "ordered": list(plan.ordered),
                "steps": trainer.done,
                "of": trainer.steps,
                "examples": trainer.examples,
                "minutes": round(trainer.seconds / 60, 1),
                "loss": None if last is None else round(last.loss, 4),
            }
        )
    assert learned is not None, "there is a round"  # noqa: S101
    about = {
        "rounds": told,
        "minutes": round(spent, 1),
        "machine": machine(),
        "versions": {name: version(name) for name in PACKAGES},
        "python": platform.python_version(),
    }
    return Learned(learned, about)


def read_learned(work: Path) -> Learned | None:
    """What was learned on another machine, None where nothing is there."""
    if not (work / ABOUT).is_file():
        return None
    return Learned(load_file(work / LEARNED), json.loads((work / ABOUT).read_text()))


def machine() -> dict[str, object]:
    """What trains here."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        name = next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), name)
    gpu = graphics_card()
    return {"processor": name, "cores": os.cpu_count(), "gpu": gpu}


def _in_turn(names: Sequence[str], passes: Mapping[str, int]) -> list[str]:
    """Each stage as often as it is to be read, the stages taking turns."""
    most = max(passes[name] for name in names)
    return [name for turn in range(most) for name in names if turn < passes[name]]


def _line(number: int, now: Progress) -> str:
    rate = now.examples / max(now.seconds, 1e-9)
    left = (now.steps - now.step) / max(now.step, 1) * now.seconds / 60
    if now.minutes is not None:
        left = min(left, now.minutes - now.seconds / 60)
    return (
        f"round {number}: step {now.step:,} of {now.steps:,}, loss {now.loss:.3f}, "
        f"{rate:.0f} pairs a second, {max(left, 0):.1f} min left"
    )


def main() -> None:
    """Train packed examples and leave what was learned beside them."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("work", type=Path)
    asked.add_argument("base", type=Path, help="The base model's folder.")
    asked.add_argument("--minutes", type=float)
    asked.add_argument("--seed", type=int, default=20)
    given = asked.parse_args()
    learned = train(
        given.base,
        given.work,
        minutes=given.minutes,
        seed=given.seed,
        tell=lambda line: print(line, file=sys.stderr, flush=True),  # noqa: T201
    )
    rounded = {n: w.to(torch.bfloat16).contiguous() for n, w in learned.weights.items()}
    with replaced(given.work / LEARNED) as half:
        save_file(rounded, half)
    with replaced(given.work / ABOUT) as half:
        half.write_text(json.dumps(learned.about))


if __name__ == "__main__":
    main()
