"""Names alone on their lines, with the words of each below: which of such lines are labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.lines import Line
from index.language.vocabulary import HEADINGS, is_anonymous, normal
from index.parsing.labelwords import DASHED, is_entry, is_name, is_prose, is_titled
from index.parsing.marks import Mark
from index.parsing.placed import SENTENCE, begins_paragraph, is_slip, is_voice
from index.parsing.stacked import accept_stacked, is_office_line
from index.parsing.verdicts import Found, Verdict

_OFTEN = 3
"""A line of its own that recurs so often may be a label even if it does not look like a name."""
_LONG = 40
# The line below a name: "(Brindle North) (Lab)", "(Dame Hella Venn)".
_SEAT = re.compile(
    r"\((?P<note>[^\W\d_a-z][^().?!:\n]{1,60}(?:\([^()\n]{1,30}\))?)\)(?: ?\([^()\n]{1,40}\)){0,2}"
)


def accept_alone(family: Found) -> Verdict:
    """Names alone on their lines, with words under each; two recur, or three have an office."""
    verdict, stacked = _accept_alone(family), accept_stacked(family)
    taken = {mark.start for mark in verdict.labels}
    own = sum(mark.start in taken for mark in stacked.labels)
    return stacked if len(stacked.labels) > max(own, len(verdict.labels) / 2) else verdict


def _accept_alone(family: Found) -> Verdict:
    placed = [(n, m) for n, m in _with_offices(family) if _stands_alone(family.lines, n, m)]
    counts = Counter(normal(mark.label) for _, mark in placed)
    marks = [(n, m) for n, m in placed if _is_voiced(m, counts)]
    shouted = sum(is_shouted(mark.label) for _, mark in marks)
    capitals = 2 * shouted > len(marks)
    kept = []
    for number, mark in marks:
        label = normal(mark.label)
        if capitals and not is_shouted(mark.label):
            continue
        offered = _offers(mark, family.lines[number])
        if (
            (counts[label] > 1 and (is_name(label) or is_titled(label) or is_anonymous(label)))
            or is_titled(label)
            or counts[label] >= _OFTEN
            or (is_name(label) and " " in label and offered)
        ):
            kept.append(mark)
    voices = Counter(normal(mark.label) for mark in kept)
    again = sum(count > 1 for count in voices.values())
    if len(kept) < 4 or len(voices) < 2 or not again or (again < 2 and 2 * again < len(voices) - 1):
        return Verdict()
    kept += _again_alone(family, kept)
    kept = _with_lines_above(family, kept)
    slips, unknown = _others_alone(family.lines, marks, kept)
    return Verdict(kept + slips, _closing_headings(family.lines, kept) + unknown)


def _with_lines_above(found: Found, kept: Sequence[Mark]) -> list[Mark]:
    """The labels; one that stands right below other labels only is a part of those.

    A page prints `Portrait (Con)` between each peer's name and his words.
    """
    numbers = {line.start: number for number, line in enumerate(found.lines)}
    counts = Counter(mark.label for mark in kept)
    above = {}
    for mark in kept:
        number = numbers.get(mark.ends_before, 0)
        name = found.lines[number - 1]
        if number and not found.lines[number].gap and name.text in counts:
            above[mark.start] = name
    under = Counter(mark.label for mark in kept if mark.start in above)
    return [
        replace(mark, label=line.text, start=line.start, cut=line.start)
        if (line := above.get(mark.start)) and under[mark.label] == counts[mark.label]
        else mark
        for mark in kept
    ]


def _again_alone(found: Found, kept: Sequence[Mark]) -> list[Mark]:
    """Lines that are the whole of an accepted label, wherever they stand above words."""
    counts = Counter(mark.label for mark in kept if " " in mark.label)
    sure = {label for label, count in counts.items() if count >= _OFTEN}
    taken = {mark.start for mark in kept}
    return [
        mark
        for number, mark in _with_offices(found)
        if mark.label in sure
        and mark.start not in taken
        and number + 1 < len(found.lines)
        and _has_speech(found.lines[number + 1])
    ]


def _is_voiced(mark: Mark, counts: Counter[str]) -> bool:
    """Whether a line alone may name a voice: by its words, or because it comes back."""
    label = normal(mark.label)
    often = counts[label] >= _OFTEN and not HEADINGS.intersection(label.split())
    return is_anonymous(label) or is_titled(label) or is_name(label) or often


def _with_offices(family: Found) -> list[tuple[int, Mark]]:
    """The marks, each name with the office that stands on the line below as part of its label."""
    lines = family.lines
    below = {
        number + 1
        for number, mark in family.marks
        if number + 2 < len(lines)
        and not lines[number + 1].gap
        and _belongs(normal(mark.label), lines[number + 1].text)
    }
    return [
        (n, _with_line(m, lines[n + 1]) if n + 1 in below else m)
        for n, m in family.marks
        if n not in below
    ]


def _belongs(label: str, below: str) -> bool:
    """Whether the line below a name is his office, or his seat and his party in brackets."""
    if _SEAT.fullmatch(below):
        return is_name(label) or is_titled(label)
    return is_name(label) and not is_titled(label) and is_office_line(below)


def _with_line(mark: Mark, below: Line) -> Mark:
    seat = _SEAT.fullmatch(below.text)
    return replace(mark, after=below.end, note=seat["note"] if seat else mark.note)


def _others_alone(
    lines: Sequence[Line], marks: Sequence[tuple[int, Mark]], kept: Sequence[Mark]
) -> tuple[list[Mark], list[Mark]]:
    """Slips of accepted names, and other names alone on lines that are set as those are."""
    taken = {mark.start for mark in kept}
    labels = {normal(mark.label) for mark in kept}
    numbers = [number for number, mark in marks if mark.start in taken]
    apart = 2 * sum(lines[number + 1].gap > 0 for number in numbers) > len(numbers)
    shouted = 2 * sum(is_shouted(mark.label) for mark in kept) > len(kept)
    slips, unknown = [], []
    listed = _listed(lines, kept)
    single = 2 * sum(" " not in mark.label for mark in kept) > len(kept)
    named = set() if single else _mentioned(lines)
    for number, mark in marks:
        label = normal(mark.label)
        alike = (lines[number + 1].gap > 0) == apart and is_shouted(mark.label) == shouted
        if mark.start in taken or not alike:
            continue
        voice = is_voice(label) or is_anonymous(label)
        if voice or is_slip(label, labels) or label in listed:
            slips.append(mark)
        elif is_name(label) and (" " in label or single or label in named):
            unknown.append(mark)
    return slips, unknown


_MENTIONED = re.compile(r"\b(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep)\.?|[A-Z][a-z]+) ([A-Z][\w’'-]+)\b")


def _mentioned(lines: Sequence[Line]) -> set[str]:
    """The surnames that stand behind a title or a given name: `Mr. Dunn`, `Helga Dunn`."""
    return {name.upper() for line in lines for name in _MENTIONED.findall(line.text)}


_LISTED = re.compile(r"(?P<name>[^,:()\n–—]{3,50}?)(?: (?:-{1,2}|[–—]) |, )(?=\S)")


def _listed(lines: Sequence[Line], kept: Sequence[Mark]) -> set[str]:
    """Who is listed above the first label with office or house, as a call's participants are."""
    first = min(mark.start for mark in kept)
    above = [match for line in lines if line.end < first and (match := _LISTED.match(line.text))]
    return {normal(match["name"]) for match in above}


