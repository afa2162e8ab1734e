"""A video page's transcript, copied so that times stick to the words, spelt out a second time.

    Chapter 1: The upper gate
    0:00the upper gate of the canal
    0:044 secondswas mended last
    1:051 minute, 5 secondsand nobody knows

The words for hours, minutes and seconds are in the page's language: they are what all lines have
behind their numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.readers.cues import Cue, seconds
from index.readers.subtitles import spoken
from index.records import Metadata, Source

GLUED = "text/x-glued-transcript"
_LINE = re.compile(r"(?P<clock>(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>\d{2}))(?P<rest>.*)")
_CHAPTER = re.compile(r"\S+ \d{1,3} ?[:：] \S.*")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST, _SHARE, _HEAD, _ALIKE = 4, 0.6, 12, 3
"""The fewest lines with a time that is spelt out, and their least share; the most lines above the
first; the fewest lines whose common beginning is a unit."""
_LAST_S = 6.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A time, the unit that is spelt last and whether it is one, and what follows its number.

    `before` has the units that are spelt before it, as words.
    """

    start_s: float
    unit: str
    one: bool
    rest: str
    before: tuple[tuple[str, bool, str], ...] = ()


def is_glued(text: str) -> bool:
    """Whether most lines of a text are such copies."""
    lines = _lines(text)
    read = [_read(line) for line in lines]
    spelt = sum(bool(one and one.unit) for one in read)
    first = next((number for number, one in enumerate(read) if one), len(lines))
    return spelt >= _LEAST and spelt >= _SHARE * (len(lines) - first) and first <= _HEAD


def read_glued(text: str) -> Source:
    """The words with their times; headings of chapters are left out, a line above is the title."""
    lines = [line for line in _lines(text) if not _CHAPTER.fullmatch(line)]
    read = [_read(line) for line in lines]
    units = _units([one for one in read if one])
    head: list[str] = []
    said: list[tuple[float, list[str]]] = []
    for line, one in zip(lines, read, strict=True):
        if one:
            said.append((one.start_s, [_words(one, units)]))
        elif said:
            said[-1][1].append(line)
        else:
            head.append(line)
    stops = [*(start for start, _ in said[1:]), said[-1][0] + _LAST_S]
    cues = [
        Cue(start, max(start, stop), tuple(filter(None, words)))
        for (start, words), stop in zip(said, stops, strict=True)
    ]
    source = spoken(cues, GLUED)
    return replace(source, metadata=Metadata(title=head[0] if head else None))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read(line: str) -> _Line | None:
    """A line that begins with a clock; without a unit where nothing spells it again."""
    match = _LINE.fullmatch(line)
    if not match:
        return None
    rest, unit, one = match["rest"], "", False
    before: list[tuple[str, bool, str]] = []
    for name in ("h", "m", "s"):
        number = int(match[name] or 0)
        if not number:
            continue
        part = re.match(rf"\D{{0,12}}{number}\s?(?=\D)", rest) if unit else None
        part = part or (None if unit else re.match(rf"{number}\s?(?=[^\d\s])", rest))
        if not part:
            return _Line(seconds(match["clock"]), "", False, match["rest"])
        word = _LETTERS.match(rest)
        if unit and word:
            before.append((unit, one, word[0]))
        rest, unit, one = rest[part.end() :], name, number == 1
    return _Line(seconds(match["clock"]), unit, one, rest, tuple(before))


def _units(lines: Sequence[_Line]) -> dict[tuple[str, bool], str]:
    """What all lines with one unit have in common behind its number, or what stands inside one."""
    rests: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for line in lines:
        if line.unit:
            rests[line.unit, line.one].append(line.rest)
    inside = {(unit, one): word for line in lines for unit, one, word in line.before}
    return inside | {key: _shared(many) for key, many in rests.items() if len(many) >= _ALIKE}


def _shared(texts: Sequence[str]) -> str:
    """The longest beginning that all have."""
    shortest, other = min(texts), max(texts)
    same = next((n for n, (a, b) in enumerate(zip(shortest, other, strict=False)) if a != b), None)
    return shortest if same is None else shortest[:same]


def _words(line: _Line, units: Mapping[tuple[str, bool], str]) -> str:
    """A line's words behind its unit; a unit that is seldom is near to that of the other number."""
    if not line.unit:
        return line.rest.strip()
    known = units.get((line.unit, line.one)) or units.get((line.unit, not line.one), "")
    shared = _shared([known, line.rest])
    return line.rest[len(shared) :].strip()
