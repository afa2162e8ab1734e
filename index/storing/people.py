"""Who speaks where: the voices of some documents, and how much each speaker says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from index.records import Speaker, Voice
from index.storing import rows
from index.storing.schema import assignments, speakers, voices

_MOST_PARAMETERS = 10_000
"""Ids asked for at once; SQLite takes 32,766 parameters in one statement."""


@dataclass(frozen=True, slots=True)
class ResolvedVoice:
    """A label of one document with the person behind it, None where that is undecided."""

    voice: Voice
    speaker: Speaker | None


@dataclass(frozen=True, slots=True)
class SpeakerTotals:
    """A speaker with the number of turns, and of documents that hold them."""

    speaker: Speaker
    turns: int
    documents: int


def resolved_voices(
    connection: Connection, document_ids: Sequence[str]
) -> dict[str, tuple[ResolvedVoice, ...]]:
    """The voices of each of these documents, those with the most turns first.

    Every id that is asked for is in the answer; a document without speech has no voices.
    """
    result: dict[str, list[ResolvedVoice]] = {document_id: [] for document_id in document_ids}
    for first in range(0, len(document_ids), _MOST_PARAMETERS):
        some = voices.c.document_id.in_(document_ids[first : first + _MOST_PARAMETERS])
        behind = _speakers_behind(connection, some)
        query = select(voices).where(some).order_by(voices.c.turns.desc(), voices.c.label)
        for row in connection.execute(query).mappings():
            voice = rows.voice(row)
            result[voice.document_id].append(ResolvedVoice(voice, behind.get(voice.voice_id)))
    return {document_id: tuple(theirs) for document_id, theirs in result.items()}


def speaker_totals(connection: Connection) -> tuple[SpeakerTotals, ...]:
    """All speakers with what they say, ordered by id."""
    query = (
        select(
            speakers,
            func.coalesce(func.sum(voices.c.turns), 0).label("total_turns"),
            func.count(voices.c.document_id.distinct()).label("total_documents"),
        )
        .outerjoin(assignments, assignments.c.speaker_id == speakers.c.speaker_id)
        .outerjoin(voices, voices.c.voice_id == assignments.c.voice_id)
        .group_by(speakers.c.speaker_id)
        .order_by(speakers.c.speaker_id)
    )
    return tuple(
        SpeakerTotals(rows.speaker(row), row["total_turns"], row["total_documents"])
        for row in connection.execute(query).mappings()
    )


def _speakers_behind(connection: Connection, condition: ColumnElement[bool]) -> dict[str, Speaker]:
    """The speakers of the voices that meet a condition, by voice id."""
    pairs = select(assignments).join(voices).where(condition)
    read = map(rows.assignment, connection.execute(pairs).mappings())
    ids = {
        assignment.voice_id: assignment.speaker_id for assignment in read if assignment.speaker_id
    }
    query = select(speakers).where(speakers.c.speaker_id.in_(sorted(set(ids.values()))))
    people = {row["speaker_id"]: rows.speaker(row) for row in connection.execute(query).mappings()}
    return {voice_id: people[speaker_id] for voice_id, speaker_id in ids.items()}
