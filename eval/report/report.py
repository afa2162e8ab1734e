"""A report of one evaluation: as text for a terminal, as Markdown, as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.measuring.formats import number, with_interval
from eval.measuring.measures import BY_TURNS
from eval.measuring.scores import SystemScores
from eval.measuring.significance import Difference
from eval.measuring.tables import Layout, Row, Tables, columns
from eval.report.decision_tables import NOTES as DECISION_NOTES
from eval.report.decision_tables import decision_tables
from eval.report.tables import BY_KIND, figures_table, rates_table
from eval.running.found import Outcome
from eval.running.systems import OURS, OURS_FILTERED
from eval.runs import CollectionRun, plain, run_json

WITH_INTERVAL = ("nDCG@10", "hit@1", *BY_TURNS)
LEFT_OUT = ("hit@1 full",)
COUNTED = (OURS, OURS_FILTERED)
"""The systems whose rates stand with their counts and intervals; the page has all."""
NOTES = (
    "A hit delivers a gold span when it covers half of it and is at most 1,500 characters or "
    "twice the span. In brackets stand 95 % intervals, bootstrapped over questions.",
    "Where whole turns are judged, the measures by turns count each turn that a hit holds as a "
    "line of the ranking, right or wrong; the others count a hit over several gold turns once for "
    "each of them, and its other turns not at all.",
    f"The row {OURS} is of its hits; {OURS}, ask of the quotes that it shows, served or held back, "
    f"so that their choice and order are measured; {OURS}, as served counts nothing where the "
    "question was refused. A quote delivers what a hit of the same span would. At most five quotes "
    "are asked for.",
    "char F1, F1 median and first speaker right are of the row's first hit or quote (right: a "
    "speaker of a judged span), F1 best is of the best quote listed; question first: words of "
    "somebody who asks stand first, though an answer was wanted. quotes shown is their mean number "
    "in answers to answerable questions.",
    "marked first 3, marked shown: of the first three and of all quotes shown with an answer to an "
    "answerable question, the share that has words of a judged span, fully or in part an answer.",
    f"All systems search the same passages; {OURS} joins those found side by side in a turn into "
    "one hit. dense embeds their bare words, dense+context what the index embeds; "
    f"{OURS_FILTERED} sets the question's speakers and dates as filters and is not compared.",
    *DECISION_NOTES,
    "p is of the paired randomisation test, corrected over the baselines (Holm).",
)


@dataclass(frozen=True, slots=True)
class Report(Tables):
    """One evaluation of one or more collections; `folder` is its run folder, None for none."""

    about: Mapping[str, object]
    runs: tuple[CollectionRun, ...]
    folder: Path | None

    def json(self) -> dict[str, object]:
        """All figures as JSON values; each question's own stand in the run folder."""
        return {
            **{key: plain(value) for key, value in self.about.items()},
            "run": self.folder.name if self.folder else None,
            "collections": [run_json(run) for run in self.runs],
        }

    def lines(self, layout: Layout, head: str) -> list[str]:
        """The report; see `Tables`."""
        lines: list[str] = []
        for run in self.runs:
            lines += [head.format(_headline(run)), ""]
            for rows in _tables(run):
                if len(rows) > 1:
                    lines += [*layout(rows), ""]
        for note in NOTES:
            lines += [note, ""]
        return lines[:-1]


def question_listing(run: CollectionRun) -> str:
    """One line for each question: our decision and every system's nDCG@10, as text."""
    names = [system.system for system in run.scores]
    table = {system.system: system.per_question["nDCG@10"] for system in run.scores}
    ours = {outcome.query_id: outcome for outcome in run.outcomes.get(OURS, ())}
    rows: list[Row] = [("question", "kind", "decision", *names, "text")]
    for query in run.collection.queries:
        values = [number(table[name].get(query.query_id, math.nan)) for name in names]
        decided = _decided(ours.get(query.query_id), answerable=query.answerable)
        rows.append((query.query_id, query.kind, decided, *values, query.text))
    return "\n".join([f"{run.name}: nDCG@10 of each question", "", *columns(rows)])


def _headline(run: CollectionRun) -> str:
    queries = run.collection.queries
    some = sum(query.answerable for query in queries)
    scope = ", each question inside its document" if run.inside else ""
    return (
        f"{run.collection.name}{scope}: {len(run.collection.documents)} documents, "
        f"{run.index['passages']:,} passages, {len(queries)} questions "
        f"({some} answerable, {len(queries) - some} that nothing answers); made ready in "
        f"{run.build_s:.0f} s, all systems asked in {run.asking_s:.0f} s"
    )


def _tables(run: CollectionRun) -> list[list[Row]]:
    return [
        figures_table(run.scores).rows(full=WITH_INTERVAL, without=LEFT_OUT),
        _kinds(run.scores),
        _differences(run.comparisons),
        rates_table(run.scores).rows(full=COUNTED),
        *(table.rows() for table in decision_tables(run)),
    ]


def _kinds(scores: Sequence[SystemScores]) -> list[Row]:
    kinds = list(scores[0].by_kind)
    counts = [scores[0].by_kind[kind]["nDCG@10"].count for kind in kinds]
    head = [f"{kind} ({count})" for kind, count in zip(kinds, counts, strict=True)]
    rows: list[Row] = [(f"{' / '.join(BY_KIND)} by kind", *head)]
    for system in scores:
        cells = [
            " / ".join(number(system.by_kind[kind][name].value) for name in BY_KIND)
            for kind in kinds
        ]
        rows.append((system.system, *cells))
    return rows


def _differences(comparisons: Mapping[str, Sequence[Difference]]) -> list[Row]:
    rows: list[Row] = [(f"{OURS} against", "measure", "difference", "better", "worse", "p")]
    for measure, differences in comparisons.items():
        for difference in differences:
            rows.append(
                (
                    difference.baseline,
                    measure,
                    with_interval(difference.mean, signed=True),
                    str(difference.better),
                    str(difference.worse),
                    f"{difference.p_corrected:.4f}"
                    + ("" if difference.significant else " not significant"),
                )
            )
    return rows


def _decided(outcome: Outcome | None, *, answerable: bool) -> str:
    if outcome is None or outcome.error is not None:
        return "–" if outcome is None else "error"
    word = "answered" if outcome.answered else "refused"
    return word if bool(outcome.answered) == answerable else f"{word}, wrongly"
