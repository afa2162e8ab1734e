"""Passages and turns as numpy columns, for everything that looks at all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from index.records import KeyArray, Role
from index.schema import documents, passages, sources, turns, voices

IntColumn = NDArray[np.int32]
RoleColumn = NDArray[np.int8]

ROLES: tuple[Role, ...] = get_args(Role)
"""A role's code in `TurnColumns.role` is its place here."""


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """One row per turn, ordered by source name, document and ordinal.

    `document`, `voice` and `replies_to` point into `document_ids`, `voice_ids` and `turn_ids`;
    `replies_to` is -1 for a turn that answers none.
    """

    turn_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    voice_ids: tuple[str, ...]
    document: IntColumn
    ordinal: IntColumn
    role: RoleColumn
    voice: IntColumn
    replies_to: IntColumn
    start: IntColumn
    end: IntColumn


@dataclass(frozen=True, slots=True)
class PassageColumns:
    """One row per passage, ordered by key.

    `document` and `turn` point into `document_ids` and `turn_ids`, which stand in the same
    order as in the `TurnColumns` of the same state of the store.
    """

    key: KeyArray
    document_ids: tuple[str, ...]
    turn_ids: tuple[str, ...]
    document: IntColumn
    turn: IntColumn
    start: IntColumn
    end: IntColumn
    tokens: IntColumn


def turn_columns(connection: Connection) -> TurnColumns:
    """Read all turns, about 2 µs a turn."""
    document_ids = _document_ids(connection)
    voice_ids = tuple(connection.scalars(select(voices.c.voice_id).order_by(voices.c.voice_id)))
    query = select(
        turns.c.turn_id,
        turns.c.document_id,
        turns.c.ordinal,
        turns.c.role,
        turns.c.voice_id,
        turns.c.replies_to,
        turns.c.start,
        turns.c.end,
    )
    columns = _transposed(connection.execute(_in_reading_order(query)), 8)
    turn_ids, owner, ordinal, role, voice, replies_to, start, end = columns
    turn_places = _places(turn_ids) | {None: -1}
    return TurnColumns(
        turn_ids=turn_ids,
        document_ids=document_ids,
        voice_ids=voice_ids,
        document=_pointing(owner, _places(document_ids)),
        ordinal=np.array(ordinal, dtype=np.int32),
        role=np.array(list(map(_places(ROLES).__getitem__, role)), dtype=np.int8),
        voice=_pointing(voice, _places(voice_ids)),
        replies_to=_pointing(replies_to, turn_places),
        start=np.array(start, dtype=np.int32),
        end=np.array(end, dtype=np.int32),
    )


def passage_columns(connection: Connection) -> PassageColumns:
    """Read all passages but their text, about 2 µs a passage."""
    document_ids = _document_ids(connection)
    turn_ids = tuple(connection.scalars(_in_reading_order(select(turns.c.turn_id))))
    query = select(
        passages.c.passage_key,
        passages.c.document_id,
        passages.c.turn_id,
        passages.c.start,
        passages.c.end,
        passages.c.tokens,
    ).order_by(passages.c.passage_key)
    key, owner, turn, start, end, tokens = _transposed(connection.execute(query), 6)
    return PassageColumns(
        key=np.array(key, dtype=np.int64),
        document_ids=document_ids,
        turn_ids=turn_ids,
        document=_pointing(owner, _places(document_ids)),
        turn=_pointing(turn, _places(turn_ids)),
        start=np.array(start, dtype=np.int32),
        end=np.array(end, dtype=np.int32),
        tokens=np.array(tokens, dtype=np.int32),
    )


def _document_ids(connection: Connection) -> tuple[str, ...]:
    query = (
        select(documents.c.document_id).join(sources).order_by(sources.c.name, documents.c.ordinal)
    )
    return tuple(connection.scalars(query))


def _in_reading_order(query: Select[Any]) -> Select[Any]:
    """Turns ordered by source name, document and place in it."""
    return (
        query.join(documents, turns.c.document_id == documents.c.document_id)
        .join(sources, documents.c.source_id == sources.c.source_id)
        .order_by(sources.c.name, documents.c.ordinal, turns.c.ordinal)
    )


def _transposed(rows: Iterable[Sequence[Any]], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) or [()] * width


def _places(names: Sequence[Any]) -> dict[Any, int]:
    return {name: place for place, name in enumerate(names)}


def _pointing(names: Sequence[Any], places: Mapping[Any, int]) -> IntColumn:
    return np.array([places[name] for name in names], dtype=np.int32)
