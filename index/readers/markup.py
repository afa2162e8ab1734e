"""HTML and XML as trees, through lxml: the text of a page's blocks, and the root of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias, cast

from lxml import etree

from index.errors import UnsupportedFormat

Node: TypeAlias = "etree._Element"

_RUN = re.compile(r"(?:\s|&nbsp;|&#160;|&#x[aA]0;){16,}")
_TAG = re.compile(r"<[A-Za-z][^\s<>/\"']*")
_PIECE = re.compile(r"[\s/]+|[^\s\"'>/]+|\"[^\"]*\"|'[^']*'|[\"']")
_MOST_PIECES = 1_000
"""The most pieces of one tag, about three an attribute. No page looked at has 60 attributes."""
_MOST_PARTS = 50
"""The most pieces of text in a `cite` that names the speaker."""

_NO_TEXT = frozenset(
    "head script style template noscript nav header footer aside form button select".split()
)
_BLOCKS = frozenset(
    "p div section article main h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr table blockquote pre br hr "
    "figure figcaption time address".split()
)


def page_root(text: str) -> Node | None:
    """The root of an HTML page, as a browser would read it; None for one without any element."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    # None for a page without any element, whatever lxml's stubs say.
    return cast("Node | None", etree.fromstring(text.encode("utf-8"), parser))


def page_text(root: Node) -> str:
    """A page as it is written."""
    return str(etree.tostring(root, method="html", encoding="unicode"))


def walk(root: Node) -> Iterator[tuple[str, Node]]:
    """Each element as it begins (`start`) and as it ends (`end`)."""
    return iter(etree.iterwalk(root, events=("start", "end")))


def all_blocks(text: str) -> str:
    """Every block's text of an HTML page, one line each, menus and the like left out.

    A row of a table is a line, a bar before each cell.
    """
    root = page_root(text)
    if root is None:
        return ""
    parts: list[str] = []
    hidden = 0
    for event, element in walk(root):
        tag = element.tag
        if event == "start":
            hidden += tag in _NO_TEXT
            inside = element.text
        else:
            hidden -= tag in _NO_TEXT
            inside = element.tail
        if tag in _BLOCKS or (tag == "cite" and _is_label(element)):
            parts.append("\n")
        elif tag in ("td", "th") and event == "start":
            parts.append(" | ")
        if inside and not hidden:
            parts.append(inside.replace("\n", " "))
    lines = "".join(parts).split("\n")
    return "\n".join(line for written in lines if (line := written.strip()))


def xml_root(text: str) -> Node:
    """The root of an XML document; entities of its own are not resolved, nothing is fetched.

    A piece that was cut out of a larger document may use prefixes that nothing declares.

    :raises UnsupportedFormat: It is not well formed.
    """
    if tame(text) != _RUN.sub(lambda run: "\n" if "\n" in run[0] else " ", text):
        raise UnsupportedFormat("a tag of this XML has hundreds of attributes: save it again")
    parser = _xml_parser(recover=True)
    root = cast("Node | None", etree.fromstring(text.encode("utf-8"), parser))
    if root is None or any(error.type not in _HARMLESS for error in parser.error_log):
        try:
            return etree.fromstring(text.encode("utf-8"), _xml_parser(recover=False))
        except etree.XMLSyntaxError as error:
            raise UnsupportedFormat(
                f"this is no well-formed XML ({error}): save it again"
            ) from error
    return root


def part_root(data: bytes) -> Node:
    """The root of a part of an office document, which no program writes other than well formed.

    :raises ValueError: It is not well formed.
    """
    try:
        return etree.fromstring(data, _xml_parser(recover=False, encoding=None))
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


_HARMLESS = (etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE,)


def _xml_parser(*, recover: bool, encoding: str | None = "utf-8") -> etree.XMLParser:
    # A text is decoded already: what its head says of an encoding does not hold any more.
    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _is_label(cite: Node) -> bool:
    """Whether a `cite` names who speaks, as in transcripts of podcasts, and no book."""
    following = cite.getnext()
    alone = not (cite.tail or "").strip()
    if alone and following is not None and following.tag in ("time", "p"):
        return True
    parts = list(islice(cite.itertext(), _MOST_PARTS + 1))
    return len(parts) <= _MOST_PARTS and "".join(parts).rstrip().endswith((":", "："))


def _pieces(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The pieces of a tag from behind its name to its end: words, quoted words, marks."""
    at = start
    while (piece := _PIECE.match(text, at)) is not None:
        yield piece.span()
        at = piece.end()


def tame(text: str) -> str:
    """A page without what only costs time: long runs of white space, and tags without end.

    libxml2 compares each attribute of a tag with each other, and readers of pages look at each
    place in a run of spaces: 60 kB of them took 50 s.
    """
    text = _RUN.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    kept: list[str] = []
    done = at = 0
    while (tag := _TAG.search(text, at)) is not None:
        at, cut = tag.end(), -1
        for count, (start, end) in enumerate(_pieces(text, at)):
            at = end
            if count == _MOST_PIECES:
                cut = start
        if cut >= 0:
            kept.append(text[done:cut])
            done = at
    return "".join((*kept, text[done:]))
