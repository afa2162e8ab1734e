"""Which examples are learned from: a warm-up over plain text, a mix, and one in other words.

The shares are those of `../shared/training/README.md`, by which sets teach what this house needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from eval.reading.examples import Example, is_held_out, read_set
from index.errors import TrainingError

_WORD = re.compile(r"\w{4,}")

MOST_WRONG = 3
"""Wrong passages that one question brings along; selqa and argkp have up to thirty."""
SPOKEN = "spoken"
"""The name under which exchanges of transcripts may be reworded."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One stage of training.

    :ivar examples: How many of each set.
    :ivar spoken: How many exchanges of transcripts, about four examples each.
    :ivar few_shared_words: Sets of which the half is taken whose answers share fewest words with
        their questions.
    :ivar reworded: The share of each set's questions that are put into other words.
    """

    examples: Mapping[str, int]
    spoken: int = 0
    few_shared_words: tuple[str, ...] = ()
    reworded: Mapping[str, float] = field(default_factory=dict)


WARM_UP = Plan({"squad1": 26_000, "qed": 7_000, "selqa": 5_000})
MIX = Plan(
    {
        "wh_briefings": 15_000,
        "irc_reply": 5_000,
        "qmsum_train": 4_300,
        "squad2dev": 12_000,
        "disflqa": 12_000,
        "squad1": 20_000,
        "argkp": 5_000,
        "selqa": 4_000,
        "qed": 4_000,
        "clapnq": 2_600,
        "qamr": 1_500,
        "policyqa": 800,
        "covidqa": 500,
        "molweni": 400,
    },
    spoken=6_000,
    few_shared_words=("squad1",),
)
REWORDED = Plan(
    {
        "wh_briefings": 12_000,
        "irc_reply": 3_000,
        "qmsum_train": 4_300,
        "squad2dev": 12_000,
        "disflqa": 12_000,
        "squad1": 14_000,
        "argkp": 6_000,
        "selqa": 2_500,
        "qed": 2_500,
        "clapnq": 2_600,
        "policyqa": 600,
        "covidqa": 400,
    },
    spoken=5_000,
    few_shared_words=("squad1",),
    reworded={"wh_briefings": 0.6, "squad1": 0.5, "irc_reply": 0.4, "argkp": 0.3, SPOKEN: 0.75},
)


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
            for one, document, _ in read_set(path):
                if not one.exchange.sentences:
                    continue
                if is_held_out(name, document):
                    self.held_out.setdefault(name, []).append(one)
                else:
                    groups.setdefault(one.group, []).append(one)
            self.groups[name] = list(groups.values())

    def draw(
        self, name: str, count: int, random: Random, *, few_shared_words: bool = False
    ) -> list[Example]:
        """Whole questions of a set, in random order, until there are `count` examples."""
        found: list[Example] = []
        groups = self.groups[name]
        if few_shared_words:
            groups = sorted(groups, key=_shared_words)[: len(groups) // 2]
        for group in random.sample(groups, len(groups)):
            if len(found) >= count:
                break
            found += _few_wrong(group, random)
        return found


def _shared_words(group: Sequence[Example]) -> float:
    """The share of the question's words that stands in a passage that answers, the most of any."""
    asked = set(_WORD.findall(group[0].question.lower()))
    there = [
        set(_WORD.findall(" ".join(one.exchange.sentences).lower())) for one in group if one.answers
    ]
    return max((len(asked & words) / max(len(asked), 1) for words in there), default=1.0)


def _few_wrong(group: Sequence[Example], random: Random) -> list[Example]:
    right = [one for one in group if one.answers]
    wrong = [one for one in group if not one.answers]
    return right + random.sample(wrong, min(len(wrong), MOST_WRONG))
