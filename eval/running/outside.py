"""Another program's ranking, from a TREC run, as a system beside ours.

Ids are `document:start-end`, spans of the documents' text as in a run folder, or whole documents
of a collection that is judged by documents. White space in names is percent-encoded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from eval.collections.collection import Collection, Query
from eval.running.found import Found, Outcome
from eval.running.systems import DEPTH, QUOTES
from eval.running.trec import read_run
from index.errors import CollectionError
from index.records import Role, Turn
from index.storing.store import Store

_SPAN = re.compile(r"(?P<document>.+):(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True)
class OutsideRun:
    """A ranking that was made elsewhere; it never refuses, and its times are not known."""

    name: str
    found: Mapping[str, tuple[Found, ...]]

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """The ranking of this question, empty where the run has none."""
        hits = self.found.get(query.query_id, ())
        if inside and query.document:
            hits = tuple(hit for hit in hits if hit.document == query.document)
        hits = hits[:DEPTH]
        best = hits[0].score if hits else 0.0
        return Outcome(query.query_id, hits, hits[:QUOTES], None, best, 0.0)


def outside_name(path: Path) -> str:
    """The name of a run in tables: that of its file."""
    return path.stem


def read_outside_run(path: Path, collection: Collection, store: Store) -> OutsideRun:
    """Read a run over a collection whose documents are in a store.

    :raises CollectionError: A line is wrong, or names a question or place that there is not.
    """
    places = Places(str(path), collection, store)
    known = {query.query_id for query in collection.queries}
    hits_of: dict[str, tuple[Found, ...]] = {}
    for escaped, ranked in read_run(path).items():
        query_id = unquote(escaped)
        if query_id not in known:
            raise CollectionError(
                f"{path}: no question {query_id!r} in {collection.name}; is it a run over another "
                "collection?"
            )
        hits_of[query_id] = tuple(places.found(doc_id, score) for doc_id, score in ranked.items())
    return OutsideRun(outside_name(path), hits_of)


class Places:
    """Looks up what stands at an id or a span: words, and whose they are.

    `origin` says in errors where the spans come from.
    """

    def __init__(self, origin: str, collection: Collection, store: Store) -> None:
        self._origin = origin
        self._by_document = collection.by_document
        self._names = {document.name for document in collection.documents}
        self._store = store
        self._known: dict[str, tuple[str, tuple[Turn, ...]]] = {}

    def found(self, escaped: str, score: float) -> Found:
        """The words at an id."""
        doc_id = unquote(escaped)
        if self._by_document and doc_id in self._names:
            text, turns = self._document(doc_id)
            return self.span(doc_id, turns[0].start if turns else 0, len(text.rstrip()), score)
        if span := _SPAN.fullmatch(doc_id):
            return self.span(span["document"], int(span["start"]), int(span["end"]), score)
        raise self._no_place(doc_id)

    def span(self, name: str, start: int, end: int, score: float) -> Found:
        """The words at a span of a document.

        :raises CollectionError: The collection has no such place.
        """
        text, turns = self._document(name) if name in self._names else ("", ())
        if not 0 <= start < end <= len(text):
            raise self._no_place(f"{name}:{start}-{end}")
        label, role = _speaker(turns, start, end)
        return Found(name, start, end, text[start:end], label, role, score)

    def _no_place(self, given: str) -> CollectionError:
        return CollectionError(
            f"{self._origin}: {given!r} is no place in a document of the collection; expected "
            "ids such as a.txt:120-340"
        )

    def _document(self, name: str) -> tuple[str, tuple[Turn, ...]]:
        if name not in self._known:
            source = self._store.source(name)
            ids = self._store.document_ids_of(name)
            turns = tuple(turn for id_ in ids for turn in self._store.turns(id_))
            self._known[name] = (self._store.text(source.source_id), turns)
        return self._known[name]


def _speaker(turns: Sequence[Turn], start: int, end: int) -> tuple[str, Role]:
    """Label and role of the turn that holds most of a span; narration where nobody speaks."""
    shared = [(min(end, turn.end) - max(start, turn.start), turn) for turn in turns]
    most, spoken = max(shared, key=lambda pair: pair[0], default=(0, None))
    return (spoken.printed, spoken.role) if spoken is not None and most > 0 else ("", "narration")
