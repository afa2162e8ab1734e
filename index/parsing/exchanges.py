"""Who asks and who answers: the role of each turn and the question it replies to.

Where one side asks (reporters, an interviewer, the members of a committee), a question turn opens
an exchange, and every later turn of the other side replies to it until the next question or until
the floor is given to somebody else. What is said before the first question is a statement. Where
everybody asks, `index/parsing/talk.py` follows the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import groupby

from index.language.vocabulary import ASKERS
from index.parsing.handovers import floors
from index.parsing.sides import ANNOUNCES, Sides, Talk, sides_of
from index.parsing.talk import talk_parts
from index.parsing.turns import Speech
from index.parsing.unmarked import ASKED, REPLIED
from index.parsing.utterances import Part, Utterance, utterance

# Who replies in so few words and asks asks back; more words only end in a question.
_RHETORICAL_WORDS = 12
# Who gives the floor in passing says little more than a name.
_FLOOR_WORDS = 40
# A call may say a little more: "The lady at the window, please, and be brief."
_CALL_WORDS = 25
_COURTESY = (
    r"(?:good (?:morning|afternoon|evening|day)|hello|hi|hey|thanks?(?: you)?|welcome|happy"
    r"|congratulations|merry|same to you|bye|goodbye)\b[^?]{0,40}"
)
_PLEASANTRY = re.compile(
    rf"{_COURTESY}|(?:yes|no|right|okay|ok|sure|great)\b[^?a-z]*|[(\[][^)\]]*[)\]]",
    re.IGNORECASE,
)
_COURTEOUS = re.compile(
    rf"(?:(?:all ?right|okay|ok|yes|well|sure|great)\W+)*(?:{_COURTESY}|you bet\W*"
    r"|you['’]re welcome\W*|see you\b[^?]{0,40})",
    re.IGNORECASE,
)
_HANDS_OVER = re.compile(
    r"(?i)\b(?:turn (?:it|this|things|the (?:podium|call|floor|mi[ck]e?))?\s*over"
    r"|turn (?:it|this) to|hand (?:it|this|things)? ?over|hand (?:it|this) to|give you"
    r"|introduce|please welcome|over to|bring (?:up|out)|invite|the floor)\b"
)


def find_parts(text: str, turns: Sequence[Speech]) -> list[Part]:
    """The role of each turn of one document and what it replies to, in order."""
    spoken = [number for number, turn in enumerate(turns) if turn.key]
    if len(spoken) < len(turns):
        # Words of an unknown speaker ask nothing and answer nobody, unless they are set so.
        parts = _set_off(turns)
        inner = find_parts(text, [turns[number] for number in spoken])
        for number, part in zip(spoken, inner, strict=True):
            asked = None if part.replies_to is None else spoken[part.replies_to]
            parts[number] = replace(part, replies_to=asked)
        return parts
    parts = []
    for _, section in groupby(turns, key=lambda turn: turn.section):
        seen = [utterance(text, turn) for turn in section]
        talk = Talk(seen, floors(seen))
        sides = sides_of(talk)
        inner = talk_parts(seen) if sides is None else _interview_parts(talk, sides)
        parts += [replace(part, replies_to=_moved(part.replies_to, len(parts))) for part in inner]
    return parts


def _set_off(turns: Sequence[Speech]) -> list[Part]:
    """Statements, save where an interview without labels sets its questions off."""
    parts: list[Part] = []
    question: int | None = None
    for number, turn in enumerate(turns):
        if turn.mark.note == ASKED or turn.label in ASKERS:
            question = number
            parts.append(Part("question", None))
        elif question is not None and turn.mark.note == REPLIED:
            parts.append(Part("answer", question))
        else:
            question = None
            parts.append(Part("statement", None))
    return parts


def _moved(place: int | None, by: int) -> int | None:
    return None if place is None else place + by


def _interview_parts(talk: Talk, sides: Sides) -> list[Part]:
    parts: list[Part] = []
    question: int | None = None
    # The last exchange, its answerers, and whether somebody gave the floor away since.
    answered: set[str] = set()
    given = False
    for number, turn in enumerate(talk.turns):
        floor = talk.floors[number]
        passes = sides.leads(turn) and floor.bare
        part = Part("statement", None, handover=passes)
        if turn.narrates:
            part = Part("narration", None)
        elif question is not None and _replies_to_chair(talk, number, sides, parts):
            part = Part("answer", question)
            answered.add(turn.key)
        elif (
            turn.label in ASKERS
            or number in sides.called
            or (not passes and _asks(talk, number, sides, parts))
        ):
            part = Part("question", None)
            if not _PLEASANTRY.fullmatch(turn.words):
                question, answered, given = number, set(), False
        elif (
            passes or _gives_floor(talk, number, sides, parts) or _announces(talk, number, answered)
        ):
            part = Part("statement", None, handover=passes or _only_calls(talk, number, sides))
            if floor.opens:
                question = None
            given = bool(answered) and (sides.anonymous or not floor.names_next)
        elif floor.thanks and parts and parts[-1].handover:
            part = Part("statement", None, handover=True)
        elif sides.leads(turn):
            part = Part("statement", None, handover=_only_calls(talk, number, sides))
            question = None if _tells_from_chair(talk, number, sides) else question
        else:
            if question is None or _is_called_up(talk.turns, number, question):
                question = None
            elif (not given or turn.key in answered) and not _returns_courtesy(talk.turns, number):
                part = Part("answer", question)
                answered.add(turn.key)
        parts.append(part)
    return parts


def _tells_from_chair(talk: Talk, number: int, sides: Sides) -> bool:
    """Whether who is in the chair says more than calls somebody up, and asks nothing."""
    turn = talk.turns[number]
    return (
        turn.key in sides.chairs
        and turn.length > _FLOOR_WORDS
        and not turn.asks_at_end
        and not talk.floors[number].names_next
    )


def _only_calls(talk: Talk, number: int, sides: Sides) -> bool:
    """Whether a turn that gives the floor does little else.

    It names the next speaker at its end, or stands in a few words before somebody who asks.
    """
    turn, following = talk.turns[number], talk.after(number)
    asker = (
        following is not None
        and following.key not in {turn.key, *sides.hosts, *sides.chairs}
        and sides.asks(following)
    )
    return turn.length <= _CALL_WORDS and (talk.floors[number].calls or asker)


def _asks(talk: Talk, number: int, sides: Sides, parts: Sequence[Part]) -> bool:
    """Whether a named voice's turn asks: somebody who does not ask himself speaks next.

    An interviewer needs no question mark; one in the chair may only give the floor, and so may
    anybody else who asks now and then. Whoever was just asked or called up answers, and what he
    asks at the end is rhetorical, unless it is all he says.
    """
    turn, following, hearer = talk.turns[number], talk.after(number), talk.hearer(number)
    if following is None or hearer is None or following.label in ASKERS or following.narrates:
        return False
    if not turn.spoken or _PLEASANTRY.fullmatch(turn.words):
        return False
    if sides.briefing:
        return turn.key in sides.interviewers
    floor = talk.floors[number]
    if floor.opens and turn.key in sides.interviewers:
        return False
    if _tells_from_chair(talk, number, sides):
        return False
    if turn.key in sides.chairs and not turn.asks_at_end and (not number or floor.ends_in_thanks):
        return False
    if turn.key in sides.interviewers and not sides.asks(hearer):
        return True
    if sides.leads(turn):
        return turn.asks_at_end and following.key != turn.key
    if sides.anonymous or _was_called(talk, number, parts):
        return False
    return turn.asks and talk.to_somebody(number)


def _replies_to_chair(talk: Talk, number: int, sides: Sides, parts: Sequence[Part]) -> bool:
    """Whether somebody who asks as well was himself asked just before: "Is that enough, Nadia?"."""
    turn, before = talk.turns[number], talk.turns[number - 1] if number else None
    return bool(
        before
        and parts[-1].role == "question"
        and before.asks_at_end
        and before.key in sides.hosts | sides.chairs
        and turn.key in sides.interviewers - sides.chairs
        and "?" not in turn.words
    )


def _was_called(talk: Talk, number: int, parts: Sequence[Part]) -> bool:
    """Whether somebody speaks who was just asked or called up, and says more than a few words."""
    called = bool(parts) and (parts[-1].role == "question" or parts[-1].handover)
    return called and talk.turns[number].length > _RHETORICAL_WORDS


def _gives_floor(talk: Talk, number: int, sides: Sides, parts: Sequence[Part]) -> bool:
    """Whether a turn only calls the next speaker: from the chair, or by name in a few words."""
    turn, following = talk.turns[number], talk.after(number)
    if following is None or turn.asks_at_end or turn.length > _FLOOR_WORDS:
        return False
    if turn.key in sides.hosts:
        return True
    # "Yes, Senator." to the senator who asked gives nothing.
    back = number > 0 and talk.turns[number - 1].key == following.key
    called = following.key in sides.interviewers and following.key != turn.key and not back
    return called and talk.floors[number].names_next and not _was_called(talk, number, parts)


def _announces(talk: Talk, number: int, answered: Set[str]) -> bool:
    """Whether a turn by none of the answerers only calls for the questioner who follows it."""
    turn, following = talk.turns[number], talk.after(number)
    return bool(
        answered
        and turn.key not in answered
        and following
        and following.label in ASKERS
        and turn.length <= _FLOOR_WORDS
        and not turn.asks_at_end
        and ANNOUNCES.search(turn.words)
    )


def _returns_courtesy(turns: Sequence[Utterance], number: int) -> bool:
    """Whether a turn only thanks or greets who has just done so, and tells nothing."""
    return all(_COURTEOUS.fullmatch(turn.words) for turn in turns[number - 1 : number + 1])


def _is_called_up(turns: Sequence[Utterance], number: int, question: int) -> bool:
    """Whether a turn was announced by the one before, so that it opens something new."""
    before, turn = turns[number - 1], turns[number]
    if number - 1 == question or before.key == turn.key:
        return False
    if any(other.key == turn.key for other in turns[:number]):
        return False
    return bool(_HANDS_OVER.search(before.words[-300:]))
