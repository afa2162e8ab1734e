"""Names on lines of their own with an office or a party on the lines below, above the words.

    kind      example                                        counter-example
    office    Ada Quill / Vice President, Sales / The gate.   Ada Quill / The gate.
    twice     Liberal / Ada Quill Liberal Halm / The gate.
    party     Ada Quill / Liberal / Halm East, ON / The gate. Old Rope Hall / Ferry Street / It is.

Such a line alone would be taken for the label of several people, or for their first words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.language.lines import Line
from index.language.vocabulary import OFFICES, is_anonymous, normal
from index.parsing.headlines import CLOCK
from index.parsing.labelwords import is_entry, is_titled
from index.parsing.lined import is_full_name
from index.parsing.marks import Mark
from index.parsing.placed import SENTENCE
from index.parsing.verdicts import Found, Verdict

_SHORT, _OFFICE_LINE = 55, 100
"""Characters of a line that tells what somebody is: lines of wrapped speech are longer, and so may
an office with its house be."""
_DEEP = 2
"""So many lines stand between a name and the words at most."""
_LEAST, _VOICES, _MOSTLY = 4, 2, 0.6
"""So many such names, of so many who come back, and such a share of all names alone on lines."""


def accept_stacked(family: Found) -> Verdict:
    """Names above such lines, where they come back; others alone on lines are nobody's."""
    lines = family.lines
    named = {number: mark for number, mark in family.marks if _is_person(mark)}
    stacks = [
        (number, replace(named[number], after=lines[number + depth].end))
        for number in named
        if (depth := _depth(lines, number, named))
    ]
    counts = Counter(mark.label for _, mark in stacks)
    again = sum(
        counts[mark.label] > 1 or _tells_office(lines[number + 1].text) for number, mark in stacks
    )
    voices = sum(count > 1 for count in counts.values())
    if len(stacks) < _LEAST or voices < _VOICES or again < _MOSTLY * len(stacks):
        return Verdict()
    inside = {n for number, mark in stacks for n in range(number, number + _DEEP + 1)
              if n < len(lines) and lines[n].end <= mark.after}  # fmt: skip
    bare = [m for n, m in family.marks if n not in inside and _is_bare(lines, n, m)]
    labels = [m for m in bare if m.label in counts or is_anonymous(normal(m.label))]
    unknown = [m for m in bare if m not in labels and _is_person(m)]
    if len(stacks) < _MOSTLY * (len(stacks) + len(unknown)):
        return Verdict()
    return Verdict([mark for _, mark in stacks] + labels, unknown)


def _is_person(mark: Mark) -> bool:
    label = normal(mark.label)
    if any(sign.isdigit() for sign in label) or label.split()[-1] in OFFICES:
        return False
    return is_full_name(mark.label) or is_titled(label)


def _is_bare(lines: Sequence[Line], number: int, mark: Mark) -> bool:
    """Whether words stand right below a line."""
    whole = mark.after >= lines[number].end and number + 1 < len(lines)
    return whole and _is_speech(lines[number + 1])


def _depth(lines: Sequence[Line], number: int, named: dict[int, Mark]) -> int:
    """How many short lines stand between a name and its words; 0 for none or for too many."""
    if named[number].after < lines[number].end:
        return 0
    for depth in range(1, _DEEP + 2):
        if number + depth >= len(lines):
            return 0
        below = lines[number + depth]
        if _is_speech(below):
            return depth - 1
        other = named.get(number + depth)
        if not is_beside(below.text) or (other and not other.office and _is_apart(other, below)):
            return 0
    return 0


def _is_speech(line: Line) -> bool:
    long = len(line.text) > _SHORT and not is_office_line(line.text)
    return long or bool(SENTENCE.search(line.text))


