"""What a question gives back: quotes and hits with all that a citation needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.records import Days, Document, Speaker, Turn

Status = Literal["answered", "no_answer"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, with the filters that the asker sets explicitly.

    `speakers` takes ids, names or labels; `documents` takes document ids, source names or titles;
    `places` takes places of documents, or parts of them between commas.
    `max_tokens` bounds the words of all quotes together, counted in tiktoken's `cl100k_base`.
    `min_confidence` (0 to 1) is the confidence from which a quote counts as an answer.
    """

    text: str
    limit: int = 5
    speakers: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    max_tokens: int | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was read: who should have spoken, when, where, and the topic that remains.

    `documents` are the ids that the filter on documents names, `places` the values of the filter on
    places. `dates` are the ranges of days of which any will do, newest first where a date has no
    year; `date_from` and `date_to` are their outer bounds. Where no topic remains ("What did Marsh
    say?"), `has_topic` is false and `topic` has what is looked for instead. `unplaced` is an office
    asked for, "Norland's minister", of which the record does not tell where its holders have it.
    """

    speakers: tuple[Speaker, ...]
    date_from: date | None
    date_to: date | None
    documents: tuple[str, ...]
    topic: str
    asks_for_question: bool = False
    dates: tuple[Days, ...] = ()
    has_topic: bool = True
    places: tuple[str, ...] = ()
    unplaced: str | None = None


@dataclass(frozen=True, slots=True)
class AskedDays:
    """Days that a question asks for, and the words for them where those say more than the days."""

    words: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class ContextQuote:
    """The question that a quote answers: shown beside it, never as the answer."""

    label: str
    speaker: Speaker | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Where words stand: turn, document, file and speaker, with their span in the source text."""

    turn: Turn
    document: Document
    source_name: str
    sha256: str
    speaker: Speaker | None
    start: int
    end: int
    time: tuple[float, float] | None
    context: ContextQuote | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words quoted from the record: `text` equals the source at `citation.start:citation.end`.

    `highlights` are spans of the sentences that answer best, counted inside `text`.
    `confidence` is the probability that these words answer the question. `repeats` counts the
    near-duplicates of this statement that were folded into it.
    """

    quote_id: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    citation: Citation
    rank: int
    score: float
    confidence: float
    flags: tuple[str, ...] = ()
    repeats: int = 0


RefusalCode = Literal[
    "unknown_speaker", "no_such_dates", "not_by_them", "outside_filter", "too_long", "not_said"
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, with what is needed to say it.

    `unknown_speaker`: nobody of this `name` speaks on the record, or, where it is an `office`,
    nobody is printed with it; `near` hold such an office elsewhere, or have a name like it.
    `no_such_dates`: nothing is on record from these `days`; the record goes from its first to its
    last day in `record`.
    `not_by_them`: who is asked for is on record, but says nothing of this; `silent` where not a
    word of theirs meets the other filters. `outside_filter`: the words `found` answer, but do not
    meet the filters. `too_long`: no sentence of the answer fits into `max_tokens`. `not_said`:
    nobody on record says this.
    """

    code: RefusalCode
    understood: Understood
    name: str | None = None
    days: tuple[AskedDays, ...] = ()
    record: Days = (None, None)
    found: Citation | None = None
    silent: bool = False
    office: bool = False
    near: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: the quotes that answer, and apart the nearest that do not.

    Without a quote that answers there is a `reason`. `confidence` is the most certain quote's.
    `max_tokens` left out `left_out` quotes that answer, and cut sentences from `shortened` others.
    """

    status: Status
    question: str
    understood: Understood
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    confidence: float
    generation: int
    took_ms: float
    reason: Refusal | None = None
    left_out: int = 0
    shortened: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were found, without a decision whether they answer.

    `passage_id` is that of the passage that was found; `citation` has the place of the hit's
    words, which may join its neighbours in the same turn. `text` equals the source there.
    """

    passage_id: str
    text: str
    citation: Citation
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits for one question, best first.

    `last_key` is the key of the last hit's passage, behind which more follow; None at the end.
    """

    hits: tuple[Hit, ...]
    understood: Understood
    generation: int
    took_ms: float
    last_key: int | None = None
