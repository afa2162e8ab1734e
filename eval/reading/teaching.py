"""What teachers say of examples: the log-odds that a reader learns to order them by.

A teacher is any reader that `retrieval/reader.py` loads, such as a larger cross-encoder. What
several say is added up: a larger one and the reader that training begins with order better
together than either alone. Only the order of the exchanges of one question is learned: whether
they answer at all, people judged, and a teacher of relevance does not know (its area over
questions without an answer was 0.53 on press-hard).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from random import Random

from eval.reading.examples import Example
from eval.reading.pack import windowed
from retrieval.reader import Reader

EVERY = 2_000


def taught(
    examples: Sequence[Example],
    teachers: Sequence[Reader],
    random: Random,
    tell: Callable[[str], None],
) -> list[Example]:
    """The examples with the sum of the teachers' log-odds, long ones cut to what is learned."""
    judged: list[Example] = []
    said = 0
    for _, group in groupby(examples, key=lambda example: example.group):
        part = [windowed(example, random) for example in group]
        exchanges = [example.exchange for example in part]
        reads = [teacher.read(part[0].question, exchanges) for teacher in teachers]
        judged += [
            replace(example, taught=sum(read.answers for read in of_example))
            for example, *of_example in zip(part, *reads, strict=True)
        ]
        if len(judged) // EVERY > said:
            said = len(judged) // EVERY
            tell(
                f"{len(teachers)} teachers have read {len(judged):,} of {len(examples):,} examples"
            )
    return judged
