"""XML that marks who speaks, as parliaments and archives publish it.

TEI              <u who="#orla"><seg>…</seg></u>, <sp><speaker>Orla</speaker><p>…</p></sp>
Akoma Ntoso      <speech by="#orla"><from>Ms Orla</from><p>…</p></speech>
sites of debates <speech speakername="Orla Venn"><p>…</p></speech>
plenary minutes  <p><redner><name>…</name></redner>Orla Venn:</p><p>…</p>, <name>The chair:</name>

An element is a speech by its attribute, or names who speaks from there on. Ids lead to the names of
persons. What is heard and not said stands in brackets; a heading is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from index.errors import UnsupportedFormat
from index.readers.markup import Node, xml_root
from index.readers.spoken import Piece, assemble
from index.records import Metadata, Source

XML = "application/xml"
XML_START = re.compile(
    r"(?:<\?xml[^>]*>\s*)?<(?:\w+:)?(?:TEI|akomaNtoso|publicwhip|debates?|dbtplenarprotokoll)[\s>]"
)
"""The first words of such a file under the name of a text."""
_BY = ("who", "speakername", "by", "speaker", "spokenby")
"""Attributes that name who speaks, by a name or by the id of a person."""
_NAMING = frozenset("speaker from redner talker orator".split())
_SCOPES = frozenset(
    "u sp speech rede question answer intervention contribution interjection continue".split()
)
"""Elements at whose end a voice ends."""
_HEADINGS = frozenset("head heading major-heading minor-heading subheading".split())
_BLOCKS = frozenset("p ab div seg l lg block section debatesection talk.text para".split())
_HEARD = frozenset("note vocal kinesic incident gap kommentar stage".split())
_BESIDE = frozenset(
    "teiheader meta preface vorspann anlagen rednerliste listperson particdesc back "
    "session.header".split()
)
"""Elements about the record: no words of it."""
_NAME_PARTS = ("titel", "forename", "vorname", "namenszusatz", "surname", "nachname")
_HELD = frozenset("setting recording bibl frbrwork session.header".split())
"""Elements whose dates are the day of what was said, and not of its publication."""
_DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)\.(\d\d)\.(\d{4}))(?!\d)")
_LEAST_SPEECHES = 2


def read_speech_xml(text: str) -> Source:
    """The speeches of an XML file, each with its speaker.

    :raises UnsupportedFormat: It is not well formed, or marks nobody who speaks.
    """
    root = xml_root(text)
    speeches = _Speeches(_persons(root))
    speeches.read(root)
    if sum(bool(piece.label) for piece in speeches.pieces) < _LEAST_SPEECHES:
        raise UnsupportedFormat(
            "this XML marks nobody who speaks; known are TEI (<u who=…>), Akoma Ntoso (<speech "
            "by=…>) and the like: export it as one of these, or as text"
        )
    metadata = Metadata(title=_title(root))
    day = _day(root)
    if day is not None:
        metadata = replace(metadata, date=day, date_status="page")
    return replace(assemble(speeches.pieces, XML), metadata=metadata)


class _Speeches:
    """Collects the words in order, each block with who speaks. lxml bounds the depth."""

    def __init__(self, persons: dict[str, str]) -> None:
        self.pieces: list[Piece] = []
        self._persons = persons
        self._voice = ""
        self._words: list[str] = []

    def read(self, node: Node) -> None:
        """Read an element and what stands in it; what stands behind it is its parent's."""
        name = _local(node)
        if name in _BESIDE or not name:  # an entity has no name
            return
        if name in _HEARD:
            heard = _text(node)
            self._words.append(f" {heard} " if heard[:1] in ("(", "[", "") else f" ({heard}) ")
            return
        if _names_speaker(node):
            self._end()
            self._voice = _name(node) or self._voice
            return
        by, before = self._by(node), self._voice
        is_heading = name in _HEADINGS
        if by is None and name not in _SCOPES | _BLOCKS and not is_heading:
            self._inside(node)
            return
        self._end()
        self._voice = "" if is_heading else self._voice if by is None else by
        self._inside(node)
        self._end()
        if by is not None or name in _SCOPES or is_heading:
            self._voice = before

    def _inside(self, node: Node) -> None:
        self._words.append(node.text or "")
        for child in node:
            self.read(child)
            self._words.append(child.tail or "")

    def _end(self) -> None:
        """End a block; the printed name of who was just named is no speech."""
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if words and not (words.endswith(":") and self._voice and self._voice in words):
            self.pieces.append(Piece(self._voice, words, 0.0, 0.0))

    def _by(self, node: Node) -> str | None:
        """Who speaks by an element's own attribute; None where it says nothing."""
        said = {key.rpartition("}")[2].lower(): value for key, value in node.attrib.items()}
        values = (str(said.get(key, "")).strip() for key in _BY)
        value = next(filter(None, values), None)
        if value is None or not value.startswith("#"):
            return None if value is None else _plain(value)
        first = value.split()[0].removeprefix("#")
        return self._persons.get(first, first)


def _names_speaker(node: Node) -> bool:
    """Whether an element names who speaks; a `name` does so with a colon, else it is a mention."""
    name = _local(node)
    return name in _NAMING or (name == "name" and _text(node).endswith(":"))


def _name(node: Node) -> str:
    """The name in an element: in its parts, as it is displayed, or all of it."""
    parts = [_text(part) for kind in _NAME_PARTS for part in _all(node, kind)]
    if parts:
        return _plain(" ".join(parts))
    names = _all(node, "name") if _local(node) != "name" else []
    names.sort(key=lambda name: name.get("role") != "display")
    return next((_plain(text) for name in names if (text := _text(name))), _plain(_text(node)))


def _plain(name: str) -> str:
    """A name without its colon, the given name first."""
    name = " ".join(name.split()).rstrip(" :")
    parts = name.split(", ")
    return f"{parts[1]} {parts[0]}" if len(parts) > 1 and parts[1].istitle() else name


def _persons(root: Node) -> dict[str, str]:
    """The names of persons by their ids."""
    persons: dict[str, str] = {}
    for node in root.iter():
        key = next((v for k, v in node.attrib.items() if k.rpartition("}")[2] in ("id", "eId")), "")
        if not key or _local(node) not in ("person", "tlcperson", "tlcrole"):
            continue
        names = _all(node, "persname")
        name = node.get("showAs") or (_name(names[0]) if names else "")
        if name:
            persons[key] = _plain(name)
    return persons


def _title(root: Node) -> str | None:
    for kind in ("doctitle", "title", "debate-title", *sorted(_HEADINGS)):
        for node in root.iter():
            if _local(node) == kind and (title := _text(node)):
                return title
    return None


def _day(root: Node) -> str | None:
    """The day of what was said, as YYYY-MM-DD; of several the first."""
    told = [*root.attrib.values()]
    for node in root.iter():
        if _local(node) in _HELD:
            told += [text for inner in node.iter() for text in (*inner.attrib.values(), inner.text)]
        elif _local(node) in _SCOPES:
            told += node.attrib.values()
            break
    return next((day for text in told if (day := _as_day(text or ""))), None)


def _as_day(text: str) -> str | None:
    found = _DAY.search(text)
    if found is None:
        return None
    parts = found.groups()[:3] if found[1] else found.groups()[5:2:-1]
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None


def _all(node: Node, name: str) -> list[Node]:
    return [inner for inner in node.iter() if _local(inner) == name]


def _text(node: Node) -> str:
    return " ".join("".join(_strings(node)).split())


def _strings(node: Node) -> Iterator[str]:
    return (str(part) for part in node.itertext())


def _local(node: Node) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
