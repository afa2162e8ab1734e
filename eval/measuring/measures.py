"""Each question's measures against gold spans: of the hits, and of what `ask` shows.

The ranking measures come from ir-measures (which calls trec_eval's code); this is the one file
that touches it. They are taken over a TREC run whose documents are gold spans: see
`eval.measuring.relevance.judge`. Questions that nothing answers have no ranking measure; they count
in the answer decision only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, Measure, R, Success, nDCG

from eval.collections.collection import Gold, Span
from eval.measuring.relevance import by_turns, character_f1, judge, speaker_is_right
from eval.running.found import Found, Outcome

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
# Of the quotes that are shown, as of the hits; a quote delivers what a hit of its span would.
ASK_RANKING = ("nDCG@10", "hit@1", "hit@5", "MRR")
# Before a measure's name: of the quotes whatever was decided, and with nothing where it refused.
ASK = "ask"
AS_SERVED = "as served"
F1 = "char F1"
F1_QUOTE = "char F1 quote"
F1_HIT = "char F1 hit"
# The best of the quotes that are listed: what the choice of sentences gives, whatever the ranking.
F1_BEST = "char F1 best quote"
# The first of them names somebody who was judged to answer.
SPEAKER = "first speaker right"
# The measures whose median is given beside their mean: half of all first quotes may be nothing.
MEDIANS = (F1, F1_QUOTE, F1_HIT)

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]
PerQuestion = Mapping[str, Mapping[str, float]]


def gold_measures(
    outcomes: Mapping[str, Outcome], golds: Mapping[str, tuple[Gold, ...]]
) -> dict[str, dict[str, float]]:
    """Every measure against gold spans, by measure and `query_id`, each within 0..1.

    A question without an outcome counts 0. Those that begin with `ask` are of the quotes that
    were served or held back, those with `as served` 0 where the question was refused.
    """
    hits = {query_id: _hits(outcomes.get(query_id)) for query_id in golds}
    quotes = {q: outcomes[q].quotes if q in outcomes else () for q in golds}
    served = {q: outcomes[q].answers if q in outcomes else () for q in golds}
    measured = ranking_measures(hits, golds)
    measured |= ask_measures(ASK, quotes, golds)
    measured |= ask_measures(AS_SERVED, served, golds)
    for name, shown in ((F1, served), (F1_QUOTE, quotes), (F1_HIT, hits)):
        measured[name] = {q: character_f1(first(shown[q]), golds[q]) for q in golds}
    measured[F1_BEST] = {q: _best_f1(quotes[q], golds[q]) for q in golds}
    measured[SPEAKER] = {q: _names_speaker(first(hits[q]), golds[q]) for q in golds}
    return measured


def ask_measures(
    way: str, quotes: Mapping[str, Sequence[Found]], golds: Mapping[str, Sequence[Gold]]
) -> dict[str, dict[str, float]]:
    """The hits' measures of quotes, and whether the first names a judged speaker, under `way`."""
    qrels = {q: {gold.gold_id: gold.relevance for gold in spans} for q, spans in golds.items()}
    asked = {name: RANKING[name] for name in ASK_RANKING}
    measured = calculate(asked, qrels, span_run(quotes, golds))
    measured[SPEAKER] = {q: _names_speaker(first(quotes[q]), golds[q]) for q in golds}
    return {of(way, name): values for name, values in measured.items()}


def of(way: str, name: str) -> str:
    """The name of a measure of `ASK` or `AS_SERVED`; of the hits for an empty `way`."""
    return f"{way} {name}".strip()


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
        first = {q: ranked[:depth] for q, ranked in hits.items()}
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
    lines = {q: by_turns(ranked[:BY_TURNS_DEPTH], turns) for q, ranked in hits.items()}
    return span_run({q: turns[:BY_TURNS_DEPTH] for q, turns in lines.items()}, golds)


def calculate(
    measures: Mapping[str, Measure], qrels: Qrels, run: Run
) -> dict[str, dict[str, float]]:
    """Each measure's value for each question of the qrels; 0 where the run has nothing."""
    names = {measure: name for name, measure in measures.items()}
    values: dict[str, dict[str, float]] = {name: {} for name in measures}
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return values


def first(hits: Sequence[Found]) -> Found | None:
    """The first hit, None if there is none."""
    return hits[0] if hits else None


def _best_f1(quotes: Sequence[Found], golds: Sequence[Gold]) -> float:
    return max((character_f1(quote, golds) for quote in quotes), default=0.0)


def _names_speaker(hit: Found | None, golds: Sequence[Gold]) -> float:
    return float(hit is not None and any(speaker_is_right(hit, gold) for gold in golds))


def _hits(outcome: Outcome | None) -> tuple[Found, ...]:
    return outcome.hits if outcome is not None else ()