def is_shouted(label: str) -> bool:
    """Whether a label is in capitals, save for a title or an article before the name."""
    last = label.rsplit(maxsplit=1)[-1]
    return last.isupper() and len(label) > 1 and (last == label or len(last) > 1)


def _offers(mark: Mark, line: Line) -> bool:
    """Whether more than the name stands on its line: an office, a party, or only capitals."""
    return bool(mark.office or mark.note or mark.label.isupper()) or bool(DASHED.search(line.text))


def _stands_alone(lines: Sequence[Line], number: int, mark: Mark) -> bool:
    line = lines[number]
    if len(line.text) > 120 or number + 1 == len(lines):
        return False
    above = lines[number - 1].text if number else ""
    if not begins_paragraph(lines, number) and any(sign.isalnum() for sign in above):
        return False
    if SENTENCE.search(line.text) and not _SHORTENED.search(line.text):
        return False
    if _goes_on(line.text, lines[number + 1]):
        return False
    first = number + 1 if mark.after <= line.end else number + 2
    words = lines[min(first, len(lines) - 1)]
    if normal(words.text) == normal(mark.label) or is_entry(words.text):
        return False
    return len(words.text) > 1 and _has_speech(words)


_SHORTENED = re.compile(r"\b(?:[A-Z]|Co|Inc|Corp|Ltd|Jr|Sr|Esq|Bros|Ph\.?D|Plc|Cie)\.$")


def _goes_on(text: str, below: Line) -> bool:
    """Whether words and no office stand behind a name's dash: `MR. TADD – It was wet and we`."""
    dashed = DASHED.search(text)
    if not dashed:
        return False
    return is_prose(text[dashed.end() :]) or (not below.gap and below.text[0].islower())


_CLOSING_NOTE = re.compile(r"\s*[(\[][^()\[\]]{2,40}[)\]]$")


def _has_speech(line: Line) -> bool:
    """Whether a line below a name is long, or ends as a sentence does."""
    return len(line.text) > _LONG or bool(SENTENCE.search(_CLOSING_NOTE.sub("", line.text)))


def _closing_headings(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Headings such as `Questions and Answers:` right above a label: nobody says them."""
    starts = {mark.cut for mark in marks}
    headings = []
    for line, below in pairwise(lines):
        above = below.start in starts and line.start not in starts
        short = len(line.text) < 60 and not re.search(r"[.?!,]", line.text)
        if above and short and line.text.endswith(":"):
            headings.append(Mark(line.text, line.start, line.end, cut=line.start, known=False))
    return headings
