"""Who asks and who answers: the role of each turn and the question it replies to.

Where one side asks (reporters, an interviewer, the members of a committee), a question turn opens
an exchange, and every later turn of the other side replies to it until the next question or until
the floor is given to somebody else. What is said before the first question is a statement. Where
everybody asks, `index/parsing/talk.py` follows the conversation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from index.language.vocabulary import (
    ASKERS,
    HOSTS,
    LABEL_TITLES,
    OFFICES,
    RANKS,
    is_anonymous,
    uncounted,
)
from index.parsing.handovers import Floor, floors
from index.parsing.talk import talk_parts
from index.parsing.turns import Speech
from index.parsing.utterances import Part, Utterance, utterance

# Who asks in so large a part of his turns is an interviewer. In the State Department's town
# hall the interviewer does in 0.67 of them and the secretary in 0.07; in the White House
# briefings 98.7 % of the named voices with three turns and more stay below 0.3.
_INTERVIEWER_SHARE = 0.4
# Without anonymous questioners one side asks where interviewers ask this often and turns are this
# long in the median. Of explainmeetsum/train, the parliaments' meetings have medians from 13 to 74
# words, the others' from 2 to 7; the interviews of the sample set have 13 to 33.
_INTERVIEW_QUESTIONS = 6
_INTERVIEW_WORDS = 10
# One guest among those who ask: the share of all words and the median length of the guest's turns,
# the share of them that ask, of the turns before them that do (and how many at least), and of the
# others' turns that are said to the guest. Scenes of a comedy have nobody like that.
_GUEST_WORDS, _GUEST_LENGTH = 0.55, 20
_GUEST_ASKS = 0.2
_GUEST_ASKED, _GUEST_SHARE = 2, 0.4
_TOLD_SHARE = 0.6
# Who calls others up so often, by name and in few words, chairs the talk.
_CALLS = 2
_CALLS_SHARE = 0.2
_SURE_CALLS = 3
_SURE_SHARE = 0.3
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
# "We have time for two more", "Last question.", "Now one from Ketta". Of the briefings' 844 short
# turns by somebody else between an answer and a reporter this finds 157, 155 of them rightly.
_ANNOUNCES = re.compile(
    r"(?i)\b(?:first|next|last|final|another|one|two|three|couple|few)"
    r"(?: (?:more|last|final|quick|or two|of))* (?:questions?|one|more|from)\b(?! minutes?\b)"
    r"|\bquestions? (?:\w+ ){0,4}from\b"
)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who asks: voices that ask by habit, and those in the chair, who also give the floor.

    `called` are the turns right after an operator announced a question from their speaker.
    """

    interviewers: frozenset[str]
    hosts: frozenset[str]
    chairs: frozenset[str]
    anonymous: bool
    called: frozenset[int] = frozenset()

    def asks(self, turn: Utterance) -> bool:
        return turn.label in ASKERS or self.leads(turn)

    def leads(self, turn: Utterance) -> bool:
        """Whether a named voice asks or is in the chair."""
        return turn.key in self.interviewers | self.hosts


@dataclass(frozen=True, slots=True)
class _Talk:
    """The turns of one conversation with what each does with the floor by its words."""

    turns: Sequence[Utterance]
    floors: Sequence[Floor]

    def after(self, number: int) -> Utterance | None:
        """The next turn."""
        return self.turns[number + 1] if number + 1 < len(self.turns) else None

    def hearer(self, number: int) -> Utterance | None:
        """Who speaks next, past those who only pass the floor on to a third: "Governor?"."""
        key = self.turns[number].key
        for later in range(number + 1, len(self.turns)):
            passes = self.floors[later].bare and self.floors[later].names_next
            following = self.after(later)
            back = following is not None and following.key == key
            if not passes or back or self.turns[later].key == key:
                return self.turns[later]
        return None

    def median_words(self) -> float:
        """How long turns are that do not only pass the floor on; 0 for none."""
        lengths = [
            turn.length
            for turn, floor in zip(self.turns, self.floors, strict=True)
            if not (turn.narrates or floor.bare)
        ]
        return median(lengths) if lengths else 0.0


