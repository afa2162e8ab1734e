from __future__ import annotations

from eval.measuring.formats import EMPTY, mean, plain, whole
from eval.measuring.significance import Interval
from eval.measuring.tables import columns, pipes
from eval.report.table import Line, Table, beside

ROWS = [("system", "hit@1", "note"), ("ours", "0.500", "a|b"), ("bm25", "–", "")]


def test_numbers_stand_right_and_words_left() -> None:
    assert columns(ROWS) == [
        "system  hit@1  note",
        "-------------------",
        "ours    0.500  a|b",
        "bm25        –",
    ]


def test_markdown_escapes_its_own_marks() -> None:
    assert pipes(ROWS) == [
        "| system | hit@1 | note |",
        "| --- | ---: | --- |",
        "| ours | 0.500 | a\\|b |",
        "| bm25 | – |  |",
    ]


def table(*cells: float) -> Table:
    lines = (
        Line("ours", (mean(Interval(0.5, 0.4, 0.6, 7)), plain(cells[0]), whole(1_200)), leads=True),
        Line("bm25", (EMPTY, EMPTY, EMPTY)),
    )
    return Table("figures", "All", "system", ("hit@1", "MRR", "n"), lines)


def test_a_table_in_words_has_notes_and_columns_as_asked() -> None:
    figures = table(0.25)
    assert figures.rows() == [
        ("system", "hit@1", "MRR", "n"),
        ("ours", "0.500 [0.400, 0.600]", "0.250", "1,200"),
        ("bm25", "–", "–", "–"),
    ]
    assert figures.rows(full=("MRR",), without=("n",)) == [
        ("system", "hit@1", "MRR"),
        ("ours", "0.500", "0.250"),
        ("bm25", "–", "–"),
    ]


def test_lines_without_figures_can_be_left_out() -> None:
    assert [line.label for line in table(float("nan")).filled().lines] == ["ours"]


def test_tables_with_the_same_lines_stand_side_by_side() -> None:
    both = beside("both", "Both", [table(0.1), table(0.2)])
    assert both.heads == ("hit@1", "MRR", "n") * 2
    assert [cell.shown for cell in both.lines[0].cells][1::3] == ["0.100", "0.200"]
    assert [line.leads for line in both.lines] == [True, False]
