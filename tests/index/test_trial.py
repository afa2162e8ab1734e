"""Which precision a processor gets: by a trial, kept for the next start."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoding import trial
from index.encoding.bert import Bert, Part, Shape
from index.encoding.trial import Trial, compared, faster
from index.records import FloatMatrix

SHAPE = Shape(layers=1, heads=2, epsilon=1e-12)


class Network(Bert):
    """Gives the same rows each time, and takes so many seconds of a clock that it turns."""

    def __init__(self, rows: FloatMatrix, seconds: float, clock: list[float]) -> None:
        self._rows, self._seconds, self._clock = rows, seconds, clock

    def run(self, parts: Sequence[Part]) -> list[FloatMatrix]:
        self._clock[0] += self._seconds
        return [self._rows for _ in parts]


def rows(angle: float) -> FloatMatrix:
    return np.array([[[np.cos(angle), np.sin(angle)]]], dtype=np.float32)


# The cosine of an angle of 0.01 is 0.99995, of 0.02 it is 0.9998.
@pytest.mark.parametrize(
    ("seconds", "angle", "expected"),
    [
        (0.5, 0.0, Trial(2.0, 1.0, "bf16")),
        (0.5, 0.01, Trial(2.0, 0.99995, "bf16")),
        (0.5, 0.02, Trial(2.0, 0.9998, "fp32")),
        (1.0, 0.0, Trial(1.0, 1.0, "fp32")),
        (2.0, 0.0, Trial(0.5, 1.0, "fp32")),
    ],
)
def test_bf16_is_taken_where_it_is_faster_and_says_the_same(
    seconds: float, angle: float, expected: Trial
) -> None:
    clock = [0.0]
    plain, half = Network(rows(0.0), 1.0, clock), Network(rows(angle), seconds, clock)
    found = compared(plain, half, clock=lambda: clock[0])
    assert (found.gain, found.precision) == (expected.gain, expected.precision)
    assert found.cosine == pytest.approx(expected.cosine, abs=1e-5)


def test_one_round_that_other_work_slowed_decides_nothing() -> None:
    clock = [0.0]
    slowed: Iterator[float] = iter([1, 1, 90, 1, 1, 1])

    class Slowed(Network):
        def run(self, parts: Sequence[Part]) -> list[FloatMatrix]:
            self._seconds = next(slowed)
            return super().run(parts)

    plain, half = Slowed(rows(0.0), 1.0, clock), Network(rows(0.0), 1.0, clock)
    assert compared(plain, half, clock=lambda: clock[0]).precision == "fp32"


def tiny() -> dict[str, FloatMatrix]:
    random = np.random.default_rng(3)
    sizes = {"word": 3000, "token_type": 2, "position": 512}
    found = {}
    for name in SHAPE.names():
        kind = name.rpartition(".")[2]
        size: tuple[int, ...] = (8,) if kind == "bias" or "Norm" in name else (8, 8)
        if "_embeddings" in name:
            size = (sizes[name.split(".")[1].removesuffix("_embeddings")], 8)
        elif "intermediate" in name:
            size = (16,) if kind == "bias" else (16, 8)
        elif name.endswith("0.output.dense.weight"):
            size = (8, 16)
        found[name] = random.normal(size=size).astype(np.float32)
    return found


def test_the_choice_is_kept_for_this_processor_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Trial] = []

    def compare(*_: Bert) -> Trial:
        made.append(Trial(2.5, 1.0, "bf16"))
        return made[-1]

    monkeypatch.setattr(trial, "compared", compare)
    cache = tmp_path / "kept" / "precision.json"
    tensors = tiny()
    assert [faster(tensors, SHAPE, cache) for _ in range(3)] == [Trial(2.5, 1.0, "bf16")] * 3
    assert len(made) == 1
    monkeypatch.setattr(trial, "processor", lambda: "another processor")
    faster(tensors, SHAPE, cache)
    assert len(made) == 2
    assert len(json.loads(cache.read_bytes())) == 2


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"x": 7}', b'{"x": {"gain": 1, "cosine": 1, "precision": "a"}}']
)
def test_a_damaged_cache_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    monkeypatch.setattr(trial, "compared", lambda *_: Trial(2.5, 1.0, "bf16"))
    monkeypatch.setattr(trial, "processor", lambda: "x")
    cache = tmp_path / "precision.json"
    cache.write_bytes(damage)
    assert faster(tiny(), SHAPE, cache).precision == "bf16"
    assert json.loads(cache.read_bytes())["x"]["precision"] == "bf16"


def test_where_nothing_can_be_kept_the_trial_still_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "compared", lambda *_: Trial(2.5, 1.0, "bf16"))
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert faster(tiny(), SHAPE, tmp_path / "file" / "precision.json").precision == "bf16"


def test_a_real_trial_says_how_much_faster_and_how_near() -> None:
    tensors = tiny()
    plain, half = (Bert(tensors, SHAPE, precision=p, threads=1) for p in ("fp32", "bf16"))
    found = compared(plain, half, rounds=1)
    assert found.gain > 0
    assert 0.99 < found.cosine <= 1.0001
