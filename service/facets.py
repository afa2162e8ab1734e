"""Who mentions the topic of a question, when and where: links with counts for the page."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from index.storing.store import Store
from retrieval.mentions import Mention, Mentions
from service import wording
from service.askform import AskForm

MOST_SHOWN = 8
MOST_COMPARED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: its words, how many turns, and the address that asks within it."""

    words: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one question; `months` are all, the others those with the most turns."""

    total: int
    speakers: tuple[Choice, ...]
    documents: tuple[Choice, ...]
    months: tuple[Choice, ...]
    all_speakers: int
    all_documents: int
    compare: str

    @property
    def most_in_a_month(self) -> int:
        """The longest bar of the timeline."""
        return max((month.count for month in self.months), default=0)


def facets_of(mentions: Mentions, form: AskForm, store: Store) -> Facets:
    """Lay out the mentions of a form's question."""
    speakers, documents = mentions.by_speaker(), mentions.by_document()
    return Facets(
        len(mentions.all),
        tuple(_speakers([(_name(speaker.best), speaker.count) for speaker in speakers], form)),
        tuple(
            Choice(
                _title(store, mention.document_id), count, form.link(document=mention.document_id)
            )
            for mention, count in documents[:MOST_SHOWN]
        ),
        tuple(_month(month, count, form) for month, count in mentions.by_month()),
        len(speakers),
        len(documents),
        _compare([_name(speaker.best) for speaker in speakers], form),
    )


def _compare(names: Sequence[str], form: AskForm) -> str:
    """The address at which those with the most mentions are compared; empty for fewer than two."""
    named = list(dict.fromkeys(name for name in names if name))[:MOST_COMPARED]
    if len(named) < 2:
        return ""
    others = [(box, text) for box, text in form.boxes.items() if box != "speaker"]
    pairs = [("q", form.q), *(("speaker", name) for name in named), *others]
    return "/compare?" + urlencode([(name, value) for name, value in pairs if value])


def _name(mention: Mention) -> str:
    return mention.label if mention.speaker is None else wording.speaker_name(mention.speaker)


def _speakers(named: Sequence[tuple[str, int]], form: AskForm) -> list[Choice]:
    return [
        Choice(name or wording.NOT_MARKED, count, form.link(speaker=name) if name else "")
        for name, count in named[:MOST_SHOWN]
    ]


def _month(month: str, count: int, form: AskForm) -> Choice:
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    address = form.link(date_from=first.isoformat(), date_to=last.isoformat())
    return Choice(f"{first:%B %Y}", count, address)


def _title(store: Store, document_id: str) -> str:
    document = store.document(document_id)
    return wording.title_words(document, store.source_by_id(document.source_id).name)
