"""`onrecord eval`: collections in, report and run folder out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from eval.collections.collection import Collection
from eval.measuring.significance import DRAWS, LEVEL, SEED
from eval.report.page import report_page
from eval.report.report import Report, question_listing
from eval.running.beir import BestOfDocument
from eval.running.embeddings import RememberingEncoder
from eval.running.environment import environment
from eval.running.loading import load
from eval.running.models import ModelBaseline, load_model_baseline, model_baseline
from eval.running.outside import outside_name, read_outside_run
from eval.running.prepared import open_prepared
from eval.running.systems import (
    BASELINES,
    DEPTH,
    FUSION_DEPTH,
    FUSION_K,
    OURS,
    OURS_FILTERED,
    OnRecord,
    System,
    baselines,
)
from eval.runs import CollectionRun, compare_systems, plain, run_systems, write_run
from index.build import Index
from index.cutting.passages import PassageBudget
from index.encoding.encoder import Encoder
from index.errors import CollectionError
from index.readers import read_source
from retrieval.answer import Searcher
from retrieval.ranking import Ranking
from retrieval.reader import Reader

CACHE = Path(".cache/eval")

Tell = Callable[[str], None]
Choose = Callable[[Collection, Index], Sequence[System]]
"""Gives the systems that are asked, the one that is compared first."""


@dataclass(frozen=True, slots=True)
class Ours:
    """How our own system is set; None for the ranking and passages that we ship, and no reader."""

    ranking: Ranking | None = None
    reader: Reader | None = None
    budget: PassageBudget | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside ours: other programs' rankings and embedding models.

    :param outside: TREC runs over the one collection given.
    :param models: Folders of embedding models or rerankers, each one more baseline.
    :param choose: Gives other systems than ours and the baselines.
    :param against: The systems that ours is compared with, beside those of `outside` and `models`.
    """

    outside: Sequence[Path] = ()
    models: Sequence[Path] = ()
    choose: Choose | None = None
    against: Sequence[str] = BASELINES


def evaluate(
    collections: Sequence[Path],
    *,
    encoder: Encoder,
    ours: Ours | None = None,
    beside: Beside | None = None,
    documents: Path | None = None,
    out: Path | None = None,
    cache: Path = CACHE,
    name: str = "eval",
    tell: Tell | None = None,
) -> Report:
    """Measure the whole way from question to quotes, beside the baselines, on collections.

    :param collections: Folders in one of the forms of `eval.collections.collection`.
    :param documents: The folder with the documents; None for each collection's own.
    :param out: Where the run folder `<name>-<time>` is made; None writes none.
    :param cache: Keeps indexes and embeddings from one evaluation to the next.
    :param tell: Told in a few words what is being done.
    :raises CollectionError: A collection is wrong, or its documents are missing or differ.
    """
    say = tell or (lambda words: None)
    ours, beside = ours or Ours(), beside or Beside()
    ranking, budget = ours.ranking or Ranking(), ours.budget or PassageBudget()
    loaded = [load(folder, documents) for folder in collections]
    _check_names(loaded)
    further = [load_model_baseline(folder) for folder in beside.models]
    _check_outside(beside.outside, loaded, [one.name for one in further])
    choose = beside.choose or beside_baselines(
        encoder, cache, ranking, beside.outside, reader=ours.reader, models=further
    )
    against = (
        *beside.against,
        *map(outside_name, beside.outside),
        *(one.name for one in further),
    )
    started = datetime.now(UTC)
    runs = tuple(
        run
        for collection in loaded
        for run in evaluate_collection(collection, encoder, cache, budget, choose, against, say)
    )
    about = {
        "name": name,
        "started": started.isoformat(timespec="seconds"),
        "settings": {
            **_settings(encoder, ranking, ours.reader, budget),
            **({"baseline models": {one.name: one.sha256 for one in further}} if further else {}),
        },
        "environment": environment(),
    }
    folder = None if out is None else _new_folder(out, f"{name}-{started:%Y%m%dT%H%M%SZ}")
    report = Report(about, runs, folder)
    if folder is not None:
        write_run(folder, runs, about)
        (folder / "report.md").write_text(report.markdown(), encoding="utf-8")
        listings = [question_listing(run) for run in runs]
        (folder / "questions.txt").write_text("\n\n".join(listings) + "\n", encoding="utf-8")
        page = report_page(
            report, {collection.name: read_texts(collection) for collection in loaded}
        )
        (folder / "report.html").write_text(page, encoding="utf-8")
        say(f"run folder: {folder}")
    return report


def beside_baselines(
    encoder: Encoder,
    cache: Path,
    ranking: Ranking,
    outside: Sequence[Path] = (),
    *,
    reader: Reader | None = None,
    models: Sequence[ModelBaseline] = (),
) -> Choose:
    """Choose ours, the baselines, others' models and runs, and ours with filters if asked so."""

    def choose(collection: Collection, opened: Index) -> list[System]:
        searcher = Searcher(opened, ranking, reader)
        usual = baselines(opened, RememberingEncoder(encoder, cache))
        systems: list[System] = [OnRecord(searcher), *usual]
        systems += [model_baseline(one, usual, cache) for one in models]
        systems += [read_outside_run(path, collection, opened.store) for path in outside]
        if any(query.filtered for query in collection.queries):
            systems.append(OnRecord(searcher, explicit=True))
        return systems

    return choose