def is_beside(text: str) -> bool:
    """Whether a line may tell what somebody is: short, without a sentence's end or a colon."""
    office = _tells_office(text)
    plain = not SENTENCE.search(text) and ":" not in text and (office or not is_entry(text))
    short = len(text) <= _SHORT or is_office_line(text)
    named = is_anonymous(normal(text)) or text[0].islower() or not text[0].isalpha()
    return plain and short and not named


def _tells_office(text: str) -> bool:
    words = normal(text.replace(",", " ")).split()
    return any(word in OFFICES or word == "ANALYST" for word in words)


def _is_apart(other: Mark, line: Line) -> bool:
    """Whether a line is another person's name, and no house with an office."""
    return is_full_name(other.label) and not _tells_office(line.text)


def is_office_line(text: str) -> bool:
    """Whether a line is an office with its house: `Chief Executive Officer, Halm Peat AG`."""
    return (
        _tells_office(text)
        and len(text) <= _OFFICE_LINE
        and "," in text
        and not SENTENCE.search(text)
    )


def with_lines_below(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, each that is alone on its line with what the page prints under this name."""
    ends = {line.end: number for number, line in enumerate(lines)}
    below: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for mark in marks:
        if mark.known and mark.after in ends:
            below[mark.label][_texts(lines, ends[mark.after])] += 1
    total = sum(counts.total() for counts in below.values())
    again = sum(
        count for counts in below.values() for texts, count in counts.items() if texts and count > 1
    )
    if again < max(_LEAST, _MOSTLY * total):
        return list(marks)
    return [
        replace(mark, after=lines[ends[mark.after] + len(texts)].end)
        if mark.known
        and mark.after in ends
        and (texts := _texts(lines, ends[mark.after]))
        and below[mark.label][texts] == below[mark.label].total()
        else mark
        for mark in marks
    ]


def _texts(lines: Sequence[Line], number: int) -> tuple[str, ...]:
    """The short lines below a name, as far as words follow them."""
    for depth in range(1, _DEEP + 2):
        if number + depth >= len(lines):
            return ()
        text = lines[number + depth].text
        if _is_speech(lines[number + depth]):
            return tuple(line.text for line in lines[number + 1 : number + depth])
        if not is_beside(text):
            return ()
    return ()


def with_parties(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, where a page prints each party above the name with its party and its seat.

    `Liberal` / `Ada Quill Liberal Halm East, ON` / words: the party alone is nobody's label.
    """
    pairs = [
        (number, Mark(name, below.start, below.end, cut=_block(lines, number)))
        for number, (line, below) in enumerate(pairwise(lines))
        if (name := _before_party(line.text, below.text)) and is_full_name(name)
    ]
    if len(pairs) < _PAIRS or len({mark.label for _, mark in pairs}) < _VOICES:
        return list(marks)
    parties = {lines[number].text for number, _ in pairs}
    spans = sorted((mark.ends_before, mark.after) for _, mark in pairs)
    kept = [
        mark
        for mark in marks
        if mark.label not in parties
        and not any(begin <= mark.start < end for begin, end in spans)
        and not any(mark.label.startswith(f"{other.label} ") for _, other in pairs)
    ]
    return sorted([*kept, *(mark for _, mark in pairs)], key=lambda mark: mark.start)


_PAIRS, _PARTY_WORDS = 3, 3


def _before_party(party: str, text: str) -> str:
    """What stands before a party in the line below it; empty where it does not stand there."""
    if len(party.split()) > _PARTY_WORDS or not is_beside(party):
        return ""
    name, printed, _ = text.partition(f" {party}")
    return name if printed else ""


def _block(lines: Sequence[Line], number: int) -> int:
    """Where the lines begin that a page prints above a speech: its subject, a clock, a party."""
    while number and lines[number].gap and _is_above(lines[number - 1].text):
        number -= 1
    return lines[number].start


def _is_above(text: str) -> bool:
    return bool(CLOCK.fullmatch(text)) or (len(text) <= _OFFICE_LINE and not SENTENCE.search(text))
