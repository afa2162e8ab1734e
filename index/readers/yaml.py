"""A transcript in YAML: a file of its own, or the data above a page's text, with who says what.

title: On gates
transcript:
- who: Ada Quill
  line: The gate is shut.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from index.errors import UnsupportedFormat
from index.readers.blocks import load_blocks
from index.readers.given import called, given_of
from index.readers.html import read_page
from index.readers.listed import Value, cues_of, find_pieces
from index.readers.subtitles import spoken
from index.records import Metadata, Source

YAML = "application/yaml"
_ABOVE = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_ITEM = re.compile(r"(?m)^[ ]*-[ ]+\w+:[ ]+\S|^[ ]+\w+:[ ]+\S")
_BLOCK = re.compile(r"(?i)<(?:p|div|h[1-6]|table|article|section)\b[^<>]*>")
_LEAST = 8
"""The fewest lines of a list's items above a text that may be a transcript."""


def read_yaml(text: str) -> Source:
    """A transcript in YAML.

    :raises UnsupportedFormat: It is no YAML, or nothing in it says who says what.
    """
    source = _read(load_blocks(text))
    if source is None:
        raise UnsupportedFormat(
            "this YAML is no transcript: it has no list of items with words and who says them"
        )
    return source


def above_text(text: str) -> Source | None:
    """The transcript that stands in the YAML above a text; None where none does."""
    match = _ABOVE.match(text)
    if match is None or len(_ITEM.findall(match[1])) < _LEAST:
        return None
    try:
        return _read(load_blocks(match[1]))
    except UnsupportedFormat:
        return None


def page_below(text: str) -> Source | None:
    """The page whose tags stand below the YAML of a Markdown file; None where there is none."""
    match = _ABOVE.match(text)
    rest = text[match.end() :] if match else ""
    lines = [line.lstrip() for line in rest.splitlines() if line.strip()]
    tagged = sum(line.startswith("<") for line in lines)
    if match is None or not _BLOCK.match(rest.lstrip()) or 2 * tagged < len(lines):
        return None
    try:
        given = given_of(load_blocks(match[1]))
    except UnsupportedFormat:
        given = Metadata()
    page = read_page(rest)
    known = {name: value for name, value in asdict(given).items() if value is not None}
    return replace(page, metadata=replace(page.metadata, **known))


def _read(values: Value) -> Source | None:
    pieces = find_pieces(values)
    if pieces is None:
        return None
    try:
        cues = list(cues_of(pieces, called(values)))
    except (ValueError, TypeError) as error:
        raise UnsupportedFormat(f"a field of this YAML cannot be read ({error})") from error
    named = {cue.voice for cue in cues if cue.voice}
    return replace(spoken(cues, YAML), metadata=given_of(values)) if len(named) > 1 else None
