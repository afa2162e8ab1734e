"""The systems that are measured: ours, and the baselines over the same passages of one index.

Ours joins passages of a turn that are found side by side into one hit. The baselines give single
passages and see every one, question turns too, as an ordinary passage search does:

    bm25            the passage's words
    dense           embeddings of the passage's bare words, made here for the purpose
    hybrid          reciprocal rank fusion of those two
    dense+context   the index's own embeddings: title, date, speaker and question before the words

The plain `dense` needs embeddings of its own because what the index embeds carries the context,
which is a part of this system and not of a baseline.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from eval.collections.collection import Query
from eval.running.found import Found, Outcome, Reading
from eval.running.passages import PassageTable
from index.build import Index
from index.encoding.encoder import Encoder, embed
from index.errors import QuestionError, TextTooLong
from index.records import Filters, FloatMatrix, KeyArray, Scored
from retrieval.answer import Searcher
from retrieval.results import Answer, Hit, Question, Quote, Understood

DEPTH = 100
# Each list is cut here before fusion; 100 would lose passages that stand low in both.
FUSION_DEPTH = 1_000
# Cormack, Clarke and Büttcher 2009.
FUSION_K = 60
QUOTES = 5

OURS = "onrecord"
OURS_FILTERED = "onrecord +filters"
BASELINES = ("bm25", "dense", "hybrid", "dense+context")


class System(Protocol):
    """Anything that can be asked a question of a collection."""

    @property
    def name(self) -> str:
        """The row's name in every table."""

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """Answer one question.

        :param inside: Look only into the document that the question is about.
        """


@dataclass(frozen=True)
class OnRecord:
    """Our own way from question to quotes.

    With `explicit` the question's speakers and dates are set as filters, as a user of the
    filter fields would.
    """

    searcher: Searcher
    explicit: bool = False

    @property
    def name(self) -> str:
        """The row's name in every table."""
        return OURS_FILTERED if self.explicit else OURS

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """Search for ranked hits and ask for quotes; a refused question has an `error`."""
        question = Question(
            text=query.text,
            limit=QUOTES,
            speakers=query.speakers if self.explicit else (),
            date_from=query.date_from if self.explicit else None,
            date_to=query.date_to if self.explicit else None,
            documents=(query.document,) if inside and query.document else (),
        )
        try:
            start = time.perf_counter()
            result = self.searcher.search(replace(question, limit=DEPTH))
            middle = time.perf_counter()
            answer = self.searcher.ask(question)
            end = time.perf_counter()
        except QuestionError as error:
            return Outcome(query.query_id, (), (), False, 0.0, 0.0, error=str(error))
        quotes = (*answer.quotes, *answer.nearest)
        return Outcome(
            query_id=query.query_id,
            hits=tuple(_found(hit) for hit in result.hits),
            quotes=tuple(_found(quote) for quote in quotes),
            answered=answer.status == "answered",
            served=len(answer.quotes),
            confidence=answer.confidence,
            search_ms=(middle - start) * 1000,
            ask_ms=(end - middle) * 1000,
            contexts=_contexts(answer),
            reading=_reading(result.understood),
        )


Retrieve = Callable[[str, int, Sequence[str] | None], Sequence[Scored]]


@dataclass(frozen=True)
class Baseline:
    """A plain passage search; `retrieve` takes question, limit and ids of documents or None."""

    name: str
    retrieve: Retrieve
    passages: PassageTable

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """Rank passages; the time is the search's alone, without reading the passages."""
        named = query.document if inside else None
        within = None if named is None else self.passages.document_ids(named)
        start = time.perf_counter()
        scored = self.retrieve(query.text, DEPTH, within)
        taken = (time.perf_counter() - start) * 1000
        hits = self.passages.found(scored)
        best = scored[0].score if scored else 0.0
        return Outcome(query.query_id, hits, hits[:QUOTES], None, best, taken)


