"""The report as one page of HTML that needs nothing else: no address, no script, no other file.

It quotes the documents, which no other file of a run does; its head names those it quotes. What
stands in a document is only ever text here: `eval.report.markup` escapes it, and the page forbids
itself to load or run anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.report.markup import Html, data, element
from eval.report.page_plots import plots
from eval.report.page_questions import (
    Shown,
    Texts,
    questions_part,
    quoted_documents,
    shown_questions,
)
from eval.report.page_tables import (
    decisions_table,
    differences_table,
    figures_table,
    kinds_table,
    overview_table,
    rates_table,
)
from eval.report.report import NOTES, Report
from eval.runs import CollectionRun, plain

STYLE = Path(__file__).with_name("page.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report_page(report: Report, texts: Mapping[str, Texts]) -> str:
    """The whole page.

    :param texts: The documents' text by collection and name, read from their files.
    """
    questions = {run.name: shown_questions(run) for run in report.runs}
    body = element(
        "body",
        _head(report, questions),
        element(
            "main",
            *(
                _collection(run, questions[run.name], texts[run.collection.name])
                for run in report.runs
            ),
        ),
        _foot(),
    )
    title = f"Evaluation: {', '.join(run.name for run in report.runs)}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Html(STYLE.read_text(encoding="utf-8"))),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _head(report: Report, questions: Mapping[str, Sequence[Shown]]) -> Html:
    return element(
        "header",
        element("h1", "Evaluation"),
        _about(report.about),
        _quoting(report.runs, questions),
        overview_table(report.runs),
        _settings(report.about),
    )


def _about(about: Mapping[str, object]) -> Html:
    """When, of which commit, with which model and on which machine, in one line."""
    settings, environment = _mapping(about.get("settings")), _mapping(about.get("environment"))
    machine = _mapping(environment.get("machine"))
    commit = environment.get("commit")
    facts = {
        "run": about.get("name"),
        "started": about.get("started"),
        "commit": str(commit)[:12] + ("+" if str(commit).endswith("+") else "") if commit else None,
        "model": settings.get("model"),
        "machine": ", ".join(
            str(part)
            for part in (
                machine.get("processor"),
                f"{machine['cores']} cores" if "cores" in machine else None,
                f"{machine['memory_gib']} GiB" if "memory_gib" in machine else None,
            )
            if part
        ),
    }
    terms = [
        element("div", element("dt", key), element("dd", str(value)))
        for key, value in facts.items()
        if value
    ]
    return element("dl", *terms, class_="about")


def _quoting(runs: Sequence[CollectionRun], questions: Mapping[str, Sequence[Shown]]) -> Html:
    """Which documents the page quotes, by collection."""
    quoted: dict[str, set[str]] = {}
    hashes: dict[tuple[str, str], str] = {}
    for run in runs:
        name = run.collection.name
        quoted.setdefault(name, set()).update(quoted_documents(questions[run.name]))
        hashes |= {(name, d.name): d.sha256 or "" for d in run.collection.documents}
    count = sum(map(len, quoted.values()))
    lists = []
    for name, documents in quoted.items():
        items = [
            element("li", document, " ", element("code", hashes.get((name, document), "")[:16]))
            for document in sorted(documents)
        ]
        lists += [element("h3", name), element("ul", *items)]
    words = f"This page quotes {count:,} {'document' if count == 1 else 'documents'}"
    return element(
        "details",
        element("summary", f"{words}; treat it as you treat them"),
        element("p", "By collection, with the beginning of each file's SHA-256 where it is given."),
        *lists,
        class_="quoting",
    )


def _settings(about: Mapping[str, object]) -> Html:
    rows = [
        element("tr", element("th", key, scope="row"), element("td", value))
        for key, value in _flat(plain(dict(about)))
    ]
    return element(
        "details",
        element("summary", "Settings, versions and machine"),
        element("div", element("table", element("tbody", *rows), class_="settings"), class_="wide"),
    )


def _flat(value: object, name: str = "") -> list[tuple[str, str]]:
    """Nested settings as lines, their names joined by dots."""
    if not isinstance(value, Mapping):
        return [(name, "–" if value is None else str(value))]
    return [
        line
        for key, inner in value.items()
        for line in _flat(inner, f"{name}.{key}" if name else str(key))
    ]


def _collection(run: CollectionRun, questions: Sequence[Shown], texts: Texts) -> Html:
    collection = run.collection
    some = sum(query.answerable for query in collection.queries)
    scope = "Each question is asked of the one document that it is about. " if run.inside else ""
    return element(
        "section",
        element("h2", run.name),
        element("p", f"{scope}{collection.description}", class_="soft"),
        element(
            "p",
            data(len(collection.documents), f"{len(collection.documents):,}"),
            f" documents, {run.index.get('passages', 0):,} passages, ",
            data(len(collection.queries), f"{len(collection.queries):,}"),
            f" questions ({some:,} answerable, {len(collection.queries) - some:,} that nothing "
            f"answers). Made ready in {run.build_s:.1f} s, all systems asked in "
            f"{run.asking_s:.1f} s.",
        ),
        figures_table(run.scores),
        plots(run),
        kinds_table(run.scores),
        differences_table(run.comparisons),
        decisions_table(run),
        rates_table(run.scores),
        questions_part(run, questions, texts),
        id=run.name,
    )


def _foot() -> Html:
    return element("footer", *(element("p", note) for note in NOTES))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
