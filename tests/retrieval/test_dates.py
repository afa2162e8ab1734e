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
        ("what did Orla say in the spring of 2031", date(2031, 3, 1), date(2031, 5, 31)),
        ("Orla on tides during the fall of 2031", date(2031, 9, 1), date(2031, 11, 30)),
        ("what did Orla say at the end of 2031", date(2031, 1, 1), date(2031, 12, 31)),
        ("in the last days of March 2031", date(2031, 3, 1), date(2031, 3, 31)),
        ("in the second half of 2031", date(2031, 7, 1), date(2031, 12, 31)),
        ("in the first quarter of 2031", date(2031, 1, 1), date(2031, 3, 31)),
        ("Orla in Q4 2031", date(2031, 10, 1), date(2031, 12, 31)),
        ("Orla 2031 Q3 tides", date(2031, 7, 1), date(2031, 9, 30)),
        ("Orla on 25/12/2031 about tides", date(2031, 12, 25), date(2031, 12, 25)),
        ("Orla 5.5.2031", date(2031, 5, 5), date(2031, 5, 5)),
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


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("spring of 2031", (3, 5)),
        ("in summer 2031", (6, 8)),
        ("in Autumn 2031", (9, 11)),
        ("in fall 2031", (9, 11)),
        ("between summer 2031 and autumn 2031", (6, 11)),
        ("from spring 2031 until summer 2031", (3, 8)),
        ("spring 2031 through summer 2031", (3, 8)),
    ],
)
def test_a_season_is_three_months(text: str, months: tuple[int, int]) -> None:
    (found,) = find_dates(text)
    assert found.first == date(2031, months[0], 1)
    assert found.last == date(2031, months[1], 30 if months[1] == 11 else 31)
    assert (text[found.start : found.end], found.certain) == (text, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in Sept. 2031", date(2031, 9, 1), date(2031, 9, 30)),
        ("on Feb. 3, 2031", date(2031, 2, 3), date(2031, 2, 3)),
        ("before 3 March 2031", None, date(2031, 3, 2)),
        ("prior to March 2031", None, date(2031, 2, 28)),
        ("till March 2031", None, date(2031, 3, 31)),
        ("after 30 June 2031", date(2031, 7, 1), None),
        ("from 2033 to 2031", date(2031, 1, 1), date(2033, 12, 31)),
        ("from August 2031 to 2033", date(2031, 8, 1), date(2033, 12, 31)),
        ("from 30 May to 3 May 2031", date(2030, 5, 30), date(2031, 5, 3)),
        ("between 3 March 2031 and 5 May 2032", date(2031, 3, 3), date(2032, 5, 5)),
        ("between the 3rd and the 5th of May 2031", date(2031, 5, 3), date(2031, 5, 5)),
        ("by summer 2031", date(2031, 6, 1), date(2031, 8, 31)),
        ("throughout 2031", date(2031, 1, 1), date(2031, 12, 31)),
    ],
)
def test_an_expression_is_found_with_the_words_before_it(
    text: str, first: date | None, last: date | None
) -> None:
    question = f"what was said {text} of tolls"
    (found,) = find_dates(question)
    assert (found.first, found.last, found.certain) == (first, last, True)
    assert question[found.start : found.end] == text
    assert found.is_open == (None in (first, last))


@pytest.mark.parametrize(
    ("text", "words", "certain"),
    [
        ("what of March 2032 is known", "March 2032", False),
        ("the toll for March 2031", "March 2031", False),
        ("in her interview of March 2031", "March 2031", True),
        ("the tolls, since the 2031 storm", "2031", False),
        ("after the 3 March 2031 hearing", "3 March 2031", False),
        ("the storm in March 2031", "in March 2031", True),
        ("the great North storm in 2031", "2031", False),
        ("his 2031 answer", "2031", False),
        ("Orla's 2031 answer", "2031", False),
        ("March and May 2031", "May 2031", True),
    ],
)
def test_a_name_is_found_without_the_word_before_it(text: str, words: str, certain: bool) -> None:
    (found,) = find_dates(text)
    assert (text[found.start : found.end], found.certain) == (words, certain)


def test_two_dates_without_a_joining_word_are_two() -> None:
    found = find_dates("in March 2031 and in May 2032, not 3 June 2033")
    days = [(one.first, one.last) for one in found]
    assert days == [
        (date(2031, 3, 1), date(2031, 3, 31)),
        (date(2032, 5, 1), date(2032, 5, 31)),
        (date(2033, 6, 3), date(2033, 6, 3)),
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("what was said in May", (date(2031, 5, 1), date(2031, 5, 31))),
        ("what was said during mid May", (date(2031, 5, 1), date(2031, 5, 31))),
        ("said May the 3rd about tolls", (date(2031, 5, 3), date(2031, 5, 3))),
        ("between 3 and 5 May", (date(2031, 5, 3), date(2031, 5, 5))),
        ("from November to February", (date(2030, 11, 1), date(2031, 2, 28))),
        ("new tugs by May", None),
        ("around 5 May", None),
        ("since 5 May", None),
        ("for 5 May", None),
        ("May I ask of tolls", None),
        ("on 5 May and in 2030", None),
    ],
)
def test_without_a_year_only_what_names_days_counts(text: str, days: Days | None) -> None:
    found = [one for one in find_dates(text, (2031,)) if one.kind == "yearless"]
    assert [(one.first, one.last) for one in found] == ([days] if days else [])
    assert all(one.certain for one in found)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("in 2031", True),
        ("from 2031 to 2033", True),
        ("since 2031", True),
        ("until 2031", True),
        ("in May 2031", False),
        ("from 2031 to May 2032", False),
        ("since May 2031", False),
        ("before May 2031", False),
        ("on 1 January 2031", False),
        ("on 31 December 2031", False),
    ],
)
def test_whole_years_are_told_from_parts(text: str, whole: bool) -> None:
    (found,) = find_dates(text)
    assert found.whole_year == whole


@pytest.mark.parametrize("text", ["Orla 12/5/31 tides", "Orla 12/05/2031", "Orla on 12.5.2031"])
def test_numbers_alone_may_mean_two_days(text: str) -> None:
    days = [(found.first, found.last, found.kind) for found in find_dates(text)]
    assert days == [
        (date(2031, 12, 5), date(2031, 12, 5), "plain"),
        (date(2031, 5, 12), date(2031, 5, 12), "plain"),
    ]


@pytest.mark.parametrize(
    "text", ["version 3.11.7", "9/11", "scores of 31/32/45", "1/2 of it", "24/7"]
)
def test_other_numbers_are_no_days(text: str) -> None:
    assert find_dates(text) == []
