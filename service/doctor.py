"""The command `doctor`: whether this machine, these models and this index are fit to serve."""

from __future__ import annotations

import os
import platform
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import OnRecordError, StoreMissing
from index.finding.manifest import FileHashes, read_manifest
from index.live import DATABASE
from index.storing.store import Store
from index.storing.verifying import check
from service.access import check_binding
from service.console import Output, Table
from service.keys import Keys
from service.opening import encoder_of, reader_of
from service.settings import Settings
from service.versions import all_versions

State = Literal["ok", "note", "wrong"]

LITTLE_SPACE = 1_000_000_000
"""Bytes; an index of 300 briefings takes 0.1 GB, and is made anew beside itself at times."""
PARTS = ("vectors", "keywords", "stretches")
MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and how it is; `words` hold the cure where it is wrong."""

    name: str
    state: State
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a look that fails is a finding, never an end."""
    looks: tuple[tuple[str, Callable[[Settings], Iterator[Finding]]], ...] = (
        ("environment", _environment),
        ("model", _model),
        ("reader", _reader),
        ("index", _index),
        ("disk", _disk),
        ("synthesis", _synthesis),
        ("keys", _keys),
        ("port", _port),
    )
    findings: list[Finding] = []
    for name, look in looks:
        try:
            findings += look(settings)
        except (OnRecordError, OSError) as error:
            findings.append(Finding(name, "wrong", str(error)))
    return findings


def report(settings: Settings) -> Output:
    """The findings as the command prints them."""
    findings = examine(settings)
    width = max(len(finding.name) for finding in findings)
    lines = tuple(
        f"{MARKS[finding.state]}  {finding.name:{width}}  {finding.words}" for finding in findings
    )
    wrong = tuple(
        f"{finding.name}: {finding.words}" for finding in findings if finding.state == "wrong"
    )
    body = [
        {"name": finding.name, "state": finding.state, "message": finding.words}
        for finding in findings
    ]
    rows = tuple((MARKS[one.state].strip(), one.name, one.words) for one in findings)
    table = Table(("State", "What", "Finding"), rows, whole=("State", "What"))
    return Output({"healthy": not wrong, "findings": body}, lines, wrong, table)


def _environment(settings: Settings) -> Iterator[Finding]:
    versions = all_versions()
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    yield Finding("versions", "ok", listed)
    cores = len(os.sched_getaffinity(0))
    threads = settings.threads or cores
    state: State = "note" if threads > cores else "ok"
    yield Finding(
        "processor", state, f"{platform.machine()}, {cores} cores, {threads} threads for encoding"
    )


def _model(settings: Settings) -> Iterator[Finding]:
    encoder = encoder_of(settings)
    precision = getattr(encoder, "precision", "unknown")
    yield Finding("model", "ok", f"{encoder.name}, hash {encoder.model_hash}")
    runtime = getattr(encoder, "runtime", "PyTorch")
    yield Finding("precision", "ok", f"{precision} (set to {settings.precision}), by {runtime}")


def _reader(settings: Settings) -> Iterator[Finding]:
    reader = reader_of(settings)
    if reader is None:
        yield Finding("reader", "note", "none: words and nearness alone decide what answers")
    else:
        yield Finding("reader", "ok", f"{reader.name}, hash {reader.sha256}")


def _index(settings: Settings) -> Iterator[Finding]:
    path = settings.data / DATABASE
    try:
        store = Store.open(path, create=False)
    except StoreMissing:
        words = f"nothing at {settings.data} yet: run `onrecord index PATH --data {settings.data}`"
        yield Finding("index", "note", words)
        return
    try:
        check(store)
        counts = store.counts()
        made_by, generation = store.meta("model"), store.generation
        sizes = (counts.sources, counts.documents, counts.passages)
        told = "{:,} files, {:,} documents, {:,} passages".format(*sizes)
        yield Finding("index", "ok", f"{told}, generation {generation}, made with {made_by}")
        yield _derived(store, settings.data)
    finally:
        store.close()


def _derived(store: Store, folder: Path) -> Finding:
    manifest = read_manifest(folder)
    parts = {} if manifest is None else {name: getattr(manifest, name) for name in PARTS}
    hashes = FileHashes(folder)
    behind = [
        name
        for name in PARTS
        if (part := parts.get(name)) is None
        or part.generation != store.generation
        or hashes.differing(part)
    ]
    if behind:
        words = f"{', '.join(behind)} missing, behind or damaged; made again at the next opening"
        return Finding("derived", "note", words)
    return Finding("derived", "ok", f"{', '.join(PARTS)} are as the manifest says")


def _disk(settings: Settings) -> Iterator[Finding]:
    there = next(one for one in (settings.data, *settings.data.absolute().parents) if one.exists())
    free = shutil.disk_usage(there).free
    words = f"{free / 1e9:.1f} GB free at {there}"
    if free < LITTLE_SPACE:
        words += "; changes are refused when it is full, so make room or move the data folder"
    yield Finding("disk", "ok" if free >= LITTLE_SPACE else "note", words)


def _synthesis(settings: Settings) -> Iterator[Finding]:
    if settings.synthesis is None:
        yield Finding("synthesis", "ok", "off: no language model writes over the quotes")
    else:
        words = f"{settings.synthesis_model} at {settings.synthesis} (not asked now)"
        yield Finding("synthesis", "ok", words)


def _keys(settings: Settings) -> Iterator[Finding]:
    keys = Keys(settings.data)
    check_binding(settings, keys)
    count = len(keys.all())
    yield Finding("keys", "ok", f"{count} keys" if count else "none: this machine only")


def _port(settings: Settings) -> Iterator[Finding]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except OSError as error:
            words = (
                f"{settings.host}:{settings.port} cannot be taken ({error.strerror}); a service "
                "may run there already, else choose another with --port"
            )
            yield Finding("port", "note", words)
            return
    yield Finding("port", "ok", f"{settings.host}:{settings.port} is free")
