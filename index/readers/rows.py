"""Rows of a table in a page or a document, where one column tells who speaks.

    Time | Speaker | Text          its head names the columns
    Ada Quill | It is late.        or the same few names stand in one of them

Each row is then a line as other transcripts have it: `[00:04] Ada Quill: It is late.`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from index.language.naming import is_opener, may_name, shape

_VOICES = frozenset("speaker speakers name who voice participant participants person".split())
_WORDS = frozenset(
    "text transcript transcription words dialogue dialog said content utterance speech comment "
    "comments statement audio message".split()
)
_TIMES = frozenset("time timestamp timecode start tc timing".split())
_CLOCK = re.compile(r"[\[(]?\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?[\])]?(?:\s*[-–—]\s*[\d:.,]+)?")
_BEHIND = re.compile(r"(?<=[^\W\d_])\s*\s[\[(]?\d{1,2}(?::\d{2}){1,2}[\])]?$")
_LEAST = 4
_NAME_SIGNS = 40
_FEW_WORDS = 4
_Columns: TypeAlias = tuple[int, int, int | None]
"""The places of voice, words and time."""


def told_rows(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The rows as lines of who speaks and what is said; None where no column tells who speaks."""
    columns = _headed(rows[0]) if rows else None
    body = rows[1:] if columns else rows
    columns = columns or _recurring(rows)
    if columns is None:
        return None
    if any(_tells_more(row, columns) for row in body):
        return None
    return [line for row in body if (line := _line(row, columns))]


def _apart(cell: str) -> str:
    """A name without the clock that stands below or behind it in its cell."""
    return _BEHIND.sub("", cell.strip()).rstrip(":：").strip()


def _line(row: Sequence[str], columns: _Columns) -> str:
    voice, words, time = columns
    if len(row) <= max(voice, words):
        return " ".join(cell for cell in row if cell)
    label, said = _apart(row[voice]), row[words].strip()
    if not label:
        return said
    clock = _CLOCK.match(row[time].strip()) if time is not None and time < len(row) else None
    behind = _BEHIND.search(row[voice])
    clock = clock or (_CLOCK.search(behind[0].strip()) if behind else None)
    began = f"[{clock[0].strip('[]()').split(' ')[0]}] " if clock else ""
    return f"{began}{label}: {said}"


def _tells_more(row: Sequence[str], columns: _Columns) -> bool:
    """Whether another column has words too, which would be left out."""
    others = (cell for at, cell in enumerate(row) if at not in columns)
    return any(len(cell.split()) > _FEW_WORDS for cell in others)


def _headed(head: Sequence[str]) -> _Columns | None:
    """The places of voice, words and time that the head of a table names."""
    names = [cell.strip(" *:").lower() for cell in head]
    voice = next((at for at, name in enumerate(names) if name in _VOICES), None)
    words = next((at for at, name in enumerate(names) if name in _WORDS), None)
    if voice is None or words is None:
        return None
    return voice, words, next((at for at, name in enumerate(names) if name in _TIMES), None)


def _recurring(rows: Sequence[Sequence[str]]) -> _Columns | None:
    """The places of the columns of a table without a head in which the same names come back."""
    width = max(map(len, rows), default=0)
    whole = [row for row in rows if len(row) == width]
    if not 2 <= width <= 4 or len(whole) < _LEAST or len(whole) < 0.9 * len(rows):
        return None
    words = max(range(width), key=lambda at: sum(len(row[at]) for row in whole))
    timed = [at for at in range(width) if all(_CLOCK.fullmatch(row[at].strip()) for row in whole)]
    for at in range(width):
        cells = [_apart(row[at]) for row in whole if row[at].strip()]
        if at == words or at in timed or len(cells) < _LEAST:
            continue
        if 2 * len(set(cells)) <= len(cells) and all(map(_is_name, set(cells))):
            return at, words, timed[0] if timed else None
    return None


def _is_name(cell: str) -> bool:
    short = len(cell) <= _NAME_SIGNS and may_name(cell) and not is_opener(cell)
    return short and shape(cell) not in ("lower",) and any(sign.isalpha() for sign in cell)
