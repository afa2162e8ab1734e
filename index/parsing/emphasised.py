"""Lines in bold or italics that are set as a document's labels are, in Markdown.

Labels have emphasis and others have none, or stand in it as nothing else does. What is set as most
labels are is one as well, if it comes back; else it is nobody's, and ends the turn before.

    setting    known                   alike                  counter-example
    colon      **Jo Bell:** No.        **lockbot:** No.       Jo Bell: **No.**
    quoted     > *Jo Bell:* No.        > *lockbot:* No.       > It is *wet:* no.
    alone      **Jo Bell** / No.       **Dunn** / No.         ## Dunn / No.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from index.language.lines import SPACE, Line
from index.language.naming import is_opener, may_name
from index.language.vocabulary import HEADINGS, NOT_LABELS, normal
from index.parsing.labelwords import is_forbidden, is_name
from index.parsing.marks import Mark

_SIGN = rf"(?P<sign>(?:>{SPACE}?)?[*_]{{1,3}})"
_COLON = re.compile(
    rf"{_SIGN}(?P<label>[^*_:\n]{{1,60}}?)(?::[*_]{{1,3}}:?|[*_]{{1,3}}{SPACE}?:)(?={SPACE}|$)"
)
_ALONE = re.compile(rf"{_SIGN}(?P<label>[^*_:\n]{{1,60}})[*_]{{1,3}}")
# What has a time in it parts a recording and no topic.
_HEADING = re.compile(rf"#{{1,6}}{SPACE}(?!.*\d:\d\d)")
_LEAST, _AGAIN, _MOST_WORDS = 3, 2, 4


def with_emphasised(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with those of lines that are set as most of the known ones are."""
    taken = sorted(mark.ends_before for mark in marks if mark.known)
    ended = sorted(mark.ends_before for mark in marks)
    if len(taken) < _LEAST:
        return list(marks)
    held: Counter[str] = Counter()
    free: defaultdict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.text[0] not in "*_>":
            continue
        match = _COLON.match(line.text) or _ALONE.fullmatch(line.text)
        if match is None:
            continue
        setting = f"{match['sign']}{match.re is _ALONE}"
        if _holds(taken, line):
            held[setting] += 1
        elif line.start > taken[0]:
            free[setting].append((number, match))
    found: list[Mark] = []
    for setting, others in free.items():
        if held[setting] >= max(_LEAST, len(others)):
            alike = _alike(lines, others)
            found += [m for m in alike if m.known or not _holds(ended, lines[_at(lines, m)])]
    cuts = {mark.ends_before for mark in found}
    kept = [mark for mark in marks if mark.known or mark.ends_before not in cuts]
    return sorted([*kept, *found], key=lambda mark: mark.start)


_HEADED, _FOLLOWED = 2, 0.6
"""So many headings of Markdown, and such a share of all, have a label right below them."""


def with_headings(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, and marks of nobody for headings of Markdown that have no label below them.

    Where most have one, what stands below any other is a list or a summary.
    """
    taken = sorted(mark.ends_before for mark in marks)
    headings = [
        number
        for number, line in enumerate(lines[:-1])
        if taken and lines[number + 1].end > taken[0] and _HEADING.match(line.text)
    ]
    free = [number for number in headings if not _holds(taken, lines[number])]
    free = [n for n in free if not _HEADING.match(lines[n + 1].text)]
    other = [n for n in free if not _holds(taken, lines[n + 1])]
    followed = len(free) - len(other)
    if followed < _HEADED or followed < _FOLLOWED * len(free):
        return list(marks)
    found = [
        Mark(lines[n].text, lines[n].start, lines[n].start, cut=lines[n].start, known=False)
        for n in other
    ]
    return sorted([*marks, *found], key=lambda mark: mark.start)


def _at(lines: Sequence[Line], mark: Mark) -> int:
    return bisect_right(lines, mark.ends_before, key=lambda line: line.start) - 1


def _alike(lines: Sequence[Line], found: Sequence[tuple[int, re.Match[str]]]) -> list[Mark]:
    counts = Counter(match["label"] for _, match in found)
    headed = any(_HEADING.match(line.text) for line in lines)
    marks = []
    for number, match in found:
        line, label = lines[number], match["label"].strip()
        alone = match.re is _ALONE
        if alone and not _is_over_words(lines, number):
            continue
        if _may_speak(label) and (
            (not alone and counts[match["label"]] >= _AGAIN) or (alone and headed)
        ):
            start = line.start + match.start("label")
            after = line.end if alone else line.start + match.end()
            marks.append(Mark(label, start, after, cut=line.start))
        else:
            marks.append(Mark(line.text, line.start, line.start, cut=line.start, known=False))
    return marks


def _may_speak(label: str) -> bool:
    """Whether such a label can be a name: no heading's word, no sentence, few words."""
    words = normal(label).split()
    if not words or len(words) > _MOST_WORDS or (HEADINGS | NOT_LABELS).intersection(words):
        return False
    named = is_name(" ".join(words)) and not is_forbidden(" ".join(words))
    return named and may_name(label) and not is_opener(label)


def _is_over_words(lines: Sequence[Line], number: int) -> bool:
    """Whether a line alone has a paragraph to itself, and words stand below it."""
    return number + 1 < len(lines) and lines[number].gap > 0


def _holds(taken: Sequence[int], line: Line) -> bool:
    place = bisect_right(taken, line.end) - 1
    return place >= 0 and taken[place] >= line.start
