"""When something should have been said: dates that are conditions, and dates that are topics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from index.records import Days
from retrieval.dates import find_dates
from retrieval.when import SPOKEN_THEN, When, Wording, read_dates, spoken_then

TODAY = date(2034, 5, 18)


@dataclass(frozen=True)
class FewDays:
    """A record of some days."""

    on_record: tuple[date, ...]

    @property
    def days(self) -> tuple[int, int]:
        numbers = [day.toordinal() for day in self.on_record]
        return (min(numbers), max(numbers)) if numbers else (0, 0)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({day.year for day in self.on_record}, reverse=True))

    def has_words_of(self, days: Days) -> bool:
        first, last = days
        return any((first or day) <= day <= (last or day) for day in self.on_record)


RECORD = FewDays(
    (
        date(2031, 12, 2),
        date(2032, 3, 14),
        date(2032, 10, 5),
        date(2033, 10, 20),
        date(2033, 12, 2),
        date(2034, 5, 10),
    )
)


def when(text: str, record: FewDays = RECORD) -> When:
    speakers = [match.span() for match in re.finditer("Marsh", text)]
    return read_dates(text, record, speakers, TODAY)


def year(number: int) -> Days:
    return date(number, 1, 1), date(number, 12, 31)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        # Each line: the date is when it was said, and beside it one that is only spoken of.
        ("what did Marsh say in March 2032 about tugs", True),
        ("what pump price did they assume for 2032", False),
        ("what did Marsh tell reporters in 2032", True),
        ("the budget for 2032, as Marsh tells it", False),
        ("what did Marsh say about the tugs in 2032?", True),
        ("how many tugs must be built by 2033", False),
        ("In 2032, what did Marsh say about tugs?", True),
        ("the 2032 election in the harbour", False),
        ("Marsh in 2032 on the tugs", True),
        ("2032 election results", False),
        ("Marsh on the tugs, March 2032", True),
        ("how many tugs stay after 2032", False),
        ("what has Marsh said since 2032 about tugs", True),
        ("troops until 2033", False),
        ("remarks of 14 March 2032 on tugs", True),
        ("what did Marsh say about the election in 2032", False),
        ("are the tugs old, according to Marsh in March 2032", True),
        ("what did Marsh say about the price assumed for 2032", False),
        ("Marsh's answer on 14 March 2032", True),
        ("what did Marsh say about jobs after 2032", False),
        ("Marsh before 2033 on the tugs", True),
        ("did Marsh expect a recession by 2033", False),
        ("what was said about tugs before October 2033", True),
        ("the 2031-2033 budget", False),
        ("what did Marsh announce in 2032", True),
        ("who was hurt in the flood of Lindle in 2032", False),
    ],
)
def test_a_date_is_when_it_was_said_only_where_the_wording_says_so(text: str, spoken: bool) -> None:
    found = when(text)
    assert bool(found.conditions) == spoken
    assert not found.absent


@pytest.mark.parametrize("wording", SPOKEN_THEN, ids=lambda one: one.example)
def test_each_wording_has_an_example_and_a_counter_example(wording: Wording) -> None:
    assert is_spoken(wording.example)
    assert not is_spoken(wording.counter_example)


def is_spoken(text: str) -> bool:
    (found,) = find_dates(text, (2032,), TODAY)
    return spoken_then(text, found, [match.span() for match in re.finditer("Marsh", text)])


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("what did Marsh say on 2 December", [(2033, 12, 2), (2031, 12, 2)]),
        ("what did Marsh say on December 2nd about tugs", [(2033, 12, 2), (2031, 12, 2)]),
        ("Marsh on 2 December: are the tugs old?", [(2033, 12, 2), (2031, 12, 2)]),
        ("statement of 14 March", [(2032, 3, 14)]),
        ("what was said between 1 and 3 December about tugs", [(2033, 12, 1), (2031, 12, 1)]),
        ("what did Marsh say in October", [(2033, 10, 1), (2032, 10, 1)]),
        ("In October, what did Marsh say about tugs?", [(2033, 10, 1), (2032, 10, 1)]),
        ("Marsh in early October on tugs", [(2033, 10, 1), (2032, 10, 1)]),
    ],
)
def test_a_date_without_a_year_is_every_such_day_on_record_newest_first(
    text: str, ranges: list[tuple[int, int, int]]
) -> None:
    assert [first for first, _ in when(text).ranges] == [date(*one) for one in ranges]


@pytest.mark.parametrize(
    "text",
    [
        "will the toll rise in October",
        "the October toll",
        "what did Marsh say about the 2 December meeting",
        "may Marsh march in protest",
        "how many tugs were there in May 2034, and how many in October",
        "what will be open by October",
    ],
)
def test_a_day_or_month_that_is_only_spoken_of_is_no_condition(text: str) -> None:
    assert all(one.kind != "yearless" for one in when(text).conditions)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what did Marsh say last week about tugs", date(2034, 5, 8), date(2034, 5, 14)),
        ("What has Marsh said this month?", date(2034, 5, 1), date(2034, 5, 31)),
        ("In the past two weeks, what did Marsh say?", date(2034, 5, 4), date(2034, 5, 18)),
        ("what did Marsh say about tugs last year", date(2033, 1, 1), date(2033, 12, 31)),
        ("what did Marsh say last October", date(2033, 10, 1), date(2033, 10, 31)),
    ],
)
def test_relative_days_are_conditions_where_words_are_asked_for(
    text: str, first: date, last: date
) -> None:
    assert when(text).ranges == ((first, last),)


@pytest.mark.parametrize(
    "text",
    [
        "did the toll rise last year",
        "last year's budget",
        "is it true today",
        "her last year there",
    ],
)
def test_relative_days_that_are_only_spoken_of_are_no_condition(text: str) -> None:
    assert when(text) == When()


@pytest.mark.parametrize(
    "text",
    [
        "what did Marsh say in 2019",
        "what did Marsh say about tugs in 2029?",
        "Marsh in May 2032 on tugs",
        "what did Marsh say on 3 December",
        "what did Marsh say yesterday",
        "what did Marsh say in July about tugs",
        "Marsh March 2019 tugs",
    ],
)
def test_days_of_which_nothing_is_on_record_are_absent(text: str) -> None:
    found = when(text)
    assert found.absent
    assert found.conditions == ()


def test_what_is_told_of_a_year_before_the_record_has_to_name_it() -> None:
    found = when("how many tugs sank in 2008")
    assert (found.conditions, found.absent) == ((), ())
    assert [one.first for one in found.must_name] == [date(2008, 1, 1)]


def test_after_and_before_are_one_range_and_two_dates_are_two() -> None:
    both = when("what did Marsh say after March 2032 and before June 2033")
    assert both.ranges == ((date(2032, 4, 1), date(2033, 5, 31)),)
    two = when("what did Marsh say in 2032 and in 2034 about tugs?")
    assert two.ranges == (year(2032), year(2034))


def test_a_record_without_dates_is_asked_for_none() -> None:
    assert when("what did Marsh say in March 2032", FewDays(())) == When()
