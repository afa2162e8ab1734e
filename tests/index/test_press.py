"""Press conferences: who is asked there, and what is said before the first question."""

from __future__ import annotations

import pytest

from tests.index.fiction import parsed, words

MINISTRY = """Weekly Briefing by the Official Spokesperson

{official}: Good day to all of you. I have nothing to announce, so please go ahead, one after the \
other, and tell us for whom you write.

Nadia: Hello, Nadia from the Mill Post. The upper lock failed. Was the province asked?

{official}: This is the upper lock?

Nadia: The upper one, yes. There are reports that --

Colm: Colm with Reedpress. I was wondering about the eels.

Helga Dunn: Helga Dunn from Bluemark. Will there be a fair?

{official}: On the lock, we have been in touch with the province since the morning, and it sent \
two engineers, who will tell us what they find. The eels are well. The fair is in May, as it was.

Colm: And who pays for it?

{official}: The province pays for the lock, and the town for the fair, as agreed last year.
"""
OFFICIALS = [
    "Shri Orla Venn, Official Spokesperson",
    "Ned Tadd, Deputy Minister of Waters",
    "Una Sarn, Spokeswoman",
]


@pytest.mark.parametrize("official", OFFICIALS)
def test_whoever_speaks_to_an_official_at_a_briefing_asks(official: str) -> None:
    source = parsed(MINISTRY.format(official=official))
    roles = [turn.role[0] for turn in source.turns]
    assert "".join(roles) == "sqaqqqaqa"


BANK = """Transcript of Chair {name}'s Press Conference

CHAIR {upper}. Good afternoon. We left the rate where it is, and we look at the price of wheat.
{usher}. Nadia.
NADIA OAKE. Nadia Oake with the Mill Post. Has your view changed since the winter?
CHAIR {upper}. It has been the same for two meetings now, and it will be for a third.
NADIA OAKE. But you did not say so in January.
CHAIR {upper}. I may not have said so. I meant it.
{usher}. Colm.
COLM BRANDT. Colm Brandt, Reedpress. How would you describe the mood in the council?
CHAIR {upper}. It was a good talk. Everybody had a say.
{usher}. Thank you.
"""


@pytest.mark.parametrize(
    ("name", "usher"), [("Venn", "NED TADD"), ("Sarn", "OTTO LUNT"), ("Krell", "ODA HAVEL")]
)
def test_the_chair_of_a_bank_replies_where_an_usher_calls(name: str, usher: str) -> None:
    source = parsed(BANK.format(name=name, upper=name.upper(), usher=usher))
    assert "".join(turn.role[0] for turn in source.turns) == "ssqaqasqas"


HEARING = """THE CHAIRMAN. The committee will come to order. Senator Tadd.
SENATOR TADD. How old is the lock?
MR. LUNT. It is ninety years old, and it was mended twice.
THE CHAIRMAN. Senator Oake.
SENATOR OAKE. Who mended it?
MR. LUNT. The province did.
THE CHAIRMAN. Thank you.
"""


def test_the_chair_of_a_hearing_asks_and_answers_nothing() -> None:
    roles = [turn.role[0] for turn in parsed(HEARING).turns if turn.label == "THE CHAIRMAN"]
    assert roles == ["s", "s", "s"]


STATEMENT = (
    "Good afternoon, everybody.\n\n"
    + "\n\n".join(
        f"**{place}\n\nThe Secretary spoke to the governor of {place} this morning about the "
        "bridges there. She told him that the money will come before the winter, and that the "
        "trucks are on their way to the hills."
        for place in ("Harl", "Brindle", "Ketta", "Tarrow", "Ansel", "Marsh", "Lune")
    )
    + "\n\n"
)
ASKED = [
    "Question: Has she been there?\n\nSpokesman: She has not.\n\nQuestion: Will she go?\n\n"
    "Spokesman: In May.\n",
    "Q: Has she been there?\n\nA: She has not.\n\nQ: Will she go?\n\nA: In May.\n",
    "MR. TADD: Has she been there?\n\nMS. VENN: She has not.\n",
]


@pytest.mark.parametrize("asked", ASKED)
def test_a_statement_above_the_first_label_is_kept_as_nobodys(asked: str) -> None:
    source = parsed(f"Daily Briefing\n\n12 June 2031\n\n{STATEMENT}{asked}")
    above = [turn for turn in source.turns if turn.label is None]
    assert above
    assert source.turns[: len(above)] == tuple(above)
    said = " ".join(words(source, turn) for turn in above)
    assert all(place in said for place in ("Harl", "Tarrow", "Lune"))
    assert {turn.role for turn in above} == {"statement"}
    assert "Has she" not in said


def test_a_few_lines_above_the_first_label_are_no_turn() -> None:
    head = "Daily Briefing\n\nThe Secretary met the press at the weir at noon on Monday.\n\n"
    assert all(turn.label for turn in parsed(head + ASKED[0]).turns)
