"""What changes the store: each function is given the connection of one write transaction.

Replacing a source removes its documents and adds the new ones in the same transaction, so that
a reader sees the old or the new. Who speaks is resolved again over all voices before the
transaction ends, since one new title may give a name to a label in an old document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from sqlalchemy import (
    Connection,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    type_coerce,
    update,
)

from index.errors import DuplicateSource
from index.records import (
    Assignment,
    FloatMatrix,
    KeyArray,
    ParsedSource,
    Passage,
    Source,
    Speaker,
    Voice,
)
from index.storing import rows
from index.storing.aliases import Alias, read_aliases, settle, write_aliases
from index.storing.corrections import StoredCorrection, move_turns, read_corrections, write_anchors
from index.storing.earlier import forget_earlier, keep_earlier
from index.storing.identity import next_mark
from index.storing.opened import MOST_PARAMETERS
from index.storing.saved import forget_moments, note_moment
from index.storing.schema import (
    assignments,
    documents,
    embeddings,
    meta,
    passages,
    sources,
    speakers,
    turns,
    voices,
)
from index.storing.seats import Seated, seated, source_of


class Resolved(Protocol):
    """Who the voices are: what `index.persons.speakers.resolve` gives."""

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """All speakers of the voices resolved."""

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """One assignment per voice."""


Resolver = Callable[[Sequence[Voice]], Resolved]


@dataclass(frozen=True, slots=True)
class PreparedSource:
    """Everything that is written for one source.

    `embeddings` has one unit row per passage, in order. `fingerprint` and `origin`: see
    `index.storing.rows.StoredSource`.
    """

    parsed: ParsedSource
    passages: tuple[Passage, ...]
    embeddings: FloatMatrix
    fingerprint: str
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The generation that a transaction leads to, and the passage keys it added and removed."""

    generation: int
    added: KeyArray
    removed: KeyArray


def write_sources(
    connection: Connection,
    prepared: Sequence[PreparedSource],
    resolve: Resolver,
    evicted: Sequence[str] = (),
) -> Change:
    """Add sources, each replacing the one of its name, and resolve all voices again.

    What is replaced is kept as an earlier version, see `index/storing/earlier.py`.

    :param evicted: Names of sources that are removed as well.
    :raises DuplicateSource: The same bytes are on record under another name.
    """
    before = seated(connection)
    incoming = {item.parsed.source.name: item.parsed.source.source_id for item in prepared}
    keep_earlier(connection, incoming)
    forget_earlier(connection, [name for name in evicted if name not in incoming])
    changed = frozenset((*evicted, *incoming))
    there = _on_record(connection, changed)
    removed = remove_rows(connection, there)
    generation = _next_generation(connection)
    if there:
        forget_moments(connection)
    note_moment(connection, generation)
    first = _take_keys(connection, sum(len(item.passages) for item in prepared))
    next_key = first
    for item in prepared:
        _refuse_duplicate(connection, item.parsed.source)
        _insert_source(connection, item, next_key, generation)
        next_key += len(item.passages)
    _write_speakers(connection, resolve, before, changed)
    return Change(generation, np.arange(first, next_key, dtype=np.int64), removed)


def remove_sources(connection: Connection, names: Sequence[str], resolve: Resolver) -> Change:
    """Remove the sources of these names with all that came from them; resolve all voices again."""
    before = seated(connection)
    forget_earlier(connection, names)
    removed = remove_rows(connection, names)
    forget_moments(connection)
    _write_speakers(connection, resolve, before, frozenset(names), gone=frozenset(names))
    return Change(_next_generation(connection), np.empty(0, dtype=np.int64), removed)


def nothing_changed(connection: Connection) -> Change:
    """A transaction that changes no passage, counted like the others."""
    none = np.empty(0, dtype=np.int64)
    return Change(_next_generation(connection), none, none)


