"""How fast an index is built, against the bare encoder, and in how much memory.

Run as a program it builds one index in a process of its own and prints its figures as JSON:

    python -m eval.bench.building FOLDER DATA LIMIT
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.bench.timing import Spread, memory, size_mib, spread
from eval.running.environment import PROJECT
from index.build import index_paths, open_index
from index.encoding.encoder import Encoder, embed, load_encoder
from index.errors import StoreMissing


@dataclass(frozen=True, slots=True)
class Build:
    """One whole build in its own process: from files to an index that answers."""

    files: int
    documents: int
    turns: int
    passages: int
    speakers: int
    failed: int
    load_s: float
    index_s: float
    passages_per_s: float
    loaded_mib: float
    peak_mib: float
    disk_mib: float


@dataclass(frozen=True, slots=True)
class BuildSpeed:
    """The whole build against the encoder alone, in interleaved rounds over the same passages.

    `ratio` is the build's passages a second over the encoder's, round by round. On a machine
    that others use too, `processor_ratio` says more: the same in processor seconds.
    """

    files: int
    passages: int
    build: Spread
    encoder: Spread
    ratio: Spread
    processor_ratio: Spread


def transcripts(folder: Path, limit: int | None) -> list[Path]:
    """The folder's files, or so many of them spread evenly over their names.

    :raises StoreMissing: The folder has no files.
    """
    paths = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    if not paths:
        raise StoreMissing(f"no transcripts in {folder}: give a folder with transcript files")
    if limit is None or limit >= len(paths):
        return paths
    return [paths[place * len(paths) // limit] for place in range(limit)]


def build_apart(folder: Path, data: Path, limit: int | None) -> Build:
    """Build an index at `data` in a process of its own, so that its memory is its own."""
    places = [str(folder.resolve()), str(data.resolve()), str(limit or 0)]
    command = [sys.executable, "-m", "eval.bench.building", *places]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, cwd=PROJECT
    )
    if done.returncode:
        raise RuntimeError(f"the build ended with {done.returncode}: {done.stderr[-2000:]}")
    return Build(**json.loads(done.stdout.splitlines()[-1]))


def build_speed(paths: Sequence[Path], encoder: Encoder, rounds: int) -> BuildSpeed:
    """Build an index of these files and encode its passages bare, in turns.

    The encoder gets the same texts in one call, which is the best that it can be given.
    """
    builds: list[_Taken] = []
    bare: list[_Taken] = []
    count = 0
    for _ in range(rounds):
        texts, taken = _timed_build(paths, encoder)
        builds.append(taken)
        start = _Taken.now()
        embed(texts, encoder)
        bare.append(_Taken.since(start))
        count = len(texts)
    rounds_of_both = list(zip(bare, builds, strict=True))
    ratios = [alone.wall_s / whole.wall_s for alone, whole in rounds_of_both]
    processor = [alone.processor_s / whole.processor_s for alone, whole in rounds_of_both]
    return BuildSpeed(
        files=len(paths),
        passages=count,
        build=spread([count / taken.wall_s for taken in builds], "passages/s"),
        encoder=spread([count / taken.wall_s for taken in bare], "passages/s"),
        ratio=spread(ratios, ""),
        processor_ratio=spread(processor, ""),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """Seconds on the clock, and seconds of all processors together."""

    wall_s: float
    processor_s: float

    @classmethod
    def now(cls) -> _Taken:
        return cls(time.perf_counter(), time.process_time())

    @classmethod
    def since(cls, start: _Taken) -> _Taken:
        now = cls.now()
        return cls(now.wall_s - start.wall_s, now.processor_s - start.processor_s)


def _timed_build(paths: Sequence[Path], encoder: Encoder) -> tuple[list[str], _Taken]:
    """What was embedded, in key order, and what the whole build took."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-bench-"))
    try:
        start = _Taken.now()
        opened = open_index(folder / "data", encoder, create=True)
        index_paths(opened, paths)
        taken = _Taken.since(start)
        keys = opened.store.passage_keys()
        texts = [passage.embedded for passage in opened.store.passages(keys)]
        opened.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return texts, taken


def _main(folder: str, data: str, limit: str) -> None:
    """Build one index and print its figures, the last line of the output."""
    paths = transcripts(Path(folder), int(limit) or None)
    start = time.perf_counter()
    encoder = load_encoder()
    loaded = time.perf_counter()
    before = memory()
    opened = open_index(Path(data), encoder, create=True)
    report = index_paths(opened, paths)
    taken = time.perf_counter() - loaded
    counts = opened.store.counts()
    opened.close()
    built = Build(
        files=len(paths),
        documents=counts.documents,
        turns=counts.turns,
        passages=counts.passages,
        speakers=counts.speakers,
        failed=len(report.failed),
        load_s=loaded - start,
        index_s=taken,
        passages_per_s=counts.passages / taken,
        loaded_mib=before.now_mib,
        peak_mib=memory().peak_mib,
        disk_mib=size_mib(Path(data)),
    )
    sys.stdout.write(json.dumps(asdict(built)) + "\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
