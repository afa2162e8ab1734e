"""The passages that may answer: by meaning, by words, and by the stretch of talk they stand in.

Each retriever is restricted to the allowed speakers, dates and documents before it takes its best,
so that a filter never empties the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from index.finding.derived import Findable
from index.records import Filters, FloatMatrix, KeyArray, Role, Scored
from retrieval.catalogue import BoolArray, Catalogue, IntArray
from retrieval.question import Reading
from retrieval.ranking import Floats, Pool, Ranking

ANSWERS: tuple[Role, ...] = ("answer", "statement", "narration")
QUESTIONS: tuple[Role, ...] = ("question",)
EXCHANGE = {"exchange": 1.0}
WORDS = {"words": 1.0}
THREAD = 3
"""Questions looked back at for one answer: the one it replies to and two before it."""
PASSAGES_A_TURN = 6
"""Passages of one long answer that its question may bring in."""
INTRODUCTION = 400
"""Characters of a turn right before a question that may say who asks it."""
BEST_STRETCHES = 30
"""Stretches whose passages are candidates."""
STRETCHES_FITTED = 2_500
"""Stretches in the largest set that their weight was fitted on, explainmeetsum/val. Beyond, their
scores fall with the fourth root. Chosen with press-dev's 46 questions asked of all 1,677 briefings
(25,923 stretches), where 1, 0.74, 0.52 and 0 of the scores give nDCG@10 / hit@1 of 0.687 / 0.587,
0.703 / 0.630, 0.713 / 0.652 and 0.708 / 0.674, unjudged briefings counting as wrong."""
LEAST_SHARE = 0.05
"""Share of the turns from which on a filter is laid on what is found, in place of the search."""
SPARE = 1.25
"""How many more are looked for than would do if the filter let the same share of them through."""


def gather(
    query: FloatMatrix, reading: Reading, findable: Findable, catalogue: Catalogue, ranking: Ranking
) -> Pool:
    """Collect the candidates of one question with all that ranking looks at.

    :param query: The question's embedding, float32 `(1, dim)`, unit length.
    """
    search = _Search(query, reading, findable, catalogue, ranking)
    if reading.understood.asks_for_question:
        return search.questions()
    allowed = search.answering()
    keys = search.in_stretches(allowed)
    keys |= search.spoken(ANSWERS if ranking.demote_questions else None, EXCHANGE, allowed)
    if ranking.exchanges:
        asked_keys = search.spoken(QUESTIONS, WORDS, search.allowed(QUESTIONS))
        keys |= search.among(asked_keys, allowed) | search.answers_to(asked_keys, allowed)
    if ranking.nearest or not keys:
        keys |= search.near(allowed)
    return search.measure(keys)


def best_by_words(
    findable: Findable,
    catalogue: Catalogue,
    topic: str,
    count: int,
    filters: Filters,
    fields: Mapping[str, float],
) -> list[Scored]:
    """The `count` best passages by words that a filter lets through.

    Where that is not little, more are looked for and the others left out: the keyword index would
    first make a list of all passages that the filter lets through.
    """
    if filters == Filters():
        return findable.keywords.search(topic, count, fields=fields)
    within = catalogue.posted_turns(filters)
    share = float(within.mean()) if len(within) else 1.0
    if share < LEAST_SHARE:
        return findable.keywords.search(topic, count, filters, fields)
    asked = int(SPARE * count / share) + 1
    while True:
        keys, values, whole = findable.keywords.leading(topic, asked, fields)
        rows, there = catalogue.places(keys)
        passed = np.flatnonzero(there)
        passed = passed[within[catalogue.passage_turn[rows[passed]]]][:count]
        if whole or len(passed) == count:
            return list(map(Scored, keys[passed].tolist(), values[passed].tolist()))
        asked *= 4


@dataclass(frozen=True, slots=True)
class _Search:
    """One question on its way through the retrievers; turns are allowed by truth values."""

    query: FloatMatrix
    reading: Reading
    findable: Findable
    catalogue: Catalogue
    ranking: Ranking

    def allowed(self, roles: tuple[Role, ...] | None, *, own_voice: bool = False) -> BoolArray:
        """The turns of these roles that the filters let through."""
        filters = replace(self.reading.filters, roles=roles)
        return self.catalogue.allowed_turns(filters, own_voice=own_voice)

    def answering(self) -> BoolArray:
        """The turns that may answer: no handovers, and no questions of those who mostly ask.

        Somebody with a name who mostly answers may tell something in a turn that asks as well, and
        so may a member at length who never replies.
        """
        if not self.ranking.demote_questions:
            return self.allowed(None, own_voice=True)
        shape = self.catalogue
        telling = ~shape.turn_is_anonymous & ~shape.turn_of_asker & ~shape.turn_is_prompt
        asked = self.allowed(QUESTIONS, own_voice=True) & telling
        return (self.allowed(ANSWERS) | asked) & ~shape.turn_is_handover

    def questions(self) -> Pool:
        """The questions themselves, where they are what is asked for, with who introduces them.

        A speaker who mostly answers is one that the questions were put to. "A question from
        Dagny" and what Dagny asks are found together, whichever of the two has the words.
        """
        ids = (speaker.speaker_id for speaker in self.reading.understood.speakers)
        asked = self.allowed(QUESTIONS, own_voice=self.catalogue.mostly_asks(ids))
        introduces = self.catalogue.right_before(asked, INTRODUCTION)
        allowed = asked | (introduces & self.catalogue.turn_is["statement"])
        keys = self.near(allowed) | self.spoken(QUESTIONS, EXCHANGE, asked)
        keys |= self.spoken(None, WORDS, introduces)
        turns = self.catalogue.passage_turn[self.catalogue.rows(sorted(keys))]
        asked_then = self.catalogue.keys_of_turns(turns[introduces[turns]] + 1)
        keys |= {int(key) for key in asked_then}
        return self._introduced(self.measure(self.among(keys, allowed)), asked, introduces)

    def _introduced(self, pool: Pool, asked: BoolArray, introduces: BoolArray) -> Pool:
        """Give a question and the turn that introduces it the scores of both together."""
        turns = self.catalogue.passage_turn[pool.rows]
        asks = asked[turns]
        questions = np.where(asks, turns, turns + 1)

        def best(values: Floats, chosen: BoolArray) -> Floats:
            highest = np.full(len(asked), -np.inf)
            np.maximum.at(highest, questions[chosen], values[chosen])
            return highest[questions]

        before = np.where(introduces[questions - 1], questions - 1, -1)
        exchange = np.where(asks, pool.exchange, best(pool.exchange, asks))
        dense = np.maximum(pool.dense, best(pool.dense, ~asks))
        dense = np.where(asks, dense, best(dense, asks))
        return replace(pool, dense=dense, exchange=exchange + self._words_of(before))

    def _words_of(self, turns: IntArray) -> Floats:
        """BM25 of the best passage of each turn by its words alone, 0 for turn -1."""
        keys = np.unique(self.catalogue.keys_of_turns(np.unique(turns[turns >= 0])))
        best: dict[int, float] = {}
        if self.ranking.keywords and len(keys):
            topic = self.reading.understood.topic
            hits = self.findable.keywords.search(topic, len(keys), fields=WORDS, keys=keys)
            rows = self.catalogue.rows([hit.passage_key for hit in hits])
            for turn, hit in zip(self.catalogue.passage_turn[rows], hits, strict=True):
                best[int(turn)] = max(best.get(int(turn), 0.0), hit.score)
        return _column(best.get(int(turn), 0.0) for turn in turns)

    def near(self, allowed: BoolArray) -> set[int]:
        """Keys of the nearest passages of the allowed turns."""
        if not self.ranking.dense:
            return set()
        keys = self.catalogue.keys_of(allowed)
        (hits,) = self.findable.vectors.search(self.query, self.ranking.depth, keys)
        return {hit.passage_key for hit in hits}

    def spoken(
        self, roles: tuple[Role, ...] | None, fields: dict[str, float], allowed: BoolArray
    ) -> set[int]:
        """Keys of the passages of the allowed turns that have most of the topic's words."""
        if not self.ranking.keywords:
            return set()
        filters = replace(self.reading.filters, roles=roles)
        topic, depth = self.reading.understood.topic, self.ranking.depth
        hits = best_by_words(self.findable, self.catalogue, topic, depth, filters, fields)
        # Postings know a question by its asker and its answerers; it is for the caller to say
        # which of them count.
        return self.among([hit.passage_key for hit in hits], allowed)

    def in_stretches(self, allowed: BoolArray) -> set[int]:
        """Keys of the passages of the allowed turns in the stretches with most of the words."""
        if not (self.ranking.keywords and self.ranking.stretches):
            return set()
        topic = self.reading.understood.topic
        hits = self.findable.stretches.search(topic, BEST_STRETCHES, self.reading.filters, WORDS)
        best = np.array([hit.passage_key for hit in hits], dtype=np.int64)
        rows = self.catalogue.rows_in_stretches(best)
        kept = rows[allowed[self.catalogue.passage_turn[rows]]]
        return set(map(int, self.catalogue.keys[kept]))

    def among(self, keys: Iterable[int], allowed: BoolArray) -> set[int]:
        """Those of the keys whose turns are allowed."""
        rows = self.catalogue.rows(sorted(keys))
        return set(map(int, self.catalogue.keys[rows[allowed[self.catalogue.passage_turn[rows]]]]))

    def answers_to(self, question_keys: Iterable[int], allowed: BoolArray) -> set[int]:
        """Keys of the passages of the allowed turns that reply to these question passages."""
        rows = self.catalogue.rows(sorted(question_keys))
        turns = np.unique(self.catalogue.passage_turn[rows])
        passages = [
            self.catalogue.passages_of(reply)[:PASSAGES_A_TURN]
            for turn in turns
            for reply in self.catalogue.replies(turn)
            if allowed[reply]
        ]
        return set(map(int, self.catalogue.keys[np.concatenate(passages)])) if passages else set()

    def measure(self, keys: set[int]) -> Pool:
        """Give each candidate its scores, those of its question and of the questions before."""
        rows = self.catalogue.rows(sorted(keys))
        turns = self.catalogue.passage_turn[rows]
        exchanges = self.ranking.exchanges and not self.reading.understood.asks_for_question
        threads = [
            self.catalogue.earlier_questions(int(turn), THREAD) if exchanges else []
            for turn in turns
        ]
        dense_of = self._question_cosines(sorted({turn for thread in threads for turn in thread}))
        candidates = self.catalogue.keys[rows]
        return Pool(
            rows=rows,
            dense=self._cosines(candidates),
            exchange=self._exchange_scores(candidates),
            stretch=self._stretch_scores(rows),
            answers=_column(bool(thread) for thread in threads),
            question_dense=_column(dense_of[t[0]] if t else 0.0 for t in threads),
            thread_dense=_column(max((dense_of[q] for q in t[1:]), default=0.0) for t in threads),
            length=np.log1p(self.catalogue.passage_end[rows] - self.catalogue.passage_start[rows]),
            begins=self.catalogue.begins_turn(rows).astype(np.float64),
            asks=self.catalogue.turn_is["question"][turns].astype(np.float64),
            named=self._named(turns),
            near_speaker=self.catalogue.spoken_by(rows, self.reading.near_speakers).astype(
                np.float64
            ),
            gives=np.zeros(len(rows), dtype=np.float64),
            reader=np.zeros(len(rows), dtype=np.float64),
            reader_sentence=np.zeros(len(rows), dtype=np.float64),
            near_date=self.catalogue.within(rows, self.reading.near_dates).astype(np.float64),
        )

    def _exchange_scores(self, keys: KeyArray) -> Floats:
        if not self.ranking.keywords or not len(keys):
            return np.zeros(len(keys), dtype=np.float64)
        topic = self.reading.understood.topic
        related = self.ranking.related_words
        hits = self.findable.keywords.search(
            topic, len(keys), fields=EXCHANGE, keys=keys, related_words=related
        )
        score_of = {hit.passage_key: hit.score for hit in hits}
        return _column(score_of.get(int(key), 0.0) for key in keys)

    def _stretch_scores(self, rows: IntArray) -> Floats:
        """BM25 of the better of the stretches that each passage stands in, less on large records.

        In a large record words are rarer and BM25 scores higher, though a stretch tells no more.
        """
        earlier, later = self.catalogue.stretches_of(rows)
        keys = np.unique(np.concatenate([earlier, later]))
        if not (self.ranking.keywords and self.ranking.stretches) or not len(keys):
            return np.zeros(len(rows), dtype=np.float64)
        topic = self.reading.understood.topic
        hits = self.findable.stretches.search(topic, len(keys), fields=WORDS, keys=keys)
        part = min(1.0, STRETCHES_FITTED / max(self.catalogue.stretch_count, 1)) ** 0.25
        score_of = {hit.passage_key: hit.score * part for hit in hits}
        return _column(
            max(score_of.get(int(a), 0.0), score_of.get(int(b), 0.0))
            for a, b in zip(earlier, later, strict=True)
        )

    def _named(self, turns: IntArray) -> Floats:
        """Whether a word of each turn's label stands in the question."""
        asked = set(self.findable.keywords.terms(self.reading.text))
        labels = self.catalogue.labels_of(turns)
        hit = {
            label: bool(asked & set(self.findable.keywords.terms(label))) for label in set(labels)
        }
        return _column(hit[label] for label in labels)

    def _question_cosines(self, turns: list[int]) -> dict[int, float]:
        """Best cosine of each question turn's passages."""
        passages = [self.catalogue.passages_of(turn) for turn in turns]
        rows = np.concatenate(passages) if passages else np.empty(0, np.int64)
        best: dict[int, float] = {}
        owners = self.catalogue.passage_turn[rows]
        for turn, cosine in zip(owners, self._cosines(self.catalogue.keys[rows]), strict=True):
            best[int(turn)] = max(best.get(int(turn), -1.0), float(cosine))
        return {turn: best.get(turn, 0.0) for turn in turns}

    def _cosines(self, keys: KeyArray) -> Floats:
        if not self.ranking.dense or not len(keys):
            return np.zeros(len(keys), dtype=np.float64)
        rows = self.findable.vectors.rows(keys)
        # Not by BLAS, which would wake its threads for half a millisecond's work.
        return np.asarray(np.einsum("ij,j->i", rows, self.query[0]), dtype=np.float64)


def _column(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)
