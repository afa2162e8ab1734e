"""Tables on a terminal: the one place that knows Rich; into a pipe go plain lines instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from service.console import Table
from service.plain import plain

_STYLES: Mapping[str, str] = {"ok": "green", "note": "yellow", "WRONG": "bold red"}
"""Words that have a colour wherever they fill a cell."""


def show(table: Table, write: Callable[[str], None], *, width: int, colour: bool) -> None:
    """Write a table as wide as the terminal at most; long cells go on below.

    :param width: Columns of the terminal.
    """
    laid_out = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for head in table.heads:
        is_count = head in table.counts
        laid_out.add_column(
            head,
            justify="right" if is_count else "left",
            no_wrap=is_count or head in table.whole,
            overflow="fold",
        )
    for row in table.rows:
        laid_out.add_row(*(Text(plain(cell), style=_STYLES.get(cell, "")) for cell in row))
    console = Console(width=width, color_system="standard" if colour else None, highlight=False)
    with console.capture() as captured:
        console.print(laid_out)
    write(captured.get().rstrip("\n"))
