"""All figures of one system on one collection: means, medians, rates, decision and latencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from eval.collections.collection import Collection, Gold, Query
from eval.measuring.decision import Decision, DecisionReport, decision_report
from eval.measuring.measures import MEDIANS, PerQuestion, gold_measures, turn_measures
from eval.measuring.rates import BY_KIND_TOO, rates
from eval.measuring.relevance import meets
from eval.measuring.significance import Interval, mean_interval, median_interval
from eval.running.found import Outcome

# How many quotes an answer to an answerable question shows, on average.
QUOTES_SHOWN = "quotes shown"


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a question over all questions of a run, and their number."""

    p50_ms: float
    p99_ms: float
    count: int


@dataclass(frozen=True, slots=True)
class SystemScores:
    """All figures of one system on one collection.

    `per_question` holds the gold measures by measure and `query_id`; `figures` their means, the
    medians of some, and how many quotes an answer shows, `by_kind` the same per kind of question
    with some of the rates; `rates` are yes-or-no measures (NaN with a count of 0 where they do
    not apply).
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
    kinds: dict[str, list[Query]] = {}
    for query in collection.queries:
        if query.answerable:
            kinds.setdefault(query.kind, []).append(query)
    found_rates = {kind: rates(queries, by_id, golds, texts) for kind, queries in kinds.items()}
    return SystemScores(
        system=system,
        per_question=per_question,
        figures=_figures(list(golds), per_question, by_id),
        by_kind={
            kind: _figures([query.query_id for query in queries], per_question, by_id)
            | {name: found_rates[kind][name] for name in BY_KIND_TOO}
            for kind, queries in kinds.items()
        },
        rates=rates(collection.queries, by_id, golds, texts),
        decision=_decision(collection.queries, by_id, golds),
        latency=_latencies(outcomes),
    )


def _figures(
    query_ids: Sequence[str], per_question: PerQuestion, outcomes: Mapping[str, Outcome]
) -> dict[str, Interval]:
    """Means and medians of the measures over some answerable questions, and the quotes shown."""
    values = {name: [given[q] for q in query_ids] for name, given in per_question.items()}
    shown = [
        float(len(outcome.answers))
        for query_id in query_ids
        if (outcome := outcomes.get(query_id)) is not None and outcome.answered is not False
    ]
    return {
        **{name: mean_interval(given) for name, given in values.items()},
        **{f"{name} median": median_interval(values[name]) for name in MEDIANS},
        QUOTES_SHOWN: mean_interval(shown),
    }


def latency(milliseconds: Sequence[float]) -> Latency:
    """Median and 99th percentile (linear between neighbours)."""
    p50, p99 = np.percentile(np.asarray(milliseconds, dtype=np.float64), [50, 99])
    return Latency(float(p50), float(p99), len(milliseconds))


def _latencies(outcomes: Sequence[Outcome]) -> dict[str, Latency]:
    asks = [outcome.ask_ms for outcome in outcomes if outcome.ask_ms is not None]
    latencies = {"search": latency([outcome.search_ms for outcome in outcomes])} if outcomes else {}
    return latencies | ({"ask": latency(asks)} if asks else {})


def _decision(
    queries: Iterable[Query],
    outcomes: Mapping[str, Outcome],
    golds: Mapping[str, tuple[Gold, ...]],
) -> DecisionReport | None:
    """How well a system tells what it can answer; None without outcomes."""
    decisions = [
        Decision(
            query_id=query.query_id,
            answerable=query.answerable,
            answered=outcome.answered is not False and bool(outcome.quotes),
            right=any(
                meets(quote, gold)
                for quote in outcome.quotes[:1]
                for gold in golds.get(query.query_id, ())
            ),
            confidence=outcome.confidence,
        )
        for query in queries
        if (outcome := outcomes.get(query.query_id)) is not None
    ]
    if not decisions:
        return None
    # A system that never refuses gives its best score, which is no probability.
    decides = any(outcome.answered is not None for outcome in outcomes.values())
    return decision_report(decisions, probabilities=decides)