def resolve_again(connection: Connection, resolve: Resolver) -> Change:
    """Resolve all voices again, after a correction has come or gone."""
    _write_speakers(connection, resolve, seated(connection))
    return nothing_changed(connection)


def _on_record(connection: Connection, names: Iterable[str]) -> list[str]:
    """Those of these names that sources have."""
    query = select(sources.c.name).where(sources.c.name.in_(sorted(names)))
    return sorted(connection.scalars(query))


def remove_rows(connection: Connection, names: Sequence[str]) -> KeyArray:
    """Delete the rows of these sources; the keys of their passages, ascending."""
    keys: list[int] = []
    for name in names:
        query = (
            select(passages.c.passage_key)
            .join(documents, passages.c.document_id == documents.c.document_id)
            .join(sources, documents.c.source_id == sources.c.source_id)
            .where(sources.c.name == name)
        )
        keys += connection.scalars(query)
        connection.execute(delete(sources).where(sources.c.name == name))
    return np.array(sorted(keys), dtype=np.int64)


def set_origin(connection: Connection, name: str, origin: str) -> None:
    """Record the folder that a source was seen in last; what it says is unchanged."""
    kept = [c for c in sources.c if c.name not in ("text", "time_marks", "text_seal")]
    row = connection.execute(select(*kept).where(sources.c.name == name)).mappings().one()
    change = update(sources).where(sources.c.name == name)
    connection.execute(change.values(**rows.moved(row, origin)))


def _refuse_duplicate(connection: Connection, source: Source) -> None:
    query = select(sources.c.name).where(sources.c.source_id == source.source_id)
    other = connection.scalar(query)
    if other is not None:
        raise DuplicateSource(
            f"{source.name!r} has the same bytes as {other!r}, which is on record: "
            f"remove {other!r} first to keep them under the new name"
        )


def _insert_source(
    connection: Connection, item: PreparedSource, first_key: int, generation: int
) -> None:
    parsed = item.parsed
    source = rows.source_row(
        parsed.source, fingerprint=item.fingerprint, origin=item.origin, generation=generation
    )
    keyed = list(enumerate(item.passages, start=first_key))
    vectors = np.ascontiguousarray(item.embeddings, dtype="<f4")
    _insert(connection, sources, [source])
    _insert(connection, documents, map(rows.document_row, parsed.documents))
    _insert(connection, voices, map(rows.voice_row, parsed.voices))
    _insert(connection, turns, map(rows.turn_row, parsed.turns))
    _insert(connection, passages, (rows.passage_row(passage, key) for key, passage in keyed))
    _insert(
        connection,
        embeddings,
        (
            rows.embedding_row(key, vector.tobytes())
            for (key, _), vector in zip(keyed, vectors, strict=True)
        ),
    )


def _insert(connection: Connection, table: Table, new: Iterable[rows.Row]) -> None:
    """Insert rows in one statement; no statement for no rows."""
    if values := list(new):
        connection.execute(insert(table), values)


def _next_generation(connection: Connection) -> int:
    """Count this transaction, and mark it: no other history of the index has its mark."""
    next_mark(connection)
    return _advance(connection, "generation", 1) + 1


def _take_keys(connection: Connection, count: int) -> int:
    """Set `count` passage keys aside for this transaction; the first of them."""
    return _advance(connection, "next_key", count)


def _advance(connection: Connection, counter: str, step: int) -> int:
    """Move a counter of `meta` on; its value before."""
    at = meta.c.name == counter
    value = int(connection.scalars(select(meta.c.value).where(at)).one())
    connection.execute(update(meta).where(at).values(value=str(value + step)))
    return value


