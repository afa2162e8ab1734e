"""The truth: everything on record, in one database, behind one class.

Sources, documents, voices, turns, passages, embeddings and speakers are written together, one
transaction a batch, and read as records. All SQL of the house is here, in
`index/storing/columns.py`, `index/storing/originals.py` and `index/storing/writes.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import (
    BindParameter,
    Select,
    bindparam,
    func,
    select,
    tuple_,
)

from index.errors import NotFound
from index.records import (
    Assignment,
    Document,
    FloatMatrix,
    KeyArray,
    Speaker,
    Turn,
    Voice,
)
from index.storing import rows
from index.storing.columns import (
    PassageColumns,
    TurnColumns,
    fetch_columns,
    in_order,
    passage_columns,
    plain_keys,
    turn_columns,
)
from index.storing.confidence import confidences
from index.storing.database import (
    damaged,
)
from index.storing.identity import check_model, read_meta, record_model
from index.storing.opened import MOST_PARAMETERS, OpenDatabase
from index.storing.people import ResolvedVoice, SpeakerTotals, resolved_voices, speaker_totals
from index.storing.rows import Counts, SourceText, StoredPassage, StoredSource
from index.storing.schema import (
    assignments,
    documents,
    embeddings,
    passages,
    sources,
    speakers,
    turns,
    voices,
)

# A question reads about fifteen rows. SQLAlchemy takes twice as long for a query made anew each
# time, so these are made once.
_WANTED: BindParameter[str] = bindparam("wanted")
_TURN = select(turns).where(turns.c.turn_id == _WANTED)
_DOCUMENT = select(documents).where(documents.c.document_id == _WANTED)
_SOURCE_TEXT = select(
    sources.c.name,
    sources.c.sha256,
    sources.c.text,
    sources.c.text_sha256,
    sources.c.time_marks,
    sources.c.text_seal,
).where(sources.c.source_id == _WANTED)


class Store(OpenDatabase):
    """What is on record, as records; many threads read, one writes at a time."""

    def check_model(self, name: str, model_hash: str, dim: int) -> None:
        """Compare the embedding model with the one that made this index, or record the first.

        :raises ModelMismatch: Names both models and the cure.
        """
        if self.meta("model_hash") is None:
            with self.writing() as connection:
                record_model(connection, name, model_hash, dim)
        with self.reading() as connection:
            check_model(connection, self.path, name, model_hash, dim)

    def meta(self, name: str) -> str | None:
        """One fact about the index: format, created, generation, model, model_hash, dim."""
        with self.reading() as connection:
            return read_meta(connection, name)

    def counts(self) -> Counts:
        """How much is on record."""
        tables = (sources, documents, turns, passages, speakers)
        query = select(*(select(func.count()).select_from(t).scalar_subquery() for t in tables))
        with self.reading() as connection:
            return Counts(*connection.execute(query).one())

    # Sources and documents

    def sources(self) -> tuple[StoredSource, ...]:
        """All sources, ordered by name."""
        return tuple(
            rows.stored_source(row) for row in self._all(_source_query().order_by(sources.c.name))
        )

    def names(self, among: Sequence[str]) -> set[str]:
        """Those of these names that sources on record have."""
        known: set[str] = set()
        with self.reading() as connection:
            for first in range(0, len(among), MOST_PARAMETERS):
                some = sources.c.name.in_(among[first : first + MOST_PARAMETERS])
                known |= set(connection.scalars(select(sources.c.name).where(some)))
        return known

    def source(self, name: str) -> StoredSource:
        """The source of this name.

        :raises NotFound: No source has it.
        """
        query = _source_query().where(sources.c.name == name)
        return rows.stored_source(self._one(query, f"no source is named {name!r}"))

    def source_by_id(self, source_id: str) -> StoredSource:
        """The source with this id.

        :raises NotFound: No source has it.
        """
        query = _source_query().where(sources.c.source_id == source_id)
        return rows.stored_source(self._one(query, f"no source has the id {source_id!r}"))

    def text(self, source_id: str) -> str:
        """The text that all offsets of a source count in, compared with its hash.

        :raises NotFound: No source has this id.
        :raises DamagedIndex: The text on disk is not the text that was written.
        """
        row = self._one(_SOURCE_TEXT, f"no source has the id {source_id!r}", source_id)
        if rows.text_hash(row["text"]) != row["text_sha256"]:
            raise damaged(self.path, f"the text of source {source_id} differs from its hash")
        return str(row["text"])

    def source_text(self, source_id: str) -> SourceText:
        """A source's text with when its words were spoken, not compared with its hash.

        Quotes cut from it are compared with `index/storing/originals.py`, which hashes it.

        :raises NotFound: No source has this id.
        """
        row = self._one(_SOURCE_TEXT, f"no source has the id {source_id!r}", source_id)
        return rows.source_text(row)

    def documents(self, *, after: str | None = None, limit: int | None = None) -> list[Document]:
        """Documents ordered by source name and place in it, those after the id `after`.

        :raises NotFound: `after` is not on record (any more).
        """
        query = select(documents).join(sources).order_by(sources.c.name, documents.c.ordinal)
        if after is not None:
            last = self.document(after)
            name = self.source_by_id(last.source_id).name
            place = tuple_(sources.c.name, documents.c.ordinal)
            query = query.where(place > tuple_(name, last.ordinal))
        return [rows.document(row) for row in self._all(query.limit(limit))]

    def document(self, document_id: str) -> Document:
        """The document with this id.

        :raises NotFound: No document has it.
        """
        missing = f"no document has the id {document_id!r}"
        return rows.document(self._one(_DOCUMENT, missing, document_id))

    def document_ids_of(self, name: str) -> tuple[str, ...]:
        """The documents of the source of this name, in text order.

        :raises NotFound: No source has it.
        """
        query = (
            select(documents.c.document_id)
            .where(documents.c.source_id == self.source(name).source_id)
            .order_by(documents.c.ordinal)
        )
        return tuple(row["document_id"] for row in self._all(query))

    # Turns and passages

    def turns(self, document_id: str) -> tuple[Turn, ...]:
        """The turns of a document in order; empty for one without speech.

        :raises NotFound: No document has this id.
        """
        query = select(turns).where(turns.c.document_id == document_id)
        said = tuple(rows.turn(row) for row in self._all(query.order_by(turns.c.ordinal)))
        if not said:
            self.document(document_id)
        return said

    def turn(self, turn_id: str) -> Turn:
        """The turn with this id.

        :raises NotFound: No turn has it.
        """
        return rows.turn(self._one(_TURN, f"no turn has the id {turn_id!r}", turn_id))

    def passages(self, keys: Sequence[int] | KeyArray) -> list[StoredPassage]:
        """The passages of these keys, in the order asked.

        :raises NotFound: A key is not on record.
        """
        query = select(passages)
        by_key = {
            row["passage_key"]: rows.passage(row)
            for row in self._many(query, passages, plain_keys(keys))
        }
        return in_order(keys, by_key)

    def passage_keys(self) -> KeyArray:
        """The keys of all passages on record, ascending."""
        query = select(passages.c.passage_key).order_by(passages.c.passage_key)
        with self.reading() as connection:
            (keys,) = fetch_columns(connection, query)
        return np.array(keys, dtype=np.int64)

    def passage_documents(self) -> tuple[KeyArray, KeyArray]:
        """The keys of all passages, ascending, and the places in them where a document begins.

        The passages of one document have successive keys, in the order of its text.
        """
        query = select(passages.c.passage_key, passages.c.document_id)
        with self.reading() as connection:
            keys, owners = fetch_columns(connection, query.order_by(passages.c.passage_key))
        starts = [at for at, owner in enumerate(owners) if not at or owner != owners[at - 1]]
        return np.array(keys, dtype=np.int64), np.array(starts, dtype=np.int64)

    def embeddings(self, keys: Sequence[int] | KeyArray) -> FloatMatrix:
        """The unit vectors of these passages, float32 `(len(keys), dim)`, in the order asked.

        :param keys: One may be asked for more than once.
        :raises NotFound: A key is not on record.
        """
        asked = plain_keys(keys)
        wanted = list(dict.fromkeys(asked))
        matrix = np.zeros((len(wanted), int(self.meta("dim") or 0)), dtype=np.float32)
        places = {key: place for place, key in enumerate(wanted)}
        count = 0
        for row in self._many(select(embeddings), embeddings, wanted):
            matrix[places[row["passage_key"]]] = np.frombuffer(rows.embedding(row), dtype="<f4")
            count += 1
        if count != len(places):
            raise NotFound(f"{len(places) - count} of {len(places)} embeddings are not on record")
        if len(asked) == len(wanted):
            return matrix
        return matrix[[places[key] for key in asked]]

    def keys_by_text(self, names: Sequence[str]) -> dict[str, int]:
        """A passage of these sources by each text that was embedded of them."""
        query = (
            select(passages.c.embedded, passages.c.passage_key)
            .join(documents, passages.c.document_id == documents.c.document_id)
            .join(sources)
        )
        key_of: dict[str, int] = {}
        with self.reading() as connection:
            for first in range(0, len(names), MOST_PARAMETERS):
                some = sources.c.name.in_(names[first : first + MOST_PARAMETERS])
                key_of |= {
                    row.embedded: row.passage_key for row in connection.execute(query.where(some))
                }
        return key_of

    def passage_columns(self) -> PassageColumns:
        """All passages as columns; inside one `snapshot` it fits `turn_columns`."""
        with self.reading() as connection:
            return passage_columns(connection)

    def turn_columns(self) -> TurnColumns:
        """All turns as columns; inside one `snapshot` it fits `passage_columns`."""
        with self.reading() as connection:
            return turn_columns(connection)

    # Who speaks

    def voices(self) -> tuple[Voice, ...]:
        """All voices, ordered by id."""
        return tuple(map(rows.voice, self._all(select(voices).order_by(voices.c.voice_id))))

    def speakers(self) -> tuple[Speaker, ...]:
        """All speakers, ordered by id."""
        return tuple(map(rows.speaker, self._all(select(speakers).order_by(speakers.c.speaker_id))))

    def speaker(self, speaker_id: str) -> Speaker:
        """The speaker with this id.

        :raises NotFound: No speaker has it.
        """
        query = select(speakers).where(speakers.c.speaker_id == speaker_id)
        return rows.speaker(self._one(query, f"no speaker has the id {speaker_id!r}"))

    def assignments(self) -> tuple[Assignment, ...]:
        """Who each voice is, ordered by voice."""
        query = select(assignments).order_by(assignments.c.voice_id)
        return tuple(map(rows.assignment, self._all(query)))

    def resolved_voices(self, document_ids: Sequence[str]) -> dict[str, tuple[ResolvedVoice, ...]]:
        """The voices of each of these documents with who they are, most turns first."""
        with self.reading() as connection:
            return resolved_voices(connection, document_ids)

    def confidences(self, document_ids: Sequence[str]) -> dict[str, float]:
        """How far the parse of each of these documents can be relied on, 0 to 1."""
        with self.reading() as connection:
            return confidences(connection, document_ids)

    def speaker_totals(self) -> tuple[SpeakerTotals, ...]:
        """All speakers with the number of their turns and documents, ordered by id."""
        with self.reading() as connection:
            return speaker_totals(connection)


_TEXT = ("text", "time_marks", "text_seal")


def _source_query() -> Select[Any]:
    """A source's row but its text."""
    return select(*(column for column in sources.c if column.name not in _TEXT))
