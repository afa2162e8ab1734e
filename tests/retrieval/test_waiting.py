"""A question waits for a change that is committed and cannot be found yet, and lacks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import Busy
from index.live import Index
from retrieval import answer
from retrieval.answer import Searcher
from retrieval.results import Question
from tests.index.opening import opened, transcript

ASKED = Question(text="when will the harbour open")


def test_no_answer_is_given_that_would_lack_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "MOST_WAIT_S", 0.02)
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        assert searcher.search(ASKED).hits
        with monkeypatch.context() as patched:
            patched.setattr(Index, "is_findable", lambda *_: False)
            with pytest.raises(Busy, match="cannot be found yet"):
                searcher.search(ASKED)
        assert searcher.search(ASKED).hits


def test_a_question_that_is_always_disturbed_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "MOST_AGAIN_S", 0.02)
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        numbers = iter(range(1_000_000))
        monkeypatch.setattr(Index, "changes", property(lambda _: next(numbers)))
        assert Searcher(index).search(ASKED).hits
