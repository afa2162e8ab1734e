"""Bringing a database of an earlier format to this one: numbered steps, all in one transaction.

A step leads from its number to the next and knows the tables as they were then: it names them in
SQL of its own and never by `index/storing/schema.py`, which is only how they are now. Embeddings
are left as they are. A step that fails, or a kill, leaves the database as it was.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    inspect,
    literal_column,
    select,
)

from index.storing.database import connect, damaged, failures_named, writing_options
from index.storing.identity import (
    check_facts,
    read_mark,
    read_meta,
    seal_facts,
    source_ids,
)
from index.storing.ledger import Ledger
from index.storing.schema import FORMAT
from index.storing.seals import SEAL, seal, unsealed

_AT_ONCE = 1_000
"""Rows that are sealed together; few enough for a source's text each."""

_UPGRADED = "upgraded-"
"""How a mark begins that a step gave: whoever has it has changed nothing since."""

_WITH_LEDGER = 3
"""The first format that has a ledger beside the database."""

_ROWID = "rowid of SQLite"
"""A name that no column has."""

log = logging.getLogger(__name__)


def is_earlier(path: Path) -> bool:
    """Whether there is a database of a format from which steps lead to this one."""
    if not path.is_file():
        return False
    engine = connect(path)
    try:
        with failures_named(path), engine.connect() as connection:
            return _format(connection) in STEPS
    finally:
        engine.dispose()


def migrate(path: Path, ledger: Ledger) -> None:
    """Take all steps from a database's format to this one; nothing where there are none.

    For the holder of the folder's write lock, while no other process has the index open. Before
    format 3 there was no ledger: it is written from what is on record, also over one that a step
    wrote which did not come to its end. A later format's is left for its opening to compare.

    :raises DamagedIndex: A row points to one that is not there or differs from its checksum, or the
        ledger is damaged.
    """
    engine = connect(path)
    try:
        with (
            failures_named(path),
            engine.connect().execution_options(**writing_options()) as connection,
        ):
            # To drop a table would delete what points to its rows; SQLite takes this switch only
            # outside a transaction.
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                _steps(connection, path, ledger)
    finally:
        engine.dispose()


def _steps(connection: Connection, path: Path, ledger: Ledger) -> None:
    first = format_now = _format(connection)
    if first:
        check_facts(connection, path)
    while format_now in STEPS:
        log.info("%s: from format %d to %d", path, format_now, format_now + 1)
        STEPS[format_now](connection)
        format_now += 1
    if format_now == first or format_now != FORMAT:
        return
    if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
        raise damaged(path, f"rows point to nothing: {lost}")
    connection.exec_driver_sql(
        "UPDATE meta SET value = ? WHERE name = 'format'", (str(format_now),)
    )
    seal_facts(connection)
    if first >= _WITH_LEDGER:
        return
    there, known = read_mark(connection), ledger.read()
    of_a_step = known is not None and known.mark.startswith(_UPGRADED)
    if known is None or (of_a_step and known.generation <= there.generation):
        ledger.write(there, source_ids(connection))


def _format(connection: Connection) -> int:
    """The format of a database, 0 for what is none of ours."""
    if "meta" not in inspect(connection).get_table_names():
        return 0
    written = read_meta(connection, "format") or ""
    return int(written) if written.isdecimal() else 0


def _labels_may_be_missing(connection: Connection) -> None:
    """1 to 2: words of nobody are turns without a label. SQLite alters no column in place."""
    for table in ("voices", "turns"):
        made, indexes = _definition(connection, table)
        wanted = made.replace("label VARCHAR NOT NULL", "label VARCHAR")
        new = wanted.replace(f"CREATE TABLE {table}", f"CREATE TABLE new_{table}", 1)
        for statement in (
            new,
            f"INSERT INTO new_{table} SELECT * FROM {table}",  # noqa: S608 -- our own names
            f"DROP TABLE {table}",
            f"ALTER TABLE new_{table} RENAME TO {table}",
            *indexes,
        ):
            connection.exec_driver_sql(statement)


