"""All passages of an index as spans with their speakers, for systems that only rank keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.running.found import Found
from index.records import Document, KeyArray, Scored, Speaker, Turn
from index.storing.store import Store


class PassageTable:
    """One state of a store, read whole: passages in key order, their words and speakers."""

    def __init__(self, store: Store) -> None:
        with store.snapshot():
            columns = store.passage_columns()
            self.keys: KeyArray = columns.key
            self._document = columns.document
            self._document_ids = columns.document_ids
            self._passages = {p.passage_key: p for p in store.passages(columns.key)}
            self._documents: dict[str, Document] = {
                document.document_id: document for document in store.documents()
            }
            self._turns: dict[str, Turn] = {
                turn.turn_id: turn
                for document_id in self._documents
                for turn in store.turns(document_id)
            }
            self._sources = {source.source_id: source.name for source in store.sources()}
            self._texts = {source_id: store.text(source_id) for source_id in self._sources}
            self._speakers = _speakers_of_voices(store)

    def words(self) -> list[str]:
        """Every passage's bare words, in key order."""
        return [self._found(int(key), 0.0).text for key in self.keys]

    def document_ids(self, name: str) -> tuple[str, ...]:
        """The documents of the source of this name, none for a name that is not on record."""
        return tuple(
            document.document_id
            for document in self._documents.values()
            if self._sources[document.source_id] == name
        )

    def rows_of(self, document_ids: Sequence[str]) -> KeyArray:
        """Places in `keys` of these documents' passages, ascending."""
        places = [self._document_ids.index(document_id) for document_id in document_ids]
        return np.flatnonzero(np.isin(self._document, places))

    def found(self, scored: Sequence[Scored]) -> tuple[Found, ...]:
        """Scored passages as spans, in order."""
        return tuple(self._found(hit.passage_key, hit.score) for hit in scored)

    def _found(self, key: int, score: float) -> Found:
        passage = self._passages[key]
        document = self._documents[passage.document_id]
        turn = self._turns[passage.turn_id]
        speaker = self._speakers.get(turn.voice_id)
        return Found(
            document=self._sources[document.source_id],
            start=passage.start,
            end=passage.end,
            text=self._texts[document.source_id][passage.start : passage.end],
            label=turn.printed,
            role=turn.role,
            score=score,
            speaker_labels=speaker.labels if speaker else (),
            date=document.date,
        )


def _speakers_of_voices(store: Store) -> dict[str, Speaker]:
    speakers = {speaker.speaker_id: speaker for speaker in store.speakers()}
    return {
        assignment.voice_id: speakers[assignment.speaker_id]
        for assignment in store.assignments()
        if assignment.speaker_id is not None
    }
