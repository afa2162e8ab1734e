"""Nothing but a source's own words, under their own label, leaves the house: faults are planted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from index.build import Index, open_index
from index.errors import DamagedIndex, QuoteMismatch
from index.records import Turn
from index.storing.originals import Original, read_original
from index.storing.rows import SourceText
from index.storing.schema import turns
from index.storing.seals import seal
from index.storing.store import Store
from retrieval import proof
from retrieval.answer import Searcher
from retrieval.citations import Quoting
from retrieval.proof import Proof
from retrieval.results import Citation, Question
from tests.fakes import HashingEncoder
from tests.retrieval.fiction import BRIEFING, LATER

TOLL = Question("what did Marsh say about the toll for barges")
STAYS = "The toll stays as it is until the end of the year."


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Index]:
    """An index of the test's own, to be damaged."""
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as opened:
        opened.put("briefing.txt", BRIEFING.encode())
        yield opened


def on_disk(index: Index, statement: str) -> None:
    """Change the database behind the program's back; the generation stays."""
    with sqlite3.connect(index.store.path) as raw:
        assert raw.execute(statement).rowcount == 1
    raw.close()


def ask(searcher: Searcher) -> list[str]:
    answer = searcher.ask(TOLL)
    return [quote.text for quote in (*answer.quotes, *answer.nearest)]


def search(searcher: Searcher) -> list[str]:
    return [hit.text for hit in searcher.search(TOLL).hits]


Way = Callable[[Searcher], list[str]]
ways = pytest.mark.parametrize("way", [ask, search])


@ways
def test_without_a_fault_the_words_are_shown(own: Index, way: Way) -> None:
    assert way(Searcher(own))[0] == STAYS


@ways
def test_a_text_that_changed_on_disk_is_not_shown(own: Index, way: Way) -> None:
    on_disk(own, "UPDATE sources SET text = replace(text, 'stays', 'rises')")
    with pytest.raises(DamagedIndex, match="differs from its hash"):
        way(Searcher(own))


@ways
def test_a_text_that_changes_on_disk_between_two_questions_is_not_shown(
    own: Index, way: Way
) -> None:
    searcher = Searcher(own)
    assert way(searcher)[0] == STAYS
    on_disk(own, "UPDATE sources SET text = replace(text, 'stays', 'rises')")
    with pytest.raises(QuoteMismatch, match="differs from its source"):
        way(searcher)


