from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from index import errors
from index.errors import OnRecordError, SourceTooLarge, UnknownFilter
from service.problems import HTTP_PROBLEMS, PROBLEMS, echo, error_body, problem_of, validation_body


def tree(base: type[OnRecordError]) -> Iterator[type[OnRecordError]]:
    yield base
    for child in base.__subclasses__():
        yield from tree(child)


CLASSES: list[type[OnRecordError]] = sorted(tree(OnRecordError), key=lambda e: e.__name__)


@pytest.mark.parametrize("error", CLASSES)
def test_each_error_class_has_a_row_of_its_own(error: type[OnRecordError]) -> None:
    assert error in PROBLEMS, f"service/problems.py has no row for {error.__name__}"


@pytest.mark.parametrize("error", CLASSES)
def test_each_error_class_stands_in_the_one_tree(error: type[OnRecordError]) -> None:
    assert error.__module__ == errors.__name__
    assert error.__name__ in (errors.__doc__ or "")


def test_codes_are_stable_words_and_none_means_two_things() -> None:
    rows = [*PROBLEMS.values(), *HTTP_PROBLEMS.values()]
    for row in rows:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row.code)
        assert 400 <= row.status < 600
    by_code = {row.code: row for row in rows}
    assert all(by_code[row.code].status == row.status for row in rows)
    assert len({row.code for row in PROBLEMS.values()}) == len(PROBLEMS)


def test_a_class_without_a_row_takes_that_of_its_base() -> None:
    narrower = type("Narrower", (SourceTooLarge,), {})
    assert problem_of(narrower("x")).code == "source_too_large"


def test_the_body_is_what_rfc_9457_asks_for() -> None:
    body = error_body(UnknownFilter("no speaker 'Blinkn'", near=["Blinken"]))
    assert body == {
        "type": "urn:onrecord:problem:unknown_filter",
        "title": "A filter names what is not on record",
        "status": 422,
        "code": "unknown_filter",
        "detail": "no speaker 'Blinkn'",
        "near": ["Blinken"],
    }


def test_a_failure_of_ours_gives_nothing_away() -> None:
    body = error_body(errors.QuoteMismatch("“secret words” differ"))
    assert body["status"] == 500
    assert "secret" not in str(body)


def test_a_long_value_is_cut_and_its_length_named() -> None:
    assert echo("abc") == "'abc'"
    assert echo("x" * 100_000) == f"{'x' * 80!r}… (100,000 characters)"


def test_validation_names_field_expectation_and_value() -> None:
    found = [
        {
            "type": "less_than_equal",
            "loc": ("body", "limit"),
            "msg": "Input should be less than or equal to 20",
            "input": 21,
        }
    ]
    body = validation_body(found)
    assert body["code"] == "invalid_request"
    assert body["detail"] == "body.limit: Input should be less than or equal to 20, but it is 21"
