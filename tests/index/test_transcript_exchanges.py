"""Who asks, who answers, and what an answer replies to."""

from __future__ import annotations

import pytest

from index.records import ParsedSource, Turn
from tests.index.fiction import BRIEFING, TOWN_HALL, parsed, words


@pytest.fixture(scope="module")
def briefing() -> ParsedSource:
    return parsed(BRIEFING)


def exchange(source: ParsedSource) -> list[tuple[str | None, str, str]]:
    """Each turn's label, role and the first words of what it replies to."""
    by_id = {turn.turn_id: turn for turn in source.turns}
    return [(turn.label, turn.role, _asked(source, by_id, turn)) for turn in source.turns]


def _asked(source: ParsedSource, by_id: dict[str, Turn], turn: Turn) -> str:
    return words(source, by_id[turn.replies_to])[:9] if turn.replies_to else ""


def test_a_briefing_turn_by_turn(briefing: ParsedSource) -> None:
    assert exchange(briefing) == [
        ("MR. AMSEL", "statement", ""),
        ("MR. LINDQVIST", "statement", ""),
        ("MR. AMSEL", "statement", ""),
        ("Q", "question", ""),
        ("MR. LINDQVIST", "answer", "Thank you"),
        ("Q", "question", ""),
        ("MR. AMSEL", "answer", "You can't"),
        ("MR. LINDQVIST", "answer", "You can't"),
        ("Q", "question", ""),
        ("Mr. AMSEL", "answer", "Okay. Sec"),
        ("Q", "question", ""),
        ("MR. AMSEL", "answer", "On the mo"),
        ("Q", "question", ""),
        ("MR. AMSEL", "answer", "Since whe"),
        ("R. AMSEL", "answer", "Since whe"),
        ("MR. AMSLE", "answer", "Since whe"),
        ("Q", "question", ""),
        ("MR. AMSEL", "statement", ""),
    ]


def test_an_interviewer_asks_and_introduces() -> None:
    source = parsed(TOWN_HALL)
    roles = [turn.role for turn in source.turns if turn.label == "MR HOLLIN"]
    # A question in the opening, "When", two introductions, Danno's question, "promise", thanks.
    assert roles == [
        "question",
        "question",
        "statement",
        "statement",
        "question",
        "question",
        "statement",
    ]


def test_an_introduced_questioner_is_replied_to() -> None:
    source = parsed(TOWN_HALL)
    (asked,) = [turn for turn in source.turns if words(source, turn).startswith("Why is the salt")]
    assert source.turns[asked.ordinal].replies_to == asked.turn_id


def test_a_guest_who_is_called_up_replies_to_nothing() -> None:
    source = parsed(
        "MR. AMSEL: Good day.\nQ Is the mole safe?\nMR. AMSEL: It is. With that I give you Bo.\n"
        "MR. LINDQVIST: Thank you. I speak of sand.\nQ Which sand?\nMR. LINDQVIST: The fine.\n"
    )
    assert exchange(source)[3] == ("MR. LINDQVIST", "statement", "")
    assert exchange(source)[5] == ("MR. LINDQVIST", "answer", "Which san")


@pytest.mark.parametrize(
    "announced",
    [
        "Now one from Ketta, in the third row.",
        "We have time for two more questions.",
        "The next question comes from the Gull Post.",
        "Thank you, Minister. Last one. Bo.",
    ],
)
def test_who_announces_a_questioner_does_not_answer(announced: str) -> None:
    source = parsed(
        "MR. PELL: Good day.\n\nQ Is the mole safe?\n\nMINISTER MARSH: It is.\n\n"
        f"MR. PELL: {announced}\n\nQ And in a storm?\n\nMINISTER MARSH: Less so.\n"
    )
    assert exchange(source)[2:] == [
        ("MINISTER MARSH", "answer", "Is the mo"),
        ("MR. PELL", "statement", ""),
        ("Q", "question", ""),
        ("MINISTER MARSH", "answer", "And in a "),
    ]


@pytest.mark.parametrize(
    ("operator", "first", "second"),
    [
        (
            "Operator",
            "Our first question comes from Una Hoyle with Hill Bank.",
            "Next question, Pell Oskar.",
        ),
        (
            "OPERATOR",
            "We go to the first question, from Una Hoyle.",
            "The last question is from Pell Oskar.",
        ),
        ("Coordinator", "First question: Una Hoyle, Vale Trust.", "One more from Pell Oskar."),
    ],
)
def test_callers_whom_an_operator_announces_ask(operator: str, first: str, second: str) -> None:
    source = parsed(
        f"{operator}: Good day. I turn it over to Mia Trowe.\n\nMia Trowe: We sold nine pots.\n\n"
        f"{operator}: {first}\n\nUna Hoyle: I would like to hear more of the pots.\n\n"
        f"Mia Trowe: They are big.\n\n{operator}: {second}\n\n"
        "Pell Oskar: Just one on clay. It rose.\n\nMia Trowe: It fell again.\n"
    )
    assert [part[1] for part in exchange(source)] == [
        "narration",
        "statement",
        "narration",
        "question",
        "answer",
        "narration",
        "question",
        "answer",
    ]


