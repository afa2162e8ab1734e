"""A text that is given and not parsed, as a source that holds one document."""

from __future__ import annotations

import hashlib

from index.records import Document, Source


def one_document(name: str, text: str, title: str | None = None) -> tuple[Source, Document]:
    """A source and its only document, of which nothing but the text and a title is known."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = Source(sha256[:16], name, sha256, "text/plain", text)
    document = Document(
        document_id=f"{source.source_id}-1",
        source_id=source.source_id,
        ordinal=1,
        start=0,
        end=len(text.rstrip()),
        title=title,
        date=None,
        date_status="missing",
        date_raw=None,
        date_start=None,
        date_end=None,
        place=None,
        venue=None,
        byline=None,
        url=None,
    )
    return source, document
