"""Days told from today, at the ends of months, years and of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.ago import find_ago

TODAY = date(2032, 3, 2)
"""A Tuesday; the month before it is a February of 29 days."""


def days(text: str, today: date = TODAY) -> tuple[date, date]:
    (found,) = find_ago(text, today)
    assert text[found.start : found.end] == text
    return found.first, found.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Today", TODAY, TODAY),
        ("yesterday", date(2032, 3, 1), date(2032, 3, 1)),
        ("on the day before yesterday", date(2032, 2, 29), date(2032, 2, 29)),
        ("previous week", date(2032, 2, 23), date(2032, 2, 29)),
        ("this month", date(2032, 3, 1), date(2032, 3, 31)),
        ("in the previous month", date(2032, 2, 1), date(2032, 2, 29)),
        ("last year", date(2031, 1, 1), date(2031, 12, 31)),
        ("in the past week", date(2032, 2, 24), TODAY),
        ("over the past year", date(2031, 3, 2), TODAY),
        ("within the last two weeks", date(2032, 2, 17), TODAY),
        ("during the previous twelve days", date(2032, 2, 19), TODAY),
        ("past 3 months", date(2031, 12, 2), TODAY),
        ("last March", date(2031, 3, 1), date(2031, 3, 31)),
        ("last february", date(2032, 2, 1), date(2032, 2, 29)),
        ("last April", date(2031, 4, 1), date(2031, 4, 30)),
        ("past 999 years", date(1033, 3, 2), TODAY),
    ],
)
def test_what_counts_from_today(text: str, first: date, last: date) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2032, 3, 1), (date(2032, 3, 1), date(2032, 3, 7))),  # Monday
        (date(2032, 3, 7), (date(2032, 3, 1), date(2032, 3, 7))),  # Sunday
        (date(2032, 3, 8), (date(2032, 3, 8), date(2032, 3, 14))),
    ],
)
def test_a_week_is_monday_to_sunday(today: date, week: tuple[date, date]) -> None:
    assert days("this week", today) == week


def test_months_back_end_where_the_month_does() -> None:
    assert days("past month", date(2031, 3, 31))[0] == date(2031, 2, 28)
    assert days("past month", date(2032, 1, 31))[0] == date(2031, 12, 31)
    assert days("last month", date(2032, 1, 31)) == (date(2031, 12, 1), date(2031, 12, 31))
    assert days("past year", date(2032, 2, 29))[0] == date(2031, 2, 28)


def test_nothing_lies_before_the_first_day_of_the_calendar() -> None:
    early = date(2, 1, 1)
    assert days("past 999 days", early)[0] == date(1, 1, 1)
    assert days("past 999 years", early)[0] == date(1, 1, 1)
    assert days("yesterday", date(1, 1, 1)) == (date(1, 1, 1),) * 2


@pytest.mark.parametrize(
    "text",
    [
        "his last year",
        "Orla's last month",
        "today's toll",
        "the last year of the war",
        "the last of the tugs",
        "last 1000 days",
        "overlast year",
    ],
)
def test_what_only_looks_so(text: str) -> None:
    assert find_ago(text, TODAY) == []


def test_several_are_found_in_order_with_their_places() -> None:
    text = "was it said yesterday, or in the last three days"
    found = find_ago(text, TODAY)
    assert [text[one.start : one.end] for one in found] == ["yesterday", "in the last three days"]
    assert found[1].first == date(2032, 2, 28)
