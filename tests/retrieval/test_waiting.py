"""A question sees one state of the record while that changes, whole, and waits for no change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.errors import Busy, DiskFailed, NotFound, StoreError
from index.finding.derived import Derived
from index.live import Index
from index.storing import database
from index.storing.before import READERS
from index.storing.writes import Change
from retrieval import answer
from retrieval.answer import Searcher
from retrieval.candidates import gather
from retrieval.results import Question
from tests.index.opening import opened, transcript

ASKED = Question(text="when will the harbour open")
OTHER = transcript().replace(b"harbour", b"shipyard")

Work = Callable[[Index], object]
CHANGES: dict[str, tuple[Work, list[str]]] = {
    "added": (lambda index: index.put("b.txt", OTHER), ["a.txt", "b.txt"]),
    "replaced": (lambda index: index.put("a.txt", OTHER), ["a.txt"]),
    "removed": (lambda index: index.remove("a.txt"), []),
}


@contextmanager
def unfinished(index: Index, work: Work, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Inside, the change is committed and cannot be found yet; afterwards it can."""
    committed, go_on = threading.Event(), threading.Event()
    real = Derived.apply

    def apply(self: Derived, change: Change) -> None:
        committed.set()
        assert go_on.wait(20)
        real(self, change)

    with monkeypatch.context() as patched, ThreadPoolExecutor(1) as pool:
        patched.setattr(Derived, "apply", apply)
        done = pool.submit(work, index)
        assert committed.wait(20)
        try:
            yield
        finally:
            go_on.set()
            done.result()


def names(index: Index) -> list[str]:
    return [source.name for source in index.store.sources()]


