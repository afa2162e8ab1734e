"""Exchanges of transcripts to examples: a reply, and others that only look like it.

The question is one that somebody would type about the exchange (`index/training/pairs.py`). Beside
its reply stand replies to other questions: the one of the same transcript whose question and words
are nearest to it, which mostly speak of the same subject, the nearest of another day, and one that
stands behind this very question. Nobody judged them, so they weigh half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.reading.examples import WEAK, Example
from eval.reading.hardening import put_off
from eval.reading.packed import UNKNOWN
from index.language.sentences import sentence_spans
from index.training.pairs import Exchange as Asked
from index.training.pairs import draw_pair, typed_topic
from retrieval.reading.form import Exchange
from retrieval.replies import deflects

LATER_PASSAGE = 0.25
"""How often the reply is represented by a later passage than its first."""
WITH_QUESTION = 0.6
"""How often the exchange's own question is shown before the reply."""
NEAREST_APART = 12
"""One of so many nearest exchanges of other days is drawn."""
LOOKED_THROUGH = 8_000
"""Exchanges among which the nearest of other days are looked up, drawn by chance."""
SELDOM_WITH_QUESTION = 0.12
"""The same where a reply is told from others by its own words."""
LEAST_BESIDE = 6
"""Other exchanges of a transcript where the reply is told from them."""
NEAREST_BESIDE = 4
LAST_WORDS = (15, 25, 40, 50)
LEAST_REPLY_WORDS = 12
BEHIND_THE_QUESTION = 0.5
"""How often a reply to another question is shown as if it replied to this one."""
LEAST_TOPIC_WORDS = 8
"""Words of a sentence that somebody may look for by its subject."""
LEAST_SIMILAR = 0.05
SHORT_REPLY = 350
"""Characters up to which a reply that deflects is taken for no answer."""


