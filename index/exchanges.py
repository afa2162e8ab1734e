"""Who asks and who answers: the role of each turn and the question it replies to.

A question turn opens an exchange; every later turn of somebody who does not ask replies to it
until the next question. What is said before the first question is a statement.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Role
from index.turns import Speech
from index.vocabulary import (
    ASKERS,
    HOSTS,
    NARRATORS,
    OFFICES,
    RANKS,
    is_anonymous,
    uncounted,
)

# An interviewer is told by how often he asks: MR BUISINE does in 17 of 27 turns, the officials
# of the press briefings in fewer than one of ten.
_INTERVIEWER_SHARE = 0.4
_PLEASANTRY = re.compile(
    r"(?:(?:good (?:morning|afternoon|evening|day)|hello|hi|hey|thanks?(?: you)?|welcome|happy"
    r"|congratulations|merry|same to you|bye|goodbye|yes|no|right|okay|ok|sure|great)\b[^?]{0,40}"
    r"|[(\[][^)\]]*[)\]])",
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


def find_parts(text: str, turns: Sequence[Speech]) -> list[Part]:
    """The role of each turn of one document and what it replies to, in order."""
    interviewers = _interviewers(text, turns)
    parts: list[Part] = []
    question: int | None = None
    for number, turn in enumerate(turns):
        words = text[turn.start : turn.end]
        label = uncounted(turn.key)
        following = turns[number + 1] if number + 1 < len(turns) else None
        if label in NARRATORS or _voice_over(turn):
            parts.append(Part("narration", None))
        elif label in ASKERS:
            parts.append(Part("question", None))
            if question is None or not _PLEASANTRY.fullmatch(words):
                question = number
        elif label in HOSTS or turn.key in interviewers:
            asks = _asks(words, following, interviewers, label in HOSTS)
            parts.append(Part("question" if asks else "statement", None))
            question = number if asks else question
        elif question is None or _is_called_up(text, turns, number, question):
            parts.append(Part("statement", None))
            question = None
        else:
            parts.append(Part("answer", question))
    return parts


def _voice_over(turn: Speech) -> bool:
    return "voice" in (turn.mark.note or "").lower()


def _interviewers(text: str, turns: Sequence[Speech]) -> set[str]:
    """The named voices who ask: most of their turns are questions that somebody else answers."""
    spoken: defaultdict[str, list[Speech]] = defaultdict(list)
    for turn in turns:
        spoken[turn.key].append(turn)
    named = {key for key in spoken if not is_anonymous(key)}
    if len(named) < 2:
        return set()
    words = {key: sum(turn.end - turn.start for turn in spoken[key]) for key in named}
    asked = Counter({key: sum("?" in text[t.start : t.end] for t in spoken[key]) for key in named})
    found = set()
    for key in named:
        own = spoken[key]
        official = any(word in OFFICES or word in RANKS for word in key.split())
        if official or len(own) < 3 or asked[key] < _INTERVIEWER_SHARE * len(own):
            continue
        others = max(words[other] for other in named if other != key)
        if words[key] < others:
            found.add(key)
    return found


def _asks(words: str, following: Speech | None, interviewers: set[str], host: bool) -> bool:
    """Whether an interviewer's turn asks: somebody who does not ask himself speaks next."""
    if following is None:
        return False
    label = uncounted(following.key)
    if label in ASKERS or label in HOSTS or following.key in interviewers:
        return "?" in words and label not in ASKERS
    return "?" in words or not host


def _is_called_up(text: str, turns: Sequence[Speech], number: int, question: int) -> bool:
    """Whether a turn was announced by the one before, so that it opens something new."""
    before, turn = turns[number - 1], turns[number]
    if number - 1 == question or before.key == turn.key:
        return False
    earlier = {other.key for other in turns[:number]}
    closing = text[max(before.start, before.end - 300) : before.end]
    return turn.key not in earlier and bool(_HANDS_OVER.search(closing))
