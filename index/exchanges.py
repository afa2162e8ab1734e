"""Who asks and who answers: the role of each turn and the question it replies to.

A question turn opens an exchange; every later turn of somebody who does not ask replies to it
until the next question. What is said before the first question is a statement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.records import Role
from index.turns import Speech
from index.vocabulary import ASKERS, HOSTS, NARRATORS, OFFICES, RANKS, is_anonymous, uncounted

# Who asks in so large a part of his turns is an interviewer. In the State Department's town
# hall the interviewer does in 0.67 of them and the secretary in 0.07; in the White House
# briefings 98.7 % of the named voices with three turns and more stay below 0.3.
_INTERVIEWER_SHARE = 0.4
# A question to somebody else stands at the end of a turn; further up it is rhetorical.
_CLOSING = 240
_PLEASANTRY = re.compile(
    r"(?:good (?:morning|afternoon|evening|day)|hello|hi|hey|thanks?(?: you)?|welcome|happy"
    r"|congratulations|merry|same to you|bye|goodbye)\b[^?]{0,40}"
    r"|(?:yes|no|right|okay|ok|sure|great)\b[^?a-z]*|[(\[][^)\]]*[)\]]",
    re.IGNORECASE,
)
_HANDS_OVER = re.compile(
    r"(?i)\b(?:turn (?:it|this|things|the (?:podium|call|floor|mi[ck]e?))?\s*over"
    r"|turn (?:it|this) to|hand (?:it|this|things)? ?over|hand (?:it|this) to|give you"
    r"|introduce|please welcome|over to|bring (?:up|out)|invite|the floor)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one turn does; `replies_to` is the place of the question in the document's turns."""

    role: Role
    replies_to: int | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn with what its label and its end tell about asking."""

    key: str
    words: str
    label: str
    narrates: bool

    @property
    def asks_at_end(self) -> bool:
        return "?" in self.words[-_CLOSING:]


def find_parts(text: str, turns: Sequence[Speech]) -> list[Part]:
    """The role of each turn of one document and what it replies to, in order."""
    parts: list[Part] = []
    for _, section in groupby(turns, key=lambda turn: turn.section):
        parts += _section_parts([_read(text, turn) for turn in section], len(parts))
    return parts


def _section_parts(seen: list[_Turn], offset: int) -> list[Part]:
    interviewers, hosts = _interviewers(seen), _hosts(seen)
    parts: list[Part] = []
    question: int | None = None
    for number, turn in enumerate(seen):
        following = seen[number + 1] if number + 1 < len(seen) else None
        if turn.narrates:
            parts.append(Part("narration", None))
        elif turn.label in ASKERS:
            parts.append(Part("question", None))
            if not _PLEASANTRY.fullmatch(turn.words):
                question = number
        elif turn.key in hosts | interviewers:
            asks = _asks(turn, following, interviewers, hosts)
            parts.append(Part("question" if asks else "statement", None))
            question = number if asks else question
        elif question is None or _is_called_up(seen, number, question):
            parts.append(Part("statement", None))
            question = None
        else:
            parts.append(Part("answer", offset + question))
    return parts


def _read(text: str, turn: Speech) -> _Turn:
    label = uncounted(turn.key)
    voice_over = "voice" in (turn.mark.note or "").lower()
    return _Turn(turn.key, text[turn.start : turn.end], label, label in NARRATORS or voice_over)


def _hosts(turns: Sequence[_Turn]) -> set[str]:
    """Moderators, and who is in the chair of a hearing, where no anonymous voice asks."""
    hearing = not any(turn.label in ASKERS for turn in turns)
    return {
        turn.key
        for turn in turns
        if turn.label in HOSTS or (hearing and turn.key.split()[0].startswith("CHAIR"))
    }


def _interviewers(turns: Sequence[_Turn]) -> set[str]:
    """The voices who ask: a large part of their turns end in a question to somebody else.

    Beside anonymous questioners only somebody with more turns than they have is one, and no
    official who asks back; in a hearing, where nobody else asks, the senators are.
    """
    others = sum(turn.label in ASKERS for turn in turns)
    counts: defaultdict[str, int] = defaultdict(int)
    asked: defaultdict[str, int] = defaultdict(int)
    for number, turn in enumerate(turns):
        counts[turn.key] += 1
        if turn.asks_at_end and _to_somebody(turns, number):
            asked[turn.key] += 1
    named = {key for key in counts if not is_anonymous(key) or uncounted(key) in HOSTS}
    found = set()
    for key in named:
        if asked[key] < _INTERVIEWER_SHARE * counts[key] or not asked[key]:
            continue
        official = any(word in OFFICES or word in RANKS for word in key.split())
        if not others or (not official and counts[key] > others):
            found.add(key)
    return found if found != named else set()


def _to_somebody(turns: Sequence[_Turn], number: int) -> bool:
    """Whether a turn that ends in a question opens something: no reply that asks in passing."""
    turn = turns[number]
    before = turns[number - 1] if number else None
    replies = before is not None and before.asks_at_end and before.key != turn.key
    return not replies and number + 1 < len(turns) and turns[number + 1].key != turn.key


def _asks(turn: _Turn, following: _Turn | None, interviewers: set[str], hosts: set[str]) -> bool:
    """Whether an interviewer's turn asks: somebody who does not ask himself speaks next.

    An interviewer's "Mr. Doe." asks as well; a moderator's may only give the floor.
    """
    if following is None or following.label in ASKERS or following.narrates:
        return False
    if following.key in hosts | interviewers or turn.key not in interviewers:
        return turn.asks_at_end and following.key != turn.key
    return True


def _is_called_up(turns: Sequence[_Turn], number: int, question: int) -> bool:
    """Whether a turn was announced by the one before, so that it opens something new."""
    before, turn = turns[number - 1], turns[number]
    if number - 1 == question or before.key == turn.key:
        return False
    if any(other.key == turn.key for other in turns[:number]):
        return False
    return bool(_HANDS_OVER.search(before.words[-300:]))
