"""Passages to be judged, and from several people's marks in them to one set of gold spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eval.collections.collection import Gold, Query

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PooledPassage:
    """A passage that some system gave for a question: its place, and the label that speaks.

    `sentences` are its sentences as they were shown: marks begin and end with them.
    """

    document: str
    sentences: tuple[Span, ...]
    speaker: str

    @property
    def start(self) -> int:
        """Where the first sentence begins."""
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        """Where the last sentence ends."""
        return self.sentences[-1][1]

    def gold(self, query_id: str, first: int, last: int, grade: int) -> Gold:
        """A mark on a run of sentences, `first` and `last` counted from 0."""
        start, end = self.sentences[first][0], self.sentences[last][1]
        return Gold(query_id, self.document, start, end, grade, self.speaker)

    def run(self, mark: Gold) -> tuple[int, int]:
        """The first and the last sentence that a mark in this passage touches, from 0."""
        touched = [
            at
            for at, (start, end) in enumerate(self.sentences)
            if mark.start < end and start < mark.end
        ]
        return touched[0], touched[-1]

    def marks(self, judged: Iterable[Gold]) -> list[Gold]:
        """Those of one person's marks that stand in this passage, in order."""
        return sorted(
            (
                mark
                for mark in judged
                if mark.document == self.document
                and self.start <= mark.start < mark.end <= self.end
            ),
            key=lambda mark: mark.start,
        )

    def grade(self, judged: Iterable[Gold]) -> int:
        """The grade that one person gives this passage: the best of the marks in it."""
        return max((mark.relevance for mark in self.marks(judged)), default=0)


@dataclass(frozen=True, slots=True)
class PooledQuestion:
    """A question as typed with the passages to be judged, in the order in which they are shown.

    `query.kind` is never `none`: whether nothing answers is for the judges to find.
    """

    query: Query
    pool: tuple[PooledPassage, ...]

    def finished(self, marks: Sequence[Gold]) -> bool:
        """Whether each passage of the pool is judged by these marks."""
        return all(pooled.marks(marks) for pooled in self.pool)

    def without(self, passages: Iterable[PooledPassage]) -> tuple[PooledPassage, ...]:
        """Those of some passages that are not in the pool."""
        known = {(pooled.document, pooled.start) for pooled in self.pool}
        return tuple(one for one in passages if (one.document, one.start) not in known)


def merge(pool: Sequence[PooledPassage], judged: Sequence[Sequence[Gold]]) -> list[Gold]:
    """What several people found in one question's pool, as one list of spans.

    One person's marks stay as they are. Where people differ, a sentence gets the mean of their
    grades, rounded down, so that one grade 2 against one 0 is "in part". Sentences of one grade
    are one span where somebody marked them together. A passage in which nothing is left is
    judged 0 as a whole.
    """
    merged: list[Gold] = []
    for passage in pool:
        marks = [passage.marks(theirs) for theirs in judged]
        merged += marks[0] if len(marks) == 1 else _mean_spans(passage, marks)
    return merged


def _mean_spans(passage: PooledPassage, judged: Sequence[Sequence[Gold]]) -> list[Gold]:
    every = [mark for marks in judged for mark in marks]
    query_id = every[0].query_id
    relevant = [mark for mark in every if mark.relevance]
    spans: list[Gold] = []
    for at, (start, end) in enumerate(passage.sentences):
        over = [mark for mark in relevant if mark.start < end and start < mark.end]
        grade = sum(mark.relevance for mark in over) // len(judged)
        if not grade:
            continue
        before = spans[-1] if spans else None
        together = before is not None and any(mark.start < before.end for mark in over)
        if before is not None and before.relevance == grade and together:
            spans[-1] = replace(before, end=end)
        else:
            spans.append(passage.gold(query_id, at, at, grade))
    return spans or [passage.gold(query_id, 0, len(passage.sentences) - 1, 0)]
