"""What the rules of label forms are given, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.language.lines import Line
from index.parsing.marks import Mark


@dataclass(frozen=True, slots=True)
class Found:
    """Marks of one family, each with the number of its line; `lines` are the document's.

    `beside` are the labels of another family that the document has as well.
    """

    marks: Sequence[tuple[int, Mark]]
    lines: Sequence[Line]
    beside: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Labels, and marks that end a turn and name nobody."""

    labels: list[Mark] = field(default_factory=list)
    unknown: list[Mark] = field(default_factory=list)


Rule = Callable[[Found], Verdict]
