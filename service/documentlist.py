"""The list of documents: which ones, in which order, from where on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from index.errors import BadRequest, NotFound
from index.storing.store import Store
from service.listing import ListedDocument, list_documents


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are wanted; an empty filter lets all through.

    `speaker_ids` are speakers of whom any speaks; `words` stand in the title or the source's name.
    """

    speaker_ids: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    words: str | None = None
    sort: str = "source"

    @property
    def digest(self) -> str:
        """Tells the cursors of different lists apart; empty for the plain list."""
        if self == Wanted():
            return ""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:12]

    def lets_through(self, listed: ListedDocument) -> bool:
        """Whether a document meets all filters; one without a date is of no day."""
        day = listed.document.date
        if (self.date_from or self.date_to) and day is None:
            return False
        if day is not None and not (self.date_from or day) <= day <= (self.date_to or day):
            return False
        if self.words is not None:
            named = f"{listed.document.title or ''}\n{listed.source.name}".casefold()
            if self.words.casefold() not in named:
                return False
        if not self.speaker_ids:
            return True
        ids = {voice.speaker.speaker_id for voice in listed.voices if voice.speaker is not None}
        return not ids.isdisjoint(self.speaker_ids)


SORTS: Mapping[str, Callable[[ListedDocument], Any]] = {
    "source": lambda listed: (listed.source.name, listed.document.ordinal),
    "date": lambda listed: (
        listed.document.date or date.max,
        listed.source.name,
        listed.document.ordinal,
    ),
    "-date": lambda listed: (
        -(listed.document.date or date.min).toordinal(),
        listed.source.name,
        listed.document.ordinal,
    ),
    "title": lambda listed: (
        (listed.document.title or listed.source.name).casefold(),
        listed.source.name,
        listed.document.ordinal,
    ),
}
"""Orders; documents without a date come last."""


def all_documents(store: Store, wanted: Wanted) -> list[ListedDocument]:
    """All documents that are wanted, in order."""
    every = list_documents(store, store.documents(), store.sources())
    return sorted(filter(wanted.lets_through, every), key=SORTS[wanted.sort])


def documents_page(
    store: Store, wanted: Wanted, after: str | None, limit: int
) -> tuple[list[ListedDocument], bool]:
    """One page of the list, starting after the document `after`, and whether more follows.

    :raises BadRequest: That document is gone.
    """
    try:
        if wanted == Wanted():
            documents = store.documents(after=after, limit=limit + 1)
            return list_documents(store, documents[:limit]), len(documents) > limit
        if after is not None:
            store.document(after)
    except NotFound as error:
        raise BadRequest(
            "the document at the end of the last page is gone; leave the cursor out to start again"
        ) from error
    every = all_documents(store, wanted)
    ids = [listed.document.document_id for listed in every]
    first = 0 if after is None else ids.index(after) + 1
    return every[first : first + limit], first + limit < len(every)
