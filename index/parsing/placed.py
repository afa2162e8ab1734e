"""Which marks are labels where their place tells: before a full stop, a dash, alone on a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.likeness import is_near
from index.language.lines import ABBREVIATED, Line
from index.language.naming import is_opener
from index.language.vocabulary import (
    FOREIGN,
    HEADINGS,
    HONORIFICS,
    OFFICES,
    RANKS,
    is_anonymous,
    normal,
)
from index.parsing.interludes import is_heading, is_note
from index.parsing.labelwords import (
    DASHED,
    is_entry,
    is_forbidden,
    is_name,
    is_prose,
    is_titled,
)
from index.parsing.marks import Mark
from index.parsing.verdicts import Found, Verdict

_NOTED = 3
_OFTEN = 3
"""A line of its own that recurs so often may be a label even if it does not look like a name."""
_LONG, _OFFICE_LINE = 40, 100
SENTENCE = re.compile(r"[.?!…:;,][\"”’»)\]*_]*$|--$|—$")


def accept_stop(family: Found) -> Verdict:
    """`Mr. Tadd. I rise …` where a paragraph begins; three titled ones of two voices at least.

    Beside them a slip of one of them counts, and a voice without a name.
    """
    once = {mark.start: (n, mark) for n, mark in family.marks}
    begun = [
        (n, mark)
        for n, mark in once.values()
        if begins_paragraph(family.lines, n) or (mark.label.isupper() and " " in mark.label)
    ]
    counts = Counter(mark.label for _, mark in begun)
    marks = [(n, m) for n, m in begun if _is_stopped(m.label) or _is_shouted(m.label, counts)]
    indents = Counter(family.lines[number].indent for number, _ in marks)
    if any(indents) and 2 * sum(count for indent, count in indents.items() if indent) > len(marks):
        marks = [(number, mark) for number, mark in marks if family.lines[number].indent]
    labels = {normal(mark.label) for _, mark in marks}
    if len(marks) < 3 or len(labels) < 2:
        return Verdict()
    addressed = {
        f"{honorific} {label[4:]}"
        for label in labels
        if label.startswith("THE ")
        for honorific in ("MR", "MADAM", "MADAME")
    }
    kept = [mark for _, mark in marks if normal(mark.label) not in addressed]
    taken = {mark.start for _, mark in marks}
    shouted = len({label for label in labels if counts[label] > 1 and not is_titled(label)}) > 1
    unknown = []
    for _, mark in begun:
        label = normal(mark.label)
        if mark.start in taken:
            continue
        full = mark.label.isupper() and shouted and is_name(label)
        if full or is_voice(label) or is_slip(label, labels) or _is_officer(label):
            kept.append(mark)
        elif " " in label and is_name(label) and not is_opener(mark.label):
            unknown.append(mark)
    return Verdict(kept, _statements(family.lines, kept) + unknown)


_VOICES = frozenset(
    "VOICE VOICES SEVERAL CLERK PARTICIPANTS SPEAKERS MEMBERS SENATORS DELEGATES DELEGATE AUDIENCE "
    "LORDS DEPUTIES VOZES VOCES VOIX STIMMEN ZURUF".split()
)


def _is_officer(label: str) -> bool:
    """Whether an office stands before a name: `Staff Director Brook`."""
    words = label.split()
    office = any(word in OFFICES or word in RANKS for word in words[:-1])
    return office and 2 < len(words) < 6 and not is_forbidden(label)


_ABROAD = frozenset("VOZES VOCES VOIX STIMMEN ZURUF".split())
"""Voices of a house in other languages, before the name of their group."""
_VOICE_WORDS = frozenset("THE A AN NOBLE HON HONOURABLE SEVERAL SOME OPPOSITION GOVERNMENT".split())


def is_voice(label: str) -> bool:
    """Whether a label names a voice of the house: `A Delegate`, `Noble Lords`."""
    words = label.split()
    if words[0] in _ABROAD and len(words) < len(_ABROAD):
        return True
    return words[-1] in _VOICES and all(word in _VOICE_WORDS for word in words[:-1])


def is_slip(label: str, labels: Iterable[str]) -> bool:
    """Whether a label is a slip of the pen for one of these."""
    words = label.split()
    return any(_is_near(words, other.split()) for other in labels)


def _is_near(words: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two labels differ by a slip in one word, and in nothing else."""
    if len(words) != len(other):
        return False
    apart = [pair for pair in zip(words, other, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and is_near(*apart[0])


def _is_stopped(label: str) -> bool:
    key = normal(label)
    words = key.split()
    # "O SR. PRESIDENTE" goes on behind its full stop.
    return is_titled(key) and 1 < len(words) < 8 and words[-1] not in HONORIFICS | FOREIGN


def _is_shouted(label: str, counts: Counter[str]) -> bool:
    """Whether a label is a full name in capitals that recurs."""
    return counts[label] > 1 and " " in label and label.isupper() and is_name(normal(label))


def begins_paragraph(lines: Sequence[Line], number: int) -> bool:
    """Whether a line begins a paragraph, as its place and the line above tell."""
    line = lines[number]
    if number == 0 or line.gap:
        return True
    before = lines[number - 1]
    if not any(sign.isalnum() for sign in before.text):
        return True
    if line.indent > before.indent or _had_room(lines, number):
        return True
    if line.indent < before.indent - 1:
        return False
    ended = re.search(r"[.?!:\])][\"”’)\]]*$", before.text) and not ABBREVIATED.search(before.text)
    return bool(ended) or is_heading(before.text) or is_note(before.text)


def _had_room(lines: Sequence[Line], number: int) -> bool:
    """Whether the line above ends far from where those around it do: no sentence was wrapped."""
    near = lines[max(0, number - _AROUND) : number + _AROUND]
    width = max(len(line.text) + line.indent for line in near)
    before = lines[number - 1]
    used = before.indent + len(before.text) + len(lines[number].text.split(maxsplit=1)[0])
    goes_on = before.text[-1] in ",;–—-"
    return not goes_on and width <= _WRAPPED and used < _FULL * width


_AROUND, _WRAPPED, _FULL = 8, 110, 0.6
"""How many lines above and below show the width of wrapped text, the largest such width in
characters, and the share of it that a full line fills."""
_STATEMENT = re.compile(
    r"\[?(?:The )?(?:[Pp]repared|[Oo]pening|[Ww]ritten) [Ss]tatements? (?:of|by|from)\b.*"
    r"|(?:(?:PREPARED|OPENING|WRITTEN) )?STATEMENTS? (?:OF|BY|FROM) .*"
    r"|[\[(][^\])]{8,150}\b(?:follows?|submitted for the record|reads as follows)[:.]?[\])]?[:.]?"
)


def _statements(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Headings above statements that were handed in: nobody spoke them at the hearing."""
    taken = {mark.start for mark in marks}
    return [
        Mark(line.text, line.start, line.start, cut=line.start, known=False)
        for line in lines
        if line.start not in taken and len(line.text) < 200 and _STATEMENT.fullmatch(line.text)
    ]


def accept_dash(family: Found) -> Verdict:
    """`MR. SPEAKER.- Order.`: titles, or bare names in capitals that recur; three at least.

    `Orrin Tadd (PPE). – ` counts where three such labels with a party or an office recur.
    """
    counts = Counter(normal(mark.label) for _, mark in family.marks)
    noted = sum(bool(mark.note or mark.office) for _, mark in family.marks)
    kept = [
        mark
        for number, mark in family.marks
        if is_titled(normal(mark.label))
        or (mark.label.isupper() and counts[normal(mark.label)] > 1 and is_name(normal(mark.label)))
        or (noted >= _NOTED and _is_person(mark, family.lines[number]))
    ]
    labels = Counter(normal(mark.label) for mark in kept)
    enough = len(kept) > 2 and len(labels) > 1 and max(labels.values()) > 1
    if not enough:
        return Verdict()
    taken = {mark.start for mark in kept}
    others = [
        mark
        for number, mark in family.marks
        if mark.start not in taken
        and begins_paragraph(family.lines, number)
        and not is_opener(mark.label)
        and (is_name(normal(mark.label)) or is_anonymous(normal(mark.label)))
    ]
    again = [mark for mark in others if counts[normal(mark.label)] >= _OFTEN]
    return Verdict(kept + again, [mark for mark in others if mark not in again])


def _is_person(mark: Mark, line: Line) -> bool:
    """Whether a full stop stands between a dash and a full name or an office."""
    label = normal(mark.label)
    stopped = re.search(r"\.\s?[-–—]+$", line.text[: mark.after - line.start])
    return bool(stopped) and (label in OFFICES or (" " in label and is_name(label)))


def accept_alone(family: Found) -> Verdict:
    """Names alone on their lines, with words under each; two recur, or three have an office."""
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
        and is_name(normal(mark.label))
        and not is_titled(normal(mark.label))
        and _is_office(lines[number + 1].text)
    }
    return [
        (n, replace(m, after=lines[n + 1].end) if n + 1 in below else m)
        for n, m in family.marks
        if n not in below
    ]


def _is_office(text: str) -> bool:
    """Whether a line is an office with its house: `Chief Executive Officer, Halm Peat AG`."""
    words = normal(text.replace(",", " ")).split()
    office = any(word in OFFICES or word == "ANALYST" for word in words)
    return office and len(text) <= _OFFICE_LINE and "," in text and not SENTENCE.search(text)


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
    for number, mark in marks:
        label = normal(mark.label)
        alike = (lines[number + 1].gap > 0) == apart and is_shouted(mark.label) == shouted
        if mark.start in taken or not alike:
            continue
        if is_voice(label) or is_slip(label, labels):
            slips.append(mark)
        elif len(label.split()) > 1 and is_name(label):
            unknown.append(mark)
    return slips, unknown


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
