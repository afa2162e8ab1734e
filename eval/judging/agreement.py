"""How far two people agree who judged the same passages: Cohen's kappa, plain and weighted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.metrics import cohen_kappa_score

GRADES = (0, 1, 2)

Table = tuple[tuple[int, ...], ...]
"""Counts of passages: rows by the first judge's grade, columns by the second's."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two judges, the questions that both have finished, and their grades of all passages there.

    A passage's grade is the best grade of a span in it.
    """

    judges: tuple[str, str]
    questions: int
    table: Table

    @property
    def passages(self) -> int:
        """How many passages both have judged."""
        return sum(map(sum, self.table))

    @property
    def same(self) -> int:
        """How many passages got the same grade from both."""
        return sum(row[at] for at, row in enumerate(self.table))

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, None where it is not defined."""
        return cohen_kappa(self.table)

    @property
    def weighted_kappa(self) -> float | None:
        """The same with linear weights: 0 against 2 is twice as far apart as 0 against 1."""
        return cohen_kappa(self.table, linear=True)

    def json(self) -> dict[str, object]:
        """As JSON gives it."""
        return {
            "judges": list(self.judges),
            "questions": self.questions,
            "passages": self.passages,
            "same": self.same,
            "kappa": self.kappa,
            "weighted_kappa": self.weighted_kappa,
            "table": [list(row) for row in self.table],
        }

    def lines(self) -> list[str]:
        """As a terminal shows it."""
        first, second = self.judges
        lines = [
            f"{first} and {second}: {_count(self.questions, 'question')}, "
            f"{_count(self.passages, 'passage')}, "
            f"{self.same} with the same grade",
            f"  Cohen's kappa {figure(self.kappa)}, linearly weighted "
            f"{figure(self.weighted_kappa)}",
            f"  passages by grade (rows {first}, columns {second}):",
            "       " + "".join(f"{grade:>6}" for grade in GRADES),
        ]
        for grade, row in zip(GRADES, self.table, strict=True):
            lines.append(f"  {grade:>5}" + "".join(f"{count:>6}" for count in row))
        return lines


def cohen_kappa(table: Sequence[Sequence[int]], *, linear: bool = False) -> float | None:
    """One minus the disagreement found over the disagreement that chance would give.

    Cohen 1960 and, with `linear` weights `|i - j|`, Cohen 1968.

    :param table: Square; counts by the first judge's grade (rows) and the second's (columns).
    :return: At most 1; None where chance gives no disagreement (no passages, or both judges
        gave one and the same grade throughout).
    """
    cells = {
        (i, j): count for i, row in enumerate(table) for j, count in enumerate(row) if count > 0
    }
    if len({grade for cell in cells for grade in cell}) < 2:
        return None
    first, second = zip(*cells, strict=True)
    weights = "linear" if linear else None
    counts = list(cells.values())
    labels = range(len(table))
    return float(
        cohen_kappa_score(first, second, labels=list(labels), weights=weights, sample_weight=counts)
    )


def grade_table(pairs: Sequence[tuple[int, int]]) -> Table:
    """Count pairs of grades, each 0, 1 or 2."""
    return tuple(tuple(pairs.count((i, j)) for j in GRADES) for i in GRADES)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def figure(kappa: float | None) -> str:
    """A kappa with two decimals, or why there is none."""
    return "not defined (one grade throughout)" if kappa is None else f"{kappa:.2f}"
