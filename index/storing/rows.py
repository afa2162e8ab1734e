"""Records as rows of the tables in `index/storing/schema.py`, and back."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Generic, TypeVar, cast

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
from index.storing.schema import voices
from index.storing.seals import seal, sealed, unsealed

Row = dict[str, Any]

Key = TypeVar("Key")
Made = TypeVar("Made")


class Lately(Generic[Key, Made]):
    """What was made of some keys of late, for who asks for nearly all of them again and again.

    As much is kept as was asked for at once, and as much again.
    """

    def __init__(self, make: Callable[[Key], Made]) -> None:
        self._make = make
        self._made: dict[Key, Made] = {}

    def all_of(self, keys: Sequence[Key]) -> list[Made]:
        """What is made of each of these keys, of equal ones the same object."""
        known = self._made
        made = [known[key] if key in known else self._make(key) for key in keys]
        new = dict(zip(keys, made, strict=True))
        self._made = known | new if len(known) < 2 * len(new) else new
        return made


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source on record, without its text (`Store.text` gives that).

    `characters` counts the code points of the text. `fingerprint` stands for everything that
    decided its documents: bytes, metadata, encoding, passage length. `origin` is the folder
    that it was indexed from, None for a source that was put under a name.
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
    known = {k: v for k, v in asdict(source.metadata).items() if v is not None} or None
    row = {
        "source_id": source.source_id,
        "name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "text_sha256": text_hash(source.text),
        "characters": len(source.text),
        "metadata": known,
        "fingerprint": fingerprint,
        "origin": origin,
        "generation": generation,
    }
    marks = [[m.start, m.end, m.start_s, m.end_s] for m in source.time_marks] or None
    quoted = {"name": source.name, "sha256": source.sha256, "time_marks": marks}
    text_seal = seal(quoted | {"text_sha256": row["text_sha256"]})
    more = {"text": source.text, "time_marks": marks, "text_seal": text_seal}
    return sealed(row) | more


def moved(row: RowMapping, origin: str) -> Row:
    """What changes in a source's row, read without its text, when it is seen in a folder."""
    return {"origin": origin, "seal": seal(unsealed(row, "source") | {"origin": origin})}


def stored_source(row: Mapping[str, Any] | RowMapping) -> StoredSource:
    """A source's row without its text."""
    row = unsealed(row, "source")
    plain = {field.name: row[field.name] for field in fields(StoredSource)[:-1]}
    known = dict(row["metadata"] or {})
    if "speakers" in known:
        known["speakers"] = tuple((label, person) for label, person in known["speakers"])
    return StoredSource(**plain, metadata=Metadata(**known))


def source_text(row: RowMapping) -> SourceText:
    """A source's row with its text, compared with its hash; its time marks in text order."""
    plain = {name: value for name, value in row.items() if name not in ("text", "text_seal")}
    unsealed(plain | {"seal": row["text_seal"]}, "source's text")
    marks = tuple(TimeMark(int(a), int(b), c, d) for a, b, c, d in row["time_marks"] or ())
    return SourceText(row["name"], row["sha256"], row["text"], marks)


def document_row(document: Document) -> Row:
    """The row of a document."""
    return sealed(_plain(document))


def document(row: Mapping[str, Any] | RowMapping) -> Document:
    """A document from its row."""
    return Document(**unsealed(row, "document"))


def voice_row(voice: Voice) -> Row:
    """The row of a voice; its evidence is kept as JSON."""
    return sealed(_plain(voice) | {"evidence": [asdict(item) for item in voice.evidence] or None})


def voice(row: Mapping[str, Any] | RowMapping) -> Voice:
    """A voice from its row."""
    row = unsealed(row, "voice")
    evidence = tuple(NameEvidence(**item) for item in row["evidence"] or ())
    return Voice(**{**row, "evidence": evidence})


_VOICE_COLUMNS = tuple(voices.c.keys())


def _voice_of(values: tuple[Any, ...]) -> Voice:
    row = dict(zip(_VOICE_COLUMNS, values, strict=True))
    return voice(row | {"evidence": json.loads(row["evidence"] or "null")})


