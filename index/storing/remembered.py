"""The whole record in memory, kept up by what changed: a new document costs its own rows.

Over 1,677 briefings (181,000 turns, 215,000 passages) reading all of it again took 3.4 s of
processor time after each change, beside other work; this takes 0.2 s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, RowMapping, Select, Table, select

from index.records import Assignment, Document, KeyArray, Voice
from index.storing import rows
from index.storing.columns import (
    BoolColumn,
    IntColumn,
    PassageColumns,
    RoleColumn,
    TurnColumns,
    fetch_columns,
    is_handover,
    numbers,
    pointing,
    role_codes,
)
from index.storing.database import values_named
from index.storing.rows import StoredSource
from index.storing.schema import assignments, documents, passages, sources, turns, voices
from index.storing.store import Store

Kept = TypeVar("Kept")
_Rows = Mapping[str, list[tuple[Any, ...]]]

MOST_APART = 500
"""From more changed sources on, everything is read in one query instead of by source."""
_MOST_PARAMETERS = 500
_TEXT = ("text", "time_marks", "text_seal")
_TURN = ("turn_id", "document_id", "ordinal", "role", "voice_id", "replies_to", "start", "end")
_PASSAGE = ("passage_key", "document_id", "turn_id", "start", "end", "tokens")


@dataclass(frozen=True, slots=True)
class _Place:
    """One source as it stands: what it is kept by, and its documents and voices in order."""

    source_id: str
    generation: int
    document_ids: tuple[str, ...]
    voice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The columns of one source; places count from its own first document, turn and voice."""

    turn_ids: tuple[str, ...]
    document: IntColumn
    ordinal: IntColumn
    role: RoleColumn
    voice: IntColumn
    replies_to: IntColumn
    start: IntColumn
    end: IntColumn
    handover: BoolColumn
    key: KeyArray
    turn: IntColumn
    passage_start: IntColumn
    passage_end: IntColumn
    tokens: IntColumn


@dataclass(frozen=True, slots=True)
class Record:
    """All columns of one state of the store, and its smaller tables by id."""

    turns: TurnColumns
    passages: PassageColumns
    sources: Mapping[str, StoredSource]
    documents: Mapping[str, Document]
    voices: Mapping[str, Voice]
    assignments: Mapping[str, Assignment]


class Remembered:
    """Reads each state of the store, and of it only what an earlier one had not; one thread."""

    def __init__(self) -> None:
        self._columns = RememberedColumns()
        self._sources = RememberedRows(sources, "source_id", rows.stored_source, without=_TEXT)
        self._documents = RememberedRows(documents, "document_id", rows.document)
        self._voices = RememberedRows(voices, "voice_id", rows.voice)
        self._assignments = RememberedRows(assignments, "voice_id", rows.assignment)

    def read(self, store: Store) -> Record:
        """The record as it is now.

        :raises DamagedIndex: A row differs from its checksum.
        """
        with store.reading() as connection, values_named(store.path):
            spoken, cut = self._columns.read(connection)
            return Record(
                spoken,
                cut,
                self._sources.read(connection),
                self._documents.read(connection),
                self._voices.read(connection),
                self._assignments.read(connection),
            )


class RememberedRows(Generic[Kept]):
    """A table's rows as records: one that is as it was before is not decoded and checked again."""

    def __init__(
        self,
        table: Table,
        key: str,
        decode: Callable[[RowMapping], Kept],
        without: Sequence[str] = (),
    ) -> None:
        names = [column.name for column in table.c if column.name not in without]
        self._query = select(*(table.c[name] for name in names))
        self._at, self._key = names.index(key), table.c[key]
        self._decode = decode
        self._kept: dict[tuple[Any, ...], Kept] = {}

    def read(self, connection: Connection) -> dict[str, Kept]:
        """All records by their key."""
        stored = list(zip(*fetch_columns(connection, self._query), strict=True))
        new = [row[self._at] for row in stored if row not in self._kept]
        decoded: dict[str, Kept] = {}
        for first in range(0, len(new), _MOST_PARAMETERS):
            some = self._query.where(self._key.in_(new[first : first + _MOST_PARAMETERS]))
            for row_found in connection.execute(some).mappings():
                decoded[row_found[self._key.name]] = self._decode(row_found)
        self._kept = {
            row: decoded[row[self._at]] if row[self._at] in decoded else self._kept[row]
            for row in stored
        }
        return {row[self._at]: record for row, record in self._kept.items()}


class RememberedColumns:
    """Gives the columns of each state of the store; for one thread at a time."""

    def __init__(self) -> None:
        self._parts: dict[_Place, _Part] = {}

    def read(self, connection: Connection) -> tuple[TurnColumns, PassageColumns]:
        """All turns and passages, as `turn_columns` and `passage_columns` give them.

        Voices stand in the order of their sources and not in that of their ids.
        """
        places = _places(connection)
        new = [place for place in places if place not in self._parts]
        read = _read(connection, new, everything=len(new) > MOST_APART)
        self._parts = {place: read.get(place) or self._parts[place] for place in places}
        return _joined(places, [self._parts[place] for place in places])


