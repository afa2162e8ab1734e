"""Quotes as citations that other programs read: Markdown, CSL-JSON, BibTeX, RIS.

A name is given as one literal: which part of it is the family name is not guessed. The link goes to
the place of the words here; the document's own address, where one was supplied, stands beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from retrieval.results import Answer, Citation, Quote
from service import wording
from service.formats import markdown
from service.wording import permalink

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}
_SPACE = re.compile(r"\s+")


def as_markdown(answer: Answer, address: str) -> str:
    """The question, then each quote as a block quote with its citation.

    :param address: Of the service, without a slash at the end.
    """
    parts = [f"# {markdown(answer.question)}"]
    if answer.reason is not None:
        parts.append(markdown(wording.reason_words(answer.reason)))
    for quote in answer.quotes:
        words = "\n".join(f"> {line}".rstrip() for line in markdown(quote.text).split("\n"))
        where = markdown("; ".join(wording.where_words(quote.citation)))
        who = markdown(_who(quote.citation))
        published = quote.citation.document.url
        elsewhere = f" (published at {markdown(published)})" if published else ""
        link = f"<{address}{permalink(quote.citation)}>"
        parts.append(f"{words}\n\n— {who}, {where}, {link}{elsewhere}")
    return "\n\n".join(parts) + "\n"


def as_csl(answer: Answer, address: str) -> str:
    """CSL-JSON, as Zotero, Pandoc and citeproc read it; one item per quote."""
    items = [_csl(quote, address) for quote in answer.quotes]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def as_bibtex(answer: Answer, address: str) -> str:
    """BibTeX, one `@misc` per quote."""
    return "\n".join(_bibtex(quote, address) for quote in answer.quotes)


def as_ris(answer: Answer, address: str) -> str:
    """RIS, one record per quote."""
    return "".join("\r\n".join(_ris(quote, address)) + "\r\n" for quote in answer.quotes)


WRITERS: Mapping[str, tuple[str, Callable[[Answer, str], str]]] = {
    "markdown": ("text/markdown", as_markdown),
    "csl-json": ("application/vnd.citationstyles.csl+json", as_csl),
    "bibtex": ("application/x-bibtex", as_bibtex),
    "ris": ("application/x-research-info-systems", as_ris),
}
"""Media type and writer of each format."""


def _who(citation: Citation) -> str:
    name = wording.turn_speaker(citation)
    through = "via_interpreter" in citation.turn.flags
    return f"{name} (via interpreter)" if through else name


def _title(citation: Citation) -> str:
    return wording.title_words(citation.document, citation.source_name)


def _csl(quote: Quote, address: str) -> dict[str, object]:
    citation = quote.citation
    document = citation.document
    item: dict[str, object] = {
        "id": quote.quote_id,
        "type": "speech",
        "title": _title(citation),
        "author": [{"literal": wording.turn_speaker(citation)}] if citation.turn.label else None,
        "issued": {"date-parts": [[*document.date.timetuple()[:3]]]} if document.date else None,
        "event-place": document.place,
        "language": document.language,
        "archive_location": document.url,
        "URL": f"{address}{permalink(citation)}",
        "source": citation.source_name,
        "note": quote.text,
    }
    return {name: value for name, value in item.items() if value is not None}


def _bibtex(quote: Quote, address: str) -> str:
    citation = quote.citation
    day = citation.document.date
    fields = {
        "author": f"{{{_tex(wording.turn_speaker(citation))}}}" if citation.turn.label else None,
        "title": f"{{{_tex(_title(citation))}}}",
        "year": f"{day.year}" if day else None,
        "date": day.isoformat() if day else None,
        "address": _tex(citation.document.place) if citation.document.place else None,
        "language": _tex(citation.document.language) if citation.document.language else None,
        "howpublished": _tex(citation.document.url) if citation.document.url else None,
        "url": f"{address}{permalink(citation)}",
        "note": f"``{_tex(quote.text)}''",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value is not None]
    return "\n".join([f"@misc{{{quote.quote_id},", *lines, "}", ""])


def _ris(quote: Quote, address: str) -> Iterator[str]:
    citation = quote.citation
    document = citation.document
    fields: Sequence[tuple[str, str | None]] = (
        ("TY", "GEN"),
        ("ID", quote.quote_id),
        ("AU", wording.turn_speaker(citation) if citation.turn.label else None),
        ("TI", _title(citation)),
        ("PY", f"{document.date.year}" if document.date else None),
        ("DA", f"{document.date:%Y/%m/%d}" if document.date else None),
        ("CY", document.place),
        ("LA", document.language),
        ("L2", document.url),
        ("UR", f"{address}{permalink(citation)}"),
        ("N1", quote.text),
        ("ER", ""),
    )
    for tag, value in fields:
        if value is not None:
            yield f"{tag}  - {_SPACE.sub(' ', value)}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _SPACE.sub(" ", text))
