"""Labels on most lines of a text, and names before a colon in lists of points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.language.lines import Line
from index.language.vocabulary import normal
from index.parsing.marks import Mark
from index.parsing.verdicts import Found, Verdict

_LISTED = re.compile(r"(?:[*+•‣▪-]|\d{1,2}[.)])\s")
_SELDOM = 4


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
