"""What the lines above the first words say of a document, told by their shape."""

from __future__ import annotations

from datetime import date

import pytest

from index.language.lines import text_lines
from index.parsing.fields import is_byline, is_sentence, place_and_venue
from index.parsing.headlines import is_title
from index.records import Document
from tests.index.fiction import parsed, words

TALK = "MS. VENN: The mole is dry.\n\nQ    Since when?\n\nMS. VENN: Since noon.\n"


def head_of(*lines: str) -> Document:
    (document,) = parsed("\n".join(lines) + "\n\n" + TALK).documents
    return document


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Ada Venn, Minister of Tides", True),
        ("Ada van Venn, Minister of Tides", True),
        ("Ada Bo Cy Dee Venn, Minister", True),
        ("Ada Bo Cy Dee Eve Venn, Minister", False),  # six names
        ("Venn, Minister of Tides", False),
        ("Ada over Venn, Minister of Tides", False),
        ("Ada Venn, a friend of mine", False),
        ("Ada Venn", False),
        ("ADA VENN, MINISTER OF TIDES", False),  # part of a title in capitals
        ("Foreign Affairs, Minister", False),
        ("By Ada Venn", True),
        ("By the sea", False),
        ("Office of the Harbour", True),
        ("Bureau to the Coast", True),
        ("Office", False),
        ("Ada Venn, Minister " + "x" * 131, True),
        ("Ada Venn, Minister " + "x" * 132, False),  # more than 150 characters
    ],
)
def test_a_byline_is_a_name_and_an_office(line: str, byline: bool) -> None:
    assert is_byline(line) == byline


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("It is wet.", True),
        ("Is it wet?”", True),
        ("The mole:", True),
        ("The mole –", False),
        ("The mole—", True),
        ("Ada Q.", False),  # an initial
        ("It is wet", False),
    ],
)
def test_a_sentence_ends_as_one(line: str, sentence: bool) -> None:
    assert is_sentence(line) == sentence


@pytest.mark.parametrize(
    ("lines", "place", "venue"),
    [
        (["Brindle, Norland"], "Brindle, Norland", None),
        (["(Brindle, Norland)"], "(Brindle, Norland)", None),
        (["Old Rope Hall", "Brindle, Norland"], "Brindle, Norland", "Old Rope Hall"),
        (["Brindle, Norland", "Old Rope Hall"], "Brindle, Norland", "Old Rope Hall"),
        (["En route to Brindle"], "En route to Brindle", None),
        (["Senate, Norland", "Brindle, Norland"], "Brindle, Norland", "Senate, Norland"),
        (["OLD ROPE HALL"], None, None),
        (["We met in the hall."], None, None),
        (["1 Old Rope Hall"], None, None),
        (["Hall " + "x" * 75], None, "Hall " + "x" * 75),
        (["Hall " + "x" * 76], None, None),  # more than 80 characters
    ],
)
def test_a_town_and_a_house(lines: list[str], place: str | None, venue: str | None) -> None:
    found = place_and_venue(text_lines("\n".join(lines)), None)
    assert tuple(line.text if line else None for line in found) == (place, venue)


def test_behind_a_title_the_line_under_the_town_is_the_house() -> None:
    title, town, under = text_lines("Mole Briefing\nBrindle, Norland\nThe Old Loft")
    assert place_and_venue([town, under], title) == (town, under)
    assert place_and_venue([town, under], None) == (town, None)
    above, after = text_lines("The Old Loft\nBrindle, Norland")
    assert place_and_venue([above, after], title) == (after, None)
    for length, found in ((60, True), (61, False)):
        (long,) = text_lines("L" + "x" * (length - 1))
        long = long._replace(start=100, end=100 + length)
        assert place_and_venue([town, long], title) == (town, long if found else None)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Mole Briefing", True),
        ("Briefing", False),
        ("The mole is wet.", False),
        ("May 9, 2031", False),
        ("10:30 A.M. EST", False),
        ("5 min read", False),
        ("Skip to content", False),
        ("An official website of the tides", False),
        ("Mole " + "x" * 295, True),
        ("Mole " + "x" * 296, False),  # more than 300 characters
    ],
)
def test_what_can_be_a_title(line: str, title: bool) -> None:
    assert is_title(line) == title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        # Who speaks is in it, or what kind of talk it is; else the longer.
        (["The Salt of the Sea", "Remarks by Ada Venn"], "Remarks by Ada Venn"),
        (["The Salt of the Sea", "Ada Venn in Brindle"], "Ada Venn in Brindle"),
        (["The Salt of the Sea", "Press Briefing of Noon"], "Press Briefing of Noon"),
        (["Salt of Seas", "Long Salt of Seas"], "Long Salt of Seas"),
        (["Salt of Seas", "Mole of Docks"], "Salt of Seas"),
        (["Salt of the Sea", "Opening Statement of the Pilot"], "Salt of the Sea"),
        (["Two Words"], None),
        (["the salt of the sea"], None),
        (["Brindle, North Norland"], None),
    ],
)
def test_the_title_is_the_line_that_says_most(lines: list[str], title: str | None) -> None:
    assert head_of(*lines).title == title


