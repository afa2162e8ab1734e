"""Which answer of a thread comes first when a question names only a subject.

"What did she say about the lock" asks for the thread from its beginning: the reply to the question
that opened the subject, and then the follow-ups. A question that asks for a detail gets the answer
that has it, wherever it stands; on press-dev, which asks for details only, openers put first would
cost 0.015 nDCG@10.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.catalogue import Catalogue
from retrieval.ranking import Floats, Pool

BROAD_TERMS = 2
"""A topic of at most this many terms names a subject and no detail."""
LOOKED_AT = 5
BACK = 4
"""Questions that a thread is followed back."""
AS_NEAR = 0.9
"""How near an earlier question must be to the topic, against the later one's nearness."""
AS_GOOD = 0.8
"""How good an earlier answer must be, against the later one's score."""
AS_SURE = 1.0
"""Where the reader has read: how far its log-odds may lie below those of the later answer."""


def openers_first(
    order: Sequence[int], values: Floats, pool: Pool, catalogue: Catalogue
) -> list[int]:
    """Put the answer that opens a thread before the follow-ups that were ranked above it.

    :param order: Places in the pool, best first.
    :return: The same places, at most a few of them moved forward.
    """
    best: dict[int, int] = {}
    for place in order:
        best.setdefault(int(catalogue.passage_turn[pool.rows[place]]), place)
    moved = list(order)
    for place in order[:LOOKED_AT]:
        turn = int(catalogue.passage_turn[pool.rows[place]])
        openers = [
            best[reply]
            for question in catalogue.earlier_questions(turn, BACK)[1:]
            for reply in map(int, catalogue.replies(question))
            if reply in best and _opens(best[reply], place, values, pool)
        ]
        for opener in openers:
            here, there = moved.index(place), moved.index(opener)
            if there > here:
                moved.insert(here, moved.pop(there))
    return moved


def _opens(earlier: int, later: int, values: Floats, pool: Pool) -> bool:
    """Whether the earlier answer's question is on the topic too, and the answer nearly as good."""
    return bool(
        pool.exchange[earlier] > 0
        and pool.exchange[earlier] >= AS_NEAR * pool.exchange[later]
        and pool.question_dense[earlier] >= AS_NEAR * pool.question_dense[later]
        and _is_as_good(earlier, later, values, pool)
    )


def _is_as_good(earlier: int, later: int, values: Floats, pool: Pool) -> bool:
    if pool.reader.any():
        return bool(pool.reader[earlier] >= pool.reader[later] - AS_SURE)
    return bool(values[earlier] >= AS_GOOD * values[later])
