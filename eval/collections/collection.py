"""Judged questions: documents by name, questions, and gold spans in the documents' text.

Two forms are read here; both are folders. Collections that are judged by turns are read in
`eval/collections/turnsets.py`, those in the form of BEIR in `eval/running/beir.py`.

Our own form:

    collection.json   {"name": …, "description": …, "documents": folder, relative to this one,
                      or a list of folders}
    documents.tsv     header `name<TAB>sha256`; the documents, each with the hash of its bytes
    queries.jsonl     query_id, text, kind, speakers, date_from, date_to; optional note
    qrels.tsv         header `query_id doc_id start end relevance speaker`, tab-separated

The form of `press-dev` has `documents.txt`, one name a line and no hashes, in place of the first
two files. Judgments are spans, never passages: a new passage length leaves them as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.collections.lines import json_object, numbered_lines, read_text, table
from index.errors import CollectionError
from index.records import ParsedSource

NO_ANSWER = "none"
# Asks what was asked: there a question turn is the right answer.
ASKED = "asked"
QRELS_HEADER = ("query_id", "doc_id", "start", "end", "relevance", "speaker")
DOCUMENTS_HEADER = ("name", "sha256")
# Where a folder without `collection.json` has its documents, unless the caller says so.
USUAL_DOCUMENTS = Path("../../corpora/white-house-briefings")

Span = tuple[int, int]
"""`[start, end)` in a document's text."""


@dataclass(frozen=True, slots=True)
class CollectionDocument:
    """One document of a collection, by its file's name; `sha256` None where none was recorded."""

    name: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """One judged question.

    `speakers` are labels as the text prints them, empty where the question names nobody; the
    dates are what the question asks for. `document` names the one document that it is about.
    """

    query_id: str
    text: str
    kind: str
    speakers: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    document: str | None = None
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether anything in the collection answers it."""
        return self.kind != NO_ANSWER

    @property
    def filtered(self) -> bool:
        """Whether it asks for certain speakers or dates."""
        return bool(self.speakers or self.date_from or self.date_to)


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that answer a question: `[start, end)` in a document; 2 fully, 1 in part, 0 not.

    With `is_turn` the judgment is of a whole turn and does not say which words of it answer.
    """

    query_id: str
    document: str
    start: int
    end: int
    relevance: int
    speaker: str
    is_turn: bool = False

    @property
    def gold_id(self) -> str:
        """The span's own id, which stands for it in qrels and runs."""
        return f"{self.document}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, questions and judgments; `folder` is where they were read from.

    `parsed` holds the documents of a collection that gives turns instead of files. With
    `by_document` a document is relevant as a whole, and a ranking has each document once.
    """

    name: str
    description: str
    folder: Path
    documents_folders: tuple[Path, ...]
    documents: tuple[CollectionDocument, ...]
    queries: tuple[Query, ...]
    golds: tuple[Gold, ...]
    parsed: tuple[ParsedSource, ...] = ()
    by_document: bool = False

    def golds_of(self) -> Mapping[str, tuple[Gold, ...]]:
        """The relevant spans (grade 1 or more) of each answerable question, by `query_id`."""
        spans: dict[str, list[Gold]] = {q.query_id: [] for q in self.queries if q.answerable}
        for gold in self.golds:
            if gold.relevance > 0:
                spans[gold.query_id].append(gold)
        return {query_id: tuple(golds) for query_id, golds in spans.items()}

    def judged_turns(self) -> Mapping[str, tuple[Span, ...]]:
        """The spans of all turns by document, in reading order, where whole turns were judged.

        Empty where spans of words or whole documents were judged.
        """
        if self.by_document or not all(gold.is_turn for gold in self.golds):
            return {}
        return {
            document.source.name: tuple(sorted((turn.start, turn.end) for turn in document.turns))
            for document in self.parsed
        }

    def paths(self) -> tuple[Path, ...]:
        """The documents' files, in order; none where the documents are given as turns."""
        if self.parsed:
            return ()
        return tuple(_place(document.name, self.documents_folders) for document in self.documents)

    @property
    def sha256(self) -> str:
        """A hash of everything that is judged: documents, questions and judgments."""
        content = repr((self.documents, self.queries, self.golds))
        return hashlib.sha256(content.encode()).hexdigest()


