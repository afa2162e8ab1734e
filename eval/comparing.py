"""Two run folders of the same questions: what changed, how surely, and for which questions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.collections.lines import json_object, numbered_lines, read_text
from eval.measuring.significance import Difference, compare, holm
from eval.measuring.tables import Layout, Row, Tables
from eval.running.systems import OURS
from eval.runs import plain
from index.errors import CollectionError

RUN_FILE = "run.json"
QUESTIONS_FILE = "questions.jsonl"
SORTED_BY = "nDCG@10"
NOTES = (
    "Differences are the second run's minus the first's, of the same questions; in brackets "
    "their 95 % interval, bootstrapped over questions. p is of the paired randomisation test, "
    "corrected over a table's measures (Holm). Rates and times are given without a test.",
    "A question is listed when the decision, the first hit, the first quote or a measure changed; "
    "the greatest loss comes first. An answer is cited as document, span and label.",
)


@dataclass(frozen=True, slots=True)
class CollectionRecord:
    """One collection of a run folder, as it was written: figures, and questions by their id."""

    name: str
    sha256: str
    figures: Mapping[str, Any]
    questions: Mapping[str, Mapping[str, Any]]

    def ours(self, query_id: str) -> Mapping[str, Any]:
        """What our system gave for a question."""
        given: Mapping[str, Any] = self.questions[query_id]["systems"][OURS]
        return given


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run folder: what it was made with, and its collections by name."""

    folder: str
    about: Mapping[str, Any]
    collections: Mapping[str, CollectionRecord]


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose result changed: each side's value, decision and citation.

    `before` and `after` are of nDCG@10, NaN for a question that nothing answers.
    """

    query_id: str
    kind: str
    text: str
    before: float
    after: float
    decisions: tuple[str, str]
    citations: tuple[str, str]

    @property
    def gain(self) -> float:
        """How much better the second run does; 0 where it has no measure."""
        return 0.0 if math.isnan(self.after - self.before) else self.after - self.before


@dataclass(frozen=True, slots=True)
class CollectionComparison:
    """One collection in both runs: paired differences, other figures, changed questions."""

    name: str
    questions: int
    means: Mapping[str, tuple[float, float]]
    differences: Mapping[str, Difference]
    rates: Mapping[str, tuple[float | None, float | None]]
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Tables):
    """Two runs over the same collections."""

    folders: tuple[str, str]
    settings: Mapping[str, tuple[object, object]]
    collections: tuple[CollectionComparison, ...]

    def json(self) -> dict[str, object]:
        """All of it as JSON values; NaN becomes null."""
        return {
            "runs": list(self.folders),
            "settings": plain(self.settings),
            "collections": [plain(collection) for collection in self.collections],
        }

    def lines(self, layout: Layout, head: str) -> list[str]:
        """The comparison; see `Tables`."""
        first, second = self.folders
        lines = [head.format(f"{second} against {first}"), ""]
        if self.settings:
            rows = [("differs", first, second)]
            rows += [(key, _shown(a), _shown(b)) for key, (a, b) in self.settings.items()]
            lines += [*layout(rows), ""]
        for collection in self.collections:
            lines += [head.format(f"{collection.name}: {collection.questions} questions"), ""]
            for table in (_difference_rows(collection), _rate_rows(collection)):
                if len(table) > 1:
                    lines += [*layout(table), ""]
            lines += [_count(len(collection.changed)), ""]
            if collection.changed:
                lines += [*layout(_changed_rows(collection)), ""]
        for note in NOTES:
            lines += [note, ""]
        return lines[:-1]


def compare_runs(first: Path, second: Path) -> Comparison:
    """Compare our system in two run folders.

    :raises CollectionError: A folder is no run, or the two did not ask the same questions of the
        same documents; what differs is named.
    """
    runs = (read_run_folder(first), read_run_folder(second))
    _check_same(*runs)
    return Comparison(
        folders=(runs[0].folder, runs[1].folder),
        settings=differing(runs[0].about, runs[1].about),
        collections=tuple(
            _compare(collection, runs[1].collections[name])
            for name, collection in runs[0].collections.items()
        ),
    )


def read_run_folder(folder: Path) -> RunRecord:
    """Read what an evaluation wrote.

    :raises CollectionError: A file is missing or wrong, or our system was not asked.
    """
    path = folder / RUN_FILE
    if not path.is_file():
        raise CollectionError(
            f"{folder} is no run folder, it has no {RUN_FILE}; `onrecord eval COLLECTION --out "
            "FOLDER` makes one in FOLDER"
        )
    about = json_object(read_text(path), path, 1)
    collections: dict[str, CollectionRecord] = {}
    for fields in about.get("collections", []):
        if not {"collection", "sha256", "systems"} <= set(fields):
            raise CollectionError(f"{path} is not what an evaluation writes; evaluate again")
        name = f"{fields['collection']}{'-inside' if fields.get('inside') else ''}"
        collections[name] = CollectionRecord(
            name, fields["sha256"], fields, _read_questions(folder / name / QUESTIONS_FILE)
        )
    if not collections:
        raise CollectionError(f"{path} has no collections: the evaluation was not finished")
    return RunRecord(folder.resolve().name, about, collections)


def _read_questions(path: Path) -> dict[str, Mapping[str, Any]]:
    questions: dict[str, Mapping[str, Any]] = {}
    for number, line in numbered_lines(path):
        record = json_object(line, path, number)
        try:
            query_id, asked = record["query"]["query_id"], record["systems"][OURS]
        except (KeyError, TypeError) as error:
            raise CollectionError(
                f"{path}:{number}: expected a question with results of {OURS!r}, "
                f"found no {error}; evaluate again"
            ) from error
        if not isinstance(asked, dict):
            raise CollectionError(f"{path}:{number}: the results of {OURS!r} are no object")
        questions[query_id] = record
    return questions


def _check_same(first: RunRecord, second: RunRecord) -> None:
    """Refuse runs that cannot be paired, with the names of what differs."""
    for here, other in ((first, second), (second, first)):
        if alone := [name for name in here.collections if name not in other.collections]:
            raise CollectionError(
                f"{here.folder} measured {', '.join(alone)} and {other.folder} did not: compare "
                "runs over the same collections"
            )
    for name, one_collection in first.collections.items():
        other_collection = second.collections[name]
        if one_collection.sha256 == other_collection.sha256:
            continue
        differing = _differing_questions(one_collection, other_collection)
        what = f"questions {', '.join(differing)}" if differing else "its documents"
        raise CollectionError(
            f"{name} is another collection in {first.folder} than in {second.folder}: {what} "
            "differ; evaluate the older code on today's collection to compare"
        )


def _differing_questions(record: CollectionRecord, other: CollectionRecord) -> list[str]:
    """Questions that only one has, or that differ in words or judgments."""
    ids = dict.fromkeys([*record.questions, *other.questions])
    return [
        query_id
        for query_id in ids
        if any(
            record.questions.get(query_id, {}).get(key)
            != other.questions.get(query_id, {}).get(key)
            for key in ("query", "golds")
        )
    ]


def _compare(first: CollectionRecord, second: CollectionRecord) -> CollectionComparison:
    before, after = _per_question(first), _per_question(second)
    measures = [name for name in before if name in after]
    differences = {name: compare(after[name], {"": before[name]})[0] for name in measures}
    corrected = holm([differences[name].p for name in measures])
    return CollectionComparison(
        name=first.name,
        questions=len(first.questions),
        means={name: (_mean(before[name]), _mean(after[name])) for name in measures},
        differences={
            name: replace(differences[name], baseline=first.name, p_corrected=p)
            for name, p in zip(measures, corrected, strict=True)
        },
        rates=_rates(first.figures, second.figures),
        changed=_changed(first, second),
    )


def _per_question(record: CollectionRecord) -> dict[str, dict[str, float]]:
    """Our measures by name and `query_id`."""
    per_question: dict[str, dict[str, float]] = {}
    for query_id in record.questions:
        for name, value in record.ours(query_id)["measures"].items():
            per_question.setdefault(name, {})[query_id] = float(value)
    return per_question


def _mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / len(values)


def _changed(first: CollectionRecord, second: CollectionRecord) -> tuple[Changed, ...]:
    changes = []
    for query_id, record in first.questions.items():
        before, other = first.ours(query_id), second.ours(query_id)
        if _result(before) == _result(other):
            continue
        query = record["query"]
        changes.append(
            Changed(
                query_id=query_id,
                kind=query["kind"],
                text=query["text"],
                before=before["measures"].get(SORTED_BY, math.nan),
                after=other["measures"].get(SORTED_BY, math.nan),
                decisions=(_decision(before), _decision(other)),
                citations=(_citation(before), _citation(other)),
            )
        )
    return tuple(sorted(changes, key=lambda change: (change.gain, change.query_id)))


def _result(given: Mapping[str, Any]) -> tuple[object, ...]:
    """All that makes two results the same: decision, best hit, best quote, measures."""
    measures = {name: round(value, 9) for name, value in given["measures"].items()}
    return (_decision(given), _place(given["hits"]), _place(given["quotes"]), measures)


def _place(hits: Sequence[Mapping[str, Any]]) -> tuple[object, ...] | None:
    """Where the first of these stands; None for none."""
    return (hits[0]["document"], hits[0]["start"], hits[0]["end"]) if hits else None


def _decision(given: Mapping[str, Any]) -> str:
    if given["error"] is not None:
        return "error"
    return "answered" if given["answered"] else "refused"


def _citation(given: Mapping[str, Any]) -> str:
    """The first quote, or the nearest where it was refused: document, span and label."""
    if not given["quotes"]:
        return "–"
    quote = given["quotes"][0]
    return f"{quote['document']} {quote['start']}–{quote['end']} {quote['label']}"


def _rates(
    first: Mapping[str, Any], second: Mapping[str, Any]
) -> dict[str, tuple[float | None, float | None]]:
    """Rates, error rates of the decision and median times of both runs."""
    before, after = _shares(first), _shares(second)
    return {name: (before[name], after[name]) for name in before if name in after}


def _shares(figures: Mapping[str, Any]) -> dict[str, float | None]:
    (ours,) = [system for system in figures["systems"] if system["system"] == OURS]
    shares: dict[str, float | None] = {name: rate["value"] for name, rate in ours["rates"].items()}
    if ours["decision"] is not None:
        for name in ("false_answers", "false_refusals"):
            shares[name.replace("_", " ")] = ours["decision"][name]["value"]
    for what, latency in ours["latency"].items():
        shares[f"{what} p50 ms"] = latency["p50_ms"]
    return shares


def differing(
    first: Mapping[str, Any], second: Mapping[str, Any]
) -> dict[str, tuple[object, object]]:
    """Settings, versions, machine and commit that are not the same, by their full name."""
    before, after = (
        {**_flat("settings", record.get("settings")), **_flat("", record.get("environment"))}
        for record in (first, second)
    )
    return {
        key: (before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    }


def _flat(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        return {name: value}
    flat: dict[str, object] = {}
    for key, inner in value.items():
        flat |= _flat(f"{name}.{key}" if name else key, inner)
    return flat


def _difference_rows(collection: CollectionComparison) -> list[Row]:
    rows: list[Row] = [("measure", "first", "second", "difference", "better", "worse", "n", "p")]
    for name, difference in collection.differences.items():
        before, after = collection.means[name]
        mean = difference.mean
        rows.append(
            (
                name,
                f"{before:.3f}",
                f"{after:.3f}",
                f"{mean.value:+.3f} [{mean.low:+.3f}, {mean.high:+.3f}]",
                str(difference.better),
                str(difference.worse),
                str(mean.count),
                f"{difference.p_corrected:.4f}"
                + ("" if difference.significant else " not significant"),
            )
        )
    return rows


def _rate_rows(collection: CollectionComparison) -> list[Row]:
    rows: list[Row] = [("rate or time", "first", "second")]
    for name, (before, after) in collection.rates.items():
        if before is not None or after is not None:
            rows.append((name, _figure(before), _figure(after)))
    return rows


def _changed_rows(collection: CollectionComparison) -> list[Row]:
    rows: list[Row] = [("question", "kind", SORTED_BY, "first", "second", "text")]
    for changed in collection.changed:
        values = f"{_figure(changed.before)} → {_figure(changed.after)}"
        sides = [
            f"{decision}: {citation}"
            for decision, citation in zip(changed.decisions, changed.citations, strict=True)
        ]
        rows.append((changed.query_id, changed.kind, values, *sides, changed.text))
    return rows


def _count(changed: int) -> str:
    return f"{changed} question{'' if changed == 1 else 's'} changed."


def _figure(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.3f}"


def _shown(value: object) -> str:
    return "–" if value is None else str(value)