class Spoken:
    """Exchanges in which nearest neighbours can be looked up."""

    def __init__(self, exchanges: Sequence[Asked], rarity: Mapping[str, float]) -> None:
        self._exchanges = exchanges
        self._rarity = rarity
        self._of_document: dict[str, list[int]] = {}
        for number, exchange in enumerate(exchanges):
            self._of_document.setdefault(exchange.document, []).append(number)
        texts = [f"{exchange.question} {exchange.replies[0].words}" for exchange in exchanges]
        words = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True, dtype=np.float32)
        self._words = words.fit_transform(texts)
        self._vectorizer = words
        count = min(LOOKED_THROUGH, len(texts))
        self._some = np.random.default_rng(0).permutation(len(texts))[:count]
        self._words_of_some = self._words[self._some]

    def __len__(self) -> int:
        return len(self._exchanges)

    def examples(self, number: int, random: Random) -> Iterator[Example]:
        """A question about one exchange, with its reply and up to three others'."""
        exchange = self._exchanges[number]
        later = len(exchange.replies) > 1 and random.random() < LATER_PASSAGE
        place = random.randrange(1, len(exchange.replies)) if later else 0
        drawn = replace(exchange, replies=(exchange.replies[place],), typed=False)
        question = draw_pair([drawn], 0, self._rarity, random).question
        shown = random.random() < WITH_QUESTION
        group = f"spoken/{number}/{question}"
        words = exchange.replies[place].words
        tells = not (len(words) <= SHORT_REPLY and deflects(question, words))
        yield self._example(group, question, exchange, words, shown, answers=int(tells))
        others = self._others(number, None, random)
        for other in others:
            theirs = self._exchanges[other]
            yield self._example(group, question, theirs, theirs.replies[0].words, shown, answers=0)
        if others and random.random() < BEHIND_THE_QUESTION:
            words = self._exchanges[random.choice(others)].replies[0].words
            yield self._example(group, question, exchange, words, shown=True, answers=0)

    def said(self, number: int, random: Random) -> Iterator[Example]:
        """The subject of one sentence of a reply as a question, with replies near it."""
        asked = self._exchanges[number]
        words = random.choice(asked.replies).words
        spans = sentence_spans(words, 0, len(words))
        long = [s for s in spans if len(words[s[0] : s[1]].split()) >= LEAST_TOPIC_WORDS]
        if not long:
            return
        start, end = random.choice(long)
        question = typed_topic(words[start:end], asked.name, self._rarity, random)
        if question is None:
            return
        group = f"said/{number}/{question}"
        shown = random.random() < WITH_QUESTION
        judged = tuple(1 if span == (start, end) else UNKNOWN for span in spans)
        exchange = Exchange(
            asked.name, asked.question if shown else "", tuple(words[a:b] for a, b in spans)
        )
        yield Example(group, question, exchange, 1, judged, WEAK)
        for other in self._others(number, question, random):
            theirs = self._exchanges[other]
            yield self._example(group, question, theirs, theirs.replies[0].words, shown, answers=0)

    def among(self, number: int, random: Random) -> Iterator[Example]:
        """A question, mostly not shown again, with its reply and five others.

        Four are of the same transcript. The question is half the time the end of what was asked,
        as it was asked.
        """
        exchange = self._exchanges[number]
        words = exchange.replies[0].words
        beside = [n for n in self._of_document[exchange.document] if n != number]
        if len(beside) < LEAST_BESIDE or len(words.split()) < LEAST_REPLY_WORDS:
            return
        if random.random() < 0.5:
            question = " ".join(exchange.question.split()[-random.choice(LAST_WORDS) :])
        else:
            drawn = replace(exchange, replies=exchange.replies[:1], typed=False)
            question = draw_pair([drawn], 0, self._rarity, random).question
        if deflects(question, words):
            return
        near = (self._words[beside] @ self._words[number].T).toarray().ravel()
        order = [beside[int(at)] for at in np.argsort(-near, kind="stable")]
        nearest, rest = order[:NEAREST_BESIDE], order[NEAREST_BESIDE:]
        others = random.sample(nearest, 2) + random.sample(rest, 2)
        apart = [
            other
            for other in self._others(number, None, random)
            if self._exchanges[other].document != exchange.document
        ]
        shown = random.random() < SELDOM_WITH_QUESTION
        group = f"among/{number}/{question}"
        yield self._example(group, question, exchange, words, shown, answers=1)
        for other in dict.fromkeys((*others, *apart)):
            theirs = self._exchanges[other]
            yield self._example(group, question, theirs, theirs.replies[0].words, shown, answers=0)

    def put_off(self, number: int, random: Random) -> Iterator[Example]:
        """A question with stock words in place of an answer, beside its own reply."""
        exchange = self._exchanges[number]
        question = draw_pair([replace(exchange, typed=False)], 0, self._rarity, random).question
        group = f"put-off/{number}/{question}"
        words = exchange.replies[0].words
        if not deflects(question, words):
            yield self._example(group, question, exchange, words, shown=True, answers=1)
        theirs = (
            self._exchanges[random.choice(self._of_document[exchange.document])].replies[0].words
        )
        beside = [theirs[a:b] for a, b in sentence_spans(theirs, 0, len(theirs))]
        asked = exchange.question if random.random() < 0.8 else ""
        yield put_off(group, question, asked, exchange.name, beside, random)

    @staticmethod
    def _example(
        group: str, question: str, asked: Asked, words: str, shown: bool, *, answers: int
    ) -> Example:
        spans = sentence_spans(words, 0, len(words))
        sentences = tuple(words[a:b] for a, b in spans)
        judged = (UNKNOWN if answers and len(spans) > 1 else answers,) * len(spans)
        exchange = Exchange(asked.name, asked.question if shown else "", sentences)
        return Example(group, question, exchange, answers, judged, WEAK)

    def _others(self, number: int, question: str | None, random: Random) -> list[int]:
        """The nearest of the same transcript, one at random there, one of the nearest apart.

        :param question: What they are near to; None for the whole exchange.
        """
        row = self._words[number] if question is None else self._vectorizer.transform([question])
        beside = [n for n in self._of_document[self._exchanges[number].document] if n != number]
        chosen: list[int] = []
        if beside:
            near = (self._words[beside] @ row.T).toarray().ravel()
            chosen.append(beside[int(near.argmax())])
            chosen.append(random.choice(beside))
        near = (self._words_of_some @ row.T).toarray().ravel()
        here = self._exchanges[number].document
        best = [
            int(self._some[at])
            for at in np.argpartition(-near, min(NEAREST_APART, len(near) - 1))[:NEAREST_APART]
            if near[at] > LEAST_SIMILAR and self._exchanges[self._some[at]].document != here
        ]
        if best:
            chosen.append(random.choice(best))
        return list(dict.fromkeys(chosen))
