"""Tables of pages and documents in which a column tells who speaks."""

from __future__ import annotations

import io

import docx
import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.readers.rows import told_rows

SAID = ("The weir is old.", "Since when is it so?", "Nobody knows that.", "Then we shall ask.")
HEADED = [
    ["Time", "Speaker", "Text"],
    ["00:00:04", "Una Sarn", SAID[0]],
    ["00:00:14", "Otto Krell", SAID[1]],
    ["00:00:26", "Una Sarn", SAID[2]],
    ["00:00:31", "Otto Krell", SAID[3]],
]
BARE = [[row[1], row[2]] for row in HEADED[1:]]
CODED = [[label, words] for label, words in zip(("US:", "OK:", "US:", "OK:"), SAID, strict=True)]
LABELS = ["Una Sarn", "Otto Krell", "Una Sarn", "Otto Krell"]


def page(rows: list[list[str]]) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><h1>At the weir</h1><table>{cells}</table></body></html>".encode()


def document(rows: list[list[str]]) -> bytes:
    made = docx.Document()
    made.add_heading("At the weir")
    table = made.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("ending", ["html", "docx"])
@pytest.mark.parametrize(
    ("rows", "labels"), [(HEADED, LABELS), (BARE, LABELS), (CODED, ["US", "OK", "US", "OK"])]
)
def test_each_row_is_a_turn(rows: list[list[str]], labels: list[str], ending: str) -> None:
    data = page(rows) if ending == "html" else document(rows)
    parsed = parse(read_source(f"a.{ending}", data))
    assert [turn.label for turn in parsed.turns] == labels
    text = parsed.source.text
    assert [text[turn.start : turn.end] for turn in parsed.turns] == list(SAID)


@pytest.mark.parametrize(
    "rows",
    [
        [["Item", "Cost"], ["Salt", "Nine crowns"], ["Sand", "Two"], ["Salt", "Ten"]],
        [["1", "The weir is old."], ["2", "The wall is new."], ["1", "It is."], ["2", "No."]],
        [["Una Sarn", "Keeper"], ["Otto Krell", "Miller"]],
        [[]],
    ],
)
def test_other_tables_stay_as_they_are(rows: list[list[str]]) -> None:
    assert told_rows(rows) is None


def test_a_row_without_a_name_goes_on_with_the_words_above() -> None:
    rows = [["Speaker", "Dialogue"], ["Una Sarn", "It is"], ["", "old."], ["Otto Krell:", "Yes."]]
    assert told_rows(rows) == ["Una Sarn: It is", "old.", "Otto Krell: Yes."]


def test_a_short_row_and_words_beside_are_not_lost() -> None:
    late = [["Speaker", "Text", "Time"], ["Una Sarn", "It is."], ["Otto Krell", "Yes.", "0:03"]]
    assert told_rows(late) == ["Una Sarn: It is.", "[0:03] Otto Krell: Yes."]
    noted = [["Speaker", "Text", "Notes"], ["Una Sarn", "It is.", "She points at the old weir."]]
    assert told_rows(noted) is None
    barred = [["Speaker", "Text"], ["Una Sarn", "It is", "as old as the wall is, they say."]]
    assert told_rows(barred) is None
