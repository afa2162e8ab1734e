"""What each part of the ranking is worth: switched off in turn, by the same code as answers.

The parts are the switches of `retrieval.ranking.Ranking`, read off the record itself, so that a
new one is measured without a change here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from eval.collections.collection import Collection, Query
from eval.command import CACHE, Beside, Ours, Tell, evaluate
from eval.measuring.scores import SystemScores
from eval.measuring.significance import Difference, Interval
from eval.measuring.tables import Layout, Row, Tables
from eval.report.report import Report
from eval.running.found import Outcome
from eval.running.systems import OURS, OnRecord, System
from eval.runs import CollectionRun
from index.build import Index
from index.encoding.encoder import Encoder
from retrieval.answer import Searcher
from retrieval.ranking import Ranking

MEASURES = ("nDCG@10", "hit@1")
RATES = ("question as answer", "no result")
NOTES = (
    "Each row is the ranking without one of its parts. Differences are the full ranking's minus "
    "the row's, so what stands above 0 is what the part is worth; in brackets their 95 % "
    "interval, bootstrapped over questions.",
    "p is of the paired randomisation test, corrected over the parts (Holm). A difference that "
    "is not significant says nothing.",
)
FUSION_NOTE = (
    "Fusion: nDCG@10 of the ranking by meaning alone (without keywords), by words alone (without "
    "dense), and by both; a kind where both together are more than {loss} below the better of "
    "the two is marked."
)
MOST_LOST = 0.005
"""How far fusion may stand below the better single retriever, in nDCG@10."""


@dataclass(frozen=True)
class Without:
    """Ours with one part of the ranking switched off."""

    part: str
    ours: OnRecord

    @property
    def name(self) -> str:
        """The row's name in every table."""
        return without(self.part)

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """As ours answers without this part."""
        return self.ours.outcome(query, inside=inside)


@dataclass(frozen=True, slots=True)
class Ablation(Tables):
    """The evaluation of the full ranking and of all that lack a part."""

    report: Report
    parts: tuple[str, ...]

    @property
    def runs(self) -> tuple[CollectionRun, ...]:
        """The collections; the full ranking stands in them under our own name."""
        return self.report.runs

    def json(self) -> dict[str, object]:
        """All figures as JSON values."""
        return {**self.report.json(), "parts": list(self.parts)}

    def lines(self, layout: Layout, head: str) -> list[str]:
        """One table a collection; see `Tables`."""
        lines: list[str] = []
        for run in self.runs:
            some = sum(query.answerable for query in run.collection.queries)
            title = f"{run.name}: the ranking without each of its parts, {some} questions"
            lines += [head.format(title), "", *layout(_rows(run)), ""]
            if fusion := _fusion(run):
                lines += [*layout(fusion), ""]
        for note in (*NOTES, FUSION_NOTE.format(loss=MOST_LOST)):
            lines += [note, ""]
        return lines[:-1]


def switches(ranking: Ranking) -> tuple[str, ...]:
    """The parts that are switched on, in the record's order."""
    return tuple(f.name for f in fields(ranking) if getattr(ranking, f.name) is True)


def without(part: str) -> str:
    """The name of the system that lacks a part."""
    return f"without {part}"


def ablate(
    collections: Sequence[Path],
    *,
    encoder: Encoder,
    ours: Ours | None = None,
    documents: Path | None = None,
    out: Path | None = None,
    cache: Path = CACHE,
    name: str = "ablation",
    tell: Tell | None = None,
) -> Ablation:
    """Measure the full ranking, and the ranking without each of its parts, on collections.

    The arguments are those of `eval.command.evaluate`; the run folder has `ablation.md` as well.

    :raises CollectionError: A collection is wrong, or its documents are missing or differ.
    """
    ours = ours or Ours()
    full, reader = ours.ranking or Ranking(), ours.reader
    parts = switches(full)

    def choose(collection: Collection, opened: Index) -> list[System]:
        lacking: list[System] = [
            Without(part, OnRecord(Searcher(opened, replace(full, **{part: False}), reader)))
            for part in parts
        ]
        return [OnRecord(Searcher(opened, full, reader)), *lacking]

    report = evaluate(
        collections,
        encoder=encoder,
        ours=ours,
        beside=Beside(choose=choose, against=tuple(without(part) for part in parts)),
        documents=documents,
        out=out,
        cache=cache,
        name=name,
        tell=tell,
    )
    ablation = Ablation(report, parts)
    if report.folder is not None:
        (report.folder / "ablation.md").write_text(ablation.markdown(), encoding="utf-8")
    return ablation


def _rows(run: CollectionRun) -> list[Row]:
    differences = {
        (difference.baseline, measure): difference
        for measure in MEASURES
        for difference in run.comparisons.get(measure, ())
    }
    head = ["ranking"]
    for measure in MEASURES:
        head += [measure, "worth", "p"]
    rows: list[Row] = [(*head, *RATES, "false answers", "false refusals", "p50 ms")]
    for system in run.scores:
        cells = [system.system if system.system != OURS else "full"]
        for measure in MEASURES:
            cells.append(_number(system.figures[measure]))
            cells += _worth(differences.get((system.system, measure)))
        rows.append((*cells, *_rates(system)))
    return rows


def _fusion(run: CollectionRun) -> list[Row]:
    """What each retriever finds alone and both together, over all questions and by kind.

    :return: No rows where one of the two is switched off in the full ranking, too.
    """
    scores = {system.system: system for system in run.scores}
    wanted = (without("keywords"), without("dense"), OURS)
    if not scores.keys() >= set(wanted):
        return []
    chosen = [scores[name] for name in wanted]
    rows: list[Row] = [("questions", "n", "by meaning", "by words", "both", "both - better")]
    for kind in (None, *chosen[-1].by_kind):
        each = [(system.by_kind[kind] if kind else system.figures)["nDCG@10"] for system in chosen]
        if each[-1].count:
            meaning, words, both = (interval.value for interval in each)
            gain = both - max(meaning, words)
            mark = " below the rule" if gain < -MOST_LOST else ""
            values = [f"{value:.3f}" for value in (meaning, words, both)]
            rows.append((kind or "all", str(each[-1].count), *values, f"{gain:+.3f}{mark}"))
    return rows


def _worth(difference: Difference | None) -> list[str]:
    if difference is None:
        return ["–", "–"]
    mean = difference.mean
    worth = f"{mean.value:+.3f} [{mean.low:+.3f}, {mean.high:+.3f}]"
    mark = "" if difference.significant else " not significant"
    return [worth, f"{difference.p_corrected:.4f}{mark}"]


def _rates(scores: SystemScores) -> list[str]:
    decision = scores.decision
    errors = () if decision is None else (decision.false_answers, decision.false_refusals)
    shares = [_share(scores.rates[name]) for name in RATES]
    shares += [_share(rate) for rate in errors] or ["–", "–"]
    latency = scores.latency.get("ask")
    return [*shares, "–" if latency is None else f"{latency.p50_ms:.2f}"]


def _number(interval: Interval) -> str:
    return "–" if interval.count == 0 else f"{interval.value:.3f}"


def _share(interval: Interval) -> str:
    return "–" if interval.count == 0 else f"{100 * interval.value:.1f} %"
