"""Somebody else's reranker as the reader: any folder that sentence-transformers' class loads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import torch
from sentence_transformers import CrossEncoder

from index.errors import ModelMissing
from retrieval.reading.form import Exchange, Read


class CrossEncoderReader:
    """Judges whole exchanges and no sentences; satisfies `retrieval.reader.Reader`.

    Its score is taken as it is, before any activation, for log-odds: the decision was fitted with
    the project's own reader and has to be fitted again for another (`python -m
    eval.fitting.fit_decision`).
    """

    def __init__(self, folder: Path, sha256: str, threads: int) -> None:
        try:
            self._model = CrossEncoder(
                str(folder), device="cpu", local_files_only=True, num_labels=1, max_length=512
            )
        except (OSError, ValueError) as error:
            raise ModelMissing(
                f"{folder} holds weights but no CrossEncoder that can be read ({error}): copy the "
                "whole folder, with its configuration and tokenizer"
            ) from error
        self.name, self.sha256 = folder.absolute().name, sha256
        self._threads = threads or len(os.sched_getaffinity(0))

    def read(self, question: str, exchanges: Sequence[Exchange]) -> list[Read]:
        """Read a question against each exchange, in order."""
        torch.set_num_threads(self._threads)
        pairs = [
            (question, " ".join((exchange.asked, *exchange.sentences))) for exchange in exchanges
        ]
        scores = self._model.predict(
            pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        return [Read(float(score), ()) for score in scores]
