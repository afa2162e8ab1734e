"""From what a client typed to a `Question`; HTTP, page and command line all come through here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.errors import BadDateRange, BadRequest, QuestionTooLong
from retrieval.results import Question
from service.problems import echo
from service.settings import Settings, variable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def make_question(
    text: str,
    settings: Settings,
    *,
    limit: int,
    speakers: Sequence[str] = (),
    date_from: str | None = None,
    date_to: str | None = None,
    documents: Sequence[str] = (),
    max_tokens: int | None = None,
    min_confidence: float | None = None,
) -> Question:
    """Check a question and read its dates (YYYY-MM-DD, both ends count).

    What else can be wrong with a question, `retrieval/question.py` finds.

    :raises QuestionTooLong: It is longer than `settings.max_question_chars`.
    :raises BadDateRange: A date is no day.
    :raises BadRequest: The text holds half a surrogate pair, which no encoding can write.
    """
    most = settings.max_question_chars
    if len(text) > most:
        raise QuestionTooLong(
            f"the question has {len(text):,} characters, but at most {most:,} are taken "
            f"({variable('max_question_chars')}); ask for one thing at a time"
        )
    for value in (text, *speakers, *documents):
        _check_characters(value)
    return Question(
        text=text.strip(),
        limit=limit,
        speakers=tuple(speakers),
        date_from=_day("date_from", date_from),
        date_to=_day("date_to", date_to),
        documents=tuple(documents),
        max_tokens=max_tokens,
        min_confidence=min_confidence,
    )


def _check_characters(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadRequest(
            f"{echo(text)} holds half a surrogate pair at character {error.start}; "
            "send whole Unicode characters"
        ) from error


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError as error:
        message = f"{name} is {echo(value)}, but must be a day as YYYY-MM-DD, such as 2011-03-31"
        raise BadDateRange(message) from error
