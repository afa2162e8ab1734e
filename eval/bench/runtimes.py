"""Runtimes of the embedding model and the reader in one interleaved run, with the machine beside.

`python -m eval.bench.runtimes` prints a table: how many times as many texts a processor second each
runtime encodes as PyTorch in fp32, with the lowest cosine between their vectors; what a question
and the reader's ten exchanges take; and what the machine itself reads, multiplies and syncs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.bench.building import transcripts
from eval.bench.machine import machine
from eval.bench.pairs import Ratio, paired, seconds
from eval.bench.timing import Spread, spread
from eval.measuring.tables import Row, columns
from eval.running.environment import PROJECT
from index.cutting.passages import PassageBudget
from index.encoding.compiled import CompiledEncoder
from index.encoding.encoder import Encoder, embed, find_model, load_encoder
from index.encoding.transformer import SentenceEncoder
from index.prepare import IncomingSource, cut, texts
from index.records import FloatMatrix
from retrieval.reader import SHIPPED
from retrieval.reading.compiled import CompiledReader
from retrieval.reading.form import Exchange
from retrieval.reading.network import NetworkReader

BRIEFINGS = PROJECT.parent / "shared" / "corpora" / "white-house-briefings"
SAMPLE = PROJECT / "transcripts" / "sample"
BASE = "PyTorch fp32"
PAIRS = 30
"""Paired ratios, of which the median and an interval are given."""
TEXTS = 64
QUESTION = "what did the minister say about the ferry to the island"
EXCHANGES = 10


@dataclass(frozen=True, slots=True)
class Side:
    """One runtime beside `BASE`: how many times as fast, how near, and its own milliseconds."""

    name: str
    texts: Ratio
    question: Ratio
    cosine: float
    text_ms: Spread
    question_ms: Spread


def compare(
    sides: Mapping[str, Encoder],
    given: Sequence[str],
    pairs: int = PAIRS,
    clock: Callable[[], float] = time.process_time,
) -> list[Side]:
    """Encode the same texts by all sides in turn, so that all see the same machine."""
    vectors = {name: embed(given, encoder) for name, encoder in sides.items()}
    many: dict[str, list[float]] = {name: [] for name in sides}
    single: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(pairs):
        for name, encoder in sides.items():
            many[name].append(seconds(lambda: embed(given, encoder), clock))  # noqa: B023
        for name, encoder in sides.items():
            single[name].append(seconds(lambda: embed([QUESTION], encoder), clock))  # noqa: B023
    return [
        Side(
            name,
            paired(many[BASE], many[name]),
            paired(single[BASE], single[name]),
            _cosine(vectors[BASE], vectors[name]),
            spread([1000 * timing / len(given) for timing in many[name]], "ms"),
            spread([1000 * timing for timing in single[name]], "ms"),
        )
        for name in sides
    ]


def _cosine(first: FloatMatrix, second: FloatMatrix) -> float:
    return float(np.sum(first * second, axis=1).min())


def encoders() -> dict[str, Encoder]:
    """All runtimes and precisions on one thread; the first is what the others are compared to."""
    model = find_model()
    told = (model.folder, model.name, model.sha256, 1)
    return {
        BASE: SentenceEncoder(*told, "fp32"),
        "PyTorch bf16": SentenceEncoder(*told, "bf16"),
        "OpenVINO fp32": CompiledEncoder(*told, "fp32"),
        "OpenVINO bf16": CompiledEncoder(*told, "bf16"),
    }


def passages(count: int) -> list[str]:
    """`count` passages as the index encodes them: of briefings, else of the sample."""
    folder = BRIEFINGS if BRIEFINGS.is_dir() else SAMPLE
    passages_found: list[str] = []
    encoder = load_encoder(threads=1)
    for path in (file for file in transcripts(folder, 20) if file.suffix == ".txt"):
        passages_found += texts(
            [cut(IncomingSource(path.name, path.read_bytes()), PassageBudget(), encoder)]
        )
    step = max(1, len(passages_found) // count)
    return passages_found[::step][:count]


def readers(given: Sequence[str], rounds: int) -> list[Row]:
    """Ten exchanges read by both runtimes in turn: milliseconds of processor time."""
    base = find_model()
    exchanges = [
        Exchange("MS. OKORO", "When does it sail again?", tuple(sentence.split(". ")))
        for sentence in given[:EXCHANGES]
    ]
    sides = {
        f"{name} {precision}": kind(SHIPPED, base.folder, base.sha256, 1, precision)
        for name, kind in (("PyTorch", NetworkReader), ("OpenVINO", CompiledReader))
        for precision in ("fp32", "bf16")
    }
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, reader in sides.items():
            taken[name].append(
                seconds(lambda: reader.read(QUESTION, exchanges), time.process_time)  # noqa: B023
            )
    rows: list[Row] = [("reader, ten exchanges", "ms", "times as fast", "from", "to")]
    for name, timings in taken.items():
        ratio = paired(taken[BASE], timings)
        milliseconds = 1000 * float(np.median(timings))
        rows.append((name, f"{milliseconds:.1f}", *_ratio(ratio)))
    return rows


def rows_of(sides: Sequence[Side]) -> list[Row]:
    """The table of the encoders."""
    many = ("encoder, one thread", "ms a text", "times", "from", "to")
    rows: list[Row] = [(*many, "ms a question", "times", "from", "to", "least cosine")]
    for side in sides:
        cells = [f"{side.text_ms.median:.2f}", *_ratio(side.texts)]
        cells += [f"{side.question_ms.median:.2f}", *_ratio(side.question), f"{side.cosine:.6f}"]
        rows.append((side.name, *cells))
    return rows


def _ratio(ratio: Ratio) -> tuple[str, str, str]:
    return (f"{ratio.median:.2f}", f"{ratio.low:.2f}", f"{ratio.high:.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.runtimes", description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--texts", type=int, default=TEXTS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"{name}: {told}" for name, told in machine(Path(folder)).items()]
    given = passages(options.texts)
    lines += ["", *columns(rows_of(compare(encoders(), given, options.pairs)))]
    lines += ["", *columns(readers(given, options.pairs))]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
