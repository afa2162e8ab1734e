"""What makes a database file one of our indexes: its format, and the model that made it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select

from index.errors import FormatMismatch, ModelMismatch, StoreMissing
from index.storing.database import damaged
from index.storing.ledger import Mark
from index.storing.schema import FORMAT, meta, metadata, passages, sources
from index.storing.seals import seal

FACTS = ("format", "created", "model", "model_hash", "dim")
"""What stays as it is for the life of an index, but for an upgrade of its format.

Later formats keep to these names: an older program would take another checksum for damage."""
_SEAL = "facts_seal"


def found_tables(connection: Connection) -> None:
    """Make the tables of an empty index; nothing when there are tables already."""
    if inspect(connection).get_table_names():
        return
    metadata.create_all(connection)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    _record(connection, {"format": FORMAT, "created": created, "generation": 0, "next_key": 1})
    _record(connection, {"mark": secrets.token_hex(16), "mark_before": ""})


def check_format(connection: Connection, path: Path) -> None:
    """Refuse a file that this version cannot read.

    :raises StoreMissing: It has no tables.
    :raises FormatMismatch: Another version wrote it.
    :raises DamagedIndex: A table is gone.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        raise StoreMissing(f"{path} is empty: run `onrecord index PATH`")
    if "meta" in tables:
        check_facts(connection, path)
    written = read_meta(connection, "format") if "meta" in tables else "unknown"
    if written != str(FORMAT):
        cure = "index the transcripts again into a new folder, or use the version that wrote it"
        if written and written.isdecimal() and 0 < int(written) < FORMAT:
            cure = "`onrecord documents`, as each command that opens the index, brings it up to it"
        raise FormatMismatch(
            f"{path} has format {written}, this version reads format {FORMAT}: {cure}"
        )
    if lost := set(metadata.tables) - tables:
        raise damaged(path, f"no table {', '.join(sorted(lost))}")


def record_model(connection: Connection, name: str, model_hash: str, dim: int) -> None:
    """Record the model of a new index; the first one stays."""
    if read_meta(connection, "model_hash") is None:
        _record(connection, {"model": name, "model_hash": model_hash, "dim": dim})
        seal_facts(connection)


def seal_facts(connection: Connection) -> None:
    """Write the checksum of what stays as it is."""
    connection.execute(meta.delete().where(meta.c.name == _SEAL))
    _record(connection, {_SEAL: seal(_facts(connection))})


def check_facts(connection: Connection, path: Path) -> None:
    """Compare what stays as it is with its checksum; an index of an earlier version has none.

    A flipped byte in the model's hash would say that another model made the index, and one in the
    format that it has to be upgraded.

    :raises DamagedIndex: It differs.
    """
    written = read_meta(connection, _SEAL)
    if written is not None and written != str(seal(_facts(connection))):
        raise damaged(path, f"{', '.join(FACTS)} differ from their checksum")


def _facts(connection: Connection) -> dict[str, str | None]:
    return {name: read_meta(connection, name) for name in FACTS}


def read_mark(connection: Connection) -> Mark:
    """Which transaction the store is at."""
    names = ("generation", "mark", "mark_before")
    generation, mark, before = (read_meta(connection, name) or "" for name in names)
    return Mark(int(generation or 0), mark, before)


def source_ids(connection: Connection) -> dict[str, str]:
    """The id of each source on record by its name."""
    query = select(sources.c.name, sources.c.source_id)
    return {row.name: row.source_id for row in connection.execute(query)}


def check_model(connection: Connection, path: Path, name: str, model_hash: str, dim: int) -> None:
    """Refuse an index that another model made.

    :raises ModelMismatch: Names both models and the cure.
    """
    theirs = [read_meta(connection, key) or "unknown" for key in ("model", "model_hash", "dim")]
    if theirs[1:] != [model_hash, str(dim)]:
        raise ModelMismatch(
            f"{path.parent} was made with the model {theirs[0]} ({theirs[1][:12]}, "
            f"{theirs[2]} dimensions), not with {name} ({model_hash[:12]}, {dim} dimensions): "
            f"start with {theirs[0]} (--model and --adapter, which may be none), or index the "
            "transcripts again into another folder"
        )


def read_meta(connection: Connection, name: str) -> str | None:
    """One fact about the index, None for one that is not recorded."""
    return connection.scalar(select(meta.c.value).where(meta.c.name == name))


def check_next_key(connection: Connection, path: Path) -> None:
    """See that no passage has the key that the next one gets, or a later one.

    :raises DamagedIndex: One has.
    """
    written = read_meta(connection, "next_key") or ""
    last = connection.scalar(select(func.max(passages.c.passage_key))) or 0
    if not written.isdecimal() or int(written) <= last:
        raise damaged(path, f"the next passage would get the key {written!r}, after {last}")


def next_mark(connection: Connection) -> None:
    """Give the state of the store that a transaction leads to a random mark of its own."""
    before = read_meta(connection, "mark") or ""
    for name, value in (("mark_before", before), ("mark", secrets.token_hex(16))):
        connection.execute(meta.update().where(meta.c.name == name).values(value=value))
    if read_meta(connection, _SEAL) is None:
        seal_facts(connection)


def _record(connection: Connection, facts: dict[str, str | int]) -> None:
    rows = [{"name": name, "value": str(value)} for name, value in facts.items()]
    connection.execute(meta.insert(), rows)
