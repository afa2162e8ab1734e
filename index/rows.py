"""Records as rows of the tables in `index/schema.py`, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, cast

from sqlalchemy import RowMapping

from index.records import (
    AskerHint,
    Assignment,
    Document,
    Metadata,
    NameEvidence,
    Passage,
    Source,
    Speaker,
    SpeakerRole,
    TimeMark,
    Turn,
    Voice,
    span_id,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source on record, without its text (`Store.text` gives that).

    `characters` counts the code points of the text. `fingerprint` stands for everything that
    decided its documents: bytes, metadata, encoding, passage length. `origin` is the folder
    that it was indexed from, null for a source that was put under a name.
    """

    source_id: str
    name: str
    sha256: str
    media_type: str
    characters: int
    fingerprint: str
    origin: str | None
    generation: int
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source as it is quoted from."""

    name: str
    sha256: str
    text: str
    time_marks: tuple[TimeMark, ...]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the integer key that the derived indexes know it by."""

    passage_key: int
    document_id: str
    turn_id: str
    start: int
    end: int
    tokens: int
    embedded: str

    @property
    def passage_id(self) -> str:
        """The stable id, see `index/records.py`."""
        return span_id(self.document_id, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is on record."""

    sources: int
    documents: int
    turns: int
    passages: int
    speakers: int


def text_hash(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, hexadecimal: kept beside it and compared on reading."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def source_row(source: Source, *, fingerprint: str, origin: str | None, generation: int) -> Row:
    """The row of a source with its text."""
    return {
        "source_id": source.source_id,
        "name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "text": source.text,
        "text_sha256": text_hash(source.text),
        "characters": len(source.text),
        "time_marks": [[m.start, m.end, m.start_s, m.end_s] for m in source.time_marks] or None,
        "metadata": {k: v for k, v in asdict(source.metadata).items() if v is not None} or None,
        "fingerprint": fingerprint,
        "origin": origin,
        "generation": generation,
    }


def stored_source(row: RowMapping) -> StoredSource:
    """A source's row without its text."""
    plain = {field.name: row[field.name] for field in fields(StoredSource)[:-1]}
    return StoredSource(**plain, metadata=Metadata(**(row["metadata"] or {})))


def source_text(row: RowMapping) -> SourceText:
    """A source's row with its text; its time marks in text order."""
    marks = tuple(TimeMark(int(a), int(b), c, d) for a, b, c, d in row["time_marks"] or ())
    return SourceText(row["name"], row["sha256"], row["text"], marks)


def document_row(document: Document) -> Row:
    """The row of a document."""
    return _plain(document)


def document(row: RowMapping) -> Document:
    """A document from its row."""
    return Document(**row)


def voice_row(voice: Voice) -> Row:
    """The row of a voice; its evidence is kept as JSON."""
    return _plain(voice) | {"evidence": [asdict(item) for item in voice.evidence] or None}


def voice(row: RowMapping) -> Voice:
    """A voice from its row."""
    evidence = tuple(NameEvidence(**item) for item in row["evidence"] or ())
    return Voice(**{**row, "evidence": evidence})


def turn_row(turn: Turn) -> Row:
    """The row of a turn; its flags and the asker hint are kept as JSON."""
    hint = None if turn.asker_hint is None else asdict(turn.asker_hint)
    return _plain(turn) | {"flags": list(turn.flags) or None, "asker_hint": hint}


def turn(row: RowMapping) -> Turn:
    """A turn from its row."""
    hint = None if row["asker_hint"] is None else AskerHint(**row["asker_hint"])
    return Turn(**{**row, "flags": tuple(row["flags"] or ()), "asker_hint": hint})


def passage_row(passage: Passage, key: int) -> Row:
    """The row of a passage under `key`; its id follows from its document and span."""
    row = _plain(passage) | {"passage_key": key}
    del row["passage_id"]
    return row


def passage(row: RowMapping) -> StoredPassage:
    """A passage from its row."""
    return StoredPassage(**row)


def speaker_row(speaker: Speaker) -> Row:
    """The row of a speaker; labels and offices are kept as JSON."""
    roles = [
        {"office": role.office, "date_from": _iso(role.date_from), "date_to": _iso(role.date_to)}
        for role in speaker.roles
    ]
    return _plain(speaker) | {"labels": list(speaker.labels) or None, "roles": roles or None}


def speaker(row: Mapping[str, Any] | RowMapping) -> Speaker:
    """A speaker from its row."""
    roles = tuple(
        SpeakerRole(item["office"], _date(item["date_from"]), _date(item["date_to"]))
        for item in row["roles"] or ()
    )
    labels = tuple(row["labels"] or ())
    return Speaker(row["speaker_id"], row["name"], labels, roles)


def assignment_row(assignment: Assignment) -> Row:
    """The row of an assignment."""
    return _plain(assignment) | {"flags": list(assignment.flags) or None}


def assignment(row: RowMapping) -> Assignment:
    """An assignment from its row."""
    return Assignment(**{**row, "flags": tuple(row["flags"] or ())})


def _plain(record: object) -> Row:
    """The fields of a record by name, nested records left as they are."""
    return {field.name: getattr(record, field.name) for field in fields(cast("Any", record))}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
