"""Labels with times as meeting tools and recognisers write them into plain text.

The name and its time stand in any order, on one line or two, before the words or above them. A
file keeps to one form, so the one that fits most lines is read, and only where it fits twice.

    form        example                          counter-example
    before      [00:02] Ada Quill: The gate.     [00:02] The question is: what?
    behind      Ada Quill (0:02): The gate.      Ada at 0:02: the gate
    brackets    [Ada Quill] [0:02] The gate.     Ada Quill (0:02) came late.
    above       Ada Quill  0:02                  We leave at 10:30
    time first  0:02 - Ada Quill (Mole Trust)    9:00 Opening
    two lines   Ada Quill / 0:02                 0:02 / The gate.
    below       Ada Quill / (0:02) The gate.     We stop / (0:02) The gate.
    bold        0:02 **Ada Quill** The gate.     0:02 **Important** it is shut.
    paragraphs  Ada Quill: The gate. 00:05:00    (Google Meet: a clock alone, now and then)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.dates import date_line
from index.language.lines import SPACE, Line, colons
from index.language.naming import Opening, Prefix, is_opener, learn, may_name, shape
from index.language.vocabulary import HEADINGS, is_anonymous, normal
from index.parsing.clocks import (
    ALONE,
    BESIDE,
    CLOCK,
    COLON,
    DAY,
    HALF_DAY,
    IN_BRACKETS,
    LEAD,
    LONGEST,
    NAME,
    PLAIN_TIME,
    STAR,
    TIME,
    Timed,
    is_clock,
    is_dash,
    is_tail,
    time_of,
    timed_label,
)
from index.parsing.interludes import refrains, without_interludes
from index.parsing.labelwords import is_titled
from index.parsing.marks import UPPER, Mark
from index.parsing.meetdocs import paragraphs
from index.parsing.turns import WRITTEN

_BEFORE = re.compile(
    rf"{LEAD}{TIME}{STAR}(?:{SPACE}[^\W\d_]{{1,4}}(?={SPACE}[-–]{SPACE}))?{SPACE}*[-–—|:,]?{SPACE}*"
    rf"(?:[Ff]rom{SPACE}+)?{STAR}\[?"
    rf"(?:(?P<label>{NAME})\]?{BESIDE}(?:{SPACE}+[Tt]o{SPACE}+[^:\n]{{1,40}})?{COLON}(?=\S|$))?"
)
_BEHIND = re.compile(
    rf"{LEAD}\[?(?P<label>{NAME})\]?{STAR}{SPACE}*"
    rf"(?:{IN_BRACKETS}{STAR}{BESIDE}{COLON}|[:：]{STAR}{SPACE}*"
    rf"{IN_BRACKETS.replace('time', 'inner')}{STAR}{SPACE}*(?:[-–—]{SPACE}*)?)(?=\S|$)"
)
_BRACKETS = re.compile(
    rf"{LEAD}\[?(?P<label>{NAME})\]?{STAR}{SPACE}*{IN_BRACKETS}{STAR}:?{SPACE}+"
    rf"(?=[{UPPER}\d\"“‘'«¿¡(\[]|$)"
)
_ABOVE = re.compile(
    rf"{LEAD}(?P<open>\[?)(?P<label>{NAME})\]?{STAR}(?::[a-z0-9_+-]{{2,40}}:|[:：])?{STAR}{BESIDE}{STAR}"
    rf"(?P<gap>{SPACE}*[|,·•–—-]?{SPACE}*){STAR}{TIME}{STAR}"
)
_TIME_FIRST = re.compile(
    rf"{LEAD}{PLAIN_TIME}{STAR}(?P<gap>{SPACE}*[|,·•–—-]?{SPACE}*){STAR}"
    rf"(?P<open>\[?)(?P<label>{NAME})\]?{STAR}[:：]?{STAR}{BESIDE}{STAR}"
)
_NAME_ALONE = re.compile(rf"{LEAD}\[?(?P<label>{NAME})\]?{STAR}{BESIDE}(?P<colon>{COLON})?{STAR}")
# Also linked as in a notebook: `[[Ada Quill]]: words`.
_BRACKET_NAME = re.compile(
    rf"{LEAD}\[\[?(?P<label>[^\[\]\n]{{1,60}})\]\]?{STAR}{SPACE}*[:：]{STAR}{SPACE}*(?=\S|$)"
)
# A name in bold, its time before it or behind it in italics or brackets.
_BOLD = re.compile(
    rf"(?:{TIME}{SPACE}+(?:[-–—|]{SPACE}+)?)?(?:\*\*|__)(?P<label>{NAME})(?:\*\*|__)"
    rf"(?:{SPACE}*[*_(\[]{{1,2}}(?P<inner>{CLOCK})[*_)\]]{{1,2}})?:?{SPACE}+(?=\S)"
)
_CLOCK_BEFORE = re.compile(rf"{LEAD}{IN_BRACKETS}{SPACE}+(?=\S)")
_BETWEEN = re.compile(
    r"[\[(<]\s*\d[\d:.,]{3,12}\s*[\])>][^:\n]{0,60}:\s*$|:\s*[\[(<]\s*\d[\d:.,]{3,12}[\])>]\s*$"
)
_TIME_ALONE = re.compile(rf"{LEAD}{TIME}{STAR}{SPACE}*[-–—|:]?{SPACE}*")
# How long somebody spoke, as one recogniser writes it behind the words.
_SECONDS = re.compile(rf"{SPACE}*\[\d{{1,4}}(?:\.\d{{1,2}})?s\]$")
# Zoom's chat: `00:03:58<tab>Ada Quill:<tab>words`, `16:04:02 From Ada Quill to Everyone:`
_CHAT = re.compile(
    rf"\[?{DAY}|{LEAD}{CLOCK}(?:\t[^\t:\n]+:\t|{SPACE}+From{SPACE}[^\n]{{1,90}}?{SPACE}*:)"
)
# A time of a film in which frames are dropped, `00;00;05;12`, one behind a date, `3/3/31 10.00 -`.
_OTHERS = re.compile(r"\b\d\d;\d\d(?=;\d\d;\d\d\b)|^\S{6,10},? \d{1,2}\.\d{2}(?= - )", re.MULTILINE)
_OWNERS = frozenset(("You", "Me", "I"))
_IS_DAY = re.compile(DAY)
_WALL_CLOCK_S = 3600
_RECURRING = 0.6
"""Share of names on lines of their own that must stand again, where no colon marks them."""


def timed_marks(text: str, lines: Sequence[Line]) -> list[Mark]:
    """The labels of a text whose form gives times beside them, each with the end of its words.

    Nothing where no form fits: then the labels are looked for without times.
    """
    clocked = _clocked(text, lines)
    best = _bracketed(lines) if "]" in text else []
    forms = (
        _before,
        _behind,
        _brackets,
        _above,
        _time_first,
        _two_lines,
        _below,
        _bold,
        paragraphs,
    )
    for form in forms * bool(clocked):
        timed_labels = form(lines, clocked)
        if sum(bool(timed.label) for timed in timed_labels) > sum(
            bool(timed.label) for timed in best
        ):
            best = timed_labels
    if sum(bool(timed.label) for timed in best) < 2:
        return []
    marks = _marks(lines, best)
    written = sum(bool(_CHAT.match(lines[timed.line].text, 0, 2 * LONGEST)) for timed in best)
    return [replace(mark, note=WRITTEN) for mark in marks] if 2 * written > len(best) else marks


def beside_timed(text: str, timed: Sequence[Mark], others: Sequence[Mark]) -> list[Mark]:
    """The labels with times, and those of the same text that have a colon and no time.

    Where the times stand between name and colon, some names have none; where they stand before the
    names, some recurring ones.
    """
    inside = [
        mark for mark in timed if mark.label and _BETWEEN.search(text, mark.start, mark.after)
    ]
    before = [
        mark
        for mark in timed
        if mark.label and mark.cut is not None and _TIME_ALONE.match(text, mark.cut, mark.start)
    ]
    taken = {mark.ends_before for mark in timed}
    free = [mark for mark in others if mark.ends_before not in taken and mark.label]
    if 2 * len(inside) < len(timed):
        named = Counter(mark.label for mark in (*timed, *free))
        colon = [
            m for m in free if m.known and named[m.label] > 1 and ":" in text[m.start : m.after]
        ]
        free = colon if 2 * len(before) >= len(timed) else []
    if not free:
        return list(timed)
    return sorted([*(replace(m, until=None) for m in timed), *free], key=lambda mark: mark.start)


def _clocked(text: str, lines: Sequence[Line]) -> list[int]:
    """The lines with a clock near their start, in order; none where the text has but one."""
    clocks = [
        place
        for place in (*colons(text), *(match.end() - 3 for match in _OTHERS.finditer(text)))
        if text[place - 1 : place].isdigit() and text[place + 1 : place + 3].isdigit()
    ]
    starts = [line.start for line in lines]
    near = ((bisect_right(starts, place) - 1, place) for place in clocks * (len(clocks) > 1))
    # A clock above the first line stands in what is said of the text, not in it.
    return sorted({n for n, place in near if n >= 0 and place - starts[n] < LONGEST})


def _marks(lines: Sequence[Line], labels: Sequence[Timed]) -> list[Mark]:
    times = [timed.time_s for timed in labels if timed.time_s is not None]
    on_the_wall = bool(times) and times[0] >= _WALL_CLOCK_S
    marks = []
    again = refrains(lines, (lines[timed.line].start for timed in labels))
    stops = [*(timed.line for timed in labels[1:]), len(lines)]
    for timed, stop in zip(labels, stops, strict=True):
        marks.append(
            Mark(
                label=timed.label,
                start=timed.start,
                after=timed.after,
                start_s=None if on_the_wall else timed.time_s,
                until=_until(lines, timed, stop, again),
                cut=lines[timed.line].start,
                known=bool(timed.label),
            )
        )
    return marks


def _until(lines: Sequence[Line], timed: Timed, stop: int, again: frozenset[str]) -> int:
    """Where the words end: before the next label's lines, a clock alone, a heading or an end note.

    A heading stands in a paragraph of its own, and words of this label stand above it.
    """
    last = stop - 1
    while last > timed.line and (is_clock(lines[last]) or is_tail(lines[last])):
        last -= 1
    own = [line for line in lines[timed.line + 1 : last + 1] if line.start >= timed.after]
    if len(own) > 1 and stop < len(lines):
        own = without_interludes(own, asked=False, again=again)
        last = max(timed.line, bisect_right(lines, own[-1].start, key=lambda line: line.start) - 1)
    end = lines[last].end
    seconds = _SECONDS.search(lines[last].text)
    if seconds:
        end = lines[last].start + seconds.start()
    return max(end, timed.after)


def _labelled(lines: Sequence[Line], numbers: Sequence[int], form: re.Pattern[str]) -> list[Timed]:
    """Lines that begin with a label and words behind it; the names are learned from all of them.

    A line with a time but without a name that is believed is nobody's; of pronouns those are
    believed that a tool calls its owner by.
    """
    matches = [
        (number, match)
        for number in numbers
        if (match := form.match(lines[number].text, 0, 2 * LONGEST))
    ]
    openings = []
    for _, match in matches:
        label = (match["label"] or "").strip()
        label_prefix = Prefix(label, match.end()) if label and may_name(label) else None
        openings.append(Opening(label_prefix, first=True, ended=True))
    called = learn(openings)
    if not called:
        return []
    own = _OWNERS if form is not _BRACKET_NAME else frozenset[str]()
    found_all = []
    for (number, match), opening in zip(matches, openings, strict=True):
        line = lines[number]
        if opening.prefix and (opening.prefix.label in called or opening.prefix.label in own):
            found_all.append(timed_label(match, line, number))
        elif form is _BEHIND:
            found_all.append(Timed("", line.start, number, line.start, time_of(match)))
        elif form is _BEFORE:
            end = _TIME_ALONE.match(line.text)
            after = line.start + (end.end() if end else 0)
            found_all.append(Timed("", after, number, after, time_of(match)))
    return found_all


def _before(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    return _labelled(lines, clocked, _BEFORE)


def _behind(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    return _labelled(lines, clocked, _BEHIND)


def _brackets(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    """A name and a time in brackets without a colon, where each name looks like one."""
    labels = _labelled(lines, clocked, _BRACKETS)
    sure = all(shape(timed.label) != "lower" and not is_opener(timed.label) for timed in labels)
    return labels if sure else []


def _bold(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    """Names in bold with a time; a word that stands once in such a place names nobody."""
    labels = _labelled(lines, clocked, _BOLD)
    counts = Counter(timed.label for timed in labels)
    again = sum(counts[timed.label] > 1 for timed in labels)
    return labels if again >= _RECURRING * len(labels) and len(counts) > 1 else []


def _bracketed(lines: Sequence[Line]) -> list[Timed]:
    """`[SPEAKER_00]: words`, without any time."""
    numbers = [number for number, line in enumerate(lines) if "[" in line.text[:8]]
    return [replace(timed, time_s=None) for timed in _labelled(lines, numbers, _BRACKET_NAME)]


def _above(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    return _headers(lines, clocked, _ABOVE)


def _time_first(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    return _headers(lines, clocked, _TIME_FIRST)


def _headers(lines: Sequence[Line], clocked: Sequence[int], form: re.Pattern[str]) -> list[Timed]:
    """Lines of a name and a time alone, with the words below."""
    possible: list[tuple[Timed, str, bool]] = []
    for number in clocked:
        line = lines[number]
        match = form.fullmatch(line.text) if len(line.text) <= LONGEST else None
        if (
            not match
            or not may_name(match["label"].strip())
            or not _is_worded(match["label"], form)
        ):
            continue
        style = f"{match['open']}{' '.join(match['gap'].split()) or len(match['gap']) > 1}"
        label = match["label"].strip()
        named = shape(label) != "lower" and (is_anonymous(normal(label)) or not is_opener(label))
        dated = form is _TIME_FIRST and _IS_DAY.match(match["time"] or "")
        named = named or (dated is not None and " " not in label)
        possible.append((timed_label(match, line, number, line.end), style, named))
    styles = {style for _, style, named in possible if named}
    kept: list[Timed] = []
    for place, (timed, style, named) in enumerate(possible):
        if named or (style in styles and _in_time(possible, place)):
            kept.append(timed)
    return kept if sum(named for _, _, named in possible) > 1 else []


def _is_worded(label: str, form: re.Pattern[str]) -> bool:
    """Whether a label has letters, or is a telephone number; `P.M. EDT` belongs to the time.

    A date before a clock says when they met.
    """
    if date_line(label.strip(" ,")) or _IS_DAY.fullmatch(f"{label.strip(' ,')} "):
        return False
    if form is not _ABOVE and HALF_DAY.search(label.strip()):
        return False
    return any(sign.isalpha() for sign in label) or label.lstrip().startswith("+")


def _in_time(possible: Sequence[tuple[Timed, str, bool]], place: int) -> bool:
    """Whether a line's time lies between those of its neighbours, as a name's does."""
    times = [timed.time_s or 0.0 for timed, _, _ in possible[max(0, place - 1) : place + 2]]
    return times == sorted(times) and len(times) > 1


def _two_lines(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    """A name on one line and its time on the next, or the other way round."""
    clocks = [number for number in clocked if is_clock(lines[number])]
    if len(clocks) < 2:
        return []
    above = _pairs(lines, clocks, lambda number: number - 1 - is_dash(lines[number - 1]))
    below = _pairs(lines, clocks, lambda number: number + 1)
    return max(above, below, key=len)


def _pairs(
    lines: Sequence[Line], clocks: Sequence[int], other: Callable[[int], int]
) -> list[Timed]:
    labels: list[tuple[Timed, bool]] = []
    for number in clocks:
        named = other(number)
        last = max(named, number)
        if named < 0 or last + 1 >= len(lines) or len(lines[named].text) > LONGEST:
            continue
        match = _NAME_ALONE.fullmatch(lines[named].text)
        clock = ALONE.fullmatch(lines[number].text)
        # What is debated has a dash: "Opposition Motion—Ferries".
        if not match or not clock or "—" in match["label"]:
            continue
        timed = timed_label(match, lines[named], min(named, number), lines[last].end)
        if not may_name(timed.label):
            # "Mr Jo TADD, Norland, spokesperson for the group": the office is no part of the name.
            timed = replace(timed, label=timed.label.partition(",")[0])
        if not may_name(timed.label):
            continue
        labels.append((replace(timed, time_s=time_of(clock)), match["colon"] is not None))
    counts = Counter(timed.label for timed, _ in labels)
    again = sum(
        colon or counts[timed.label] > 1 or is_anonymous(name) or is_titled(name)
        for timed, colon in labels
        for name in [normal(timed.label)]
    )
    if len(counts) == 1 and HEADINGS.intersection(*map(str.split, map(normal, counts))):
        return []  # "Government Orders" above each clock
    ends = {line.end: below.text for line, below in pairwise(lines)}
    if 2 * sum(timed.label in ends.get(timed.after, "") for timed, _ in labels) > len(labels):
        return []  # a party above the name with its party
    if len(labels) < 2 or again < _RECURRING * len(labels) or 2 * len(labels) < len(clocks):
        return []
    return [
        timed
        for timed, colon in labels
        if colon or counts[timed.label] > 1 or shape(timed.label) not in ("lower",)
    ]


def _below(lines: Sequence[Line], clocked: Sequence[int]) -> list[Timed]:
    """A name on one line; the next begins with its time in brackets, and the words follow."""
    labels = []
    for number in clocked:
        named, line = lines[number - 1], lines[number]
        clock = _CLOCK_BEFORE.match(line.text)
        match = _NAME_ALONE.fullmatch(named.text) if len(named.text) <= LONGEST else None
        if number and clock and match and may_name(match["label"].strip()):
            timed = timed_label(match, named, number - 1, line.start + clock.end())
            labels.append(replace(timed, time_s=time_of(clock)))
    counts = Counter(timed.label for timed in labels)
    again = [timed for timed in labels if counts[timed.label] > 1]
    return again if len(again) >= _RECURRING * len(labels) and len(labels) > 1 else []
