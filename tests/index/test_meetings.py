"""Names with times in plain texts and pages: each turn in the right mouth, no mark in a quote."""

from __future__ import annotations

import pytest

from index.readers import read_source
from index.records import ParsedSource
from index.transcript import parse
from tests.index.caption_kinds import Kind
from tests.index.form_kinds import FORMS


def load(name: str, text: str) -> ParsedSource:
    return parse(read_source(name, text.encode()))


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: f"{kind.kind}-{kind.name}")
def test_turns_and_times(kind: Kind) -> None:
    parsed = load(kind.name, kind.text)
    text = parsed.source.text
    assert tuple((turn.label, text[turn.start : turn.end]) for turn in parsed.turns) == kind.turns
    assert all("suspected_gap" not in turn.flags for turn in parsed.turns)
    if kind.times:
        assert tuple((turn.start_s, turn.end_s) for turn in parsed.turns) == kind.times


def test_a_chat_is_written_not_said() -> None:
    parsed = load(
        "chat.txt",
        '09:03:58\tInes Hale:\tThe kiln is old.\n09:04:02\tMarlo:\tReplying to "The kiln…"\n\n'
        "Since when?\n",
    )
    assert [(turn.label, turn.flags) for turn in parsed.turns] == [
        ("Ines Hale", ("written",)),
        ("Marlo", ("written",)),
    ]
    older = load(
        "chat.txt",
        "09:03:58 From Ines Hale to Everyone: The kiln is old.\n"
        "09:04:02 From Marlo to Everyone: Since when?\n",
    )
    assert [(turn.label, turn.flags) for turn in older.turns] == [
        ("Ines Hale", ("written",)),
        ("Marlo", ("written",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "the kiln is lit at 10:30\n\nthe board leaves at 11:45\n\nNobody stays.\n",
        "1:29 P.M. EDT\n\nThe kiln is old.\n\n2:17 P.M. EDT\n\nIt smokes.\n",
        "9:00 opening of the hall\n10:30 a walk along the river\n12:00 lunch\n",
    ],
)
def test_times_in_prose_name_nobody(text: str) -> None:
    assert [turn.label for turn in load("a.txt", text).turns if turn.label] == []