def load_collection(folder: Path, *, documents: Path | None = None) -> Collection:
    """Read a collection and check that its documents are there and are the judged ones.

    :param documents: The folder that holds all documents; None for the collection's own.
    :raises CollectionError: A file is missing, a line is wrong (file and line are named), a
        document is missing or has another hash (their names are given).
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise CollectionError(f"no folder {folder}: expected a collection with queries.jsonl")
    name, description, names, homes = _contents(folder)
    homes = tuple(home.resolve() for home in ((documents,) if documents else homes))
    queries = read_queries(folder / "queries.jsonl")
    golds = _read_qrels(folder / "qrels.tsv", queries, {document.name for document in names})
    _check_judged(folder, queries, golds)
    _check_documents(folder, homes, names)
    return Collection(name, description, folder, homes, names, queries, golds)


def _place(name: str, homes: Sequence[Path]) -> Path:
    """The document's file: in the first folder that has it, the last where none has."""
    return next((home / name for home in homes if (home / name).is_file()), homes[-1] / name)


def _contents(
    folder: Path,
) -> tuple[str, str, tuple[CollectionDocument, ...], tuple[Path, ...]]:
    """Name, description, documents and the documents' usual folders."""
    about = folder / "collection.json"
    if about.is_file():
        head = json_object(read_text(about), about, 1)
        if not isinstance(head.get("name"), str):
            raise CollectionError(f"{about}: 'name' must be a string, is {head.get('name')!r}")
        homes = tuple(folder / home for home in _folders(head.get("documents"), about))
        names = _read_hashed_names(folder / "documents.tsv")
        return head["name"], str(head.get("description", "")), names, homes
    listed = folder / "documents.txt"
    if not listed.is_file():
        raise CollectionError(
            f"{folder} has neither collection.json nor documents.txt, nor turns.jsonl, nor "
            "corpus.jsonl: not a collection; eval/sets/README.md shows the forms"
        )
    names = tuple(CollectionDocument(line, None) for _, line in numbered_lines(listed))
    return folder.name, "", names, (folder / USUAL_DOCUMENTS,)


def _folders(value: object, about: Path) -> tuple[str, ...]:
    """One folder or several, as `collection.json` names them."""
    folders = value if isinstance(value, list) else [value]
    if not folders or not all(isinstance(home, str) for home in folders):
        raise CollectionError(
            f"{about}: 'documents' must be a folder or a list of folders, is {value!r}"
        )
    return tuple(folders)


def _read_hashed_names(path: Path) -> tuple[CollectionDocument, ...]:
    rows = table(path, DOCUMENTS_HEADER)
    return tuple(CollectionDocument(name, sha256.lower()) for _, (name, sha256) in rows)


def read_queries(path: Path) -> tuple[Query, ...]:
    """Read a `queries.jsonl`, in order.

    :raises CollectionError: Names the file and the wrong line.
    """
    queries: dict[str, Query] = {}
    for number, line in numbered_lines(path):
        query = _query(json_object(line, path, number), path, number)
        if query.query_id in queries:
            raise CollectionError(f"{path}:{number}: query_id {query.query_id!r} stands twice")
        queries[query.query_id] = query
    if not queries:
        raise CollectionError(f"{path} has no questions")
    return tuple(queries.values())


