"""What the record says, read once for one question: sources, documents and turns' sentences."""

from __future__ import annotations

from index.language.sentences import sentence_spans
from index.records import Document, Turn
from index.storing.rows import SourceText
from index.storing.store import Store
from retrieval.catalogue import Catalogue
from retrieval.reading.form import Exchange, Read
from retrieval.selection import Span


class Texts:
    """Reads each source, document and turn at most once; lives as long as one question.

    A turn is named by its place in the catalogue. `told` is what the reader has said of exchanges:
    a question that is not answered is asked once more without its filters.
    """

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue
        self._sources: dict[str, SourceText] = {}
        self._documents: dict[str, Document] = {}
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self.told: dict[Exchange, Read] = {}

    def document(self, document_id: str) -> Document:
        """The document with this id."""
        if document_id not in self._documents:
            self._documents[document_id] = self._store.document(document_id)
        return self._documents[document_id]

    def turn(self, turn_id: str) -> Turn:
        """The turn with this id."""
        return self._store.turn(turn_id)

    def source(self, document_id: str) -> SourceText:
        """The source that a document stands in, as `Store.source_text` gives it."""
        source_id = self.document(document_id).source_id
        if source_id not in self._sources:
            self._sources[source_id] = self._store.source_text(source_id)
        return self._sources[source_id]

    def document_id_of(self, turn: int) -> str:
        """The document that a turn stands in."""
        return str(self._catalogue.document_ids[self._catalogue.turn_document[turn]])

    def text_around(self, turn: int) -> str:
        """The whole source text that a turn's offsets count in."""
        return self.source(self.document_id_of(turn)).text

    def words(self, turn: int) -> str:
        """What is said in a turn."""
        start, end = self._catalogue.turn_start[turn], self._catalogue.turn_end[turn]
        return self.text_around(turn)[int(start) : int(end)]

    def sentences(self, turn: int) -> tuple[Span, ...]:
        """The sentences of a turn, as spans of the source."""
        if turn not in self._sentences:
            start, end = self._catalogue.turn_start[turn], self._catalogue.turn_end[turn]
            spans = sentence_spans(self.text_around(turn), int(start), int(end))
            self._sentences[turn] = tuple(spans)
        return self._sentences[turn]
