"""OpenDocument texts, as LibreOffice and some parliaments write them: a line for each paragraph."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from index.errors import EmptySource, SourceTooLarge, UnsupportedFormat
from index.readers.markup import Node, part_root
from index.records import Source

ODT = "application/vnd.oasis.opendocument.text"
MAX_UNPACKED = 32 * 1024 * 1024
"""Bytes of the words and of the styles, unpacked; the words of a week of hearings are less."""
MAX_PARAGRAPHS = 100_000
_WORDS, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_T, _TABLE, _STYLE = f"{_OASIS}text:1.0}}", f"{_OASIS}table:1.0}}", f"{_OASIS}style:1.0}}"
_OFFICE, _DRAW = f"{_OASIS}office:1.0}}", f"{_OASIS}drawing:1.0}}"
_PARAGRAPHS = frozenset((f"{_T}p", f"{_T}h"))
_ROW, _CELL, _SPACES = f"{_TABLE}table-row", f"{_TABLE}table-cell", f"{_T}s"
_CHARACTERS = {f"{_T}tab": "\t", f"{_T}line-break": "\n"}
_NOT_SHOWN = frozenset(
    # Struck in tracked changes; what is not printed; small readings above words; notes.
    (
        *(f"{_T}{name}" for name in ("tracked-changes", "hidden-text", "hidden-paragraph")),
        *(f"{_T}ruby-text", f"{_T}note", f"{_OFFICE}annotation", f"{_OFFICE}forms"),
    )
)
_WHITE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError),
    *(LookupError, ValueError, NotImplementedError, RuntimeError),
)


def read_odt(data: bytes) -> Source:
    """An OpenDocument text with its tracked changes made; a table's row is one line.

    What its styles, sections and fields hide or strike is left out. Pictures and text boxes, notes,
    comments, and the heads and feet of pages are left out too: they stand in nobody's mouth.

    :raises UnsupportedFormat: It is no ODT file, or one that is damaged or locked by a password.
    :raises SourceTooLarge: It would unpack to more than is taken.
    :raises EmptySource: It has no words.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if b"encryption-data" in _part(archive, _MANIFEST):
                raise UnsupportedFormat(
                    "this OpenDocument text is locked by a password; save it without one"
                )
            content = part_root(_part(archive, _WORDS))
            styles = _part(archive, _STYLES)
            hidden = _hidden(content) | (_hidden(part_root(styles)) if styles else frozenset())
    except _DAMAGED as error:
        raise UnsupportedFormat(
            "this is no OpenDocument text, or a damaged one; save it again as .odt, or as text"
        ) from error
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnsupportedFormat(
            "this OpenDocument file is no text, such as a table; save it as one"
        )
    if sum(1 for _ in body.iter(*_PARAGRAPHS)) > MAX_PARAGRAPHS:
        raise SourceTooLarge(f"it has more than {MAX_PARAGRAPHS:,} paragraphs, the limit: split it")
    text = "\n".join(_blocks(body, hidden))
    if not text.strip():
        raise EmptySource("no words are left of this OpenDocument text")
    return Source("", "", "", ODT, text)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part's bytes; none where the archive has no such part, but for that of the words.

    :raises SourceTooLarge: It unpacks to more than is taken.
    """
    if name != _WORDS and name not in archive.namelist():
        return b""
    with archive.open(name) as opened:
        data = opened.read(MAX_UNPACKED + 1)
    if len(data) > MAX_UNPACKED:
        raise SourceTooLarge(
            f"its {name} unpacks to more than {MAX_UNPACKED:,} bytes, the limit: split it"
        )
    return data


def _hidden(tree: Node) -> frozenset[str]:
    """Names of the styles whose words are not shown, or are struck."""
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in tree.iter(f"{_STYLE}style")
        for look in style.iter(f"{_STYLE}text-properties")
        if look.get(f"{_T}display") == "none"
        or look.get(f"{_STYLE}text-line-through-style", "none") != "none"
    )


def _is_shown(element: Node, hidden: frozenset[str]) -> bool:
    return not (
        not isinstance(element.tag, str)
        or element.tag in _NOT_SHOWN
        or element.tag.startswith(_DRAW)
        or element.get(f"{_T}style-name") in hidden
        or (element.tag == f"{_T}section" and element.get(f"{_T}display") == "none")
    )


def _blocks(element: Node, hidden: frozenset[str]) -> Iterator[str]:
    for child in element:
        if not _is_shown(child, hidden):
            continue
        if child.tag in _PARAGRAPHS:
            yield "".join(_words(child, hidden)).strip(" ")
        elif child.tag == _ROW:
            cells = child.iterchildren(_CELL)
            blocks = (block for cell in cells for block in _blocks(cell, hidden))
            yield " ".join(" ".join(blocks).split())
        else:
            yield from _blocks(child, hidden)


def _words(element: Node, hidden: frozenset[str]) -> Iterator[str]:
    yield _WHITE.sub(" ", element.text or "")
    for child in element:
        if child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == _SPACES:
            count = child.get(f"{_T}c", "1")
            yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
        elif _is_shown(child, hidden):
            yield from _words(child, hidden)
        yield _WHITE.sub(" ", child.tail or "")
