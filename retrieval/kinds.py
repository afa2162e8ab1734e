"""What kind of thing a question wants to be told, and whether words have one of that kind.

"How many" wants a number, "when" a time, "which country" a name. Words without any may stand
beside the answer and share its every word, and are not it. (Answer types, as in the question
answering tracks of TREC, Voorhees 2001.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mb]illions?|dozens?"
    r"|half|third|quarter|percent|twice|once|none|zero|every)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight|yesterday"
    r"|hours?|minutes?|days?|weeks?|months?|years?|soon|spring|summer|autumn|fall|winter|morning"
    r"|evening|night)\b",
    re.IGNORECASE,
)
_NAME_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")

Kind = Literal["number", "time", "name"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Words by which a question wants something of a kind.

    Where they ask `plainly`, words that have nothing of the kind are no answer; else they may be.
    """

    kind: Kind
    plainly: bool
    words: str
    example: str
    counterexample: str


WISHES = (
    Wish(
        "number",
        True,
        r"\bhow\s+(?:many|much|often|old|large|big|high)\b",
        "How many tugs are there?",
        "How are the tugs?",
    ),
    Wish(
        "number",
        True,
        r"\bnumbers?\s+of\b|\b(?:percentage|price|cost|sum|total|maximum|estimate|count)\b",
        "what is the price of a berth",
        "is a berth priceless",
    ),
    Wish(
        "number",
        False,
        r"\bhow\s+(?:long|far|soon|tall|deep|fast|heavy|frequent\w*)\b",
        "How deep is the basin?",
        "How do deep basins silt up?",
    ),
    Wish(
        "number",
        False,
        r"\b(?:numbers?|percent\w*|figure|rate|level|bill)\b",
        "at which level does the gate close",
        "what levelled the gate",
    ),
    Wish(
        "time",
        True,
        r"\bwhen\s+(?:did|do|does|will|would|is|was|were|are|can|could|should|has|have|had|exactly)\b",
        "When will the ferry sail?",
        "What happens when ferries sail?",
    ),
    Wish(
        "time",
        True,
        r"\bhow\s+(?:long|soon)\b|\bwhat\s+(?:time|date|day|year|month)\b|\bwhich\s+(?:day|year|month)\b",
        "Which day was it?",
        "Which of the days are quiet?",
    ),
    Wish(
        "name",
        True,
        r"\bnames?\s+of\b|\bwhich\s+(?:countr(?:y|ies)|person|people|man|men|wom[ae]n|compan(?:y|ies)"
        r"|state|cit(?:y|ies))\b",
        "Which country sent the pilots?",
        "Which pilots were sent?",
    ),
    Wish("name", False, r"^\s*who\b", "who wrote the letter", "is it known who wrote the letter"),
    Wish("name", False, r"\bnames?\b", "what name was given", "what was she named for"),
)
"""The one place where it is decided what a question wants to be told."""
_KINDS: tuple[Kind, ...] = ("number", "time", "name")


def _any(kind: Kind, *, plainly: bool) -> re.Pattern[str]:
    words = [wish.words for wish in WISHES if wish.kind == kind and wish.plainly >= plainly]
    return re.compile("|".join(words), re.IGNORECASE)


_WANTED = {
    (kind, plainly): _any(kind, plainly=plainly) for kind in _KINDS for plainly in (False, True)
}


def wants(question: str, kind: Kind, *, plainly: bool = False) -> int | None:
    """Where a question first asks for something of a kind; None where it does not.

    :param plainly: Count only the wishes that do so plainly.
    """
    wish = _WANTED[kind, plainly].search(question)
    return wish.start() if wish else None


def wants_a_kind(question: str) -> bool:
    """Whether a question asks for a number, a time or a name."""
    return any(wants(question, kind) is not None for kind in _KINDS)


def gives(question: str, words: str) -> bool:
    """Whether words have something of a kind that the question wants."""
    number = NUMBER.search(words) is not None
    given: dict[Kind, bool] = {
        "number": number,
        "time": number or _TIME.search(words) is not None,
        "name": _NAME_INSIDE.search(words) is not None,
    }
    return any(given[kind] and wants(question, kind) is not None for kind in _KINDS)
