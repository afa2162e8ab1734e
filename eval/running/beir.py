"""Collections in the form of BEIR (Thakur et al. 2021), judged by documents.

    corpus.jsonl    _id, text; optional title
    queries.jsonl   _id, text; optional metadata with a `kind`
    qrels/*.tsv     header `query-id<TAB>corpus-id<TAB>score`, one file for each split;
                    or qrels/*.qrels in TREC's form

Each corpus entry becomes a document with one statement: its title and its text, under a line with
its id that nobody speaks. A document is relevant as a whole, so any passage of it counts, and of
several passages of one document only the best one stands in a ranking.

The split is `test`, or the only one there is; another one is named by its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.collections.collection import NO_ANSWER, Collection, CollectionDocument, Gold, Query
from eval.collections.documents import one_document
from eval.collections.lines import json_object, numbered_lines, table
from eval.running.found import Found, Outcome
from eval.running.systems import System
from eval.running.trec import qrels_lines, whole_number
from index.errors import CollectionError
from index.records import Document, ParsedSource, Turn, Voice, turn_id, voice_id

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
QRELS = "qrels"
QRELS_HEADER = ("query-id", "corpus-id", "score")
TSV, TREC = ".tsv", ".qrels"
USUAL_SPLIT = "test"
ANY_KIND = "documents"
NOBODY = "–"
"""The label of a text that nobody speaks; it has no letter that a search could find."""


@dataclass(frozen=True)
class BestOfDocument:
    """A system whose rankings keep the best passage of each document and no other."""

    system: System

    @property
    def name(self) -> str:
        """The system's own name."""
        return self.system.name

    def outcome(self, query: Query, *, inside: bool = False) -> Outcome:
        """The system's outcome, one hit and one quote for each document."""
        outcome = self.system.outcome(query, inside=inside)
        hits, quotes = best_passages(outcome.hits), best_passages(outcome.quotes)
        return replace(outcome, hits=hits, quotes=quotes)


def best_passages(passages: Sequence[Found]) -> tuple[Found, ...]:
    """The first of each document, in order."""
    first: dict[str, Found] = {}
    for passage in passages:
        first.setdefault(passage.document, passage)
    return tuple(first.values())


def is_beir(place: Path) -> bool:
    """Whether a folder, or the folder of a file in its `qrels`, has the form of BEIR."""
    return (_home(place) / CORPUS).is_file()


def load_beir(place: Path) -> Collection:
    """Read a collection in the form of BEIR.

    Questions without a relevant document in this split are left out, unless their kind is
    `none`; the description counts them.

    :param place: The folder, or one of the files in its `qrels`.
    :raises CollectionError: A line is wrong, or no split can be chosen; file and line are named.
    """
    place = place.resolve()
    folder = _home(place)
    qrels = place if place.is_file() else _usual_split(folder)
    parsed = _read_corpus(folder / CORPUS)
    queries = _read_queries(folder / QUERIES)
    golds = _read_qrels(qrels, queries, {document.source.name: document for document in parsed})
    judged = {gold.query_id for gold in golds if gold.relevance > 0}
    _check_unanswerable(qrels, queries, judged)
    kept = tuple(q for q in queries.values() if q.query_id in judged or not q.answerable)
    ids = {query.query_id for query in kept}
    return Collection(
        name=f"{folder.name}-{qrels.stem}",
        description=(
            f"judged by documents; {len(queries) - len(kept)} questions without a relevant "
            "document in this split are left out"
        ),
        folder=folder,
        documents_folders=(folder,),
        documents=tuple(CollectionDocument(p.source.name, p.source.sha256) for p in parsed),
        queries=kept,
        golds=tuple(gold for gold in golds if gold.query_id in ids),
        parsed=parsed,
        by_document=True,
    )


def _home(place: Path) -> Path:
    return place.parent.parent if place.parent.name == QRELS and place.is_file() else place


def _usual_split(folder: Path) -> Path:
    files = (path for suffix in (TREC, TSV) for path in sorted((folder / QRELS).glob(f"*{suffix}")))
    splits = {path.stem: path for path in files}
    if not splits:
        raise CollectionError(
            f"{folder / QRELS} has no {TSV} or {TREC} file: expected judgments such as "
            f"{QRELS}/{USUAL_SPLIT}.tsv with the header {' '.join(QRELS_HEADER)}"
        )
    if len(splits) > 1 and USUAL_SPLIT not in splits:
        raise CollectionError(
            f"{folder / QRELS} has several splits ({', '.join(splits)}) and none is "
            f"{USUAL_SPLIT!r}: name one, such as {next(iter(splits.values()))}"
        )
    return splits.get(USUAL_SPLIT) or next(iter(splits.values()))


