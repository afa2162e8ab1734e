"""The proceedings of a parliament in Europarl's tags, which are no XML: no element ends.

    <CHAPTER ID=1>
    The kiln
    <SPEAKER ID=4 LANGUAGE="EN" NAME="Quill">
    The kiln is old.
    <P>
    Very.

What stands below a chapter's tag is its heading, and nobody's.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from index.readers.spoken import Piece, assemble
from index.records import Metadata, Source

TAGGED = "text/x-europarl"
_TAG = re.compile(r"<(/?[A-Za-z][\w-]*)([^<>]*)>")
_SPEAKER = re.compile(r"<SPEAKER\s[^<>]*?\bNAME\s*=\s*[\"']")
_NAME = re.compile(r"\bNAME\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_STOP = re.compile(r"(?:[^\W\d_]{3}|\))\.$")
_LEAST_SPEECHES = 2
_LOOKED_AT = 200_000


def is_tagged(text: str) -> bool:
    """Whether a text begins with a tag, and tags name who speaks at least twice."""
    if text[:2000].lstrip()[:1] != "<":
        return False
    found = zip(_SPEAKER.finditer(text[:_LOOKED_AT]), range(_LEAST_SPEECHES), strict=False)
    return len(list(found)) == _LEAST_SPEECHES


def read_tagged(text: str) -> Source:
    """The speeches, each with who gives it; the first heading is the title."""
    pieces: list[Piece] = []
    voice, title = "", ""
    at = 0
    parts: list[str] = []

    def end() -> None:
        nonlocal title
        words = "\n".join(said for part in parts if (said := " ".join(part.split())))
        if words:
            title = title or ("" if voice else words.partition("\n")[0])
            pieces.append(Piece(voice, words, 0.0, 0.0, fresh=True))
        parts.clear()

    for tag in _TAG.finditer(text):
        parts.append(html.unescape(text[at : tag.start()]))
        at = tag.end()
        if tag[1] in ("SPEAKER", "CHAPTER"):
            end()
            named = _NAME.search(tag[2])
            voice = _plain(named[1] or named[2] or "") if named else ""
    parts.append(html.unescape(text[at:]))
    end()
    return replace(assemble(pieces, TAGGED), metadata=Metadata(title=title or None))


def _plain(name: str) -> str:
    """A name without the full stop of its print."""
    name = " ".join(html.unescape(name).split()).rstrip(" :,")
    return name[:-1] if _STOP.search(name) else name
