"""Questions that somebody keeps, and when what is on record came there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from index.storing.lasting import ensure, has, moments, rows_of, saved
from index.storing.schema import sources
from index.storing.seals import sealed, unsealed


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question with its filters, as the page's address holds them; `created` in UTC."""

    saved_id: str
    created: str
    fields: Mapping[str, str]


def read_saved(connection: Connection) -> tuple[SavedQuestion, ...]:
    """All questions kept, the newest first."""
    query = select(saved).order_by(saved.c.created.desc(), saved.c.saved_id)
    plain = (unsealed(row, "saved question") for row in rows_of(connection, query, saved))
    return tuple(SavedQuestion(row["saved_id"], row["created"], row["body"]) for row in plain)


def save(connection: Connection, fields: Mapping[str, str]) -> SavedQuestion:
    """Keep a question; one that is kept already stays as it is."""
    ensure(connection)
    digest = hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()[:12]
    known = {question.saved_id: question for question in read_saved(connection)}
    if digest in known:
        return known[digest]
    row: dict[str, Any] = {"saved_id": digest, "created": now(), "body": dict(fields)}
    connection.execute(insert(saved), [sealed(row)])
    return SavedQuestion(digest, row["created"], fields)


def forget(connection: Connection, saved_id: str) -> bool:
    """Delete a saved question; return whether it existed."""
    if not has(connection, saved):
        return False
    return connection.execute(saved.delete().where(saved.c.saved_id == saved_id)).rowcount > 0


def note_moment(connection: Connection, generation: int) -> None:
    """Note that a generation comes about now."""
    ensure(connection)
    connection.execute(insert(moments), [sealed({"generation": generation, "at": now()})])


def forget_moments(connection: Connection) -> None:
    """Delete the times of generations that no source on record has."""
    if has(connection, moments):
        left = select(sources.c.generation)
        connection.execute(moments.delete().where(moments.c.generation.not_in(left)))


def read_moments(connection: Connection) -> dict[int, str]:
    """When each generation came about; nothing of those before this was noted."""
    rows = rows_of(connection, select(moments), moments)
    plain = (unsealed(row, "moment") for row in rows)
    return {row["generation"]: row["at"] for row in plain}


def now() -> str:
    """The moment in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
