"""From what a client typed to a `Question`; HTTP, page and command line all come through here."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from index.errors import BadDateRange, BadRequest, QuestionTooLong
from retrieval.results import Question
from service.console import Asked
from service.filters import FILTERS, Filter, Given
from service.problems import echo
from service.settings import Settings, variable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def make_question(asked: Asked, settings: Settings) -> Question:
    """Check a question and read its dates (YYYY-MM-DD, both ends count).

    What else can be wrong with a question, `retrieval/question.py` finds.

    :raises QuestionTooLong: It is longer than `settings.max_question_chars`.
    :raises BadDateRange: A date is no day.
    :raises BadRequest: The text holds half a surrogate pair, which no encoding can write.
    """
    most = settings.max_question_chars
    if len(asked.question) > most:
        raise QuestionTooLong(
            f"the question has {len(asked.question):,} characters, but at most {most:,} are taken "
            f"({variable('max_question_chars')}); ask for one thing at a time"
        )
    _check_characters(asked.question)
    filters: dict[str, Any] = {filter_.name: _read(filter_, asked.filters) for filter_ in FILTERS}
    return Question(
        text=asked.question.strip(),
        limit=asked.limit,
        max_tokens=asked.max_tokens,
        min_confidence=asked.min_confidence,
        **filters,
    )


def _read(filter_: Filter, given: Given) -> tuple[str, ...] | date | None:
    value = given.get(filter_.name)
    if filter_.kind == "day":
        return read_day(filter_.name, cast("str | None", value))
    names = tuple(value or ())
    for name in names:
        _check_characters(name)
    return names


def _check_characters(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadRequest(
            f"{echo(text)} holds half a surrogate pair at character {error.start}; "
            "send whole Unicode characters"
        ) from error


def read_day(name: str, value: str | None) -> date | None:
    """A day as YYYY-MM-DD; None for none.

    :raises BadDateRange: It is no day.
    """
    if value is None:
        return None
    try:
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError as error:
        message = f"{name} is {echo(value)}, but must be a day as YYYY-MM-DD, such as 2011-03-31"
        raise BadDateRange(message) from error
