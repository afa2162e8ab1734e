"""The passages that may answer: by meaning and by words, of answers and of questions.

Each retriever is restricted to the allowed speakers, dates and documents before it takes its best,
so that a filter never empties the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from index.build import Index
from index.records import FloatMatrix, KeyArray, Role
from retrieval.catalogue import Catalogue
from retrieval.question import Reading
from retrieval.ranking import Floats, Pool, Ranking

ANSWERS: tuple[Role, ...] = ("answer", "statement", "narration")
QUESTIONS: tuple[Role, ...] = ("question",)
WORDS = {"words": 1.0}
EXCHANGE = {"words": 1.0, "context": 0.5}
THREAD = 3
"""Questions looked back at for one answer: the one it replies to and two before it."""
PASSAGES_A_TURN = 6
"""Passages of one long answer that its question may bring in."""


def gather(
    query: FloatMatrix, reading: Reading, index: Index, catalogue: Catalogue, ranking: Ranking
) -> Pool:
    """Collect the candidates of one question with all that ranking looks at.

    :param query: The question's embedding, float32 `(1, dim)`, unit length.
    """
    search = _Search(query, reading, index, catalogue, ranking)
    if reading.understood.asks_for_question:
        spoken = search.spoken(QUESTIONS, WORDS, own_voice=True)
        return search.measure(spoken.keys() | search.near(QUESTIONS, own_voice=True), spoken, {})
    roles = ANSWERS if ranking.demote_questions else None
    spoken = search.spoken(roles, EXCHANGE)
    keys = spoken.keys() | search.near(roles)
    if not ranking.exchanges:
        return search.measure(keys, spoken, {})
    # Questions are found by their words alone: what is embedded of an answer holds the end of its
    # question, and a second scan of all vectors would cost a third of the whole (nDCG@10 with it
    # 0.745, 0.873, 0.805, without 0.750, 0.872, 0.803 on press-dev, State Department and sample).
    asked = search.spoken(QUESTIONS, WORDS)
    return search.measure(keys | search.answers_to(asked.keys()), spoken, asked)


@dataclass(frozen=True, slots=True)
class _Search:
    """One question on its way through the retrievers."""

    query: FloatMatrix
    reading: Reading
    index: Index
    catalogue: Catalogue
    ranking: Ranking

    def near(self, roles: tuple[Role, ...] | None, *, own_voice: bool = False) -> set[int]:
        """Keys of the nearest passages among the allowed turns of these roles."""
        if not self.ranking.dense:
            return set()
        allowed = self._allowed(roles, own_voice=own_voice)
        (hits,) = self.index.vectors.search(self.query, self.ranking.depth, allowed)
        return {hit.passage_key for hit in hits}

    def spoken(
        self, roles: tuple[Role, ...] | None, fields: dict[str, float], *, own_voice: bool = False
    ) -> dict[int, float]:
        """BM25 scores, by key, of the best passages among the allowed turns of these roles."""
        if not self.ranking.keywords:
            return {}
        topic = self.reading.understood.topic
        filters = replace(self.reading.filters, roles=roles)
        hits = self.index.keywords.search(topic, self.ranking.depth, filters, fields)
        found = {hit.passage_key: hit.score for hit in hits}
        allowed = self._allowed(roles, own_voice=True) if own_voice else None
        if allowed is None:
            return found
        # Postings know a question by its asker and its answerers; here only he counts.
        return {key: found[key] for key in found.keys() & set(map(int, allowed))}

    def _allowed(self, roles: tuple[Role, ...] | None, *, own_voice: bool) -> KeyArray | None:
        filters = replace(self.reading.filters, roles=roles)
        return self.catalogue.keys_of(self.catalogue.allowed_turns(filters, own_voice=own_voice))

    def answers_to(self, question_keys: Iterable[int]) -> set[int]:
        """Keys of the passages of the turns that reply to these question passages."""
        rows = self.catalogue.rows(sorted(question_keys))
        turns = np.unique(self.catalogue.passage_turn[rows])
        allowed = self.catalogue.allowed_turns(replace(self.reading.filters, roles=ANSWERS))
        found = [
            self.catalogue.passages_of(reply)[:PASSAGES_A_TURN]
            for turn in turns
            for reply in self.catalogue.replies(turn)
            if allowed[reply]
        ]
        return set(map(int, self.catalogue.keys[np.concatenate(found)])) if found else set()

    def measure(self, keys: set[int], spoken: dict[int, float], asked: dict[int, float]) -> Pool:
        """Give each candidate its scores, those of its question and of the questions before."""
        rows = self.catalogue.rows(sorted(keys))
        exchanges = self.ranking.exchanges and not self.reading.understood.asks_for_question
        threads = [
            self.catalogue.earlier_questions(int(turn), THREAD) if exchanges else []
            for turn in self.catalogue.passage_turn[rows]
        ]
        turns = sorted({turn for thread in threads for turn in thread})
        dense_of, keyword_of = self._question_scores(turns, asked)
        candidates = self.catalogue.keys[rows]
        return Pool(
            rows=rows,
            dense=self._cosines(candidates),
            keyword=_column(spoken.get(int(key), 0.0) for key in candidates),
            question_dense=_column(dense_of[t[0]] if t else 0.0 for t in threads),
            question_keyword=_column(keyword_of[t[0]] if t else 0.0 for t in threads),
            thread_dense=_column(max((dense_of[q] for q in t[1:]), default=0.0) for t in threads),
            thread_keyword=_column(
                max((keyword_of[q] for q in t[1:]), default=0.0) for t in threads
            ),
            near_speaker=self.catalogue.spoken_by(rows, self.reading.near_speakers).astype(
                np.float64
            ),
            near_date=self.catalogue.within(rows, self.reading.near_dates).astype(np.float64),
        )

    def _question_scores(
        self, turns: list[int], asked: dict[int, float]
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Best cosine and best BM25 score of each question turn's passages."""
        passages = [self.catalogue.passages_of(turn) for turn in turns]
        rows = np.concatenate(passages) if passages else np.empty(0, np.int64)
        keys = self.catalogue.keys[rows]
        dense: dict[int, float] = dict.fromkeys(turns, 0.0)
        keyword: dict[int, float] = dict.fromkeys(turns, 0.0)
        owners = self.catalogue.passage_turn[rows]
        for turn, key, cosine in zip(owners, keys, self._cosines(keys), strict=True):
            dense[int(turn)] = max(dense[int(turn)], float(cosine))
            keyword[int(turn)] = max(keyword[int(turn)], asked.get(int(key), 0.0))
        return dense, keyword

    def _cosines(self, keys: KeyArray) -> Floats:
        if not self.ranking.dense or not len(keys):
            return np.zeros(len(keys), dtype=np.float64)
        rows = self.index.vectors.rows(keys)
        # Not by BLAS, which would wake its threads for half a millisecond's work.
        return np.asarray(np.einsum("ij,j->i", rows, self.query[0]), dtype=np.float64)


def _column(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)
