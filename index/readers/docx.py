"""Word documents, through python-docx: a line for each paragraph, as Teams exports transcripts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import EmptySource, SourceTooLarge, UnsupportedFormat
from index.records import Source

if TYPE_CHECKING:
    from docx.document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED = 32 * 1024 * 1024
"""Bytes of all XML parts: a small archive may unpack to more than a machine has. The words of a
week of hearings with their marks are less."""
MAX_PARAGRAPHS = 100_000
_PARAGRAPH = re.compile(rb"<w:p[\s/>]")
# What the library lets through of a file that is damaged; `SyntaxError` is that of its XML.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError),
    *(LookupError, ValueError, AttributeError, NotImplementedError, RuntimeError),
)


def read_docx(data: bytes) -> Source:
    """A Word document; cells of a table's row are one line, line breaks stay.

    What is marked as hidden is left out: no reader of the document sees it.

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
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.table import Table  # noqa: PLC0415

    for mark in document.element.body.iter(qn("w:vanish")):
        run = mark.getparent().getparent()
        if run is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off"):
            for words in run.findall(qn("w:t")):
                words.text = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " ".join(cell for cell in cells if cell)
        else:
            yield block.text
