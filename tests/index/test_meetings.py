"""Names with times in plain texts and pages: each turn in the right mouth, no mark in a quote."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource
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


@pytest.mark.parametrize(
    "text",
    [
        "Jo Bell  0:05\nGood day.\n\nAda Quill (Guest) 0:11\nHello.",
        "[00:00:05] Jo Bell: Good day.\n00:00:11 - Ada Quill: Hello.",
        "[Jo Bell] [00:05] Good day.\nAda Quill (00:11): Hello.",
        "Jo Bell (00:05) Good day.\nAda Quill (00:11) Hello.",
    ],
)
def test_two_names_with_times_make_a_form(text: str) -> None:
    parsed = load("call.txt", text)
    assert [(t.label, parsed.source.text[t.start : t.end], t.start_s) for t in parsed.turns] == [
        ("Jo Bell", "Good day.", 5.0),
        ("Ada Quill", "Hello.", 11.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We met at the Old Rope Hall 10:15\nand spoke.",
        "10:15 The Hall: it opens.\nWe went in.",
        "Jo Bell (12:30) came late.\nNobody spoke.",
        "Jo Bell (12:30) came late.\nAda Quill (12:40) came later.",
    ],
)
def test_a_time_in_prose_names_nobody(text: str) -> None:
    assert {turn.label for turn in load("prose.txt", text).turns} == {None}


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


@pytest.mark.parametrize(
    "head",
    [
        "---\nbegins: 10:30\nends: 11:45\n---\n",
        "---\ntitle: Kiln 12:00 to 13:00\ntime: 12:00\n---\n\n",
        "---\nstart: 00:00:01\nstop: 00:10:00\nplace: Fenn\n---\n\n\n",
    ],
)
@pytest.mark.parametrize("said", ["The kiln is old.", "0:05 The kiln is old."])
def test_a_clock_above_the_text_is_no_line_of_it(head: str, said: str) -> None:
    """What is said of a text has times too; the one line below them is nobody's, and is kept."""
    parsed = load("a.md", head + said)
    words = [parsed.source.text[turn.start : turn.end] for turn in parsed.turns]
    assert [said.partition("T")[2] in word for word in words] == [True]
