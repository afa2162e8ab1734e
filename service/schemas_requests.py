"""The HTTP contract: what version 1 takes; what is beyond a bound is refused."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from retrieval.bounds import MAX_QUESTION_CHARS
from service.console import Asked
from service.filters import FILTERS

MAX_FILTERS = 50
MAX_ASK = 20
MAX_SEARCH = 100
MAX_PAGE = 100
MAX_QUOTE_TOKENS = 100_000
MAX_NAME_CHARS = 512

FilterValue = Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS)]
DateText = Annotated[
    str,
    Field(
        max_length=40,
        description="A day as YYYY-MM-DD; both ends of a range count.",
        json_schema_extra={"format": "date"},
    ),
]


def _whole(value: object) -> object:
    """Take `5.0` for 5, as JSON Schema does; JavaScript and others write whole numbers so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
"""Stands behind the bounds, so that these are published."""


class Body(BaseModel):
    """What a client sends as JSON: an unknown field is an error, and so is a number as text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """What a client sends in an address, where everything is text: an unknown name is an error."""

    model_config = ConfigDict(extra="forbid")


QuestionText = Annotated[
    str,
    # The bound is a setting: `service/questions.py` checks it, the app publishes it.
    Field(
        description="A question in plain words.",
        json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION_CHARS},
    ),
]


FilterValues = Annotated[list[FilterValue], Field(max_length=MAX_FILTERS)]

# One field for each row of the table; the contract's descriptions are in `service/describing.py`.
_filters: dict[str, Any] = {
    filter_.name: (DateText | None, None)
    if filter_.kind == "day"
    else (FilterValues, Field(default=[], description=filter_.tells))
    for filter_ in FILTERS
}


class FilterFields(create_model("Filters", **_filters)):  # type: ignore[misc]  # from a table
    """Filters that are set explicitly; they overrule what a question seems to ask."""

    def filters(self) -> dict[str, Any]:
        """What is set, by the names of the filters."""
        return {filter_.name: getattr(self, filter_.name) for filter_ in FILTERS}

    def asked(self) -> Asked:
        """The question of this request, with its filters."""
        given = self.model_dump()
        known = {name: given[name] for name in _ASKED if name in given}
        known.setdefault("question", given.get("q"))
        return Asked(**known, filters=self.filters())


class AnswerFields(FilterFields):
    """What a question that wants an answer may say beside its filters."""

    limit: Annotated[int, Field(ge=1, le=MAX_ASK), WHOLE] = 5
    max_tokens: Annotated[int, Field(ge=1, le=MAX_QUOTE_TOKENS), WHOLE] | None = Field(
        default=None, description="Bound on the words of all quotes together, in cl100k_base."
    )
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Confidence from which a quote counts as an answer."
    )


_ASKED = {field.name for field in fields(Asked)} - {"filters"}


class SearchRequest(FilterFields, Body):
    """A question with the filters that are set explicitly."""

    question: QuestionText
    limit: Annotated[int, Field(ge=1, le=MAX_SEARCH), WHOLE] = 10
    cursor: Annotated[str, Field(max_length=4_096)] | None = Field(
        default=None, description="`next_cursor` of the hits before; opaque."
    )


class AskRequest(AnswerFields, Body):
    """A question that wants quotes or a refusal."""

    question: QuestionText


class AskQuery(AnswerFields, Query):
    """`AskRequest` as the query of a link."""

    q: QuestionText


class PageQuery(Query):
    """Which part of a list is wanted."""

    cursor: Annotated[str, Field(max_length=4_096)] | None = Field(
        default=None, description="`next_cursor` of the page before; opaque."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE), WHOLE] = 50
