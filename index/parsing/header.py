"""Fields that a text gives by name at its top: `Key: value` lines, YAML, Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.language.lines import SPACE, Line
from index.parsing.scalars import read_scalar, unquoted

_KEYS = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "url": "url",
    "link": "url",
    "source": "source",
    "place": "place",
    "location": "place",
    "venue": "venue",
    "byline": "byline",
    "author": "byline",
    "language": "language",
    "license": "license",
    "speakers": "speakers",
}
_KEY_LINE = re.compile(
    rf"(?:[-*]{SPACE})?(?:\*\*|__)?([A-Za-z]{{3,9}})(?:\*\*|__)?:(?:\*\*|__)?{SPACE}*(.*)"
)
_HEADING = re.compile(rf"#{{1,3}}{SPACE}+(.+?){SPACE}*#*")
_FENCE = "---"
_SPEAKER = re.compile(rf"(?:-{SPACE}+)?([^:\n]{{1,80}}):{SPACE}+([^\n]{{1,80}})")
_MOST_LINES = 12
_MOST_YAML_LINES = 60


@dataclass(slots=True)
class Header:
    """The fields found in the first `count` lines, with their places in the text."""

    count: int = 0
    given: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def give(self, name: str, value: str, start: int) -> None:
        """Keep the first value of a field; quotation marks around it are YAML's."""
        read = unquoted(value)
        if read:
            start += read != value
            self.given.setdefault(name, read)
            self.spans.setdefault(name, (start, start + len(read)))


def read_header(lines: Sequence[Line]) -> Header:
    """The header of a text; no lines where fewer than two keys, or no title and date, are given.

    A Markdown heading above the keys is the title. YAML between two `---` needs one key only; of
    it, keys that say nothing of a document are passed over.
    """
    header = _front_matter(lines)
    if header.count:
        return header
    keys = set()
    for number, line in enumerate(lines[:_MOST_LINES]):
        heading = _HEADING.fullmatch(line.text)
        if heading and not number:
            header.give("title", heading[1], line.start + heading.start(1))
            keys.add("title")
            continue
        match = _KEY_LINE.fullmatch(line.text)
        if not match or match[1].lower() not in _KEYS:
            break
        keys.add(match[1].lower())
        header.give(_KEYS[match[1].lower()], match[2], line.start + match.start(2))
        header.count = number + 1
    return header if len(keys) >= 2 and keys & {"title", "date"} else Header()


def _front_matter(lines: Sequence[Line]) -> Header:
    header = Header()
    if not lines or lines[0].text != _FENCE:
        return header
    for number, line in enumerate(lines[1:_MOST_YAML_LINES], 1):
        if line.text in (_FENCE, "..."):
            header.count = number + 1 if header.given else 0
            return header
        match = _KEY_LINE.fullmatch(line.text)
        if match and not line.indent and match[1].lower() in _KEYS:
            value, _ = read_scalar(match[2], lines[number + 1 : _MOST_YAML_LINES])
            header.give(_KEYS[match[1].lower()], value, line.start + match.start(2))
    return Header()


def front_matter(lines: Sequence[Line]) -> int:
    """How many lines the YAML above a text has, its two fences counted; 0 for none."""
    return _front_matter(lines).count


def front_speakers(lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """The labels and people below `speakers:` in the YAML above a text, in order.

    speakers:
      M: Ada Quill
    """
    if not lines or lines[0].text != _FENCE:
        return ()
    found: list[tuple[str, str]] = []
    inside = False
    for line in lines[1:_MOST_YAML_LINES]:
        if line.text in (_FENCE, "..."):
            return tuple(found)
        pair = _SPEAKER.fullmatch(line.text)
        if not line.indent:
            inside = line.text.lower() == "speakers:"
        elif inside and pair:
            label, person = (part.strip("\"' ") for part in pair.groups())
            if label and person:
                found.append((label, person))
    return ()


def heading_text(line: str) -> tuple[str, int]:
    """A line without a Markdown heading's signs, and how many signs stand before it."""
    heading = _HEADING.fullmatch(line)
    return (heading[1], heading.start(1)) if heading else (line, 0)