def _definition(connection: Connection, table: str) -> tuple[str, list[str]]:
    """The statements that made a table and its indexes."""
    query = "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
    definitions = connection.exec_driver_sql(query, (table,)).all()
    (made,) = (sql for kind, sql in definitions if kind == "table")
    return made, [sql for kind, sql in definitions if kind == "index"]


def _rows_have_seals(connection: Connection) -> None:
    """2 to 3: a checksum in each row, and a mark for each transaction."""
    for table, column, sealed_by in _SEALED:
        statement = f"ALTER TABLE {table} ADD COLUMN {column} BIGINT NOT NULL DEFAULT 0"
        connection.exec_driver_sql(statement)
        _seal_rows(connection, table, column, sealed_by)
    for name, value in (("mark", _mark(connection)), ("mark_before", "")):
        connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (name, value))


def _mark(connection: Connection) -> str:
    """The same for the same record: a step taken again fits what it wrote outside before."""
    on_record = "SELECT source_id, name FROM sources ORDER BY source_id"
    generation = read_meta(connection, "generation")
    told = repr((generation, [tuple(row) for row in connection.exec_driver_sql(on_record)]))
    return _UPGRADED + hashlib.sha256(told.encode()).hexdigest()[:32]


def _seal_rows(
    connection: Connection, name: str, column: str, sealed_by: Callable[[dict[str, Any]], int]
) -> None:
    """Write the seal of each row of a table, some at a time."""
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    place: ColumnElement[int] = literal_column("rowid", Integer)
    last = -1
    while True:
        query = select(place.label(_ROWID), table).where(place > last).order_by(place)
        unsealed_rows = [dict(row) for row in connection.execute(query.limit(_AT_ONCE)).mappings()]
        if not unsealed_rows:
            return
        last = unsealed_rows[-1][_ROWID]
        update = f"UPDATE {name} SET {column} = ? WHERE rowid = ?"  # noqa: S608 -- our own names
        seals = [(sealed_by(row), row.pop(_ROWID)) for row in unsealed_rows]
        connection.exec_driver_sql(update, seals)


def _of_row(row: dict[str, Any]) -> int:
    return seal({name: value for name, value in row.items() if name not in (SEAL, _ROWID)})


def _of_source(row: dict[str, Any]) -> int:
    apart = ("text", "time_marks", "text_seal")
    return _of_row({name: value for name, value in row.items() if name not in apart})


def _of_text(row: dict[str, Any]) -> int:
    return seal({name: row[name] for name in ("name", "sha256", "time_marks", "text_sha256")})


def _of_vector(row: dict[str, Any]) -> int:
    return zlib.crc32(row["vector"], row["passage_key"] & 0xFFFFFFFF)


_SEALED = (
    ("sources", "seal", _of_source),
    ("sources", "text_seal", _of_text),
    *((table, "seal", _of_row) for table in ("documents", "voices", "turns", "passages")),
    ("embeddings", "seal", _of_vector),
    *((table, "seal", _of_row) for table in ("speakers", "assignments")),
)


def _documents_have_a_language(connection: Connection) -> None:
    """3 to 4: a column for the language, and the seals that cover it."""
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN language VARCHAR")
    _seal_rows(connection, "documents", "seal", _of_document)


def _of_document(row: dict[str, Any]) -> int:
    """The new seal of a document's row, once its old one was found to fit."""
    new = ("language", _ROWID)
    before = {name: value for name, value in row.items() if name not in new}
    return _of_row({**unsealed(before, "document"), "language": row["language"]})


STEPS: Mapping[int, Callable[[Connection], None]] = MappingProxyType(
    {1: _labels_may_be_missing, 2: _rows_have_seals, 3: _documents_have_a_language}
)
"""The step that leads on from each format. `docs/architecture.md` tells how to add one."""
