"""HTML pages: their main text without menus, banners and footers, through trafilatura."""

from __future__ import annotations

import re
from collections import Counter
from typing import cast

import trafilatura
from lxml import etree
from trafilatura.metadata import extract_metadata

from index.errors import EmptySource
from index.records import Metadata, Source

HTML = "text/html"
# htmldate takes dates after today for errors; transcripts of fiction lie in the future.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
_LABEL = re.compile(r"(?<![^\s|>])[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,5}\s*:")
_NO_TEXT = frozenset(
    "head script style template noscript nav header footer aside form button select".split()
)
_BLOCKS = frozenset(
    "p div section article main h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr table blockquote pre br hr "
    "figure figcaption time address".split()
)


def read_page(text: str) -> Source:
    """An HTML page: the text is the main text, one line for each paragraph.

    :raises EmptySource: The page has no text.
    """
    whole = _all_blocks(text)
    if not whole:
        raise EmptySource("the page has no text but markup; save the transcript's own page")
    main = trafilatura.extract(
        text, include_comments=False, include_tables=True, favor_recall=True, output_format="txt"
    )
    if not main or _labels_lost(main, whole):
        main = whole
    return Source("", "", "", HTML, _without_cells(main), metadata=_metadata(text))


def _metadata(text: str) -> Metadata:
    found = extract_metadata(text, date_config=dict(_DATES))
    return Metadata(
        title=found.title or None,
        date=found.date or None,
        url=found.url or None,
        date_status="page" if found.date else None,
    )


def _labels_lost(main: str, whole: str) -> bool:
    """Whether the main text misses turns that the page has: a label that it has, less often."""
    kept = Counter(_LABEL.findall(main))
    there = Counter(_LABEL.findall(whole))
    return any(there[label] > count for label, count in kept.items()) or (not kept and bool(there))


def _all_blocks(text: str) -> str:
    """Every block's text, menus and the like left out; what the main text is checked against."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    # Null for a page without any element, whatever lxml's stubs say.
    root = cast("etree._Element | None", etree.fromstring(text.encode("utf-8"), parser))
    if root is None:
        return ""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            hidden += tag in _NO_TEXT
            inside = element.text
        else:
            hidden -= tag in _NO_TEXT
            inside = element.tail
        if tag in _BLOCKS:
            parts.append("\n")
        if inside and not hidden:
            parts.append(inside.replace("\n", " "))
    return re.sub(r"\s*\n\s*", "\n", "".join(parts)).strip()


def _without_cells(text: str) -> str:
    """Table rows as lines: `| MS. DOE: | Yes. |` gives `MS. DOE: Yes.`."""
    lines = [
        " ".join(cell.strip() for cell in line.strip().strip("|").split("|") if cell.strip())
        if line.startswith("|")
        else line.rstrip()
        for line in text.splitlines()
    ]
    return "\n".join(lines).strip()
