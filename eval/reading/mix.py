"""Which examples are learned from, in which order: a warm-up over plain text, then the mix.

The shares are those of `../shared/training/README.md`, by which sets teach what this house needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from eval.reading.examples import Example, is_held_out, read_set
from eval.reading.spoken import Spoken

_WORD = re.compile(r"\w{4,}")

MOST_WRONG = 3
"""Wrong passages that one question brings along; selqa and argkp have up to thirty."""
WARM_UP = {"squad1": 26_000, "qed": 7_000, "selqa": 5_000}
"""Examples of each set in the warm-up."""
MIX = {
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
}
"""Examples of each set in one pass of the mix."""
FEW_SHARED_WORDS = ("squad1",)
"""Sets of which the mix takes the half whose answers share fewest words with their questions."""
SPOKEN = 6_000
"""Exchanges of transcripts in one pass, about four examples each."""


class Sets:
    """The sets' examples, by the question, those held out left aside."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self.groups: dict[str, list[list[Example]]] = {}
        self.held_out: dict[str, list[Example]] = {}
        for name in names:
            groups: dict[str, list[Example]] = {}
            for one, document, _ in read_set(folder / f"{name}.jsonl.gz"):
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


def warm_up(sets: Sets, share: float, random: Random) -> list[Example]:
    """Examples to learn to read with."""
    found: list[Example] = []
    for name, count in WARM_UP.items():
        found += sets.draw(name, round(share * count), random)
    return found


def mixed(sets: Sets, spoken: Spoken, size: int, share: float, random: Random) -> list[Example]:
    """One pass of the mix.

    :param size: How many exchanges `spoken` has.
    """
    found: list[Example] = []
    for name, count in MIX.items():
        few = name in FEW_SHARED_WORDS
        found += sets.draw(name, round(share * count), random, few_shared_words=few)
    for number in random.sample(range(size), min(size, round(share * SPOKEN))):
        found += spoken.examples(number, random)
    return found
