"""What an editor sets below a transcript, a summary or what is to be done, and between turns.

Nobody said them. They begin at the first line behind the last label that heads something.

    kind       example                              counter-example
    heading    ## Action items, **Next steps**      ## The bell (where headings stand in speech)
    of a page  This interview was edited.           [^1]: (a footnote)
    apart      Summary / / The board met.           (where no speech has a second paragraph)
    rule       --- / Summary / The board met.       --- / And then he left.
    points     Key takeaways: / - It holds.         I have two points: / - It holds.

They are shorter than what was said: headings in a long last speech are its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.language.lines import PICTURES, Line, is_end
from index.parsing.clocks import is_clock, is_tail
from index.parsing.marks import UPPER, Mark

_HEADING = re.compile(
    r"#{1,6} \S|(?P<sign>\*\*|__)[^*_:\n]{2,60}(?P=sign):?$|\[\^[^\[\]\n]{1,20}\]: "
    r"|(?i:\W{0,3}(?:this|the) (?:interview|conversation|discussion|transcript|text)\b"
    r"[^.]{0,60}\b(?:edited|condensed|shortened|translated)\b)"
)
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}|={3,}|(?:[*-] ){2,}[*-]")
_TITLE = re.compile(
    rf"[{PICTURES}*_ ]*(?:[^\W\d_]{{2,12}} \d{{1,3}}(?::| [-–]) )?"
    rf"[{UPPER}][^.?!:;,\n]{{2,40}}[*_]{{0,3}}:?[*_]{{0,3}}"
)
_CHAPTER = re.compile(r"[^\W\d_]{2,12} \d{1,3}(?::| [-–]) ")
_POINT = re.compile(r"(?:[-*•·–☐✅▪◦]|\[[ xX]?\]|\d{1,2}[.)])\s*\S")
_TITLE_WORDS, _LEAST_LABELS, _SHARE = 4, 4, 0.5
"""The most words of a title; the fewest labels above; the most of what was said that notes have."""


def notes_below(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """A mark of nobody where notes begin behind the last label, or nothing."""
    known = sorted((mark for mark in marks if mark.known), key=lambda mark: mark.ends_before)
    labels = [mark.ends_before for mark in known]
    if len(labels) < _LEAST_LABELS:
        return []
    # The line below a label alone on its line is what was said.
    first = bisect_right(lines, known[-1].after, key=lambda line: line.end) + 1
    second = _second_paragraph(lines, labels)
    in_speech: bool | None = None
    for number in range(first, len(lines)):
        line = lines[number]
        if is_end(line.text):
            return []
        apart = number <= second and _stands_apart(lines, number)
        heads = not apart and _heads(lines, number)
        if heads and in_speech is None:
            in_speech = _is_in_speech(lines, labels)
        if apart or (heads and not in_speech):
            if any(
                line.end < mark.ends_before <= lines[min(number + 1, len(lines) - 1)].end
                for mark in marks
            ):
                return []
            short = lines[-1].end - line.start <= _SHARE * (line.start - labels[0])
            mark = Mark(line.text, line.start, line.start, cut=line.start, known=False)
            return [mark] if short else []
    return []


def titles_between(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Marks of nobody for counted chapters, in paragraphs of their own right above a label.

    Other short lines there may be said: "Thank you".
    """
    labels = [mark.ends_before for mark in marks if mark.known]
    if len(labels) < _LEAST_LABELS:
        return []
    starts = [line.start for line in lines]
    named = {bisect_right(starts, label) - 1 for label in labels}
    taken = {bisect_right(starts, mark.ends_before) - 1 for mark in marks}
    first = min(named)
    return [
        Mark(line.text, line.start, line.start, cut=line.start, known=False)
        for n, line in enumerate(lines[:-1])
        if n + 1 in named and n not in taken and n > first
        if line.gap and lines[n + 1].gap and not is_clock(line)
        if _CHAPTER.match(line.text) and _is_title(line)
    ]


def _heads(lines: Sequence[Line], number: int) -> bool:
    """Whether a line heads notes: a heading, a title below a rule, or one above points."""
    line, below = lines[number], lines[min(number + 1, len(lines) - 1)]
    if _HEADING.match(line.text):
        return line.text[0] != "#" or not is_tail(line)
    if _RULE.fullmatch(line.text):
        return bool(_HEADING.match(below.text)) or _is_title(below)
    return line.gap > 0 and _is_title(line) and bool(_POINT.match(below.text))


def _stands_apart(lines: Sequence[Line], number: int) -> bool:
    """Whether a title has a paragraph to itself."""
    line, below = lines[number], lines[min(number + 1, len(lines) - 1)]
    return bool(line.gap and below.gap and _is_title(line))


def _second_paragraph(lines: Sequence[Line], labels: Sequence[int]) -> int:
    """The first line at which somebody's speech goes on in a second paragraph."""
    first = bisect_right(lines, labels[0], key=lambda line: line.start)
    starts = {bisect_right(lines, label, key=lambda line: line.start) - 1 for label in labels}
    paragraphs = (n for n in range(first, len(lines)) if lines[n].gap and n not in starts)
    return next(paragraphs, len(lines))


def _is_title(line: Line) -> bool:
    words = _CHAPTER.sub("", line.text.strip("*_: ")).split()
    return len(words) <= _TITLE_WORDS and bool(_TITLE.fullmatch(line.text)) and "I" not in words


def _is_in_speech(lines: Sequence[Line], labels: Sequence[int]) -> bool:
    """Whether headings, rules or titles above points stand inside the speech of others, too."""
    last = bisect_right(lines, labels[-1], key=lambda line: line.start) - 1
    first = bisect_right(lines, labels[0], key=lambda line: line.start)
    for number in range(first, last):
        if _heads(lines, number):
            place = bisect_right(labels, lines[number].end)
            if place < len(labels) and labels[place] > lines[min(number + 2, last)].end:
                return True
    return False
