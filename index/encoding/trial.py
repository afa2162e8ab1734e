"""Which precision is faster on this processor: measured once, not looked up.

A processor may know bf16 and be slower with it. The two are timed in turn on the same texts, and
bf16 is taken where it is clearly faster and its vectors are those of fp32.
"""

from __future__ import annotations

import json
import logging
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.encoding.bert import Bert, Part, Precision, Shape, Tensors, processor
from index.files import replaced
from index.records import FloatMatrix

CACHE = Path("~/.cache/onrecord/precision.json")
"""What was measured before, by processor."""
ROUNDS = 5
LEAST_GAIN = 1.1
"""Times as fast as fp32 must bf16 be; a trial beside other work errs by some hundredths."""
LEAST_COSINE = 0.9999
"""Between the mean vectors of the two."""
TEXTS, PIECES = 8, 120

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """How many times as fast bf16 is as fp32, the lowest cosine between them, and the choice."""

    gain: float
    cosine: float
    precision: Precision


def faster(tensors: Tensors, shape: Shape, cache: Path = CACHE) -> Trial:
    """The trial of this processor: from the cache, or made now, in one to two seconds."""
    cache, machine = cache.expanduser(), processor()
    known = _kept(cache)
    if machine in known:
        return known[machine]
    trial = compared(
        Bert(tensors, shape, precision="fp32", threads=1),
        Bert(tensors, shape, precision="bf16", threads=1),
    )
    logger.info(
        "%s: bf16 is %.2f times as fast as fp32, cosine %.5f: %s is taken",
        machine,
        trial.gain,
        trial.cosine,
        trial.precision,
    )
    try:
        _keep(cache, {**known, machine: trial})
    except OSError as error:
        logger.info("the choice is not kept in %s: %s", cache.name, error.strerror)
    return trial


def compared(
    plain: Bert, half: Bert, clock: Callable[[], float] = time.process_time, rounds: int = ROUNDS
) -> Trial:
    """Time both on the same texts in turn."""
    # Any pieces do: what costs time is how many they are.
    ids = [[101, *range(1996 + 7 * row, 1996 + 7 * row + PIECES - 2), 102] for row in range(TEXTS)]
    part = Part.of(ids, pad=0)
    exact, rounded = (_means(network.run([part])[0]) for network in (plain, half))
    gains = []
    for _ in range(rounds):
        seconds = []
        for network in (plain, half):
            begun = clock()
            network.run([part])
            seconds.append(clock() - begun)
        gains.append(seconds[0] / max(seconds[1], 1e-9))
    gain, cosine = statistics.median(gains), float(np.sum(exact * rounded, axis=1).min())
    better = gain >= LEAST_GAIN and cosine >= LEAST_COSINE
    return Trial(round(gain, 2), round(cosine, 6), "bf16" if better else "fp32")


def _means(rows: FloatMatrix) -> FloatMatrix:
    means: FloatMatrix = rows.mean(axis=1)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return means


def _kept(cache: Path) -> dict[str, Trial]:
    """What was measured before; nothing where the file is missing or is none of ours."""
    try:
        said = json.loads(cache.read_bytes())
        trials = {str(name): Trial(**about) for name, about in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {name: trial for name, trial in trials.items() if trial.precision in ("bf16", "fp32")}


def _keep(cache: Path, trials: dict[str, Trial]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    with replaced(cache) as half:
        said = {name: asdict(trial) for name, trial in sorted(trials.items())}
        half.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
