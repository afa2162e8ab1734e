"""PDF files with a text layer, through pypdf: the lines of all pages, page lines left out.

A scan holds pictures of words and no words; it is refused as such.
"""

from __future__ import annotations

import io
import re

from index.errors import EmptySource, UnsupportedFormat
from index.readers.layout import without_page_lines
from index.records import Source

PDF = "application/pdf"
# What the library lets through of a file that is damaged.
_DAMAGED = (
    *(OSError, LookupError, ValueError, AttributeError, TypeError),
    *(ArithmeticError, NotImplementedError, RecursionError, AssertionError),
)
_HYPHENATED = re.compile(r"([^\W\d_]+)-\n[ \t]*([a-zß-öø-ÿ][^\W\d_]*)")
_LEAST_LETTERS = 20
"""Letters a page, on average: a scan has none, or only the stamp of who scanned it."""


def read_pdf(data: bytes) -> Source:
    """The text of a PDF file, its words whole that the ends of lines have cut.

    :raises UnsupportedFormat: It is no PDF file, damaged, locked by a password, or a scan.
    :raises EmptySource: It has no page.
    """
    from pypdf import PdfReader  # noqa: PLC0415 (0.1 s that a question need not wait)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_DAMAGED) as error:
        raise UnsupportedFormat(
            f"this is no PDF file that can be read ({type(error).__name__}: {error}); save it "
            "again, or as text"
        ) from error
    if locked:
        raise UnsupportedFormat("this PDF file is locked by a password: save it without one")
    if not pages:
        raise EmptySource("this PDF file has no page")
    letters = sum(sign.isalpha() for page in pages for sign in page)
    if letters < _LEAST_LETTERS * len(pages):
        raise UnsupportedFormat(
            f"this PDF file is a scan: {letters:,} letters on {len(pages):,} pages; recognise its "
            "text first (OCR), then give the PDF file with its text layer, or the text"
        )
    return Source("", "", "", PDF, _whole_words(without_page_lines("\n".join(pages))))


def _whole_words(text: str) -> str:
    """The text without the hyphens that only the ends of lines have."""

    def whole(match: re.Match[str]) -> str:
        hyphened = f"{match[1]}-{match[2]}"
        return f"{hyphened}\n" if hyphened in text else f"{match[1]}{match[2]}\n"

    # The rest of the line that the word is taken from follows on a line of its own.
    return re.sub(r"\n[ \t]+(?=\S)", "\n", _HYPHENATED.sub(whole, text))
