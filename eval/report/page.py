"""The report as one page of HTML that needs nothing else: no address, no script, no other file.

It quotes the documents, which no other file of a run does; its head names those it quotes. What
stands in a document is only ever text here: the templates escape it, and the page forbids itself
to load or run anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.report.columns import explained
from eval.report.figures import Figure, figures, legend
from eval.report.questions import (
    Entry,
    Pick,
    Shown,
    Texts,
    entries,
    is_graded,
    picks,
    quoted_documents,
    shown_questions,
)
from eval.report.report import NOTES, Report
from eval.report.shapes import Together
from eval.report.table import Table
from eval.report.tables import figures_table, overview_table, page_tables
from eval.report.templates import ENVIRONMENT
from eval.runs import CollectionRun, plain

MOST_COLUMNS = 9
"""With 1,280 pixels; each cell has a figure over its interval, and 16 of them were cut off."""
MOST_SHARES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """What the page shows of one collection.

    `columns` says what each column of the tables means; `graded` judgments tell full answers from
    parts.
    """

    run: CollectionRun
    figures_tables: Sequence[Table]
    columns: Sequence[tuple[str, str]]
    legend: Sequence[tuple[Together, str]]
    figures: Sequence[Figure]
    tables: Sequence[Table]
    picks: Sequence[Pick]
    entries: Sequence[Entry]
    graded: bool


def report_page(report: Report, texts: Mapping[str, Texts]) -> str:
    """The whole page.

    :param texts: The documents' text by collection and name, read from their files.
    """
    questions = {run.name: shown_questions(run) for run in report.runs}
    return ENVIRONMENT.get_template("page.html").render(
        about=_about(report.about),
        settings=_flat(plain(dict(report.about))),
        quoted=_quoted(report.runs, questions),
        overview=overview_table(report.runs),
        parts=[_part(run, questions[run.name], texts[run.collection.name]) for run in report.runs],
        notes=NOTES,
    )


def _part(run: CollectionRun, questions: Sequence[Shown], texts: Texts) -> Part:
    in_figures, others = figures_table(run.scores), page_tables(run)
    return Part(
        run=run,
        figures_tables=in_figures.parts(MOST_COLUMNS),
        columns=explained([in_figures, *others]),
        legend=legend(run),
        figures=figures(run),
        tables=[part for table in others for part in table.parts(_most_of(table))],
        picks=picks(questions),
        entries=list(entries(run, questions, texts)),
        graded=is_graded(run),
    )


def _most_of(table: Table) -> int:
    """Shares have no intervals beside them, so that more columns fit."""
    return MOST_COLUMNS if table.name == "kinds" else MOST_SHARES


def _about(about: Mapping[str, object]) -> dict[str, object]:
    """When, of which commit, with which model and on which machine, in one line."""
    settings, environment = _mapping(about.get("settings")), _mapping(about.get("environment"))
    machine = _mapping(environment.get("machine"))
    commit = environment.get("commit")
    parts = (
        machine.get("processor"),
        f"{machine['cores']} cores" if "cores" in machine else None,
        f"{machine['memory_gib']} GiB" if "memory_gib" in machine else None,
    )
    facts = {
        "run": about.get("name"),
        "started": about.get("started"),
        "commit": str(commit)[:12] + ("+" if str(commit).endswith("+") else "") if commit else None,
        "model": settings.get("model"),
        "machine": ", ".join(str(part) for part in parts if part),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _quoted(
    runs: Sequence[CollectionRun], questions: Mapping[str, Sequence[Shown]]
) -> dict[str, dict[str, str]]:
    """The hashes of the documents that the page quotes, by collection and name."""
    quoted: dict[str, dict[str, str]] = {}
    for run in runs:
        hashes = {document.name: document.sha256 or "" for document in run.collection.documents}
        names = {*quoted.get(run.collection.name, ()), *quoted_documents(questions[run.name])}
        quoted[run.collection.name] = {name: hashes.get(name, "") for name in sorted(names)}
    return quoted


def _flat(value: object, name: str = "") -> list[tuple[str, str]]:
    """Nested settings as lines, their names joined by dots."""
    if not isinstance(value, Mapping):
        return [(name, "–" if value is None else str(value))]
    return [
        line
        for key, inner in value.items()
        for line in _flat(inner, f"{name}.{key}" if name else str(key))
    ]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
