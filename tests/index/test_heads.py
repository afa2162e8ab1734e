"""What stands at the top of a file: YAML, Markdown, dates beside a title, papers of one day."""

from __future__ import annotations

from datetime import date

import pytest

from index.parsing.transcript import parse
from index.persons.speakers import resolve
from index.readers import read_source
from tests.index.fiction import parsed, words

TALK = "MS. VENN: The mole is dry.\n\nQ    Since when?\n\nMS. VENN: Since noon.\n"
HEADS = [
    "---\ntitle: 'Mole Briefing'\ndate: 2031-03-04\nplace: Brindle\ntags:\n  - salt\n---\n\n",
    '---\nlayout: post\ntitle: "Mole Briefing"\nlocation: "Brindle"\ndate: March 4, 2031\n---\n',
    "# Mole Briefing\n\n**Date:** 4 March 2031\n**Place:** Brindle\n\n",
    "## Mole Briefing\n\n- **Location**: Brindle\n- **Date**: 2031-03-04\n\n",
    "Title: Mole Briefing\nDate: 2031-03-04\nVenue: Old Rope Hall\nPlace: Brindle\n\n",
    '---\ntitle: "Mole\\_\\\n  Briefing"\ndate: 20310304\nplace: Brindle\n---\n',
    "---\ntitle: >-\n  Mole\n  Briefing\ndate: 2031-03-04T05:51:21UTC\nplace: Brindle\n---\n",
    "---\nplace: 'Brindle'\ntitle: Mole\n  Briefing\ndate: 2031-03-04\nauthor:\n  - Ada\n---\n",
    '---\ntitle: "\\u004dole \\x42riefing"\ndate: 2031-03-04\nlocation: Brindle\n---\n',
]


@pytest.mark.parametrize("head", HEADS)
def test_fields_by_name(head: str) -> None:
    source = parsed(head + TALK, "a.md")
    (document,) = source.documents
    assert (document.title, document.date, document.place) == (
        "Mole Briefing",
        date(2031, 3, 4),
        "Brindle",
    )
    assert [turn.label for turn in source.turns] == ["MS. VENN", "Q", "MS. VENN"]


@pytest.mark.parametrize(
    "line",
    [
        "Mole Press Briefing – March 4, 2031",
        "Mole Press Briefing, 4 March 2031",
        "Press Briefing on the Mole (March 4, 2031)",
        "[Record of the Mole, Volume 3 (Tuesday, March 4, 2031)]",
        "Press Briefing on the Mole | Tuesday, March 4, 2031",
    ],
)
def test_a_date_beside_a_title(line: str) -> None:
    (document,) = parsed(f"{line}\n\n{TALK}").documents
    assert (document.date, document.date_status) == (date(2031, 3, 4), "given")


@pytest.mark.parametrize("line", ["The Mole of March 4, 2031, in Words", "Since the flood of 2031"])
def test_a_date_inside_a_title_is_none_of_the_day(line: str) -> None:
    assert parsed(f"{line}\n\n{TALK}").documents[0].date is None


@pytest.mark.parametrize(
    "line",
    [
        *("5 de marzo de 2031", "Miércoles, 5 de marzo del 2031", "5. März 2031", "le 5 mars 2031"),
        *("mercoledì 5 marzo 2031", "5 de março de 2031", "woensdag 5 maart 2031", "5. marts 2031"),
        *("5 marca 2031 r.", "Onsdagen den 5 mars 2031", "5. března 2031", "5. maaliskuuta 2031"),
    ],
)
def test_dates_in_other_languages(line: str) -> None:
    (document,) = parsed(f"Remarks on the mole\n{line}\n\n{TALK}").documents
    assert document.date == date(2031, 3, 5)


@pytest.mark.parametrize(
    "head",
    [
        "Remarks on the mole\n17.03.2031",
        "Remarks on the mole\n17. 3. 2031",
        "Remarks on the mole\n03/17/2031",
        "Remarks on the mole\n17/03/2031",
        "Remarks on the mole\n2031/3/17",
        "Remarks on the mole (17.03.2031)",
        "Sitzung vom 17.03.2031\nDie Mole",
        "Gespräch mit Ada Venn am 17.03.2031",
        "Date: 3/17/2031\nRemarks on the mole",
    ],
)
def test_a_date_in_figures_whose_order_is_sure(head: str) -> None:
    (document,) = parsed(f"{head}\n\n{TALK}").documents
    assert document.date == date(2031, 3, 17)


