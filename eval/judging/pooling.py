"""The passages to be judged for a question: what any system gives among its best.

Pooling as at TREC (Sparck Jones and van Rijsbergen 1975): the union over systems, so that none
is favoured. Who gave a passage, at which rank and with which score, is not kept; passages stand
in an order that only the question decides.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from eval.collections.collection import Query
from eval.judging.merging import PooledPassage, PooledQuestion
from eval.running.found import Found
from eval.running.systems import DEPTH, OnRecord, System, baselines
from index.build import Index
from index.encoding.encoder import Encoder
from index.errors import BadRequest
from index.language.sentences import sentence_spans
from index.records import Scored
from retrieval.answer import Searcher

# TREC pools 100; the measures here look at ten, and a person reads what is pooled.
POOL_DEPTH = 10
_FEWEST_WORDS = 3
_MOST_HELD = 20
"""A person reads what is added."""


class Pooling:
    """All systems over one state of an index."""

    def __init__(self, searcher: Searcher, words_encoder: Encoder, depth: int = POOL_DEPTH) -> None:
        """Prepare the baselines: the bare words of all passages are embedded here."""
        plain = baselines(searcher.index, words_encoder)
        self._searcher = searcher
        self._systems: tuple[System, ...] = (OnRecord(searcher), *plain)
        self._depth = depth
        self._generation = searcher.index.store.generation
        table = plain[0].passages
        self._passages: dict[str, list[Found]] = {}
        for passage in table.found([Scored(int(key), 0.0) for key in table.keys]):
            self._passages.setdefault(passage.document, []).append(passage)
        for passages in self._passages.values():
            passages.sort(key=lambda passage: passage.start)

    @property
    def index(self) -> Index:
        """The index that is searched."""
        return self._searcher.index

    def check(self) -> None:
        """Compare the index with what the systems were made for.

        :raises BadRequest: Something was put on record or taken off meanwhile.
        """
        if self.index.store.generation != self._generation:
            raise BadRequest(
                "documents came or went since judging began, and the systems to be pooled do not "
                "know of them; start `onrecord judge` again"
            )

    def pool(
        self, query: Query, depth: int | None = None
    ) -> tuple[Query, tuple[PooledPassage, ...]]:
        """Ask all systems; ours with the question's speakers and dates as filters too.

        :param depth: Passages taken of each system; None for those that the pooling was made with.
        :return: The question with its speakers as labels that the texts print, and the passages
            in the order in which they are shown.
        :raises BadRequest: A filter or the question cannot be used, or nothing was found.
        """
        self.check()
        systems = list(self._systems)
        if query.filtered:
            systems.append(OnRecord(self._searcher, explicit=True))
        pooled: dict[tuple[str, int], Found] = {}
        for system in systems:
            outcome = system.outcome(query)
            if outcome.error is not None:
                raise BadRequest(outcome.error)
            if query.speakers and outcome.reading is not None and system is systems[-1]:
                query = replace(query, speakers=outcome.reading.speaker_labels)
            for given in (*outcome.hits[: depth or self._depth], *outcome.quotes):
                for passage in self._overlapped(given):
                    pooled[passage.document, passage.start] = passage
        if not pooled:
            raise BadRequest("no system found a passage: nothing is on record that could answer")
        return query, mixed(query.text, map(_pooled, pooled.values()))

    def deeper(self, question: PooledQuestion) -> tuple[PooledPassage, ...]:
        """Passages behind those of a pool: twice as deep, and deeper until there are any.

        :raises BadRequest: No system has another passage among its best `DEPTH`.
        """
        depth = self._depth
        while depth < DEPTH:
            depth = min(2 * depth, DEPTH)
            _, pool = self.pool(question.query, depth)
            if new := question.without(pool):
                return new
        raise BadRequest(
            f"no system has another passage among its best {DEPTH}; add a place of a transcript by "
            "its words"
        )

    def holding(self, words: str) -> tuple[PooledPassage, ...]:
        """The passages in which these words stand, wherever that is; blanks count alike.

        :raises BadRequest: They stand nowhere, in no turn, or in too many places to judge.
        """
        self.check()
        bare = words.strip().strip("“”\"'").split()
        if len(bare) < _FEWEST_WORDS:
            raise BadRequest(
                f"{len(bare)} words are too few to find a place: copy a sentence of the transcript"
            )
        pattern = re.compile(r"\s+".join(map(re.escape, bare)))
        store = self.index.store
        found: list[PooledPassage] = []
        for source in store.sources():
            for match in pattern.finditer(store.text(source.source_id)):
                found += map(_pooled, self._between(source.name, *match.span()))
        if not found:
            raise BadRequest(
                "these words stand in no turn of any transcript on record: copy them from there, "
                "letter by letter"
            )
        if len(set(found)) > _MOST_HELD:
            raise BadRequest(
                f"these words stand in {len(set(found))} passages; copy more of the place that is "
                "meant"
            )
        return tuple(dict.fromkeys(found))

    def _overlapped(self, given: Found) -> Iterator[Found]:
        """The index's passages that share words with what a system gave."""
        return self._between(given.document, given.start, given.end)

    def _between(self, document: str, start: int, end: int) -> Iterator[Found]:
        passages = self._passages.get(document, [])
        at = max(bisect_right(passages, start, key=lambda other: other.start) - 1, 0)
        for passage in passages[at:]:
            if passage.start >= end:
                break
            if start < passage.end:
                yield passage


def mixed(text: str, passages: Iterable[PooledPassage]) -> tuple[PooledPassage, ...]:
    """Passages in an order that the question's words and their places decide, and no system."""

    def lot(passage: PooledPassage) -> bytes:
        return hashlib.sha256(
            f"{text}\n{passage.document}:{passage.start}-{passage.end}".encode()
        ).digest()

    return tuple(sorted(passages, key=lot))


def _pooled(given: Found) -> PooledPassage:
    spans = sentence_spans(given.text, 0, len(given.text))
    return PooledPassage(
        document=given.document,
        sentences=tuple((given.start + start, given.start + end) for start, end in spans),
        # It must fit a column of a tab-separated file.
        speaker=" ".join(given.label.split()),
    )
