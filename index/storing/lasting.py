"""Tables of what lasts beyond the files on record: former ids, earlier texts, corrections.

They were added to the store's format without changing it: an index that was made before has none
of them until the first change that needs one, and reading finds nothing there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
)

lasting = MetaData()
_JSON = JSON(none_as_null=True)

aliases = Table(
    "aliases",
    lasting,
    Column("alias", String, primary_key=True),
    Column("speaker_id", String, nullable=False),
    Column("seats", _JSON),
    Column("seal", BigInteger, nullable=False),
)
"""An id that a speaker had once, whose it is now (its own for nobody's), and its voices' seats."""

earlier = Table(
    "earlier",
    lasting,
    Column("source_id", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("replaced", String, nullable=False),
    Column("documents", _JSON, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("seal", BigInteger, nullable=False),
)
"""A source that another of its name has replaced, as it was: rows as packed JSON. `documents` are
the ids of its documents, in order."""

corrections = Table(
    "corrections",
    lasting,
    Column("correction_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", _JSON, nullable=False),
    Column("anchors", _JSON),
    Column("origin", String),
    Column("seal", BigInteger, nullable=False),
)
"""What people have put right, in the order in which it counts."""

saved = Table(
    "saved",
    lasting,
    Column("saved_id", String, primary_key=True),
    Column("created", String, nullable=False),
    Column("body", _JSON, nullable=False),
    Column("seal", BigInteger, nullable=False),
)
"""Questions that somebody keeps, with their filters."""

moments = Table(
    "moments",
    lasting,
    Column("generation", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("seal", BigInteger, nullable=False),
)
"""When each generation came about, as ISO 8601 in UTC."""


def ensure(connection: Connection) -> None:
    """Make the tables that are missing; for a transaction that writes."""
    lasting.create_all(connection)


def has(connection: Connection, table: Table) -> bool:
    """Whether an index has this table yet."""
    return connection.dialect.has_table(connection, table.name)


def rows_of(connection: Connection, query: Select[Any], table: Table) -> Sequence[RowMapping]:
    """The rows of a query on one of these tables; none where the table is missing."""
    return connection.execute(query).mappings().all() if has(connection, table) else ()
