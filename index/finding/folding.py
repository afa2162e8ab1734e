"""Spellings of one word brought together, and the words that are never searched for."""

from __future__ import annotations

import re

STOP_WORDS = (
    "a about after again all also am an and any are as at be because been before being both but "
    "by ca can could did do does doing down during each for from further had has have having he "
    "her here hers him his how i if in into is it its itself just me more most my no nor not now "
    "of off on once only or other our ours out over own q s same she should so some such t than "
    "that the their theirs them then there these they this those through to too under until up "
    "very was we were what when where which while who whom whose why will with wo would you your "
    "yours"
)
"""Words that are never searched for. "us" is not among them: see `_SPELLED`."""

_NOT = re.compile(r"n't\b", re.IGNORECASE)
_CLITIC = re.compile(r"'(?:s|re|ve|ll|d|m)\b", re.IGNORECASE)
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Z]\b)?")
_SOME_INITIALS = re.compile(r"\.[A-Za-z]\.")
_GROUPED_DIGITS = re.compile(r",(?<=\d,)(?=\d{3}\b)")
_NAMES = re.compile(r"\b(?:USA?|WHO)\b")
_SPELLED = {"US": "usa", "USA": "usa", "WHO": "whoorganization"}
"""Names that lower case would make equal to a pronoun."""


def fold(text: str) -> str:
    """Bring spellings of one word together before the text is split into terms.

    Contracted endings go ("Obama’s" is Obama, "don't" is do), initials lose their points
    ("U.N." is UN) and grouped digits their commas. "US" and "WHO" become words of their own,
    which no stop word equals.
    """
    text = text.replace("’", "'").replace("ʼ", "'")
    if "'" in text:
        text = _CLITIC.sub(" ", _NOT.sub(" ", text))
    if _SOME_INITIALS.search(text):
        text = _INITIALS.sub(lambda match: match[0].replace(".", "").upper(), text)
    text = _GROUPED_DIGITS.sub("", text)
    if "US" in text or "WHO" in text:
        text = _NAMES.sub(lambda match: _SPELLED[match[0]], text)
    return text
