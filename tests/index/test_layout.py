"""Page numbers, running heads and line numbers: nobody's words, and no border of a document."""

from __future__ import annotations

import pytest

from index.readers.layout import without_page_lines
from tests.index.fiction import parsed, words


@pytest.mark.parametrize(
    "broken",
    [
        "12",
        "- 12 -",
        "Page 12 of 40",
        "12\n\n3rd Council\nFriday, 7 March 2031\nNinth Meeting",
        "HARBOUR BOARD 12\n7 March 2031",
    ],
)
def test_a_sentence_runs_over_a_page(broken: str) -> None:
    head = "HARBOUR BOARD\n7 March 2031\n\n"
    text = f"{head}MS. BELL: We paid for\n\n{broken}\n\nten weeks.\n\nMR. TADD: Nine.\n"
    source = parsed(text)
    assert [turn.label for turn in source.turns] == ["MS. BELL", "MR. TADD"]
    assert " ".join(words(source, source.turns[0]).split()) == "We paid for ten weeks."
    assert len(source.documents) == 1


@pytest.mark.parametrize(
    "text",
    [
        "MS. BELL: How many?\n\n12\n\nMR. TADD: Twelve.\n",
        "MS. BELL: Lot\n\n12\n\nMR. TADD: is sold.\n",
        "1 Salt\n2 Sand\n3 Timber\n",
        "The year 2031\n\nwas wet.\n",
        "In the year\n2031 boats\ncame by.\n",
        "We sold\n(#12)\nto them.\n",
        "".join(f"Speaker {n}\nThe water fell.\n\n" for n in range(1, 6)),
        "".join(f"{n} Ada Quill of Brindle\n" for n in range(2011, 2016)),
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_page_lines(text) == text


def test_words_beside_a_number_stay() -> None:
    kept = without_page_lines("We paid for\n12\nten weeks.\n")
    assert kept == "We paid for\nten weeks.\n"


def test_pages_that_end_with_a_sentence() -> None:
    pages = "".join(
        f"The water fell by {n} feet.\n\n{n}\n\nHARBOUR BOARD\n\n" for n in range(7, 12)
    )
    kept = without_page_lines(pages)
    assert [line for line in kept.splitlines() if line] == [
        f"The water fell by {n} feet." for n in range(7, 12)
    ]


def test_numbered_lines() -> None:
    page = "\n".join(f"{n:2}   word {n} of the page" for n in range(1, 26))
    text = f"TITLE\n\n{page}\n\n     17\n  Bell Reporting\n\n{page}\n"
    kept = [line.strip() for line in without_page_lines(text).splitlines() if line.strip()]
    assert kept == ["TITLE", *(f"word {n} of the page" for n in range(1, 26))] + [
        f"word {n} of the page" for n in range(1, 26)
    ]


@pytest.mark.parametrize("page", ["0001", "00012", "123"])
def test_lines_numbered_by_page_and_line(page: str) -> None:
    """Of a deposition as court reporters export it."""
    said = ["Q.  When?", "A.  At nine.", "Q.  Where?", "A.  On the pier, and", "after that here."]
    said += ["    MR. TADD:  Objection.", "BY MS. BELL:", "Q.  Who else?", "A.  Nobody."]
    lines = [f"{page}:{n:02}   {words}" for n, words in enumerate(said * 2, start=3)]
    after = [f"{int(page) + 1:0{len(page)}}:{n:02}   {words}" for n, words in enumerate(said, 1)]
    source = parsed("\n".join([*lines, *after]) + "\n")
    labels = ["Q", "A", "Q", "A", "MR. TADD", "Q", "A"]
    assert [turn.label for turn in source.turns] == labels * 3
    assert not [turn for turn in source.turns if page in words(source, turn)]


def test_clocks_before_lines_are_no_pages() -> None:
    said = "".join(f"10:{n:02}   Ada Quill: The water fell again.\n" for n in range(1, 30))
    assert without_page_lines(said) == said
