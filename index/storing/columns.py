"""Passages and turns as numpy columns, for everything that looks at all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from index.errors import NotFound
from index.records import KeyArray, Role, TurnFlag
from index.storing.schema import documents, passages, sources, turns, voices

Kept = TypeVar("Kept")
IntColumn = NDArray[np.int32]
RoleColumn = NDArray[np.int8]
BoolColumn = NDArray[np.bool_]

ROLES: tuple[Role, ...] = get_args(Role)
"""A role's code in `TurnColumns.role` is its place here."""
_HANDOVER: TurnFlag = "handover"


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """One row per turn, ordered by source name, document and ordinal.

    `document`, `voice` and `replies_to` point into `document_ids`, `voice_ids` and `turn_ids`;
    `replies_to` is -1 for a turn that answers none. `handover`: it only passes the floor on.
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
    handover: BoolColumn


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
    """Read all turns, about 4 µs a turn."""
    document_ids = _document_ids(connection)
    voice_ids = tuple(connection.scalars(select(voices.c.voice_id).order_by(voices.c.voice_id)))
    names = ("turn_id", "document_id", "ordinal", "role", "voice_id", "replies_to", "start", "end")
    columns = fetch_columns(connection, select(*(turns.c[name] for name in (*names, "flags"))))
    turn_ids, owner, ordinal, role, voice, replies_to, start, end, flags = columns
    document = pointing(owner, document_ids)
    order = np.lexsort((numbers(ordinal), document))
    ordered_ids = tuple(turn_ids[place] for place in order)
    return TurnColumns(
        turn_ids=ordered_ids,
        document_ids=document_ids,
        voice_ids=voice_ids,
        document=document[order],
        ordinal=numbers(ordinal)[order],
        role=role_codes(role)[order],
        voice=pointing(voice, voice_ids)[order],
        replies_to=pointing(replies_to, ordered_ids)[order],
        start=numbers(start)[order],
        end=numbers(end)[order],
        handover=np.array([is_handover(flag) for flag in flags], dtype=bool)[order],
    )


def passage_columns(connection: Connection) -> PassageColumns:
    """Read all passages but their text, about 3 µs a passage."""
    document_ids = _document_ids(connection)
    turn_ids = _turn_ids(connection, document_ids)
    names = ("passage_key", "document_id", "turn_id", "start", "end", "tokens")
    query = select(*(passages.c[name] for name in names)).order_by(passages.c.passage_key)
    key, owner, turn, start, end, tokens = fetch_columns(connection, query)
    return PassageColumns(
        key=np.array(key, dtype=np.int64),
        document_ids=document_ids,
        turn_ids=turn_ids,
        document=pointing(owner, document_ids),
        turn=pointing(turn, turn_ids),
        start=numbers(start),
        end=numbers(end),
        tokens=numbers(tokens),
    )


def fetch_columns(connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    """The columns of a query as the driver gives them: text and whole numbers, or None.

    SQLAlchemy's row objects would take three times as long as the reading itself.
    """
    result = connection.execute(query)
    assert result.cursor is not None, "a SELECT has a cursor"  # noqa: S101
    width = len(result.keys())
    return list(zip(*result.cursor.fetchall(), strict=True)) or [()] * width


def _document_ids(connection: Connection) -> tuple[str, ...]:
    query = (
        select(documents.c.document_id)
        .join(sources, documents.c.source_id == sources.c.source_id)
        .order_by(sources.c.name, documents.c.ordinal)
    )
    return tuple(connection.scalars(query))


def _turn_ids(connection: Connection, document_ids: Sequence[str]) -> tuple[str, ...]:
    """The ids of all turns in the order of `TurnColumns`."""
    query = select(turns.c.turn_id, turns.c.document_id, turns.c.ordinal)
    turn_ids, owner, ordinal = fetch_columns(connection, query)
    order = np.lexsort((numbers(ordinal), pointing(owner, document_ids)))
    return tuple(turn_ids[place] for place in order)


def role_codes(roles: Sequence[str]) -> RoleColumn:
    """The place of each role in `ROLES`."""
    return pointing(roles, ROLES).astype(np.int8)


def is_handover(flags: str | None) -> bool:
    """Whether a turn with these flags, as they are stored, only passes the floor on."""
    return _HANDOVER in (flags or "")


def numbers(values: Sequence[int]) -> IntColumn:
    """Whole numbers as a column."""
    return np.array(values, dtype=np.int32)


def pointing(names: Sequence[Any], targets: Sequence[Any]) -> IntColumn:
    """The place of each name among the targets, -1 for None."""
    places = {name: place for place, name in enumerate(targets)} | {None: -1}
    return np.fromiter(map(places.__getitem__, names), dtype=np.int32, count=len(names))


def plain_keys(keys: Sequence[int] | KeyArray) -> list[int]:
    """Keys as Python's numbers."""
    return [int(key) for key in keys]


def in_order(keys: Sequence[int] | KeyArray, passage_of: Mapping[int, Kept]) -> list[Kept]:
    """The passages in the order of `keys`.

    :raises NotFound: One is missing.
    """
    lost = [key for key in plain_keys(keys) if key not in passage_of]
    if lost:
        raise NotFound(f"no passage has the key {lost[0]} ({len(lost)} of {len(keys)} are gone)")
    return [passage_of[key] for key in plain_keys(keys)]