@pytest.mark.parametrize(
    "added",
    [
        "It was, for a few minutes.",
        "And it is older than the last storm from the east.",
        "I would only add that it is built of stone.",
    ],
)
def test_who_adds_to_an_answer_answers_too(added: str) -> None:
    source = parsed(
        "MR. PELL: Good day.\n\nQ Is the mole safe?\n\nMINISTER MARSH: It is.\n\n"
        f"MR. PELL: {added}\n\nQ And in a storm?\n\nMINISTER MARSH: Less so.\n"
    )
    assert exchange(source)[3] == ("MR. PELL", "answer", "Is the mo")


def test_greetings_before_the_first_question_ask_nothing() -> None:
    source = parsed(
        "MR. AMSEL: Good day.\nQ Good afternoon.\nMR. AMSEL: A word on salt first.\nQ Why salt?\n"
        "MR. AMSEL: It rained.\n"
    )
    assert [part[1] for part in exchange(source)] == [
        "statement",
        "question",
        "statement",
        "question",
        "answer",
    ]


@pytest.mark.parametrize(
    ("thanks", "closing"),
    [
        ("Thank you.", "Thank you all for coming."),
        ("Thanks, Bo.", "All right. Thanks, everybody. We'll see you at the mole."),
        ("Thank you, Minister.", "You're welcome."),
        ("Thank you.", "You bet."),
    ],
)
def test_thanks_for_thanks_reply_to_nothing(thanks: str, closing: str) -> None:
    source = parsed(
        f"MR. AMSEL: Good day.\nQ Is the mole safe?\nMR. AMSEL: It is.\nQ {thanks}\n"
        f"MR. AMSEL: {closing}\nMS. LIND: Goodbye.\n"
    )
    assert exchange(source)[2:] == [
        ("MR. AMSEL", "answer", "Is the mo"),
        ("Q", "question", ""),
        ("MR. AMSEL", "statement", ""),
        ("MS. LIND", "statement", ""),
    ]


@pytest.mark.parametrize(
    ("last", "reply"),
    [
        ("Thank you.", "On the mole, one thing more: it was sound when we built it."),
        ("Thank you.", "Thank you. And as to the mole, it was sound when we built it in stone."),
        ("And in a storm?", "Thanks, everybody. We'll see you at the mole."),
        ("And in a storm?", "Less so. Thanks, everybody. We'll see you at the mole."),
    ],
)
def test_an_answer_among_thanks_stays_one(last: str, reply: str) -> None:
    source = parsed(
        f"MR. AMSEL: Good day.\nQ Is the mole safe?\nMR. AMSEL: It is.\nQ {last}\n"
        f"MR. AMSEL: {reply}\n"
    )
    asked = "And in a " if "storm" in last else "Is the mo"
    assert exchange(source)[-1] == ("MR. AMSEL", "answer", asked)


def test_in_a_hearing_the_senators_ask() -> None:
    source = parsed(
        "CHAIRWOMAN VOSS: The committee will come to order. Senator Pell.\n\n"
        "SENATOR PELL: Dr. Hale, is the mole safe?\n\nDR. HALE: It is.\n\n"
        "SENATOR PELL: And in a storm?\n\nDR. HALE: Less so. Is that not plain?\n\n"
        "CHAIRWOMAN VOSS: Thank you. We stand in recess.\n"
    )
    assert exchange(source) == [
        ("CHAIRWOMAN VOSS", "statement", ""),
        ("SENATOR PELL", "question", ""),
        ("DR. HALE", "answer", "Dr. Hale,"),
        ("SENATOR PELL", "question", ""),
        ("DR. HALE", "answer", "And in a "),
        ("CHAIRWOMAN VOSS", "statement", ""),
    ]


def test_operators_and_voice_overs_narrate() -> None:
    source = parsed(
        "OPERATOR: Your lines are muted.\n\nMR. AMSEL: Hello.\n\nQ Is it wet?\n\n"
        "OPERATOR: One moment.\n\nMR. AMSEL: It is.\n\n"
        "LENA FJORD, MARSH RADIO HOST (voice-over): The mole at night.\n\nLENA FJORD: Dark.\n"
    )
    assert [turn.label for turn in source.turns if turn.role == "narration"] == [
        "OPERATOR",
        "OPERATOR",
        "LENA FJORD",
    ]
    assert exchange(source)[4] == ("MR. AMSEL", "answer", "Is it wet")
