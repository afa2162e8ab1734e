"""A clock alone inside a speech is in nobody's mouth; the speaker goes on behind it."""

from __future__ import annotations

import pytest

from tests.index.test_chambers import turns

_MORE = "\nMR. HALE: Who holds the keys?\nMS. FINCH: The guild does.\n"


@pytest.mark.parametrize(
    "clock",
    [
        "10:32",
        "2.15 pm",
        "(2.15 p.m.)",
        "[10:32]",
        "3 p.m.",
        "10.30 Uhr",
        "1430 hrs",
        "**10:32 am**",
    ],
)
def test_a_clock_inside_a_speech_is_nobodys(clock: str) -> None:
    text = f"MS. FINCH: The kiln was cold.\n\n{clock}\n\nNobody had lit it.\n{_MORE}"
    assert turns(text) == [
        ("MS. FINCH", "The kiln was cold."),
        (None, clock),
        ("MS. FINCH", "Nobody had lit it."),
        ("MR. HALE", "Who holds the keys?"),
        ("MS. FINCH", "The guild does."),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "We met at\n10:32 and went.",
        "The score was\n\n10:32 against us.",
        "We met at\n10:32\nin the hall, and\n3 p.m.\nwas too late.",
        "How long?\n\n12 hours\n\nat least.",
        "In\n2031\nit leaked.",
        "It cost 3\n\n3 million\n\nper year.",
    ],
)
def test_numbers_of_a_speech_stay(said: str) -> None:
    assert turns(f"MS. FINCH: {said}\n{_MORE}")[0] == ("MS. FINCH", " ".join(said.split()))


def test_a_clock_above_a_label_begins_it() -> None:
    """Nothing stands twice, and nobody is quoted with the time at which the next one began."""
    text = "MS. FINCH: The kiln was cold.\n\n10:32\n\nMR. HALE: Since when?\n" + _MORE
    assert turns(text)[:2] == [("MS. FINCH", "The kiln was cold."), ("MR. HALE", "Since when?")]
