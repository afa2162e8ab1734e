"""The HTTP contract: what version 1 gives; a bound tells a client what to expect at most."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.records import DateStatus
from retrieval.results import RefusalCode
from service.schemas_requests import MAX_ASK, MAX_PAGE, MAX_SEARCH
from service.settings import MAX_SOURCE_BYTES

_MOST = 2**53 - 1  # the largest whole number that every JSON reader keeps exactly

Count = Annotated[int, Field(ge=0, le=_MOST)]
Rank = Annotated[int, Field(ge=1, le=_MOST)]
Score = Annotated[float, Field(ge=-1e9, le=1e9)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Milliseconds = Annotated[float, Field(ge=0, le=1e9)]
Seconds = Annotated[float, Field(ge=0, le=1e9)]
Words = Annotated[str, Field(max_length=MAX_SOURCE_BYTES)]
Name = Annotated[str, Field(max_length=100_000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PersonBody(BaseModel):
    """A speaker that a question was understood to name."""

    id: Name
    name: Name | None


class SpeakerBody(BaseModel):
    """Who speaks: `id` is null when that cannot be decided, `name` for anonymous labels too.

    All three are null for words whose speaker is not marked.
    """

    id: Name | None
    name: Name | None
    label: Name | None


class DocumentRefBody(BaseModel):
    """The document that words stand in; what its text does not give is null."""

    id: Name
    title: Name | None
    date: date | None
    date_status: DateStatus
    place: Name | None
    source: Name
    sha256: Sha256


class TurnRefBody(BaseModel):
    """The turn that words stand in."""

    id: Name
    ordinal: Count


class LocationBody(BaseModel):
    """Where words stand in the decoded source, end exclusive."""

    start: Count
    end: Count
    unit: Literal["codepoint"] = "codepoint"


class SpanBody(BaseModel):
    """A span inside the quote, end exclusive."""

    start: Count
    end: Count


class TimeBody(BaseModel):
    """When words were spoken, in seconds from the start of the recording."""

    start_s: Seconds
    end_s: Seconds


class AskedBody(BaseModel):
    """The question that a quote answers."""

    speaker: Name
    quote: Words
    start: Count
    end: Count


class ContextBody(BaseModel):
    """What stands around a quote and is not part of it."""

    question: AskedBody


class DaysBody(BaseModel):
    """Days from the first to the last, both of which count; null for open."""

    model_config = ConfigDict(serialize_by_alias=True)

    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")


class UnderstoodBody(BaseModel):
    """How a question was read; explicit filters overrule it.

    `dates` are ranges of which any will do, newest first where the question names no year;
    `date_from` and `date_to` are their outer bounds. `topic` is what was looked for.
    `unplaced` is an office asked for, of which the record does not tell whose it is.
    """

    speakers: Annotated[list[PersonBody], Field(max_length=10_000)]
    date_from: date | None
    date_to: date | None
    topic: Name
    dates: Annotated[list[DaysBody], Field(max_length=10_000)]
    unplaced: Name | None


class ReasonBody(BaseModel):
    """Why there is no answer: a code for programs, a sentence for people."""

    code: RefusalCode
    text: Name


class QuoteBody(BaseModel):
    """Words of the record, exactly, and where they stand."""

    id: Name
    quote: Words
    highlights: Annotated[list[SpanBody], Field(max_length=10_000)]
    speaker: SpeakerBody
    via_interpreter: bool
    document: DocumentRefBody
    turn: TurnRefBody
    location: LocationBody
    time: TimeBody | None
    context: ContextBody | None
    rank: Rank
    score: Score
    confidence: Confidence
    url: Name
    flags: Annotated[list[Name], Field(max_length=100)]


class AnswerBody(BaseModel):
    """The quotes that answer, and apart the nearest that do not; the reason where none does."""

    status: Literal["answered", "no_answer"]
    question: Name
    understood: UnderstoodBody
    quotes: Annotated[list[QuoteBody], Field(max_length=MAX_ASK)]
    nearest: Annotated[list[QuoteBody], Field(max_length=MAX_ASK)]
    confidence: Confidence
    reason: ReasonBody | None
    left_out: Count
    shortened: Count
    generation: Count
    took_ms: Milliseconds


class HitBody(BaseModel):
    """Words that were found, as long as what was said side by side in one turn.

    `passage_id` is that of the passage that was found; `location` is the place of the hit's words,
    which may join its neighbours in the same turn.
    """

    passage_id: Name
    text: Words
    speaker: SpeakerBody
    via_interpreter: bool
    document: DocumentRefBody
    turn: TurnRefBody
    location: LocationBody
    context: ContextBody | None
    rank: Rank
    score: Score
    url: Name


class SearchBody(BaseModel):
    """Hits, best first, without a decision whether they answer; more behind `next_cursor`."""

    hits: Annotated[list[HitBody], Field(max_length=MAX_SEARCH)]
    next_cursor: Name | None
    generation: Count
    took_ms: Milliseconds


class DocumentItemBody(BaseModel):
    """One document of the list."""

    id: Name
    source: Name
    title: Name | None
    date: date | None
    date_status: DateStatus
    turns: Count
    confidence: Annotated[float, Field(ge=0, le=1)] = Field(
        description="How far the parse can be relied on: mostly the share of words under a label"
    )
    speakers: Annotated[list[SpeakerBody], Field(max_length=100_000)]


class DocumentBody(DocumentItemBody):
    """One document with all that its source says of it."""

    start: Count
    end: Count
    date_raw: Name | None
    place: Name | None
    venue: Name | None
    byline: Name | None
    url: Name | None
    language: Name | None


class SourceBody(BaseModel):
    """A source file and the documents in it."""

    source: Name
    sha256: Sha256
    media_type: Name
    documents: Annotated[list[DocumentBody], Field(max_length=100_000)]


class PutBody(SourceBody):
    """What putting a source on record did; the documents can be found from now on."""

    status: Literal["added", "replaced", "unchanged"]
    generation: Count
    notices: Annotated[list[Words], Field(max_length=10)] = Field(
        default=[], description="What could not be told of this file, such as who speaks in it."
    )


class RemovedBody(BaseModel):
    """The source that is no longer on record."""

    status: Literal["removed"] = "removed"
    source: Name
    generation: Count


class DocumentListBody(BaseModel):
    """A part of all documents, ordered by id."""

    items: Annotated[list[DocumentItemBody], Field(max_length=MAX_PAGE)]
    next_cursor: Name | None


class CountsBody(BaseModel):
    """How much is on record."""

    sources: Count
    documents: Count
    turns: Count
    passages: Count
    speakers: Count


class ModelBody(BaseModel):
    """The embedding model that made the index."""

    name: Name
    sha256: Name
    dim: Count


class InfoBody(BaseModel):
    """What runs here."""

    counts: CountsBody
    model: ModelBody
    generation: Count
    versions: Annotated[dict[str, Name], Field(max_length=100)]


class HealthBody(BaseModel):
    """That the process answers, or that it is ready for questions."""

    status: Literal["ok", "ready"]


class FieldErrorBody(BaseModel):
    """One field that does not fit."""

    field: Name
    message: Name
    type: Name


class ProblemBody(BaseModel):
    """An error as RFC 9457 has it; programs go by `code`."""

    type: Name
    title: Name
    status: Annotated[int, Field(ge=400, le=599)]
    code: Name
    detail: Name
    near: Annotated[list[Name], Field(max_length=100)] = []
    errors: Annotated[list[FieldErrorBody], Field(max_length=1_000)] = []
