"""Who an anonymous questioner may be: the name with which the floor was given to him."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.language.vocabulary import ASKERS, uncounted
from index.parsing.turns import Speech
from index.records import AskerHint

_WORD = r"[^\W\d_a-z][\w’'-]*[^\W\d_A-Z][\w’'-]*"
_NAME = rf"((?:(?:Mr|Ms|Mrs|Dr)\. )?{_WORD}(?: {_WORD}){{0,2}})"
# One of these words stands in every introduction; most turns end without any.
_CUE = re.compile(r"question|floor to|line of|line is open| one\b|go to|go ahead|next,", re.I)
_OF = rf"(?:,? (?:from|of|with) (?:the )?{_WORD}(?: {_WORD}){{0,3}})?"
_INTRODUCTIONS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!answer to a )(?<!answer to the )\bquestion(?: now)?,? (?:from|by) {_NAME}",
        rf"\bquestion(?:['’]s| is| comes| goes| will come) (?:from|by|to) {_NAME}",
        rf"\b(?:first|second|third|next|last) one(?:,| is| comes| goes)(?: from| by| to)? {_NAME}",
        rf"\b(?:floor to|line of) {_NAME}",
        rf"\b(?:[Ll]et['’]s go to|[Ww]e['’]ll go to) {_NAME}(?=[.,?!]| from| of| with)",
        rf"\b(?:[Gg]o ahead|[Nn]ext), {_NAME}",
        rf"\b{_NAME}{_OF} has (?:a|the next|our) question",
        rf"\b{_NAME}{_OF}, (?:go ahead|your line is open)",
    )
)
# "Jennifer." or "Yes, Jake." at the very end, in a line of its own or again and again.
_CALL = re.compile(rf"(?:(?<=[.?!)\"”]\s)|(?<=\n))(?:(?:Yes|Okay|And|So|All right), )?{_NAME}[.?]$")
_NO_NAMES = frozenset(
    "Yes No Okay Right Sure Thanks Thank Please Next Anybody Anyone Anything Absolutely Exactly "
    "Correct Well Good Great Sorry Yeah Again What Why How Who When Where That This The Questions "
    "Question Last First Second Go Hello Hi Hey Indeed True Never Not Nothing Alright Fine "
    "So And But One Two Three I We You He She They It Perhaps Maybe Certainly Definitely Both "
    "Other Others "
    "Somebody Someone Everybody Everyone Yep Nope Ma'am Sir Madam Amen Wow Oh Ah Excuse Pardon "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Today Tomorrow Yesterday".split()
)
_CONTRACTION = re.compile(r"['’](?:m|s|ll|re|ve|d|t)$")
_CLOSING = 240


def asker_hints(text: str, turns: Sequence[Speech]) -> list[AskerHint | None]:
    """For each turn of one document the name given just before it, if it is an anonymous question.

    A hint is what the moderator said, not who spoke: it never names a speaker.
    """
    calls = Counter(match[1] for turn in turns if (match := _call(text, turn)))
    hints: list[AskerHint | None] = []
    for number, turn in enumerate(turns):
        before = turns[number - 1] if number else None
        asks = uncounted(turn.key) in ASKERS
        if before is None or not asks or uncounted(before.key) in ASKERS:
            hints.append(None)
        else:
            hints.append(_introduced(text, before) or _called(text, before, calls))
    return hints


def _introduced(text: str, before: Speech) -> AskerHint | None:
    best: re.Match[str] | None = None
    start = max(before.start, before.end - _CLOSING)
    if not _CUE.search(text, start, before.end):
        return None
    for form in _INTRODUCTIONS:
        for match in form.finditer(text, start, before.end):
            if not _is_name(match[1]):
                continue
            if best is None or match.start(1) > best.start(1):
                best = match
    return AskerHint(best[1], best.start(1), best.end(1)) if best else None


def _called(text: str, before: Speech, calls: Counter[str]) -> AskerHint | None:
    match = _call(text, before)
    if match is None:
        return None
    whole = match.start() <= before.start
    alone = not whole and text[match.start() - 1] in "\r\n"
    if not alone and calls[match[1]] < 2:
        return None
    return AskerHint(match[1], match.start(1), match.end(1))


def _call(text: str, turn: Speech) -> re.Match[str] | None:
    match = _CALL.search(text, max(turn.start, turn.end - 60), turn.end)
    return match if match and _is_name(match[1]) else None


def _is_name(name: str) -> bool:
    return not any(word in _NO_NAMES or _CONTRACTION.search(word) for word in name.split())
