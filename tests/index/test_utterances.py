"""One turn as who-asks-whom looks at it, and the borders at which one side asks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.parsing.utterances import Utterance
from tests.index.fiction import parsed


def said(words: str) -> Utterance:
    return Utterance("VENN", words, "VENN", narrates=False)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("Is it wet?", "Is it wet"),
        ("So. Is it wet?", " Is it wet"),
        ("Is it wet? One two three four five six", "Is it wet"),
        ("Is it wet? One two three four five six seven", ""),
        ("It is wet, right?", ""),
        ("It is wet, you know?", ""),
        ("It is wet.", ""),
        ("(Is it wet?)", ""),
        ("???", ""),
        ('They ask, "is it wet?" It is not.', ""),
        ("They ask, “is it wet?” and it is.", ""),
        ('And who is it that asks "is it wet?"', 'And who is it that asks "is it wet'),
        ('Who said "wet"? I do not know.', 'Who said "wet"'),
    ],
)
def test_the_question_is_the_last_sentence_if_hardly_more_follows(
    words: str, question: str
) -> None:
    assert said(words).question == question
    assert said(words).asks == bool(question)


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Is it wet?", True),
        ("Didn't they say so?", True),
        ("And why?", True),
        ("On the mole?", False),
        ("It is wet?", False),
        ("Why? On the mole?", False),
    ],
)
def test_a_question_has_the_form_of_one(words: str, form: bool) -> None:
    assert said(words).asks_in_form == form


@pytest.mark.parametrize(("behind", "asks"), [(239, True), (240, False)])
def test_a_question_near_the_end_of_a_long_turn_asks(behind: int, asks: bool) -> None:
    assert said("Is it wet?" + "x" * behind).asks_at_end == asks


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("It is wet.", 3),
        ("It's wet (laughter) now.", 3),
        ("[Laughter]", 0),
        ("a_b 1 c’d", 4),
        ("", 0),
    ],
)
def test_only_what_is_spoken_counts(words: str, length: int) -> None:
    assert said(words).length == length


@pytest.mark.parametrize(
    ("words", "nods"),
    [
        ("Mm-hmm.", True),
        ("Yeah, okay.", True),
        ("[Laughter]", True),
        ("Yes yes yes yes yes yes", True),
        ("Yes yes yes yes yes yes yes", False),
        ("Yes, wet.", False),
    ],
)
def test_a_nod_says_nothing_of_its_own(words: str, nods: bool) -> None:
    assert said(words).nods == nods


def test_yes_and_no_agree_or_deny() -> None:
    assert [said(words).agrees_or_denies for words in ("Of course.", "Nope", "Okay.", "[Yes]")] == [
        *(True, True, False, False)
    ]


LONG = "We looked at every lock of the old river in spring and found them dry."
"""Fifteen words."""


def roles(*turns: tuple[str, str]) -> list[str]:
    text = "\n\n".join(f"{label}: {words}" for label, words in turns) + "\n"
    return [turn.role for turn in parsed(text).turns]


def interview(questions: int, statements: int = 0, answer: str = LONG) -> list[str]:
    """What an interviewer who so often asks, and as often tells, does in his turns."""
    turns: list[tuple[str, str]] = []
    for number in range(questions + statements):
        words = f"Is lock {number} dry?" if number < questions else f"Lock {number} was wet in May."
        turns += [("JO BELL", words), ("ADA QUILL", answer)]
    return roles(*turns)[::2]


def test_six_questions_to_long_answers_make_an_interview() -> None:
    # Of five, each is a question of a conversation; what tells beside them opens nothing there.
    assert interview(6, 2)[-2:] == ["question", "question"]
    assert interview(5, 1)[-1] != "question"


def test_an_interviewer_asks_in_two_of_five_turns() -> None:
    assert interview(6, 9)[-1] == "question"
    assert interview(6, 10)[-1] != "question"


def test_the_answers_of_an_interview_have_ten_words_in_the_median() -> None:
    # Half of the turns have four or six words, the others n: the median is (6 + n) / 2.
    def told(words: int) -> str:
        answer = " ".join(["dry"] * words) + "."
        return interview(6, 2, answer)[-1]

    assert told(14) == "question"
    assert told(13) != "question"


def briefing(*between: str, asked: str = "Q") -> list[str]:
    """Roles of a briefing in which the host says these words between an answer and a question."""
    turns = [("MR. PELL", "Good day."), (asked, "Is the mole safe?"), ("MINISTER MARSH", "It is.")]
    turns += [("MR. PELL", words) for words in between]
    return roles(*turns, (asked, "And in a storm?"), ("MINISTER MARSH", "Less so."))


def test_who_announces_in_forty_words_does_not_answer() -> None:
    for filler, role in ((36, "statement"), (37, "answer")):
        words = "Now one more question, " + " ".join(["dry"] * filler) + "."
        assert briefing(words)[3] == role


def thanked(*turns: tuple[str, str]) -> Sequence[str]:
    opening = [("Q", "Is the mole safe?"), ("MINISTER MARSH", "It is.")]
    return roles(*opening, *turns)


@pytest.mark.parametrize(
    ("asked", "answered", "roles_"),
    [
        ("Thank you.", "Thank you all.", ["question", "statement"]),
        ("Thank you. Is it dry?", "You're welcome.", ["question", "answer"]),
        ("Thank you.", "It is dry now, too.", ["question", "answer"]),
    ],
)
def test_courtesy_that_is_returned_answers_nothing(
    asked: str, answered: str, roles_: list[str]
) -> None:
    assert thanked(("Q", asked), ("MINISTER MARSH", answered))[2:] == roles_
