"""Requests made from our own contract; the long form is in `tests/security/apifuzz.py`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.answer import Searcher
from retrieval.results import Question, SearchResult
from service.responses import search_body
from service.routes import ask
from service.schemas import SearchBody
from tests.security import apifuzz

CASES = 300
FEW = 60


def test_no_request_breaks_the_contract(tmp_path: Path) -> None:
    with apifuzz.fuzz(tmp_path) as fuzz:
        report = fuzz.run(CASES, 13)
    assert not report.failures, str(report)
    assert report.cases >= CASES
    assert report.statuses[200] > CASES / 8
    assert report.statuses[201] > 0


def fails_at_times(patch: pytest.MonkeyPatch) -> None:
    real = Searcher.search

    def search(self: Searcher, question: Question, after: int | None = None) -> SearchResult:
        if len(question.text) % 2:
            raise ValueError("no")
        return real(self, question, after)

    patch.setattr(Searcher, "search", search)


def changes_a_word(patch: pytest.MonkeyPatch) -> None:
    real = search_body

    def changed(result: SearchResult, following: str | None) -> SearchBody:
        body = real(result, following)
        for hit in body.hits:
            hit.text = hit.text.replace("the", "The")
        return body

    patch.setattr(ask, "search_body", changed)


def tells_events_in_another_order(patch: pytest.MonkeyPatch) -> None:
    real = ask._events
    patch.setattr(ask, "_events", lambda *given: reversed(list(real(*given))))


def is_slow(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(apifuzz, "MOST_S", 0.0)


@pytest.mark.parametrize(
    "fault", [fails_at_times, changes_a_word, tells_events_in_another_order, is_slow]
)
def test_a_seeded_fault_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with apifuzz.fuzz(tmp_path) as fuzz:
        fault(monkeypatch)
        assert fuzz.run(FEW, 13).failures
