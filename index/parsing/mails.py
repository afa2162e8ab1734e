"""Who writes in a thread of mails: by the fields above each, or the line that tells who wrote.

    fields   From: Una Sarn <una@…> / Sent: Monday, March 3, 2031 10:00 AM / To: Otto Krell
    told     On Mon, 3 Mar 2031 at 10:00, Una Sarn <una@…> wrote:
    quoted   > Who paid?     (of the one who is told above it, else nobody's)

Fields in other words and languages are known by their place: lines of a word, a colon and a value
that stand together, come back with the same first word, and of which one holds a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.language.lines import SPACE, Line
from index.language.naming import may_name
from index.parsing.marks import UPPER, Mark
from index.parsing.turns import WRITTEN

_QUOTED = re.compile(rf"(?:>{SPACE}?)+")
_FIELD = re.compile(
    rf"[*_]*(?P<name>[{UPPER}][\w ’'-]{{1,24}}?){SPACE}?:[*_]*{SPACE}+(?P<value>\S.*)"
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_NAME = rf"[{UPPER}][\w.’'-]*(?:{SPACE}(?:[a-z]{{1,3}}{SPACE})?[{UPPER}][\w.’'-]*){{0,4}}"
_WROTE = re.compile(
    rf"(?=.{{0,80}}?\d{{1,2}}[:.h]\d{{2}}).{{8,120}}?(?<![\w’'.-])(?P<label>{_NAME}){SPACE}+"
    rf"[<(\[]{{1,2}}[^<>()\[\]\s]*@[^<>()\[\]\s]+[>)\]]{{0,2}}[^:\n]{{0,30}}:"
)
# "-----Original Message-----" stands above the fields of one.
_RULE = re.compile(r"[>\s]*[-_=]{3,}.{0,60}")
_LABEL = re.compile(r"[\"']?(?P<label>[^\"'<>()\[\]@\n]*[^\"'<>()\[\]@\s,])")
_LEAST, _LEAST_FIELDS, _QUOTES = 2, 3, 2
"""The fewest mails of a thread, the fewest fields of one, and the fewest runs of quoted lines where
one mail answers them."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail's author, where the label stands, and the first and the last line of its head."""

    label: str
    start: int
    first: int
    last: int


def mail_marks(lines: Sequence[Line]) -> list[Mark]:
    """The marks of a text that is a thread of mails; nothing for any other text."""
    depths = [_depth(line) for line in lines]
    letters = sorted([*_headed(lines, depths), *_told(lines, depths)], key=lambda one: one.first)
    quotes = sum(b > a for a, b in pairwise(depths))
    if not letters or (len(letters) < _LEAST and quotes < _QUOTES):
        return []
    marks: list[Mark] = []
    if letters[0].first > 0 and any(depths):
        marks.append(Mark("", lines[0].start, lines[0].start, known=False))
    authors: dict[int, str] = {}
    for letter, following in pairwise((*letters, None)):
        if letter is None:
            break
        stop = following.first if following else len(lines)
        below = next((n for n in range(letter.last + 1, stop) if _is_worded(lines[n])), stop)
        depth = depths[below] if below < stop else depths[letter.first]
        authors[depth] = letter.label
        head = lines[letter.first]
        after = lines[below].start if below < stop else lines[letter.last].end
        marks.append(Mark(letter.label, letter.start, after, WRITTEN, cut=head.start))
        for number in range(below, stop):
            if depths[number] != depth and _is_worded(lines[number]):
                depth = depths[number]
                marks.append(_goes_on(lines[number], authors.get(depth, "")))
    return marks


def _goes_on(line: Line, author: str) -> Mark:
    """Whose words go on at a line that is quoted deeper than the one above, or less deep."""
    note = WRITTEN if author else None
    return Mark(author, line.start, line.start, note, cut=line.start, known=bool(author))


def _is_worded(line: Line) -> bool:
    """Whether a line has more than the signs of a quotation."""
    return _own(line) < len(line.text)


def _depth(line: Line) -> int:
    quoted = _QUOTED.match(line.text)
    return quoted[0].count(">") if quoted else 0


def _headed(lines: Sequence[Line], depths: Sequence[int]) -> list[_Letter]:
    """The mails below fields, of which the first is the same each time."""
    blocks: list[list[tuple[int, re.Match[str]]]] = []
    for number, line in enumerate(lines):
        field = _FIELD.fullmatch(line.text, _own(line))
        if not field:
            continue
        if blocks and blocks[-1][-1][0] == number - 1 and not line.gap:
            blocks[-1].append((number, field))
        else:
            blocks.append([(number, field)])
    dated = [
        block
        for block in blocks
        if len(block) >= _LEAST_FIELDS and any(_CLOCK.search(field[0]) for _, field in block[1:])
    ]
    counts = Counter(block[0][1]["name"] for block in dated)
    letters = []
    for block in dated:
        (first, field), (last, _) = block[0], block[-1]
        label = _LABEL.match(field["value"])
        again = counts[field["name"]] >= _LEAST or "@" in field["value"]
        if again and label and may_name(label["label"]):
            start = lines[first].start + field.start("value") + label.start("label")
            above = lines[first - 1].text if first and not lines[first].gap else ""
            first -= bool(_RULE.fullmatch(above))
            letters.append(_Letter(label["label"], start, first, last))
    return letters


def _told(lines: Sequence[Line], depths: Sequence[int]) -> list[_Letter]:
    """The mails below a line that tells when somebody wrote; it may run over two lines."""
    letters = []
    for number, line in enumerate(lines):
        if "@" not in line.text:
            continue
        for first, last in ((number, number), (number - 1, number), (number, number + 1)):
            wrote = _wrote(lines[max(first, 0) : last + 1], depths[max(first, 0) : last + 1])
            if wrote:
                own = next(place for place in lines[first : last + 1] if wrote in place.text)
                start = own.start + own.text.rfind(wrote)
                letters.append(_Letter(wrote, start, first, last))
                break
    return letters


def _wrote(lines: Sequence[Line], depths: Sequence[int]) -> str | None:
    """Who is told to have written, by these lines as one."""
    if len(set(depths)) > 1 or any(line.gap for line in lines[1:]):
        return None
    whole = _WROTE.fullmatch(" ".join(line.text[_own(line) :] for line in lines))
    label = whole["label"] if whole else None
    return label if label and any(label in line.text for line in lines) else None


def _own(line: Line) -> int:
    """Where the words of a line begin, behind the signs of a quotation."""
    quoted = _QUOTED.match(line.text)
    return quoted.end() if quoted else 0
