"""Ask a question of the record: the one door of this room."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import numpy as np

from index.build import Index
from index.encoder import Encoder, embed
from index.records import FloatMatrix, KeyArray
from retrieval import decision
from retrieval.candidates import gather
from retrieval.catalogue import Catalogue
from retrieval.citations import Quoting, Ranked
from retrieval.decision import Evidence
from retrieval.kinds import gives, wants_a_kind
from retrieval.question import Reading, read
from retrieval.ranking import Floats, Pool, Ranking, features, question_scores, scores
from retrieval.refusal import tells_of, why
from retrieval.results import Answer, Question, Quote, Refusal, SearchResult
from retrieval.threads import BROAD_TERMS, openers_first

READ_FOR_KINDS = 50
"""Candidates whose words are read where the question wants a number, a time or a name; `gives` was
fitted with as many."""

log = logging.getLogger(__name__)


class Searcher:
    """Answers questions over one open index; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        ranking: Ranking | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Answer over this index.

        :param today: The day that "last week" counts from.
        """
        self.index = index
        self._today = today
        self.ranking = ranking or Ranking()
        self._catalogue = Catalogue(index.store)
        self._renewing = threading.Lock()

    @contextmanager
    def _state(self) -> Iterator[Catalogue]:
        """One state of the store, and the catalogue of that very state.

        Documents that come or go meanwhile do not: a source that is replaced is read as it was.
        """
        while True:
            self.index.refresh()
            with self.index.store.snapshot():
                catalogue = self._catalogue_of(self.index.store.generation)
                if catalogue is not None:
                    yield catalogue
                    return

    def _catalogue_of(self, generation: int) -> Catalogue | None:
        """The catalogue of this generation, null when another thread's is newer already."""
        with self._renewing:
            if self._catalogue.generation < generation:
                self._catalogue = Catalogue(self.index.store)
            return self._catalogue if self._catalogue.generation == generation else None

    def ask(self, question: Question) -> Answer:
        """Answer a question with quotes, or say that nobody on the record answered it.

        :raises QuestionError: The question or one of its filters cannot be used.
        :raises QuoteMismatch: A quote differs from its source; it is not served.
        """
        started = time.perf_counter()
        with self._state() as catalogue:
            ranked = self._rank(self._read(question, catalogue), catalogue)
            found, level = self._quoted(question, ranked, catalogue)
            decided = level >= decision.THRESHOLD
            answered = bool(found) and decided and tells_of(found[0], ranked.reading.must_name)
            reason = None
            if decided and not found:
                reason = Refusal("too_long", ranked.reading.understood)
            elif not answered:
                reason = self._why(question, ranked, catalogue)
        took_ms = (time.perf_counter() - started) * 1000
        log.info("asked: %d quotes, confidence %.2f, %.1f ms", len(found), level, took_ms)
        return Answer(
            status="answered" if answered else "no_answer",
            question=question.text,
            understood=ranked.reading.understood,
            quotes=found if answered else (),
            nearest=() if answered else found,
            confidence=level,
            generation=catalogue.generation,
            took_ms=took_ms,
            reason=reason,
        )

    def _quoted(
        self, question: Question, ranked: Ranked, catalogue: Catalogue
    ) -> tuple[tuple[Quote, ...], float]:
        """The quotes, and how sure it is that they answer."""
        quoting = Quoting(self.index, catalogue, ranked)
        found = quoting.quotes(question)
        evidence = self._evidence(quoting, ranked)
        return found, decision.confidence(evidence) if evidence else 0.0

    def _why(self, question: Question, ranked: Ranked, catalogue: Catalogue) -> Refusal:
        """Why nothing is quoted, with the question asked once more without its filters."""

        def ask_freely(reading: Reading) -> Quote | None:
            one = replace(question, limit=1, max_tokens=None)
            found, level = self._quoted(one, self._rank(reading, catalogue), catalogue)
            return found[0] if found and level >= decision.THRESHOLD else None

        return why(ranked.reading, catalogue, ask_freely)

    def search(self, question: Question) -> SearchResult:
        """Find passages, best first, without deciding whether they answer.

        Those that stand side by side in a turn are joined into one hit, see `retrieval/hits.py`.

        :raises QuestionError: The question or one of its filters cannot be used.
        """
        started = time.perf_counter()
        with self._state() as catalogue:
            ranked = self._rank(self._read(question, catalogue), catalogue)
            hits = Quoting(self.index, catalogue, ranked).hits(question.limit)
        took_ms = (time.perf_counter() - started) * 1000
        return SearchResult(hits, ranked.reading.understood, catalogue.generation, took_ms)

    def _read(self, question: Question, catalogue: Catalogue) -> Reading:
        return read(question, catalogue, understand=self.ranking.understand, today=self._today())

    def _rank(self, reading: Reading, catalogue: Catalogue) -> Ranked:
        pool = self._gather(reading, catalogue)
        asks = reading.understood.asks_for_question
        values = question_scores(pool, self.ranking) if asks else scores(pool, self.ranking)
        order = [int(place) for place in np.lexsort((catalogue.keys[pool.rows], -values))]
        if self.ranking.openers and self._is_broad(reading):
            order = openers_first(order, values, pool, catalogue)
        return Ranked(reading, pool, tuple(order), tuple(float(values[at]) for at in order))

    def _gather(self, reading: Reading, catalogue: Catalogue) -> Pool:
        query = _embedded(reading.understood.topic, self.index.encoder)
        pool = gather(query, reading, self.index, catalogue, self.ranking)
        asks = reading.understood.asks_for_question
        if asks or not (self.ranking.kinds and wants_a_kind(reading.text)):
            return pool
        return self._with_kinds(reading.text, pool, catalogue)

    def _with_kinds(self, question: str, pool: Pool, catalogue: Catalogue) -> Pool:
        """Look for what the question wants in the best candidates' words; of the others none."""
        found = np.zeros(len(pool.rows), dtype=np.float64)
        texts: dict[str, str] = {}
        best = np.argsort(-scores(pool, self.ranking), kind="stable")[:READ_FOR_KINDS]
        for place in best:
            row = pool.rows[place]
            turn = catalogue.passage_turn[row]
            document_id = str(catalogue.document_ids[catalogue.turn_document[turn]])
            if document_id not in texts:
                source_id = self.index.store.document(document_id).source_id
                texts[document_id] = self.index.store.text(source_id)
            words = texts[document_id][catalogue.passage_start[row] : catalogue.passage_end[row]]
            found[place] = gives(question, words)
        return replace(pool, gives=found)

    def _is_broad(self, reading: Reading) -> bool:
        return len(self.index.keywords.terms(reading.understood.topic)) <= BROAD_TERMS

    def candidates(self, question: Question) -> tuple[KeyArray, Floats]:
        """All candidates of a question, in no order: what the weights of the ranking are fitted to.

        :return: Their passage keys `(n,)` and the columns of `ranking.FEATURES` `(n, columns)`.
        :raises QuestionError: The question or one of its filters cannot be used.
        """
        with self._state() as catalogue:
            pool = self._gather(read(question, catalogue, today=self._today()), catalogue)
            return catalogue.keys[pool.rows], features(pool, self.ranking)

    def evidence(self, question: Question) -> Evidence | None:
        """What the decision to answer rests on, null where there is nothing to decide.

        :raises QuestionError: The question or one of its filters cannot be used.
        """
        with self._state() as catalogue:
            ranked = self._rank(self._read(question, catalogue), catalogue)
            return self._evidence(Quoting(self.index, catalogue, ranked), ranked)

    @staticmethod
    def _evidence(quoting: Quoting, ranked: Ranked) -> Evidence | None:
        """What speaks for an answer, null where nobody asked for is on record, or nothing is."""
        if not ranked.order or ranked.reading.unknown_speaker is not None:
            return None
        return quoting.evidence()


def _embedded(topic: str, encoder: Encoder) -> FloatMatrix:
    """The topic's unit vector, float32 `(1, dim)`; of a long topic the mean of its parts."""
    parts, words = 1, topic.split()
    while True:
        size = -(-len(words) // parts)
        texts = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
        if parts == 1:
            texts = [topic]
        if parts >= len(words) or max(encoder.count(texts)) <= encoder.max_tokens:
            break
        parts += 1
    rows = embed(texts, encoder)
    if len(rows) == 1:
        return rows
    mean = rows.mean(axis=0, keepdims=True)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
