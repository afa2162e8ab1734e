"""Labels that slipped out of their form, and lines between turns that nobody says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.language.lines import Line, text_lines
from index.parsing.interludes import is_heading, is_note, refrains, without_interludes
from index.parsing.marks import Mark
from index.parsing.strays import bare_labels, joined_labels, once_labels, openers
from index.parsing.verdicts import Verdict
from tests.index.fiction import parsed


def known(text: str, *labels: str) -> list[Mark]:
    """Marks of labels with a colon, wherever they start a line."""
    return [
        Mark(label, line.start, line.start + len(label) + 2)
        for line in text_lines(text)
        for label in labels
        if line.text.startswith(f"{label}: ")
    ]


def names(marks: Sequence[Mark]) -> list[str]:
    return [mark.label for mark in marks]


TALK = "Ms. Quarle: It is wet.\n\nTADD: No.\n\n" * 2
"""Two labels, each twice."""


def bare(line: str, talk: str = TALK) -> tuple[list[str], list[str]]:
    text = f"{talk}{line}\n"
    verdict = bare_labels(text_lines(text), known(text, "Ms. Quarle", "TADD", "Miren", "Jo"))
    return names(verdict.labels), names(verdict.unknown)


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Ms. Quarle We looked at it.", ["Ms. Quarle"]),
        ("Ms. Quarle; We looked at it.", ["Ms. Quarle"]),
        ("Ms. Quarle. We looked at it.", ["Ms. Quarle"]),
        ("Ms. Quarle (Fenn, Lib), Pilot; We looked at it.", ["Ms. Quarle"]),
        ("Q12. Ms. Quarle We looked at it.", ["Ms. Quarle"]),
        ("TADD Salt is dear.", ["TADD"]),
        ("Ms. Quarle looked at it.", []),
        ("TADD AND BELL", []),
        ("TADD ROAD IS CLOSED.", []),
        ("Ms. Quarle's boat is wet.", []),
    ],
)
def test_a_label_without_its_sign(line: str, labels: list[str]) -> None:
    assert bare(line) == (labels, [])


def test_a_word_before_one_that_opens_no_sentence_is_nobodys() -> None:
    talk = TALK + "Miren: It is wet.\n\n" * 2
    assert bare("Miren We looked at it.", talk) == (["Miren"], [])
    assert bare("Miren Salt is dear.", talk) == ([], ["Miren"])


def test_only_what_recurs_and_has_four_letters_is_told_without_a_sign() -> None:
    once = "Miren: It is wet.\n\nTADD: No.\n\n" + "TADD: No.\n\n"
    assert bare("Miren We looked at it.", once) == ([], [])
    short = TALK + "Jo: It is wet.\n\n" * 2
    assert bare("Jo We looked at it.", short) == ([], [])


@pytest.mark.parametrize(
    ("above", "begins"),
    [
        ("It is wet.", True),
        ("It is wet –", True),
        ("It is wet and", False),
        ("I said it to Mr.", False),
        ("It is wet and\n", True),
    ],
)
def test_a_paragraph_begins_behind_a_sentence_or_a_gap(above: str, begins: bool) -> None:
    found = bare(f"{above}\nTADD We looked at it.")[0]
    assert found == (["TADD"] if begins else [])


THRICE = "Ms. Quarle: It is wet.\n\nTADD: No.\n\nMiren: Yes.\n\n" * 3


def joined(line: str, talk: str = THRICE) -> list[str]:
    text = f"{talk}{line}\n"
    return names(joined_labels(text_lines(text), known(text, "Ms. Quarle", "TADD", "Miren")))


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("It is wet. Ms. Quarle: No. TADD: Yes.", ["Ms. Quarle", "TADD"]),
        ("It is wet. TADD - No.", ["TADD"]),
        ("I said to Ms. Quarle: No.", []),
        ("It is wet. Miren: No.", []),  # one word in ordinary case opens sentences too
        ("It is wet. Ms. Tarn: No.", []),
        ("It is wet. TADD: no.", []),
        ("(It is wet.) Ms. Quarle: No.", ["Ms. Quarle"]),
    ],
)
def test_a_label_whose_line_break_was_lost(line: str, labels: list[str]) -> None:
    assert joined(line) == labels


def test_a_joined_label_stands_three_times_at_the_start_of_lines() -> None:
    assert joined("It is wet. TADD: No.", TALK) == []
    assert joined("It is wet. TADD: No.", TALK + "TADD: No.\n\n") == ["TADD"]


def once(line: str, talk: str) -> Verdict:
    text = f"{talk}{line}\n"
    return once_labels(text_lines(text), known(text, "Ada Quill", "TADD", "Q"))


ORDINARY = "Ada Quill: It is wet.\n\n" * 2


@pytest.mark.parametrize(
    ("line", "labels", "unknown"),
    [
        ("Mr Tarn: It is wet.", ["Mr Tarn"], []),
        ("Operator: It is wet.", ["Operator"], []),
        ("A Delegate: It is wet.", ["A Delegate"], []),
        ("Kyodai: Is it wet?", [], ["Kyodai"]),
        ("Conclusion: It is wet.", [], []),
        ("Kyodai: is it wet?", [], []),
        ("kyodai: Is it wet?", [], []),
    ],
)
def test_a_name_that_stands_once(line: str, labels: list[str], unknown: list[str]) -> None:
    verdict = once(line, ORDINARY)
    assert (names(verdict.labels), names(verdict.unknown)) == (labels, unknown)


@pytest.mark.parametrize(
    ("talk", "found"),
    [
        (ORDINARY + "TADD: No.\n\n" * 2, True),  # half of the labels are in ordinary case
        (ORDINARY + "TADD: No.\n\n" * 3, False),
        (ORDINARY + "Q: Why?\n\n", False),
    ],
)
def test_where_such_names_mark_who_speaks(talk: str, found: bool) -> None:
    assert bool(once("Mr Tarn: It is wet.", talk).labels) == found


@pytest.mark.parametrize(
    ("starts", "inside", "opens"),
    [(4, 2, True), (8, 2, True), (9, 2, False), (4, 1, False), (1, 0, False)],
)
def test_a_word_that_opens_sentences_inside_lines_as_well_is_no_label(
    starts: int, inside: int, opens: bool
) -> None:
    text = "Miren: it is wet.\n\n" * starts + "So it is. Miren: it is wet.\n\n" * inside
    found = openers(text_lines(text), known(text, "Miren"))
    assert found == ({"Miren"} if opens else set())


def test_a_label_that_is_followed_by_sentences_is_only_denied_by_such() -> None:
    text = "Miren: It is wet.\n\n" * 4
    lower = text + "So it is. Miren: it is wet.\n\n" * 2
    assert openers(text_lines(lower), known(lower, "Miren")) == frozenset()
    upper = text + "So it is. Miren: It is wet.\n\n" * 2
    assert openers(text_lines(upper), known(upper, "Miren")) == {"Miren"}


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("(1015)", True),
        ("3.15 pm", True),
        ("11.05 hrs", True),
        ("1015", True),
        ("10", False),
        ("9999", False),
        ("* * *", True),
        ("[[Page S3012]]", True),
        ("Question put and agreed to.", True),
        ("The question was put to me.", False),
        ("CROSS-EXAMINATION BY MR. TADD", True),
        ("Column 413", True),
        ("Column 413 is wrong", False),
        ("Applause", True),
        ("Beifall bei der SPD", True),
        ("It is wet.", False),
        ("Ada Quill, called as a witness and " + "x" * 140 + ", testified as follows:", True),
    ],
)
def test_what_was_done_is_not_said(line: str, note: bool) -> None:
    assert is_note(line) == note


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Canals Amendment Bill", True),
        ("We come to the canals amendment", False),
        ("CANALS AND LOCKS", True),
        ("CANALS AND LOCKS.", True),
        ("Canals Amendment Bill.", False),
        ("Thanks to All Pilots", False),
        ("THANKS TO ALL PILOTS", True),
        ("Three Of Four Longer Words stand high", False),  # three quarters are needed
        ("Three Longer Words stand", True),
        ("4. The order of the day", True),
        ("## The order", True),
        ("of the day", False),
        ("In of the to", False),
        ("A B C D E F G H I J K L M Nine", True),
        ("A B C D E F G H I J K L M N Nine", False),  # fifteen words
        ("Bill " + "X" * 95, True),
        ("Bill " + "X" * 96, False),  # more than 100 characters
    ],
)
def test_a_heading_is_told_by_its_capitals(line: str, heading: bool) -> None:
    assert is_heading(line) == heading


def left(*lines: str, asked: bool = False, again: frozenset[str] = frozenset()) -> list[str]:
    return [
        line.text
        for line in without_interludes(text_lines("\n".join(lines)), asked=asked, again=again)
    ]


SAID = "So it is, and nobody knows why."


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        (["Applause"], []),
        (["Applause", "(1015)"], []),
        (["", "Canals Amendment Bill"], []),
        (["Canals Amendment Bill"], []),  # right below a sentence
        (["Canals"], ["Canals"]),  # one word may be somebody's name
        (["", "Canals Bill", "Locks Bill", "Rivers Bill", "Salt Bill"], []),
        (["", "We come to it", "Canals Bill and its"], ["We come to it", "Canals Bill and its"]),
        (["=====", "Canals Amendment Bill"], []),
        (["", "It is wet."], ["It is wet."]),
    ],
)
def test_what_stands_below_the_words_of_a_turn(below: list[str], kept: list[str]) -> None:
    assert left(SAID, *below) == [SAID, *kept]


def test_a_call_to_an_asker_stays_and_a_heading_above_him_does_not() -> None:
    assert left(SAID, "", "Ada Quill", asked=True) == [SAID, "Ada Quill"]
    assert left(SAID, "", "Ada Quill", asked=False) == [SAID]
    assert left(SAID, "", "Ada Bo Cy Quill", asked=True) == [SAID]  # four words
    assert left(SAID, "", "Bill of Locks", asked=True) == [SAID]
    assert left(SAID, "ADA QUILL", asked=True) == [SAID]


def test_a_turn_keeps_a_line_and_loses_what_comes_back() -> None:
    assert left("Applause") == ["Applause"]
    assert left(SAID, "the salt", again=frozenset({"the salt"})) == [SAID]
    assert left(SAID, "the salt") == [SAID, "the salt"]


@pytest.mark.parametrize(
    ("line", "times", "found"),
    [
        ("the salt", 3, True),
        ("the salt", 2, False),
        ("the salt.", 3, False),
        ("thank you all", 3, False),
        ("one two three four", 3, True),
        ("one two three four five", 3, False),
    ],
)
def test_what_stands_above_labels_again_and_again(line: str, times: int, found: bool) -> None:
    lines: list[Line] = text_lines(f"{line}\nTADD: No.\n\n" * times)
    starts = [one.start for one in lines if one.text.startswith("TADD")]
    assert refrains(lines, starts) == ({line} if found else set())


@pytest.mark.parametrize(
    ("note", "speaker"),
    [
        ("Senator Quill of the Upper Meadows, in Tarn", "The PRSEIDENT"),
        ("Senator Quill of the Upper Meadows, at Corry", None),
    ],
)
def test_a_label_with_a_slip_has_its_colon_within_sixty_characters(
    note: str, speaker: str | None
) -> None:
    label = f"The PRSEIDENT ({note})"
    assert len(label) == (59 if speaker else 60)
    source = parsed(
        "The PRESIDENT: We open the sluice at noon.\n\nSenator RASK: Who pays for the sluice?\n\n"
        "The PRESIDENT: The harbour does.\n\nSenator RASK: And who mends it?\n\n"
        f"{label}: The port mends it.\n\nSenator RASK: When is that?\n\nThe PRESIDENT: In spring.\n"
    )
    voices = {voice.voice_id: voice.label for voice in source.voices}
    heard = [voices.get(turn.voice_id or "") for turn in source.turns]
    assert heard[4] == speaker
    assert heard[:4] == ["The PRESIDENT", "Senator RASK"] * 2
