"""Who an anonymous questioner may be: the name with which the floor was given to him."""

from __future__ import annotations

import re

from index.records import AskerHint
from index.turns import Speech
from index.vocabulary import ASKERS, uncounted

_NAME = r"((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+)?)"
_INTRODUCTIONS = (
    re.compile(rf"\bquestion(?: now)?,? (?:is |comes |will come )?(?:from|by) {_NAME}"),
    re.compile(rf"\bfloor to {_NAME}"),
    re.compile(
        rf"\b{_NAME}(?:,? (?:from|of|with) [^.?!]{{2,60}})? has (?:a|the next|our) question"
    ),
)


def asker_hint(text: str, before: Speech | None, turn: Speech) -> AskerHint | None:
    """The name in the last words before an anonymous question; null where none is given."""
    if before is None or uncounted(turn.key) not in ASKERS or uncounted(before.key) in ASKERS:
        return None
    start = max(before.start, before.end - 300)
    best: re.Match[str] | None = None
    for form in _INTRODUCTIONS:
        for match in form.finditer(text, start, before.end):
            if best is None or match.start() > best.start():
                best = match
    return AskerHint(best[1], best.start(1), best.end(1)) if best else None
