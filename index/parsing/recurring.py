"""Lines that come back: what a page prints under each name, and names in small letters alone.

kind        example                                  counter-example
clock       [05:58:30] ADA QUILL: The gate.          [05:58:30] It is: half past
counter     Anf. 12 ADA QUILL / Anf. 13 JO BELL      Lock 12 is shut
point       16.03 Ada Quill: The gate.               16.03 metres
furniture   Ada Quill / Link to this / words         Ada Quill / Yes. / Jo Bell
name        ada quill / words / jo bell / words      we went on / words / we went on
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.lines import Line
from index.language.naming import is_opener, may_name
from index.parsing.marks import UPPER, Mark

_LEAST, _VOICES = 6, 3
"""A line belongs to the page, not to the talk, if it recurs so often, below so many other lines."""
_SHORT = 120
# What a page offers under a name, in words that nobody says there.
_OFFERED = re.compile(r"(?i)share(?: this(?: specific)? \w+)?|copy link(?: to this \w+)?")
_UNDER_NAMES = 0.6
"""The share of its places where the line above it recurs as well."""
_SENTENCE = re.compile(r"[.?!…,;][\"”’»)\]]*$")
_NAME_WORDS, _AGAIN, _TURNING, _SHARE = 4, 3, 0.85, 0.25
_NO_NAME = re.compile(r"^[(\[*#>]|[(\[:]|^\W+$")


def furniture(lines: Sequence[Line]) -> frozenset[str]:
    """What a page prints under every name: `Link to this: In context`."""
    counts = Counter(line.text for line in lines if len(line.text) <= _SHORT)
    offered = frozenset(
        text for text, count in counts.items() if count >= _AGAIN and _OFFERED.fullmatch(text)
    )
    if all(count < _LEAST for count in counts.values()):
        return offered
    above: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for upper, line in pairwise(lines):
        if counts[line.text] >= _LEAST and not _SENTENCE.search(line.text):
            above[line.text][upper.text] += 1
    return offered | {text for text, upper in above.items() if _is_furniture(upper, counts)}


def behind_furniture(
    marks: Sequence[Mark], lines: Sequence[Line], texts: frozenset[str]
) -> list[Mark]:
    """The labels, each with what the page prints under it as part of it."""
    ends = {upper.end: line.end for upper, line in pairwise(lines) if line.text in texts}
    return [replace(mark, after=ends.get(mark.after, mark.after)) for mark in marks]


def _is_furniture(upper: Counter[str], counts: Counter[str]) -> bool:
    again = sum(count for text, count in upper.items() if counts[text] > 1)
    voices = sum(count > 1 for count in upper.values())
    short = sum(count for text, count in upper.items() if not _SENTENCE.search(text))
    return (
        voices >= _VOICES
        and again >= _UNDER_NAMES * upper.total()
        and short >= _UNDER_NAMES * upper.total()
    )


_COUNTED = re.compile(
    rf"(?P<word>(?!Q\b)[{UPPER}]\w{{1,14}}\.?)\s+(?P<number>\d{{1,4}})[.:)]?\s+(?=[{UPPER}])"
)
_COUNTING = 0.9
_DIGIT = re.compile(r"\d")
_COUNTER_LENGTH = 22


def counted(lines: Sequence[Line]) -> dict[int, Line]:
    """Lines that a report counts by one word and a number, without them, by their own starts."""
    found: defaultdict[str, list[tuple[Line, re.Match[str]]]] = defaultdict(list)
    for line in lines:
        match = _COUNTED.match(line.text) if _DIGIT.search(line.text, 0, _COUNTER_LENGTH) else None
        if match:
            found[match["word"]].append((line, match))
    return _points(lines) | {
        line.start: line._replace(start=line.start + match.end(), text=line.text[match.end() :])
        for pairs in found.values()
        if len(pairs) >= _LEAST and _counts_up([int(match["number"]) for _, match in pairs])
        for line, match in pairs
    }


_POINT = re.compile(rf"(\d{{1,2}})\.(\d{{1,3}})\s+(?=(?P<name>[{UPPER}]\S*\s\S+)[^.?!\n]{{0,90}}:)")


def _points(lines: Sequence[Line]) -> dict[int, Line]:
    """Lines with a label behind a number with a point, or a time, that goes up.

    One of the names comes back: the points of a list have other headings each.
    """
    pairs = [
        (line, match)
        for line in lines
        if line.text[0].isdigit() and (match := _POINT.match(line.text))
    ]
    numbers = [(int(match[1]), int(match[2])) for _, match in pairs]
    rising = sum(one < other for one, other in pairwise(numbers))
    names = {match["name"] for _, match in pairs}
    if len(pairs) < _AGAIN or len(names) == len(pairs) or rising < _COUNTING * (len(pairs) - 1):
        return {}
    return {
        line.start: line._replace(start=line.start + match.end(), text=line.text[match.end() :])
        for line, match in pairs
    }


_CLOCKED = re.compile(rf"\[\d{{1,2}}:\d{{2}}(?::\d{{2}})?\]\s+(?=[{UPPER}])")
_NOW_AND_THEN = 0.9
"""Of the paragraphs, a share that may begin with a clock where it stands now and then."""


def clocked(lines: Sequence[Line]) -> dict[int, Line]:
    """Lines with a clock in brackets before them, without it, where one stands now and then."""
    pairs = [
        (line, match)
        for line in lines
        if line.text[0] == "[" and (match := _CLOCKED.match(line.text))
    ]
    if len(pairs) > _NOW_AND_THEN * sum(line.gap > 0 for line in lines):
        return {}
    return {
        line.start: line._replace(start=line.start + match.end(), text=line.text[match.end() :])
        for line, match in pairs
    }


def _counts_up(numbers: Sequence[int]) -> bool:
    steps = [other - one for one, other in pairwise(numbers)]
    return sum(step in (1, 2) for step in steps) >= _COUNTING * len(steps)


def small_names(lines: Sequence[Line]) -> list[Mark]:
    """Names in small letters, each alone in its paragraph, where nothing else marks who speaks.

    They take turns and come back; a line that is set as they are but stands once is nobody's.
    """
    places = [number for number in range(len(lines) - 1) if _is_alone(lines, number)]
    counts = Counter(lines[number].text for number in places)
    names = {text for text, count in counts.items() if count >= _AGAIN}
    named = [number for number in places if lines[number].text in names]
    if len(names) < 2 or len(named) < _SHARE * sum(line.gap > 0 for line in lines):
        return []
    turning = sum(lines[a].text != lines[b].text for a, b in pairwise(named))
    if turning < _TURNING * (len(named) - 1):
        return []
    first = named[0]
    return [
        Mark(line.text, line.start, line.end, cut=line.start, known=line.text in names)
        for line in (lines[number] for number in places if number >= first)
    ]


def _is_alone(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is a paragraph of its own, of a few words that may be a name."""
    line, below = lines[number], lines[number + 1]
    if not line.gap or not below.gap or _SENTENCE.search(line.text) or _NO_NAME.search(line.text):
        return False
    words = line.text.split()
    small = any(word[0].islower() for word in words)
    return small and len(words) <= _NAME_WORDS and may_name(line.text) and not is_opener(line.text)
