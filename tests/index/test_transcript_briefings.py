"""The form of press briefings: header lines, `Q` without a colon, single newlines, end marks."""

from __future__ import annotations

from datetime import date

import pytest

from index.records import ParsedSource
from tests.index.fiction import BRIEFING, parsed, words


@pytest.fixture(scope="module")
def briefing() -> ParsedSource:
    return parsed(BRIEFING)


def test_header_lines_are_metadata(briefing: ParsedSource) -> None:
    (document,) = briefing.documents
    assert document.title is not None
    assert document.title.startswith("Press Briefing by Press Secretary Rolf Amsel")
    assert (document.date, document.date_status) == (date(2031, 3, 4), "given")
    assert document.date_start is not None
    assert briefing.source.text[document.date_start : document.date_end] == "2031-03-04"
    assert document.url == "https://tides.example/briefing-3-4"
    assert (document.place, document.venue) == (None, "Mole Briefing Room")
    assert document.byline == "Office of the Press Secretary"


def test_nothing_of_head_and_end_is_speech(briefing: ParsedSource) -> None:
    assert words(briefing, briefing.turns[0]).startswith("Good afternoon.")
    assert words(briefing, briefing.turns[-1]) == "Thanks, everybody."
    assert briefing.documents[0].end == briefing.turns[-1].end


def test_a_label_in_the_middle_of_a_line_counts_when_it_is_known(briefing: ParsedSource) -> None:
    (asked,) = [turn for turn in briefing.turns if words(briefing, turn) == "Since when?"]
    assert asked.label == "Q"
    assert words(briefing, briefing.turns[asked.ordinal]) == "Since Monday."
    assert words(briefing, briefing.turns[asked.ordinal - 2]).endswith("That was decided.")


def test_a_question_with_a_colon_in_it_is_a_question(briefing: ParsedSource) -> None:
    (asked,) = [turn for turn in briefing.turns if "Second question:" in words(briefing, turn)]
    assert (asked.label, words(briefing, asked)) == ("Q", "Okay. Second question: Who pays?")


def test_the_named_caller_is_a_hint(briefing: ParsedSource) -> None:
    hints = [turn.asker_hint.name for turn in briefing.turns if turn.asker_hint]
    assert hints == ["Jorun"]


@pytest.mark.parametrize(
    "label",
    [
        "MR. McDARROW",
        "MR. LaBELLE",
        "Mr. AMSEL",
        "MR AMSEL",
        "SENIOR ADMINISTRATION OFFICIAL",
        "SENIOR TIDE OFFICIAL #2",
        "THE PRESIDENT",
        "THE VICE PRESIDENT",
        "EL PRESIDENTE",
        "REPRESENTATIVE VANN SCHULTEN",
        "REAR ADMIRAL BRICE-O’DAY",
        "ACTING ASSISTANT SECRETARY SLOAN",
        "DEPUTY UNDER SECRETARY O'DAY",
        "MS. GÓMEZ",
        "MODERATOR",
        "OPERATOR",
        "THE PRESS",
        "STAFF",
        "PARTICIPANT",
        "PREGUNTA",
        "REPORTER 2",
        "SPEAKER_00",
        "SECRTARY QUILL",
    ],
)
def test_labels_that_count_at_once(label: str) -> None:
    source = parsed(f"THE TIDE HOUSE\n\n{label}: Here is a word.\nQ Is it?\n{label}: It is.\n")
    assert [turn.label for turn in source.turns] == [label, "Q", label]


@pytest.mark.parametrize(
    "line",
    [
        "WHO: The surveyor",
        "WHERE: The mole",
        "WHEN: Friday",
        "NOTE: The mole is wet.",
        "TODAY: BRIEFING ON THE MOLE",
        "PRESS BRIEFING BY PRESS SECRETARY ROLF AMSEL: A LIST",
        "Q&A: an hour",
        "Remember this: salt is dear.",
        "https://tides.example",
        "12:30 P.M. EDT",
        "Q and A with the surveyor",
    ],
)
def test_lines_that_are_no_label(line: str) -> None:
    source = parsed(f"MR. AMSEL: Here is a word.\n\n{line}\n\nMR. AMSEL: It is.\nQ Is it?\nQ So?\n")
    assert [turn.label for turn in source.turns] == ["MR. AMSEL", "MR. AMSEL", "Q", "Q"]


