"""The blocks of YAML: lists and mappings by their indentation, and the texts in them.

Only what transcripts are written in. No library of YAML is used, since those can be told by a file
to make objects; anchors, references, tags and complex keys are refused here, and what stands in
brackets on one line stays the text it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UnsupportedFormat
from index.readers.listed import Value

_KEY = re.compile(
    r"(?P<key>\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|[^\s\"'#&*!|>%@`,\[\]{}:-][^:\n]{0,80}?|-[^\s:][^:\n]{0,80}?)"
    r"[ ]*:(?:[ \t]+(?P<value>.*)|$)"
)
_SCALAR = re.compile(r"[|>][+-]?\d?[+-]?(?:[ \t]+#.*)?$")
_NOTE = re.compile(r"(?:^|[ \t]+)#.*$")
_ESCAPED = re.compile(r"\\(?:x(?P<code>[\da-fA-F]{2})|(?P<space> )|.)")
# A line of a quoted text that ends so goes on without a space.
_GOES_ON = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class _Row:
    indent: int
    text: str
    blank: bool


def load_blocks(text: str) -> Value:
    """The lists, mappings and texts of a YAML document.

    :raises UnsupportedFormat: It is not of the part of YAML that is read.
    """
    rows = []
    for line in text.removeprefix("\ufeff").splitlines():
        plain = line.lstrip(" ")
        rows.append(_Row(len(line) - len(plain), plain.rstrip(), not plain.strip()))
    begins = (n for n, r in enumerate(rows) if not r.blank and r.text[0] not in "%#")
    first = next(begins, len(rows))
    if first < len(rows) and rows[first].text == "---":
        first += 1
    rows = rows[first:]
    end = next((n for n, r in enumerate(rows) if r.indent == 0 and r.text in ("---", "...")), None)
    reader = _Reader(rows if end is None else rows[:end])
    value = reader.value(0, 0)
    if reader.row() is not None:
        raise _refusal(reader.place)
    return value


def _refusal(number: int) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"this is not YAML of lists, names and texts (about line {number + 1:,} of its data)"
    )


class _Reader:
    """Goes through the rows once, from the first to the last."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.rows = list(rows)
        self.place = 0

    def row(self) -> _Row | None:
        """The next row that is neither empty nor a note."""
        while self.place < len(self.rows):
            row = self.rows[self.place]
            if not row.blank and not row.text.startswith("#"):
                return row
            self.place += 1
        return None

    def value(self, least: int, depth: int) -> Value:
        """The block that begins at the next row, if it stands in far enough."""
        row = self.row()
        if row is None or row.indent < least:
            return None
        if depth > _MOST_DEPTH or row.text.startswith("\t"):
            raise _refusal(self.place)
        if row.text == "-" or row.text.startswith("- "):
            return self._list(row.indent, depth)
        if _KEY.match(row.text):
            return self._mapping(row.indent, depth)
        self.place += 1
        return self._scalar(row.text, row.indent - 1)

    def _list(self, indent: int, depth: int) -> list[Value]:
        found: list[Value] = []
        while (row := self.row()) and row.indent == indent:
            if row.text != "-" and not row.text.startswith("- "):
                break
            rest = row.text[1:].lstrip(" ")
            inner = indent + len(row.text) - len(rest)
            if not rest or rest.startswith("#"):
                self.place += 1
                found.append(self.value(indent + 1, depth + 1))
            elif _KEY.match(rest) or rest.startswith("- "):
                self.rows[self.place] = _Row(inner, rest, blank=False)
                found.append(self.value(inner, depth + 1))
            else:
                self.place += 1
                found.append(self._scalar(rest, indent))
        return found

    def _mapping(self, indent: int, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while (row := self.row()) and row.indent == indent:
            match = _KEY.match(row.text)
            if match is None:
                raise _refusal(self.place)
            key, value = match["key"].strip("\"'"), (match["value"] or "").strip()
            self.place += 1
            if not value or value.startswith("#"):
                following = self.row()
                listed = following is not None and following.text.startswith("-")
                listed = listed and following is not None and following.indent == indent
                found[key] = self.value(indent if listed else indent + 1, depth + 1)
            else:
                found[key] = self._scalar(value, indent)
        return found

    def _scalar(self, first: str, indent: int) -> str:
        """A text that begins so, with the rows that stand further in than its block."""
        if first[0] in "&*!@`%" or first.startswith("? "):
            raise _refusal(self.place)
        parts = [first]
        literal = _SCALAR.match(first)
        while self.place < len(self.rows):
            row = self.rows[self.place]
            if not row.blank and row.indent <= indent:
                break
            parts.append("" if row.blank else row.text)
            self.place += 1
        if literal:
            return ("\n" if first[0] == "|" else " ").join(parts[1:]).strip()
        if first[0] == '"':
            told = [part for part in parts if part]
            ends = [_GOES_ON.search(part) for part in told]
            joined = (p[:-1] if end else f"{p} " for p, end in zip(told, ends, strict=True))
            return self._quoted("".join(joined).strip())
        text = " ".join(part for part in parts if part)
        if first[0] == "'":
            inside = re.fullmatch(r"'((?:[^']|'')*)'(?:\s+#.*)?", text)
            if inside is None:
                raise _refusal(self.place)
            return inside[1].replace("''", "'")
        return " ".join(cut for part in parts if (cut := _NOTE.sub("", part)))

    def _quoted(self, text: str) -> str:
        inside = re.fullmatch(r"(\"(?:[^\"\\]|\\.)*\")(?:\s+#.*)?", text)
        try:
            found = json.loads(_ESCAPED.sub(_escape, inside[1]), strict=False) if inside else None
        except ValueError:
            found = None
        if not isinstance(found, str):
            raise _refusal(self.place)
        return found


def _escape(match: re.Match[str]) -> str:
    """An escape of YAML as JSON writes it."""
    if match["space"]:
        return " "
    return f"\\u00{match['code']}" if match["code"] else match[0]
