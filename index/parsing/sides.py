"""Who asks and who answers in one conversation: its sides.

Reporters without a name ask, an interviewer, the members of a committee, whoever the chair calls
up, everybody who speaks to the one guest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
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
from index.parsing.handovers import Floor
from index.parsing.utterances import Utterance

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
# An official at a briefing has at least so many others before him, and so many of their turns ask.
_REPORTERS = 3
_OFFICIAL_SHARE = 0.3
# Who calls others up so often, by name and in few words, chairs the talk.
_CALLS = 2
_CALLS_SHARE = 0.2
_SURE_CALLS = 3
_SURE_SHARE = 0.3
# "We have time for two more", "Last question.", "Now one from Ketta". Of the briefings' 844 short
# turns by somebody else between an answer and a reporter this finds 157, 155 of them rightly.
ANNOUNCES = re.compile(
    r"(?i)\b(?:first|next|last|final|another|one|two|three|couple|few)"
    r"(?: (?:more|last|final|quick|or two|of))* (?:questions?|one|more|from)\b(?! minutes?\b)"
    r"|\bquestions? (?:\w+ ){0,4}from\b"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who asks: voices that ask by habit, and those in the chair, who also give the floor.

    `called` are the turns right after an operator announced a question from their speaker. At a
    `briefing` an official replies to everybody else, who may ask one after the other.
    """

    interviewers: frozenset[str]
    hosts: frozenset[str]
    chairs: frozenset[str]
    anonymous: bool
    called: frozenset[int] = frozenset()
    briefing: bool = False

    def asks(self, turn: Utterance) -> bool:
        """Whether who speaks asks by habit, or is in the chair."""
        return turn.label in ASKERS or self.leads(turn)

    def leads(self, turn: Utterance) -> bool:
        """Whether a named voice does."""
        return turn.key in self.interviewers | self.hosts


@dataclass(frozen=True, slots=True)
class Talk:
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

    def to_somebody(self, number: int) -> bool:
        """Whether a turn that ends in a question opens something: no reply that asks in passing."""
        turn = self.turns[number]
        before = self.turns[number - 1] if number else None
        replies = before is not None and before.asks_at_end and before.key != turn.key
        hearer = self.hearer(number)
        return not replies and hearer is not None and hearer.key != turn.key


def sides_of(talk: Talk) -> Sides | None:
    """Who asks by office or habit, or the one guest of a talk; None where everybody does."""
    spoken = [turn for turn in talk.turns if not turn.narrates]
    anonymous = any(turn.label in ASKERS for turn in spoken)
    long = talk.median_words() >= _INTERVIEW_WORDS
    official = None if anonymous else _official(spoken)
    if official:
        others = frozenset(turn.key for turn in spoken) - {official}
        return Sides(others, frozenset(), frozenset(), anonymous, briefing=True)
    hosts = frozenset(_hosts(talk, spoken, hearing=not anonymous))
    called = frozenset[int]() if anonymous else _called(talk.turns)
    if called:
        callers = frozenset(talk.turns[number].key for number in called)
        return Sides(callers, hosts, frozenset(), anonymous, called)
    chairs = frozenset[str]() if hosts else _chairs(talk, sure=anonymous or not long)
    interviewers = frozenset(_interviewers(talk, hosts | chairs))
    sides = Sides(interviewers | chairs, hosts, chairs, anonymous)
    if anonymous or hosts or chairs or not spoken:
        return sides
    asked = sum(turn.key in interviewers and turn.asks_at_end for turn in spoken)
    if asked >= _INTERVIEW_QUESTIONS and long:
        return sides
    guest = _guest(spoken)
    others = frozenset(turn.key for turn in spoken) - {guest}
    return None if guest is None else Sides(others, frozenset(), frozenset(), anonymous)


def _official(spoken: Sequence[Utterance]) -> str | None:
    """The only voice with an office in its label, who says more than any other and is asked.

    `Shri Orla Venn, Official Spokesperson:` among reporters who give their bare names.
    """
    offices = {turn.key for turn in spoken if turn.office}
    words: Counter[str] = Counter()
    for turn in spoken:
        words[turn.key] += turn.length
    if len(offices) != 1 or len(words) <= _REPORTERS:
        return None
    official = next(iter(offices))
    named = {word for turn in spoken if turn.key == official for word in turn.office.split()}
    told = [turn for turn in spoken if turn.key != official]
    asked = sum("?" in turn.words for turn in told)
    holds = bool(named & (OFFICES | RANKS)) and not named & HOSTS
    most = words.most_common(1)[0][0] == official
    enough = asked >= max(_GUEST_ASKED, _OFFICIAL_SHARE * len(told))
    return official if holds and most and enough else None


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
        if before.narrates and not turn.narrates and ANNOUNCES.search(before.words):
            said = {word.upper() for word in re.findall(r"\w+", before.words)}
            if said & (set(turn.label.split()) - LABEL_TITLES):
                called.add(number)
    return frozenset(called) if len(called) > 1 else frozenset()


def _hosts(talk: Talk, turns: Sequence[Utterance], *, hearing: bool) -> set[str]:
    """Moderators, and who is in the chair of a hearing, where no anonymous voice asks.

    The chair of a bank or a board is in no chair where somebody else calls upon those who ask.
    """
    hosts = {turn.key for turn in turns if turn.label in HOSTS}
    chairs = {
        turn.key
        for turn in turns
        if hearing and any(word.startswith("CHAIR") for word in turn.key.split()[:3])
    }
    if chairs:
        calls = _calls(talk)
        others = max((count for key, count in calls.items() if key not in chairs), default=0)
        chairs = {key for key in chairs if calls[key] or others < _CALLS}
    return hosts | chairs


def _chairs(talk: Talk, *, sure: bool) -> frozenset[str]:
    """The voices who call others up, by name and in few words, again and again.

    "Yes, Senator." is none of it: the senator spoke before.
    """
    counts = Counter(turn.key for turn in talk.turns if not turn.narrates)
    return frozenset(
        key
        for key, called in _calls(talk).items()
        if called >= (_SURE_CALLS if sure else _CALLS)
        and called >= (_SURE_SHARE if sure else _CALLS_SHARE) * counts[key]
    )


def _calls(talk: Talk) -> Counter[str]:
    """How often each voice calls somebody up who did not speak before."""
    calls: Counter[str] = Counter()
    for number, turn in enumerate(talk.turns[:-1]):
        floor, following = talk.floors[number], talk.turns[number + 1]
        back = number > 0 and talk.turns[number - 1].key == following.key
        calls[turn.key] += (floor.calls or (floor.bare and floor.names_next)) and not back
    return calls


def _interviewers(talk: Talk, leaders: Set[str]) -> set[str]:
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
            asked[turn.key] += asks and talk.to_somebody(number)
    named = {key for key in counts if not is_anonymous(key) or uncounted(key) in HOSTS}
    interviewers = set()
    for key in named:
        if asked[key] < _INTERVIEWER_SHARE * telling[key] or not asked[key]:
            continue
        official = any(word in OFFICES or word in RANKS for word in key.split())
        if not others or (not official and counts[key] > others):
            interviewers.add(key)
    return interviewers if interviewers != named else set()
