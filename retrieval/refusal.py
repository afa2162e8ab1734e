"""Why a question is not answered: one reason that is true, with what is needed to say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from index.records import Days, Filters
from retrieval.catalogue import Catalogue
from retrieval.dates import MONTHS, DateRange
from retrieval.explicit import NEAR_MISSES, like
from retrieval.question import Reading
from retrieval.results import AskedDays, Citation, Quote, Refusal, Understood

_MONTH_NAMES = {number: name for name, number in MONTHS.items()}


def why(
    reading: Reading, catalogue: Catalogue, ask_freely: Callable[[Reading], Quote | None]
) -> Refusal:
    """The reason for which nothing is quoted.

    :param ask_freely: Answers the question of a reading without filters: the first quote, None
        where it is not answered either.
    """
    understood = reading.understood
    refusal = Refusal("not_said", understood, record=_span(catalogue))
    if reading.unknown_speaker is not None:
        name = reading.unknown_speaker
        near = catalogue.names.exact(name) if reading.asks_office else like(name, catalogue)
        return replace(
            refusal,
            code="unknown_speaker",
            name=name,
            office=reading.asks_office,
            near=tuple(catalogue.speakers[id_] for id_ in near[:NEAR_MISSES]),
        )
    if reading.absent:
        return replace(refusal, code="no_such_dates", days=reading.absent)
    if understood.has_topic and reading.filters != Filters():
        quote = ask_freely(unfiltered(reading))
        if quote is not None and not _is_inside(quote.citation, reading):
            return replace(refusal, code="outside_filter", found=quote.citation)
    if understood.speakers:
        allowed = catalogue.allowed_turns(reading.filters, own_voice=True)
        return replace(refusal, code="not_by_them", silent=not allowed.any())
    if reading.must_name:
        days = tuple(AskedDays("", told.first, told.last) for told in reading.must_name)
        return replace(refusal, code="no_such_dates", days=days)
    return refusal


def unfiltered(reading: Reading) -> Reading:
    """The same question, asked of everybody and of all times."""
    free = Understood((), None, None, (), reading.understood.topic)
    understood = replace(
        free,
        asks_for_question=reading.understood.asks_for_question,
        has_topic=reading.understood.has_topic,
    )
    return replace(reading, understood=understood, filters=Filters(), asked_together=())


def tells_of(quote: Quote, dates: Iterable[DateRange]) -> bool:
    """Whether a quote, or the question before it, names each of these dates.

    Nothing was said in a time outside the record, but something may be said of it.
    """
    asked = quote.citation.context
    words = f"{quote.text} {asked.text if asked else ''}".lower()
    return all(re.search(rf"\b{_name(date)}\b", words) for date in dates)


def _name(asked: DateRange) -> str:
    """The month of a date, or the year where it is made of whole years."""
    day = asked.first or asked.last
    if day is None:
        return ""
    return str(day.year) if asked.whole_year else _MONTH_NAMES[day.month]


def _span(catalogue: Catalogue) -> Days:
    """First and last day on record, None without any date."""
    first, last = catalogue.days
    return (date.fromordinal(first), date.fromordinal(last)) if last else (None, None)


def _is_inside(citation: Citation, reading: Reading) -> bool:
    """Whether words meet the filters that they are said to lie outside of."""
    filters, day = reading.filters, citation.document.date
    by_them = filters.voice_ids is None or citation.turn.voice_id in filters.voice_ids
    there = filters.document_ids is None or citation.document.document_id in filters.document_ids
    dates = reading.understood.dates
    then = not dates or (
        day is not None
        and any((not first or first <= day) and (not last or day <= last) for first, last in dates)
    )
    return by_them and there and then
