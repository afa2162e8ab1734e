"""Pooled passages with what a reader needs beside them: who speaks, where, when, asked what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eval.judging.merging import PooledPassage
from index.errors import BadRequest, NotFound
from index.records import Document, Speaker, Turn
from index.storing.store import Store
from retrieval.results import ContextQuote


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage: its sentences' words, and the question that it answers, None for none.

    `labels` are those of everybody who speaks in the document.
    """

    sentences: tuple[str, ...]
    start: int
    end: int
    turn: Turn
    speaker: Speaker | None
    document: Document
    source_name: str
    labels: tuple[str, ...]
    context: ContextQuote | None


@dataclass(frozen=True, slots=True)
class _Document:
    """One document as the store gives it now."""

    document: Document
    text: str
    turns: tuple[Turn, ...]
    labels: tuple[str, ...]
    people: Mapping[str, Speaker | None]


class ViewedSources:
    """The documents of one page, each read once; inside one snapshot of the store."""

    def __init__(self, store: Store, judged: Mapping[str, str]) -> None:
        self._store = store
        self._judged = judged
        self._documents: dict[str, tuple[_Document, ...]] = {}

    def view(self, passage: PooledPassage) -> PassageView:
        """A passage as it stands in its document.

        :raises BadRequest: The document is not on record as it was judged.
        """
        for document in self._read(passage.document):
            for turn in document.turns:
                if turn.start <= passage.start and passage.end <= turn.end:
                    return PassageView(
                        sentences=tuple(
                            document.text[start:end] for start, end in passage.sentences
                        ),
                        start=passage.start,
                        end=passage.end,
                        turn=turn,
                        speaker=document.people.get(turn.voice_id),
                        document=document.document,
                        source_name=passage.document,
                        labels=document.labels,
                        context=_context(document, turn),
                    )
        raise BadRequest(
            f"{passage.document} has no turn around {passage.start}-{passage.end}: it was indexed "
            "by another version of this program than the one that pooled the passage"
        )

    def _read(self, name: str) -> tuple[_Document, ...]:
        if name not in self._documents:
            try:
                source = self._store.source(name)
            except NotFound as error:
                raise BadRequest(f"{error}: put it back on record to go on judging") from error
            if source.sha256 != self._judged.get(name):
                raise BadRequest(
                    f"{name} on record is not the file that was judged (SHA-256): put that one "
                    "back on record, or begin a new folder"
                )
            text = self._store.text(source.source_id)
            ids = self._store.document_ids_of(name)
            self._documents[name] = tuple(self._document(document_id, text) for document_id in ids)
        return self._documents[name]

    def _document(self, document_id: str, text: str) -> _Document:
        voices = self._store.resolved_voices([document_id])[document_id]
        return _Document(
            document=self._store.document(document_id),
            text=text,
            turns=self._store.turns(document_id),
            labels=tuple(resolved.voice.printed for resolved in voices),
            people={resolved.voice.voice_id: resolved.speaker for resolved in voices},
        )


def _context(document: _Document, turn: Turn) -> ContextQuote | None:
    for asked in document.turns:
        if asked.turn_id == turn.replies_to:
            words = document.text[asked.start : asked.end]
            speaker = document.people.get(asked.voice_id)
            return ContextQuote(asked.printed, speaker, words, asked.start, asked.end)
    return None
