"""What a question costs in process, as a whole and part by part."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from eval.bench.timing import Spread, Stopwatch, spread
from index.build import Index
from index.finding.derived import Findable
from index.finding.keywords import KeywordIndex
from index.finding.vectors import VectorIndex
from retrieval.answer import Searcher
from retrieval.reader import load_reader
from retrieval.results import Question

WARM_UP = 20
TIMED = {"encode": "encoder", "dense": "vectors", "keywords": "keywords"}
"""Part of a question, and the attribute of the index whose calls are that part."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Milliseconds a question: the whole, and its parts in the order of their work.

    `encode`, `dense` and `keywords` are timed inside the question; `rank` is the rest of a
    search for a single passage; `quote` is what an answer takes beyond that search.
    """

    whole: Spread
    parts: Mapping[str, Spread]

    @property
    def sum_of_parts_ms(self) -> float:
        """The parts' medians together."""
        return sum(part.median for part in self.parts.values())


class Timed:
    """An object whose methods are timed, and which is otherwise what it was."""

    def __init__(self, inner: object, watch: Stopwatch) -> None:
        self._inner = inner
        self._watch = watch

    def __getattr__(self, name: str) -> object:
        attribute = getattr(self._inner, name)
        return _timed(attribute, self._watch) if callable(attribute) else attribute


class _TimedIndex:
    """An index with a stopwatch at each of its three engines."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.watches = {part: Stopwatch() for part in TIMED}
        self._engines = {
            attribute: Timed(getattr(index, attribute), self.watches[part])
            for part, attribute in TIMED.items()
        }

    def findable_at(self, generation: int) -> Findable | None:
        """What can be found, with the stopwatches at it."""
        found = self._index.findable_at(generation)
        if found is None:
            return None
        vectors = cast(VectorIndex, Timed(found.vectors, self.watches["dense"]))
        keywords = cast(KeywordIndex, Timed(found.keywords, self.watches["keywords"]))
        return replace(found, vectors=vectors, keywords=keywords)

    def __getattr__(self, name: str) -> object:
        return self._engines.get(name) or getattr(self._index, name)


def ask_all(index: Index, questions: Sequence[str]) -> Asking:
    """Ask every question three ways, one after the other, so that all see the same machine."""
    reader = load_reader()
    searcher = Searcher(index, reader=reader)
    timed_index = _TimedIndex(index)
    timed = Searcher(cast(Index, timed_index), reader=reader)
    for text in questions[:WARM_UP]:
        searcher.ask(Question(text))
        timed.ask(Question(text))
    whole: list[float] = []
    parts: dict[str, list[float]] = {part: [] for part in (*TIMED, "rank", "quote")}
    for text in questions:
        whole.append(_milliseconds(lambda: searcher.ask(Question(text))))  # noqa: B023
        single = _measure(timed_index, lambda: timed.search(Question(text, limit=1)))  # noqa: B023
        full = _measure(timed_index, lambda: timed.ask(Question(text)))  # noqa: B023
        for part in TIMED:
            parts[part].append(full[part])
        parts["rank"].append(single["rest"])
        parts["quote"].append(max(0.0, full["rest"] - single["rest"]))
    return Asking(
        whole=spread(whole, "ms"),
        parts={part: spread(values, "ms") for part, values in parts.items()},
    )


def _measure(index: _TimedIndex, call: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of each engine during a call, and of all the rest."""
    before = {part: watch.total_s for part, watch in index.watches.items()}
    total = _milliseconds(call)
    spent = {part: (watch.total_s - before[part]) * 1000 for part, watch in index.watches.items()}
    return {**spent, "rest": total - sum(spent.values())}


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _timed(function: Callable[..., object], watch: Stopwatch) -> Callable[..., object]:
    def call(*arguments: object, **named: object) -> object:
        with watch.running():
            return function(*arguments, **named)

    return call
