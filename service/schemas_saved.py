"""The HTTP contract of saved questions, feeds, and speakers beside each other."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from service.schemas import AnswerBody, Count, Name, PersonBody
from service.schemas_requests import Body, FilterFields, FilterValue, Query, QuestionText

MAX_COMPARED = 5
MAX_SAVED = 100_000


class FeedQuery(FilterFields, Query):
    """A question of whose mentions a feed is wanted."""

    q: QuestionText


class SavedRequest(FilterFields, Body):
    """A question to keep, with its filters."""

    question: QuestionText


class SavedBody(FilterFields):
    """A question that is kept; `feed` is the address of the feed of its new mentions."""

    id: Name
    question: Name
    created: datetime
    feed: Name


class SavedListBody(BaseModel):
    """All questions that are kept, the newest first."""

    items: Annotated[list[SavedBody], Field(max_length=MAX_SAVED)]


class RemovedSavedBody(BaseModel):
    """The question that is kept no longer."""

    status: Literal["removed"] = "removed"
    id: Name
    generation: Count


class CompareQuery(FilterFields, Query):
    """A question, and the speakers whose answers are wanted beside each other."""

    q: QuestionText
    speakers: Annotated[list[FilterValue], Field(min_length=2, max_length=MAX_COMPARED)]


class ComparedBody(BaseModel):
    """What one speaker says of it."""

    speaker: PersonBody
    answer: AnswerBody


class CompareBody(BaseModel):
    """The answers of several speakers to one question, in the order asked for."""

    question: Name
    items: Annotated[list[ComparedBody], Field(max_length=MAX_COMPARED)]