@pytest.mark.parametrize(
    "line",
    [
        "MR. AMSEL MR. PRESIDENT: a misprint",
        "ZWEI: said once",
        "Hella Venn: Said in another form",
        "BY MR. TARLO: said by whom?",
    ],
)
def test_what_looks_like_a_label_ends_a_turn_and_names_nobody(line: str) -> None:
    source = parsed(f"MR. AMSEL: Here is a word.\n\n{line}\n\nMR. AMSEL: It is.\nQ Is it?\nQ So?\n")
    assert [turn.label for turn in source.turns] == ["MR. AMSEL", None, "MR. AMSEL", "Q", "Q"]
    unknown = source.turns[1]
    assert words(source, unknown) == line
    assert (unknown.flags, unknown.role) == (("speaker_unknown",), "statement")
    assert unknown.voice_id == f"{unknown.document_id}-"
    assert [voice.anonymous for voice in source.voices if voice.label is None] == [True]


def test_other_labels_count_when_they_recur() -> None:
    source = parsed("FJORD: Good day.\n\nBELL: Good day.\n\nFJORD: Salt.\n\nBELL: Sand.\n")
    assert [turn.label for turn in source.turns] == ["FJORD", "BELL", "FJORD", "BELL"]


def test_a_letter_glued_to_its_question() -> None:
    source = parsed(
        "MR. AMSEL: Go.\n\nQIs it wet?\n\nMR. AMSEL: Yes.\n\nQI ask again.\n\nQadir is in.\n"
    )
    assert [turn.label for turn in source.turns] == ["MR. AMSEL", "Q", "MR. AMSEL", "Q"]
    assert words(source, source.turns[3]).endswith("Qadir is in.")


def test_spanish_questions() -> None:
    source = parsed(
        "EL PRESIDENTE: Buenas.\n\nP ¿Y la sal?\n\nEL PRESIDENTE: Cara.\n\nP (No se escucha.)\n\n"
        "EL PRESIDENTE: Sí.\n\nP Gracias.\n\nFIN 10:53 PM CET\n"
    )
    assert [turn.label for turn in source.turns].count("P") == 3
    assert words(source, source.turns[-1]) == "Gracias."
    assert "inaudible" in source.turns[3].flags


def test_what_follows_an_end_mark_is_its_own_conversation() -> None:
    source = parsed(
        "MR. AMSEL: Good day.\n\nQ Wet?\n\nMR. AMSEL: Yes.\n\nEND 1:47 P.M. EDT\n\n________\n\n"
        "* Remarks of another day.\n\nMOLE BRIEFING | JUNE 2:\n\nJo Bell: How deep is it?\n\n"
        "Adm. Hale: Four fathoms.\n\nJo Bell: And at night?\n\nAdm. Hale: The same.\n"
    )
    assert [turn.label for turn in source.turns][3:] == ["Jo Bell", "Adm. Hale"] * 2
    assert words(source, source.turns[2]) == "Yes."
    assert source.turns[4].replies_to == source.turns[3].turn_id


def test_what_was_added_in_writing_is_nobodys_speech() -> None:
    source = parsed(
        "MR. AMSEL: I will find out.\n\n*[The mole was finished in 1911.]\n\nQ Thanks.\n\n"
        "(The President enters the room.)\n\nTHE PRESIDENT: Hello.\n\n-----\n\n###\n"
    )
    assert [words(source, turn) for turn in source.turns] == [
        "I will find out.",
        "Thanks.",
        "Hello.",
    ]


def test_a_schedule_before_the_end_mark_is_still_speech() -> None:
    source = parsed("MR. AMSEL: The week.\n\nOn Monday, nothing.\n\nEND\n\nOn Tuesday, all.\n")
    assert words(source, source.turns[0]) == "The week.\n\nOn Monday, nothing."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_kind_of_newline(newline: str) -> None:
    source = parsed(BRIEFING.replace("\n", newline))
    assert len(source.turns) == 18
    assert words(source, source.turns[1]).startswith("Thank you, Rolf.")
