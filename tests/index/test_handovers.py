"""Turns that only pass the floor on, in debates and hearings of our own."""

from __future__ import annotations

import pytest

from index.parsing.handovers import FLOOR, floors
from index.parsing.utterances import Utterance
from tests.index.fiction import parts


def seen(*said: tuple[str, str]) -> list[Utterance]:
    return [Utterance(label, words, label, narrates=False) for label, words in said]


def is_bare(words: str) -> bool:
    """Whether a chair who says this before Senator Pell says nothing else."""
    return floors(seen(("THE CHAIR", words), ("SENATOR PELL", "The mill is shut.")))[0].bare


@pytest.mark.parametrize("row", FLOOR, ids=lambda row: row.example)
def test_words_about_the_floor_say_nothing_else(row: object) -> None:
    assert isinstance(row, type(FLOOR[0]))
    assert is_bare(row.example)
    assert not is_bare(row.counter_example)


@pytest.mark.parametrize(
    "words",
    [
        "Senator?",
        "Senator Pell.",
        "Thirty seconds, Senator Pell.",
        "Would you like to respond, Senator?",
        "One at a time, please.",
        "Thank you. (Applause.) Senator Pell, you wanted to come in.",
    ],
)
def test_a_name_or_an_invitation_is_bare(words: str) -> None:
    assert is_bare(words)


@pytest.mark.parametrize(
    "words",
    [
        "Did you respond?",
        "What did you want?",
        "Senator, you were that minister.",
        "It took thirty seconds.",
        "Governor Carrow.",  # nobody of that name speaks here
        "I was.",
    ],
)
def test_what_asks_or_tells_is_not(words: str) -> None:
    assert not is_bare(words)


def test_a_given_name_is_known_from_where_it_stands_before_the_surname() -> None:
    said = seen(
        ("THE CHAIR", "With us is Marit Solberg, who runs the mill."),
        ("MS SOLBERG", "I do."),
        ("THE CHAIR", "Marit."),
        ("MS SOLBERG", "It runs at night as well."),
    )
    assert [one.bare for one in floors(said)] == [False, False, True, False]


PANEL = (
    ("MODERATOR", "The first question is Mr. Vance's."),
    ("MR. VANCE", "Governor Carrow, you promised us a bridge in your first year. There is none."),
    ("MODERATOR", "Governor?"),
    ("GOVERNOR CARROW", "The piers stand, and the rest comes in the spring of next year."),
    ("MODERATOR", "Mayor Thorne, your rebuttal."),
    ("MAYOR THORNE", "The piers are from my time. Who built them, if not the city? Not the state."),
    ("MODERATOR", "Your time is up, Mayor."),
    ("MAYOR THORNE", "Thank you."),
    ("MODERATOR", "Mr. Vance."),
    ("MR. VANCE", "Mayor Thorne, what does the bridge cost?"),
    ("MODERATOR", "Mayor?"),
    ("MAYOR THORNE", "Nine million crowns, and not a crown more than that, I hope."),
    ("MODERATOR", "Now your closing statement, Governor Carrow."),
    ("GOVERNOR CARROW", "A bridge is a promise to whoever comes after us. Thank you."),
)


def test_answers_reply_to_the_panelist_across_a_handover() -> None:
    found = parts(*PANEL)
    assert [(one.role, one.replies_to) for one in found] == [
        ("statement", None),
        ("question", None),
        ("statement", None),
        ("answer", 1),
        ("statement", None),
        ("answer", 1),
        ("statement", None),
        ("statement", None),
        ("statement", None),
        ("question", None),
        ("statement", None),
        ("answer", 9),
        ("statement", None),
        ("statement", None),
    ]
    assert [number for number, one in enumerate(found) if one.handover] == [
        0,
        2,
        4,
        6,
        7,
        8,
        10,
        12,
    ]


DUEL = (
    ("BRANDT", "Ms. Sorrel, who pays for the ferry?"),
    ("SORREL", "The islands do, since nobody else wants to use it in the winter."),
    ("BRANDT", "Mr. Falk."),
    ("FALK", "They paid for it twice. And is it sailing today? I saw it tied up at the quay."),
    ("BRANDT", "The minister says that it sails."),
    ("FALK", "Then she should come down and look, as the rest of us do each morning."),
    ("BRANDT", "Ms. Sorrel, thirty seconds."),
    ("SORREL", "It sails at noon, and it has sailed at noon for twenty years."),
    ("BRANDT", "That was the last word. Good night."),
)


def test_who_calls_others_up_is_in_the_chair_and_needs_no_question_mark() -> None:
    found = parts(*DUEL)
    assert [(one.role, one.replies_to) for one in found[:-1]] == [
        ("question", None),
        ("answer", 0),
        ("statement", None),
        ("answer", 0),
        ("question", None),
        ("answer", 4),
        ("statement", None),
        ("answer", 4),
    ]
    assert [number for number, one in enumerate(found[:-1]) if one.handover] == [2, 6]


def test_a_witness_who_names_the_senator_hands_nothing_over() -> None:
    found = parts(
        ("THE CHAIR", "Senator Pell."),
        ("SENATOR PELL", "Dr. Hale, is the dam safe?"),
        ("DR. HALE", "It is, Senator."),
        ("SENATOR PELL", "And who built it?"),
        ("DR. HALE", "Senator Pell."),
        ("SENATOR PELL", "My father did, and I thank you."),
    )
    assert [(one.role, one.handover) for one in found[:5]] == [
        ("statement", True),
        ("question", False),
        ("answer", False),
        ("question", False),
        ("answer", False),
    ]


def test_what_a_chair_tells_is_no_handover() -> None:
    found = parts(
        ("THE CHAIR", "The mill burnt down in the night of the ninth, and nobody was hurt."),
        ("DR. HALE", "We heard the bells from the other bank."),
        ("SENATOR PELL", "Dr. Hale, how did it start?"),
        ("DR. HALE", "With a lamp."),
    )
    assert not any(one.handover for one in found)
