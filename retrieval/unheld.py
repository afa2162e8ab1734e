"""Offices that a question asks and that nobody on record is printed with.

"What did the Treasury Secretary say about the debt" wants one person's words. Where the record
prints nobody with that office, another person's words are no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.vocabulary import ASKING_ROLES, DEPARTMENTS, HOSTING_ROLES, OFFICES, QUALIFIERS
from retrieval.asking import SURE, Span, levels
from retrieval.names import Mention, name_words
from retrieval.offices import LINKS

_WORD = re.compile(r"[^\W_]+(?:[.'’-](?=[^\W_])[^\W_]+)*\.?")
_MEANS_ANYBODY = frozenset("speaker representative chief assistant aide".split())
"""Words for an office by which people also mean whoever speaks, or somebody's helper."""
_HEADS = (
    frozenset(word.lower() for word in OFFICES - DEPARTMENTS - ASKING_ROLES - HOSTING_ROLES)
    - _MEANS_ANYBODY
)
_INSIDE = frozenset(word.lower() for word in DEPARTMENTS | QUALIFIERS)
_NOT_INSIDE = frozenset(
    "and or of for to on at by with in a an did does do has have had can could would will is was "
    "were are be been that which who whom what how why when where not then according ever also "
    "about as if from s".split()
)
_OUR_OWN = frozenset("united states america us u.s country nation republic union people".split())
"""Behind an office these say nothing new, as in "the President of the United States"."""
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    capital: bool
    possessive: bool


def unheld_office(text: str, mentions: Sequence[Mention]) -> str | None:
    """The words of an office whose holder the question asks, None for none.

    :param mentions: The speakers and offices of the record that the question names.
    """
    words = [_word(text, match) for match in _WORD.finditer(text)]
    for at, word in enumerate(words):
        last = _last(words, at)
        following = words[last + 1] if last + 1 < len(words) else None
        first = _first(words, at, text)
        if word.folded not in _HEADS or first is None:
            continue
        if following is not None and (following.folded in _HEADS or _is_name(text, following)):
            continue  # "the Treasury Secretary Marsh" is a name with its title.
        span = words[first].start, words[last].end - (2 if words[last].possessive else 0)
        if _is_held(span, mentions):
            continue
        known = [
            (mention.start, mention.end)
            for mention in mentions
            if not (mention.start < span[1] and span[0] < mention.end)
        ]
        if _is_asked(text, known, span):
            whose = any(word.possessive for word in words[first:at])
            return text[slice(*span)] if whose else "the " + text[slice(*span)]
    return None


def _is_held(span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether the record knows the whole of an office's phrase, or a name in it.

    In "the Mexican foreign minister" it may know a foreign minister, but not of which country.
    """
    for mention in mentions:
        overlaps = mention.start < span[1] and span[0] < mention.end
        is_all = mention.start <= span[0] and span[1] <= mention.end
        if overlaps and (mention.asked == SURE or is_all):
            return True
    return False


def _word(text: str, match: re.Match[str]) -> _Word:
    word = match.group()
    folded = next(iter(name_words(word)), "")
    capital = word[:1].isupper() and match.start() > 0
    return _Word(folded, match.start(), match.end(), capital, word.endswith(("'s", "’s")))


def _first(words: Sequence[_Word], head: int, text: str) -> int | None:
    """The first word of the office's phrase behind "the", or the country that it belongs to."""
    has_capitals = any(word.capital for word in words)
    for at in range(head, max(-1, head - _LONGEST - 1), -1):
        word = words[at]
        if at < head and word.possessive:
            return _whole_name(words, at)
        if word.folded == "the":
            return at + 1 if at < head else None
        inside = word.folded in _INSIDE or word.capital or not has_capitals
        if at < head and (not inside or word.folded in _NOT_INSIDE or _is_parted(text, words, at)):
            return None
    return None


def _whole_name(words: Sequence[_Word], last: int) -> int:
    """The first word of a name in capitals: "New" in "New Norland's minister"."""
    first = last
    while first and words[first - 1].capital and words[first - 1].folded not in _NOT_INSIDE:
        first -= 1
    return first


def _is_parted(text: str, words: Sequence[_Word], at: int) -> bool:
    """Whether more than a blank or a hyphen stands between a word and the next."""
    return text[words[at].end : words[at + 1].start].strip() not in ("", "-")


def _last(words: Sequence[_Word], head: int) -> int:
    """The last word of the office's phrase: "general", or what stands behind "of"."""
    last = head
    if "".join(word.folded for word in words[head + 1 : head + 2]) == "general":
        last += 1
    if len(words) <= last + 2 or words[last + 1].folded not in LINKS:
        return last
    at = last + 2 + (words[last + 2].folded == "the")
    if at >= len(words) or not (words[at].folded in _INSIDE or words[at].capital):
        return last
    while at + 1 < len(words) and _goes_on(words, at + 1):
        at += 1
    return last if words[at].folded in _OUR_OWN else at


def _goes_on(words: Sequence[_Word], at: int) -> bool:
    word = words[at]
    if word.folded == "and":
        return at + 1 < len(words) and _goes_on(words, at + 1)
    return word.folded not in _NOT_INSIDE and (word.folded in _INSIDE or word.capital)


def _is_name(text: str, word: _Word) -> bool:
    """Whether a word may be the name of who holds the office before it."""
    return word.capital and word.folded not in _INSIDE


def _is_asked(text: str, known: Sequence[Span], span: Span) -> bool:
    spans = sorted([*known, span])
    asked = levels(text, spans, [one == span for one in spans])
    return asked[spans.index(span)] == SURE