def _write_speakers(
    connection: Connection,
    resolve: Resolver,
    before: Sequence[Seated],
    changed: frozenset[str] = frozenset(),
    gone: frozenset[str] = frozenset(),
) -> None:
    """Resolve all voices and write what differs from what is on record.

    :param before: The voices before the change: the ids that speakers had keep meaning them.
    :param changed: Sources that came or went: their voices may have other seats now.
    :param gone: Sources that were removed: no former id is kept for their sake.
    """
    _correct_turns(connection)
    # As text, so that a voice that stands as it was read last is not read again.
    columns = [type_coerce(c, Text) if c.name == "evidence" else c for c in voices.c]
    known = connection.execute(select(*columns).order_by(voices.c.voice_id))
    resolved = resolve(rows.voices_of([tuple(row) for row in known]))
    seats = _seats(connection, before, changed, resolved.assignments)
    former = read_aliases(connection)
    settled = settle(before, former, resolved.speakers, resolved.assignments, seats)
    write_aliases(connection, former, _without(settled.aliases, gone))
    new_speakers = {item.speaker_id: rows.speaker_row(item) for item in settled.speakers}
    made = rows.assignment_rows(settled.assignments)
    new_assignments = {row["voice_id"]: row for row in made}
    lost = _upsert(connection, speakers, "speaker_id", new_speakers)
    stale = _upsert(connection, assignments, "voice_id", new_assignments)
    _delete(connection, assignments, "voice_id", stale)
    _delete(connection, speakers, "speaker_id", lost)


def _seats(
    connection: Connection,
    before: Sequence[Seated],
    changed: frozenset[str],
    assigned: Iterable[Assignment],
) -> dict[str, str]:
    """The seats of voices; those that stand where they stood before the change are not read."""
    seats = {v.voice_id: v.seat for v in before if source_of(v.seat) not in changed}
    new = [one.voice_id for one in assigned if one.voice_id not in seats]
    if len(new) <= MOST_PARAMETERS:
        return seats | {voice.voice_id: voice.seat for voice in seated(connection, new)}
    return {voice.voice_id: voice.seat for voice in seated(connection)}


def _correct_turns(connection: Connection) -> None:
    """Give reassigned turns voices of their own, wherever they stand by now."""
    stored = read_corrections(connection)
    changed: list[StoredCorrection] = [
        new for old, new in zip(stored, move_turns(connection, stored), strict=True) if old != new
    ]
    for correction in changed:
        write_anchors(connection, correction)


def _without(former: Sequence[Alias], gone: frozenset[str]) -> tuple[Alias, ...]:
    """Former ids without those that only sources which are gone would bring back."""
    kept: list[Alias] = []
    for alias in former:
        seats = tuple(seat for seat in alias.seats if source_of(seat) not in gone)
        if seats or not gone:
            kept.append(Alias(alias.alias, alias.speaker_id, seats))
    return tuple(kept)


def _upsert(
    connection: Connection, table: Table, key: str, new: Mapping[str, rows.Row]
) -> list[str]:
    """Insert the rows that are new, update those that differ; the keys that are not in `new`."""
    # As tuples: rows made into mappings take three times as long, and all of them are compared.
    names = tuple(table.c.keys())
    at = names.index(key)
    old = {row[at]: tuple(row) for row in connection.execute(select(table))}
    _insert(connection, table, (row for name, row in new.items() if name not in old))
    changed = [
        row
        for name, row in new.items()
        if name in old and old[name] != tuple(row[column] for column in names)
    ]
    if changed:
        others = [column.name for column in table.c if column.name != key]
        statement = (
            update(table)
            .where(table.c[key] == bindparam("at"))
            .values({name: bindparam(f"new_{name}") for name in others})
        )
        connection.execute(statement, [_renamed(row, key, others) for row in changed])
    return [name for name in old if name not in new]


def _renamed(row: rows.Row, key: str, others: Iterable[str]) -> dict[str, Any]:
    return {"at": row[key]} | {f"new_{name}": row[name] for name in others}


def _delete(connection: Connection, table: Table, key: str, names: Sequence[str]) -> None:
    if names:
        statement = delete(table).where(table.c[key] == bindparam("at"))
        connection.execute(statement, [{"at": name} for name in names])
