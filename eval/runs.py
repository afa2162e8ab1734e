"""One evaluation: every system asked every question, scored, compared and written down."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote as escape

from eval.collections.collection import Collection, Gold
from eval.measuring.measures import ASK, BY_TURNS, F1, F1_QUOTE, of, span_run, turn_run
from eval.measuring.relevance import delivers
from eval.measuring.scores import SystemScores, score_system
from eval.measuring.significance import Difference, compare
from eval.running import trec
from eval.running.found import Found, Outcome
from eval.running.systems import BASELINES, OURS, System

COMPARED = ("nDCG@10", "hit@1", *BY_TURNS, "MRR", of(ASK, "hit@1"), F1, F1_QUOTE)
LISTED_HITS = 5


@dataclass(frozen=True, slots=True)
class CollectionRun:
    """All systems on one collection.

    With `inside` each question was asked of the one document that it is about.

    `outcomes` are by system, one for each question, in the collection's order; `comparisons` by
    measure, ours against each baseline. `index` describes what was searched.
    """

    collection: Collection
    index: Mapping[str, object]
    scores: tuple[SystemScores, ...]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    comparisons: Mapping[str, tuple[Difference, ...]]
    build_s: float
    asking_s: float
    inside: bool = False

    @property
    def name(self) -> str:
        """The collection's name, with what was searched where that is not all of it."""
        return f"{self.collection.name}{'-inside' if self.inside else ''}"


