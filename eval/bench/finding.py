"""Words found against the bare library, and under a filter against without one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from eval.bench.pairs import Bar, Clock, bar, in_turns
from index.build import Index
from index.finding.postings import KEYWORDS
from index.records import Filters
from retrieval.catalogue import Catalogue

NEAREST = 100
FIELD = "exchange"


def keyword_bars(
    data: Path,
    index: Index,
    questions: Sequence[str],
    rounds: int,
    clock: Clock = time.perf_counter,
) -> list[Bar]:
    """The best passages by words: ours against tantivy alone, then under filters against without.

    tantivy alone is given the terms of the question, and gives back what is stored of the hits.

    :param data: The folder of the index.
    :param rounds: Questions asked, each of all sides.
    """
    speaker, month = usual_filters(Catalogue(index.store))
    bare = tantivy.Index.open(str(data / KEYWORDS))
    searcher, schema = bare.searcher(), bare.schema
    asked = {name: cycle(questions) for name in ("ours", "bare", "speaker", "month")}

    def ours(name: str, filters: Filters) -> Callable[[], object]:
        return lambda: index.keywords.search(next(asked[name]), NEAREST, filters, {FIELD: 1.0})

    def alone() -> object:
        terms = index.keywords.terms(next(asked["bare"]))
        each = [Query.term_query(schema, FIELD, term, index_option="freq") for term in terms]
        query = Query.boolean_query([(Occur.Should, one) for one in each])
        hits = searcher.search(query, limit=NEAREST, count=False).hits
        return searcher.fast_field_values("key", [address for _, address in hits])

    sides = {
        "ours": ours("ours", Filters()),
        "bare": alone,
        "speaker": ours("speaker", speaker),
        "month": ours("month", month),
    }
    taken = in_turns(sides, rounds, clock)
    what = f"best {NEAREST} by words of {len(index.vectors.keys()):,}"
    return [
        bar(f"{what} / tantivy alone", taken["ours"], taken["bare"], most=1.3),
        bar(f"{what}, one speaker / all", taken["speaker"], taken["ours"], most=1.2),
        bar(f"{what}, one month / all", taken["month"], taken["ours"], most=1.2),
    ]


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
