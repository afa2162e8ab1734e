r"""Colours that tell voices apart, as broadcasters set them: another colour is another speaker.

A colour counts where it covers whole lines and comes back. A word that is lit up inside a line, as
for singing along, tells nothing.

    <font color="#ffff00">Since when?</font>     <c.yellow>Since when?</c>     {\\c&H00FFFF&}Since
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.readers.cues import Cue, plain

_OPEN = re.compile(
    r"(?i)<font\b[^<>]*?\bcolor\s*=\s*[\"']?(?P<font>[#\w]+)[^<>]*>"
    r"|<c\.(?:bg_\w+\.)?(?:color)?(?P<cue>white|yellow|cyan|lime|green|magenta|red|blue|[0-9A-F]{6})"
    r"(?:\.[\w.-]+)?>"
    r"|\{\\1?c&H(?P<ass>[0-9A-F]+)&?\}"
)
_CLOSE = re.compile(r"(?i)</(?:font|c)>|\{\\r\}")
_ANOTHER = re.compile(r"\s*(?:>>|[-–—]\s?\S)")
_WHITE = ("white", "#ffffff", "ffffff", "#fff")
_AGAIN, _PARTLY = 2, 0.1
"""How often each of two colours must cover a line; the most lines that are coloured in part."""


def by_colour(cues: Sequence[Cue]) -> list[Cue]:
    """The cues, with the sign `>>` before each line whose colour is another than the last one's."""
    lines = [line for cue in cues for line in cue.lines]
    if sum(bool(_OPEN.search(line)) for line in lines) < _AGAIN:
        return list(cues)
    colours = [_colour(line) for line in lines]
    counts = Counter(colour for colour in colours if colour is not None)
    if colours.count(None) > _PARTLY * len(lines) or len(counts) < 2:
        return list(cues)
    often = {colour for colour, count in counts.items() if count >= _AGAIN}
    if len(often) < 2:
        return list(cues)
    changed = []
    before = colours[0]
    number = 0
    for cue in cues:
        new = []
        for line in cue.lines:
            colour = colours[number]
            number += 1
            another = colour is not None and colour != before
            before = before if colour is None else colour
            new.append(f">> {line}" if another and not _ANOTHER.match(plain(line)) else line)
        changed.append(replace(cue, lines=tuple(new)))
    return changed


def _colour(line: str) -> str | None:
    """The colour of a whole line, empty for none and for white; None for a part of a line."""
    match = _OPEN.search(line)
    if not match:
        return ""
    colour = next(group for group in match.groups() if group)
    outside = plain(line[: match.start()])
    close = _CLOSE.search(line, match.end())
    if close:
        outside += plain(line[close.end() :])
    more = [next(filter(None, other.groups())) for other in _OPEN.finditer(line)]
    if outside or set(more) != {colour}:
        return None
    return "" if colour.lower() in _WHITE else colour.lower()
