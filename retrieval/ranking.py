"""How candidates become a ranking: every part by name, so that it can be switched off.

A question turn never stands as an answer. It lends its score to the turns that answer it, and the
questions asked just before it lend a part of theirs, since "That's our objective" may answer a
thread that began two questions earlier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The parts of the ranking and their weights; each part can be switched off by name.

    `depth` candidates come from each retriever and side. `question_share` is how much of a
    question's score its answers get, `thread_share` how much of the earlier questions'. The
    weights lie on a plateau of press-dev and the State Department set (nDCG@10 within 0.01 for
    keyword weights 0.4 to 0.75 and shares 0.2 to 0.4), and were not chosen more finely.
    """

    depth: int = 150
    dense: bool = True
    keywords: bool = True
    exchanges: bool = True
    demote_questions: bool = True
    understand: bool = True
    keyword_weight: float = 0.5
    question_share: float = 0.3
    thread_share: float = 0.3
    near_date_bonus: float = 0.3
    near_speaker_bonus: float = 0.6
    openers: bool = True


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one question, one row each: `rows` are passage rows of the catalogue.

    Cosines and BM25 scores of the passage itself, of the question that its turn answers, and of
    the questions before that one (0 where there is none); `near_date` is 1.0 for a document of
    the days that the question names without making them a condition, `near_speaker` for a turn of
    somebody who may be asked for.
    """

    rows: NDArray[np.int64]
    dense: Floats
    keyword: Floats
    question_dense: Floats
    question_keyword: Floats
    thread_dense: Floats
    thread_keyword: Floats
    near_date: Floats
    near_speaker: Floats


def standardised(values: Floats) -> Floats:
    """Centre on the pool's mean in units of its deviation; all zero where all are equal."""
    deviation = float(values.std()) if len(values) else 0.0
    if deviation == 0.0:
        return np.zeros_like(values)
    return np.asarray((values - values.mean()) / deviation, dtype=np.float64)


def scores(pool: Pool, ranking: Ranking) -> Floats:
    """Score every candidate; higher is better.

    Cosine and BM25 are brought to one scale within the pool (z-scores) and added, for the passage
    itself and for its exchange; ties are left to the caller, by id.
    """
    total = _fused(pool.dense, pool.keyword, ranking)
    if ranking.exchanges:
        total = total + ranking.question_share * _fused(
            pool.question_dense, pool.question_keyword, ranking
        )
        total = total + ranking.thread_share * _fused(
            pool.thread_dense, pool.thread_keyword, ranking
        )
    total = total + ranking.near_date_bonus * pool.near_date
    return total + ranking.near_speaker_bonus * pool.near_speaker


def _fused(dense: Floats, keyword: Floats, ranking: Ranking) -> Floats:
    total = np.zeros(len(dense), dtype=np.float64)
    if ranking.dense:
        total = total + standardised(dense)
    if ranking.keywords:
        total = total + ranking.keyword_weight * standardised(keyword)
    return total
