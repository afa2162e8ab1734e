"""The HTTP contract of who speaks: speakers, turns, corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from index.records import CorrectionKind, Role
from service.schemas import (
    Count,
    DocumentRefBody,
    LocationBody,
    Name,
    SpeakerBody,
    TimeBody,
    Words,
)
from service.schemas_requests import MAX_NAME_CHARS, MAX_PAGE, Body

MAX_CORRECTIONS = 100_000
Given = Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS)]


class SpeakerItemBody(BaseModel):
    """One speaker; `former_ids` are ids that mean this speaker, too."""

    id: Name
    name: Name | None
    labels: Annotated[list[Name], Field(max_length=100_000)]
    turns: Count
    documents: Count
    former_ids: Annotated[list[Name], Field(max_length=100_000)]


class SpeakerListBody(BaseModel):
    """A part of all speakers, ordered by id."""

    items: Annotated[list[SpeakerItemBody], Field(max_length=MAX_PAGE)]
    next_cursor: Name | None


class SupersededBody(BaseModel):
    """That words are of an earlier version: when it was replaced, and what took its place."""

    replaced: datetime
    by: Annotated[list[Name], Field(max_length=100_000)]


class TurnBody(BaseModel):
    """One turn, whole; of an earlier version where its file was replaced since."""

    id: Name
    ordinal: Count
    speaker: SpeakerBody
    via_interpreter: bool
    role: Role
    replies_to: Name | None
    text: Words
    document: DocumentRefBody
    location: LocationBody
    time: TimeBody | None
    flags: Annotated[list[Name], Field(max_length=100)]
    url: Name
    superseded: SupersededBody | None


class CorrectionRequest(Body):
    """What is to be put right about who speaks.

    `rename`: `speaker` gets the `name`. `merge`: `speaker` and `into` are one, `into` stays.
    `split`: what `speaker` says in `documents` is said by somebody new of the `name`, or by `into`.
    `reassign`: the `turn` is said by `speaker`, by nobody where that is null.
    """

    kind: CorrectionKind
    speaker: Given | None = Field(default=None, description="Id, name or label of a speaker.")
    name: Given | None = Field(default=None, description="The new name.")
    into: Given | None = Field(default=None, description="Id, name or label of a speaker.")
    documents: Annotated[list[Given], Field(max_length=10_000)] = Field(
        default=[], description="Document ids or source names."
    )
    turn: Given | None = Field(default=None, description="A turn's id, or `name of the file#t4`.")


class CorrectionBody(BaseModel):
    """A correction; `applied` is false while what it names is not on record.

    `given_by` is the folder whose file gives it, null for one that came by call.
    """

    id: Name
    kind: CorrectionKind
    speaker: Name | None
    name: Name | None
    into: Name | None
    documents: Annotated[list[Name], Field(max_length=10_000)]
    turn: Name | None
    applied: bool
    given_by: Name | None


class CorrectionListBody(BaseModel):
    """All corrections, in the order in which they count."""

    items: Annotated[list[CorrectionBody], Field(max_length=MAX_CORRECTIONS)]


class RemovedCorrectionBody(BaseModel):
    """The correction that counts no longer."""

    status: Literal["removed"] = "removed"
    id: Name
    generation: Count
