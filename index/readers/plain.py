"""Plain text and Markdown: the text as decoded, without the lines that only its pages have."""

from __future__ import annotations

from index.readers.layout import without_page_lines
from index.records import Source


def read_plain(text: str) -> Source:
    """The decoded text; of a text that was printed on pages, page numbers and heads are left out.

    Every other rule about its form is the parser's.
    """
    words = without_page_lines(text)
    return Source(source_id="", name="", sha256="", media_type="text/plain", text=words)
