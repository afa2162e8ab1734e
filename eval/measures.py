"""From results to figures: ranking measures, span measures, rates and latencies.

The ranking measures come from ir-measures (which calls trec_eval's code); this is the one file
that touches it. They are taken over a TREC run whose documents are gold spans: see
`eval.relevance.judge`. Questions that nothing answers have no ranking measure; they count in the
answer decision only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import ir_measures
import numpy as np
from ir_measures import RR, Measure, R, Success, nDCG

from eval.collections import ASKED, Collection, Gold, Query, Span
from eval.decision import Decision, DecisionReport, decision_report
from eval.found import Found, Outcome, fold_label
from eval.relevance import (
    breaks_filter,
    by_turns,
    character_f1,
    delivers,
    judge,
    meets,
    speaker_is_right,
)
from eval.significance import Interval, mean_interval, rate_interval

# By items of the judged ranking.
RANKING = {
    "nDCG@10": nDCG @ 10,
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "MRR": RR,
    "hit@1 full": Success(rel=2) @ 1,
}
# By lines where each turn of a hit is one: only where whole turns were judged.
BY_TURNS = {"nDCG@10 by turns": nDCG @ 10, "hit@1 by turns": Success @ 1}
BY_TURNS_DEPTH = 10
# By hits: the share of gold spans that the first so many hits deliver.
RECALL_HITS = {"R@10": 10, "R@100": 100}
F1 = "char F1"
F1_QUOTE = "char F1 quote"
F1_HIT = "char F1 hit"
# The best of the quotes that are listed: what the choice of sentences gives, whatever the ranking.
F1_BEST = "char F1 best quote"
LEAK_DEPTH = 10

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]
PerQuestion = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a question over all questions of a run, and their number."""

    p50_ms: float
    p99_ms: float
    count: int


@dataclass(frozen=True, slots=True)
class SystemScores:
    """All figures of one system on one collection.

    `per_question` holds the gold measures by measure and `query_id`; `figures` their means,
    `by_kind` the same per kind of question; `rates` are yes-or-no measures (NaN with a count of
    0 where they do not apply).
    """

    system: str
    per_question: PerQuestion
    figures: Mapping[str, Interval]
    by_kind: Mapping[str, Mapping[str, Interval]]
    rates: Mapping[str, Interval]
    decision: DecisionReport | None
    latency: Mapping[str, Latency] = field(default_factory=lambda: MappingProxyType({}))


def score_system(
    system: str,
    collection: Collection,
    outcomes: Sequence[Outcome],
    texts: Mapping[str, str],
) -> SystemScores:
    """Measure one system's outcomes, one for each question of the collection.

    :param texts: The documents' text by name, read from the files and not from any index.
    """
    by_id = {outcome.query_id: outcome for outcome in outcomes}
    golds = collection.golds_of()
    per_question = gold_measures(by_id, golds)
    per_question |= turn_measures(by_id, golds, collection.judged_turns())
    kinds: dict[str, list[str]] = {}
    for query in collection.queries:
        if query.answerable:
            kinds.setdefault(query.kind, []).append(query.query_id)
    return SystemScores(
        system=system,
        per_question=per_question,
        figures={name: mean_interval(list(v.values())) for name, v in per_question.items()},
        by_kind={
            kind: {
                name: mean_interval([values[query_id] for query_id in query_ids])
                for name, values in per_question.items()
            }
            for kind, query_ids in kinds.items()
        },
        rates=rates(collection.queries, by_id, golds, texts),
        decision=_decision(collection.queries, by_id, golds),
        latency=_latencies(outcomes),
    )


