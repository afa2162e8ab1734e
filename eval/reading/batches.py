"""Packed examples on the device that trains, cut to batches there: pieces in one row, no padding.

`n` examples, `t` pieces and `s` sentences stand in a batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from eval.reading.attention import Rows
from eval.reading.packed import Packed

LIKE_LENGTH = 4_096
"""Questions that are sorted by length before they are put into batches, where attention pads."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some examples, one after the other."""

    ids: torch.Tensor
    """Word pieces, `(t,)`."""
    rows: Rows
    types: torch.Tensor
    """Whether each piece belongs to the exchange and not to the question, `(t,)`."""
    sentence: torch.Tensor
    """Which sentence each piece belongs to, `s` where it belongs to none, `(t,)`."""
    sentence_row: torch.Tensor
    """Which example each sentence belongs to, `(s,)`."""
    judged: torch.Tensor
    """0, 1 or `UNKNOWN` for each sentence, `(s,)`."""
    answer: torch.Tensor
    """First and last piece of the words that answer, 0 where they are not known, `(n, 2)`."""
    answers: torch.Tensor
    """Whether each example answers, float32 `(n,)`."""
    weight: torch.Tensor
    """float32 `(n,)`."""
    taught: torch.Tensor
    """A teacher's log-odds that each example answers, not a number without one, float32 `(n,)`."""
    group: torch.Tensor
    """The question each example belongs to, counted from 0, `(n,)`."""
    groups: int

    def __len__(self) -> int:
        return len(self.answers)


class Columns:
    """Packed examples on a device."""

    def __init__(self, packed: Packed, device: torch.device) -> None:
        self._device = device
        self._packed = packed
        self._ids = _on(packed.ids, device, torch.int32)
        self._sentence = torch.from_numpy(_sentence_of_pieces(packed)).to(device)
        self._second = _on(packed.second, device, torch.int64)
        self._judged = _on(packed.judged, device, torch.int64)
        self._answer = _on(packed.answer, device, torch.int64)
        self._answers = _on(packed.answers, device, torch.float32)
        self._weight = _on(packed.weight, device, torch.float32)
        self._taught = _on(packed.taught, device, torch.float32)
        self._first_piece = _starts(packed.length)
        self._first_sentence = _starts(packed.sentences)

    def batch(self, rows: NDArray[np.int64]) -> Batch:
        """Some examples; those of one question stand side by side."""
        length = self._packed.length[rows].astype(np.int64)
        counts = self._packed.sentences[rows].astype(np.int64)
        groups = np.cumsum(np.diff(self._packed.group[rows], prepend=-1) != 0) - 1
        numbers = np.stack(
            (
                rows,
                length,
                np.cumsum(length) - length,
                self._first_piece[rows],
                counts,
                np.cumsum(counts) - counts,
                self._first_sentence[rows],
                groups,
            )
        )
        given = self._moved(numbers)
        at, lengths, before, first_piece, sentences, sentences_before, first_sentence, group = given
        total, told = int(length.sum()), int(counts.sum())
        number = torch.arange(len(rows), device=self._device)
        row = number.repeat_interleave(lengths, output_size=total)
        place = torch.arange(total, device=self._device) - before[row]
        pieces = first_piece[row] + place
        inside = self._sentence[pieces].long()
        sentence_row = number.repeat_interleave(sentences, output_size=told)
        sentence = torch.arange(told, device=self._device) - sentences_before[sentence_row]
        borders = torch.cat((before, before.new_full((1,), total)))
        return Batch(
            ids=self._ids[pieces],
            rows=Rows(row, place, borders.int(), int(length.max())),
            types=place >= self._second[at][row],
            sentence=torch.where(inside >= 0, sentences_before[row] + inside, told),
            sentence_row=sentence_row,
            judged=self._judged[first_sentence[sentence_row] + sentence],
            answer=self._answer[at],
            answers=self._answers[at],
            weight=self._weight[at],
            taught=self._taught[at],
            group=group,
            groups=int(groups[-1]) + 1,
        )

    def _moved(self, numbers: NDArray[np.int64]) -> torch.Tensor:
        """To the device, without waiting for it."""
        there = torch.from_numpy(numbers)
        if self._device.type == "cuda":
            return there.pin_memory().to(self._device, non_blocking=True)
        return there


def plan(
    packed: Packed, pieces: int, random: np.random.Generator, *, by_length: bool
) -> Iterator[NDArray[np.int64]]:
    """All examples in batches of about so many pieces, in random order, a question's together."""
    if not len(packed):
        return
    borders = np.flatnonzero(np.diff(packed.group, prepend=-1))
    sizes = np.diff(borders, append=len(packed))
    lengths = packed.length.astype(np.int64)
    order = random.permutation(len(borders))
    if by_length:
        longest = np.maximum.reduceat(lengths, borders)[order]
        window = np.arange(len(order)) // LIKE_LENGTH
        order = order[np.lexsort((longest, window))]
    sizes, held = sizes[order], np.add.reduceat(lengths, borders)[order]
    rows = np.repeat(borders[order] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    number = (np.cumsum(held) - held) // pieces
    ends = np.cumsum(sizes)[np.flatnonzero(np.diff(number))]
    batches = np.split(rows, ends)
    for at in random.permutation(len(batches)):
        yield batches[at]


def _sentence_of_pieces(packed: Packed) -> NDArray[np.int16]:
    """The number of the sentence in its example that each piece belongs to, -1 for none."""
    example = np.repeat(np.arange(len(packed)), packed.sentences)
    start = _starts(packed.length)[example] + packed.spans[:, 0]
    length = packed.spans[:, 1].astype(np.int64) - packed.spans[:, 0]
    number = np.arange(len(example)) - _starts(packed.sentences)[example]
    sentence = np.full(len(packed.ids), -1, dtype=np.int16)
    at = np.repeat(start - (np.cumsum(length) - length), length) + np.arange(length.sum())
    sentence[at] = np.repeat(number, length)
    return sentence


def _on(column: NDArray[np.generic], device: torch.device, kind: torch.dtype) -> torch.Tensor:
    same = column.astype(np.int32) if column.dtype.kind == "u" else column
    return torch.from_numpy(same).to(device, kind)


def _starts(lengths: NDArray[np.generic]) -> NDArray[np.int64]:
    counts = lengths.astype(np.int64)
    return np.cumsum(counts) - counts
