"""Runs one configuration over one collection, in two processes of its own, and keeps the result.

The first process builds the index, the second loads it and answers, so that a cold start and the
memory of a service are measured too. What they wrote is kept under a hash of all that it depends
on; scoring is repeated without running anything again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import index.build
import retrieval.answer
from eval.collections.collection import Collection
from eval.peers import configurations
from eval.peers.configurations import HOME, OURSELVES, Configuration, peer_python
from eval.peers.contract import (
    Answered,
    Asked,
    Built,
    Job,
    Text,
    read_answered,
    read_built,
    write_json,
)
from eval.running.environment import PROJECT
from eval.running.systems import DEPTH
from index.encoding.encoder import model_folder

Fresh = Literal["nothing", "answers", "all"]

# Nothing is fetched and nothing is reported home: the model's folder is given.
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
TOLD_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What the two processes of one configuration found and took."""

    configuration: Configuration
    built: Built
    answered: Answered


@dataclass(frozen=True, slots=True)
class Bench:
    """How configurations are run: where environments and results stand, and on how many threads.

    `fresh` "answers" asks the kept index again, which gives new latencies, cold start and
    memory; "all" builds it again too.
    """

    home: Path = HOME
    threads: int = 1
    fresh: Fresh = "nothing"


def measure(
    configuration: Configuration,
    collection: Collection,
    texts: Mapping[str, str],
    bench: Bench,
    tell: Callable[[str], None],
) -> Measured:
    """Build and ask, or read what an earlier run over the same things kept.

    :param texts: The documents' text by name, as this project reads it.
    :raises PeerMissing: The peer's environment has not been made.
    :raises RuntimeError: A driver failed; the end of what it said is in the message.
    """
    ours = configuration == OURSELVES
    python = Path(sys.executable) if ours else peer_python(configuration.peer, bench.home)
    place = _place(configuration, collection, texts, bench)
    if bench.fresh == "all":
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
    job = _job(configuration, collection, texts, place, bench.threads)
    built, answered = place / "built.json", place / "answered.json"
    drive = _Drive(python, configuration, place, bench.threads)
    if not built.is_file():
        tell(f"{collection.name}: {configuration.name} builds its index")
        # A broken build leaves files that the next one would stumble over.
        shutil.rmtree(job.index, ignore_errors=True)
        answered.unlink(missing_ok=True)
        drive.run("build", job, built)
    if not answered.is_file() or bench.fresh == "answers":
        tell(f"{collection.name}: {configuration.name} answers")
        drive.run("ask", replace(job, documents=()), answered)
    return Measured(configuration, read_built(built), read_answered(answered))


@dataclass(frozen=True, slots=True)
class _Drive:
    """Runs a driver's two steps."""

    python: Path
    configuration: Configuration
    place: Path
    threads: int

    def run(self, step: str, job: Job, result: Path) -> None:
        job_path = self.place / f"{step}-job.json"
        write_json(job_path, job)
        module = f"eval.peers.{self.configuration.driver}"
        command = [str(self.python), "-m", module, step, str(job_path), str(result)]
        count = str(self.threads)
        threads = {"OMP_NUM_THREADS": count, "MKL_NUM_THREADS": count}
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        done = subprocess.run(  # noqa: S603
            [*command, str(time.monotonic())],
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
            env=kept | OFFLINE | threads,
        )
        job_path.unlink()
        if done.returncode or not result.is_file():
            raise RuntimeError(
                f"{self.configuration.name} ended with {done.returncode} at {step}: "
                f"{(done.stderr or done.stdout)[-TOLD_CHARACTERS:]}"
            )


def _job(
    configuration: Configuration,
    collection: Collection,
    texts: Mapping[str, str],
    place: Path,
    threads: int,
) -> Job:
    return Job(
        configuration=configuration.form,
        model=str(model_folder()),
        index=str(place / "index"),
        depth=DEPTH,
        threads=threads,
        documents=tuple(Text(name, text) for name, text in texts.items()),
        questions=_questions(collection),
        collection=str(collection.folder),
        documents_folder=driver_folder(collection),
    )


def driver_folder(collection: Collection) -> str:
    """The folder of the documents' files, for a driver that reads them.

    Empty where there are no files, and where they stand in several folders: these are always
    the collection's own, since a caller can only give one, and a driver finds them itself.
    """
    folders = collection.documents_folders
    return "" if collection.parsed or len(folders) > 1 else str(folders[0])


def _questions(collection: Collection) -> tuple[Asked, ...]:
    """All questions over the whole collection, then those about a document inside it."""
    queries = collection.queries
    return (
        *(Asked(query.query_id, query.text, None) for query in queries),
        *(Asked(query.query_id, query.text, query.document) for query in queries if query.document),
    )


def _place(
    configuration: Configuration, collection: Collection, texts: Mapping[str, str], bench: Bench
) -> Path:
    """The folder for what depends on documents, questions, versions, drivers and threads."""
    content = hashlib.sha256(repr((sorted(texts.items()), _questions(collection))).encode())
    content.update(repr((DEPTH, bench.threads)).encode())
    for source in _sources(configuration):
        content.update(source.read_bytes())
    home = bench.home.absolute() / "results" / collection.name
    return home / f"{configuration.key}-{content.hexdigest()[:16]}"


def _sources(configuration: Configuration) -> list[Path]:
    """The files that say what a configuration does; for ours all that lies on its way."""
    here = Path(configurations.__file__).parent
    sources = [here / f"{name}.py" for name in (configuration.driver, "driving", "contract")]
    if configuration == OURSELVES:
        rooms = (index.build.__file__, retrieval.answer.__file__)
        return sources + [
            path for room in rooms for path in sorted(Path(room).parent.rglob("*.py"))
        ]
    return [*sources, here / "requirements" / f"{configuration.peer}.txt"]
