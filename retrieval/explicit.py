"""The filters that are set explicitly: whom and which documents each value names.

A value that is not on record is an error that names near misses, never a wider search.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain

from index.errors import UnknownFilter
from index.records import Speaker
from retrieval.catalogue import Catalogue
from retrieval.names import plain
from retrieval.results import Question

NEAR_MISSES = 5
_ALIKE_PEOPLE = 0.7
_ALIKE_NAMES = 0.6
"""How alike a near miss is (difflib's ratio). File names and places are longer than surnames, so
that a smaller share of their letters tells them apart."""


def explicit_speakers(names: Iterable[str], catalogue: Catalogue) -> tuple[Speaker, ...]:
    """The speakers that a filter names by id, label or name; each must be on record.

    A label as it is printed means those who have it: "THE PRESIDENT" is not every president. An
    id that a speaker had once means whoever has it now.

    :raises UnknownFilter: One is not on record.
    """
    speakers: dict[str, Speaker] = {}
    for value in names:
        ids = _speaker_ids(value, catalogue)
        if not ids:
            near = near_speakers(value, catalogue)
            raise _unknown("speakers", f"No speaker {value!r}", near, "List them with /v1/speakers")
        speakers.update((id_, catalogue.speakers[id_]) for id_ in ids)
    return tuple(speakers.values())


def _speaker_ids(value: str, catalogue: Catalogue) -> tuple[str, ...]:
    known = catalogue.former_speakers.get(value, value)
    if known in catalogue.speakers:
        return (known,)
    wanted = plain(value)
    labelled = tuple(
        speaker.speaker_id
        for speaker in catalogue.speakers.values()
        if wanted in map(plain, speaker.labels)
    )
    return labelled or catalogue.names.exact(value)


def near_speakers(value: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Names on record that look like `value`, best first."""
    return tuple(_shown(catalogue.speakers[id_]) for id_ in like(value, catalogue))


def _shown(speaker: Speaker) -> str:
    return speaker.name or speaker.labels[0]


def like(value: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The ids of those whose names or labels look like `value`, best first."""
    forms: dict[str, str] = {}
    for speaker in catalogue.speakers.values():
        shown = _shown(speaker)
        for form in (speaker.speaker_id, shown, *speaker.labels, shown.split()[-1]):
            forms.setdefault(plain(form), speaker.speaker_id)
    words = [plain(value), *(plain(word) for word in value.split())]
    close = [
        form
        for word in words
        for form in difflib.get_close_matches(word, forms, NEAR_MISSES, _ALIKE_PEOPLE)
    ]
    return tuple(dict.fromkeys(forms[form] for form in close))[:NEAR_MISSES]


def explicit_documents(question: Question, catalogue: Catalogue) -> tuple[str, ...] | None:
    """The documents that every filter on documents lets through; None where none is set.

    :raises UnknownFilter: A value is not on record.
    """
    named = [_documents_named(value, catalogue) for value in question.documents]
    there = [_documents_at(value, catalogue) for value in question.places]
    allowed = [dict.fromkeys(chain(*any_of)) for any_of in (named, there) if any_of]
    if not allowed:
        return None
    first, *others = allowed
    return tuple(id_ for id_ in first if all(id_ in other for other in others))


def _documents_named(value: str, catalogue: Catalogue) -> list[str]:
    """The documents that one value means, those of an old id that took its place among them."""
    if newer := catalogue.newer_documents.get(value):
        return list(newer)
    if value in catalogue.document_names:
        return [value]
    document_ids = [id_ for id_, name in catalogue.document_names.items() if name == value]
    if not document_ids:
        titles = _titles(catalogue)
        document_ids = titles.get(plain(value), [])
    if not document_ids:
        names = {name: name for name in catalogue.document_names.values()}
        shown = {plain(title): title for title, _ in catalogue.document_titles.values()}
        near = _near(value, names) or _near(plain(value), shown)
        raise _unknown("documents", f"No document {value!r}", near, "List them with /v1/documents")
    return document_ids


def titled(title: str, day: date | None) -> str:
    """How one of several documents of the same title is named."""
    return f"{title} ({'no date' if day is None else day.isoformat()})"


def _titles(catalogue: Catalogue) -> dict[str, list[str]]:
    """Documents by title, and by title with the day, in any case and accents."""
    found: dict[str, list[str]] = {}
    for id_, (title, day) in catalogue.document_titles.items():
        for form in (title, titled(title, day)):
            found.setdefault(plain(form), []).append(id_)
    return found


def _documents_at(value: str, catalogue: Catalogue) -> list[str]:
    """The documents whose place is this, or has it between its commas, in any case and accents."""
    wanted = plain(value.strip())
    shown: dict[str, str] = {}
    document_ids: list[str] = []
    for id_, place in catalogue.document_places.items():
        forms = {plain(part.strip()): part.strip() for part in (*place.split(","), place)}
        shown |= forms
        if wanted in forms:
            document_ids.append(id_)
    if not document_ids:
        near = _near(wanted, shown)
        raise _unknown("places", f"No place {value!r}", near, "/v1/documents/{name} tells a place")
    return document_ids


def _near(value: str, shown: Mapping[str, str]) -> tuple[str, ...]:
    """What is shown for the forms that look like `value`, best first."""
    close = difflib.get_close_matches(value, shown, NEAR_MISSES, _ALIKE_NAMES)
    return tuple(dict.fromkeys(shown[form] for form in close))


def _unknown(field: str, what: str, near: tuple[str, ...], otherwise: str) -> UnknownFilter:
    hint = f"Near misses: {', '.join(near)}" if near else otherwise
    return UnknownFilter(f"{what} is on record. {hint}.", near=near, field=field)
