"""Documents with the people in them, for lists and transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Document
from index.storing.confidence import LOW
from index.storing.people import ResolvedVoice
from index.storing.rows import StoredSource
from index.storing.store import Store


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document, the source it stands in, and its voices, those with the most turns first."""

    document: Document
    source: StoredSource
    voices: tuple[ResolvedVoice, ...]
    confidence: float = 1.0

    @property
    def is_doubtful(self) -> bool:
        """Whether so little stands under a label that a list should warn."""
        return self.turns > 0 and self.confidence < LOW

    @property
    def turns(self) -> int:
        """The number of turns."""
        return sum(resolved.voice.turns for resolved in self.voices)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels as printed, those with the most turns first."""
        return labels_of(self.voices)


def labels_of(voices: Sequence[ResolvedVoice]) -> tuple[str, ...]:
    """The labels of voices, in order; words whose speaker is not marked have none."""
    return tuple(voice.voice.label for voice in voices if voice.voice.label is not None)


def list_documents(
    store: Store, documents: Sequence[Document], sources: Sequence[StoredSource] | None = None
) -> list[ListedDocument]:
    """Look up source and people of each document, in the order given.

    :param sources: All sources, where most of them are needed; None looks up single ones.
    """
    ids_listed = [document.document_id for document in documents]
    with store.snapshot():
        if sources is None:
            ids = dict.fromkeys(document.source_id for document in documents)
            sources = [store.source_by_id(source_id) for source_id in ids]
        by_id = {source.source_id: source for source in sources}
        voices = store.resolved_voices(ids_listed)
        shares = store.confidences(ids_listed)
    return [
        ListedDocument(
            document,
            by_id[document.source_id],
            voices[document.document_id],
            shares[document.document_id],
        )
        for document in documents
    ]
