"""Labels that their place tells, at the borders of each rule: before a stop, a dash, alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.language.lines import text_lines
from index.parsing.alone import is_shouted
from index.parsing.placed import begins_paragraph, is_slip, is_voice
from tests.index.test_acceptance import ADA, CY, JO, WORDS, Labels, judged, labels_of, talk

STOPPED = ["Mr. Tadd", "Ms. Bell", "Mr. Tadd"]
SHOUTED = ["JO BELL", "ADA QUILL"]


@pytest.mark.parametrize(
    ("labels", "known", "unknown"),
    [
        (STOPPED, 3, []),
        (STOPPED[:2], 0, []),
        (["Mr. Tadd"] * 3, 0, []),
        # Names in capitals that recur count as titles do.
        (SHOUTED * 2, 4, []),
        ([*SHOUTED, SHOUTED[0]], 0, []),
        ([*SHOUTED * 2, "CY MOOR"], 5, []),
        # Beside them a slip, a voice of the house, an officer; a full name ends a turn.
        ([*STOPPED, "Mr. Tad"], 4, []),
        ([*STOPPED, "A Delegate"], 4, []),
        ([*STOPPED, "Several Noble Lords"], 4, []),
        ([*STOPPED, "VOZES"], 4, []),
        ([*STOPPED, "Staff Director Brook"], 4, []),
        ([*STOPPED, "Jo Moor"], 3, ["Jo Moor"]),
        ([*STOPPED, "Salt"], 3, []),
        # "Mr. Speaker." is what somebody says to the Speaker.
        (["The SPEAKER", "Mr. Tadd", "Ms. Bell", "Mr. Speaker"], 3, []),
        # Seven words may be a label, eight are not.
        (["Senator One Two Three Four Five Six", *STOPPED[1:]], 3, []),
        (["Senator One Two Three Four Five Six Seven", *STOPPED[1:]], 0, []),
    ],
)
def test_labels_before_a_full_stop(labels: Labels, known: int, unknown: Labels) -> None:
    verdict = judged("stop", talk(labels, ". "))
    assert labels_of(verdict.labels) == list(labels[:known])
    assert labels_of(verdict.unknown) == unknown


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Prepared Statement of Jo Moor", True),
        ("STATEMENT OF JO MOOR, PILOT", True),
        ("[The letter follows:]", True),
        ("(The tables that were submitted for the record.)", True),
        ("Statement of fact", False),
        ("The letter follows", False),
        ("Prepared Statement of " + "x" * 177, True),
        ("Prepared Statement of " + "x" * 178, False),  # a heading is shorter than 200
    ],
)
def test_a_heading_of_what_was_handed_in_ends_the_turn(line: str, ends: bool) -> None:
    verdict = judged("stop", f"{talk(STOPPED, '. ')}\n{line}\n\nIt is long.\n")
    assert labels_of(verdict.unknown) == ([line] if ends else [])


def test_where_most_labels_are_indented_the_others_are_none() -> None:
    apart = ["    Mr. Tadd. It is wet.", "    Ms. Bell. So it is.", "    Mr. Tadd. No."]
    text = "\n\n".join([*apart, "Mr. Moor. Yes."]) + "\n"
    assert labels_of(judged("stop", text).labels) == STOPPED
    half = "\n\n".join([*apart[:2], "Mr. Moor. Yes.", "Mr. Tarn. No."]) + "\n"
    assert len(judged("stop", half).labels) == 4


DASHED = ["MR. TADD", "MS. BELL", "MR. TADD"]
PARTIES = ["Orrin Tadd (PPE)", "Ada Bell (S)", "Orrin Tadd (PPE)"]


@pytest.mark.parametrize(
    ("labels", "sign", "known", "unknown"),
    [
        (DASHED, ".- ", 3, 0),
        (DASHED[:2], ".- ", 0, 0),
        (["MR. TADD", "MS. BELL", "MR. MOOR"], ".- ", 0, 0),  # none recurs
        (["MR. TADD"] * 3, ".- ", 0, 0),
        (["TADD", "BELL"] * 2, ".- ", 4, 0),
        (["TADD", "BELL", "TADD"], ".- ", 0, 0),
        ([*DASHED, "Jo Moor"], ".- ", 3, 1),
        ([*DASHED, *["Jo Moor"] * 2], ".- ", 3, 2),
        ([*DASHED, *["Jo Moor"] * 3], ".- ", 6, 0),
        (PARTIES, ". – ", 3, 0),
        (PARTIES[:2], ". – ", 0, 0),
        ([*PARTIES, "Jo Moor"], ". – ", 4, 0),
    ],
)
def test_labels_before_a_dash(labels: Labels, sign: str, known: int, unknown: int) -> None:
    verdict = judged("dash", talk(labels, sign))
    bare = [label.partition(" (")[0] for label in labels]
    assert labels_of(verdict.labels) == bare[:known]
    assert labels_of(verdict.unknown) == bare[known : known + unknown]


def alone(labels: Labels, *, apart: bool = False, under: str = "") -> str:
    gap = "\n\n" if apart else "\n"
    parts = [f"{label}{under}{gap}{WORDS[at % 8]}" for at, label in enumerate(labels)]
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize(
    ("labels", "known", "unknown"),
    [
        ([JO, ADA] * 2, 4, []),
        ([JO, ADA, JO], 0, []),
        ([JO, ADA, CY, JO], 0, []),
        ([JO] * 4, 0, []),
        ([*[JO, ADA] * 2, CY], 4, [CY]),
        ([*[JO, ADA] * 2, "Jo Bel"], 4, ["Jo Bel"]),
        ([*[JO, ADA] * 2, "Salt"], 4, []),
        ([*[JO, ADA] * 2, *["Salt"] * 2], 6, []),
        # Names in capitals are enough once, where one of three recurs.
        ([*SHOUTED * 2, "CY MOOR"], 5, []),
        ([*SHOUTED * 2, "Cy Moor"], 4, []),
        ([*SHOUTED, "CY MOOR", SHOUTED[0]], 4, []),
        ([*SHOUTED, "CY MOOR", "BO TARN"], 0, []),
        ([*SHOUTED, "CY MOOR", "BO TARN", SHOUTED[0]], 0, []),
    ],
)
def test_labels_alone_on_their_lines(labels: Labels, known: int, unknown: Labels) -> None:
    verdict = judged("alone", alone(labels))
    assert labels_of(verdict.labels) == list(labels[:known])
    assert labels_of(verdict.unknown) == unknown


def test_an_office_on_the_line_below_belongs_to_the_label() -> None:
    text = alone([JO, ADA] * 2, under="\nDirector, Halm Peat AG")
    marks = judged("alone", text).labels
    assert labels_of(marks) == [JO, ADA] * 2
    assert [text[mark.start : mark.after].split("\n")[-1] for mark in marks] == (
        ["Director, Halm Peat AG"] * 4
    )


@pytest.mark.parametrize(
    ("below", "speech"),
    [
        ("It is wet.", True),
        ("Is it? [Laughter]", True),
        ("x" * 41, True),
        ("x" * 40, False),
        ("no end", False),
        (".", False),
    ],
)
def test_under_a_name_alone_there_is_speech(below: str, speech: bool) -> None:
    text = "\n\n".join(f"{label}\n{below}" for label in [JO, ADA] * 3) + "\n"
    assert bool(judged("alone", text).labels) == speech


@pytest.mark.parametrize("line", [JO + ".", JO + ":", JO + " – and the others"])
def test_a_line_that_goes_on_or_ends_a_sentence_is_no_name_alone(line: str) -> None:
    text = alone([*[JO, ADA] * 2, line])
    assert len(judged("alone", text).labels) == 4


@pytest.mark.parametrize(
    ("label", "shouted"),
    [
        ("JO BELL", True),
        ("Ms BELL", True),
        ("Jo Bell", False),
        ("Jo B", False),
        ("BELL", True),
        ("B", False),
    ],
)
def test_a_label_is_shouted_by_its_last_word(label: str, shouted: bool) -> None:
    assert is_shouted(label) == shouted


@pytest.mark.parametrize(
    ("label", "others", "slip"),
    [
        ("MR TADDD", ["MR TADD"], True),
        ("MR TADD", ["MR TADD"], False),
        ("MS TADDD", ["MR TADD"], False),
        ("MR TADDD", ["MS BELL"], False),
        ("MR JO TADD", ["MR TADD"], False),
        ("MR TADDD", ["MS BELL", "MR TADD"], True),
        ("MR TADDD", [], False),
    ],
)
def test_a_slip_is_in_one_word(label: str, others: Sequence[str], slip: bool) -> None:
    assert is_slip(label, others) == slip


@pytest.mark.parametrize(
    ("label", "voice"),
    [
        ("A DELEGATE", True),
        ("SEVERAL NOBLE LORDS", True),
        ("VOICES", True),
        ("ADA DELEGATE", False),
        ("A PILOT", False),
        ("VOZES DO PCP E", True),
        ("VOZES DO PCP E DO", False),
    ],
)
def test_a_voice_of_the_house_has_no_name(label: str, voice: bool) -> None:
    assert is_voice(label) == voice


WIDE = "We looked at the lock, which was mended in spring, and"


@pytest.mark.parametrize(
    ("above", "line", "begins"),
    [
        ("", "Jo.", True),
        (f"{WIDE}\n", "Jo.", True),  # a blank line between
        ("* * *", "Jo.", True),
        (f"{WIDE} it", "    Jo.", True),  # further in
        (f"    {WIDE} it", "  Jo.", False),  # further out
        (f"{WIDE} it", "Jo.", False),
        (f"{WIDE} it is.", "Jo.", True),
        (f"{WIDE} saw Mr.", "Jo.", False),
        (f"{WIDE}\n{WIDE} dry", "Jo.", False),
        (f"{WIDE} we saw\nit", "Jo.", True),  # the line above had room
        (f"{WIDE} we saw\nit,", "Jo.", False),
        (f"{WIDE} we saw\n{'x' * 36}", "Jo.", True),  # with its first word 39 of 66, less than 0.6
        (f"{WIDE} we saw\n{'x' * 37}", "Jo.", False),
    ],
)
def test_where_a_paragraph_begins(above: str, line: str, begins: bool) -> None:
    lines = text_lines(f"{above}\n{line}\n{WIDE} it was dry.\n")
    number = next(at for at, one in enumerate(lines) if one.text == "Jo.")
    assert begins_paragraph(lines, number) == begins


def test_wide_lines_are_not_wrapped() -> None:
    for width, begins in ((110, True), (111, False)):
        lines = text_lines(f"{'x' * width}\nit\nJo.\n{'x' * width}\n")
        assert begins_paragraph(lines, 2) == begins
