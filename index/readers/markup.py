"""HTML and XML as trees, through lxml: the text of a page's blocks, and the root of a document."""

from __future__ import annotations

import re
from typing import TypeAlias, cast

from lxml import etree

from index.errors import UnsupportedFormat

Node: TypeAlias = "etree._Element"

_NO_TEXT = frozenset(
    "head script style template noscript nav header footer aside form button select".split()
)
_BLOCKS = frozenset(
    "p div section article main h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr table blockquote pre br hr "
    "figure figcaption time address".split()
)


def all_blocks(text: str) -> str:
    """Every block's text of an HTML page, one line each, menus and the like left out."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    # Null for a page without any element, whatever lxml's stubs say.
    root = cast("Node | None", etree.fromstring(text.encode("utf-8"), parser))
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
        if tag in _BLOCKS or (tag == "cite" and _is_label(element)):
            parts.append("\n")
        if inside and not hidden:
            parts.append(inside.replace("\n", " "))
    return re.sub(r"\s*\n\s*", "\n", "".join(parts)).strip()


def xml_root(text: str) -> Node:
    """The root of an XML document; entities of its own are not resolved, nothing is fetched.

    :raises UnsupportedFormat: It is not well formed.
    """
    # The text is decoded already: what its head says of an encoding does not hold any more.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise UnsupportedFormat(f"this is no well-formed XML ({error}): save it again") from error


def _is_label(cite: Node) -> bool:
    """Whether a `cite` names who speaks, as in transcripts of podcasts, and no book."""
    following = cite.getnext()
    alone = not (cite.tail or "").strip()
    beside = alone and following is not None and following.tag in ("time", "p")
    return beside or "".join(cite.itertext()).rstrip().endswith((":", "："))
