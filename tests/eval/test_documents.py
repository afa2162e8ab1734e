"""Texts that are given and not parsed."""

from __future__ import annotations

import hashlib

from eval.collections.documents import one_document


def test_a_text_becomes_one_document_without_invented_facts() -> None:
    text = "Tide tables\n\nHigh water at nine.\n"
    source, document = one_document("tides", text, "Tide tables")
    assert (source.name, source.text) == ("tides", text)
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (document.source_id, document.document_id) == (
        source.source_id,
        f"{source.source_id}-1",
    )
    assert text[document.start : document.end] == "Tide tables\n\nHigh water at nine."
    assert (document.title, document.date, document.date_status) == ("Tide tables", None, "missing")
    assert one_document("tides", text)[1].title is None
