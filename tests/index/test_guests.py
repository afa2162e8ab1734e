"""A talk with one guest: what is said to the guest is asked, question mark or not."""

from __future__ import annotations

import pytest

from tests.index.fiction import parsed

RADIO = """\
Nell Arden: Good morning, this is the breakfast hour, and with us is Dr. Ivo Karst.

Ivo Karst: I count herons. There are eleven hundred pairs between here and the estuary, which is \
forty more than last spring, and I have climbed most of the trees.

Nell Arden: You fell out of one, I heard.

Ivo Karst: I did, in April. The branch was rotten and I broke two ribs, and the heron did not even \
get up. My wife has forbidden the tall poplars since then.

Sam Pell: Why do they come back? The river was dead when I was a boy.

Ivo Karst: Because the tannery closed and the eels came home. A heron goes where the eel goes, and \
nobody had to plan it.

Sam Pell: And what can a listener do?

Ivo Karst: Leave the dead trees standing. That's all. A tidy garden is a desert to a heron, and to \
most other things that I like.

Nell Arden: Then I have work to do at home.
"""
MEETING = """\
LENA: The heating first. I have three offers, the cheapest is the one from Korv, and it comes with \
a boiler that nobody has heard of. I would take the second.

OTTO: The second is nine thousand more.

LENA: It is, over twenty years. The cheap one was tried at the school and they were cold in \
November, so I do not see where we save.

RUTH: It was the pump and not the boiler, and they have changed it since.

LENA: Then let us ask them for a letter about the pump, and decide in June, when all are here \
again. Nine thousand is a lot of money.
"""
SCENE = """\
MIA: Did you feed the cat?

TOM: I thought you did. You always do.

MIA: I was not at home. Where were you?

TOM: At the dentist. He found three holes.

MIA: Three? That is robbery.

TOM: That's what I said. He laughed.

MIA: That is no way to laugh.

TOM: The cat is on the stove, by the way.
"""
COUNCIL = """\
MAYOR OSTRAND: First the ban on leaf blowers. Councillor Pembley, this is yours.

COUNCILLOR PEMBLEY: I stood in the school yard for one morning and measured what the children \
hear. The motor kinds go from the first of October.

MAYOR OSTRAND: Second the swimming pool. Ms. Thael?

MS. THAEL: The basin is sound and the pipes are not. I recommend that we do the pipes this winter.

COUNCILLOR ABEB: What happens if we do nothing at all?

MS. THAEL: Then I would close the pool in May.

MAYOR OSTRAND: I will say on the record that we have put this off for ten years, because nobody \
wants to be the mayor who closed the pool for a winter. I have heard enough about pipes to last me \
a lifetime, and I am in favour of doing it now.

COUNCILLOR PEMBLEY: So am I.

MAYOR OSTRAND: Public comment. Mr. Quillon, you have three minutes.

MR. QUILLON: I run a crew of two, and we sweep the yard of the school by hand already.
"""


def roles(text: str) -> list[str]:
    return [turn.role for turn in parsed(text).turns]


def test_what_is_said_to_the_only_guest_is_a_question() -> None:
    assert roles(RADIO) == [
        *("question", "answer") * 4,
        "statement",
    ]


@pytest.mark.parametrize("change", [("? The river", ". The river"), ("do?", "do.")])
def test_nobody_is_a_guest_whom_hardly_anybody_asks(change: tuple[str, str]) -> None:
    assert roles(RADIO.replace(*change)).count("question") < 2


def test_who_reports_at_a_meeting_is_no_guest() -> None:
    assert set(roles(MEETING)) == {"statement"}


def test_a_scene_of_short_turns_has_no_guest() -> None:
    assert roles(SCENE)[6:] == ["statement", "statement"]


def test_what_the_chair_tells_is_no_question_and_ends_the_exchange() -> None:
    assert roles(COUNCIL)[4:8] == ["question", "answer", "statement", "statement"]
