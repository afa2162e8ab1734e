"""The reader's network: a BERT whose every piece gets two numbers, by transformers' own class.

It is trained here, and read where OpenVINO cannot be had; else see `retrieval/reading/compiled.py`.

The first number of the first piece says whether the exchange answers; the second numbers of a
sentence's pieces, averaged, say whether that sentence does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import nn
from transformers import AutoConfig, AutoModelForTokenClassification, BertForTokenClassification
from transformers.utils import logging as transformers_logging

from index.errors import ReaderChanged
from retrieval.reading.form import (
    ANSWERS,
    SENTENCE,
    Exchange,
    Form,
    Read,
    forms,
    read_of,
)
from retrieval.reading.tokenizing import load_tokenizer
from retrieval.reading.weights import read_weights

OUTPUTS = 2
WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
"""The base model's own; everything else is learned."""
PIECES_AT_ONCE = 1_536
"""Word pieces in one forward pass, padding included."""


class NetworkReader:
    """The reader that this project trains; satisfies `retrieval.reader.Reader`."""

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
        self._network = load_network(base)
        learned = {name: torch.from_numpy(weight) for name, weight in weights.items()}
        fit = self._network.load_state_dict(learned, strict=False)
        if fit.unexpected_keys or fit.missing_keys != [WORD_EMBEDDINGS]:
            raise ReaderChanged(
                f"{folder} has weights {fit.unexpected_keys[:3]} that the base model lacks, or "
                f"lacks {fit.missing_keys[:3]}: make it again with `onrecord train-reader`"
            )
        self._network.requires_grad_(requires_grad=False)
        self._network.train(mode=False)
        if precision == "bf16" or (precision == "auto" and has_fast_bf16()):
            self._network.bfloat16()

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        """Read a question against each exchange, in order."""
        cut = forms([question] * len(exchanges), exchanges, self._tokenizer, self._marks)
        readings: list[Read | None] = [None] * len(cut)
        torch.set_num_threads(self._threads)
        with torch.inference_mode():
            for part in _parts([len(form.ids) for form in cut]):
                chosen = [cut[at] for at in part]
                answers, told = forward(self._network, chosen, self._marks.pad)
                counts = [len(form.sentences) for form in chosen]
                each = torch.split(told, counts)
                for at, answer, sentences in zip(part, answers.tolist(), each, strict=True):
                    readings[at] = read_of(cut[at], float(answer), sentences.tolist())
        return [read for read in readings if read is not None]


def forward(
    network: nn.Module, given: Sequence[Form], pad: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Read forms of like length in one pass.

    :return: float32 log-odds that the exchanges answer `(n,)`, and that each sentence does, all
        sentences of all forms in order `(sum of sentences,)`; 0 for one that no longer fitted.
    """
    longest = max(len(form.ids) for form in given)
    ids = np.full((len(given), longest), pad, dtype=np.int64)
    mask = np.zeros((len(given), longest), dtype=np.int64)
    types = np.zeros((len(given), longest), dtype=np.int64)
    for row, form in enumerate(given):
        length = len(form.ids)
        ids[row, :length] = form.ids
        mask[row, :length] = 1
        types[row, form.second : length] = 1
    device = next(network.parameters()).device
    places = [(row, a, b) for row, form in enumerate(given) for a, b in form.sentences]
    rows, starts, ends = torch.tensor(places, dtype=torch.int64).reshape(-1, 3).T.to(device)
    return told_of(
        network,
        torch.from_numpy(ids).to(device),
        torch.from_numpy(mask).to(device),
        torch.from_numpy(types).to(device),
        (rows, starts, ends),
    )


def told_of(
    network: nn.Module,
    ids: torch.Tensor,
    mask: torch.Tensor,
    types: torch.Tensor,
    sentences: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> tuple[torch.Tensor, torch.Tensor]:
    """What the network says of padded forms, each tensor `(n, longest)`.

    :param sentences: Row, start and end of each sentence, each tensor `(s,)`.
    :return: float32 log-odds of the exchanges `(n,)` and of the sentences `(s,)`.
    """
    logits = network(
        input_ids=ids, attention_mask=mask.long(), token_type_ids=types.long()
    ).logits.float()
    rows, starts, ends = sentences
    sums = nn.functional.pad(logits[:, :, SENTENCE].cumsum(dim=1), (1, 0))
    means = (sums[rows, ends] - sums[rows, starts]) / (ends - starts).clamp(min=1)
    return logits[:, 0, ANSWERS], means


def load_network(base: Path) -> BertForTokenClassification:
    """The base model with a head of its own that is not learned yet."""
    with _quietly():
        config = AutoConfig.from_pretrained(str(base), local_files_only=True)
        config.num_labels = OUTPUTS
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        network = AutoModelForTokenClassification.from_pretrained(
            str(base), config=config, local_files_only=True
        )
    if not isinstance(network, BertForTokenClassification):
        raise ReaderChanged(f"{base} holds a {type(network).__name__}, expected a BERT")
    return network


def has_fast_bf16() -> bool:
    """Whether the processor multiplies bf16 in tiles; see `index/encoding/transformer.py`."""
    return bool(torch.cpu.get_capabilities().get("amx_bf16"))


def _parts(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places by length, together at most `PIECES_AT_ONCE` with padding."""
    order = sorted(range(len(lengths)), key=lambda at: lengths[at])
    part: list[int] = []
    for at in order:
        if part and lengths[at] * (len(part) + 1) > PIECES_AT_ONCE:
            yield part
            part = []
        part.append(at)
    if part:
        yield part


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the library's bar and its report of a head that is new."""
    shown, level = (
        transformers_logging.is_progress_bar_enabled(),
        transformers_logging.get_verbosity(),
    )
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(level)
        if shown:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
