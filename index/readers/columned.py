"""Rows of a text file whose columns have no head: times, codes and words, as tools export them.

    9.25<tab>13.10<tab>Ada: The gate.                     labels of an audio editor
    Ada<tab>00:00:09.250<tab>00:00:13.100<tab>The gate.   tiers of an annotator
    A|The gate.|sd                                        rows parted by bars
    weir 1 Ada 9.25 13.10 <o,f0> the gate                 times between words of a recogniser
    9.25 13.10 A: the gate
    [9.25s -> 13.10s] the gate
    00:00:09,250|00:00:13,100|POP|THE GATE.               captions of a broadcast

Who speaks stands in a column in which the same few names come back, or before a colon. Every row
is read or none is: a text whose lines are of other forms is another kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.naming import may_name
from index.readers.cues import Cue
from index.readers.moments import seconds_of
from index.readers.subtitles import spoken
from index.records import Source

COLUMNED = "text/x-columns"
_TIME = r"\d{1,6}[.,]\d{1,9}|\d{1,3}(?::\d{2}){1,2}(?:[.,:;]\d{1,9})?"
_IS_TIME = re.compile(_TIME)
_SPACED = re.compile(
    rf"(?P<codes>(?:[^\s\[]+ +){{0,3}}?)"
    rf"(?:\[(?P<first>\d+\.\d+)s?\s+-+>\s+(?P<last>\d+\.\d+)s?\]"
    rf"|(?P<start>{_TIME})\s+(?P<end>{_TIME}))\s+(?:<[^<>\s]*>\s+)?"
    r"(?:\(?(?P<voice>[A-Z][A-Z0-9_]{0,11})\)?:\s+)?(?P<words>\S.*)"
)
_UNSAID = re.compile(r"^(?:#|;;)|\bignore_time_segment_in_scoring$")
_LEAST, _LOOKED_AT, _WORDS_A_ROW, _MOST_CELLS = 4, 200, 2.0, 12
"""The fewest rows; those that are looked at first; the least words of one; the most cells."""
_NAME_SIGNS = 40


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one line; `voice` is None where none is told, and both times 0."""

    start_s: float
    end_s: float
    voice: str | None
    words: str


def is_columned(text: str) -> bool:
    """Whether every line of a text is such a row."""
    lines = _lines(text)
    return len(lines) >= _LEAST and bool(_rows(lines[:_LOOKED_AT])) and bool(_rows(lines))


def read_columned(text: str) -> Source:
    """The words of each row with their times and voices."""
    rows = _rows(_lines(text))
    cues = [Cue(row.start_s, row.end_s, (row.words,), row.voice) for row in rows]
    # Tiers stand one below the other: what was said comes in the order of its times.
    return spoken(sorted(cues, key=lambda cue: cue.start_s), COLUMNED)


def _lines(text: str) -> list[str]:
    lines = [line.strip("\r\n \ufeff") for line in text.splitlines()]
    return [line for line in lines if line and not _UNSAID.search(line)]


def _rows(lines: Sequence[str]) -> list[_Row]:
    """The rows of all lines; none where one line is no such row."""
    for sign in "\t|":
        if all(sign in line and line[0] != "|" for line in lines):
            return _of_cells([[cell.strip() for cell in line.split(sign)] for line in lines], sign)
    return _spaced(lines)


def cell_cues(rows: Sequence[Sequence[str]]) -> list[Cue]:
    """The cues of a table without a head; none where no column tells who speaks."""
    told = _of_cells([row for row in rows if any(row)], ",") if rows else []
    return [Cue(row.start_s, max(row.start_s, row.end_s), (row.words,), row.voice) for row in told]


def _of_cells(rows: Sequence[Sequence[str]], sign: str) -> list[_Row]:
    """Rows of as many cells each: the longest are words, names come back, times are times."""
    width = len(rows[0])
    if not 3 <= width <= _MOST_CELLS or any(len(row) != width for row in rows):
        return []
    columns = list(zip(*rows, strict=True))
    timed = [at for at in range(width) if all(map(_IS_TIME.fullmatch, columns[at]))]
    words = max(range(width), key=lambda at: sum(map(len, columns[at])))
    voice = next((at for at in range(width) if at != words and _are_voices(columns[at])), None)
    spans = [[seconds_of(cell) or 0.0 for cell in columns[at]] for at in timed]
    span = _span(spans)
    told = span or (sign == "|" and voice is not None and not timed)
    told = told or (sign == "," and voice is not None)
    others = [at for at in range(width) if at not in (*timed, words, voice)]
    if not told or _count(columns[words]) < _WORDS_A_ROW * len(rows):
        return []
    if any(_count(columns[at]) > _WORDS_A_ROW * len(rows) for at in others):
        return []
    starts, ends = span or ([0.0] * len(rows),) * 2
    if not span and spans:
        starts, ends = spans[0], [*spans[0][1:], spans[0][-1]]
    voices = [None] * len(rows) if voice is None else columns[voice]
    return [_Row(*cells) for cells in zip(starts, ends, voices, columns[words], strict=True)]


def _span(columns: Sequence[Sequence[float]]) -> tuple[Sequence[float], Sequence[float]] | None:
    """The first column of times, and the first of the others that is never before it."""
    for ends in columns[1:]:
        if all(a <= b for a, b in zip(columns[0], ends, strict=True)) and ends != columns[0]:
            return columns[0], ends
    return None


def _spaced(lines: Sequence[str]) -> list[_Row]:
    """Rows parted by spaces, with a start and an end among the first of them."""
    matches = [match for line in lines if (match := _SPACED.fullmatch(line))]
    codes = [match["codes"].split() for match in matches]
    if len(matches) < len(lines) or len({len(row) for row in codes}) != 1:
        return []
    times = [
        (seconds_of(m["start"] or m["first"]) or 0.0, seconds_of(m["end"] or m["last"]) or 0.0)
        for m in matches
    ]
    words = [match["words"] for match in matches]
    if any(a > b for a, b in times) or _count(words) < _WORDS_A_ROW * len(words):
        return []
    voices: Sequence[str | None] = [match["voice"] for match in matches]
    if not any(voices):
        voices = _coded(list(zip(*codes, strict=True))) or [None] * len(words)
    return [
        _Row(*span, voice, said) for span, voice, said in zip(times, voices, words, strict=True)
    ]


def _coded(columns: Sequence[Sequence[str]]) -> Sequence[str]:
    """The column of codes that tells voices, or what differs in their first part: `sw2005A-…`."""
    for column in columns:
        if _are_voices(column):
            return column
    for column in columns:
        heads = [code.partition("-")[0] for code in column]
        if _are_voices(heads):
            most = min(map(len, heads))
            same = next((n for n in range(most) if len({head[n] for head in heads}) > 1), 0)
            return [head[same:] for head in heads]
    return ()


def _are_voices(cells: Sequence[str]) -> bool:
    """Whether the same few names or codes come back in a column."""
    known = set(cells)
    return (
        1 < len(known) <= len(cells) / 2
        and all(0 < len(cell) <= _NAME_SIGNS and may_name(cell) for cell in known)
        and any(sign.isalpha() for cell in known for sign in cell)
        and not any(cell.isalpha() and cell.islower() for cell in known)
    )


def _count(cells: Sequence[str]) -> int:
    return sum(len(cell.split()) for cell in cells)