_voices = Lately(_voice_of)


def voices_of(values: Sequence[tuple[Any, ...]]) -> list[Voice]:
    """Voices from their columns as they stand, their evidence as the text of its JSON.

    What was read once is not read again: a change of documents resolves all voices, and all but a
    few are as they were. Whatever byte differs is compared with its seal.
    """
    return _voices.all_of(values)


def turn_row(turn: Turn) -> Row:
    """The row of a turn; its flags and the asker hint are kept as JSON."""
    hint = None if turn.asker_hint is None else asdict(turn.asker_hint)
    times = {"start_s": _float(turn.start_s), "end_s": _float(turn.end_s)}
    plain = _plain(turn) | times | {"flags": list(turn.flags) or None, "asker_hint": hint}
    return sealed(plain)


def turn(row: Mapping[str, Any] | RowMapping) -> Turn:
    """A turn from its row."""
    row = unsealed(row, "turn")
    hint = None if row["asker_hint"] is None else AskerHint(**row["asker_hint"])
    return Turn(**{**row, "flags": tuple(row["flags"] or ()), "asker_hint": hint})


def passage_row(passage: Passage, key: int) -> Row:
    """The row of a passage under `key`; its id follows from its document and span."""
    row = _plain(passage) | {"passage_key": key}
    del row["passage_id"]
    return sealed(row)


def passage(row: RowMapping) -> StoredPassage:
    """A passage from its row."""
    return StoredPassage(**unsealed(row, "passage"))


_SPEAKER = (*(field.name for field in fields(Speaker)), "seal")


def speaker_row(speaker: Speaker) -> Row:
    """The row of a speaker; labels and offices are kept as JSON."""
    roles = [
        {"office": role.office, "date_from": _iso(role.date_from), "date_to": _iso(role.date_to)}
        for role in speaker.roles
    ]
    return sealed(
        _plain(speaker) | {"labels": list(speaker.labels) or None, "roles": roles or None}
    )


def speaker(row: Mapping[str, Any] | RowMapping) -> Speaker:
    """A speaker from its row."""
    row = unsealed({name: row[name] for name in _SPEAKER}, "speaker")
    roles = tuple(
        SpeakerRole(item["office"], _date(item["date_from"]), _date(item["date_to"]))
        for item in row["roles"] or ()
    )
    labels = tuple(row["labels"] or ())
    return Speaker(row["speaker_id"], row["name"], labels, roles)


def _assignment_row(assignment: Assignment) -> Row:
    return sealed(_plain(assignment) | {"flags": list(assignment.flags) or None})


_assignments = Lately(_assignment_row)


def assignment_rows(assignments: Sequence[Assignment]) -> list[Row]:
    """The rows of assignments, the same object for the same assignment: not to be changed."""
    return _assignments.all_of(assignments)


def assignment(row: Mapping[str, Any] | RowMapping) -> Assignment:
    """An assignment from its row."""
    row = unsealed(row, "assignment")
    return Assignment(**{**row, "flags": tuple(row["flags"] or ())})


def embedding_row(key: int, vector: bytes) -> Row:
    """The row of a passage's embedding, its bytes little-endian float32."""
    return {"passage_key": key, "vector": vector, "seal": _vector_seal(key, vector)}


def embedding(row: RowMapping) -> bytes:
    """The bytes of an embedding."""
    if _vector_seal(row["passage_key"], row["vector"]) != row["seal"]:
        unsealed({"vector": None, "seal": None}, "embedding")
    vector: bytes = row["vector"]
    return vector


def _vector_seal(key: int, vector: bytes) -> int:
    return zlib.crc32(vector, key & 0xFFFFFFFF)


def _plain(record: object) -> Row:
    """The fields of a record by name, nested records left as they are."""
    return {field.name: getattr(record, field.name) for field in fields(cast("Any", record))}


def _float(number: float | None) -> float | None:
    """The number as the database gives it back: a whole one has a point, too."""
    return None if number is None else float(number)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
