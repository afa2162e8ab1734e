"""Which marks of a family are labels: each rule at its borders, on talks of one line a turn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.language.lines import text_lines
from index.parsing.forms import FORMS, Family, found_marks, leads
from index.parsing.marks import Mark
from index.parsing.transcript import parse
from index.parsing.verdicts import Found, Verdict
from index.readers import read_source

WORDS = (
    *("It is wet today.", "We know that it is.", "Nobody has mended it.", "Then let us mend it."),
    *("It costs a lot of salt.", "The pilots say so too.", "That may well be so.", "So it is."),
)
Labels = Sequence[str]


def talk(labels: Labels, sign: str = ": ", prose: int = 0) -> str:
    """A paragraph for each label, and then so many without one."""
    said = [f"{label}{sign}{WORDS[at % 8]}" for at, label in enumerate(labels)]
    return "\n\n".join([*said, *(WORDS[at % 8] for at in range(prose))]) + "\n"


def judged(family: Family, text: str, beside: Sequence[Mark] = ()) -> Verdict:
    """What the rule of a family says of its marks in a text."""
    lines = text_lines(text)
    among = leads(enumerate(lines))
    marks = [pair for form in FORMS if form.family == family for pair in found_marks(form, among)]
    rule = next(form.rule for form in FORMS if form.family == family)
    return rule(Found(sorted(marks, key=lambda pair: pair[0]), lines, beside))


def labels_of(marks: Sequence[Mark]) -> list[str]:
    by_start = {mark.start: mark.label for mark in marks}
    return [by_start[start] for start in sorted(by_start)]


@pytest.mark.parametrize(
    ("labels", "known", "unknown"),
    [
        # Twice, or with a title, or near one that counts.
        (["TADD", "BELL"], [], ["TADD", "BELL"]),
        (["TADD", "TADD"], ["TADD", "TADD"], []),
        (["MR. TADD"], ["MR. TADD"], []),
        (["SECRTARY TADD"], ["SECRTARY TADD"], []),
        (["SECRTARY"], [], ["SECRTARY"]),
        # The surname of somebody known, with at most two words before it.
        (["MR. TADD", "A B TADD"], ["MR. TADD", "A B TADD"], []),
        (["MR. TADD", "A B C TADD"], ["MR. TADD"], []),
        # Beside two bare names that recur a third needs to stand once.
        (["TADD", "TADD", "MOLE"], ["TADD", "TADD"], ["MOLE"]),
        (["TADD", "TADD", "BELL", "BELL", "MOLE"], ["TADD", "TADD", "BELL", "BELL", "MOLE"], []),
        (["ORLA VENN", "VENN"], ["ORLA VENN", "VENN"], []),
        (["TADD", "TADD", "JO TADD"], ["TADD", "TADD", "JO TADD"], []),
        # Headings are nobody's, and what looks like a person ends the turn before.
        (["NOTE", "NOTE"], [], []),
        (["BY TADD"], [], []),
        (["BY MR. TADD"], [], ["BY MR. TADD"]),
        (["MR. AND MRS. TADD"], [], ["MR. AND MRS. TADD"]),
        (["ADA BO CY DEE EVE"], [], ["ADA BO CY DEE EVE"]),
        (["ADA BO CY DEE EVE FAY"], [], []),
    ],
)
def test_labels_in_capitals(labels: Labels, known: Labels, unknown: Labels) -> None:
    verdict = judged("capitals", talk(labels))
    assert labels_of(verdict.labels) == known
    assert labels_of(verdict.unknown) == unknown


QA = ["Q", "A", "Q", "A"]


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        (["Q"], []),
        (["Q", "Q"], ["Q", "Q"]),
        (["P", "P"], []),
        (["P", "P", "P"], ["P", "P", "P"]),
        (["Q", "Q", "P", "P"], ["Q", "Q"]),
        (["A", "A"], []),
        (["Q", "A"], []),
        (["Q", "A", "Q"], ["Q", "Q"]),
        (QA, QA),
        # Two or three letters that share the talk, each three times.
        (["J", "B"] * 2, []),
        (["J", "B"] * 3, ["J", "B"] * 3),
        (["J", "B", "C"] * 3, ["J", "B", "C"] * 3),
        (["J", "B", "C"] * 2 + ["J", "B"], []),
        (["J", "B", "C", "D"] * 3, []),
        # Two codes, each three times; who stands once beside them is none.
        (["P1", "P2"] * 2, []),
        (["P1", "P2"] * 3, ["P1", "P2"] * 3),
        (["P1", "I"] * 3, []),
        (["P1", "P2", "I"] * 3, ["P1", "P2", "I"] * 3),
        ([*["P1", "P2"] * 3, "I"], ["P1", "P2"] * 3),
    ],
)
def test_letters_before_a_colon(labels: Labels, known: Labels) -> None:
    assert labels_of(judged("letters", talk(labels)).labels) == known


def test_codes_among_prose_must_alternate_and_make_half_of_the_paragraphs() -> None:
    codes = ["P1", "P2"] * 3
    assert labels_of(judged("letters", talk(codes, prose=6)).labels) == codes
    assert labels_of(judged("letters", talk(codes, prose=7)).labels) == []
    # Eight that follow one another as voices do need no half.
    assert labels_of(judged("letters", talk(["P1", "P2"] * 4, prose=30)).labels) == ["P1", "P2"] * 4
    grouped = ["P1"] * 4 + ["P2"] * 4
    assert labels_of(judged("letters", talk(grouped, prose=30)).labels) == []


@pytest.mark.parametrize(
    ("labels", "beside", "known"),
    [
        (QA, 0, QA),
        (["Q", "A"], 0, []),
        (["Q", "A"], 1, ["Q", "A"]),
        (["Q", "Q"], 0, []),
        (["Q", "Q"], 1, ["Q", "Q"]),
        (["Q"], 1, []),
        (["A", "A"], 1, []),
    ],
)
def test_letters_before_a_full_stop(labels: Labels, beside: int, known: Labels) -> None:
    others = [Mark("MR. TADD", 10_000, 10_010)] * beside
    assert labels_of(judged("letters", talk(labels, ". "), others).labels) == known


def test_one_question_is_enough_beside_other_labels() -> None:
    others = [Mark("MR. TADD", 10_000, 10_010)]
    assert labels_of(judged("letters", talk(["Q"]), others).labels) == ["Q"]
    assert labels_of(judged("letters", talk(["P"]), others).labels) == []
    shared = ["J", "B"] * 3
    assert labels_of(judged("letters", talk(shared), others * 2).labels) == shared
    assert labels_of(judged("letters", talk(shared), others * 3).labels) == []


JO, ADA, CY = "Jo Bell", "Ada Quill", "Cy Moor"
TITLED = ["Mr Tadd", "Ms Bell", "Dr Moor"]


@pytest.mark.parametrize(
    ("labels", "prose", "known"),
    [
        ([JO, ADA] * 2, 4, True),  # half of the paragraphs
        ([JO, ADA, "Salt", "Sand"], 0, False),  # nobody recurs
        ([JO, ADA, JO, ADA, "Salt", "Sand"], 6, True),
        ([JO, ADA, JO, ADA, "Salt", "Sand"], 7, False),
        ([JO, ADA, JO, ADA, JO, "Salt", "Sand"], 21, True),  # three times: a quarter is enough
        ([JO, ADA, JO, ADA, JO, "Salt", "Sand"], 22, False),
        ([JO, ADA] * 2, 40, True),  # all of them are people, and two recur
        ([JO, ADA, JO], 40, False),
        ([JO, ADA, JO, CY], 40, False),
        ([JO, ADA, CY], 0, False),
        (TITLED, 0, True),
        (TITLED[:2], 0, False),
        ([*TITLED, JO, ADA, CY], 0, True),  # half have a title
        ([*TITLED, JO, ADA, CY, "Bo Tarn"], 0, False),
        ([JO, ADA, JO, ADA, "Salt"], 9, True),  # four of five are sure
        ([JO, ADA, JO, ADA, "Salt", "Sand"], 9, False),
        (["Salt", "Sand"] * 4, 40, True),  # they take turns, four times each
        (["Salt", "Sand"] * 3, 40, False),
        (["Salt"] * 4 + ["Sand"] * 4, 40, False),
        (["Remember", "Salt"] * 4, 40, False),
        (["First", "Salt"] * 4, 40, False),
    ],
)
def test_labels_in_ordinary_case_where_no_others_are(
    labels: Labels, prose: int, known: bool
) -> None:
    assert bool(judged("title", talk(labels, prose=prose)).labels) == known


def test_beside_labels_that_recur_a_word_may_be_a_slip_or_nobodys() -> None:
    others = ["Bell", "Bel", "Salt"]
    verdict = judged("title", talk([*[JO, ADA] * 2, *others]))
    assert labels_of(verdict.labels) == [JO, ADA, JO, ADA, "Bell"]
    assert labels_of(verdict.unknown) == ["Bel", "Salt"]
    small = talk([JO, ADA] * 2) + "\nCy Moor: and so on.\n\nBo: and so on.\n"
    verdict = judged("title", small)
    assert labels_of(verdict.labels) == [JO, ADA] * 2
    assert labels_of(verdict.unknown) == []


def beside_capitals(count: int, labels: Labels) -> Verdict:
    """The verdict on labels in ordinary case among so many in capitals, the last at the end."""
    capitals = [("TADD", "BELL")[at % 2] for at in range(count - 1)]
    text = talk([*capitals, *labels, "TADD"])
    return judged("title", text, judged("capitals", text).labels)


@pytest.mark.parametrize(
    ("capitals", "labels", "known", "unknown"),
    [
        # A second form of the document holds a quarter of its labels.
        (6, [CY, ADA, CY], [CY, ADA, CY], []),
        (7, [CY, ADA, CY], [], [CY, ADA, CY]),
        # Else a full name whose surname speaks in capitals is his.
        (4, ["Jo Tadd"], ["Jo Tadd"], []),
        (4, ["Jo Moor"], [], ["Jo Moor"]),
        (4, ["Jo Cy Moor Tadd"], ["Jo Cy Moor Tadd"], []),
        (4, ["Jo Cy Moor Venn Tadd"], [], []),
        (4, ["Mr Moor"], ["Mr Moor"], []),
        (4, ["Salt"], [], []),
        # One word of three letters may be somebody's, one of two is not.
        (3, ["Salt", "Salt", "San"], ["Salt", "Salt"], ["San"]),
        (3, ["Salt", "Salt", "Sa"], ["Salt", "Salt"], []),
    ],
)
def test_labels_in_ordinary_case_beside_capitals(
    capitals: int, labels: Labels, known: Labels, unknown: Labels
) -> None:
    verdict = beside_capitals(capitals, labels)
    assert [label for label in labels_of(verdict.labels) if not label.isupper()] == known
    assert [label for label in labels_of(verdict.unknown) if not label.isupper()] == unknown


@pytest.mark.parametrize(
    ("said", "known"), [("It is wet.", True), ("“It is wet.”", False), ("it is wet.", False)]
)
def test_a_title_before_a_quotation_is_read_out(said: str, known: bool) -> None:
    text = f"{talk(['TADD', 'BELL'] * 2)}\nMr Moor: {said}\n\nTADD: Yes.\n"
    assert bool(judged("title", text, judged("capitals", text).labels).labels) == known


def test_two_voice_tags_make_a_form() -> None:
    for count in (1, 2):
        text = "\n\n".join(f"<v Jo Bell>{words}" for words in WORDS[:count]) + "\n"
        assert len(judged("tags", text).labels) == (count if count > 1 else 0)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Orla Venn: When will the ferry sail?\nIvo Tarn: It sails on Monday.\n",
            ["Orla Venn", "Ivo Tarn"],
        ),
        (
            "**Orla Venn:** The pier is shut.\n\n**Ivo Tarn:** It opens on Monday.\n\n"
            "The lamp is mended, too.\n\n**Orla Venn:** Good.\n",
            ["Orla Venn", "Ivo Tarn", "Orla Venn"],
        ),
        (
            "Title: The Weir\nAuthor: Orla Venn\n\nOrla van Venn: Where is the key? I looked\n"
            "everywhere for it.\n\nIvo Tarn: Under the\nmat.\n",
            ["Orla van Venn", "Ivo Tarn"],
        ),
        ("Opening Hours: nine to five\n\nPublic Holidays: none\n", []),
        ("Orla Venn: It sails.\n\nIvo Tarn: It does not.\n", []),
        ("Orla Venn: Is it so?\n\nOrla Venn: It is.\n\nIvo Tarn: It is not.\n", []),
        (
            "Orla Venn: Is it so?\n\nIvo Tarn: It is.\n\nThe rain went on.\n\nSo did the wind.\n",
            [],
        ),
    ],
)
def test_two_or_three_paragraphs_may_be_a_talk(text: str, labels: list[str]) -> None:
    turns = parse(read_source("talk.txt", text.encode())).turns
    assert [turn.label for turn in turns if turn.label] == labels
