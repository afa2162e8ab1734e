"""The HTTP contract of texts that a language model writes over an answer's quotes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from service.schemas import AnswerBody, Count, Name, Words
from service.schemas_requests import MAX_ASK


class InsertedBody(BaseModel):
    """Words of a quote of this answer, put in by the program: a slice of the quote."""

    id: Name
    quote: Words


class SentenceBody(BaseModel):
    """A sentence that the model wrote, never a quote, with the quotes that it cites."""

    text: Annotated[str, Field(max_length=400)]
    cites: Annotated[list[InsertedBody], Field(max_length=MAX_ASK)]


class DroppedBody(BaseModel):
    """How many sentences were dropped, by the reason."""

    uncited: Count
    unknown: Count
    quoting: Count
    number: Count
    long: Count


class SynthesisBody(BaseModel):
    """What was written; without a text, `detail` says why."""

    status: Literal["written", "nothing", "failed", "off"]
    detail: Annotated[str, Field(max_length=1_000)]
    model: Name | None
    sentences: Annotated[list[SentenceBody], Field(max_length=8)]
    dropped: DroppedBody


class SynthesisAnswerBody(BaseModel):
    """The answer as `/v1/ask` gives it, and a text over its quotes."""

    answer: AnswerBody
    synthesis: SynthesisBody
