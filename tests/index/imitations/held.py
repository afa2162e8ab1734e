"""What was found of each imitation when it was last measured: no change may find less of one.

    WRITE_HELD=1 python -m pytest tests/index/test_imitations.py

writes the figures of today. It is for a change that finds more, or that gives up a little of one
kind for more of others: the figures that fell are then in the diff, for all to see.
"""

from __future__ import annotations

from pathlib import Path

from tests.index.imitations.measure import Measured

HELD = Path(__file__).with_name("held.tsv")
_COLUMNS = ("imitation", "turns right", "sentences right", "wrong", "lost", "fields right")
_MORE_IS_BETTER = (1, 1, -1, -1, 1)

Figures = tuple[int, ...]


def figures(found: Measured) -> Figures:
    """The figures that are kept, in the order of the columns."""
    return (found.turns_right, found.right, found.wrong, found.lost, found.fields_right)


def read_held() -> dict[str, Figures]:
    """The figures by the name of the imitation."""
    rows = [line.split("\t") for line in HELD.read_text(encoding="utf-8").splitlines()[1:]]
    return {name: tuple(map(int, counts)) for name, *counts in rows}


def write_held(held: dict[str, Figures]) -> None:
    """Write the figures in the order of the names."""
    rows = [_COLUMNS, *((name, *map(str, held[name])) for name in sorted(held))]
    HELD.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def worse(found: Figures, held: Figures) -> list[str]:
    """Which figures are worse than they were, in words."""
    rows = zip(_COLUMNS[1:], found, held, _MORE_IS_BETTER, strict=True)
    return [
        f"{name}: {now}, and it was {before}"
        for name, now, before, sign in rows
        if sign * now < sign * before
    ]
