"""The reader that this project trains, compiled: loaded without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from index.encoding.bert import WORDS, Bert, Part, Shape
from index.encoding.tensors import read_tensors
from index.encoding.trial import faster
from index.errors import ReaderChanged
from index.records import FloatMatrix
from retrieval.reading.form import ANSWERS, SENTENCE, Exchange, Form, Read, forms, read_of
from retrieval.reading.tokenizing import load_tokenizer
from retrieval.reading.weights import read_weights

BODY = "bert."
HEAD = ("classifier.weight", "classifier.bias")
TOGETHER = 3
"""Exchanges in one pass. Few keep padding small, and passes of the same few shapes need no new
kernels: the twelve windows of a question take 1 / 1.3 of the time of two passes of any shape; 1, 2,
4 and 6 exchanges took 1.2, 1.1, 1.1 and 1.2 times as long as 3 (45 questions, one thread)."""


class CompiledReader:
    """Reads with OpenVINO; satisfies `retrieval.reader.Reader`."""

    def __init__(
        self,
        folder: Path,
        base: Path,
        base_sha256: str,
        threads: int,
        precision: Literal["auto", "bf16", "fp32"],
    ) -> None:
        weights, self.sha256 = read_weights(folder, base_sha256)
        self.name = folder.absolute().name
        self._threads = threads or len(os.sched_getaffinity(0))
        self._tokenizer, self._marks = load_tokenizer(base)
        shape = Shape.of(base)
        tensors = read_tensors((base / "model.safetensors").read_bytes())
        words = tensors.get(WORDS, tensors.get(BODY + WORDS))
        if shape is None or words is None:
            raise ReaderChanged(f"{base} holds no BERT that is read here: reinstall the base model")
        _check(set(weights), shape, folder)
        body = {name.removeprefix(BODY): w for name, w in weights.items() if name not in HEAD}
        body[WORDS] = words
        chosen = precision if precision != "auto" else faster(body, shape).precision
        head = (weights[HEAD[0]], weights[HEAD[1]])
        self._bert = Bert(body, shape, precision=chosen, threads=self._threads, head=head)

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        """Read a question against each exchange, in order."""
        cut = forms([question] * len(exchanges), exchanges, self._tokenizer, self._marks)
        order = sorted(range(len(cut)), key=lambda at: -len(cut[at].ids))
        places = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]
        parts = [
            Part.of([cut[at].ids for at in part], self._marks.pad, [cut[at].second for at in part])
            for part in places
        ]
        read_at: dict[int, Read] = {}
        for part, told in zip(places, self._bert.run(parts), strict=True):
            for row, at in enumerate(part):
                read_at[at] = _read(cut[at], told[row])
        return [read_at[at] for at in range(len(cut))]


def _check(names: set[str], shape: Shape, folder: Path) -> None:
    expected = {BODY + name for name in shape.names() - {WORDS}} | set(HEAD)
    if names != expected:
        odd, missing = sorted(names - expected), sorted(expected - names)
        raise ReaderChanged(
            f"{folder} has weights {odd[:3]} that the base model lacks, or lacks {missing[:3]}: "
            "make it again with `onrecord train-reader`"
        )


def _read(form: Form, told: FloatMatrix) -> Read:
    """What is said of one exchange; `told` is `(pieces, 2)`."""
    sums = np.concatenate([[0.0], np.cumsum(told[:, SENTENCE], dtype=np.float64)])
    means = [float(sums[end] - sums[start]) / max(end - start, 1) for start, end in form.sentences]
    return read_of(form, float(told[0, ANSWERS]), means)
