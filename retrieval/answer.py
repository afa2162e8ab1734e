"""Ask a question of the record: the one door of this room."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np

from index.encoding.encoder import Encoder, embed
from index.errors import Busy, DiskFailed, Moved
from index.finding.derived import Findable
from index.live import Index
from index.records import FloatMatrix, KeyArray, Speaker
from index.storing.remembered import Remembered
from retrieval.candidates import gather
from retrieval.catalogue import Catalogue
from retrieval.citations import Choices, Quoting, Ranked, Served
from retrieval.decision import Evidence
from retrieval.explicit import explicit_speakers
from retrieval.kinds import gives, wants_a_kind
from retrieval.mentions import Mentions
from retrieval.proof import Proof
from retrieval.question import Reading, read, telling
from retrieval.ranking import Floats, Pool, Ranking, features, question_scores, scores
from retrieval.reader import Reader
from retrieval.refusal import tells_of, why
from retrieval.rereading import Window, read_again, with_reader
from retrieval.results import Answer, Question, Quote, Refusal, SearchResult
from retrieval.texts import Texts
from retrieval.threads import BROAD_TERMS, openers_first

READ_FOR_KINDS = 50
"""Candidates whose words are read where the question wants a number, a time or a name; `gives` was
fitted with as many."""

log = logging.getLogger(__name__)


MOST_WAIT_S = 5.0
"""For another process's change to be found; one small file takes 30 to 100 ms."""
MOST_AGAIN_S = 1.0
"""How long a question is asked again because what it looks at was taken off the record."""
_LOOK_AGAIN_S = 0.005

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _State:
    """What one question looks at; all of it is of one generation."""

    catalogue: Catalogue
    findable: Findable
    texts: Texts

    def unsteady(self, index: Index) -> _State:
        """The same with the vectors as they are at any moment."""
        return replace(self, findable=replace(self.findable, vectors=index.vectors))


