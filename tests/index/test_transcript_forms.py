"""Other forms of writing: meeting software, title case, Markdown, notes in the label."""

from __future__ import annotations

import pytest

from tests.index.fiction import parsed, words


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Jo Bell  0:05\nGood day.\n\nAda Quill  1:02\nHello.\nAgain.\n", [5.0, 62.0]),
        ("[Jo Bell] 10:15:03\nGood day.\n[Ada Quill] 10:16:00\nHello.\nAgain.\n", [None, None]),
        ("Jo Bell (Guest) 00:00:05\nGood day.\nAda Quill 00:01:02\nHello.\nAgain.\n", [5.0, 62.0]),
    ],
)
def test_names_with_a_time_on_one_line(text: str, times: list[float | None]) -> None:
    """Seconds from the start; a clock on the wall gives none, and a missing time is never 0."""
    source = parsed(text)
    assert [turn.label for turn in source.turns] == ["Jo Bell", "Ada Quill"]
    assert [turn.start_s for turn in source.turns] == times
    assert [turn.end_s for turn in source.turns] == [None, None]
    assert words(source, source.turns[1]) == "Hello.\nAgain."


def test_a_single_time_is_no_form() -> None:
    source = parsed("We met at the Old Rope Hall 10:15\nand spoke.\n")
    assert [turn.label for turn in source.turns] == [None]


def test_title_case_labels_where_most_lines_have_one() -> None:
    source = parsed("Jo Bell: Good day.\nAda Quill: Hello.\nJo Bell: Salt?\nAda Quill: Dear.\n")
    assert [turn.label for turn in source.turns] == ["Jo Bell", "Ada Quill"] * 2


def test_title_case_in_prose_is_no_label() -> None:
    text = "Dike Security: it leaks.\n\n" + "One more line of prose.\n\n" * 6
    source = parsed(text + "Salt Prices: up.\n\nDike Security: still.\n\nSalt Prices: up.")
    assert {turn.label for turn in source.turns} == {None}


@pytest.mark.parametrize("form", ["**{}:** {}", "**{}**: {}", "- {}: {}", "> {}: {}", "__{}:__ {}"])
def test_markdown_labels(form: str) -> None:
    lines = [form.format("MR. AMSEL", "Good day."), form.format("MS. BELL", "Hello.")]
    source = parsed("# Remarks at the mole\n\n" + "\n\n".join(lines) + "\n", "a.md")
    assert [turn.label for turn in source.turns] == ["MR. AMSEL", "MS. BELL"]
    assert [words(source, turn) for turn in source.turns] == ["Good day.", "Hello."]


@pytest.mark.parametrize(
    "note",
    ["(Via interpreter)", "(As interpreted.)", "(Through an interpreter)", "[As translated]"],
)
def test_interpreters_notes(note: str) -> None:
    for text in (f"MR. AMSEL: {note} Good day.", f"MR. AMSEL {note}: Good day."):
        source = parsed(text)
        assert words(source, source.turns[0]) == "Good day."
        assert source.turns[0].flags == ("via_interpreter",)


def test_another_bracket_at_the_start_is_part_of_the_words() -> None:
    source = parsed("MR. AMSEL: (Laughter.) Good day. (Cross-talk.) [Applause]")
    assert words(source, source.turns[0]).startswith("(Laughter.)")
    assert source.turns[0].flags == ("inaudible", "audience")


def test_a_label_on_a_line_of_its_own() -> None:
    source = parsed("MR. AMSEL:\n\nGood day.\n\nMS. BELL:\n\nMR. AMSEL:\nAgain.\n")
    assert [words(source, turn) for turn in source.turns] == ["Good day.", "Again."]


def test_questions_and_answers_by_letter() -> None:
    source = parsed("Q: Is it wet?\n\nA: It is.\n\nQ: Still?\n\nA: Still.\n")
    assert [(turn.label, turn.role) for turn in source.turns] == [
        ("Q", "question"),
        ("A", "answer"),
        ("Q", "question"),
        ("A", "answer"),
    ]


def test_a_recess_explains_a_second_label() -> None:
    recess = parsed("MR. AMSEL: We break.\n\n(A recess was taken.)\n\nMR. AMSEL: We go on.\n")
    assert [turn.flags for turn in recess.turns] == [(), ()]
    lost = parsed("MR. AMSEL: We break.\n\nMR. AMSEL: We go on.\n")
    assert [turn.flags for turn in lost.turns] == [(), ("suspected_gap",)]
