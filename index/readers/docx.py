"""Word documents, through python-docx: a line for each paragraph, as Teams exports transcripts."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import EmptySource, SourceTooLarge, UnsupportedFormat
from index.records import Source

if TYPE_CHECKING:
    from docx.document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes: a small archive may unpack to more than a machine has."""
# What the library lets through of a file that is damaged; `SyntaxError` is that of its XML.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError),
    *(LookupError, ValueError, AttributeError, NotImplementedError, RuntimeError),
)


def read_docx(data: bytes) -> Source:
    """A Word document; cells of a table's row are one line, line breaks stay.

    :raises UnsupportedFormat: It is no DOCX file, or a damaged one.
    :raises SourceTooLarge: It would unpack to more than `MAX_UNPACKED` bytes.
    :raises EmptySource: It has no words.
    """
    import docx  # noqa: PLC0415 (0.1 s that a question need not wait)
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        text = "" if unpacked > MAX_UNPACKED else "\n".join(_lines(docx.Document(io.BytesIO(data))))
    except (OpcError, *_DAMAGED) as error:
        raise UnsupportedFormat(
            f"this is no Word document ({type(error).__name__}: {error}); save it again as .docx, "
            "or as text"
        ) from error
    if unpacked > MAX_UNPACKED:
        raise SourceTooLarge(
            f"it unpacks to {unpacked:,} bytes and the limit is {MAX_UNPACKED:,}: split it"
        )
    if not text.strip():
        raise EmptySource("no words are left of this Word document")
    return Source("", "", "", DOCX, text)


def _lines(document: Document) -> Iterator[str]:
    from docx.table import Table  # noqa: PLC0415

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " ".join(cell for cell in cells if cell)
        else:
            yield block.text
