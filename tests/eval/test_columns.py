"""The report's columns: each is explained, and a wide table is cut without loss."""

from __future__ import annotations

import pytest

from eval.measuring.formats import Cell
from eval.measuring.rows import COLUMNS as FIGURES
from eval.report.columns import COLUMNS, explained
from eval.report.table import Line, Table


def table(heads: int, lines: int = 2) -> Table:
    rows = tuple(
        Line(f"row {line}", tuple(Cell(f"{line}.{at}") for at in range(heads)), leads=not line)
        for line in range(lines)
    )
    return Table("figures", "All", "system", tuple(f"head {at}" for at in range(heads)), rows)


def test_every_column_of_the_figures_is_explained() -> None:
    assert set(FIGURES) <= set(COLUMNS)
    words = list(COLUMNS.values())
    assert len(set(words)) > len(words) - 3  # "the same for …" may come twice


def test_only_what_stands_there_is_explained() -> None:
    given = Table("kinds", "", "system", ("direct hit@1 (21)", "direct ask hit@1 (21)", "n"), ())
    assert [name for name, _ in explained([given])] == ["hit@1", "n", "ask hit@1"]
    assert explained([]) == []
    # "n" stands inside "questions", and "area" inside "areas": a part of a word is no column.
    parts = Table("kinds", "", "system", ("questions", "areas", "its nDCG@10"), ())
    assert [name for name, _ in explained([parts])] == ["nDCG@10"]


@pytest.mark.parametrize(
    ("heads", "most", "widths"),
    [(16, 9, [8, 8]), (9, 9, [9]), (10, 9, [5, 5]), (1, 9, [1]), (20, 9, [7, 7, 6]), (0, 9, [0])],
)
def test_the_parts_of_a_table_are_the_whole(heads: int, most: int, widths: list[int]) -> None:
    whole = table(heads)
    parts = whole.parts(most)
    assert [len(part.heads) for part in parts] == widths
    assert sum((part.heads for part in parts), ()) == whole.heads
    for at, line in enumerate(whole.lines):
        assert sum((part.lines[at].cells for part in parts), ()) == line.cells
        assert {(part.lines[at].label, part.lines[at].leads) for part in parts} == {
            (line.label, line.leads)
        }
    assert [part.caption for part in parts] == ["All", *["All, continued"] * (len(parts) - 1)]
