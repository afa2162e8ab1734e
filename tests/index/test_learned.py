"""Forms that no row of the table has: learned from the document, or nobody's; margins of pages."""

from __future__ import annotations

import pytest

from tests.index.fiction import parsed, words

_WORDS = ("It is wet.", "Is it mended?", "Not yet, and nobody knows when.", "So be it.")


def _talk(form: str, *names: str) -> str:
    """Three rounds in which each of these speaks, in this form."""
    turns = [(name, said) for said in _WORDS[:3] for name in names]
    return "\n\n".join(form.format(name=name, words=said) for name, said in turns) + "\n"


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("{name}\t{words}", ("AQ", "JB")),
        ("{name}    {words}", ("DC QUILL", "BELL")),
        ("<Q - {name}>: {words}", ("Jo Bell", "Ada Quill")),
        ("**{name}.** {words}", ("P", "R")),
        ("{name} | {words}", ("Ada Quill", "Jo Bell")),
        ("00:12  {name}  {words}", ("CDR", "LMP")),
        ("{name} (PH). {words}", ("ADA QUILL", "JO BELL")),
    ],
)
def test_a_document_teaches_its_form(form: str, names: tuple[str, ...]) -> None:
    found = parsed(_talk(form, *names))
    assert [turn.label for turn in found.turns] == [*names] * 3
    assert words(found, found.turns[-1]) == _WORDS[2]


@pytest.mark.parametrize(
    "text",
    [
        "I agree.  It is wet.\n\nYes, I do.  So it is.\n\n" * 4,
        "Salt\t41\n\nSand\t12\n\n" * 4,
        "**Important** It is wet.\n\n" * 6,
    ],
    ids=["two spaces behind a sentence", "a table", "one word in bold"],
)
def test_prose_teaches_none(text: str) -> None:
    assert {turn.label for turn in parsed(text).turns} == {None}


def test_what_comes_back_unexplained_is_nobodys() -> None:
    text = "".join(
        f"MR. TADD: {said}\n\nMS. QUILL: {said}\n\nHal Dunn ; {said}\n\n" for said in _WORDS
    )
    found = parsed(text)
    assert [turn.label for turn in found.turns] == ["MR. TADD", "MS. QUILL", None] * 4


def test_a_letter_that_was_printed_is_nobodys() -> None:
    text = (
        "    Mr. TADD. I ask that the letter be printed.\n"
        "    There being no objection, the letter was ordered to be printed in\n"
        "the Record, as follows:\n\n    Dear Senator: The weir leaks.\n\n"
        "    Mr. TADD. So it does.\n    Ms. QUILL. My points are as follows: it leaks.\n"
        "    Mr. TADD. Yes.\n"
    )
    found = parsed(text)
    labels = [turn.label for turn in found.turns]
    assert labels == ["Mr. TADD", None, "Mr. TADD", "Ms. QUILL", "Mr. TADD"]
    assert "The weir leaks." in words(found, found.turns[1])


def test_a_label_whose_line_break_was_lost() -> None:
    text = "Ada Quill: It is wet.\n\nJo Bell: Why?\n\n" * 3 + "Ada Quill: No. Jo Bell: Yes.\n"
    found = parsed(text)
    assert [turn.label for turn in found.turns] == ["Ada Quill", "Jo Bell"] * 4


@pytest.mark.parametrize("every", [1, 5])
def test_numbers_in_the_margin_are_nobodys(every: int) -> None:
    lines = [
        f"MR TADD:  We looked at lock {name}, which\nwas mended in spring, and found it\ndry.\n"
        f"MS QUILL:  And lock {name} of the other\nriver?"
        for name in ("Abel", "Beth", "Cora", "Dora", "Edda", "Fenn", "Gwen", "Hilda", "Ines", "Jo")
    ]
    written = "\n".join(lines).split("\n")
    printed = [
        f"{number % 45 + 1:<4}{line}" if (number + 1) % every == 0 else f"    {line}"
        for number, line in enumerate(written)
    ]
    found = parsed("\n".join(printed) + "\n")
    assert [turn.label for turn in found.turns] == ["MR TADD", "MS QUILL"] * 10
    said = words(found, found.turns[0]).split()
    assert " ".join(said) == "We looked at lock Abel, which was mended in spring, and found it dry."
