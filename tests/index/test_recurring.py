"""Lines that come back: what a page prints under names, counters before them, small names alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.language.lines import text_lines
from index.parsing.marks import Mark
from index.parsing.recurring import behind_furniture, counted, furniture, small_names

LINK = "Link to this: In context"
NAMES = ("Ada Quill", "Jo Bell", "Cy Moor")


def page(names: Sequence[str], link: str = LINK) -> str:
    return "".join(f"{name}\n{link}\nIt is wet in lock {at}.\n\n" for at, name in enumerate(names))


def printed(names: Sequence[str], link: str = LINK) -> set[str]:
    return set(furniture(text_lines(page(names, link))))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (NAMES * 2, True),
        ((*NAMES, *NAMES[:2]), False),  # five times
        (NAMES[:2] * 4, False),  # below two names
        # Three of five places lie below a name that comes back.
        ((*NAMES * 2, "A B", "C D", "E F", "G H"), True),
        ((*NAMES * 2, "A B", "C D", "E F", "G H", "I J"), False),
    ],
)
def test_what_a_page_prints_under_every_name(names: Sequence[str], found: bool) -> None:
    assert printed(names) == ({LINK} if found else set())


@pytest.mark.parametrize(
    ("link", "found"), [("Share this.", False), ("x" * 120, True), ("x" * 121, False)]
)
def test_a_sentence_or_a_long_line_is_no_furniture(link: str, found: bool) -> None:
    assert printed(NAMES * 2, link) == ({link} if found else set())


def test_what_stands_below_sentences_is_said() -> None:
    talk = "".join(f"{said}\nYes\n\n" for said in ("It is wet.", "It is dry.", "So it is.") * 3)
    assert furniture(text_lines(talk)) == frozenset()


def test_furniture_below_a_label_is_a_part_of_it() -> None:
    lines = text_lines(page(NAMES))
    marks = [Mark("Ada Quill", lines[0].start, lines[0].end), Mark("x", 500, 501)]
    first, second = behind_furniture(marks, lines, frozenset({LINK}))
    assert first.after == lines[1].end
    assert second == marks[1]


def counters(numbers: Sequence[int], word: str = "Anf.") -> list[str]:
    text = "".join(f"{word} {number} ADA QUILL It is wet.\n\n" for number in numbers)
    return [line.text for line in counted(text_lines(text)).values()]


@pytest.mark.parametrize(
    ("numbers", "count"),
    [
        (range(12, 18), 6),
        (range(12, 17), 0),  # five
        (range(2, 14, 2), 6),  # by two
        (range(3, 21, 3), 0),  # by three
        ([*range(1, 11), 50], 11),  # nine of ten steps
        ([*range(1, 10), 50, 60], 0),
        ([6, 5, 4, 3, 2, 1], 0),
    ],
)
def test_a_report_counts_its_speeches(numbers: Sequence[int], count: int) -> None:
    assert counters(numbers) == ["ADA QUILL It is wet."] * count


@pytest.mark.parametrize(("word", "count"), [("Q", 0), ("anf", 0), ("No.", 6), ("A", 0)])
def test_what_counts_is_a_word(word: str, count: int) -> None:
    assert len(counters(range(1, 7), word)) == count


def test_a_line_without_its_counter_keeps_its_place() -> None:
    text = "".join(f"Anf. {number} ADA QUILL It is wet.\n" for number in range(1, 7))
    for start, line in counted(text_lines(text)).items():
        assert text[start:].startswith("Anf. ")
        assert text[line.start : line.end] == "ADA QUILL It is wet."


def small(names: Sequence[str], prose: int = 0) -> list[tuple[str, bool]]:
    text = "\n\n".join(
        [*(f"{name}\n\nIt is wet." for name in names), *(["So it is, too."] * prose)]
    )
    return [(mark.label, mark.known) for mark in small_names(text_lines(f"top\n\n{text}\n"))]


TURNS = ("ada quill", "jo bell") * 3


@pytest.mark.parametrize(
    ("names", "prose", "count"),
    [
        (TURNS, 0, 6),
        (TURNS[:5], 0, 0),  # one of them only twice
        (("ada quill",) * 6, 0, 0),
        (TURNS, 12, 6),  # six of twenty-four paragraphs
        (TURNS, 13, 0),
        (("ada quill",) * 3 + ("jo bell",) * 3, 0, 0),  # they do not take turns
        (("Ada Quill", "Jo Bell") * 3, 0, 0),
        (("ada bo cy dee", "jo bell") * 3, 0, 6),
        (("ada bo cy dee eve", "jo bell") * 3, 0, 0),
        (("ada quill.", "jo bell") * 3, 0, 0),
        (("(ada quill)", "jo bell") * 3, 0, 0),
    ],
)
def test_names_in_small_letters_alone(names: Sequence[str], prose: int, count: int) -> None:
    assert len(small(names, prose)) == count


def test_a_small_line_that_stands_once_is_nobodys() -> None:
    assert small((*TURNS, "cy moor"))[-1] == ("cy moor", False)
    # Above the first name it is prose.
    assert small(("cy moor", *TURNS))[0] == ("ada quill", True)