def _read_corpus(path: Path) -> tuple[ParsedSource, ...]:
    entries: dict[str, ParsedSource] = {}
    for number, line in numbered_lines(path):
        fields = json_object(line, path, number)
        name, words = _id(fields, path, number), _text(fields, "text", path, number)
        title = _text(fields, "title", path, number) if fields.get("title") is not None else ""
        if name in entries:
            raise CollectionError(f"{path}:{number}: _id {name!r} stands twice; ids are unique")
        entries[name] = _document(name, title.strip(), words.strip())
    if not entries:
        raise CollectionError(f"{path} has no documents; expected lines of _id, title and text")
    return tuple(entries.values())


def _document(name: str, title: str, words: str) -> ParsedSource:
    """One document with one statement, behind a line that holds the id.

    The id makes texts differ that have the same words: a document stands once on record.
    """
    said = "\n\n".join(part for part in (title, words) if part)
    text = f"{name}\n\n{said}\n" if said else f"{name}\n"
    source, document = one_document(name, text, title or None)
    if not said:
        return ParsedSource(source, (document,), (), ())
    return ParsedSource(source, (document,), *_statement(document, len(name) + 2))


def _statement(document: Document, start: int) -> tuple[tuple[Turn], tuple[Voice]]:
    nobody = voice_id(document.document_id, NOBODY)
    turn = Turn(
        turn_id=turn_id(document.document_id, 1),
        document_id=document.document_id,
        voice_id=nobody,
        ordinal=1,
        label=NOBODY,
        label_start=start,
        start=start,
        end=document.end,
        role="statement",
        replies_to=None,
    )
    voice = Voice(nobody, document.document_id, NOBODY, anonymous=True, turns=1, date=None)
    return (turn,), (voice,)


def _read_queries(path: Path) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    for number, line in numbered_lines(path):
        fields = json_object(line, path, number)
        query_id, text = _id(fields, path, number), _text(fields, "text", path, number)
        if not text.strip():
            raise CollectionError(f"{path}:{number}: 'text' must be words, is {text!r}")
        if query_id in queries:
            raise CollectionError(f"{path}:{number}: _id {query_id!r} stands twice; ids are unique")
        about = fields.get("metadata")
        kind = about.get("kind") if isinstance(about, dict) else None
        queries[query_id] = Query(query_id, text, str(kind or ANY_KIND))
    if not queries:
        raise CollectionError(f"{path} has no questions; expected lines of _id and text")
    return queries


def _read_qrels(
    path: Path, queries: Mapping[str, Query], corpus: Mapping[str, ParsedSource]
) -> tuple[Gold, ...]:
    golds: dict[tuple[str, str], Gold] = {}
    for number, query_id, name, relevance in _qrels_lines(path):
        place = f"{path}:{number}"
        if query_id not in queries:
            raise CollectionError(f"{place}: no question {query_id!r} in {QUERIES}; add or drop it")
        if name not in corpus:
            raise CollectionError(f"{place}: no document {name!r} in {CORPUS}; add or drop it")
        if (query_id, name) in golds:
            raise CollectionError(f"{place}: {query_id} judges {name!r} twice; keep one line")
        length = len(corpus[name].source.text)
        gold = Gold(query_id, name, 0, length, relevance, NOBODY, is_turn=True)
        golds[query_id, name] = gold
    return tuple(golds.values())


def _qrels_lines(path: Path) -> Iterator[tuple[int, str, str, int]]:
    """Line number, question, document and relevance, in whichever form the file has."""
    if path.suffix == TREC:
        yield from qrels_lines(path)
        return
    for number, (query_id, name, score) in table(path, QRELS_HEADER):
        yield number, query_id, name, whole_number(score, "score", path, number)


def _check_unanswerable(path: Path, queries: Mapping[str, Query], judged: set[str]) -> None:
    wrong = [q.query_id for q in queries.values() if not q.answerable and q.query_id in judged]
    if wrong:
        raise CollectionError(
            f"{path}: relevant documents for questions of kind {NO_ANSWER!r}: {', '.join(wrong)}; "
            "give them another kind or drop these lines"
        )


def _id(fields: Mapping[str, Any], path: Path, number: int) -> str:
    value = fields.get("_id")
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise CollectionError(
            f"{path}:{number}: '_id' must be a string on one line, is {value!r}; put numbers in "
            "quotation marks"
        )
    return value


def _text(fields: Mapping[str, Any], key: str, path: Path, number: int) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise CollectionError(f"{path}:{number}: {key!r} must be a string, is {value!r}")
    return value
