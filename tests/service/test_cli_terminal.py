"""What the command line prints on a terminal, and what a text over the quotes looks like there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from service.cli import run
from service.console import Table
from service.tables import show
from tests.service.commandline import ASK, complaint, printed
from tests.service.misbehaving import model, say

pytestmark = pytest.mark.usefixtures("own_logs", "words_for_models")

TABLE = Table(
    ("State", "What", "Turns"),
    (("ok", "a title that is longer than its column is wide", "12"), ("WRONG", "b\x1b[2J", "3")),
    counts=("Turns",),
)


def shown(table: Table, width: int = 40, *, colour: bool = False) -> list[str]:
    written: list[str] = []
    show(table, written.append, width=width, colour=colour)
    return "\n".join(written).splitlines()


def test_a_table_fits_the_terminal_and_cuts_nothing() -> None:
    lines = shown(TABLE)
    assert max(map(len, lines)) <= 40
    words = " ".join(" ".join(lines).split())
    assert "…" not in words
    assert {"State", "What", "Turns", "12", "3", "longer", "column", "wide"} <= set(words.split())
    (row,) = (line for line in lines if "WRONG" in line)
    assert row.rstrip().endswith(" 3")


def test_no_escape_of_a_cell_takes_effect_and_colour_is_left_out() -> None:
    assert "\x1b" not in "".join(shown(TABLE))
    assert "\\x1b[2J" in "".join(shown(TABLE))
    coloured = "".join(shown(TABLE, colour=True))
    assert "\x1b[32mok" in coloured
    assert "\x1b[2J" not in coloured


def test_no_markup_of_a_cell_takes_effect() -> None:
    assert "[bold]a[/bold]" in "".join(shown(Table(("One",), (("[bold]a[/bold]",),))))


@pytest.mark.parametrize(
    ("arguments", "head", "cell"),
    [
        (["documents"], "Title", "harbour.txt"),
        (["speakers"], "Printed as", "MINISTER VASK"),
        (["doctor", "--port", "0"], "Finding", "none: this machine only"),
    ],
)
def test_lists_are_tables_on_a_terminal_and_lines_in_a_pipe(
    indexed: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    head: str,
    cell: str,
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    piped = printed(capsys, *arguments)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    table = printed(capsys, *arguments)
    assert "──" in table
    assert "──" not in piped
    assert head in table
    assert head not in piped
    assert cell in table
    assert cell in piped
    assert json.loads(printed(capsys, *arguments, "--json"))


def test_a_mistake_names_the_help_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint(capsys, "ask").endswith("see `onrecord ask --help`")
    assert complaint(capsys, "keys", "add").endswith("see `onrecord keys add --help`")
    assert "Did you mean" in complaint(capsys, "serch", "x")


def summed_up(address: str) -> list[str]:
    return ["ask", ASK, "--summary", "--synthesis", address, "--synthesis-model", "small"]


def test_a_text_stands_over_the_quotes_that_it_cites(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with model() as server:
        server.behave = say("The minister says that it stays open [1].\nIt is blue.")
        out = printed(capsys, *summed_up(server.address))
        body = json.loads(printed(capsys, *summed_up(server.address), "--json"))
    text, _, quotes = out.partition("\n\n")
    assert text.splitlines() == [
        "In short, by the language model small; this is no quote:",
        "   The minister says that it stays open. [1]",
        "   1 of its sentences left out, since they do not rest on these quotes.",
    ]
    assert quotes.endswith(printed(capsys, "ask", ASK))
    assert body["synthesis"]["dropped"]["uncited"] == 1
    (sentence,) = body["synthesis"]["sentences"]
    assert sentence["cites"][0]["id"] == body["answer"]["quotes"][0]["id"]


def test_a_model_that_fails_leaves_the_answer(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with model() as server:
        server.behave = say("")
        out = printed(capsys, *summed_up(server.address))
    assert out.startswith("No text: the language model gave no text")
    assert out.endswith(printed(capsys, "ask", ASK))


def test_without_a_model_the_cure_is_named(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = complaint(capsys, "ask", ASK, "--summary")
    assert "--synthesis-model (ONRECORD_SYNTHESIS" in line
    assert run(["ask", ASK]) == 0