def test_a_head_ends_after_forty_lines() -> None:
    for above, title in ((39, "Press Briefing of Noon"), (40, None)):
        lines = [f"x{number}" for number in range(above)]
        assert head_of(*lines, "Press Briefing of Noon").title == title


def test_fields_of_a_head_in_any_order() -> None:
    document = head_of(
        *("Old Rope Hall", "May 9, 2031", "Remarks by Ada Venn and Others", "10:30 A.M. EST"),
        *("Brindle, Norland", "Ada Venn, Minister of Tides", "For Immediate Release"),
    )
    assert document.title == "Remarks by Ada Venn and Others"
    assert document.byline == "Ada Venn, Minister of Tides"
    assert (document.place, document.venue) == ("Brindle, Norland", "Old Rope Hall")
    # A date above the title is the page's.
    assert (document.date, document.date_status) == (date(2031, 5, 9), "page")
    assert document.date_raw == "May 9, 2031"
    below = head_of("Remarks by Ada Venn", "May 9, 2031")
    assert (below.date, below.date_status) == (date(2031, 5, 9), "given")
    release = head_of("For Immediate Release: May 9, 2031", "Remarks by Ada Venn")
    assert (release.date, release.date_status) == (date(2031, 5, 9), "given")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Mole Hearing, May 9, 2031", True),
        ("Mole Hearing (May 9, 2031)", True),
        ("Mole Hearing (of May 9, 2031) in Brindle", True),
        ("The Mole of May 9, 2031, in Words", False),
        ("x" * 187 + ", May 9, 2031", True),
        ("x" * 188 + ", May 9, 2031", False),  # more than 200 characters
    ],
)
def test_a_date_beside_other_words(line: str, found: bool) -> None:
    document = head_of(line)
    assert (document.date == date(2031, 5, 9)) == found


def digest(*titles: str, day: str = "May 7, 2031") -> list[str | None]:
    text = "".join(f"{title}\n{day}\n\nMs. Bell: It leaks.\n\n" for title in titles)
    return [document.title for document in parsed(text).documents]


def test_two_dated_titles_make_a_digest() -> None:
    first, second = "Statement of Ines Quarle", "Statement of Hal Oldacre"
    assert digest(first, second) == [first, second]
    assert len(digest(first)) == len(digest(first, first)) == 1
    assert len(digest(f"3 {first}", f"4 | {first}")) == 1
    weekday = "Wednesday, September 17, 2031"
    assert digest(first, second, day=weekday) == [first, second]


def test_without_labels_a_text_begins_behind_the_fields_of_its_head() -> None:
    source = parsed("Remarks by Ada Venn\nMay 9, 2031\n\nIt is wet, and nobody knows why it is.\n")
    assert words(source, source.turns[0]) == "It is wet, and nobody knows why it is."
    assert source.documents[0].title == "Remarks by Ada Venn"
    goes_on = parsed("The mole of Brindle was\nwet, and nobody knew why it was so wet.\n")
    assert words(goes_on, goes_on.turns[0]).startswith("The mole of Brindle was")


def test_a_date_without_a_year_is_completed_by_the_same_day_of_the_source_only() -> None:
    def dated(*further: str) -> tuple[date | None, str]:
        text = "\n".join(["Remarks by Ada Venn", "May 9", "", TALK, *further, ""])
        (document,) = parsed(text).documents
        return document.date, document.date_status

    assert dated("MS. VENN: It was on May 9, 2031.") == (date(2031, 5, 9), "inferred")
    assert dated("MS. VENN: It was on May 8, 2031.") == (None, "missing")
    both = "MS. VENN: It was on May 9, 2031, and on May 9, 2032."
    assert dated(both) == (None, "missing")
    assert dated("MS. VENN: On May 9, 2031, and May 9, 2031.") == (date(2031, 5, 9), "inferred")
