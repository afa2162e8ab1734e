"""Labels in scripts without capitals, beside labels in others or alone: Hindi, Arabic, Chinese.

kind    example                           counter-example
again   माननीय अध्यक्ष : शांत रहिए।            एक बात : पुल बंद है।  (once)
seat    श्री ओरिन ताड (ब्रिंडल) : हाँ।
glued   主席：請繼續。                       他說：“橋已關閉。”
office  港務局局長：主席，橋已關閉。             用途：修橋。
plain   文安:橋已關閉。                        比例3:2
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from index.language.lines import SPACE, Line
from index.language.naming import is_opener, may_name, shape
from index.parsing.marks import Mark

# Chinese and Japanese print no space behind their colons, wide or not.
_LABEL = re.compile(
    rf"(?:\d{{1,3}}[.．、]{SPACE}*)?"
    rf"(?:(?P<label>[^\W\d_][^:：\n.?!।()]{{1,70}}?)(?P<seat>{SPACE}*\([^()\n]{{1,60}}\))?{SPACE}?[:：]{SPACE}"
    rf"|(?P<glued>[^\W\d_][^:：︰﹕\n.?!()（），。、；？！“”「」《》]{{0,19}})(?P<note>[(（][^()（）\n]{{1,30}}[)）])?"
    rf"(?:[：︰﹕](?:$|(?=\S))|:(?=[\u3400-\u9fff“「])))"
)
_LEAST, _VOICES, _SEATS = 4, 2, 2
_PARAGRAPH = re.compile(r"[。！？：；.!?][”」』）)]*$|[)）]$")
_SHORT = 20
"""A line of so few signs is a heading, or a list's: what stands below it begins anew."""
_OFFICE = re.compile(
    r"(?:議員|议员|局[長长]|司[長长]|部[長长]|主席|院[長长]|校[長长]|處[長长]|[委議]員[長长]?|委员|秘[書书][長长]|先生|女士|小姐"
    r"|教授|博士|醫生|代表|主任|[書书]記|书记|[總总][理統统裁]|[記记]者|主持人?|[發发]言人|大使|法官|律[師师]|警[長长]|[問问]|答)$"
)


def with_scripts(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with paragraphs that begin with a name in such a script and a colon.

    Two voices come back at least, or most have an office; one with a seat in brackets or with an
    office counts by itself then, any other that stands once is nobody's.
    """
    taken = sorted(mark.ends_before for mark in marks)
    found = []
    for number, line in enumerate(lines):
        match = _LABEL.match(line.text) if _in_script(line) else None
        if match and _may_label(lines, number, match):
            place = bisect_right(taken, line.end) - 1
            if place < 0 or taken[place] < line.start:
                found.append((line, match))
    counts = Counter(_label(match) for _, match in found)
    again = {label for label, count in counts.items() if count > 1}
    offices = [bool(match["glued"] and _OFFICE.search(match["glued"])) for _, match in found]
    seats = sum(match["seat"] is not None for _, match in found)
    if len(found) < _LEAST or (len(again) < _VOICES and 2 * sum(offices) <= len(found)):
        return list(marks)
    known = [
        _label(match) in again or bool(match["seat"] and seats >= _SEATS) or office
        for (_, match), office in zip(found, offices, strict=True)
    ]
    added = [
        Mark(
            _label(match),
            line.start + match.start("label" if match["label"] else "glued"),
            line.start + match.end(),
            cut=line.start,
            known=sure,
        )
        for (line, match), sure in zip(found, known, strict=True)
    ]
    return sorted([*marks, *added], key=lambda mark: mark.start)


def _in_script(line: Line) -> bool:
    """Whether a line begins in such a script, perhaps behind a number."""
    first = line.text[0]
    return first > "\u036f" or (first.isdigit() and any(sign in line.text for sign in "：︰﹕"))


def _label(match: re.Match[str]) -> str:
    return str(match["label"] or match["glued"]).rstrip()


def _may_label(lines: Sequence[Line], number: int, match: re.Match[str]) -> bool:
    label = _label(match)
    if shape(label) != "script" or not may_name(label):
        return False
    if match["label"] or number == 0:
        return True
    above = lines[number - 1].text
    begins = lines[number].gap or len(above) <= _SHORT or _PARAGRAPH.search(above)
    alone = match.end() == len(match.string) and not _OFFICE.search(label)
    return bool(begins) and not alone and not is_opener(label)
