"""Who answers whom where everybody asks: meetings, scenes, conversations.

The turns right after a question answer it, as long as its answerer goes on. Who says "Mm-hmm" takes
no part; who asks back opens a question of his own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.parsing.utterances import Part, Utterance

# Turns are counted without nods. All were chosen on the labelled turns of AMI and ICSI meetings
# and of scenes (eval/sets/exchanges, half `dev`, 166 turns). Longer waits lose more than they find,
# and so does going back to a question after another one was asked.
_ANSWERS = 1
"""Turns after a question, or after its last answer by the same voice, that still answer it."""
_FORGOTTEN = 2
"""Turns after which a question that nobody answered is no longer open."""
_ASKS_BACK = 3
"""Words that ask back by the mark alone ("I'm sorry?"); a longer reply may only sound unsure."""


@dataclass
class _Question:
    """What was asked last: its place, its voice, who answered, when it was asked and answered."""

    number: int
    key: str
    asked: int
    answered: int = 0
    voices: set[str] = field(default_factory=set)

    def awaits(self, key: str, now: int) -> bool:
        """Whether a voice that speaks now replies to it."""
        if key == self.key:
            return False
        if not self.voices:
            return now - self.asked <= _FORGOTTEN
        return now - (self.answered if key in self.voices else self.asked) <= _ANSWERS

    def answer(self, key: str, now: int) -> Part:
        self.voices.add(key)
        self.answered = now
        return Part("answer", self.number)


def talk_parts(seen: Sequence[Utterance]) -> list[Part]:
    """The role of each turn and what it replies to, as its place among these turns."""
    parts = []
    asked: _Question | None = None
    now = 0
    for number, turn in enumerate(seen):
        nods = turn.nods and not turn.asks
        now += not (nods or turn.narrates)
        waiting = asked if asked is not None and asked.awaits(turn.key, now) else None
        part = Part("statement", None)
        if turn.narrates:
            part = Part("narration", None)
        elif nods:
            # A nod tells nothing, unless it is the yes or no to what was just asked.
            if waiting and not waiting.voices and turn.agrees_or_denies:
                part = waiting.answer(turn.key, now)
        elif _asks(seen, number, waiting):
            asked = _Question(number, turn.key, now)
            part = Part("question", None)
        elif waiting:
            part = waiting.answer(turn.key, now)
        parts.append(part)
    return parts


def _asks(seen: Sequence[Utterance], number: int, waiting: _Question | None) -> bool:
    """Whether a turn ends in a question that somebody else hears, and is not itself a reply."""
    turn = seen[number]
    following = seen[number + 1 : number + 3]
    heard = any(other.key != turn.key and not other.narrates for other in following)
    replies = waiting is not None and not waiting.voices and turn.length > _ASKS_BACK
    return turn.asks and heard and (turn.asks_in_form or not replies)
