"""Headings, clocks and votes between turns stand in nobody's mouth."""

from __future__ import annotations

import pytest

from tests.index.fiction import parsed, words

_TURNS = (
    "Mr. Tadd: The bridge is mended.\n\n{0}\n\nMs. Quarle: By whom?\n\nMr. Tadd: By Ketta.\n\n" * 3
)


@pytest.mark.parametrize(
    "line",
    [
        "Canals Amendment Bill 2031\nSecond Reading",
        "THE ENVIRONMENT",
        "Ferries and Locks",
        "(1015)",
        "3.15 pm",
        "* * *",
        "Question put and agreed to.",
        "The legislative clerk proceeded to call the roll.",
        "Proceedings suspended from 10:31 to 10:45",
    ],
)
def test_no_turn_ends_in_such_a_line(line: str) -> None:
    found = parsed(_TURNS.format(line))
    assert words(found, found.turns[0]) == "The bridge is mended."
    assert len(found.turns) == 9


@pytest.mark.parametrize(
    "line",
    [
        "Thank you",
        "It was 3.15 pm when we came",
        "The question was put to me",
        "and the lamps too",
    ],
)
def test_what_may_be_said_stays(line: str) -> None:
    found = parsed(_TURNS.format(line))
    assert words(found, found.turns[0]).endswith(line)
