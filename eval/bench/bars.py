"""What the program promises of its speed, each as a ratio of two sides that run in turns."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np

from eval.bench.asking import Timed
from eval.bench.growing import SEED, noised
from eval.bench.pairs import Bar, Clock, bar, in_turns, seconds
from eval.bench.timing import Stopwatch
from eval.running.environment import PROJECT
from index.build import Index, index_paths, open_index
from index.encoding.bert import Bert
from index.encoding.encoder import Encoder
from index.finding.vectors import FlatVectorIndex
from index.records import FloatMatrix
from retrieval.answer import Searcher
from retrieval.reading.form import Exchange
from retrieval.results import Question

SAMPLE = PROJECT / "transcripts" / "sample"
NEAREST = 100
SHELL = (sys.executable, "-c", "from service.cli import main; main()")
LOAD = (
    sys.executable,
    "-c",
    "from index.encoding.encoder import load_encoder; from retrieval.reader import load_reader;"
    "load_encoder(); load_reader()",
)
ASKED = "when does the ferry sail again"


@dataclass(frozen=True, slots=True)
class Grown:
    """Vectors of an index, and more made from them until a size is reached."""

    vectors: FlatVectorIndex
    matrix: FloatMatrix


def grown(index: Index, count: int) -> Grown:
    """`count` vectors: the index's own, then the same with seeded noise."""
    own = index.vectors.rows(index.vectors.keys())
    drawn = np.random.default_rng(SEED)
    matrix = np.empty((count, own.shape[1]), dtype=np.float32)
    for start in range(0, count, len(own)):
        rows = matrix[start : start + len(own)]
        rows[:] = noised(own[: len(rows)], drawn) if start else own[: len(rows)]
    vectors = FlatVectorIndex(own.shape[1])
    vectors.add(np.arange(1, count + 1, dtype=np.int64), matrix)
    return Grown(vectors, matrix)


def scan_bars(
    found: Grown, queries: FloatMatrix, rounds: int, clock: Clock = time.perf_counter
) -> list[Bar]:
    """The nearest of all against a bare pass over the bytes, and under a filter against without."""
    count = len(found.matrix)
    drawn = np.random.default_rng(SEED)
    few = np.sort(drawn.choice(count, count // 100, replace=False).astype(np.int64) + 1)
    numbers = found.matrix.reshape(-1).view(np.uint64)
    asked = iter(np.resize(queries, (4 * (rounds + 1), queries.shape[1])))

    def search(allowed: np.ndarray[tuple[int], np.dtype[np.int64]] | None) -> Callable[[], object]:
        return lambda: found.vectors.search(next(asked)[None, :], NEAREST, allowed)

    taken = in_turns({"all": search(None), "few": search(few), "bytes": numbers.max}, rounds, clock)
    name = f"nearest {NEAREST} of {count:,} vectors"
    return [
        bar(f"{name} / bare read of their bytes", taken["all"], taken["bytes"], most=1.4),
        bar(f"{name}, 1 % allowed / all", taken["few"], taken["all"], most=1.2),
    ]


def reader_bar(
    reader: object,
    texts: Sequence[str],
    threads: int,
    rounds: int,
    clock: Clock = time.perf_counter,
) -> Bar | None:
    """Ten exchanges read against the passes of the network alone; None for another reader."""
    read = getattr(reader, "read", None)
    exchanges = [
        Exchange("MS. OKORO", "When does it sail again?", tuple(one.split(". ")))
        for one in texts[:10]
    ]
    if read is None or not exchanges:
        return None
    whole: list[float] = []
    passes: list[float] = []
    with _watched(clock) as watch:
        for number in range(rounds + 1):
            before = watch.total_s
            taken = seconds(lambda: read(ASKED, exchanges), clock)
            if number and watch.total_s > before:
                whole.append(taken)
                passes.append(watch.total_s - before)
    what = f"reader, {len(exchanges)} exchanges / its bare passes"
    return bar(what, whole, passes, threads=threads, most=1.15) if whole else None


@contextmanager
def _watched(clock: Clock) -> Iterator[Stopwatch]:
    """Time all passes of compiled networks."""
    watch, run = Stopwatch(clock), Bert.run

    def timed(network: Bert, *arguments: object) -> object:
        with watch.running():
            return run(network, *arguments)  # type: ignore[arg-type]

    Bert.run = timed  # type: ignore[method-assign, assignment]
    try:
        yield watch
    finally:
        Bert.run = run  # type: ignore[method-assign]


def adding_bars(
    data: Path,
    encoder: Encoder,
    paths: Sequence[Path],
    questions: Sequence[str],
    rounds: int,
    clock: Clock = time.perf_counter,
) -> list[Bar]:
    """A document put into a large record and into a small one; the first question after it.

    As in the service, what has changed is taken up behind the change: that counts with the change.
    Each question is asked before it too, so that only the change makes the first one another.

    :param data: The large record; what is changed is a copy.
    :param paths: The first ten make the small record; they are put from the eleventh on, in turn.
    """
    watch = Stopwatch(clock)
    timed = cast(Encoder, Timed(encoder, watch))
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as name:
        folder = Path(name)
        shutil.copytree(data, folder / "large")
        small = open_index(folder / "small", timed, create=True)
        index_paths(small, paths[:10])
        large = open_index(folder / "large", timed)
        try:
            sides = {"large": large, "small": small}
            counts = {side: index.store.counts().passages for side, index in sides.items()}
            put: dict[str, list[float]] = {side: [] for side in sides}
            taken_up: dict[str, list[float]] = {side: [] for side in sides}
            asked: dict[str, list[float]] = {"first": [], "usual": []}
            searchers = {side: Searcher(index) for side, index in sides.items()}
            for number in range(rounds + 1):
                path = paths[(10 + number) % len(paths)]
                data_of = path.read_bytes() + f"\n\nAdded as number {number}.\n".encode()
                question = Question(questions[number % len(questions)])
                ask = partial(searchers["large"].ask, question)
                ask()
                for side, index in sides.items():
                    before = watch.total_s
                    taken = seconds(lambda: index.put(f"added-{number}.txt", data_of), clock)  # noqa: B023
                    put[side].append(taken - (watch.total_s - before))
                    taken_up[side].append(seconds(searchers[side].renew, clock))
                for when in ("first", "usual"):
                    asked[when].append(seconds(ask, clock))
        finally:
            small.close()
            large.close()
    both = {side: [a + b for a, b in zip(put[side], taken_up[side], strict=True)] for side in put}
    sizes = f"{counts['large']:,} passages / into {counts['small']:,}"
    return [
        bar(f"document put into {sizes}", put["large"][1:], put["small"][1:], most=1.5),
        bar("the same with taking it up", both["large"][1:], both["small"][1:], most=1.5),
        bar("first question after it / again", asked["first"][1:], asked["usual"][1:], most=1.5),
    ]


def shell_bar(rounds: int) -> Bar:
    """A question from the shell on the sample, against loading encoder and reader alone."""
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as name:
        where = ["--data", name]
        _done([*SHELL, "index", *where, str(SAMPLE)])
        taken = in_turns(
            {
                "ask": lambda: _done([*SHELL, "ask", *where, ASKED]),
                "load": lambda: _done(LOAD),
            },
            rounds,
            time.perf_counter,
        )
    return bar("`onrecord ask` on the sample / loading the models", taken["ask"], taken["load"])


def _done(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{command[-2:]} ended with {done.returncode}: {done.stderr[-500:]}")
