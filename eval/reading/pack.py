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
    all_forms: list[Form] = []
    judged: list[tuple[int, ...]] = []
    answer: list[tuple[int, int]] = []
    for start in range(0, len(examples), AT_ONCE):
        part = [windowed(example, random) for example in examples[start : start + AT_ONCE]]
        cut = forms([x.question for x in part], [x.exchange for x in part], tokenizer, marks)
        answer += _answers(part, cut, tokenizer)
        all_forms += cut
        judged += [example.sentences for example in part]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(x.group for x in examples))}
    return Packed(
        ids=np.fromiter((i for form in all_forms for i in form.ids), dtype=np.uint16),
        length=np.array([len(form.ids) for form in all_forms], dtype=np.uint16),
        second=np.array([form.second for form in all_forms], dtype=np.uint16),
        spans=np.array([s for form in all_forms for s in form.sentences], np.uint16).reshape(-1, 2),
        sentences=np.array([len(form.sentences) for form in all_forms], dtype=np.int16),
        judged=np.array([j for sentences in judged for j in sentences], dtype=np.int8),
        answer=np.array(answer, dtype=np.uint16).reshape(-1, 2),
        answers=np.array([example.answers for example in examples], dtype=np.int8),
        weight=np.array([example.weight for example in examples], dtype=np.float16),
        taught=np.array([example.taught for example in examples], dtype=np.float16),
        group=np.array([numbers[example.group] for example in examples], dtype=np.int32),
    )


def _answers(
    examples: Sequence[Example], cut: Sequence[Form], tokenizer: Tokenizer
) -> list[tuple[int, int]]:
    """First and last piece of the words that answer, by the pieces of what stands before them."""
    before: list[str] = []
    for example in examples:
        if example.answer is not None:
            at, start, end = example.answer
            sentence = example.exchange.sentences[at]
            before += [sentence[:start], sentence[:end]]
    counts = iter(
        [len(x.ids) for x in tokenizer.encode_batch_fast(before, add_special_tokens=False)]
    )
    pieces: list[tuple[int, int]] = []
    for example, form in zip(examples, cut, strict=True):
        if example.answer is None:
            pieces.append((0, 0))
            continue
        start, end = form.sentences[example.answer[0]]
        first, last = start + next(counts), start + next(counts) - 1
        pieces.append((first, max(first, last)) if first < end and last < end else (0, 0))
    return pieces


def windowed(example: Example, random: Random) -> Example:
    """Some neighbouring sentences of an example, near its `pieces`, an answer in them.

    Pieces are guessed from characters, 4.2 a piece in speech, since counting comes later.
    """
    sentences = example.exchange.sentences
    sizes = [len(text) / 4.2 for text in sentences]
    if sum(sizes) <= example.pieces or len(sentences) < 2:
        return example
    right = [at for at, judged in enumerate(example.sentences) if judged == 1]
    places = right or range(len(sentences) if example.pieces < WORDS_PIECES else 1)
    first = last = random.choice(places)
    room = example.pieces - sizes[first]
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
    exchange = Exchange(
        example.exchange.speaker, example.exchange.asked, sentences[first : last + 1]
    )
    answer = example.answer
    if answer is not None:
        inside = first <= answer[0] <= last
        answer = (answer[0] - first, answer[1], answer[2]) if inside else None
    return replace(
        example, exchange=exchange, sentences=example.sentences[first : last + 1], answer=answer
    )