def _places(connection: Connection) -> list[_Place]:
    """All sources by name, each with its documents in order and its voices by id."""
    listed = fetch_columns(
        connection,
        select(sources.c.source_id, sources.c.generation, documents.c.document_id)
        .join(documents, documents.c.source_id == sources.c.source_id)
        .order_by(sources.c.name, documents.c.ordinal),
    )
    spoken: dict[str, list[str]] = {}
    by_id = select(voices.c.document_id, voices.c.voice_id).order_by(voices.c.voice_id)
    for document_id, voice_id in zip(*fetch_columns(connection, by_id), strict=True):
        spoken.setdefault(document_id, []).append(voice_id)
    places = []
    for (source_id, generation), theirs in groupby(zip(*listed, strict=True), lambda row: row[:2]):
        ids = tuple(document_id for _, _, document_id in theirs)
        voice_ids = tuple(chain.from_iterable(spoken.get(id_, ()) for id_ in ids))
        places.append(_Place(source_id, generation, ids, voice_ids))
    return places


def _read(
    connection: Connection, places: Sequence[_Place], *, everything: bool
) -> dict[_Place, _Part]:
    if not places:
        return {}
    ids = list(chain.from_iterable(place.document_ids for place in places))

    def some(table: Table, names: Iterable[str]) -> list[tuple[Any, ...]]:
        query: Select[Any] = select(*(table.c[name] for name in names))
        if not everything:
            query = query.where(table.c.document_id.in_(ids))
        return fetch_columns(connection, query)

    spoken = _by_document(some(turns, (*_TURN, "flags")))
    cut = _by_document(some(passages, _PASSAGE))
    return {place: _part(place, spoken, cut) for place in places}


def _by_document(columns: Sequence[tuple[Any, ...]]) -> _Rows:
    by_document: dict[str, list[tuple[Any, ...]]] = {}
    for row in zip(*columns, strict=True):
        by_document.setdefault(row[1], []).append(row)
    return by_document


def _part(place: _Place, spoken: _Rows, cut: _Rows) -> _Part:
    of_turns = [
        row
        for document_id in place.document_ids
        for row in sorted(spoken.get(document_id, ()), key=lambda row: row[2])
    ]
    columns = list(zip(*of_turns, strict=True)) or [()] * (len(_TURN) + 1)
    turn_ids, owner, ordinal, role, voice, replies_to, start, end, flags = columns
    of_passages = sorted(
        chain.from_iterable(cut.get(document_id, ()) for document_id in place.document_ids)
    )
    key, _, turn, first, last, tokens = list(zip(*of_passages, strict=True)) or [()] * len(_PASSAGE)
    return _Part(
        turn_ids=turn_ids,
        document=pointing(owner, place.document_ids),
        ordinal=numbers(ordinal),
        role=role_codes(role),
        voice=pointing(voice, place.voice_ids),
        replies_to=pointing(replies_to, turn_ids),
        start=numbers(start),
        end=numbers(end),
        handover=np.array([is_handover(flag) for flag in flags], dtype=bool),
        key=np.array(key, dtype=np.int64),
        turn=pointing(turn, turn_ids),
        passage_start=numbers(first),
        passage_end=numbers(last),
        tokens=numbers(tokens),
    )


def _joined(places: Sequence[_Place], parts: Sequence[_Part]) -> tuple[TurnColumns, PassageColumns]:
    document_ids = tuple(chain.from_iterable(place.document_ids for place in places))
    voice_ids = tuple(chain.from_iterable(place.voice_ids for place in places))
    turn_ids = tuple(chain.from_iterable(part.turn_ids for part in parts))
    first_document = _starts(len(place.document_ids) for place in places)
    first_voice = _starts(len(place.voice_ids) for place in places)
    first_turn = _starts(len(part.turn_ids) for part in parts)

    def column(name: str, kind: type[np.generic] = np.int32) -> NDArray[Any]:
        values = [getattr(part, name) for part in parts]
        return np.concatenate(values) if values else np.empty(0, dtype=kind)

    def moved(name: str, firsts: Sequence[int]) -> IntColumn:
        """A column whose places count from the record's first; -1 stays."""
        values = column(name)
        sizes = [len(getattr(part, name)) for part in parts]
        by = np.repeat(np.array(firsts[:-1], dtype=np.int32), sizes)
        return np.asarray(np.where(values >= 0, values + by, values), dtype=np.int32)

    spoken = TurnColumns(
        turn_ids=turn_ids,
        document_ids=document_ids,
        voice_ids=voice_ids,
        document=moved("document", first_document),
        ordinal=column("ordinal"),
        role=column("role", np.int8),
        voice=moved("voice", first_voice),
        replies_to=moved("replies_to", first_turn),
        start=column("start"),
        end=column("end"),
        handover=column("handover", np.bool_),
    )
    key, turn = column("key", np.int64), moved("turn", first_turn)
    order = np.argsort(key, kind="stable")
    return spoken, PassageColumns(
        key=key[order],
        document_ids=document_ids,
        turn_ids=turn_ids,
        document=spoken.document[turn[order]],
        turn=turn[order],
        start=column("passage_start")[order],
        end=column("passage_end")[order],
        tokens=column("tokens")[order],
    )


def _starts(sizes: Iterable[int]) -> list[int]:
    """The start of each part in a row of parts of these sizes, and the end of the last."""
    ends = [0]
    for size in sizes:
        ends.append(ends[-1] + size)
    return ends
