"""A search by words against the library's part of it, and under a filter against without one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from typing import Any, cast

from eval.bench.asking import Timed
from eval.bench.pairs import Bar, Clock, bar, in_turns
from eval.bench.timing import Stopwatch
from index.build import Index
from index.finding.keywords import KeywordIndex
from index.records import Filters
from retrieval.candidates import best_by_words
from retrieval.catalogue import Catalogue

NEAREST = 100
FIELD = "exchange"


def keyword_bars(
    index: Index,
    questions: Sequence[str],
    rounds: int,
    clock: Clock = time.perf_counter,
) -> list[Bar]:
    """The best by words: a search / the library's share of it, and under filters / without.

    :param rounds: Questions asked, each of all sides.
    """
    catalogue = Catalogue(index.store)
    findable = index.findable_at(catalogue.generation)
    if findable is None:
        raise ValueError("the index is being changed: measure when nobody writes to it")
    speaker, month = usual_filters(catalogue)
    asked = {name: cycle(questions) for name in ("all", "speaker", "month")}
    watch = Stopwatch(clock)
    library: list[float] = []

    def search(name: str, filters: Filters) -> Callable[[], object]:
        return lambda: best_by_words(
            findable, catalogue, next(asked[name]), NEAREST, filters, {FIELD: 1.0}
        )

    def watched() -> None:
        before = watch.total_s
        search("all", Filters())()
        library.append(watch.total_s - before)

    sides = {"all": watched, "speaker": search("speaker", speaker), "month": search("month", month)}
    with _watched(findable.keywords, watch):
        taken = in_turns(sides, rounds, clock)
    what = f"best {NEAREST} by words of {len(index.vectors.keys()):,}"
    return [
        bar(f"{what} / tantivy's search in it", taken["all"], library[1:], most=1.3),
        bar(f"{what}, one speaker / all", taken["speaker"], taken["all"], most=1.2),
        bar(f"{what}, one month / all", taken["month"], taken["all"], most=1.2),
    ]


@contextmanager
def _watched(keywords: KeywordIndex, watch: Stopwatch) -> Iterator[None]:
    inner = keywords._searcher
    keywords._searcher = cast("Any", Timed(inner, watch))
    try:
        yield
    finally:
        keywords._searcher = inner


def usual_filters(catalogue: Catalogue) -> tuple[Filters, Filters]:
    """The speaker with the most turns, and the month of the document in the middle of the record.

    :raises ValueError: Nobody has a name, or no document a date.
    """
    spoken: Counter[str] = Counter()
    for turn in range(len(catalogue.turn_ids)):
        speaker = catalogue.speaker_of(turn)
        if speaker is not None and speaker.name is not None:
            spoken[speaker.speaker_id] += 1
    dated = sorted(
        day for turn in range(len(catalogue.turn_ids)) if (day := catalogue.day_of(turn))
    )
    if not spoken or not dated:
        raise ValueError("no filter to measure with: nobody has a name, or no document a date")
    (speaker_id, _), *_ = spoken.most_common(1)
    first = dated[len(dated) // 2].replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return (
        Filters(voice_ids=catalogue.voices_of([speaker_id])),
        Filters(date_from=first, date_to=last),
    )
