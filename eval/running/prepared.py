"""The index of a collection's documents, built once for these, code, model and passage length.

Collections over the same documents share it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import index.build
from eval.collections.collection import Collection
from eval.running.embeddings import RememberingEncoder
from index.build import BATCH_PASSAGES, Index, IndexReport, index_paths, open_index
from index.cutting.passages import PassageBudget, make_passages
from index.encoding.encoder import Encoder
from index.errors import CollectionError
from index.prepare import CutSource, IncomingSource
from index.records import ParsedSource

KEPT = 3
"""Indexes kept for documents of the same names; older code's are of no use."""

logger = logging.getLogger(__name__)


def open_prepared(
    collection: Collection, encoder: Encoder, cache: Path, *, budget: PassageBudget
) -> Index:
    """Open the index that holds exactly a collection's documents; the caller closes it.

    :raises CollectionError: A document cannot be indexed, or is on record as another's duplicate;
        all are named.
    """
    place = prepare_index(collection, encoder, cache, budget=budget)
    opened = open_index(place, encoder, budget=budget)
    try:
        if not collection.parsed:
            _check_judged(collection, {source.name for source in opened.store.sources()})
    except CollectionError:
        opened.close()
        raise
    return opened


def prepare_index(
    collection: Collection,
    encoder: Encoder,
    cache: Path,
    *,
    budget: PassageBudget,
) -> Path:
    """Give the folder of an index that holds exactly a collection's documents.

    It is built under another name and renamed when it is whole, so that a broken build is never
    taken for an index.

    :raises CollectionError: A document cannot be indexed; all are named, each with its reason.
    """
    key = index_key(collection, encoder, budget)
    home = cache / "indexes" / _names_key(collection)
    place = home / key
    if place.is_dir():
        return place
    half = home / f"{key}.{os.getpid()}.part"
    shutil.rmtree(half, ignore_errors=True)
    remembering = RememberingEncoder(encoder, cache)
    opened = open_index(half, remembering, create=True, budget=budget)
    try:
        if collection.parsed:
            index_parsed(opened, collection.parsed)
        else:
            report = index_paths(opened, collection.paths())
            _check_report(collection, report)
    finally:
        opened.close()
    try:
        half.replace(place)
    except OSError:
        if not place.is_dir():
            raise
        # Another run built the same meanwhile.
        shutil.rmtree(half, ignore_errors=True)
    _forget_old(home)
    return place


def _names_key(collection: Collection) -> str:
    names = "\n".join(sorted(document.name for document in collection.documents))
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def index_key(collection: Collection, encoder: Encoder, budget: PassageBudget) -> str:
    """What an index depends on, as 24 hexadecimal digits."""
    content = hashlib.sha256()
    for parsed in collection.parsed:
        content.update(f"{parsed.source.name} {parsed.source.sha256}\n".encode())
    for path in collection.paths():
        sidecar = path.with_name(path.name + ".meta.json")
        for file in (path, sidecar) if sidecar.is_file() else (path,):
            content.update(f"{file.name} {_sha256(file)}\n".encode())
    room = Path(index.build.__file__).parent
    for module in sorted(room.rglob("*.py")):
        content.update(module.read_bytes())
    precision = getattr(encoder, "precision", "")
    content.update(f"{encoder.name} {encoder.model_hash} {precision} {budget!r}".encode())
    return content.hexdigest()[:24]


def index_parsed(opened: Index, sources: Sequence[ParsedSource]) -> None:
    """Add documents that are given as turns, in batches of about two thousand passages."""
    batch: list[CutSource] = []
    for number, parsed in enumerate(sources, start=1):
        encoder = opened.encoder
        passages = make_passages(parsed, opened.budget, encoder.count, encoder.max_tokens)
        incoming = IncomingSource(parsed.source.name, parsed.source.text.encode())
        batch.append(CutSource(incoming, parsed.source.sha256, parsed, passages))
        if number == len(sources) or sum(len(c.passages) for c in batch) >= BATCH_PASSAGES:
            opened.write(batch, opened.embed(batch))
            batch = []
    opened.flush()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check_report(collection: Collection, report: IndexReport) -> None:
    if report.failed:
        reasons = "; ".join(f"{path}: {message}" for path, message in report.failed)
        raise CollectionError(f"{collection.name}: documents that cannot be indexed: {reasons}")


def _check_judged(collection: Collection, names: set[str]) -> None:
    judged = {gold.document for gold in collection.golds if gold.relevance > 0}
    if lost := sorted(judged - names):
        raise CollectionError(
            f"{collection.name}: judged documents that are on record under another name, as "
            f"duplicates of it: {', '.join(lost)}"
        )


def _forget_old(home: Path) -> None:
    whole = [place for place in home.iterdir() if place.is_dir() and place.suffix != ".part"]
    for place in sorted(whole, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
        logger.info("evaluation cache: %s is forgotten", place.name)
        shutil.rmtree(place, ignore_errors=True)
