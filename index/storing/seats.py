"""A voice's seat: its source's name, its document's place in it, and its label.

A voice's id changes with the bytes of its file; its seat stays, so that what is known of a voice
is found again in a corrected file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from index.storing.schema import assignments, documents, sources, voices

_BORDER = "\t"  # No name of a source has one: see `index/listing.py`.


@dataclass(frozen=True, slots=True)
class Seated:
    """A voice with its seat, its turns, and who it is assigned to, None for nobody."""

    voice_id: str
    seat: str
    turns: int
    speaker_id: str | None


def make_seat(name: str, ordinal: int, voice: str) -> str:
    """The seat of a voice; `voice` is the part of its id behind the document's."""
    return _BORDER.join((name, str(ordinal), voice))


def source_of(seat: str) -> str:
    """The name of a seat's source."""
    return seat.split(_BORDER, maxsplit=1)[0]


def seated(connection: Connection, among: Sequence[str] | None = None) -> list[Seated]:
    """The voices on record, by id; None for all."""
    query = (
        select(
            voices.c.voice_id,
            voices.c.document_id,
            voices.c.turns,
            documents.c.ordinal,
            sources.c.name,
            assignments.c.speaker_id,
        )
        .join(documents, documents.c.document_id == voices.c.document_id)
        .join(sources, sources.c.source_id == documents.c.source_id)
        .outerjoin(assignments, assignments.c.voice_id == voices.c.voice_id)
        .order_by(voices.c.voice_id)
    )
    if among is not None:
        query = query.where(voices.c.voice_id.in_(among))
    return [
        Seated(voice_id, make_seat(name, ordinal, voice_id[len(document_id) + 1 :]), turns, speaker)
        for voice_id, document_id, turns, ordinal, name, speaker in connection.execute(query)
    ]
