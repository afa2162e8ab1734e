"""Who answers whom where everybody asks: meetings and scenes of our own."""

from __future__ import annotations

import pytest

from index.parsing.utterances import Utterance
from tests.index.fiction import parts


def roles(*said: tuple[str, str]) -> list[tuple[str, int | None]]:
    """Role and question of each turn, given as label and words."""
    return [(part.role, part.replies_to) for part in parts(*said)]


def said(words: str) -> Utterance:
    return Utterance("ILSE", words, "ILSE", narrates=False)


def test_everybody_asks_and_answers() -> None:
    assert roles(
        ("Ilse", "The lamps are dim."),
        ("Piet", "Which lamps do you mean?"),
        ("Ilse", "Those along the quay."),
        ("Nora", "And who will pay for new ones?"),
        ("Piet", "The harbour will."),
        ("Piet", "It has the money."),
        ("Ilse", "I would rather see it spent on rope."),
    ) == [
        ("statement", None),
        ("question", None),
        ("answer", 1),
        ("question", None),
        ("answer", 3),
        ("answer", 3),
        ("statement", None),
    ]


def test_a_nod_neither_answers_nor_ends_an_exchange() -> None:
    found = roles(
        ("Ilse", "How long is the rope?"),
        ("Nora", "Mm-hmm."),
        ("Piet", "Forty fathoms,"),
        ("Ilse", "{vocalsound} Okay."),
        ("Piet", "if nobody has cut it."),
    )
    assert [part[0] for part in found] == [
        "question",
        "statement",
        "answer",
        "statement",
        "answer",
    ]
    assert found[4] == ("answer", 0)


def test_a_yes_to_what_was_just_asked_answers() -> None:
    assert roles(("Ilse", "Is the rope cut?"), ("Piet", "Yeah."), ("Nora", "Yeah."))[1:] == [
        ("answer", 0),
        ("statement", None),
    ]


def test_who_asks_back_is_answered() -> None:
    assert roles(
        ("Ilse", "Where did you leave the boat?"),
        ("Piet", "The green boat?"),
        ("Ilse", "The green one with the hole."),
    ) == [("question", None), ("question", None), ("answer", 1)]


def test_a_reply_that_only_sounds_unsure_answers() -> None:
    found = roles(
        ("Ilse", "Why is the salt so dear?"),
        ("Piet", "Because it was wet all through the spring?"),
    )
    assert found[1] == ("answer", 0)


def test_a_question_that_nobody_takes_up_is_forgotten() -> None:
    found = roles(
        ("Ilse", "What is that smell?"),
        ("Ilse", "Never mind it."),
        ("Ilse", "We have the lamps to talk about."),
        ("Piet", "The lamps burn whale oil."),
    )
    assert found[3] == ("statement", None)


def test_stage_directions_are_narration() -> None:
    found = roles(
        ("Ilse", "Who ate the cake?"),
        ("#NOTE#", "( The goat looks away . )"),
        ("Piet", "Nobody I know."),
    )
    assert found == [("question", None), ("narration", None), ("answer", 0)]


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Is it wet?", True),
        ("Is it wet? So, um", True),
        ("Is it wet? I ask because my boots have holes in them.", False),
        ("It is wet, right?", False),
        ("You know? It is wet. Okay?", False),
        ("It is wet, isn't it?", True),
        ("{gap} ?", False),
    ],
)
def test_what_ends_in_a_question(words: str, asks: bool) -> None:
    assert said(words).asks is asks


@pytest.mark.parametrize(
    ("words", "nods"),
    [
        ("Mm-hmm .", True),
        ("Yeah, okay. {vocalsound}", True),
        ("{vocalsound}", True),
        ("Oh, I see.", True),
        ("Yeah, by Tuesday.", False),
        ("No goats.", False),
    ],
)
def test_what_is_only_a_nod(words: str, nods: bool) -> None:
    assert said(words).nods is nods
