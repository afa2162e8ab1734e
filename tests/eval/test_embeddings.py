from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.running.embeddings import RememberingEncoder
from index.records import FloatMatrix
from tests.fakes import HashingEncoder


class CountingEncoder(HashingEncoder):
    """Counts the texts that it really encodes."""

    encoded = 0

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.encoded += len(texts)
        return super().encode(texts)


TEXTS = ["the bridge opens", "the tunnel floods", "the bridge opens"]


def test_texts_are_encoded_once_and_rows_are_the_encoders_own(tmp_path: Path) -> None:
    inner = CountingEncoder()
    remembering = RememberingEncoder(inner, tmp_path)
    rows = remembering.encode(TEXTS)
    assert inner.encoded == 2
    assert np.array_equal(rows, HashingEncoder().encode(TEXTS))
    assert np.array_equal(remembering.encode(TEXTS[::-1]), rows[::-1])
    assert inner.encoded == 2


def test_a_later_run_remembers(tmp_path: Path) -> None:
    first = RememberingEncoder(HashingEncoder(), tmp_path).encode(TEXTS)
    inner = CountingEncoder()
    later = RememberingEncoder(inner, tmp_path)
    assert np.array_equal(later.encode([*TEXTS, "a new text"])[:3], first)
    assert inner.encoded == 1


def test_another_model_remembers_nothing_of_this_one(tmp_path: Path) -> None:
    RememberingEncoder(HashingEncoder(dim=64), tmp_path).encode(TEXTS)
    inner = CountingEncoder(dim=128)
    RememberingEncoder(inner, tmp_path).encode(TEXTS)
    assert inner.encoded == 2


def test_a_broken_segment_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    RememberingEncoder(HashingEncoder(), tmp_path).encode(TEXTS)
    (segment,) = tmp_path.rglob("*.npz")
    segment.write_bytes(segment.read_bytes()[:100])
    inner = CountingEncoder()
    with caplog.at_level(logging.WARNING):
        rows = RememberingEncoder(inner, tmp_path).encode(TEXTS)
    assert inner.encoded == 2
    assert np.array_equal(rows, HashingEncoder().encode(TEXTS))
    assert "cannot be read" in caplog.text


def test_no_texts_give_no_rows(tmp_path: Path) -> None:
    assert RememberingEncoder(HashingEncoder(), tmp_path).encode([]).shape == (0, 256)
