"""The comparison of runtimes: its ratios, its interval, and that it runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from eval.bench import runtimes
from eval.bench.pairs import paired
from eval.bench.runtimes import BASE, compare, main, rows_of
from index.records import FloatMatrix
from tests.fakes import HashingEncoder


class Slow(HashingEncoder):
    """Takes so many seconds a text of a clock that it turns."""

    def __init__(self, seconds: float, clock: list[float]) -> None:
        super().__init__(dim=16)
        self._seconds, self._clock = seconds, clock

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self._clock[0] += self._seconds * len(texts)
        return super().encode(texts)


def test_ratios_are_taken_pair_by_pair() -> None:
    clock = [0.0]
    sides = {BASE: Slow(0.4, clock), "quick": Slow(0.1, clock)}
    base, quick = compare(sides, ["a ferry", "a quay"], pairs=5, clock=lambda: clock[0])
    assert (base.texts.median, quick.texts.median) == pytest.approx((1.0, 4.0))
    assert quick.question.median == pytest.approx(4.0)
    assert quick.text_ms.median == pytest.approx(100)
    assert quick.question_ms.median == pytest.approx(100)
    assert quick.cosine == pytest.approx(1.0)
    assert [row[0] for row in rows_of([base, quick])] == ["encoder, one thread", BASE, "quick"]


def test_the_interval_covers_the_median_and_leaves_out_what_is_rare() -> None:
    # 30 pairs, one of which other work slowed a hundredfold.
    found = paired([1.0] * 30, [0.5] * 29 + [50.0])
    assert (found.median, found.low, found.high, found.count) == (2.0, 2.0, 2.0, 30)
    # Of 1, 2, ... 100 the places 40 and 60 bound the median: 50 -+ 1.96 * 5.
    found = paired([float(n) for n in range(1, 101)], [1.0] * 100)
    assert (found.low, found.high) == (41.0, 61.0)
    assert found.median == 50.5


@pytest.mark.model
def test_the_whole_of_it_runs_on_real_networks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtimes, "BRIEFINGS", runtimes.SAMPLE / "nowhere")
    assert main(["--pairs", "1", "--texts", "3"]) == 0
    printed = capsys.readouterr().out
    for name in (BASE, "PyTorch bf16", "OpenVINO fp32", "OpenVINO bf16"):
        (encoder, reader) = (line for line in printed.splitlines() if line.startswith(name))
        assert float(encoder.split()[-1]) > 0.999
        assert float(reader.split()[2]) > 0
    for name in ("processor", "memory read", "fp32 matrix", "fsync"):
        assert f"{name}: " in printed
    assert np.isfinite(float(printed.split("fp32 matrix: ")[1].split()[0]))
