"""Labels on most lines of a text or on most of a few paragraphs, and names in lists of points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.lines import Line
from index.language.vocabulary import LABEL_TITLES, PEERS, normal
from index.parsing.labelwords import is_name
from index.parsing.marks import Mark
from index.parsing.verdicts import Found, Verdict

_LISTED = re.compile(r"(?:[*+•‣▪-]|\d{1,2}[.)])\s")
_SELDOM = 4
_STOPPED = re.compile(r"[.?!…][\"”’)\]]*$")
_LONGEST_FULL_NAME = 4
"""Words of a name with its particles."""
_SHORT_TALK = 2 / 3
"""Share of the paragraphs of a short talk that bear a name."""


def without_lists(verdict: Verdict, family: Found) -> Verdict:
    """The verdict with the items of a list as nobody's, where labels stand in no list.

    Notes of a meeting give their points a name: `* **Gates and keys**: the board will ask.`
    """
    lines = {mark.start: family.lines[number] for number, mark in family.marks}
    listed = [mark for mark in verdict.labels if _LISTED.match(lines[mark.start].text)]
    if not listed or _SELDOM * len(listed) > len(verdict.labels):
        return verdict
    labels = [mark for mark in verdict.labels if mark not in listed]
    return Verdict(labels, [*verdict.unknown, *listed])


def on_most_lines(marks: Sequence[tuple[int, Mark]], lines: Sequence[Line]) -> frozenset[str]:
    """Two or more labels that recur and stand on most lines: there, no line goes on another.

    Recognisers break a sentence where the voice changes, and its rest begins as no speech does.
    """
    counts = Counter(normal(mark.label) for _, mark in marks)
    often = frozenset(label for label, count in counts.items() if count > 1)
    lined = sum(counts[label] for label in often)
    return often if len(often) > 1 and 2 * lined > len(lines) else frozenset()


def takes_short_turns(marks: Sequence[tuple[int, Mark]], lines: Sequence[Line]) -> bool:
    """Whether the few paragraphs from the first full name on bear the names of voices in turns.

    Two or three paragraphs are too few to tell by names that come back. One comes back all the
    same, or somebody asks.
    """
    named = [(number, mark) for number, mark in marks if is_full_name(mark.label)]
    labels = [normal(mark.label) for _, mark in named]
    if len(set(labels)) < 2 or not all(before != after for before, after in pairwise(labels)):
        return False
    first, last = named[0][0], named[-1][0]
    asked = any("?" in line.text for line in lines[first:last])
    comes_back = len(set(labels)) < len(labels)
    return (asked or comes_back) and len(named) >= _SHORT_TALK * paragraphs(lines[first:])


def is_full_name(label: str) -> bool:
    """Whether a label is a given name and a surname, without a title and not in capitals."""
    words = normal(label).split()
    return (
        1 < len(words) <= _LONGEST_FULL_NAME
        and is_name(" ".join(words))
        and not any(word in LABEL_TITLES or word in PEERS for word in words)
        and not label.isupper()
    )


def paragraphs(lines: Sequence[Line]) -> int:
    """How many lines do not go on with a sentence of the line above, in wrapped text as well."""
    ended = (bool(_STOPPED.search(line.text[-4:])) for line in lines)
    return 1 + sum(line.gap > 0 or above for above, line in zip(ended, lines[1:], strict=False))