@pytest.mark.parametrize("change", CHANGES)
def test_a_question_beside_a_change_sees_the_record_as_it_was(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, after = CHANGES[change]
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        before = searcher.search(ASKED)
        with unfinished(index, work, monkeypatch):
            beside = searcher.search(ASKED)
            assert (beside.hits, beside.generation) == (before.hits, before.generation)
            assert names(index) == ["a.txt"]
            assert index.store.generation == index.refresh() == before.generation
        assert names(index) == after
        assert searcher.search(ASKED).generation == before.generation + 1
        assert {hit.citation.source_name for hit in searcher.search(ASKED).hits} == set(after)


def test_more_readers_than_were_prepared_for_see_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index, ThreadPoolExecutor(3 * READERS) as pool:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        before = searcher.search(ASKED)
        with unfinished(index, CHANGES["replaced"][0], monkeypatch):
            beside = list(pool.map(lambda _: searcher.search(ASKED), range(6 * READERS)))
        assert {one.generation for one in beside} == {before.generation}
        assert all(one.hits == before.hits for one in beside)


def test_who_began_in_the_state_before_ends_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        (stored,) = index.store.sources()
        unfinished_change = unfinished(index, CHANGES["replaced"][0], monkeypatch)
        unfinished_change.__enter__()
        with index.store.snapshot():
            unfinished_change.__exit__(None, None, None)
            assert "harbour" in index.store.text(stored.source_id)
            assert index.store.generation == 1
        assert index.store.generation == 2
        index.put("b.txt", transcript("Fenn"))
        assert index.store.generation == 3


def test_an_error_of_a_reader_takes_no_place_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        with unfinished(index, CHANGES["removed"][0], monkeypatch):
            for _ in range(2 * READERS):
                with pytest.raises(NotFound):
                    index.store.source("c.txt")
            assert names(index) == ["a.txt"]


def seen_by(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> list[int]:
    """Do something right before the candidates of the first question are looked for.

    :return: Grows by one for each time that candidates are looked for.
    """
    looks: list[int] = []

    def looking(*given: Any) -> Any:
        looks.append(1)
        if len(looks) == 1:
            worker = threading.Thread(target=work)
            worker.start()
            worker.join()
        return gather(*given)

    monkeypatch.setattr("retrieval.answer.gather", looking)
    return looks


def test_what_comes_meanwhile_is_not_seen_and_disturbs_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        before = searcher.search(ASKED)
        looks = seen_by(monkeypatch, lambda: index.put("b.txt", OTHER))
        beside = searcher.search(ASKED)
        assert (beside.hits, beside.generation, len(looks)) == (before.hits, 1, 1)
        assert searcher.search(ASKED).generation == 2


def test_a_question_is_asked_again_where_something_was_taken_off_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        index.put("b.txt", OTHER)
        searcher = Searcher(index)
        looks = seen_by(monkeypatch, lambda: index.remove("a.txt"))
        found = searcher.search(ASKED)
        assert found.generation == 3
        assert {hit.citation.source_name for hit in found.hits} == {"b.txt"}
        assert len(looks) == 2


@pytest.mark.parametrize(
    ("times", "passing", "answered"), [(1, True, True), (2, True, False), (1, False, False)]
)
def test_one_read_that_fails_is_tried_again(
    times: int, passing: bool, answered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = gather, [times]

    def failing(*arguments: Any) -> Any:
        if left[0]:
            left[0] -= 1
            error = DiskFailed("could not be read for a moment")
            error.passing = passing
            raise error
        return real(*arguments)

    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        monkeypatch.setattr(answer, "gather", failing)
        if answered:
            assert searcher.search(ASKED).hits
        else:
            with pytest.raises(DiskFailed):
                searcher.search(ASKED)


def test_a_reader_that_is_about_to_begin_sees_no_change_before_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        real = database.reading
        changes: list[Any] = []

        @contextmanager
        def late(*given: Any) -> Iterator[Any]:
            """Hold up the first reader between its choice of a connection and its first row."""
            with real(*given) as connection:
                if not changes:
                    changes.append(unfinished(index, CHANGES["added"][0], monkeypatch))
                    changes[0].__enter__()
                yield connection

        monkeypatch.setattr("index.storing.opened.reading", late)
        try:
            seen = [index.store.generation, index.store.generation]
        finally:
            changes[0].__exit__(None, None, None)
        assert seen == [1, 1]
        assert index.store.generation == 2


def test_a_change_is_refused_inside_a_snapshot_and_after_the_end(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        with index.store.snapshot(), pytest.raises(RuntimeError, match="inside a snapshot"):
            index.remove("a.txt")
    with pytest.raises(StoreError, match="is closed"):
        index.remove("a.txt")
    with opened(tmp_path) as index:
        assert names(index) == ["a.txt"]


def test_what_was_unchanged_is_put_again_where_a_change_took_it_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as index, ThreadPoolExecutor(1) as pool:
        index.put("a.txt", transcript())
        with unfinished(index, CHANGES["removed"][0], monkeypatch):
            again = pool.submit(index.put, "a.txt", transcript())
        assert again.result().status == "added"
        assert names(index) == ["a.txt"]


def test_the_log_stays_short_while_somebody_always_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LONG_LOG", 300_000)
    stop = threading.Event()
    with opened(tmp_path) as index, ThreadPoolExecutor(3) as pool:

        def read() -> None:
            while not stop.is_set():
                with index.store.snapshot():
                    index.store.sources()
                    stop.wait(0.03)

        for _ in range(3):
            pool.submit(read)
        try:
            sizes = []
            for version in range(25):
                index.put("a.txt", transcript(f"Version {version}."))
                sizes.append((tmp_path / "onrecord.sqlite3-wal").stat().st_size)
        finally:
            stop.set()
    assert max(sizes) < 1_000_000


def test_a_question_that_is_always_disturbed_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "MOST_AGAIN_S", -1.0)
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        index.put("b.txt", OTHER)
        looks = seen_by(monkeypatch, lambda: index.remove("a.txt"))
        assert Searcher(index).search(ASKED).hits
        assert len(looks) == 1


def test_no_answer_is_given_that_would_lack_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "MOST_WAIT_S", 0.02)
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
        searcher = Searcher(index)
        assert searcher.search(ASKED).hits
        with monkeypatch.context() as patched:
            patched.setattr(Index, "findable_at", lambda *_: None)
            with pytest.raises(Busy, match="cannot be found yet"):
                searcher.search(ASKED)
        assert searcher.search(ASKED).hits
