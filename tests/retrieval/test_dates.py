"""Date expressions: which days they mean and when they are a condition."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import find_dates

Days = tuple[date | None, date | None]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what did Orla say in March 2032", date(2032, 3, 1), date(2032, 3, 31)),
        ("Marsh 24 February 2032 fallback option", date(2032, 2, 24), date(2032, 2, 24)),
        ("on October 29th, 2032, about tides", date(2032, 10, 29), date(2032, 10, 29)),
        ("lock fees 2032-01-05", date(2032, 1, 5), date(2032, 1, 5)),
        ("visitors by mid October 2033", date(2033, 10, 1), date(2033, 10, 31)),
        ("how many barges sank in 2031", date(2031, 1, 1), date(2031, 12, 31)),
        ("what changed between February 2031 and June 2032", date(2031, 2, 1), date(2032, 6, 30)),
        ("from 2031 to 2033", date(2031, 1, 1), date(2033, 12, 31)),
        ("since May 2031", date(2031, 5, 1), None),
        ("before March 2032", None, date(2032, 2, 29)),
        ("after 2031", date(2032, 1, 1), None),
        ("until 2031", None, date(2031, 12, 31)),
        ("between 7 and 9 August 2031", date(2031, 8, 7), date(2031, 8, 9)),
        ("from 3 to 5 March 2031", date(2031, 3, 3), date(2031, 3, 5)),
        ("7-9 August 2031", date(2031, 8, 7), date(2031, 8, 9)),
        ("said August 7–9, 2031, about tides", date(2031, 8, 7), date(2031, 8, 9)),
        ("between March and May 2031", date(2031, 3, 1), date(2031, 5, 31)),
        ("from 30 July to 2 August 2031", date(2031, 7, 30), date(2031, 8, 2)),
        ("between November and February 2032", date(2031, 11, 1), date(2032, 2, 29)),
        ("2031-2033", date(2031, 1, 1), date(2033, 12, 31)),
        ("between 2031-08-07 and 2031-08-09", date(2031, 8, 7), date(2031, 8, 9)),
    ],
)
def test_a_condition_limits_the_days(text: str, first: date | None, last: date | None) -> None:
    (found,) = find_dates(text)
    assert (found.first, found.last, found.certain) == (first, last, True)


@pytest.mark.parametrize(
    "text",
    [
        "did she concede the January 2031 forecast was too rosy",
        "number of divers after the 2031 flood",
        "the ministry's 2031 plan",
        "the price assumed for 2031",
        "all tugs new by 2031",
        "the 2031-2033 plan",
        "the invasion of Fenn in 2031",
        "2031 election",
    ],
)
def test_a_date_that_names_a_thing_is_no_condition(text: str) -> None:
    (found,) = find_dates(text)
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        "$2031 for a permit",
        "lock 20315",
        "30 February 2031",
        "pages 7-9",
        "from 3 to 5 percent",
        "no date",
    ],
)
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert [one for one in find_dates(text) if one.first != date(2031, 1, 1)] == []
    assert not any(one.first and one.first == one.last for one in find_dates(text))


@given(st.text(alphabet="inMarch 20312-,.the", max_size=40))
def test_spans_stay_inside_the_text_and_ranges_run_forward(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        if found.first and found.last:
            assert found.first <= found.last or "between" in text or "from" in text or "-" in text


def test_a_day_without_a_year_is_of_each_year_given() -> None:
    found = find_dates("what was said on 29 February", (2033, 2032, 2028))
    assert [one.first for one in found] == [date(2032, 2, 29), date(2028, 2, 29)]
    assert {one.kind for one in found} == {"yearless"}
    assert find_dates("what was said on 29 February") == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", date(2032, 3, 2), date(2032, 3, 2)),
        ("yesterday", date(2032, 3, 1), date(2032, 3, 1)),
        ("the day before yesterday", date(2032, 2, 29), date(2032, 2, 29)),
        ("this week", date(2032, 3, 1), date(2032, 3, 7)),
        ("last week", date(2032, 2, 23), date(2032, 2, 29)),
        ("last month", date(2032, 2, 1), date(2032, 2, 29)),
        ("this year", date(2032, 1, 1), date(2032, 12, 31)),
        ("in the last three days", date(2032, 2, 28), date(2032, 3, 2)),
        ("over the past 2 years", date(2030, 3, 2), date(2032, 3, 2)),
        ("past month", date(2032, 2, 2), date(2032, 3, 2)),
        ("last October", date(2031, 10, 1), date(2031, 10, 31)),
    ],
)
def test_relative_days_count_from_today(text: str, first: date, last: date) -> None:
    (found,) = find_dates(text, today=date(2032, 3, 2))
    assert (found.first, found.last, found.kind) == (first, last, "relative")


@pytest.mark.parametrize("text", ["last week's storm", "his last year", "the last of the tugs"])
def test_what_only_looks_relative_is_not_found(text: str) -> None:
    assert find_dates(text, today=date(2032, 3, 2)) == []
