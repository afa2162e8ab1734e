"""Plain text and Markdown: the text is the file exactly as decoded."""

from __future__ import annotations

from index.records import Source


def read_plain(text: str) -> Source:
    """The decoded text as it stands; every rule about its form is the parser's."""
    return Source(source_id="", name="", sha256="", media_type="text/plain", text=text)
