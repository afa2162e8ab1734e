"""From sets of pairs and transcripts to a reader: packed, trained in rounds, written.

    OUT/reader.safetensors, recipe.json   the reader, when all rounds are done
    OUT/making/…                          see `eval/reading/rounds.py`

A run that was stopped goes on from the last checkpoint when the same command is given again; where
the packed examples are there, the sets are not read again, and where another machine has learned
from them, what it learned is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from random import Random

from eval.reading import hardening, mix, packed, rounds
from eval.reading.examples import HELD_OUT, Example
from eval.reading.marked import Marked
from eval.reading.meetings import read_meetings
from eval.reading.mix import Plan, Sets
from eval.reading.near import Embeds, near
from eval.reading.pack import pack
from eval.reading.rewording import Rewording
from eval.reading.spoken import Spoken
from eval.reading.teaching import taught
from eval.reading.writing import weights_of, write_weights
from index.encoding.encoder import Model
from index.errors import TrainingError
from index.training.adapting import Data
from index.training.pairs import Exchange as Asked
from index.training.pairs import rarities
from retrieval.reader import Reader
from retrieval.reading.form import Marks, Tokenizer
from retrieval.reading.tokenizing import load_tokenizer

PACKAGES = ("nupunkt", "scikit-learn")
PLANS = {
    "warm-up": mix.WARM_UP,
    "mix": mix.MIX,
    "second-mix": mix.SECOND_MIX,
    "reworded": mix.REWORDED,
    "among": mix.AMONG,
    "beside": mix.BESIDE,
    "near": mix.NEAR,
    "apart": mix.APART,
    "judged": mix.BESIDE,
    "marked": mix.MARKED,
    "others": mix.OTHERS,
}
BASE_LICENCE = "Apache-2.0"
TRANSCRIPTS_LICENCE = "as their owner gave them; the briefings are United States Government works"
SPEAKERS = ("", "", "MS. ORDWAY", "MR. VENN", "SECRETARY QUILL", "Tamsin Hale", "THE MINISTER")
"""Who says plain text that stands behind a question; invented."""

HELD_TRANSCRIPTS = 60
HELD_SEED = 7

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """How much is trained.

    :ivar minutes: Of all rounds together; None trains all examples.
    :ivar share: How much of the examples is taken; less is for a trial.
    :ivar first_round: Rounds before it are left out, for a reader that had them. The round that
        needs a teacher is only trained where there is one.
    """

    minutes: float | None = None
    share: float = 1.0
    seed: int = 20
    first_round: int = 1


@dataclass(frozen=True, slots=True)
class Teacher:
    """A reader that others learn from, and the encoder by which exchanges for it are found."""

    reader: Reader
    encoder: Embeds


@dataclass(frozen=True, slots=True)
class Sources:
    """What is learned from.

    :ivar sets: The folder of `../shared/training`: `*.jsonl.gz`, one pair a line.
    :ivar data: Exchanges of transcripts.
    :ivar meetings: A collection of turns with evidence, None for none.
    :ivar teacher: Without one the round that learns from it is left out.
    :ivar marked: Questions with what was marked for them; without them the last round is left out.
    """

    sets: Path
    data: Data
    meetings: Path | None = None
    teacher: Teacher | None = None
    marked: tuple[Marked, ...] = ()

    def rounds(self, first: int) -> list[int]:
        """The rounds from the first one on for which there is something to learn from.

        :raises TrainingError: There is none: only rounds are left that lack what they learn from.
        """
        lacking = set() if self.teacher else {rounds.TAUGHT}
        lacking |= set() if self.marked else {rounds.MARKED}
        left = [n for n in rounds.STAGES if n >= first and n not in lacking]
        if not left:
            raise TrainingError(
                f"from round {first} on there is nothing to learn from: name a teacher with "
                "--teacher or a collection with --marked, or begin with an earlier round"
            )
        return left


def pack_examples(sources: Sources, base: Model, out: Path, *, order: Order, tell: Tell) -> Path:
    """Pack the examples of all rounds where they are not there yet.

    :return: The folder in which they stand.
    :raises TrainingError: A set is missing, or there are too few exchanges.
    """
    tokenizer, marks = load_tokenizer(base.folder)
    work = out / "making"
    wanted = sources.rounds(order.first_round)
    if set(wanted) <= set(rounds.packed_rounds(work)):
        tell(f"examples as they are packed in {work}")
        return work
    cutting = (tokenizer, marks)
    _pack(sources, rounds.paths(work, wanted), cutting, tokenizer.get_vocab(), order, tell)
    return work


def make_reader(
    sources: Sources,
    base: Model,
    out: Path,
    *,
    order: Order,
    begin: Path | None = None,
    about: Mapping[str, object] | None = None,
    tell: Tell,
) -> str:
    """Train a reader, write it with its recipe, and give the SHA-256 of its weights.

    :param begin: A reader to begin with in place of the base model's own weights.
    :raises TrainingError: A set is missing, or there are too few exchanges.
    """
    work = pack_examples(sources, base, out, order=order, tell=tell)
    learned = rounds.read_learned(work)
    if learned is None:
        first = None if begin is None else weights_of(begin, base.sha256)
        learned = rounds.train(
            base.folder,
            work,
            minutes=order.minutes,
            seed=order.seed,
            begin=first,
            only=sources.rounds(order.first_round),
            tell=tell,
        )
    data, meetings = sources.data, sources.meetings
    used = {name for plan in PLANS.values() for name in plan.examples}
    sets = {name: _about(name, [sources.sets / f"{name}.jsonl.gz"]) for name in sorted(used)}
    if meetings is not None:
        sets[mix.MEETINGS] = _about(mix.MEETINGS, sorted(meetings.glob("*.jsonl")))
    recipe = {
        "base": base.name,
        "base_licence": BASE_LICENCE,
        "seed": order.seed,
        **learned.about,
        "order": asdict(order),
        "begin": None if begin is None else begin.name,
        "sets": sets,
        "held_out": HELD_OUT,
        "transcripts": {
            "files": data.files,
            "exchanges": len(data.exchanges),
            "sha256": data.sha256,
            "licence": TRANSCRIPTS_LICENCE,
        },
        "packed": {
            path.name: _sha256([path])
            for stages in rounds.paths(work, sources.rounds(order.first_round)).values()
            for path in stages
        },
        "teacher": _about_teacher(sources.teacher),
        "marked": {marked.name: marked.sha256 for marked in sources.marked},
        "packed_with": {name: version(name) for name in PACKAGES},
        **(about or {}),
    }
    return write_weights(learned.weights, base.sha256, recipe, out)


def parted(data: Data) -> tuple[Data, list[Asked]]:
    """Exchanges to learn from, and those of a few transcripts that are only measured on."""
    documents = sorted({exchange.document for exchange in data.exchanges})
    random = Random(HELD_SEED)  # noqa: S311 (reproducible, not secret)
    held = set(random.sample(documents, min(HELD_TRANSCRIPTS, len(documents) // 10)))
    apart = [exchange for exchange in data.exchanges if exchange.document in held]
    kept = tuple(exchange for exchange in data.exchanges if exchange.document not in held)
    return replace(data, exchanges=kept), apart


def _pack(
    sources: Sources,
    paths: Mapping[int, Sequence[Path]],
    cutting: tuple[Tokenizer, Marks],
    vocabulary: Mapping[str, int],
    order: Order,
    tell: Tell,
) -> None:
    tell("reading the sets")
    known = Sets(sources.sets, {name for plan in PLANS.values() for name in plan.examples})
    exchanges = sources.data.exchanges
    if len(exchanges) < 2:
        raise TrainingError(
            f"{sources.data.files} files have {len(exchanges)} exchanges: give transcripts with "
            "more"
        )
    random = Random(order.seed)  # noqa: S311 (reproducible, not secret)
    meetings = [] if sources.meetings is None else list(read_meetings(sources.meetings, random))
    tell("looking up neighbours")
    rarity = rarities(exchanges)
    spoken = Spoken(exchanges, rarity)
    numbered = {stage: at for at, stage in enumerate(PLANS)}
    stages = [(n, *pair) for n in paths for pair in zip(rounds.STAGES[n], paths[n], strict=True)]
    for number, stage, path in stages:
        at, plan = numbered[stage], PLANS[stage]
        random = Random(f"{order.seed}/{at}")  # noqa: S311 (reproducible, not secret)
        rewording = Rewording(vocabulary, random)
        drawn = _drawn(plan, known, spoken, meetings, order.share, rewording, random)
        tell(f"{path.name}: {len(drawn):,} examples")
        if number == rounds.TAUGHT and (teacher := sources.teacher) is not None:
            count = round(order.share * plan.near)
            drawn += near(exchanges, rarity, teacher.encoder, count, rewording, random)
            drawn = taught(drawn, teacher.reader, random, tell)
        if plan.marked:
            drawn += [example for marked in sources.marked for example in marked.learned]
        path.parent.mkdir(parents=True, exist_ok=True)
        packed.write(pack(drawn, *cutting, order.seed + at), path)


def _about_teacher(teacher: Teacher | None) -> dict[str, str] | None:
    if teacher is None:
        return None
    return {"name": teacher.reader.name, "sha256": teacher.reader.sha256}


def _drawn(
    plan: Plan,
    sets: Sets,
    spoken: Spoken,
    meetings: Sequence[Example],
    share: float,
    rewording: Rewording,
    random: Random,
) -> list[Example]:
    examples: list[Example] = []
    for name, count in plan.examples.items():
        some = sets.draw(
            name, round(share * count), random, few_shared_words=name in plan.few_shared_words
        )
        some = rewording.some(some, plan.reworded.get(name, 0.0))
        examples += _hardened(name, some, sets.questions(name, random), plan, rewording, random)
    if plan.meetings:
        groups = [list(group) for _, group in groupby(meetings, key=lambda example: example.group)]
        chosen = random.sample(groups, round(share * plan.meetings * len(groups)))
        some = [example for group in chosen for example in group]
        examples += _hardened(mix.MEETINGS, some, [], plan, rewording, random)
    said: list[Example] = []
    for count, draw in (
        (plan.spoken, spoken.examples),
        (plan.said, spoken.said),
        (plan.put_off, spoken.put_off),
        (plan.among, spoken.among),
    ):
        for number in random.sample(range(len(spoken)), min(len(spoken), round(share * count))):
            said += draw(number, random)
    return examples + rewording.some(said, plan.reworded.get(mix.SPOKEN, 0.0))


def _hardened(
    name: str,
    examples: Sequence[Example],
    questions: Sequence[str],
    plan: Plan,
    rewording: Rewording,
    random: Random,
) -> list[Example]:
    """The examples with harder ones made from them, some as speech; one question's together."""
    gone, other = plan.without_answer.get(name, 0.0), plan.other_subject.get(name, 0.0)
    hardened: list[Example] = []
    for _, group in groupby(examples, key=lambda example: example.group):
        harder: list[Example] = []
        apart: list[Example] = []
        for example in group:
            harder.append(hardening.thinned(example, random) if random.random() < gone else example)
            if random.random() < gone:
                emptied = hardening.without_answer(example)
                harder += [] if emptied is None else [emptied]
            if random.random() < other:
                moved = hardening.other_subject(example, questions, random)
                apart += [] if moved is None else [replace(moved, group=f"{example.group}/other")]
        for example in (*harder, *apart):
            if random.random() < plan.behind.get(name, 0.0):
                asked = rewording.reworded(example.question)
                hardened.append(hardening.behind(example, asked, random.choice(SPEAKERS)))
            else:
                hardened.append(example)
    return hardened


def _about(name: str, files: Sequence[Path]) -> dict[str, str]:
    return {"sha256": _sha256(files), "licence": mix.LICENCES[name]}


def _sha256(files: Sequence[Path]) -> str:
    """The SHA-256 of the bytes of all files, one after the other."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
