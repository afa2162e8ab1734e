"""`make peers`: txtai, llama-index and haystack beside ours, one table for each collection."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from eval.collections.collection import Collection
from eval.command import CACHE, Choose, evaluate_collection, read_texts
from eval.measuring.significance import DRAWS, LEVEL, SEED
from eval.peers.configurations import CONFIGURATIONS, HOME, OURSELVES, peer_python
from eval.peers.measuring import Bench, Measured, measure
from eval.peers.report import PeersReport
from eval.peers.scoring import peer_run
from eval.running.environment import PROJECT, environment
from eval.running.loading import load
from eval.running.outside import Places
from eval.running.systems import DEPTH, OnRecord, System
from eval.runs import write_run
from index.build import Index
from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder, load_encoder
from index.errors import OnRecordError
from retrieval.answer import Searcher
from retrieval.reader import load_reader

JUDGED = PROJECT.parent / "shared" / "collections"
DEFAULT_COLLECTIONS = (JUDGED / "press-dev", JUDGED / "explainmeetsum" / "val")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says, and print the tables."""
    options = _parser().parse_args(arguments)
    bench = Bench(options.home, options.threads, options.fresh)
    try:
        for configuration in CONFIGURATIONS:
            peer_python(configuration.peer, bench.home)
        collections = [load(folder, options.documents) for folder in options.collections]
        encoder = load_encoder(threads=options.threads)
        report = compare_with_peers(collections, encoder, options.cache, bench)
    except (OnRecordError, ValueError, RuntimeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    folder = write_report(report, options.out)
    sys.stdout.write(f"{report.text()}\nreport: {folder / 'report.md'}\n")
    return 0


def compare_with_peers(
    collections: Sequence[Collection], encoder: Encoder, cache: Path, bench: Bench
) -> PeersReport:
    """Measure ours and every configuration on every collection, and score them alike.

    :raises PeerMissing: A peer's environment has not been made.
    """
    started = datetime.now(UTC)
    budget = PassageBudget()
    measured: dict[str, dict[str, Measured]] = {}
    against = [configuration.name for configuration in CONFIGURATIONS]
    runs = tuple(
        run
        for collection in collections
        for run in evaluate_collection(
            collection, encoder, cache, budget, _beside_peers(bench, measured), against, _tell
        )
    )
    about = {
        "name": "peers",
        "started": started.isoformat(timespec="seconds"),
        "settings": {
            "model": encoder.name,
            "model_hash": encoder.model_hash,
            "depth": DEPTH,
            "threads": bench.threads,
            "statistics": {"seed": SEED, "draws": DRAWS, "level": LEVEL},
        },
        "environment": environment(),
    }
    return PeersReport(about, runs, measured)


def write_report(report: PeersReport, out: Path) -> Path:
    """Write a run folder with `report.md`, and in `run.json` versions, settings and costs."""
    started = datetime.fromisoformat(str(report.about["started"]))
    folder = out / f"peers-{started:%Y%m%dT%H%M%SZ}"
    write_run(folder, report.runs, {**report.about, "peers": report.peers()})
    (folder / "report.md").write_text(report.markdown(), encoding="utf-8")
    return folder


def _beside_peers(bench: Bench, measured: dict[str, dict[str, Measured]]) -> Choose:
    """Choose ours and the peers' answers; what they took is put down by collection and system."""

    def choose(collection: Collection, opened: Index) -> list[System]:
        texts = read_texts(collection)
        by_peer = measured[collection.name] = _measured(collection, texts, bench)
        places = Places("a peer", collection, opened.store)
        peers = [peer_run(by_peer[configuration.name], places) for configuration in CONFIGURATIONS]
        return [OnRecord(Searcher(opened, reader=load_reader())), *peers]

    return choose


def _measured(
    collection: Collection, texts: Mapping[str, str], bench: Bench
) -> dict[str, Measured]:
    return {
        configuration.name: measure(configuration, collection, texts, bench, _tell)
        for configuration in (OURSELVES, *CONFIGURATIONS)
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=__doc__)
    add = parser.add_argument
    add(
        "collections",
        nargs="*",
        type=Path,
        default=DEFAULT_COLLECTIONS,
        help="judged collections; press-dev and explainmeetsum/val where none is named",
    )
    add("--documents", type=Path, help="folder of the documents, if not the collection's own")
    add("--out", type=Path, default=Path("runs"), help="where the run folder is made")
    add("--cache", type=Path, default=CACHE, help="indexes and embeddings of evaluations")
    add("--home", type=Path, default=HOME, help="the peers' environments and kept results")
    add(
        "--threads",
        type=int,
        default=len(os.sched_getaffinity(0)),
        help="processor threads for every system; all by default",
    )
    add(
        "--fresh",
        choices=("nothing", "answers", "all"),
        default="nothing",
        help="measure again: latencies, cold start and memory on the kept indexes, or everything",
    )
    return parser


def _tell(words: str) -> None:
    sys.stderr.write(words + " …\n")


if __name__ == "__main__":
    sys.exit(main())