def gold_measures(
    outcomes: Mapping[str, Outcome], golds: Mapping[str, tuple[Gold, ...]]
) -> dict[str, dict[str, float]]:
    """Every measure against gold spans, by measure and `query_id`, each within 0..1.

    A question without an outcome counts 0.
    """
    hits = {query_id: _hits(outcomes.get(query_id)) for query_id in golds}
    measured = ranking_measures(hits, golds)
    first_quote = {q: _first(outcomes[q].quotes) if q in outcomes else None for q in golds}
    refused = {q for q in golds if q in outcomes and outcomes[q].answered is False}
    measured[F1] = {
        q: 0.0 if q in refused else character_f1(first_quote[q], golds[q]) for q in golds
    }
    measured[F1_QUOTE] = {q: character_f1(first_quote[q], golds[q]) for q in golds}
    measured[F1_HIT] = {q: character_f1(_first(hits[q]), golds[q]) for q in golds}
    measured[F1_BEST] = {q: _best_f1(outcomes.get(q), golds[q]) for q in golds}
    return measured


def turn_measures(
    outcomes: Mapping[str, Outcome],
    golds: Mapping[str, Sequence[Gold]],
    turns: Mapping[str, Sequence[Span]],
) -> dict[str, dict[str, float]]:
    """The measures by turns, by measure and `query_id`; none where no turns were judged.

    :param turns: All turns of the documents, as from `Collection.judged_turns`.
    """
    if not turns:
        return {}
    qrels = {q: {gold.gold_id: gold.relevance for gold in spans} for q, spans in golds.items()}
    hits = {q: _hits(outcomes.get(q)) for q in golds}
    return calculate(BY_TURNS, qrels, turn_run(hits, golds, turns))


def ranking_measures(
    hits: Mapping[str, Sequence[Found]], golds: Mapping[str, Sequence[Gold]]
) -> dict[str, dict[str, float]]:
    """The ranking measures and recall, by measure and `query_id`."""
    qrels = {q: {gold.gold_id: gold.relevance for gold in spans} for q, spans in golds.items()}
    measured = calculate(RANKING, qrels, span_run(hits, golds))
    for name, depth in RECALL_HITS.items():
        first = {q: found[:depth] for q, found in hits.items()}
        # The cut is made in hits; the run, where one hit may stand for several spans, is whole.
        measured |= calculate({name: R @ 1_000_000}, qrels, span_run(first, golds))
    return measured


def span_run(hits: Mapping[str, Sequence[Found]], golds: Mapping[str, Sequence[Gold]]) -> Run:
    """A TREC run over gold spans: best first, unjudged hits under ids of their own."""
    run: Run = {}
    for query_id, spans in golds.items():
        items = judge(hits.get(query_id, ()), spans)
        run[query_id] = {
            item.gold.gold_id if item.gold else f"unjudged:{item.rank}": float(len(items) - place)
            for place, item in enumerate(items)
        }
    return run


def turn_run(
    hits: Mapping[str, Sequence[Found]],
    golds: Mapping[str, Sequence[Gold]],
    turns: Mapping[str, Sequence[Span]],
) -> Run:
    """As `span_run`, with a line for each turn of a hit; the first lines, deep enough to measure.

    Every hit is at least one line, so that as many hits are enough.
    """
    lines = {q: by_turns(found[:BY_TURNS_DEPTH], turns) for q, found in hits.items()}
    return span_run({q: found[:BY_TURNS_DEPTH] for q, found in lines.items()}, golds)


def calculate(
    measures: Mapping[str, Measure], qrels: Qrels, run: Run
) -> dict[str, dict[str, float]]:
    """Each measure's value for each question of the qrels; 0 where the run has nothing."""
    names = {measure: name for name, measure in measures.items()}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in measures}
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return values


