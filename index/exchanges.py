"""Who asks and who answers: the role of each turn and the question it replies to.

Where one side asks (reporters, an interviewer, the members of a committee), a question turn opens
an exchange, and every later turn of the other side replies to it until the next question or until
the floor is given to somebody else. What is said before the first question is a statement. Where
everybody asks, `index/talk.py` follows the conversation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from index.talk import talk_parts
from index.turns import Speech
from index.utterances import Part, Utterance, utterance
from index.vocabulary import ASKERS, HOSTS, LABEL_TITLES, OFFICES, RANKS, is_anonymous, uncounted

# Who asks in so large a part of his turns is an interviewer. In the State Department's town
# hall the interviewer does in 0.67 of them and the secretary in 0.07; in the White House
# briefings 98.7 % of the named voices with three turns and more stay below 0.3.
_INTERVIEWER_SHARE = 0.4
# Without anonymous questioners one side asks where interviewers ask this often and turns are this
# long in the median. Of explainmeetsum/train, the parliaments' meetings have medians from 13 to 74
# words, the others' from 2 to 7; the interviews of the sample set have 13 to 33.
_INTERVIEW_QUESTIONS = 6
_INTERVIEW_WORDS = 10
# Who gives the floor in passing says little more than a name.
_FLOOR_WORDS = 40
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
    anonymous: bool
    called: frozenset[int] = frozenset()

    def asks(self, turn: Utterance) -> bool:
        return turn.label in ASKERS or turn.key in self.interviewers | self.hosts


def find_parts(text: str, turns: Sequence[Speech]) -> list[Part]:
    """The role of each turn of one document and what it replies to, in order."""
    spoken = [number for number, turn in enumerate(turns) if turn.key]
    if len(spoken) < len(turns):
        # Words of an unknown speaker ask nothing and answer nobody.
        parts = [Part("statement", None)] * len(turns)
        found = find_parts(text, [turns[number] for number in spoken])
        for number, part in zip(spoken, found, strict=True):
            asked = None if part.replies_to is None else spoken[part.replies_to]
            parts[number] = Part(part.role, asked)
        return parts
    parts = []
    for _, section in groupby(turns, key=lambda turn: turn.section):
        seen = [utterance(text, turn) for turn in section]
        sides = _sides(seen)
        found = talk_parts(seen) if sides is None else _interview_parts(seen, sides)
        parts += [
            Part(part.role, None if part.replies_to is None else len(parts) + part.replies_to)
            for part in found
        ]
    return parts


def _sides(seen: Sequence[Utterance]) -> _Sides | None:
    """Who asks by office or habit; null where everybody does."""
    spoken = [turn for turn in seen if not turn.narrates]
    anonymous = any(turn.label in ASKERS for turn in spoken)
    hosts = frozenset(_hosts(spoken, hearing=not anonymous))
    interviewers = frozenset(_interviewers(seen))
    called = frozenset() if anonymous else _called(seen)
    if called:
        callers = frozenset(seen[number].key for number in called)
        return _Sides(callers, hosts, anonymous, called)
    sides = _Sides(interviewers, hosts, anonymous)
    if anonymous or hosts or not spoken:
        return sides
    asked = sum(turn.key in interviewers and turn.asks_at_end for turn in spoken)
    long = median(turn.length for turn in spoken) >= _INTERVIEW_WORDS
    return sides if asked >= _INTERVIEW_QUESTIONS and long else None


def _called(seen: Sequence[Utterance]) -> frozenset[int]:
    """The turns of callers whom an operator announced by name: they ask, in whatever words.

    One announcement in passing makes no call of it.
    """
    found = set()
    for number, (before, turn) in enumerate(pairwise(seen), 1):
        if before.narrates and not turn.narrates and _ANNOUNCES.search(before.words):
            said = {word.upper() for word in re.findall(r"\w+", before.words)}
            if said & (set(turn.label.split()) - LABEL_TITLES):
                found.add(number)
    return frozenset(found) if len(found) > 1 else frozenset()


def _interview_parts(seen: Sequence[Utterance], sides: _Sides) -> list[Part]:
    parts: list[Part] = []
    question: int | None = None
    # The last exchange, its answerers, and whether somebody gave the floor away since.
    answered: set[str] = set()
    given = False
    for number, turn in enumerate(seen):
        part = Part("statement", None)
        if turn.narrates:
            part = Part("narration", None)
        elif turn.label in ASKERS or number in sides.called or _asks(seen, number, sides):
            part = Part("question", None)
            if not _PLEASANTRY.fullmatch(turn.words):
                question, answered, given = number, set(), False
        elif _gives_floor(seen, number, sides) or _announces(seen, number, answered):
            given = bool(answered)
        elif turn.key not in sides.interviewers | sides.hosts:
            if question is None or _is_called_up(seen, number, question):
                question = None
            elif (not given or turn.key in answered) and not _returns_courtesy(seen, number):
                part = Part("answer", question)
                answered.add(turn.key)
        parts.append(part)
    return parts


def _hosts(turns: Sequence[Utterance], *, hearing: bool) -> set[str]:
    """Moderators, and who is in the chair of a hearing, where no anonymous voice asks."""
    return {
        turn.key
        for turn in turns
        if turn.label in HOSTS
        or (hearing and any(word.startswith("CHAIR") for word in turn.key.split()[:3]))
    }


def _interviewers(turns: Sequence[Utterance]) -> set[str]:
    """The voices who ask: a large part of their turns end in a question to somebody else.

    Beside anonymous questioners only somebody with more turns than they have is one, and no
    official who asks back; in a hearing, where nobody else asks, the senators are.
    """
    others = sum(turn.label in ASKERS for turn in turns)
    counts: defaultdict[str, int] = defaultdict(int)
    asked: defaultdict[str, int] = defaultdict(int)
    for number, turn in enumerate(turns):
        if not turn.narrates:
            counts[turn.key] += 1
            asked[turn.key] += turn.asks_at_end and _to_somebody(turns, number)
    named = {key for key in counts if not is_anonymous(key) or uncounted(key) in HOSTS}
    found = set()
    for key in named:
        if asked[key] < _INTERVIEWER_SHARE * counts[key] or not asked[key]:
            continue
        official = any(word in OFFICES or word in RANKS for word in key.split())
        if not others or (not official and counts[key] > others):
            found.add(key)
    return found if found != named else set()


def _to_somebody(turns: Sequence[Utterance], number: int) -> bool:
    """Whether a turn that ends in a question opens something: no reply that asks in passing."""
    turn = turns[number]
    before = turns[number - 1] if number else None
    replies = before is not None and before.asks_at_end and before.key != turn.key
    return not replies and number + 1 < len(turns) and turns[number + 1].key != turn.key


def _asks(turns: Sequence[Utterance], number: int, sides: _Sides) -> bool:
    """Whether a named voice's turn asks: somebody who does not ask himself speaks next.

    An interviewer's "Mr. Doe." asks as well; one in the chair may only give the floor, and so may
    anybody else who asks now and then.
    """
    turn = turns[number]
    following = turns[number + 1] if number + 1 < len(turns) else None
    if following is None or following.label in ASKERS or following.narrates:
        return False
    if not turn.spoken or _PLEASANTRY.fullmatch(turn.words):
        return False
    if turn.key in sides.interviewers and not sides.asks(following):
        return True
    if turn.key in sides.interviewers | sides.hosts:
        return turn.asks_at_end and following.key != turn.key
    return not sides.anonymous and turn.asks and _to_somebody(turns, number)


def _gives_floor(turns: Sequence[Utterance], number: int, sides: _Sides) -> bool:
    """Whether a turn only calls the next speaker: from the chair, or by name in a few words."""
    turn = turns[number]
    following = turns[number + 1] if number + 1 < len(turns) else None
    if following is None or turn.asks_at_end or turn.length > _FLOOR_WORDS:
        return False
    if turn.key in sides.hosts:
        return True
    said = {word.upper() for word in re.findall(r"\w+", turn.words)}
    names = set(following.label.split()) - LABEL_TITLES
    called = following.key in sides.interviewers and following.key != turn.key
    return called and bool(said & names)


def _announces(turns: Sequence[Utterance], number: int, answered: Set[str]) -> bool:
    """Whether a turn by none of the answerers only calls for the questioner who follows it."""
    turn, following = turns[number], turns[number + 1 : number + 2]
    return bool(
        answered
        and turn.key not in answered
        and following
        and following[0].label in ASKERS
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
