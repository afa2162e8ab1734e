"""The table of label forms: each row's example gives its labels, its counter-example none."""

from __future__ import annotations

import pytest

from index.parsing.forms import FORMS, Form
from tests.index.fiction import parsed

IDS = [form.name for form in FORMS]


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_an_example_gives_its_labels(form: Form) -> None:
    source = parsed(form.example)
    assert tuple(turn.label for turn in source.turns) == form.labels


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_a_counter_example_gives_none(form: Form) -> None:
    source = parsed(form.counter)
    assert {turn.label for turn in source.turns} <= {None}


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_an_example_has_the_form(form: Form) -> None:
    lines = [line.strip() for line in form.example.splitlines() if line.strip()]
    match = form.pattern.fullmatch if form.whole else form.pattern.match
    assert any(match(line) for line in lines)


def test_names_are_unique() -> None:
    assert len(set(IDS)) == len(IDS)
    assert all(len({one.rule for one in FORMS if one.family == form.family}) == 1 for form in FORMS)
