"""PDF files with a text layer, through pypdf: the lines of all pages, page lines left out.

A scan holds pictures of words and no words; it is refused as such.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from index.errors import EmptySource, SourceTooLarge, UnsupportedFormat
from index.readers.layout import without_page_lines
from index.records import Source

if TYPE_CHECKING:
    from pypdf import PdfReader

PDF = "application/pdf"
# What the library lets through of a file that is damaged.
_DAMAGED = (
    *(OSError, LookupError, ValueError, AttributeError, TypeError),
    *(ArithmeticError, NotImplementedError, RecursionError, AssertionError),
)
_HYPHENATED = re.compile(r"([^\W\d_]+)-\n[ \t]*([a-zß-öø-ÿ][^\W\d_]*)")
MAX_UNPACKED = 16_000_000
"""Bytes of one stream: a kilobyte may unpack to a gigabyte."""
MAX_DRAWN = 64_000_000
"""Bytes of what is drawn on all pages; a page of text has about 10,000."""
MAX_PAGES = 20_000
# One page of text has some thousands of marks; a drawing that has more is no transcript.
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": MAX_UNPACKED,
    "array_based_stream_maximum_output_length": MAX_UNPACKED,
    "lzw_maximum_output_length": MAX_UNPACKED,
    "run_length_maximum_output_length": MAX_UNPACKED,
    "zlib_maximum_output_length": MAX_UNPACKED,
    "brotli_maximum_output_length": MAX_UNPACKED,
    "stream_decoding_work_maximum_length": 4 * MAX_UNPACKED,
    "stream_parsing_work_maximum_count": 300_000,
    "page_tree_maximum_entries": MAX_PAGES,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,  # no other program is started
}
_LEAST_LETTERS = 20
"""Letters a page, on average: a scan has none, or only the stamp of who scanned it."""


def read_pdf(data: bytes) -> Source:
    """The text of a PDF file, its words whole that the ends of lines have cut.

    :raises UnsupportedFormat: It is no PDF file, damaged, locked by a password, or a scan.
    :raises SourceTooLarge: A part of it unpacks to more than a page of words has.
    :raises EmptySource: It has no page.
    """
    # 0.1 s that a question need not wait.
    from pypdf import Configuration, PdfReader, apply_configuration  # noqa: PLC0415
    from pypdf.errors import LimitReachedError, PyPdfError  # noqa: PLC0415

    try:
        with apply_configuration(Configuration(**_LIMITS)):
            reader = PdfReader(io.BytesIO(data))
            locked = reader.is_encrypted and not reader.decrypt("")
            pages = [] if locked else _texts(reader)
    except LimitReachedError as error:
        raise SourceTooLarge(f"a part of this PDF file is too large ({error}): split it") from error
    except (PyPdfError, *_DAMAGED) as error:
        raise UnsupportedFormat(
            "this is no PDF file that can be read, or a damaged one; save it again, or as text"
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


def _texts(reader: PdfReader) -> list[str]:
    """The text of each page, once it is known that all of them are not too much.

    :raises LimitReachedError: They are; one page may stand in the list many times.
    """
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    drawn = 0
    for page in reader.pages:
        contents = page.get_contents()
        drawn += 0 if contents is None else len(contents.get_data())
        if drawn > MAX_DRAWN:
            raise LimitReachedError(f"its pages have more than {MAX_DRAWN:,} bytes of marks")
    return [page.extract_text() for page in reader.pages]


def _whole_words(text: str) -> str:
    """The text without the hyphens that only the ends of lines have."""

    def whole(match: re.Match[str]) -> str:
        hyphened = f"{match[1]}-{match[2]}"
        return f"{hyphened}\n" if hyphened in text else f"{match[1]}{match[2]}\n"

    # The rest of the line that the word is taken from follows on a line of its own.
    return re.sub(r"\n[ \t]+(?=\S)", "\n", _HYPHENATED.sub(whole, text))
