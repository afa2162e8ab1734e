"""What the page offers while one types: titles and places; and the words for a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.records import Document
from index.storing.store import Store
from retrieval.explicit import titled
from retrieval.names import plain

# A list that a browser offers while one types; more would only make the page heavy.
MOST_TITLES = 300
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """`documents` and `places` are offered; `words` chooses each document and no other."""

    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: Mapping[str, str] | None = None

    def document(self, document_id: str) -> str:
        """The words that choose a document: its title, where only one has it; else its id."""
        return (self.words or {}).get(document_id, document_id)

    def document_id(self, words: str) -> str:
        """The document that words choose; the words themselves where they choose none."""
        return next((id_ for id_, own in (self.words or {}).items() if own == words), words)


def choices_of(store: Store) -> Choices:
    """The choices of a store; documents are offered newest first, those without words last."""
    with store.snapshot():
        documents = store.documents()
        names = {one.source_id: one.name for one in store.sources()}
    words = _words(documents, names)
    newest = sorted(documents, key=lambda one: -(one.date.toordinal() if one.date else 0))
    places = Counter(one.place for one in documents if one.place)
    return Choices(
        tuple(words[one.document_id] for one in newest[:MOST_TITLES]),
        tuple(sorted(place for place, _ in places.most_common(MOST_PLACES))),
        words,
    )


def _words(documents: Sequence[Document], names: Mapping[str, str]) -> dict[str, str]:
    forms = {one.document_id: _forms(one, names[one.source_id]) for one in documents}
    many = Counter(plain(form) for given in forms.values() for form in given)
    return {
        id_: next((form for form in given if many[plain(form)] == 1), id_)
        for id_, given in forms.items()
    }


def _forms(document: Document, source_name: str) -> tuple[str, ...]:
    """What may name a document, the shortest first."""
    if document.title is None:
        return (source_name,)
    return document.title, titled(document.title, document.date)
