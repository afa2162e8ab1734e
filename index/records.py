"""The records that flow from file to answer (frozen dataclasses).

Offsets are code points in the decoded source text, half open: `text[start:end]`.
Ids are stable: the same bytes give the same ids, whatever the passage length.

    source_id    first 16 hex digits of the SHA-256 of the bytes
    document_id  "{source_id}-{n}", n counting documents in the source from 1
    turn_id      "{document_id}-t{ordinal}", ordinal counting turns in the document from 1
    voice_id     "{document_id}-{slug of the label}": one label in one document; nothing behind
                 the hyphen for words whose speaker is not marked
    passage_id   "{document_id}-{start}-{end}"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]
KeyArray = NDArray[np.int64]

DateStatus = Literal["given", "inferred", "page", "missing"]
Role = Literal["question", "answer", "statement", "narration"]
TurnFlag = Literal[
    "via_interpreter",
    "inaudible",
    "phonetic",
    "interrupted",
    "suspected_gap",
    "audience",
    "written",
    "speaker_unknown",
    "handover",
]


@dataclass(frozen=True, slots=True)
class TimeMark:
    """Words `start:end` of the source text were spoken from `start_s` to `end_s` seconds."""

    start: int
    end: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a head, a page's markup or a sidecar says of a document; None where it is silent.

    `date` is printed as ISO 8601, `language` is a tag such as `pt-BR`. A `date_status` of None
    means that the date was given. `speakers` are pairs of a label and the person who is meant by
    it.
    """

    title: str | None = None
    date: str | None = None
    place: str | None = None
    venue: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    date_status: DateStatus | None = None
    speakers: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker label that the format itself marks (a voice tag, a `speaker` key).

    `start:end` are the words it covers; the label is not part of the text there. An empty label
    says that nobody knows who speaks.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its bytes' hash and the decoded text that all offsets count in."""

    source_id: str
    name: str
    sha256: str
    media_type: str
    text: str
    time_marks: tuple[TimeMark, ...] = ()
    labels: tuple[Label, ...] = ()
    metadata: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Document:
    """One transcript; a source may hold several.

    `date` is None when nothing in the text gives it; `date_raw` is what the text prints,
    `date_start:date_end` where the evidence for `date` stands. `language` is a tag such as `pt-BR`,
    as supplied; nobody tells it by the words.
    """

    document_id: str
    source_id: str
    ordinal: int
    start: int
    end: int
    title: str | None
    date: date | None
    date_status: DateStatus
    date_raw: str | None
    date_start: int | None
    date_end: int | None
    place: str | None
    venue: str | None
    byline: str | None
    url: str | None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AskerHint:
    """Who an anonymous questioner may be, by the moderator's introduction at `start:end`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's unbroken speech, or words whose speaker is not marked.

    The `label` is as printed, None where no label counts: the words can be found and are nobody's.
    `start:end` are words only: the label and the interpreter's note stand outside. `replies_to`
    is the `turn_id` of the question turn that this turn answers, None for none.
    """

    turn_id: str
    document_id: str
    voice_id: str
    ordinal: int
    label: str | None
    label_start: int
    start: int
    end: int
    role: Role
    replies_to: str | None
    flags: tuple[TurnFlag, ...] = ()
    asker_hint: AskerHint | None = None
    start_s: float | None = None
    end_s: float | None = None

    @property
    def printed(self) -> str:
        """The label, empty for words whose speaker is not marked."""
        return self.label or ""


NameEvidenceKind = Literal["given", "label", "title", "byline", "introduction"]


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """One place in the document that gives a voice a name or an office."""

    kind: NameEvidenceKind
    name: str | None
    office: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One label in one document, with what that document says about who it is.

    A None label stands for all words of the document whose speaker is not marked.
    """

    voice_id: str
    document_id: str
    label: str | None
    anonymous: bool
    turns: int
    date: date | None
    evidence: tuple[NameEvidence, ...] = ()

    @property
    def printed(self) -> str:
        """The label, empty for words whose speaker is not marked."""
        return self.label or ""


@dataclass(frozen=True, slots=True)
class SpeakerRole:
    """An office that a speaker is seen in, first and last date of a document that shows it."""

    office: str
    date_from: date | None
    date_to: date | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person across documents, or an anonymous label (`name` None)."""

    speaker_id: str
    name: str | None
    labels: tuple[str, ...]
    roles: tuple[SpeakerRole, ...] = ()


