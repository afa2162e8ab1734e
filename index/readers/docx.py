"""Word documents, through python-docx: a line for each paragraph, as Teams exports transcripts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import EmptySource, SourceTooLarge, UnsupportedFormat
from index.readers.rows import told_rows
from index.records import Source

if TYPE_CHECKING:
    from docx.document import Document

    from index.readers.markup import Node

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED = 32 * 1024 * 1024
"""Bytes of all XML parts: a small archive may unpack to more than a machine has. The words of a
week of hearings with their marks are less."""
MAX_PARAGRAPHS = 100_000
_PARAGRAPH = re.compile(rb"<w:p[\s/>]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH_TAG, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_TEXT = f"{_W}t"
_UNSAID = tuple(f"{_W}{name}" for name in ("vanish", "strike", "dstrike"))
_CHARACTERS = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}noBreakHyphen": "-",
}
_LINE_BREAKS = (None, "textWrapping")
_NOT_SHOWN = frozenset(
    # Struck in tracked changes; settings, with their tab stops; small readings above words; boxes
    # beside the text, which are in nobody's mouth.
    f"{_W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "rt", "txbxContent", "pict")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
# What the library lets through of a file that is damaged; `SyntaxError` is that of its XML.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError),
    *(LookupError, ValueError, AttributeError, NotImplementedError, RuntimeError),
)


def read_docx(data: bytes) -> Source:
    """A Word document with its tracked changes made; a table's row is one line, line breaks stay.

    What is marked as hidden or struck is left out: nobody reads it as what was said. Text
    boxes, notes, comments, and the heads and feet of pages are left out too: they stand in nobody's
    mouth.

    :raises UnsupportedFormat: It is no DOCX file, or a damaged one.
    :raises SourceTooLarge: It would unpack to more than is taken.
    :raises EmptySource: It has no words.
    """
    import docx  # noqa: PLC0415 (0.1 s that a question need not wait)
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(
                member.file_size for member in archive.infolist() if _is_xml(member.filename)
            )
            too_large = unpacked > MAX_UNPACKED or _paragraphs(archive) > MAX_PARAGRAPHS
        text = "" if too_large else "\n".join(_lines(docx.Document(io.BytesIO(data))))
    except (OpcError, *_DAMAGED) as error:
        raise UnsupportedFormat(
            "this is no Word document, or a damaged one; save it again as .docx, or as text"
        ) from error
    if too_large:
        raise SourceTooLarge(
            f"its text unpacks to {unpacked:,} bytes and the limits are {MAX_UNPACKED:,} bytes and "
            f"{MAX_PARAGRAPHS:,} paragraphs: split it"
        )
    if not text.strip():
        raise EmptySource("no words are left of this Word document")
    return Source("", "", "", DOCX, text)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _paragraphs(archive: zipfile.ZipFile) -> int:
    """Paragraphs of the largest part; what its head says of its size is not believed."""
    parts = [member for member in archive.infolist() if _is_xml(member.filename)]
    if not parts:
        return 0
    with archive.open(max(parts, key=lambda member: member.file_size)) as opened:
        return sum(
            len(_PARAGRAPH.findall(piece)) for piece in iter(lambda: opened.read(1 << 20), b"")
        )


def _lines(document: Document) -> Iterator[str]:
    """The paragraphs and rows in reading order, in whatever they are wrapped.

    The library leaves out what stands in a content control, a tracked insertion or a table in a
    table, which is speech like any other: so its tree of elements is walked here.
    """
    for mark in document.element.body.iter(*_UNSAID):
        run = mark.getparent().getparent()
        if run is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off"):
            for words in run.findall(_TEXT):
                words.text = ""
    yield from _blocks(document.element.body)


def _blocks(element: Node) -> Iterator[str]:
    for child in element:
        if child.tag == _PARAGRAPH_TAG:
            yield "".join(_words(child))
        elif child.tag == _TABLE and (told := told_rows(list(_rows(child)))):
            yield from told
        elif child.tag == _ROW:
            blocks = (block for cell in _cells(child) for block in _blocks(cell))
            yield " ".join(" ".join(blocks).split())
        elif child.tag not in _NOT_SHOWN:
            yield from _blocks(child)


def _rows(table: Node) -> Iterator[list[str]]:
    """The cells' words of each row that a table itself has."""
    for child in table:
        if child.tag == _ROW:
            yield [" ".join(" ".join(_blocks(cell)).split()) for cell in _cells(child)]
        elif child.tag not in _NOT_SHOWN:
            yield from _rows(child)


def _cells(row: Node) -> Iterator[Node]:
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag not in _NOT_SHOWN:
            yield from _cells(child)


def _words(element: Node) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            # A break to a new page or column stands where a line ends anyway.
            yield _CHARACTERS[child.tag] if child.get(f"{_W}type") in _LINE_BREAKS else ""
        elif child.tag not in _NOT_SHOWN:
            yield from _words(child)