def _query(fields: Mapping[str, Any], path: Path, number: int) -> Query:
    for key in ("query_id", "text", "kind"):
        if not isinstance(fields.get(key), str) or not fields[key].strip():
            raise CollectionError(f"{path}:{number}: {key!r} must be words, is {fields.get(key)!r}")
    speakers = fields.get("speakers") or []
    if not isinstance(speakers, list) or not all(isinstance(label, str) for label in speakers):
        raise CollectionError(f"{path}:{number}: 'speakers' must be a list, is {speakers!r}")
    dates = [_date(fields.get(key), key, path, number) for key in ("date_from", "date_to")]
    if dates[0] and dates[1] and dates[0] > dates[1]:
        raise CollectionError(f"{path}:{number}: date_from {dates[0]} is after date_to {dates[1]}")
    return Query(
        query_id=fields["query_id"],
        text=fields["text"],
        kind=fields["kind"],
        speakers=tuple(speakers),
        date_from=dates[0],
        date_to=dates[1],
        note=str(fields.get("note") or ""),
    )


def _date(value: object, key: str, path: Path, number: int) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise CollectionError(
            f"{path}:{number}: {key!r} must be a date such as 2014-03-31, is {value!r}"
        ) from error


def _read_qrels(path: Path, queries: Sequence[Query], names: set[str]) -> tuple[Gold, ...]:
    known = {query.query_id for query in queries}
    golds: dict[tuple[str, str], Gold] = {}
    for number, row in table(path, QRELS_HEADER):
        place = f"{path}:{number}"
        if row[0] not in known:
            raise CollectionError(f"{place}: no question {row[0]!r} in queries.jsonl")
        if row[1] not in names:
            raise CollectionError(f"{place}: {row[1]!r} is not a document of this collection")
        try:
            start, end, relevance = (int(value) for value in row[2:5])
        except ValueError as error:
            raise CollectionError(
                f"{place}: start, end and relevance must be whole numbers, are {row[2:5]}"
            ) from error
        if not 0 <= start < end:
            raise CollectionError(f"{place}: the span {start}:{end} is empty or negative")
        if relevance not in (0, 1, 2):
            raise CollectionError(f"{place}: relevance must be 0, 1 or 2, is {relevance}")
        gold = Gold(row[0], row[1], start, end, relevance, row[5])
        if (gold.query_id, gold.gold_id) in golds:
            raise CollectionError(f"{place}: {row[0]} judges the span {start}:{end} twice")
        golds[gold.query_id, gold.gold_id] = gold
    return tuple(golds.values())


def _check_judged(folder: Path, queries: Sequence[Query], golds: Sequence[Gold]) -> None:
    """A question has relevant spans unless its kind is `none`."""
    answered = {gold.query_id for gold in golds if gold.relevance > 0}
    bare = [q.query_id for q in queries if q.answerable and q.query_id not in answered]
    if bare:
        raise CollectionError(
            f"{folder / 'qrels.tsv'}: no relevant span for {', '.join(bare)}; a question that "
            f"nothing answers has kind {NO_ANSWER!r}"
        )
    judged = [q.query_id for q in queries if not q.answerable and q.query_id in answered]
    if judged:
        raise CollectionError(
            f"{folder / 'qrels.tsv'}: relevant spans for questions of kind {NO_ANSWER!r}: "
            f"{', '.join(judged)}"
        )


def _check_documents(
    folder: Path, homes: Sequence[Path], documents: Sequence[CollectionDocument]
) -> None:
    names = [document.name for document in documents]
    if nested := [name for name in names if Path(name).name != name]:
        raise CollectionError(f"{folder.name}: documents are named without a folder: {nested}")
    if not names or len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise CollectionError(
            f"{folder}: documents listed twice: {twice}"
            if twice
            else f"{folder} lists no documents"
        )
    files = {name: _place(name, homes) for name in names}
    where = ", ".join(map(str, homes))
    if missing := [name for name, file in files.items() if not file.is_file()]:
        raise CollectionError(
            f"{folder.name}: {len(missing)} of {len(names)} documents are not in {where}: "
            f"{', '.join(missing)}; give the right folder with --documents"
        )
    differing = [
        document.name
        for document in documents
        if document.sha256 is not None and _sha256(files[document.name]) != document.sha256
    ]
    if differing:
        raise CollectionError(
            f"{folder.name}: {len(differing)} of {len(names)} documents in {where} differ from "
            f"those that were judged (SHA-256): {', '.join(differing)}"
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