ResolvedBy = Literal["label", "title", "byline", "introduction", "spelling", "anonymous"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who a voice is: `speaker_id` None when that cannot be decided."""

    voice_id: str
    speaker_id: str | None
    resolved_by: ResolvedBy | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """All that parsing gives for one source, in text order."""

    source: Source
    documents: tuple[Document, ...]
    turns: tuple[Turn, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The span that is indexed: inside one turn, from sentence border to sentence border.

    `embedded` is what the encoder sees (context and words); what is quoted is the source's
    own `text[start:end]`. `tokens` counts the words in tiktoken's `cl100k_base`.
    """

    passage_id: str
    document_id: str
    turn_id: str
    start: int
    end: int
    tokens: int
    embedded: str


CorrectionKind = Literal["rename", "merge", "split", "reassign"]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of who speaks; `speaker` and `into` are ids, names or labels.

    `rename` gives a speaker another `name`; `merge` makes two speakers one, `into` the other;
    `split` takes what a speaker says in some `documents` (ids or source names) as that of somebody
    else, of this `name` or `into` one on record; `reassign` gives a `turn` (its id, or
    `name of the source#t4`) to a `speaker`, None for nobody.
    """

    kind: CorrectionKind
    speaker: str | None = None
    name: str | None = None
    into: str | None = None
    documents: tuple[str, ...] = ()
    turn: str | None = None


Days = tuple[date | None, date | None]
"""Days from the first to the last, both inclusive, None for open."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search may return, applied before top-k. None: no restriction; empty: nothing.

    `voice_ids` and `document_ids` are the voices and documents that may speak;
    dates are inclusive and leave out documents without a date; `dates` are ranges of which any
    will do, within `date_from` and `date_to`. `roles` keeps turns of these roles. A question turn
    counts for the voice that asks it and for those that answer it, where the caller does not
    narrow it down.
    """

    voice_ids: tuple[str, ...] | None = None
    document_ids: tuple[str, ...] | None = None
    date_from: date | None = None
    date_to: date | None = None
    dates: tuple[Days, ...] | None = None
    roles: tuple[Role, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """One passage, by its integer key in the store, with a score; higher is better."""

    passage_key: int
    score: float


@lru_cache(maxsize=10_000)
def slug(text: str) -> str:
    """Turn a name or label into lower-case ASCII words joined by hyphens, never empty.

    `"Antony J. Blinken"` gives `antony-j-blinken`; a label without any ASCII letter or digit
    gives the hexadecimal code points of its characters.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words) or "-".join(f"{ord(c):x}" for c in text.strip()) or "none"


def source_id(sha256: str) -> str:
    """The id of a source by the hexadecimal SHA-256 of its bytes."""
    return sha256[:16]


def document_id(source_id: str, ordinal: int) -> str:
    """The id of a document by its place in its source, from 1."""
    return f"{source_id}-{ordinal}"


def turn_id(document_id: str, ordinal: int) -> str:
    """The id of a turn by its place in its document, from 1."""
    return f"{document_id}-t{ordinal}"


def voice_id(document_id: str, label: str | None) -> str:
    """The id of one label in one document; a None label is that of words of nobody."""
    return f"{document_id}-{'' if label is None else slug(label)}"


def span_id(document_id: str, start: int, end: int) -> str:
    """The stable id of a passage or quote: its document and its place."""
    return f"{document_id}-{start}-{end}"


def time_span(marks: Sequence[TimeMark], start: int, end: int) -> tuple[float, float] | None:
    """When the words `start:end` were spoken, by the marks they touch; None where none does."""
    touched = [mark for mark in marks if mark.start < end and start < mark.end]
    if not touched:
        return None
    return touched[0].start_s, touched[-1].end_s