def run_systems(
    collection: Collection,
    systems: Sequence[System],
    texts: Mapping[str, str],
    *,
    inside: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[dict[str, tuple[Outcome, ...]], tuple[SystemScores, ...]]:
    """Ask every system every question, one at a time, and score what comes back.

    :param texts: The documents' text by name, read from the files.
    :param inside: Each question is asked of the document that it is about, and of no other.
    :param progress: Told the system's name before it is asked.
    :return: Outcomes by system, and the scores in the systems' order.
    """
    outcomes: dict[str, tuple[Outcome, ...]] = {}
    for system in systems:
        if progress is not None:
            progress(system.name)
        # The first question also loads what later ones find ready: it is asked twice.
        system.outcome(collection.queries[0], inside=inside)
        outcomes[system.name] = tuple(
            system.outcome(query, inside=inside) for query in collection.queries
        )
    scores = tuple(score_system(name, collection, o, texts) for name, o in outcomes.items())
    return outcomes, scores


def compare_systems(
    scores: Sequence[SystemScores], against: Sequence[str] = BASELINES
) -> dict[str, tuple[Difference, ...]]:
    """Ours against each of the others in the table, by measure, corrected over the others."""
    by_name = {system.system: system for system in scores}
    theirs = [name for name in by_name if name in against]
    if OURS not in by_name or not theirs:
        return {}
    return {
        measure: compare(
            by_name[OURS].per_question[measure],
            {name: by_name[name].per_question[measure] for name in theirs},
        )
        for measure in COMPARED
        if measure in by_name[OURS].per_question
    }


def write_run(folder: Path, runs: Sequence[CollectionRun], about: Mapping[str, object]) -> None:
    """Write a run folder: `run.json`, and for each collection its questions and TREC runs.

    run.json                      settings, environment and all figures
    {collection}/questions.jsonl  each question with every system's results
    {collection}/{system}.trec    ranked hits; ids are `document:start-end`
    {collection}/judged.qrels     the judged spans, and each system's ranking of them in
    {collection}/{system}.judged.trec: trec_eval gives from these two what the report gives, and
    with {collection}/{system}.turns.trec, where whole turns were judged, its measures by turns
    """
    folder.mkdir(parents=True, exist_ok=False)
    collections = [run_json(run) for run in runs]
    _write_json(folder / "run.json", {**about, "collections": collections})
    for run in runs:
        place = folder / run.name
        place.mkdir()
        lines = [json.dumps(plain(line), ensure_ascii=False) for line in question_records(run)]
        (place / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for system, outcomes in run.outcomes.items():
            file = place / f"{system.replace(' ', '')}.trec"
            file.write_text("".join(_trec_lines(system, outcomes)), encoding="utf-8")
        _write_judged(place, run)


def run_json(run: CollectionRun) -> dict[str, object]:
    """The figures of one collection as JSON values; NaN and infinity become null."""
    collection = run.collection
    kinds = [query.kind for query in collection.queries]
    return {
        "collection": collection.name,
        "inside": run.inside,
        "description": collection.description,
        "sha256": collection.sha256,
        "documents": len(collection.documents),
        "questions": {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
        "index": dict(run.index),
        "build_s": round(run.build_s, 2),
        "asking_s": round(run.asking_s, 2),
        "systems": [
            {
                "system": system.system,
                "figures": plain(system.figures),
                "by_kind": plain(system.by_kind),
                "rates": plain(system.rates),
                "decision": plain(system.decision),
                "latency": plain(system.latency),
            }
            for system in run.scores
        ],
        "comparisons": plain(run.comparisons),
    }


def question_records(run: CollectionRun) -> list[dict[str, object]]:
    """Every question with its judgments and each system's measures and first results."""
    golds = run.collection.golds_of()
    by_id = {name: {o.query_id: o for o in outcomes} for name, outcomes in run.outcomes.items()}
    records: list[dict[str, object]] = []
    for query in run.collection.queries:
        spans = golds.get(query.query_id, ())
        systems = {
            system.system: {
                "measures": {
                    name: values[query.query_id]
                    for name, values in system.per_question.items()
                    if query.query_id in values
                },
                **_outcome_record(by_id[system.system][query.query_id], spans),
            }
            for system in run.scores
        }
        records.append({"query": query, "golds": spans, "systems": systems})
    return records


def _outcome_record(outcome: Outcome, golds: Sequence[Gold]) -> dict[str, object]:
    return {
        "answered": outcome.answered,
        "confidence": outcome.confidence,
        "error": outcome.error,
        "search_ms": round(outcome.search_ms, 3),
        "ask_ms": None if outcome.ask_ms is None else round(outcome.ask_ms, 3),
        "reading": outcome.reading,
        "hits": [_found_record(hit, golds) for hit in outcome.hits[:LISTED_HITS]],
        "quotes": [_found_record(quote, golds) for quote in outcome.quotes[:LISTED_HITS]],
    }


def _found_record(hit: Found, golds: Sequence[Gold]) -> dict[str, object]:
    """Place, speaker and what it delivers; the words stay in the documents."""
    return {
        "document": hit.document,
        "start": hit.start,
        "end": hit.end,
        "label": hit.label,
        "role": hit.role,
        "score": round(hit.score, 6),
        "delivers": [gold.gold_id for gold in golds if delivers(hit, gold)],
    }


def _write_judged(place: Path, run: CollectionRun) -> None:
    golds = run.collection.golds_of()
    qrels = {q: {gold.gold_id: gold.relevance for gold in spans} for q, spans in golds.items()}
    trec.write_qrels(place / "judged.qrels", qrels)
    turns = run.collection.judged_turns()
    for system, outcomes in run.outcomes.items():
        hits = {outcome.query_id: outcome.hits for outcome in outcomes}
        tag = system.replace(" ", "")
        trec.write_run(place / f"{tag}.judged.trec", span_run(hits, golds), tag)
        if turns:
            trec.write_run(place / f"{tag}.turns.trec", turn_run(hits, golds, turns), tag)


def _trec_lines(system: str, outcomes: Sequence[Outcome]) -> list[str]:
    tag = system.replace(" ", "")
    return [
        f"{trec.trec_id(outcome.query_id)} Q0 {escape(hit.document)}:{hit.start}-{hit.end} "
        f"{rank} {hit.score:.6f} {tag}\n"
        for outcome in outcomes
        for rank, hit in enumerate(outcome.hits, start=1)
    ]


def plain(value: object) -> object:
    """Records as JSON values: dates as ISO 8601, NaN and infinity as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