def baselines(index: Index, words_encoder: Encoder) -> tuple[Baseline, ...]:
    """The four baselines over an index's passages, in table order.

    :param words_encoder: Embeds the bare words; it may remember them from an earlier run.
        Questions are always encoded by the index's own encoder, so that their time is real.
    """
    passages = PassageTable(index.store)
    words = embed(passages.words(), words_encoder)
    encoder = index.encoder

    def bm25(text: str, limit: int, within: Sequence[str] | None) -> Sequence[Scored]:
        filters = Filters(document_ids=None if within is None else tuple(within))
        return index.keywords.search(text, limit, filters, {"words": 1.0})

    def dense(text: str, limit: int, within: Sequence[str] | None) -> Sequence[Scored]:
        query = question_vector(text, encoder)
        if within is None:
            return nearest(query, words, passages.keys, limit)
        rows = passages.rows_of(within)
        return nearest(query, words[rows], passages.keys[rows], limit)

    def hybrid(text: str, limit: int, within: Sequence[str] | None) -> Sequence[Scored]:
        return fuse([each(text, FUSION_DEPTH, within) for each in (bm25, dense)])[:limit]

    def dense_context(text: str, limit: int, within: Sequence[str] | None) -> Sequence[Scored]:
        allowed = None if within is None else passages.keys[passages.rows_of(within)]
        query = question_vector(text, encoder)
        return index.vectors.search(query[None, :], limit, allowed)[0]

    chosen = (bm25, dense, hybrid, dense_context)
    return tuple(
        Baseline(name, retrieve, passages) for name, retrieve in zip(BASELINES, chosen, strict=True)
    )


def question_vector(text: str, encoder: Encoder) -> FloatMatrix:
    """A question's unit vector, float32 `(dim,)`; of one too long to encode its halves' mean.

    :raises TextTooLong: A single word of it is too long.
    """
    try:
        (only,) = embed([text], encoder)
        return np.asarray(only, dtype=np.float32)
    except TextTooLong:
        words = text.split()
        if len(words) < 2:
            raise
    middle = len(words) // 2
    first = question_vector(" ".join(words[:middle]), encoder)
    total = first + question_vector(" ".join(words[middle:]), encoder)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def nearest(query: FloatMatrix, matrix: FloatMatrix, keys: KeyArray, limit: int) -> list[Scored]:
    """The rows with the largest inner product, best first, ties by key."""
    scores = matrix @ query
    order = np.lexsort((keys, -scores))[:limit]
    return [Scored(int(keys[row]), float(scores[row])) for row in order]


def fuse(lists: Sequence[Sequence[Scored]]) -> list[Scored]:
    """Reciprocal rank fusion: each list adds `1 / (60 + rank)`; best first, ties by key."""
    totals: dict[int, float] = {}
    for scored in lists:
        for rank, hit in enumerate(scored, start=1):
            totals[hit.passage_key] = totals.get(hit.passage_key, 0.0) + 1 / (FUSION_K + rank)
    order = sorted(totals, key=lambda key: (-totals[key], key))
    return [Scored(key, totals[key]) for key in order]


def _found(given: Hit | Quote) -> Found:
    citation = given.citation
    return Found(
        document=citation.source_name,
        start=citation.start,
        end=citation.end,
        text=given.text,
        label=citation.turn.printed,
        role=citation.turn.role,
        score=given.score,
        speaker_labels=citation.speaker.labels if citation.speaker else (),
        date=citation.document.date,
    )


def _contexts(answer: Answer) -> tuple[Found, ...]:
    """The questions that are shown beside the quotes, to be checked word for word too."""
    return tuple(
        Found(
            document=quote.citation.source_name,
            start=context.start,
            end=context.end,
            text=context.text,
            label=context.label,
            role="question",
            score=0.0,
            date=quote.citation.document.date,
        )
        for quote in answer.quotes
        if (context := quote.citation.context) is not None
    )


def _reading(understood: Understood) -> Reading:
    labels = tuple(label for speaker in understood.speakers for label in speaker.labels)
    return Reading(labels, understood.date_from, understood.date_to)
