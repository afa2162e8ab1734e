"""The one record of the report's tables; text, Markdown and the page are laid out from it.

Columns and Markdown take it as rows of words (`eval.measuring.tables`), the page as it is
(`templates/table.html`).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from eval.measuring.formats import EMPTY, Cell
from eval.measuring.tables import Row


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `leads` for the system that the report is about, `link` the id it leads to."""

    label: str
    cells: tuple[Cell, ...]
    leads: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; `corner` stands above the labels in text, where there is no caption."""

    name: str
    caption: str
    corner: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    def filled(self) -> Table:
        """Without the lines in which nothing stands."""
        lines = tuple(line for line in self.lines if any(cell != EMPTY for cell in line.cells))
        return replace(self, lines=lines)

    def parts(self, most: int) -> list[Table]:
        """The table cut into as few as have `most` columns each, of about the same width."""
        count = max(1, -(-len(self.heads) // most))
        each = -(-len(self.heads) // count)
        parts = []
        for number in range(count):
            cut = slice(number * each, (number + 1) * each)
            lines = tuple(replace(line, cells=line.cells[cut]) for line in self.lines)
            caption = self.caption + (", continued" if number else "")
            parts.append(replace(self, caption=caption, heads=self.heads[cut], lines=lines))
        return parts

    def rows(self, full: Container[str] | None = None, without: Container[str] = ()) -> list[Row]:
        """The table in words, its head first.

        :param full: The columns whose cells keep their notes; None for all.
        :param without: The columns that are left out.
        """
        kept = [place for place, head in enumerate(self.heads) if head not in without]
        heads = [self.heads[place] for place in kept]
        rows: list[Row] = [(self.corner, *heads)]
        for line in self.lines:
            cells = zip(heads, (line.cells[place] for place in kept), strict=True)
            words = [
                str(cell) if full is None or head in full else cell.shown for head, cell in cells
            ]
            rows.append((line.label, *words))
        return rows


def beside(name: str, caption: str, tables: Sequence[Table]) -> Table:
    """One table with the columns of several that have the same labels."""
    lines = tuple(
        Line(same[0].label, tuple(cell for line in same for cell in line.cells), same[0].leads)
        for same in zip(*(table.lines for table in tables), strict=True)
    )
    heads = tuple(head for table in tables for head in table.heads)
    return Table(name, caption, tables[0].corner, heads, lines)
