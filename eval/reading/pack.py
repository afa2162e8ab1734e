"""Examples to word pieces, as training reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from eval.reading.examples import Example
from eval.reading.packed import Packed
from retrieval.reading.form import WORDS_PIECES, Exchange, Form, Marks, Tokenizer, forms

AT_ONCE = 2_000


def pack(examples: Sequence[Example], tokenizer: Tokenizer, marks: Marks, seed: int) -> Packed:
    """Cut examples to pieces; of a long exchange a window with an answering sentence is taken."""
    random = Random(seed)  # noqa: S311 (reproducible, not secret)
    found: list[Form] = []
    judged: list[tuple[int, ...]] = []
    answer: list[tuple[int, int]] = []
    for start in range(0, len(examples), AT_ONCE):
        part = [windowed(one, random) for one in examples[start : start + AT_ONCE]]
        cut = forms([x.question for x in part], [x.exchange for x in part], tokenizer, marks)
        answer += _answers(part, cut, tokenizer)
        found += cut
        judged += [one.sentences for one in part]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(x.group for x in examples))}
    return Packed(
        ids=np.fromiter((i for one in found for i in one.ids), dtype=np.uint16),
        length=np.array([len(one.ids) for one in found], dtype=np.uint16),
        second=np.array([one.second for one in found], dtype=np.uint16),
        spans=np.array([s for one in found for s in one.sentences], np.uint16).reshape(-1, 2),
        sentences=np.array([len(one.sentences) for one in found], dtype=np.int16),
        judged=np.array([j for one in judged for j in one], dtype=np.int8),
        answer=np.array(answer, dtype=np.uint16).reshape(-1, 2),
        answers=np.array([one.answers for one in examples], dtype=np.int8),
        weight=np.array([one.weight for one in examples], dtype=np.float16),
        group=np.array([numbers[one.group] for one in examples], dtype=np.int32),
    )


def _answers(
    examples: Sequence[Example], cut: Sequence[Form], tokenizer: Tokenizer
) -> list[tuple[int, int]]:
    """First and last piece of the words that answer, by the pieces of what stands before them."""
    before: list[str] = []
    for one in examples:
        if one.answer is not None:
            at, start, end = one.answer
            sentence = one.exchange.sentences[at]
            before += [sentence[:start], sentence[:end]]
    counts = iter(
        [len(x.ids) for x in tokenizer.encode_batch_fast(before, add_special_tokens=False)]
    )
    found: list[tuple[int, int]] = []
    for one, form in zip(examples, cut, strict=True):
        if one.answer is None:
            found.append((0, 0))
            continue
        start, end = form.sentences[one.answer[0]]
        first, last = start + next(counts), start + next(counts) - 1
        found.append((first, max(first, last)) if first < end and last < end else (0, 0))
    return found


def windowed(one: Example, random: Random) -> Example:
    """Some neighbouring sentences of an example, near its `pieces`, an answer in them.

    Pieces are guessed from characters, 4.2 a piece in speech, since counting comes later.
    """
    sentences = one.exchange.sentences
    sizes = [len(text) / 4.2 for text in sentences]
    if sum(sizes) <= one.pieces or len(sentences) < 2:
        return one
    right = [at for at, judged in enumerate(one.sentences) if judged == 1]
    places = right or range(len(sentences) if one.pieces < WORDS_PIECES else 1)
    first = last = random.choice(places)
    room = one.pieces - sizes[first]
    while True:
        before = first > 0 and sizes[first - 1] <= room
        after = last + 1 < len(sizes) and sizes[last + 1] <= room
        if not (before or after):
            break
        if before and (not after or random.random() < 0.5):
            first -= 1
            room -= sizes[first]
        else:
            last += 1
            room -= sizes[last]
    exchange = Exchange(one.exchange.speaker, one.exchange.asked, sentences[first : last + 1])
    answer = one.answer
    if answer is not None:
        inside = first <= answer[0] <= last
        answer = (answer[0] - first, answer[1], answer[2]) if inside else None
    return replace(one, exchange=exchange, sentences=one.sentences[first : last + 1], answer=answer)
