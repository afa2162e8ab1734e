"""The frame of every driver: build an index, or load it and answer, and say what it took.

    python -m eval.peers.drive_NAME build JOB RESULT STARTED
    python -m eval.peers.drive_NAME ask   JOB RESULT STARTED

STARTED is the system's monotonic clock when the process was started.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from eval.peers.contract import (
    Answered,
    Asked,
    Built,
    Chunk,
    Job,
    PeerAnswer,
    PeerHit,
    Ranked,
    place_chunks,
    read_job,
    write_json,
)

PLACES = "places.json"

Place = tuple[str, int | None, int | None]


class Engine(Protocol):
    """A peer in one configuration; its model is loaded when it has been made."""

    settings: Mapping[str, object]
    packages: Sequence[str]

    def build(self) -> None:
        """Split, embed and index the job's documents; this alone is timed."""

    def chunks(self) -> Mapping[str, Chunk]:
        """What was indexed, by key, each document's chunks in the order of its text."""

    def save(self, folder: Path) -> None:
        """Keep the index for the second process."""

    def load(self, folder: Path) -> None:
        """Take the index that the first process kept."""

    def search(self, question: str, document: str | None) -> Sequence[Ranked]:
        """The best chunks of all documents, or of the one that is named, best first."""


def drive(make: Callable[[Job], Engine], arguments: Sequence[str]) -> int:
    """Do what the command line says; see the top."""
    step, job_path, result, started = arguments
    job = read_job(Path(job_path))
    if step == "build":
        write_json(Path(result), _build(make(job), job))
    else:
        write_json(Path(result), _answer(make(job), job, float(started)))
    return 0


def _build(engine: Engine, job: Job) -> Built:
    start = time.perf_counter()
    engine.build()
    index_s = time.perf_counter() - start
    peak_mib = peak_memory_mib()
    folder = Path(job.index)
    folder.mkdir(parents=True, exist_ok=True)
    chunks = engine.chunks()
    placed, unplaced = places_of(chunks, {text.name: text.text for text in job.documents})
    (folder / PLACES).write_text(json.dumps(placed), encoding="utf-8")
    engine.save(folder)
    return Built(
        settings=engine.settings,
        versions=_versions(engine.packages),
        chunks=len(chunks),
        index_s=index_s,
        peak_mib=peak_mib,
        unplaced=unplaced,
    )


def places_of(
    chunks: Mapping[str, Chunk], texts: Mapping[str, str]
) -> tuple[dict[str, Place], dict[str, int]]:
    """Document, start and end of each chunk by its key, and the unplaced ones counted."""
    placed: dict[str, Place] = {}
    unplaced: dict[str, int] = {}
    spans = place_chunks(list(chunks.values()), texts)
    for (key, chunk), span in zip(chunks.items(), spans, strict=True):
        placed[key] = (chunk.document, *(span or (None, None)))
        if span is None:
            unplaced[chunk.document] = unplaced.get(chunk.document, 0) + 1
    return placed, unplaced


def _answer(engine: Engine, job: Job, started: float) -> Answered:
    engine.load(Path(job.index))
    first = job.questions[0]
    engine.search(first.text, first.document)
    cold_start_s = time.monotonic() - started
    places = json.loads((Path(job.index) / PLACES).read_text(encoding="utf-8"))
    answers = tuple(_ask(engine, asked, places) for asked in job.questions)
    return Answered(cold_start_s, peak_memory_mib(), answers)


def _ask(engine: Engine, asked: Asked, places: Mapping[str, Place]) -> PeerAnswer:
    start = time.perf_counter()
    ranked = engine.search(asked.text, asked.document)
    taken_ms = (time.perf_counter() - start) * 1000
    hits = tuple(PeerHit(*places[hit.key], hit.score) for hit in ranked)
    return PeerAnswer(asked.query_id, asked.document, taken_ms, hits)


def peak_memory_mib() -> float:
    """The most memory that this process has held, in MiB.

    Not `ru_maxrss`: that also counts what the process which started this one held by then.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def _versions(packages: Sequence[str]) -> dict[str, str]:
    versions = {"python": sys.version.split()[0]}
    for package in packages:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions
