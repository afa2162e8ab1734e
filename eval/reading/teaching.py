"""What a teacher says of examples: the log-odds that a reader learns to order them by.

A teacher is any reader that `retrieval/reader.py` loads, such as a larger cross-encoder. Only the
order of the exchanges of one question is learned from it: whether they answer at all, people
judged, and a teacher of relevance does not know (its area over questions without an answer was
0.53 on press-hard).
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
    examples: Sequence[Example], teacher: Reader, random: Random, tell: Callable[[str], None]
) -> list[Example]:
    """The examples with the teacher's log-odds, long ones cut to the window that is learned."""
    judged: list[Example] = []
    said = 0
    for _, group in groupby(examples, key=lambda example: example.group):
        part = [windowed(example, random) for example in group]
        reads = teacher.read(part[0].question, [example.exchange for example in part])
        judged += [
            replace(example, taught=read.answers) for example, read in zip(part, reads, strict=True)
        ]
        if len(judged) // EVERY > said:
            said = len(judged) // EVERY
            tell(f"the teacher has read {len(judged):,} of {len(examples):,} examples")
    return judged
