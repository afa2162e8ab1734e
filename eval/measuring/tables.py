"""Rows of words as aligned columns or as a Markdown table; the first row is the head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

Row = Sequence[str]
Layout = Callable[[Sequence[Row]], list[str]]

_NUMBER = re.compile(r"[-+−<]?\d|–$|$")


def columns(rows: Sequence[Row]) -> list[str]:
    """Aligned with spaces: numbers to the right, words to the left, a rule below the head."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    numeric = _numeric(rows)
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in rows
    ]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def pipes(rows: Sequence[Row]) -> list[str]:
    """As Markdown, numbers to the right."""
    rule = ["---:" if right else "---" for right in _numeric(rows)]
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (escaped[0], rule, *escaped[1:])]


class Tables:
    """What is printed as tables under headings, in either layout."""

    __slots__ = ()

    def text(self) -> str:
        """In aligned columns, for a terminal."""
        return "\n".join(self.lines(columns, head="{}"))

    def markdown(self) -> str:
        """With Markdown headings and tables."""
        return "\n".join(self.lines(pipes, head="## {}")) + "\n"

    def lines(self, layout: Layout, head: str) -> Iterable[str]:
        """Its lines; `head.format(title)` is a heading."""
        raise NotImplementedError


def _numeric(rows: Sequence[Row]) -> list[bool]:
    """Which columns hold numbers, dashes and nothing else below the head."""
    return [
        len(rows) > 1 and all(_NUMBER.match(row[at]) for row in rows[1:])
        for at in range(len(rows[0]))
    ]