def find_parts(text: str, turns: Sequence[Speech]) -> list[Part]:
    """The role of each turn of one document and what it replies to, in order."""
    spoken = [number for number, turn in enumerate(turns) if turn.key]
    if len(spoken) < len(turns):
        # Words of an unknown speaker ask nothing and answer nobody.
        parts = [Part("statement", None)] * len(turns)
        inner = find_parts(text, [turns[number] for number in spoken])
        for number, part in zip(spoken, inner, strict=True):
            asked = None if part.replies_to is None else spoken[part.replies_to]
            parts[number] = replace(part, replies_to=asked)
        return parts
    parts = []
    for _, section in groupby(turns, key=lambda turn: turn.section):
        seen = [utterance(text, turn) for turn in section]
        talk = _Talk(seen, floors(seen))
        sides = _sides(talk)
        inner = talk_parts(seen) if sides is None else _interview_parts(talk, sides)
        parts += [replace(part, replies_to=_moved(part.replies_to, len(parts))) for part in inner]
    return parts


def _moved(place: int | None, by: int) -> int | None:
    return None if place is None else place + by


def _sides(talk: _Talk) -> _Sides | None:
    """Who asks by office or habit; None where everybody does."""
    spoken = [turn for turn in talk.turns if not turn.narrates]
    anonymous = any(turn.label in ASKERS for turn in spoken)
    long = talk.median_words() >= _INTERVIEW_WORDS
    hosts = frozenset(_hosts(spoken, hearing=not anonymous))
    called = frozenset[int]() if anonymous else _called(talk.turns)
    if called:
        callers = frozenset(talk.turns[number].key for number in called)
        return _Sides(callers, hosts, frozenset(), anonymous, called)
    chairs = frozenset[str]() if hosts else _chairs(talk, sure=anonymous or not long)
    interviewers = frozenset(_interviewers(talk, hosts | chairs))
    sides = _Sides(interviewers | chairs, hosts, chairs, anonymous)
    if anonymous or hosts or chairs or not spoken:
        return sides
    asked = sum(turn.key in interviewers and turn.asks_at_end for turn in spoken)
    if asked >= _INTERVIEW_QUESTIONS and long:
        return sides
    guest = _guest(spoken)
    others = frozenset(turn.key for turn in spoken) - {guest}
    return None if guest is None else _Sides(others, frozenset(), frozenset(), anonymous)


def _guest(spoken: Sequence[Utterance]) -> str | None:
    """The only voice whom the others ask, as in a talk with one guest; None without one.

    The guest says most of what is said and hardly asks. What others say to the guest needs no
    question mark then: "You had an offer last year, I read.".
    """
    words: Counter[str] = Counter()
    for turn in spoken:
        words[turn.key] += turn.length
    if len(words) < 2:
        return None
    guest, most = words.most_common(1)[0]
    own = [turn for turn in spoken if turn.key == guest]
    told = [before for before, turn in pairwise(spoken) if turn.key == guest != before.key]
    asked = sum("?" in turn.words for turn in told)
    is_guest = (
        most >= _GUEST_WORDS * sum(words.values())
        and median(turn.length for turn in own) >= _GUEST_LENGTH
        and sum(turn.asks_at_end for turn in own) <= _GUEST_ASKS * len(own)
        and asked >= max(_GUEST_ASKED, _GUEST_SHARE * len(told))
        and len(told) >= _TOLD_SHARE * (len(spoken) - len(own))
    )
    return guest if is_guest else None


def _called(seen: Sequence[Utterance]) -> frozenset[int]:
    """The turns of callers whom an operator announced by name: they ask, in whatever words.

    One announcement in passing makes no call of it.
    """
    called = set()
    for number, (before, turn) in enumerate(pairwise(seen), 1):
        if before.narrates and not turn.narrates and _ANNOUNCES.search(before.words):
            said = {word.upper() for word in re.findall(r"\w+", before.words)}
            if said & (set(turn.label.split()) - LABEL_TITLES):
                called.add(number)
    return frozenset(called) if len(called) > 1 else frozenset()


def _interview_parts(talk: _Talk, sides: _Sides) -> list[Part]:
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


def _tells_from_chair(talk: _Talk, number: int, sides: _Sides) -> bool:
    """Whether who is in the chair says more than calls somebody up, and asks nothing."""
    turn = talk.turns[number]
    return (
        turn.key in sides.chairs
        and turn.length > _FLOOR_WORDS
        and not turn.asks_at_end
        and not talk.floors[number].names_next
    )


