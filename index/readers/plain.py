"""Plain text and Markdown: the text as decoded, without lines that are no words of it."""

from __future__ import annotations

from index.readers.layout import without_page_lines
from index.readers.markuplines import without_markup_lines
from index.records import Source


def read_plain(text: str) -> Source:
    """The decoded text, without lines that are markup alone.

    Of a text that was printed on pages, page numbers and heads are left out.

    Every other rule about its form is the parser's.
    """
    words = without_page_lines(without_markup_lines(text))
    return Source(source_id="", name="", sha256="", media_type="text/plain", text=words)
