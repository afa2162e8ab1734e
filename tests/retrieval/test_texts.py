"""What a question reads of the record, it reads once."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest

from index.build import Index
from index.storing.originals import Original, read_original
from index.storing.rows import SourceText
from index.storing.store import Store
from retrieval import proof
from retrieval.answer import Searcher
from retrieval.catalogue import Catalogue
from retrieval.results import Question
from retrieval.texts import Texts
from tests.retrieval.reading import WordReader


class CountingStore:
    """A store that counts what is read from it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read: Counter[tuple[str, str]] = Counter()

    def document(self, document_id: str) -> object:
        self.read["document", document_id] += 1
        return self._store.document(document_id)

    def source_text(self, source_id: str) -> object:
        self.read["source", source_id] += 1
        return self._store.source_text(source_id)


def test_each_source_and_document_is_read_once(index: Index, catalogue: Catalogue) -> None:
    counting = CountingStore(index.store)
    texts = Texts(cast(Any, counting), catalogue)
    for _ in range(2):
        for turn in range(len(catalogue.turn_ids)):
            document_id = texts.document_id_of(turn)
            assert texts.document(document_id).document_id == document_id
            assert texts.words(turn) in texts.source(document_id).text
            assert texts.sentences(turn)
    documents = set(catalogue.document_ids)
    assert {id_ for kind, id_ in counting.read if kind == "document"} == documents
    assert set(counting.read.values()) == {1}
    assert sum(counting.read.values()) == 2 * len(documents)  # a source for each


def test_sentences_are_those_of_the_turn(index: Index, catalogue: Catalogue) -> None:
    texts = Texts(index.store, catalogue)
    for turn in range(len(catalogue.turn_ids)):
        spans = texts.sentences(turn)
        assert spans[0][0] == catalogue.turn_start[turn]
        assert spans[-1][1] == catalogue.turn_end[turn]
        assert texts.sentences(turn) is spans
        first, last = spans[0][0], spans[-1][1]
        assert texts.text_around(turn)[first:last] == texts.words(turn)


@pytest.mark.parametrize(
    "text",
    [
        "how much is the toll for barges",
        "how many tugs were bought, and when",
        # Nothing is said: the question is asked once more without its filter.
        "what did Tarn say about seals in March 2032",
    ],
)
@pytest.mark.parametrize("reader", [WordReader(), None])
def test_a_whole_question_reads_each_source_once_and_hashes_it_once_a_generation(
    index: Index,
    text: str,
    reader: WordReader | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: Counter[str] = Counter()
    hashed: Counter[str] = Counter()
    source_text = Store.source_text

    def counted(store: Store, source_id: str) -> SourceText:
        read[source_id] += 1
        return source_text(store, source_id)

    def counted_original(store: Store, source_id: str) -> Original:
        hashed[source_id] += 1
        return read_original(store, source_id)

    monkeypatch.setattr(Store, "source_text", counted)
    monkeypatch.setattr(Store, "text", _never)
    monkeypatch.setattr(proof, "read_original", counted_original)
    searcher = Searcher(index, reader=reader)
    for _ in range(2):
        read.clear()
        searcher.ask(Question(text, limit=20))
        assert read
        assert set(read.values()) == {1}
    assert set(hashed.values()) == {1}
    assert hashed.keys() <= read.keys()


def _never(store: Store, source_id: str) -> str:
    raise AssertionError(f"{source_id} is hashed outside the proof")
