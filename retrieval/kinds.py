"""What kind of thing a question wants to be told, and whether words have one of that kind.

"How many" wants a number, "when" a time, "which country" a name. Words without any may stand
beside the answer and share its every word, and are not it. (Answer types, as in the question
answering tracks of TREC, Voorhees 2001.)
"""

from __future__ import annotations

import re

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

_WANTS_NUMBER = re.compile(
    r"\bhow\s+(?:many|much|often|old|large|big|high|long|far|soon|tall|deep|fast|heavy|frequent\w*)"
    r"\b|\b(?:numbers?|percent\w*|price|cost|sum|total|maximum|estimate|count|figure|rate|level"
    r"|bill)\b",
    re.IGNORECASE,
)
_WANTS_TIME = re.compile(
    r"\bwhen\s+(?:did|do|does|will|would|is|was|were|are|can|could|should|has|have|had|exactly)\b"
    r"|\bhow\s+(?:long|soon)\b|\bwhat\s+(?:time|date|day|year|month)\b"
    r"|\bwhich\s+(?:day|year|month)\b",
    re.IGNORECASE,
)
_WANTS_NAME = re.compile(
    r"^\s*who\b|\bwhich (?:country|countries|person|people|company|state|city)\b|\bnames?\b",
    re.IGNORECASE,
)


def wants_a_kind(question: str) -> bool:
    """Whether a question asks for a number, a time or a name."""
    return any(wants.search(question) for wants in (_WANTS_NUMBER, _WANTS_TIME, _WANTS_NAME))


def gives(question: str, words: str) -> bool:
    """Whether words have something of a kind that the question wants."""
    number = NUMBER.search(words)
    return bool(
        (_WANTS_NUMBER.search(question) and number)
        or (_WANTS_TIME.search(question) and (number or _TIME.search(words)))
        or (_WANTS_NAME.search(question) and _NAME_INSIDE.search(words))
    )
