"""The HTTP contract of the record: transcripts, lists, uploads, mentions, several questions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from index.records import Role
from service.schemas import (
    AnswerBody,
    Count,
    DocumentBody,
    DocumentRefBody,
    HitBody,
    LocationBody,
    Name,
    ProblemBody,
    SpeakerBody,
    TimeBody,
    UnderstoodBody,
    Words,
)
from service.schemas_people import SupersededBody
from service.schemas_requests import (
    MAX_PAGE,
    AnswerFields,
    AskRequest,
    Body,
    DateText,
    FilterFields,
    FilterValue,
    FilterValues,
    PageQuery,
    Query,
    QuestionText,
)
from service.settings import MAX_UPLOAD_BYTES

MAX_BATCH = 20
MAX_CONTEXT_TURNS = 20
MAX_UPLOAD_FILES = 1_000
MAX_FILE = MAX_UPLOAD_BYTES

TranscriptFormat = Literal["json", "markdown", "vtt", "text"]
ExportFormat = Literal["markdown", "csl-json", "bibtex", "ris"]
Sort = Literal["source", "date", "-date", "title"]
Order = Literal["date", "-date"]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]


class TranscriptQuery(Query):
    """How a transcript is wanted."""

    format: TranscriptFormat = "json"


class PartQuery(PageQuery):
    """Which part of a transcript's turns is wanted."""


class ContextQuery(Query):
    """How much is wanted around a quote."""

    before: Annotated[int, Field(ge=0, le=MAX_CONTEXT_TURNS)] = 2
    after: Annotated[int, Field(ge=0, le=MAX_CONTEXT_TURNS)] = 2


class DocumentsQuery(PageQuery):
    """Which documents are wanted, and in which order."""

    speakers: Annotated[list[FilterValue], Field(max_length=50)] = Field(
        default=[], description="Ids, names or labels; any of them speaks in the document."
    )
    date_from: DateText | None = None
    date_to: DateText | None = None
    title: FilterValue | None = Field(
        default=None, description="Words of the title or the source name, in upper or lower case."
    )
    sort: Sort = "source"


class MetadataQuery(Query):
    """What is known of a file beside its text; it wins over what the text says."""

    title: FilterValue | None = None
    date: DateText | None = None
    place: FilterValue | None = None
    venue: FilterValue | None = None
    byline: FilterValue | None = None
    url: FilterValue | None = None
    language: FilterValue | None = None
    speakers: FilterValues = Field(
        default=[], description="Who is meant by a label of this file, each as `LABEL=Name`."
    )


class MentionsQuery(FilterFields, PageQuery):
    """What is to be mentioned, by whom, when and where."""

    q: QuestionText
    order: Order = "date"


class ExportQuery(AnswerFields, Query):
    """A question whose quotes are wanted as citations."""

    q: QuestionText
    format: ExportFormat = "markdown"
    quote: FilterValue | None = Field(
        default=None, description="Only this quote of the answer, by its id."
    )


class BatchRequest(Body):
    """Several questions at once; each is answered or refused by itself."""

    questions: Annotated[list[AskRequest], Field(min_length=1, max_length=MAX_BATCH)]


class TranscriptTurnBody(BaseModel):
    """One turn of a transcript."""

    id: Name
    ordinal: Count
    speaker: SpeakerBody
    via_interpreter: bool
    role: Role
    replies_to: Name | None
    text: Words
    location: LocationBody
    time: TimeBody | None
    flags: Annotated[list[Name], Field(max_length=100)]
    url: Name


class TranscriptBody(DocumentBody):
    """One document, whole: what is known of it, its text and its turns.

    `text` is the source's text from `start` to `end`; turns count in the source's text.
    """

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Name
    text: Words
    transcript: Annotated[list[TranscriptTurnBody], Field(max_length=1_000_000)]
    superseded: SupersededBody | None


class PartBody(DocumentBody):
    """One document with a part of its turns, in order."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    transcript: Annotated[list[TranscriptTurnBody], Field(max_length=MAX_PAGE)]
    superseded: SupersededBody | None
    next_cursor: Name | None


class QuoteContextBody(BaseModel):
    """Words of the record with the turns around them."""

    id: Name
    quote: Words
    speaker: SpeakerBody
    document: DocumentRefBody
    location: LocationBody
    time: TimeBody | None
    url: Name
    before: Annotated[list[TranscriptTurnBody], Field(max_length=MAX_CONTEXT_TURNS)]
    turn: TranscriptTurnBody
    superseded: SupersededBody | None
    after: Annotated[list[TranscriptTurnBody], Field(max_length=MAX_CONTEXT_TURNS)]


class UploadedBody(BaseModel):
    """What became of one file of an upload."""

    source: Name
    status: Literal["added", "replaced", "unchanged", "refused"]
    documents: Count
    notices: Annotated[list[Words], Field(max_length=10)]
    problem: ProblemBody | None


class UploadBody(BaseModel):
    """What became of each file of an upload; those not refused can be found from now on."""

    items: Annotated[list[UploadedBody], Field(max_length=MAX_UPLOAD_FILES)]
    added: Count
    replaced: Count
    unchanged: Count
    refused: Count
    generation: Count


class FilesForm(BaseModel):
    """Files as parts of a form; each goes by its file name, and a zip counts as its files."""

    files: Annotated[
        list[Annotated[str, Field(json_schema_extra={"format": "binary"}, max_length=MAX_FILE)]],
        Field(min_length=1, max_length=MAX_UPLOAD_FILES),
    ]


class BatchItemBody(BaseModel):
    """One question's answer, or why it could not be asked."""

    answer: AnswerBody | None
    problem: ProblemBody | None


class BatchBody(BaseModel):
    """The answers, in the order of the questions."""

    answers: Annotated[list[BatchItemBody], Field(max_length=MAX_BATCH)]


class SpeakerMentionsBody(BaseModel):
    """One speaker's share of the mentions, with the words that fit best."""

    speaker: SpeakerBody
    count: Count
    first: date | None
    last: date | None
    best: HitBody


class MonthMentionsBody(BaseModel):
    """How many mentions are of one month."""

    month: Month
    count: Count


class DocumentMentionsBody(BaseModel):
    """How many mentions stand in one document."""

    document: DocumentRefBody
    count: Count


class MentionsBody(BaseModel):
    """Turns that mention all words of a topic, and who said them when and where.

    A turn counts when each of `terms` stands in it or in the question that it answers; questions
    are not counted. `speakers` and `documents` have those with the most mentions, `months` all.
    """

    understood: UnderstoodBody
    terms: Annotated[list[Name], Field(max_length=1_000)]
    total: Count
    undated: Count
    speakers: Annotated[list[SpeakerMentionsBody], Field(max_length=MAX_PAGE)]
    months: Annotated[list[MonthMentionsBody], Field(max_length=100_000)]
    documents: Annotated[list[DocumentMentionsBody], Field(max_length=MAX_PAGE)]
    items: Annotated[list[HitBody], Field(max_length=MAX_PAGE)]
    next_cursor: Name | None
    generation: Count