@pytest.mark.parametrize(
    "head",
    [
        "Remarks on the mole\n03/04/2031",  # in March or in April
        "Remarks on the mole\n13/13/2031",
        "Ada Venn, geb. 17.03.1961\nRemarks on the mole",
        "Stand: 17.03.2031\nRemarks on the mole",
        "Section 3.4.2031 of the rules",
        "Rules of 1.2.2030 and of 3.4.2031",
    ],
)
def test_a_date_in_figures_that_is_in_doubt_is_none(head: str) -> None:
    (document,) = parsed(f"{head}\n\n{TALK}").documents
    assert document.date is None


@pytest.mark.parametrize("line", ["Ada Venn started transcription", "Bo Tadd stopped recording"])
def test_what_a_tool_says_of_its_recording_is_no_title(line: str) -> None:
    (document,) = parsed(f"{line}\n\n{TALK}").documents
    assert document.title is None
    (document,) = parsed(f"{line}\nRound table on the mole\n\n{TALK}").documents
    assert document.title == "Round table on the mole"


def test_nothing_above_the_first_dated_title_is_lost() -> None:
    source = parsed(
        "THE HARBOUR BOARD\n\nMr. Tadd told the board that the mole is wet. They laughed.\n\n"
        "Statement of Ines Quarle\nMay 7, 2031\n\nIt leaks.\n\n"
        "Statement of Hal Oldacre\nMay 7, 2031\n\nIt does not.\n"
    )
    assert [document.title for document in source.documents] == [
        "THE HARBOUR BOARD",
        "Statement of Ines Quarle",
        "Statement of Hal Oldacre",
    ]
    assert {turn.label for turn in source.turns} == {None}
    assert "They laughed" in words(source, source.turns[0])


def test_a_head_that_comes_back_is_one_sitting() -> None:
    pages = "".join(
        f"{n} HARBOUR BOARD\nJune 4, 2031\n\nMr. Tadd: Item {n}.\n\nMs. Bell: Carried.\n\n"
        for n in (3, 5, 9)
    )
    source = parsed("HARBOUR BOARD\nJune 4, 2031\n\nMs. Bell: We begin.\n\n" + pages)
    assert len(source.documents) == 1


@pytest.mark.parametrize(
    "head",
    [
        '<html><head><meta charset="windows-1252"></head>',
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'></head>",
        '<?xml version="1.0" encoding="ISO-8859-1"?><html>',
    ],
)
def test_a_page_is_read_as_it_declares(head: str) -> None:
    page = (
        f"{head}<body><p>MS. BELL: The caf\xe9 is dry.</p><p>MR. TADD: It is wet.</p></body></html>"
    )
    source = parse(read_source("a.html", page.encode("latin-1")))
    assert words(source, source.turns[0]) == "The café is dry."


@pytest.mark.parametrize(
    "body",
    [
        "<p>MS. BELL: Dry.</p>\n<p>MR. TADD: Wet.</p>\n<p>MS. BELL: Dry.</p>",
        "<div>MS. BELL: Dry.<br>MR. TADD: Wet.<br/>MS. BELL: Dry.</div>",
        "<h2>The mole</h2><p>MS. BELL: Dry.</p><p>MR. TADD: Wet.</p><p>MS. BELL: Dry.</p>",
    ],
)
def test_a_fragment_of_a_page_in_a_text_file(body: str) -> None:
    source = parsed(body)
    assert [(turn.label, words(source, turn)) for turn in source.turns] == [
        ("MS. BELL", "Dry."),
        ("MR. TADD", "Wet."),
        ("MS. BELL", "Dry."),
    ]


@pytest.mark.parametrize(("year", "joined"), [(2031, False), (2043, True)])
def test_a_given_name_is_not_lent_over_decades(year: int, joined: bool) -> None:
    call = parsed(
        "Ferry Call\nMay 9, 2044\n\nJo Bell: Thank you all.\n\nHal Marsh: Were they paying?\n\n"
        "Jo Bell: Six were.\n\nHal Marsh: No more?\n"
    )
    council = parsed(
        f"Council of Brindle\nMarch 4, {year}\n\nVENN: The bridge.\n\nMARSH: I built it.\n\n"
        "VENN: Who paid?\n\nMARSH: Everybody.\n"
    )
    names = {
        one.name
        for one in resolve([*call.voices, *council.voices]).speakers
        if "MARSH" in one.labels
    }
    assert names == ({"Hal Marsh"} if joined else {None})


@pytest.mark.parametrize("title", ["Doorstop - Harl, Brindle", "Weir Hour – Ketta, Tarrow"])
def test_a_title_with_a_dash_is_no_place(title: str) -> None:
    (document,) = parsed(f"{title}\n\nBrindle, Harl\n4 March 2031\n\n{TALK}").documents
    assert (document.title, document.place) == (title, "Brindle, Harl")
