"""Voices made by hand, and what becomes of them."""

from __future__ import annotations

from datetime import date

from index.language.vocabulary import is_anonymous, normal
from index.persons.speakers import Resolution, resolve
from index.records import NameEvidence, NameEvidenceKind, Speaker, Voice, slug
from tests.index.fiction import parsed

Named = tuple[NameEvidenceKind, str | None, str | None]


def voice(
    document: str, label: str, *evidence: Named, day: date | None = None, turns: int = 3
) -> Voice:
    """A voice of an invented document."""
    return Voice(
        voice_id=f"{document}-{slug(label)}",
        document_id=document,
        label=label,
        anonymous=is_anonymous(normal(label)),
        turns=turns,
        date=day,
        evidence=tuple(NameEvidence(kind, name, office, 0, 1) for kind, name, office in evidence),
    )


def who(resolution: Resolution) -> dict[str, str | None]:
    return {one.voice_id: one.speaker_id for one in resolution.assignments}


def flags(resolution: Resolution, voice_id: str) -> tuple[str, ...]:
    (found,) = [one for one in resolution.assignments if one.voice_id == voice_id]
    return found.flags


def speaker(resolution: Resolution, speaker_id: str) -> Speaker:
    (found,) = [one for one in resolution.speakers if one.speaker_id == speaker_id]
    return found


def of_texts(*texts: str) -> Resolution:
    return resolve([one for text in texts for one in parsed(text).voices])
