"""A text's lines with their offsets: what heads, labels and endings are recognised on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A form feed or a vertical tab stands between pages, U+2028 and U+2029 between paragraphs.
_LINE = re.compile("[^\r\n\x0b\x0c\x85\u2028\u2029]+")

# Spaces as the transcripts print them: no-break spaces after labels and in dates, marks of
# direction and a stray byte-order mark from pages that were glued together.
SPACE = "[ \t\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\u2060\ufeff]"
SPACES = " \t\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\u2060\ufeff"
# Pictures before a name or a heading: `🎙️ Host:`, `👤 Ada Quill`; no notes and no boxes to tick.
PICTURES = "\U0001f000-\U0001faff\u2600-\u2608\u260e\u2690-\u26ff\ufe0f\u200d"
WHITE = SPACES + "\r\n\x0b\x0c\x85\u2028\u2029\x1c\x1d\x1e\x1f"

CLOCK = r"\d{1,2}[:.]\d{2,3}\s*[AaPp]\.?\s?[Mm]\.?(?:\s*\(?[A-Za-z]{2,10}\)?)?\.?"
# `END`, `END 2:29 P.M. EST`, `###`, `FIN 10:53 PM CET`: nothing before the next label is said.
_END = re.compile(rf"(?:END|FIN|End|# # #|#{{2,}})\.?(?:\s*{CLOCK})?|-\s?(?:END|30)\s?-")


# A full stop that ends no sentence, at the end of a line.
ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Hon|St|M|Sr|Sra)\.$")


class Line(NamedTuple):
    """One line that is not blank: `text` without surrounding white space, at `start:end`.

    A tuple, since there are hundreds of thousands: it is made in a third of the time.

    `indent` counts the white space before it on its line, `gap` the blank lines above it.
    """

    start: int
    end: int
    text: str
    indent: int = 0
    gap: int = 0


def text_lines(text: str) -> list[Line]:
    """All lines of a text that hold more than white space, in order."""
    lines = []
    before = 0
    for match in _LINE.finditer(text):
        begin = match.start()
        first, last = trim(text, begin, match.end())
        if first < last:
            gap = 0 if begin - before < 2 else max(text.count("\n", before, begin) - 1, 0)
            lines.append(Line(first, last, text[first:last], first - begin, gap))
            before = last
    return lines


def colons(text: str) -> Iterator[int]:
    """Where colons stand, the full-width ones of Chinese and Japanese texts behind the others."""
    for sign in ":：":
        place = text.find(sign)
        while place >= 0:
            yield place
            place = text.find(sign, place + 1)


def is_end(line: str) -> bool:
    """Whether a line is a transcript's end mark."""
    return len(line) <= 40 and bool(_END.fullmatch(line))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span until neither border is white space; empty when there is nothing else."""
    while start < end and (text[start].isspace() or text[start] in WHITE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in WHITE):
        end -= 1
    return start, end