def _only_calls(talk: _Talk, number: int, sides: _Sides) -> bool:
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


def _hosts(turns: Sequence[Utterance], *, hearing: bool) -> set[str]:
    """Moderators, and who is in the chair of a hearing, where no anonymous voice asks."""
    return {
        turn.key
        for turn in turns
        if turn.label in HOSTS
        or (hearing and any(word.startswith("CHAIR") for word in turn.key.split()[:3]))
    }


def _chairs(talk: _Talk, *, sure: bool) -> frozenset[str]:
    """The voices who call others up, by name and in few words, again and again.

    "Yes, Senator." is none of it: the senator spoke before.
    """
    counts = Counter(turn.key for turn in talk.turns if not turn.narrates)
    calls: Counter[str] = Counter()
    for number, turn in enumerate(talk.turns[:-1]):
        floor, following = talk.floors[number], talk.turns[number + 1]
        back = number > 0 and talk.turns[number - 1].key == following.key
        calls[turn.key] += (floor.calls or (floor.bare and floor.names_next)) and not back
    return frozenset(
        key
        for key, called in calls.items()
        if called >= (_SURE_CALLS if sure else _CALLS)
        and called >= (_SURE_SHARE if sure else _CALLS_SHARE) * counts[key]
    )


def _interviewers(talk: _Talk, leaders: Set[str]) -> set[str]:
    """The voices who ask: a large part of their turns end in a question to somebody else.

    Turns that only pass the floor on do not count, nor do questions that the chair takes up.
    Beside anonymous questioners only somebody with more turns than they have is one, and no
    official who asks back; in a hearing, where nobody else asks, the senators are.
    """
    others = sum(turn.label in ASKERS for turn in talk.turns)
    counts: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    for number, turn in enumerate(talk.turns):
        if not turn.narrates:
            counts[turn.key] += 1
            telling[turn.key] += not talk.floors[number].bare
            hearer = talk.hearer(number)
            taken_up = hearer is not None and hearer.key in leaders
            asks = turn.asks_at_end and not (talk.floors[number].bare or taken_up)
            asked[turn.key] += asks and _to_somebody(talk, number)
    named = {key for key in counts if not is_anonymous(key) or uncounted(key) in HOSTS}
    interviewers = set()
    for key in named:
        if asked[key] < _INTERVIEWER_SHARE * telling[key] or not asked[key]:
            continue
        official = any(word in OFFICES or word in RANKS for word in key.split())
        if not others or (not official and counts[key] > others):
            interviewers.add(key)
    return interviewers if interviewers != named else set()


def _to_somebody(talk: _Talk, number: int) -> bool:
    """Whether a turn that ends in a question opens something: no reply that asks in passing."""
    turn = talk.turns[number]
    before = talk.turns[number - 1] if number else None
    replies = before is not None and before.asks_at_end and before.key != turn.key
    hearer = talk.hearer(number)
    return not replies and hearer is not None and hearer.key != turn.key


def _asks(talk: _Talk, number: int, sides: _Sides, parts: Sequence[Part]) -> bool:
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
    return turn.asks and _to_somebody(talk, number)


def _replies_to_chair(talk: _Talk, number: int, sides: _Sides, parts: Sequence[Part]) -> bool:
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


def _was_called(talk: _Talk, number: int, parts: Sequence[Part]) -> bool:
    """Whether somebody speaks who was just asked or called up, and says more than a few words."""
    called = bool(parts) and (parts[-1].role == "question" or parts[-1].handover)
    return called and talk.turns[number].length > _RHETORICAL_WORDS


def _gives_floor(talk: _Talk, number: int, sides: _Sides, parts: Sequence[Part]) -> bool:
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


def _announces(talk: _Talk, number: int, answered: Set[str]) -> bool:
    """Whether a turn by none of the answerers only calls for the questioner who follows it."""
    turn, following = talk.turns[number], talk.after(number)
    return bool(
        answered
        and turn.key not in answered
        and following
        and following.label in ASKERS
        and turn.length <= _FLOOR_WORDS
        and not turn.asks_at_end
        and _ANNOUNCES.search(turn.words)
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