@ways
def test_a_text_that_was_read_wrongly_is_not_shown(
    own: Index, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_text = Store.source_text

    def other(store: Store, source_id: str) -> SourceText:
        read = source_text(store, source_id)
        return replace(read, text=read.text.replace("stays", "rises"))

    monkeypatch.setattr(Store, "source_text", other)
    with pytest.raises(QuoteMismatch, match="differs from its source"):
        way(Searcher(own))


CITATION_FAULTS: dict[str, tuple[Callable[[Citation], Citation], str]] = {
    "start": (lambda one: replace(one, start=one.start + 1), "differs from its source"),
    "end": (lambda one: replace(one, end=one.end - 1), "differs from its source"),
    "both": (lambda one: replace(one, start=one.start - 1, end=one.end - 1), "differs from"),
    "label": (lambda one: replace(one, turn=replace(one.turn, label="Q")), "under the label 'Q'"),
    "turn": (lambda one: replace(one, turn=replace(one.turn, turn_id="x-t1")), "leaves its turn"),
    "name": (lambda one: replace(one, source_name="other.txt"), "cited from 'other.txt'"),
    "hash": (lambda one: replace(one, sha256="0" * 64), "cited from"),
}


@ways
@pytest.mark.parametrize("fault", CITATION_FAULTS)
def test_words_that_are_cited_wrongly_are_not_shown(
    own: Index, way: Way, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, message = CITATION_FAULTS[fault]
    citation = Quoting._citation

    def faulty(self: Quoting, at: int, turn: Turn, start: int, end: int) -> Citation:
        return wrong(citation(self, at, turn, start, end))

    monkeypatch.setattr(Quoting, "_citation", faulty)
    with pytest.raises(QuoteMismatch, match=message):
        way(Searcher(own))


CONTEXT_FAULTS: dict[str, dict[str, Any]] = {
    "differs": {"text": "And the rent?"},
    "under the label": {"label": "MR. TARN"},
    "differs from": {"start": 3},
}


@pytest.mark.parametrize("message", CONTEXT_FAULTS)
def test_a_question_beside_an_answer_is_compared_as_well(
    own: Index, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = Quoting._context

    def faulty(self: Quoting, at: int) -> object:
        return replace(context(self, at), **CONTEXT_FAULTS[message])

    monkeypatch.setattr(Quoting, "_context", faulty)
    with pytest.raises(QuoteMismatch, match=message):
        ask(Searcher(own))


STAYS_TURN = f"start = {BRIEFING.index(STAYS)}"


def in_turn(index: Index, fault: str) -> None:
    """Store a turn wrongly, with the checksum of what is wrong, so that no checksum tells it."""
    key = index.store.turns(index.store.documents()[0].document_id)
    (turn,) = (one for one in key if one.start == BRIEFING.index(STAYS))
    on_disk(index, f"UPDATE turns SET {fault} WHERE {STAYS_TURN}")
    with index.store.reading() as connection:
        wrong = select(turns).where(turns.c.turn_id == turn.turn_id)
        row = dict(connection.execute(wrong).mappings().one())
    on_disk(index, f"UPDATE turns SET seal = {seal(row)} WHERE turn_id = '{turn.turn_id}'")


@ways
@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("label = 'MR. TARN'", r"label 'MR\. TARN' .* does not stand"),
        ("label_start = label_start + 1", "does not stand"),
        # It begins inside its own label.
        ("start = start - 7", "does not stand"),
    ],
)
def test_a_turn_that_is_stored_wrongly_is_not_shown(
    own: Index, way: Way, fault: str, message: str
) -> None:
    in_turn(own, fault)
    with pytest.raises(QuoteMismatch, match=message):
        way(Searcher(own))


def test_a_turn_that_takes_in_the_next_speakers_words_is_not_quoted(own: Index) -> None:
    in_turn(own, '"end" = "end" + 30')
    with pytest.raises(QuoteMismatch, match="leaves its turn"):
        ask(Searcher(own))


@ways
def test_words_are_not_compared_with_a_wrong_original(
    own: Index, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(store: Store, source_id: str) -> Original:
        read = read_original(store, source_id)
        return replace(read, text=read.text.replace("stays", "rises"))

    monkeypatch.setattr(proof, "read_original", wrong)
    with pytest.raises(QuoteMismatch, match="differs from its source"):
        way(Searcher(own))


@ways
def test_an_original_of_an_older_generation_is_not_used(own: Index, way: Way) -> None:
    searcher = Searcher(own)
    assert way(searcher)[0] == STAYS
    # The next write makes a generation: what changed on disk meanwhile is read and found.
    on_disk(own, "UPDATE sources SET text = replace(text, 'stays', 'rises')")
    own.put("later.txt", LATER.encode())
    with pytest.raises(DamagedIndex, match="differs from its hash"):
        way(searcher)


def test_an_original_is_read_once_a_generation_and_kept_within_bounds(
    own: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.put("later.txt", LATER.encode())
    read: list[str] = []

    def counted(store: Store, source_id: str) -> Original:
        read.append(source_id)
        return read_original(store, source_id)

    monkeypatch.setattr(proof, "read_original", counted)
    hits = Searcher(own).search(TOLL).hits
    assert len({hit.citation.document.source_id for hit in hits}) == 2
    read.clear()
    for roomy, times in ((len(BRIEFING) + len(LATER), 2), (len(BRIEFING), 4)):
        door = Proof(own.store, roomy)
        for source_id in 2 * sorted({hit.citation.document.source_id for hit in hits}):
            door.verify(_of(hits, source_id), own.generation)
        assert len(read) == times
        read.clear()


def _of(hits: Any, source_id: str) -> Any:
    return next(hit for hit in hits if hit.citation.document.source_id == source_id)


def test_originals_of_states_that_nobody_reads_any_more_are_let_go_of(own: Index) -> None:
    searcher = Searcher(own)
    for number in range(6):
        own.put("later.txt", LATER.replace("toll", f"toll{number}").encode())
        assert searcher.ask(TOLL).quotes
    kept = {generation for generation, _ in searcher._proof._originals}
    assert len(kept) <= 2
    texts = [len(original.text) for original in searcher._proof._originals.values()]
    assert searcher._proof._characters == sum(texts)
