"""The tables of the store, written so that the same code runs on SQLite and PostgreSQL.

Natural ids (see `index/records.py`) are the keys, except for passages: their integer key is
what the vector and keyword indexes carry. It is counted in `meta` within the transaction that
uses it, so a key is never given twice, not even after its passage is gone.

    meta                     format, model, counters, generation
    sources ── documents ─┬─ voices ── assignments ── speakers
                          └─ turns ── passages ── embeddings
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

FORMAT = 4
"""Raised when a table changes, together with a step in `index/storing/migrations.py`."""

metadata = MetaData()
_JSON = JSON(none_as_null=True)


def _seal() -> Column[int]:
    """A column with the checksum of the row, see `index/storing/seals.py`."""
    return Column("seal", BigInteger, nullable=False)


def _owner(target: str) -> Column[str]:
    """A text column `{table}_id` whose row goes when the row it points to goes."""
    name = target.split(".")[1]
    return Column(name, String, ForeignKey(target, ondelete="CASCADE"), nullable=False, index=True)


meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False, unique=True),
    Column("media_type", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_sha256", String, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("time_marks", _JSON),
    Column("metadata", _JSON),
    Column("fingerprint", String, nullable=False),
    Column("origin", String),
    Column("generation", BigInteger, nullable=False),
    _seal(),  # of all but the text and its time marks
    Column("text_seal", BigInteger, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("document_id", String, primary_key=True),
    _owner("sources.source_id"),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", String),
    Column("date", Date),
    Column("date_status", String, nullable=False),
    Column("date_raw", String),
    Column("date_start", Integer),
    Column("date_end", Integer),
    Column("place", String),
    Column("venue", String),
    Column("byline", String),
    Column("url", String),
    Column("language", String),
    _seal(),
)

voices = Table(
    "voices",
    metadata,
    Column("voice_id", String, primary_key=True),
    _owner("documents.document_id"),
    Column("label", String),
    Column("anonymous", Boolean, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("date", Date),
    Column("evidence", _JSON),
    _seal(),
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", String, primary_key=True),
    _owner("documents.document_id"),
    _owner("voices.voice_id"),
    Column("ordinal", Integer, nullable=False),
    Column("label", String),
    Column("label_start", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("replies_to", String),
    Column("flags", _JSON),
    Column("asker_hint", _JSON),
    Column("start_s", Float),
    Column("end_s", Float),
    _seal(),
)

passages = Table(
    "passages",
    metadata,
    Column("passage_key", Integer, primary_key=True, autoincrement=False),
    _owner("documents.document_id"),
    _owner("turns.turn_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("embedded", Text, nullable=False),
    _seal(),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column(
        "passage_key",
        Integer,
        ForeignKey("passages.passage_key", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("vector", LargeBinary, nullable=False),
    _seal(),
)

speakers = Table(
    "speakers",
    metadata,
    Column("speaker_id", String, primary_key=True),
    Column("name", String),
    Column("labels", _JSON),
    Column("roles", _JSON),
    _seal(),
)

assignments = Table(
    "assignments",
    metadata,
    Column(
        "voice_id",
        String,
        ForeignKey("voices.voice_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("speaker_id", String, ForeignKey("speakers.speaker_id"), index=True),
    Column("resolved_by", String),
    Column("flags", _JSON),
    _seal(),
)
