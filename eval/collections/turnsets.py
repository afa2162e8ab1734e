"""Collections that are judged by turns: meetings and dialogues.

    turns.jsonl    doc_id, turn_id (a whole number), speaker, text; in order
    queries.jsonl  qid, text; optional doc_id (the document it is about) and kind
    qrels.tsv      qid, doc_id, turn_id, relevance; tab-separated, without a header

A document's text is made of its turns, one `speaker: words` line each, so that every turn has a
span. The text is not parsed again: the turns are the given ones. Who asks and who answers is
found as in any transcript.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.collections.collection import Collection, CollectionDocument, Gold, Query
from eval.collections.documents import one_document
from eval.collections.lines import json_object, numbered_lines
from index.errors import CollectionError
from index.language.vocabulary import is_anonymous, normal
from index.parsing.exchanges import find_parts
from index.parsing.labels import Mark
from index.parsing.turns import Speech
from index.records import ParsedSource, Turn, Voice, turn_id, voice_id

TURNS = "turns.jsonl"
ANY_KIND = "turns"

Spoken = tuple[int, str, str]
"""One turn as given: number, speaker, words."""


@dataclass(frozen=True, slots=True)
class _Transcript:
    """One document as text, with each turn's span by its number."""

    parsed: ParsedSource
    spans: Mapping[int, tuple[int, int, str]]


def is_turn_set(folder: Path) -> bool:
    """Whether a folder holds a collection of this form."""
    return (folder / TURNS).is_file()


def load_turn_set(folder: Path) -> Collection:
    """Read a collection that is judged by turns.

    Questions without a relevant turn are left out, since this form does not say whether
    nothing answers them or nobody judged them; the description counts them.

    :raises CollectionError: A line is wrong; file and line are named.
    """
    folder = folder.resolve()
    transcripts = {
        name: _transcript(name, turns) for name, turns in _read_turns(folder / TURNS).items()
    }
    queries = _read_queries(folder / "queries.jsonl", transcripts)
    golds = _read_qrels(folder / "qrels.tsv", queries, transcripts)
    judged = {gold.query_id for gold in golds if gold.relevance > 0}
    kept = tuple(query for query in queries.values() if query.query_id in judged)
    left = len(queries) - len(kept)
    return Collection(
        name=f"{folder.parent.name}-{folder.name}",
        description=f"judged by turns; {left} questions without a relevant turn are left out",
        folder=folder,
        documents_folders=(folder,),
        documents=tuple(
            CollectionDocument(name, transcript.parsed.source.sha256)
            for name, transcript in transcripts.items()
        ),
        queries=kept,
        golds=golds,
        parsed=tuple(transcript.parsed for transcript in transcripts.values()),
    )


def _read_turns(path: Path) -> dict[str, list[Spoken]]:
    by_document: dict[str, list[Spoken]] = {}
    for number, line in numbered_lines(path):
        fields = json_object(line, path, number)
        _need(fields, {"doc_id": str, "turn_id": int, "speaker": str, "text": str}, path, number)
        # A label or a line break inside the words would make one turn look like two.
        words = " ".join(fields["text"].split())
        spoken = (fields["turn_id"], " ".join(fields["speaker"].split()), words)
        by_document.setdefault(fields["doc_id"], []).append(spoken)
    if not by_document:
        raise CollectionError(f"{path} has no turns")
    return by_document


def _transcript(name: str, spoken: Sequence[Spoken]) -> _Transcript:
    parts: list[str] = []
    speech: list[Speech] = []
    spans: dict[int, tuple[int, int, str]] = {}
    at = 0
    for number, label, words in spoken:
        line = f"{label}: {words}\n"
        start = at + len(label) + 2
        parts.append(line)
        spans[number] = (start, start + len(words), label)
        if words:
            mark = Mark(label, at, start)
            speech.append(Speech(mark, normal(label), start, start + len(words), ()))
        at += len(line)
    return _Transcript(_parsed(name, "".join(parts), speech), spans)


def _parsed(name: str, text: str, speech: Sequence[Speech]) -> ParsedSource:
    source, document = one_document(name, text)
    turns = _turns(document.document_id, text, speech)
    return ParsedSource(source, (document,), turns, _voices(document.document_id, turns))


def _turns(document_id: str, text: str, speech: Sequence[Speech]) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            turn_id=turn_id(document_id, ordinal),
            document_id=document_id,
            voice_id=voice_id(document_id, spoken.mark.label),
            ordinal=ordinal,
            label=spoken.mark.label,
            label_start=spoken.mark.start,
            start=spoken.start,
            end=spoken.end,
            role=part.role,
            replies_to=None
            if part.replies_to is None
            else turn_id(document_id, part.replies_to + 1),
            flags=("handover",) if part.handover else (),
        )
        for ordinal, (spoken, part) in enumerate(
            zip(speech, find_parts(text, speech), strict=True), start=1
        )
    )


def _voices(document_id: str, turns: Sequence[Turn]) -> tuple[Voice, ...]:
    labels: dict[str, list[str]] = {}
    for turn in turns:
        labels.setdefault(turn.voice_id, []).append(turn.printed)
    return tuple(
        Voice(
            voice_id=voice_id,
            document_id=document_id,
            label=printed[0],
            anonymous=is_anonymous(normal(printed[0])),
            turns=len(printed),
            date=None,
        )
        for voice_id, printed in labels.items()
    )


def _read_queries(path: Path, transcripts: Mapping[str, _Transcript]) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    for number, line in numbered_lines(path):
        fields = json_object(line, path, number)
        _need(fields, {"qid": str, "text": str}, path, number)
        document = fields.get("doc_id")
        if document is not None and document not in transcripts:
            raise CollectionError(f"{path}:{number}: no document {document!r} in {TURNS}")
        if fields["qid"] in queries:
            raise CollectionError(f"{path}:{number}: qid {fields['qid']!r} stands twice")
        kind = str(fields.get("kind") or ANY_KIND)
        queries[fields["qid"]] = Query(fields["qid"], fields["text"], kind, document=document)
    return queries


def _read_qrels(
    path: Path, queries: Mapping[str, Query], transcripts: Mapping[str, _Transcript]
) -> tuple[Gold, ...]:
    golds: dict[tuple[str, str], Gold] = {}
    for number, line in numbered_lines(path):
        place = f"{path}:{number}"
        row = line.split("\t")
        if len(row) != 4 or not row[2].isdigit() or not row[3].isdigit():
            raise CollectionError(
                f"{place}: expected qid, doc_id, turn_id and relevance, tab-separated, found {row}"
            )
        if row[0] not in queries:
            raise CollectionError(f"{place}: no question {row[0]!r} in queries.jsonl")
        span = transcripts[row[1]].spans.get(int(row[2])) if row[1] in transcripts else None
        if span is None or span[0] == span[1]:
            raise CollectionError(f"{place}: {row[1]!r} has no words in a turn {row[2]}")
        gold = Gold(row[0], row[1], span[0], span[1], int(row[3]), span[2], is_turn=True)
        if (gold.query_id, gold.gold_id) in golds:
            raise CollectionError(f"{place}: {row[0]} judges turn {row[2]} twice")
        golds[gold.query_id, gold.gold_id] = gold
    return tuple(golds.values())


def _need(fields: Mapping[str, Any], kinds: Mapping[str, type], path: Path, number: int) -> None:
    for key, kind in kinds.items():
        if type(fields.get(key)) is not kind:
            raise CollectionError(
                f"{path}:{number}: {key!r} must be {kind.__name__}, is {fields.get(key)!r}"
            )