def rates(
    queries: Iterable[Query],
    outcomes: Mapping[str, Outcome],
    golds: Mapping[str, tuple[Gold, ...]],
    texts: Mapping[str, str],
) -> dict[str, Interval]:
    """Yes-or-no measures: who stands first, is it verbatim, whose words, inside the filters."""
    known = [(query, outcomes[query.query_id]) for query in queries if query.query_id in outcomes]
    asked = [(q, o) for q, o in known if q.answerable]
    filtered = [(q, o) for q, o in known if q.filtered]
    to_answer = [(q, o) for q, o in asked if q.kind != ASKED]
    shown = [found for _, o in known for found in (*o.hits, *o.quotes, *o.contexts)]
    return {
        "question as answer": _rate(
            _is_question(_first(o.hits), golds[q.query_id]) for q, o in to_answer
        ),
        "question as first quote": _rate(
            _is_question(_first(o.quotes), golds[q.query_id]) for q, o in to_answer
        ),
        "verbatim": _rate(is_verbatim(found, texts) for found in shown),
        "speaker right": _rate(
            speaker_is_right(found, gold)
            for q, o in asked
            for found in (*o.hits, *o.quotes)
            for gold in golds[q.query_id]
            if delivers(found, gold)
        ),
        "hits outside filters": _rate(
            breaks_filter(found, q) for q, o in filtered for found in (*o.hits, *o.quotes)
        ),
        f"questions with a top {LEAK_DEPTH} outside filters": _rate(
            any(breaks_filter(found, q) for found in o.hits[:LEAK_DEPTH]) for q, o in filtered
        ),
        "speakers understood": _rate(
            _reads_speakers(q, o) for q, o in known if q.speakers and o.reading is not None
        ),
        "dates understood": _rate(
            (o.reading.date_from, o.reading.date_to) == (q.date_from, q.date_to)
            for q, o in known
            if (q.date_from or q.date_to) and o.reading is not None
        ),
        "no result": _rate(not o.hits for _, o in known),
    }


def is_verbatim(found: Found, texts: Mapping[str, str]) -> bool:
    """Whether the printed words are exactly the document's characters at their offsets."""
    text = texts.get(found.document)
    return (
        text is not None
        and 0 <= found.start < found.end
        and (text[found.start : found.end] == found.text)
    )


def latency(milliseconds: Sequence[float]) -> Latency:
    """Median and 99th percentile (linear between neighbours)."""
    p50, p99 = np.percentile(np.asarray(milliseconds, dtype=np.float64), [50, 99])
    return Latency(float(p50), float(p99), len(milliseconds))


def _latencies(outcomes: Sequence[Outcome]) -> dict[str, Latency]:
    asks = [outcome.ask_ms for outcome in outcomes if outcome.ask_ms is not None]
    found = {"search": latency([outcome.search_ms for outcome in outcomes])} if outcomes else {}
    return found | ({"ask": latency(asks)} if asks else {})


def _decision(
    queries: Iterable[Query],
    outcomes: Mapping[str, Outcome],
    golds: Mapping[str, tuple[Gold, ...]],
) -> DecisionReport | None:
    """How well a system tells what it can answer; null without outcomes."""
    decisions = [
        Decision(
            query_id=query.query_id,
            answerable=query.answerable,
            answered=outcome.answered is not False and bool(outcome.quotes),
            right=any(
                meets(found, gold)
                for found in outcome.quotes[:1]
                for gold in golds.get(query.query_id, ())
            ),
            confidence=outcome.confidence,
        )
        for query in queries
        if (outcome := outcomes.get(query.query_id)) is not None
    ]
    return decision_report(decisions) if decisions else None


def _is_question(found: Found | None, golds: Sequence[Gold]) -> bool:
    """A question's words that nobody judged an answer: what was asked may be the question."""
    return (
        found is not None and found.is_question and not any(delivers(found, gold) for gold in golds)
    )


def _reads_speakers(query: Query, outcome: Outcome) -> bool:
    """Whether each speaker that the system understood is asked for, and at least one is."""
    if outcome.reading is None or not outcome.reading.speaker_labels:
        return False
    labels = {fold_label(label) for label in outcome.reading.speaker_labels}
    return bool(labels & {fold_label(label) for label in query.speakers})


def _rate(values: Iterable[bool]) -> Interval:
    found = list(values)
    return rate_interval(sum(found), len(found))


def _best_f1(outcome: Outcome | None, golds: Sequence[Gold]) -> float:
    quotes = outcome.quotes if outcome is not None else ()
    return max((character_f1(quote, golds) for quote in quotes), default=0.0)


def _first(found: Sequence[Found]) -> Found | None:
    return found[0] if found else None


def _hits(outcome: Outcome | None) -> tuple[Found, ...]:
    return outcome.hits if outcome is not None else ()
