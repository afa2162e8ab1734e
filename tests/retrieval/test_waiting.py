"""A question waits for a change that is committed and cannot be found yet, and lacks nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import Busy
from index.finding.derived import Derived
from index.finding.postings import Postings
from index.live import Index
from index.storing.ledger import Ledger
from retrieval import answer
from retrieval.answer import Searcher
from retrieval.results import Question, SearchResult
from tests.index.opening import meeting, opened, transcript

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


def asked_at(
    patch: pytest.MonkeyPatch, owner: type[object], step: str, searcher: Searcher
) -> list[SearchResult | Busy]:
    """Lets another thread ask whenever a change comes to this step; what it was answered."""
    found: list[SearchResult | Busy] = []
    real: Callable[..., object] = getattr(owner, step)

    def ask() -> None:
        try:
            found.append(searcher.search(ASKED))
        except Busy as error:
            found.append(error)

    def work(*given: object) -> object:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(ask).result()
        return real(*given)

    patch.setattr(owner, step, work)
    return found


# Each stands between the commit and the moment at which the change can be found.
STEPS = [(Ledger, "note"), (Postings, "change"), (Derived, "_record")]


@pytest.mark.parametrize(("owner", "step"), STEPS)
def test_while_a_document_is_added_all_that_was_there_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type[object], step: str
) -> None:
    monkeypatch.setattr(answer, "MOST_WAIT_S", -1.0)
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        before = searcher.search(ASKED)
        with monkeypatch.context() as patched:
            during = asked_at(patched, owner, step, searcher)
            index.put("b.txt", meeting(30, "harbour open"))
        for found in during:
            assert isinstance(found, SearchResult)
            assert (found.hits, found.generation) == (before.hits, before.generation)
        assert during
        after = searcher.search(ASKED)
        assert after.generation == before.generation + 1
        assert len(after.hits) > len(before.hits)


@pytest.mark.parametrize(("owner", "step"), STEPS)
@pytest.mark.parametrize("change", ["replaced", "removed", "added twice"])
def test_a_question_waits_where_the_state_before_cannot_be_read_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type[object], step: str, change: str
) -> None:
    monkeypatch.setattr(answer, "MOST_WAIT_S", -1.0)
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        index.put("c.txt", meeting(4, "hops"))
        searcher = Searcher(index)
        searcher.search(ASKED)
        if change == "added twice":  # and nobody asked between the two
            index.put("d.txt", meeting(4, "malt"))
        with monkeypatch.context() as patched:
            during = asked_at(patched, owner, step, searcher)
            if change == "removed":
                index.remove("a.txt")
            else:
                name = "a.txt" if change == "replaced" else "b.txt"
                index.put(name, meeting(30, "harbour open"))
        assert during
        assert all(isinstance(found, Busy) for found in during)
        assert searcher.search(ASKED).generation == index.generation


@pytest.mark.parametrize(("owner", "step"), STEPS)
def test_after_an_addition_that_failed_halfway_everything_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type[object], step: str
) -> None:
    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        before = searcher.search(ASKED)
        with monkeypatch.context() as patched:
            patched.setattr(owner, step, fails)
            with pytest.raises(KeyboardInterrupt):
                index.put("b.txt", meeting(30, "harbour open"))
        after = searcher.search(ASKED)
        assert after.generation == before.generation + 1
        assert len(after.hits) > len(before.hits)
        for postings in (index.keywords, index.stretches):
            assert len(set(postings.keys().tolist())) == len(postings.keys())
        assert index.keywords.keys().tolist() == index.store.passage_keys().tolist()
        assert not index.only_adds(before.generation, after.generation)