class Searcher:
    """Answers questions over one open index; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        ranking: Ranking | None = None,
        reader: Reader | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Answer over this index.

        :param reader: Reads the best candidates again; None leaves them as they are ranked.
        :param today: The day that "last week" counts from.
        """
        self.index = index
        self.reader = reader
        self._today = today
        self.ranking = ranking or Ranking()
        self._remembered = Remembered()
        self._catalogue = Catalogue(index.store, self._remembered)
        self._proof = Proof(index.store)
        self._renewing = threading.Lock()

    @contextmanager
    def _state(self) -> Iterator[_State]:
        """One state of the record: of the store, of its catalogue and of what can be found.

        A document that comes or goes meanwhile does not count: a replaced source is read as it was.

        :raises Busy: For `MOST_WAIT_S` another process's change could not be found.
        """
        begun = time.monotonic()
        while True:
            self.index.refresh()
            with self.index.store.snapshot():
                generation = self.index.store.generation
                findable = self.index.findable_at(generation)
                catalogue = self._catalogue_of(generation) if findable is not None else None
                if findable is not None and catalogue is not None:
                    yield _State(catalogue, findable, Texts(self.index.store, catalogue))
                    return
            if time.monotonic() > begun + MOST_WAIT_S:
                raise Busy("a change of the record cannot be found yet; ask again in a second")
            time.sleep(_LOOK_AGAIN_S)

    def renew(self) -> None:
        """Take up what has changed, so that the next question need not wait for it."""
        with self._state():
            pass

    def _undisturbed(self, work: Callable[[_State], Result]) -> Result:
        """Work in one state of the record; in the next one where something was taken off it.

        What only comes beside does not disturb. From `MOST_AGAIN_S` on an answer counts, though a
        document that was replaced or removed meanwhile may be missing. One read that fails, of a
        file that is whole, is tried again.

        :raises Busy: As `_state` does.
        """
        begun, late, failed = time.monotonic(), False, False
        while True:
            try:
                with self._state() as state:
                    late = time.monotonic() > begun + MOST_AGAIN_S
                    return work(state.unsteady(self.index) if late else state)
            except Moved:
                if late:
                    raise
            except DiskFailed as error:
                if failed or not error.passing:
                    raise
                failed = True

    def _catalogue_of(self, generation: int) -> Catalogue | None:
        """The catalogue of this generation, None when another thread's is newer already."""
        with self._renewing:
            if self._catalogue.generation < generation:
                self._catalogue = Catalogue(self.index.store, self._remembered)
            return self._catalogue if self._catalogue.generation == generation else None

    def ask(self, question: Question) -> Answer:
        """Answer a question with quotes, or say that nobody on the record answered it.

        :raises QuestionError: The question or one of its filters cannot be used.
        :raises QuoteMismatch: A quote differs from its source; it is not served.
        """
        started = time.perf_counter()

        def work(state: _State) -> tuple[Reading, Served, Refusal | None, int]:
            reading = self._understood(question, state.catalogue)
            served = self._served(question, reading, state)
            if reading.may_tell and not served.answers:
                reading = telling(reading)
                told = self._served(question, reading, state)
                served = told if told.answers or told.others else served
            reason = None
            if not served.answers:
                reason = self._why(question, reading, served, state)
            return reading, served, reason, state.catalogue.generation

        reading, served, reason, generation = self._undisturbed(work)
        level = max((quote.confidence for quote in (*served.answers, *served.others)), default=0.0)
        took_ms = (time.perf_counter() - started) * 1000
        log.info("asked: %d quotes, confidence %.2f, %.1f ms", len(served.answers), level, took_ms)
        return Answer(
            status="answered" if served.answers else "no_answer",
            question=question.text,
            understood=reading.understood,
            quotes=served.answers,
            nearest=served.others,
            confidence=level,
            generation=generation,
            took_ms=took_ms,
            reason=reason,
            left_out=served.left_out,
            shortened=served.shortened,
        )

    def _served(self, question: Question, reading: Reading, state: _State) -> Served:
        """The quotes that answer and the others.

        A quote of somebody else, or of another time, is no answer to a question about a person or a
        time that is not on record: its confidence is 0.
        """
        served = self._quoting(reading, state).quotes(question)
        for quote in (*served.answers, *served.others):
            self._proof.verify(quote, state.catalogue.generation)
        if reading.unknown_speaker is not None:
            every = (*served.answers, *served.others)
            return replace(served, answers=(), others=_ranked(_certain_not(every)))
        wrong = [quote for quote in served.answers if not tells_of(quote, reading.must_name)]
        answers = tuple(quote for quote in served.answers if quote not in wrong)
        others = _ranked((*_certain_not(wrong), *served.others))
        return replace(served, answers=_ranked(answers), others=others)

    def _why(
        self,
        question: Question,
        reading: Reading,
        served: Served,
        state: _State,
    ) -> Refusal:
        """Why nothing is quoted, with the question asked once more without its filters."""
        if served.left_out:
            return Refusal("too_long", reading.understood)

        def ask_freely(freely: Reading) -> Quote | None:
            single = replace(question, limit=1, max_tokens=None)
            answers = self._served(single, freely, state).answers
            return answers[0] if answers else None

        return why(reading, state.catalogue, ask_freely)

    def search(self, question: Question, after: int | None = None) -> SearchResult:
        """Find passages, best first, without deciding whether they answer.

        Those that stand side by side in a turn are joined into one hit, see `retrieval/hits.py`.

        :param after: `last_key` of the result before, to get the hits that follow it.
        :raises QuestionError: The question or one of its filters cannot be used.
        :raises BadRequest: That hit is gone.
        """
        started = time.perf_counter()

        def work(state: _State) -> SearchResult:
            reading = self._understood(question, state.catalogue)
            hits, last_key = self._quoting(reading, state).hits(question.limit, after)
            for hit in hits:
                self._proof.verify(hit, state.catalogue.generation)
            return SearchResult(hits, reading.understood, state.catalogue.generation, 0.0, last_key)

        found = self._undisturbed(work)
        return replace(found, took_ms=(time.perf_counter() - started) * 1000)

    @contextmanager
    def mentions(self, question: Question) -> Iterator[Mentions]:
        """All turns that mention the topic of a question, by words; within one state of the store.

        :raises QuestionError: The question or one of its filters cannot be used.
        """
        with self._state() as state:
            reading = self._understood(question, state.catalogue)
            yield Mentions(reading, state.findable, state.catalogue, state.texts)

    def speakers(self, names: Sequence[str]) -> tuple[Speaker, ...]:
        """The speakers of these ids, names or labels.

        :raises UnknownFilter: One is not on record, with near misses.
        """
        with self._state() as state:
            return explicit_speakers(names, state.catalogue)

    def _understood(self, question: Question, catalogue: Catalogue) -> Reading:
        return read(question, catalogue, understand=self.ranking.understand, today=self._today())

    def _quoting(self, reading: Reading, state: _State) -> Quoting:
        return Quoting(state.findable, state.catalogue, self._rank(reading, state), state.texts)

    def _rank(self, reading: Reading, state: _State) -> Ranked:
        pool, windows = self._read(reading, state)
        asks = reading.understood.asks_for_question
        values = question_scores(pool, self.ranking) if asks else scores(pool, self.ranking)
        order = [int(place) for place in np.lexsort((state.catalogue.keys[pool.rows], -values))]
        if self.ranking.openers and self._is_broad(reading):
            order = openers_first(order, values, pool, state.catalogue)
        ordered = tuple(float(values[at]) for at in order)
        return Ranked(reading, pool, tuple(order), ordered, windows)

    def _read(self, reading: Reading, state: _State) -> tuple[Pool, dict[int, Window]]:
        """All candidates, the best of them read again by the reader where there is one."""
        pool = self._gather(reading, state)
        asks = reading.understood.asks_for_question
        if self.reader is None or not self.ranking.reader or asks or not len(pool.rows):
            return pool, {}
        values = scores(pool, self.ranking)
        windows = read_again(reading.text, pool, values, state.catalogue, state.texts, self.reader)
        return with_reader(pool, windows, state.catalogue), windows

    def _gather(self, reading: Reading, state: _State) -> Pool:
        query = _embedded(reading.understood.topic, self.index.encoder)
        pool = gather(query, reading, state.findable, state.catalogue, self.ranking)
        asks = reading.understood.asks_for_question
        if asks or not (self.ranking.kinds and wants_a_kind(reading.text)):
            return pool
        return self._with_kinds(reading.text, pool, state)

    def _with_kinds(self, question: str, pool: Pool, state: _State) -> Pool:
        """Score whether the best candidates' words give what is asked for; the others get 0."""
        shape = state.catalogue
        given = np.zeros(len(pool.rows), dtype=np.float64)
        best = np.argsort(-scores(pool, self.ranking), kind="stable")[:READ_FOR_KINDS]
        for place in best:
            row = pool.rows[place]
            text = state.texts.text_around(int(shape.passage_turn[row]))
            words = text[shape.passage_start[row] : shape.passage_end[row]]
            given[place] = gives(question, words)
        return replace(pool, gives=given)

    def _is_broad(self, reading: Reading) -> bool:
        return len(self.index.keywords.terms(reading.understood.topic)) <= BROAD_TERMS

    def candidates(self, question: Question) -> tuple[KeyArray, Floats]:
        """All candidates of a question, in no order: what the weights of the ranking are fitted to.

        :return: Their passage keys `(n,)` and the columns of `ranking.FEATURES` `(n, columns)`.
        :raises QuestionError: The question or one of its filters cannot be used.
        """
        with self._state() as state:
            pool, _ = self._read(self._understood(question, state.catalogue), state)
            return state.catalogue.keys[pool.rows], features(pool, self.ranking)

    def evidence(self, question: Question) -> list[tuple[Evidence, Quote]]:
        """The best quotes with what the decision on each rests on, in the order of the ranking.

        None where nobody who was asked for is on record.

        :raises QuestionError: The question or one of its filters cannot be used.
        """
        with self._state() as state:
            reading = self._understood(question, state.catalogue)
            if reading.unknown_speaker is not None:
                return []
            return self._quoting(reading, state).weighed(question.limit)

    def choices(self, question: Question) -> list[Choices]:
        """The sentences that could be quoted of the best turns, in the order of the ranking.

        :raises QuestionError: The question or one of its filters cannot be used.
        """
        with self._state() as state:
            reading = self._understood(question, state.catalogue)
            return self._quoting(reading, state).choices(question.limit)


def _certain_not(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(replace(quote, confidence=0.0) for quote in quotes)


def _ranked(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Quotes with ranks from 1 on, in their order."""
    return tuple(replace(quote, rank=rank) for rank, quote in enumerate(quotes, start=1))


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
