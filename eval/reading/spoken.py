"""Exchanges of transcripts to examples: a reply, and others that only look like it.

The question is one that somebody would type about the exchange (`index/pairs.py`). Beside its reply
stand replies to other questions: the one of the same transcript whose question and words are
nearest to it, which mostly speak of the same subject, and the nearest of another day. Nobody judged
them, so they weigh half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.reading.examples import UNKNOWN, WEAK, Example
from index.pairs import Exchange as Asked
from index.pairs import draw_pair
from index.sentences import sentence_spans
from retrieval.reading.form import Exchange
from retrieval.replies import deflects

LATER_PASSAGE = 0.25
"""How often the reply is represented by a later passage than its first."""
WITH_QUESTION = 0.6
"""How often the exchange's own question is shown before the reply."""
NEAREST_APART = 12
"""Of so many nearest exchanges of other days one is drawn."""
LEAST_SIMILAR = 0.05
SHORT_REPLY = 350
"""Characters up to which a reply that deflects is taken for no answer."""


class Spoken:
    """Exchanges in which nearest neighbours can be looked up."""

    def __init__(self, exchanges: Sequence[Asked], rarity: Mapping[str, float]) -> None:
        self._exchanges = exchanges
        self._rarity = rarity
        self._of_document: dict[str, list[int]] = {}
        for number, one in enumerate(exchanges):
            self._of_document.setdefault(one.document, []).append(number)
        texts = [f"{one.question} {one.replies[0].words}" for one in exchanges]
        words = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True, dtype=np.float32)
        self._words = words.fit_transform(texts)

    def __len__(self) -> int:
        return len(self._exchanges)

    def examples(self, number: int, random: Random) -> Iterator[Example]:
        """A question about one exchange, with its reply and up to three others'."""
        one = self._exchanges[number]
        later = len(one.replies) > 1 and random.random() < LATER_PASSAGE
        place = random.randrange(1, len(one.replies)) if later else 0
        drawn = replace(one, replies=(one.replies[place],), typed=False)
        question = draw_pair([drawn], 0, self._rarity, random).question
        shown = random.random() < WITH_QUESTION
        group = f"spoken/{number}/{question}"
        words = one.replies[place].words
        tells = not (len(words) <= SHORT_REPLY and deflects(question, words))
        yield self._example(group, question, one, words, shown, answers=int(tells))
        for other in self._others(number, random):
            theirs = self._exchanges[other]
            yield self._example(group, question, theirs, theirs.replies[0].words, shown, answers=0)

    @staticmethod
    def _example(
        group: str, question: str, one: Asked, words: str, shown: bool, *, answers: int
    ) -> Example:
        spans = sentence_spans(words, 0, len(words))
        sentences = tuple(words[a:b] for a, b in spans)
        judged = (UNKNOWN if answers and len(spans) > 1 else answers,) * len(spans)
        exchange = Exchange(one.name, one.question if shown else "", sentences)
        return Example(group, question, exchange, answers, judged, WEAK)

    def _others(self, number: int, random: Random) -> list[int]:
        """The nearest of the same transcript, one at random there, one of the nearest apart."""
        row = self._words[number]
        beside = [n for n in self._of_document[self._exchanges[number].document] if n != number]
        chosen: list[int] = []
        if beside:
            near = (self._words[beside] @ row.T).toarray().ravel()
            chosen.append(beside[int(near.argmax())])
            chosen.append(random.choice(beside))
        everywhere = (self._words @ row.T).toarray().ravel()
        everywhere[number] = 0.0
        everywhere[beside] = 0.0
        best = np.argpartition(-everywhere, NEAREST_APART)[:NEAREST_APART]
        best = best[everywhere[best] > LEAST_SIMILAR]
        if len(best):
            chosen.append(int(random.choice(best.tolist())))
        return list(dict.fromkeys(chosen))
