"""Earlier versions: what a file said before another of its name replaced it.

A link to words that were corrected must still show them, marked as an earlier version. They are
kept as the rows were, can be read and are never found: no index knows them. Removing a source
from the record removes its earlier versions.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from index.errors import DamagedIndex, NotFound
from index.records import Document, Turn
from index.storing import rows
from index.storing.lasting import earlier, ensure, has, rows_of
from index.storing.people import ResolvedVoice
from index.storing.rows import StoredSource
from index.storing.schema import assignments, documents, sources, speakers, turns, voices
from index.storing.seals import sealed, unsealed

_TEXT = ("text", "text_seal", "time_marks")
_MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """One document as it was, with the source that it stood in and who spoke.

    `replaced` is when another version took its place, as ISO 8601 in UTC.
    """

    source: StoredSource
    document: Document
    text: str
    turns: tuple[Turn, ...]
    voices: tuple[ResolvedVoice, ...]
    replaced: str


def keep_earlier(connection: Connection, incoming: Mapping[str, str]) -> None:
    """Keep the sources of these names that are about to be replaced by other bytes.

    :param incoming: The id of the new source by name.
    """
    names = sorted(incoming)
    for first in range(0, len(names), _MOST_NAMES):
        some = sources.c.name.in_(names[first : first + _MOST_NAMES])
        for row in connection.execute(select(sources).where(some)).mappings().all():
            if row["source_id"] != incoming[row["name"]]:
                _keep(connection, row["source_id"], row["name"], dict(row))
    if has(connection, earlier):
        for source_id in incoming.values():  # it is no earlier version any more
            connection.execute(earlier.delete().where(earlier.c.source_id == source_id))


def forget_earlier(connection: Connection, names: Sequence[str]) -> None:
    """Remove all earlier versions of the sources of these names."""
    if has(connection, earlier):
        for name in names:
            connection.execute(earlier.delete().where(earlier.c.name == name))


def earlier_version(connection: Connection, document_id: str) -> EarlierVersion:
    """The document with this id as it was.

    :raises NotFound: No source that was replaced held it.
    """
    source_id = document_id.rpartition("-")[0]
    query = select(earlier).where(earlier.c.source_id == source_id)
    for row in rows_of(connection, query, earlier):
        kept = unsealed(row, "earlier version")
        record = json.loads(zlib.decompress(kept["record"]))
        for document in record["documents"]:
            if document["document_id"] == document_id:
                return _version(record, document, kept["replaced"])
    raise NotFound(f"no document has the id {document_id!r}")


def all_earlier(connection: Connection) -> list[str]:
    """The ids of all sources of which an earlier version is kept, each compared with its seal."""
    kept = rows_of(connection, select(earlier).order_by(earlier.c.source_id), earlier)
    return [str(unsealed(row, "earlier version")["source_id"]) for row in kept]


def earlier_documents(connection: Connection) -> dict[str, tuple[str, int]]:
    """The name of the source, and the place in it, of each document that was replaced."""
    query = select(earlier.c.name, earlier.c.documents)
    return {
        document_id: (row["name"], ordinal)
        for row in rows_of(connection, query, earlier)
        for ordinal, document_id in enumerate(row["documents"], start=1)
    }


def _keep(connection: Connection, source_id: str, name: str, source: dict[str, Any]) -> None:
    ours = select(documents.c.document_id).where(documents.c.source_id == source_id)
    theirs = select(voices.c.voice_id).where(voices.c.document_id.in_(ours))
    record: dict[str, Any] = {
        "source": source,
        "documents": _all(connection, select(documents).where(documents.c.source_id == source_id)),
        "turns": _all(connection, select(turns).where(turns.c.document_id.in_(ours))),
        "voices": _all(connection, select(voices).where(voices.c.document_id.in_(ours))),
        "assignments": _all(
            connection, select(assignments).where(assignments.c.voice_id.in_(theirs))
        ),
    }
    ids = {row["speaker_id"] for row in record["assignments"]}
    every = _all(connection, select(speakers))
    record["speakers"] = [row for row in every if row["speaker_id"] in ids]
    ensure(connection)
    connection.execute(earlier.delete().where(earlier.c.source_id == source_id))
    packed = zlib.compress(json.dumps(record, default=date.isoformat).encode())
    row = {
        "source_id": source_id,
        "name": name,
        "replaced": datetime.now(UTC).isoformat(timespec="seconds"),
        "documents": [f"{source_id}-{n}" for n in range(1, len(record["documents"]) + 1)],
        "record": packed,
    }
    connection.execute(insert(earlier), [sealed(row)])


def _all(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _version(record: Mapping[str, Any], row: Mapping[str, Any], replaced: str) -> EarlierVersion:
    document = rows.document(_dated(row))
    if rows.text_hash(record["source"]["text"]) != record["source"]["text_sha256"]:
        raise DamagedIndex(f"the earlier text of {document.document_id} differs from its hash")
    plain = {name: value for name, value in record["source"].items() if name not in _TEXT}
    people = {speaker["speaker_id"]: rows.speaker(speaker) for speaker in record["speakers"]}
    who = {
        assignment["voice_id"]: rows.assignment(assignment).speaker_id
        for assignment in record["assignments"]
    }
    theirs = [
        ResolvedVoice(rows.voice(_dated(voice)), people.get(who.get(voice["voice_id"]) or ""))
        for voice in record["voices"]
        if voice["document_id"] == document.document_id
    ]
    said = [
        rows.turn(turn) for turn in record["turns"] if turn["document_id"] == document.document_id
    ]
    return EarlierVersion(
        rows.stored_source(plain),
        document,
        str(record["source"]["text"]),
        tuple(sorted(said, key=lambda turn: turn.ordinal)),
        tuple(sorted(theirs, key=lambda resolved: (-resolved.voice.turns, resolved.voice.printed))),
        replaced,
    )


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose day has been through JSON."""
    return {**row, "date": None if row["date"] is None else date.fromisoformat(row["date"])}
