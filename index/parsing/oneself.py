"""The full name and the office that somebody gives at the beginning of the first turn."""

from __future__ import annotations

import re

from index.language.titles import proper
from index.language.vocabulary import LABEL_TITLES, OFFICE_WORDS, normal
from index.parsing.officenames import office_in, tokens_of
from index.records import NameEvidence

_BEFORE = re.compile(
    r"(?:^|[.!?][”\"]?\s+|(?P<saying>\b(?:I am|I[’']m|[Mm]y name is)\s+)"
    r"|(?P<being>\b(?:[Tt]his is|[Ii]t[’']s)\s+))"
    r"(?P<given>(?:(?!\w+[’']s\s)[^\W\d_a-z](?:\.|[\w’'-]+)\s+){1,2})$"
)
_BEHIND = re.compile(
    r"(?:\s*,|\s+and I(?: am|[’']m))\s+(?:the |an? |your |our )?([^.,;:?!\n]{3,60})"
)
_FROM = re.compile(r"\s*\.|\s+(?:with|from|of|at|for|here)\b")
_ENDS = re.compile(r"\s*(?:[.,;–—]|\s-|$)")
_BEGINNING, _AT_ONCE = 200, 40
"""Characters of a first turn in which people say who they are, and in which a name alone does."""
_NO_NAMES = (OFFICE_WORDS | LABEL_TITLES) | frozenset(
    "AND BUT SO THEN YES NO NOT WELL OKAY OK HELLO HI THANKS THANK GOOD HERE HEY".split()
)


def of_oneself(text: str, start: int, names: tuple[str, ...]) -> list[NameEvidence]:
    """Who somebody says to be: "Agnes Doyle, borough engineer." or "I'm Agnes Doyle from …".

    :param start: Where the words of the first turn begin.
    :param names: The names in the label, in capitals; the last is looked for.
    """
    begun = text[start : start + _BEGINNING]
    for family in re.finditer(rf"\b{re.escape(names[-1])}\b", begun, re.IGNORECASE):
        before = _BEFORE.search(begun[: family.start()])
        if before is None or _NO_NAMES & set(normal(before["given"]).split()):
            continue
        ends = _FROM if before["being"] else _ENDS
        alone = before.start("given") < _AT_ONCE and ends.match(begun, family.end())
        if not (before["saying"] or alone):
            continue
        told = _BEHIND.match(begun, family.end())
        what = told[1] if told else ""
        name = " ".join([*before["given"].split(), family[0]])
        place = start + before.start("given")
        office = office_in(what, tokens_of(what, 0, len(what)))
        return [NameEvidence("introduction", proper(name), office, place, start + family.end())]
    return []
