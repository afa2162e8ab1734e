"""The report's tables: figures, kinds, differences, rates and decisions of one collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.measuring.formats import EMPTY, Cell, mean, plain, rate, whole
from eval.measuring.measures import ASK, of
from eval.measuring.rows import figure_columns, figure_rows
from eval.measuring.scores import SystemScores
from eval.measuring.significance import NOTHING, Difference
from eval.report.decision_tables import errors_table, refuses, thresholds_table
from eval.report.table import Line, Table, beside
from eval.running.systems import OURS
from eval.runs import CollectionRun

BY_KIND = ("nDCG@10", "hit@1", of(ASK, "hit@1"))


def page_tables(run: CollectionRun) -> list[Table]:
    """The tables of one collection below the plots, those with rows."""
    tables = (
        kinds_table(run.scores),
        differences_table(run.comparisons),
        beside("decisions", "Answer decision", (errors_table(run), thresholds_table(run))),
        rates_table(run.scores).filled(),
    )
    return [table for table in tables if table.lines]


def figures_table(scores: Sequence[SystemScores]) -> Table:
    """Systems and their answers by measures, and the time that a question takes."""
    given = figure_rows(scores)
    names = figure_columns(given)
    lines = tuple(
        Line(
            row.label,
            (
                *(mean(row.figures.get(name, NOTHING)) for name in names),
                whole(row.count),
                plain(row.latency.p50_ms, 2),
                plain(row.latency.p99_ms, 2),
            ),
            leads=row.system == OURS,
        )
        for row in given
    )
    heads = (*names, "n", "p50 ms", "p99 ms")
    return Table("figures", "All questions that something answers", "system", heads, lines)


def kinds_table(scores: Sequence[SystemScores]) -> Table:
    """Systems by kinds of question, for the measures of `BY_KIND`."""
    first = scores[0].by_kind
    columns = [(kind, measure) for kind in first for measure in BY_KIND]
    lines = tuple(
        Line(
            system.system,
            tuple(mean(system.by_kind[kind][measure]) for kind, measure in columns),
            leads=system.system == OURS,
        )
        for system in scores
        if columns
    )
    heads = tuple(f"{kind} {name} ({first[kind][name].count})" for kind, name in columns)
    caption = "By kind of question (their number in brackets)"
    return Table("kinds", caption, "system", heads, lines)


def differences_table(comparisons: Mapping[str, Sequence[Difference]]) -> Table:
    """Ours minus each baseline, question by question: measures by baselines."""
    by_baseline = {
        measure: {difference.baseline: difference for difference in differences}
        for measure, differences in comparisons.items()
    }
    baselines = tuple(dict.fromkeys(name for given in by_baseline.values() for name in given))
    lines = tuple(
        Line(
            measure,
            tuple(_difference(given[name]) if name in given else EMPTY for name in baselines),
        )
        for measure, given in by_baseline.items()
    )
    caption = f"{OURS} minus each baseline over the same questions (p after Holm's correction)"
    return Table("differences", caption, "measure", baselines, lines)


def rates_table(scores: Sequence[SystemScores]) -> Table:
    """What must or must not happen, as shares of the cases in which it could."""
    lines = tuple(
        Line(name, tuple(rate(system.rates[name]) for system in scores)) for name in scores[0].rates
    )
    return Table("rates", "Rates", "rate", tuple(system.system for system in scores), lines)


def overview_table(runs: Sequence[CollectionRun]) -> Table:
    """One line for each collection: ours beside the best baseline, and the decision."""
    heads = (
        *("questions", "nDCG@10", "hit@1", "best baseline", "its nDCG@10"),
        *("false answers", "false refusals"),
    )
    caption = f"{runs[0].scores[0].system} on each collection"
    return Table("overview", caption, "collection", heads, tuple(map(_overview, runs)))


def _overview(run: CollectionRun) -> Line:
    ours = run.scores[0]
    others = [system for system in run.scores if not refuses(run, system.system)]
    best = max(others, key=lambda system: system.figures["nDCG@10"].value, default=None)
    decision = ours.decision
    cells = (
        whole(len(run.collection.queries)),
        mean(ours.figures["nDCG@10"]),
        mean(ours.figures["hit@1"]),
        Cell(best.system) if best else EMPTY,
        mean(best.figures["nDCG@10"]) if best else EMPTY,
        rate(decision.false_answers) if decision else EMPTY,
        rate(decision.false_refusals) if decision else EMPTY,
    )
    return Line(run.name, cells, link=run.name)


def _difference(difference: Difference) -> Cell:
    """The mean and its interval, how many questions it is about, and how sure it is."""
    cell = mean(difference.mean, signed=True)
    sides = f"{difference.better} better, {difference.worse} worse of {difference.mean.count}"
    sure = f"p {difference.p_corrected:.4f}{'' if difference.significant else ', not significant'}"
    return Cell(cell.shown, cell.value, (*cell.notes, sides, sure))
