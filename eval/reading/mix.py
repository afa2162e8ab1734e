"""Which examples are learned from: a warm-up over plain text, a mix, and one in other words.

The shares are those of `../shared/training/README.md`, by which sets teach what this house needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from eval.reading.examples import Example, is_held_out, read_set
from index.errors import TrainingError

_WORD = re.compile(r"\w{4,}")

MOST_WRONG = 3
"""The most wrong passages of one question; selqa and argkp have up to thirty."""
SPOKEN = "spoken"
"""The name under which exchanges of transcripts may be reworded."""


MEETINGS = "meetings"
LICENCES = {
    "wh_briefings": "CC0-1.0 (United States Government works)",
    "qmsum_train": "MIT",
    "irc_reply": "CC-BY-4.0",
    "squad1": "CC-BY-SA-4.0",
    "squad2dev": "CC-BY-SA-4.0",
    "disflqa": "CC-BY-4.0",
    "qed": "CC-BY-SA-3.0",
    "selqa": "Apache-2.0",
    "qamr": "MIT",
    "clapnq": "Apache-2.0",
    "argkp": "CDLA-Sharing-1.0",
    "policyqa": "MIT",
    "covidqa": "Apache-2.0",
    "molweni": "Apache-2.0",
    MEETINGS: "MIT",
}
"""Under what the sets may be used; a recipe names them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One stage of training.

    :ivar examples: How many of each set.
    :ivar spoken: How many exchanges of transcripts, about four examples each.
    :ivar said: How many sentences of transcripts, looked for by their subject, about four each.
    :ivar near: How many questions with the exchanges that are nearest to them.
    :ivar among: How many exchanges of transcripts, told from others of the same, six each.
    :ivar put_off: How many questions of transcripts that are put off, two examples each.
    :ivar meetings: The share of the questions on meetings, about nine examples each.
    :ivar marked: Whether the questions are taken whose passages people marked.
    :ivar few_shared_words: Sets of which the half is taken whose answers share fewest words with
        their questions.
    :ivar reworded: The share of each set's questions that are put into other words.
    :ivar without_answer: The share of a set's answers that stand again with the answer taken out.
    :ivar other_subject: The share of a set's answers that stand again with another subject.
    :ivar behind: The share of a set's passages that stand behind the question in other words.
    """

    examples: Mapping[str, int]
    spoken: int = 0
    said: int = 0
    among: int = 0
    near: int = 0
    put_off: int = 0
    meetings: float = 0.0
    marked: bool = False
    few_shared_words: tuple[str, ...] = ()
    reworded: Mapping[str, float] = field(default_factory=dict)
    without_answer: Mapping[str, float] = field(default_factory=dict)
    other_subject: Mapping[str, float] = field(default_factory=dict)
    behind: Mapping[str, float] = field(default_factory=dict)


HARDENED = {
    "squad1": 0.35,
    "squad2dev": 0.4,
    "disflqa": 0.3,
    "qed": 0.4,
    "qamr": 0.3,
    "clapnq": 0.5,
    "covidqa": 0.3,
    MEETINGS: 0.4,
}
OTHER_SUBJECT = {"squad1": 0.25, "squad2dev": 0.1, "disflqa": 0.1, "qed": 0.25}
BEHIND = {
    "squad1": 0.35,
    "squad2dev": 0.35,
    "disflqa": 0.35,
    "qed": 0.3,
    "qamr": 0.2,
    "selqa": 0.3,
    "clapnq": 0.3,
    "argkp": 0.2,
    "covidqa": 0.2,
}

WARM_UP = Plan({"squad1": 26_000, "qed": 7_000, "selqa": 5_000})
MIX = Plan(
    {
        "wh_briefings": 18_500,
        "irc_reply": 6_000,
        "qmsum_train": 4_300,
        "squad2dev": 12_000,
        "disflqa": 12_000,
        "squad1": 85_000,
        "argkp": 6_000,
        "selqa": 9_000,
        "qed": 14_000,
        "clapnq": 2_600,
        "qamr": 16_000,
        "policyqa": 1_200,
        "covidqa": 900,
        "molweni": 500,
    },
    spoken=32_000,
    said=14_000,
    put_off=4_000,
    meetings=1.0,
    reworded={"wh_briefings": 0.25, "squad1": 0.25, SPOKEN: 0.3},
    without_answer=HARDENED,
    other_subject=OTHER_SUBJECT,
    behind=BEHIND,
)
SECOND_MIX = replace(
    MIX, examples={**MIX.examples, "squad1": 100_000, "qamr": 20_000}, spoken=36_000
)
"""The same again with other questions, other neighbours and other words."""
REWORDED = Plan(
    {
        "wh_briefings": 14_000,
        "irc_reply": 3_000,
        "qmsum_train": 4_300,
        "squad2dev": 12_000,
        "disflqa": 12_000,
        "squad1": 30_000,
        "argkp": 6_000,
        "selqa": 3_000,
        "qed": 3_000,
        "clapnq": 2_600,
        "policyqa": 600,
        "covidqa": 400,
    },
    spoken=20_000,
    said=9_000,
    put_off=3_000,
    meetings=1.0,
    few_shared_words=("squad1",),
    reworded={"wh_briefings": 0.6, "squad1": 0.4, "irc_reply": 0.4, "argkp": 0.3, SPOKEN: 0.75},
    without_answer=HARDENED,
    other_subject=OTHER_SUBJECT,
    behind=BEHIND,
)
AMONG = Plan({}, among=12_000, reworded={SPOKEN: 0.35})
"""At last replies are told from others of the same transcript, as they are where it is searched."""
NEAR = Plan({}, near=4_600)
"""Questions with what a search would find, for a teacher to read."""
APART = replace(AMONG, among=2_700)
BESIDE = Plan(
    {
        "wh_briefings": 5_000,
        "irc_reply": 1_200,
        "qmsum_train": 2_500,
        "squad2dev": 5_000,
        "disflqa": 5_000,
        "squad1": 9_000,
        "argkp": 1_500,
        "selqa": 1_500,
        "qed": 1_500,
        "clapnq": 1_500,
        "covidqa": 300,
    },
    spoken=5_000,
    said=2_500,
    put_off=1_200,
    meetings=0.33,
    few_shared_words=("squad1",),
    reworded={"wh_briefings": 0.3, "squad1": 0.2, "irc_reply": 0.2, "argkp": 0.2, SPOKEN: 0.35},
    without_answer=HARDENED,
    other_subject=OTHER_SUBJECT,
    behind=BEHIND,
)
"""Judged examples beside those, so that what answers is not forgotten over what is nearest."""
MARKED = Plan({}, marked=True)
"""What people marked in what a search found."""
OTHERS = replace(
    BESIDE,
    examples={
        "wh_briefings": 1_500,
        "qmsum_train": 1_000,
        "squad2dev": 2_500,
        "disflqa": 2_000,
        "squad1": 2_500,
        "argkp": 500,
        "selqa": 500,
        "qed": 500,
        "clapnq": 1_000,
    },
    spoken=1_000,
    said=500,
    put_off=600,
    meetings=0.1,
)
"""Fewer of those, so that what people marked is most of what is read."""


class Sets:
    """The sets' examples, by the question, those held out left aside."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self.groups: dict[str, list[list[Example]]] = {}
        self.held_out: dict[str, list[Example]] = {}
        for name in names:
            groups: dict[str, list[Example]] = {}
            path = folder / f"{name}.jsonl.gz"
            if not path.is_file():
                raise TrainingError(f"{path} is missing: give the folder with all sets of pairs")
            for example, document, _ in read_set(path):
                if not example.exchange.sentences:
                    continue
                if is_held_out(name, document):
                    self.held_out.setdefault(name, []).append(example)
                else:
                    groups.setdefault(example.group, []).append(example)
            self.groups[name] = list(groups.values())

    def questions(self, name: str, random: Random, count: int = 4_000) -> list[str]:
        """Some questions of a set."""
        groups = self.groups[name]
        return [group[0].question for group in random.sample(groups, min(count, len(groups)))]

    def draw(
        self, name: str, count: int, random: Random, *, few_shared_words: bool = False
    ) -> list[Example]:
        """Whole questions of a set, in random order, until there are `count` examples."""
        drawn: list[Example] = []
        groups = self.groups[name]
        if few_shared_words:
            groups = sorted(groups, key=_shared_words)[: len(groups) // 2]
        for group in random.sample(groups, len(groups)):
            if len(drawn) >= count:
                break
            drawn += _few_wrong(group, random)
        return drawn


def _shared_words(group: Sequence[Example]) -> float:
    """The share of the question's words that stands in a passage that answers, the most of any."""
    asked = set(_WORD.findall(group[0].question.lower()))
    there = [
        set(_WORD.findall(" ".join(example.exchange.sentences).lower()))
        for example in group
        if example.answers
    ]
    return max((len(asked & words) / max(len(asked), 1) for words in there), default=1.0)


def _few_wrong(group: Sequence[Example], random: Random) -> list[Example]:
    right = [example for example in group if example.answers]
    wrong = [example for example in group if not example.answers]
    return right + random.sample(wrong, min(len(wrong), MOST_WRONG))