def evaluate_collection(
    collection: Collection,
    encoder: Encoder,
    cache: Path,
    budget: PassageBudget,
    choose: Choose,
    against: Sequence[str],
    tell: Tell,
) -> list[CollectionRun]:
    """Build or open the collection's index, ask all systems, score and compare them.

    :return: One run over the whole collection, and where questions are about one document a
        second one in which each is asked of that document alone.
    """
    start = time.perf_counter()
    tell(f"{collection.name}: index of {len(collection.documents)} documents")
    texts = read_texts(collection)
    opened = open_prepared(collection, encoder, cache, budget=budget)
    try:
        tell(f"{collection.name}: getting the systems ready")
        systems = list(choose(collection, opened))
        if collection.by_document:
            systems = [BestOfDocument(system) for system in systems]
        build_s = time.perf_counter() - start
        scopes = (False, True) if any(query.document for query in collection.queries) else (False,)
        asked = _Asked(collection, systems, against, texts, _index_facts(opened), build_s)
        return [_ask(asked, tell, inside=inside) for inside in scopes]
    finally:
        opened.close()


@dataclass(frozen=True, slots=True)
class _Asked:
    """One collection, ready to be asked; `texts` are its documents, by name."""

    collection: Collection
    systems: Sequence[System]
    against: Sequence[str]
    texts: Mapping[str, str]
    facts: Mapping[str, object]
    build_s: float


def _ask(asked: _Asked, tell: Tell, *, inside: bool) -> CollectionRun:
    start = time.perf_counter()
    collection = asked.collection
    outcomes, scores = run_systems(
        collection,
        asked.systems,
        asked.texts,
        inside=inside,
        progress=lambda system: tell(f"{collection.name}: asking {system}"),
    )
    return CollectionRun(
        collection=collection,
        index=asked.facts,
        scores=scores,
        outcomes=outcomes,
        comparisons=compare_systems(scores, asked.against),
        build_s=asked.build_s,
        asking_s=time.perf_counter() - start,
        inside=inside,
    )


def read_texts(collection: Collection) -> dict[str, str]:
    """Every document's text by name, straight from its file; judged spans must lie inside.

    :raises CollectionError: A gold span ends behind the end of its document.
    """
    texts = {
        path.name: read_source(path.name, path.read_bytes()).text for path in collection.paths()
    }
    texts.update((parsed.source.name, parsed.source.text) for parsed in collection.parsed)
    outside = [
        f"{gold.query_id} {gold.start}:{gold.end} of {gold.document}"
        for gold in collection.golds
        if gold.end > len(texts[gold.document])
    ]
    if outside:
        raise CollectionError(
            f"{collection.folder / 'qrels.tsv'}: spans that end behind their document: "
            f"{'; '.join(outside)}"
        )
    return texts


def _new_folder(out: Path, name: str) -> Path:
    """A folder that is not there yet; a second run in one second gets a number."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(out / name for name in names if not (out / name).exists())


def _check_names(collections: Sequence[Collection]) -> None:
    names = [collection.name for collection in collections]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CollectionError(f"two collections have the same name: {', '.join(twice)}")
    for name in names:
        if not re.fullmatch(r"[\w.-]+", name) or name.startswith("."):
            raise CollectionError(f"{name!r} cannot name a folder: use letters, digits, - and _")


def _check_outside(
    outside: Sequence[Path], collections: Sequence[Collection], models: Sequence[str]
) -> None:
    if outside and len(collections) != 1:
        raise CollectionError(
            f"{outside[0]} is a run over one collection, {len(collections)} are given: evaluate "
            "them one at a time"
        )
    names = [OURS, OURS_FILTERED, *BASELINES, *map(outside_name, outside), *models]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CollectionError(
            f"two systems have the name {', '.join(twice)}: rename the file or folder"
        )


def _settings(
    encoder: Encoder, ranking: Ranking, reader: Reader | None, budget: PassageBudget
) -> dict[str, object]:
    return {
        "model": encoder.name,
        "model_hash": encoder.model_hash,
        "precision": getattr(encoder, "precision", None),
        "ranking": plain(ranking),
        "reader": None if reader is None else {"name": reader.name, "sha256": reader.sha256},
        "passages": plain(budget),
        "depth": DEPTH,
        "fusion": {"k": FUSION_K, "depth": FUSION_DEPTH},
        "statistics": {"seed": SEED, "draws": DRAWS, "level": LEVEL},
    }


def _index_facts(opened: Index) -> dict[str, object]:
    counts = plain(opened.store.counts())
    assert isinstance(counts, dict), "counts are a record"  # noqa: S101
    return {**counts, "generation": opened.store.generation}
