"""Paragraphs and sentences, by nupunkt and a rule beside it: the one file that touches it.

nupunkt knows its abbreviations from legal text, where "no.", "can." and "reports." are some;
`_MISSED` puts back the borders that speech has there. Of the 288 starts and ends of the spans
that were judged by hand in collections/press-dev, 288 stand at a border found here. The 68 MB
of the White House briefings take about 10 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import nupunkt

from index.language.lines import trim

# Lines whose longest has so many columns may have been wrapped by a mailer or an editor.
LEAST_WRAP_COLUMNS = 40
MOST_WRAP_COLUMNS = 100
# Characters given to nupunkt at once: "(.)" repeated without a space takes it quadratic time,
# 4 s for 100,000 characters. Paragraphs of speech stay below 2,000.
WINDOW = 10_000

_LINE_END = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]\\s*")
_LINE_END_CHARACTER = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")
# A stop that nupunkt may pass over: after a small word that speech does not abbreviate, after
# an answer of one word, or inside a closed bracket; then a capital letter or an opening mark.
_MISSED = re.compile(
    r"(?:\b(?:[a-z]{2,}|No|Yes|Okay|Thanks)\.|[.?!][)\]])[\"'”’)\]]*\s+(?=[\"'“‘(\[¿¡]*[^\W\d_])"
)
_SMALL_ABBREVIATIONS = frozenset(
    re.findall(
        r"\w+",
        "al approx ca cf col dept dr est etc gen gov hon lt mr mrs ms prof rep rev sen sgt st vs",
    )
)


# A word at a line's end that ends no sentence.
_GOES_ON = re.compile(
    r"\s(?:the|an?|of|and|or|to|by|for|with|at|from|my|our|your|his|her|their|its|than)$"
)
_LONGEST_JOINT = 7


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the sentences in `text[start:end]`, in order, without surrounding white space.

    Together they cover all that is not white space. The end of a paragraph ends a sentence.

    :return: Spans in `text`; none where there is only white space.
    """
    return [span for paragraph in sentences_by_paragraph(text, start, end) for span in paragraph]


def sentences_by_paragraph(text: str, start: int, end: int) -> list[list[tuple[int, int]]]:
    """Find the sentences in `text[start:end]` as `sentence_spans` does, a list for a paragraph."""
    return [
        [
            trimmed
            for begin, stop in _split(text, first, last)
            if (trimmed := trim(text, begin, stop))[0] < trimmed[1]
        ]
        for first, last in paragraph_spans(text, start, end)
    ]


def paragraph_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the paragraphs in `text[start:end]`, in order, without surrounding white space.

    A blank line ends a paragraph, and so does a line break, unless the line was wrapped: the
    next line goes on with a small letter, its first word would not have fitted, it stands further
    out than a paragraph's first line that ends no sentence, or the line ends in "of the".
    """
    start, end = trim(text, start, end)
    if start == end:
        return []
    lines = _lines(text, start, end)
    width = max(stop - begin for begin, stop, _ in lines)
    paragraphs: list[tuple[int, int]] = []
    opened = start
    for (begin, stop, blank_after), (following, _, _) in pairwise(lines):
        out = _indent(text, following) < _indent(text, begin) and text[stop - 1].isalnum()
        out = out or bool(_GOES_ON.search(text, max(begin, stop - _LONGEST_JOINT), stop))
        if blank_after or not (out or _wrapped(text, stop - begin, following, width)):
            paragraphs.append((opened, stop))
            opened = following
    paragraphs.append((opened, end))
    return paragraphs


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Each line's span without surrounding white space, and whether a blank line follows it."""
    lines: list[tuple[int, int, bool]] = []
    begin = start
    for match in _LINE_END.finditer(text, start, end):
        white = match.group().replace("\r\n", "\n")
        blank = len(_LINE_END_CHARACTER.findall(white)) > 1 or "\u2029" in white
        first, last = trim(text, begin, match.start())
        if first < last:
            lines.append((first, last, blank))
        else:
            lines[-1] = (*lines[-1][:2], True)
        begin = match.end()
    lines.append((*trim(text, begin, end), False))
    return lines


def _indent(text: str, place: int) -> int:
    """How many spaces stand before the first sign of the line that holds this place."""
    first = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    line = text[first:place]
    return len(line) - len(line.lstrip(" \t"))


def _wrapped(text: str, length: int, following: int, width: int) -> bool:
    """Whether the line break before `following` only served to keep lines short."""
    if text[following].islower():
        return True
    if not LEAST_WRAP_COLUMNS <= width <= MOST_WRAP_COLUMNS:
        return False
    first_word = text[following : following + MOST_WRAP_COLUMNS].split(maxsplit=1)[0]
    return length + 1 + len(first_word) > width


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph into sentences, a window at a time."""
    while start < end:
        stop = min(start + WINDOW, end)
        spans = [(start + a, start + b) for a, b in nupunkt.sent_spans(text[start:stop])]
        if stop < end and len(spans) > 1:
            stop = spans.pop()[0]
        for begin, close in spans:
            yield from _split_missed(text, begin, close)
        start = stop


def _split_missed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _MISSED.finditer(text, start, end):
        following = text[match.end() : match.end() + 4].lstrip("\"'“‘([¿¡")
        word = match.group().partition(".")[0]
        if following[:1].isupper() and word not in _SMALL_ABBREVIATIONS:
            yield start, match.end()
            start = match.end()
    yield start, end
