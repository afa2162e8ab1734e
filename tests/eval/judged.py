"""Hand-made hits, gold spans and collections for the tests of this room."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import ir_measures

from eval.collections.collection import Gold
from eval.running.found import Found, Outcome


def found(
    document: str = "a.txt",
    start: int = 0,
    end: int = 100,
    *,
    text: str = "",
    label: str = "MS. ADLER",
    role: str = "answer",
    speaker_labels: tuple[str, ...] = (),
) -> Found:
    return Found(document, start, end, text, label, role, 1.0, speaker_labels)


def gold(
    query_id: str = "q1",
    document: str = "a.txt",
    start: int = 0,
    end: int = 100,
    relevance: int = 2,
    speaker: str = "MS. ADLER",
    *,
    is_turn: bool = False,
) -> Gold:
    return Gold(query_id, document, start, end, relevance, speaker, is_turn)


def outcome(
    query_id: str = "q1",
    hits: Sequence[Found] = (),
    *,
    quotes: Sequence[Found] | None = None,
    answered: bool | None = None,
    confidence: float = 0.5,
) -> Outcome:
    return Outcome(
        query_id=query_id,
        hits=tuple(hits),
        quotes=tuple(hits if quotes is None else quotes),
        answered=answered,
        confidence=confidence,
        search_ms=2.0,
        ask_ms=3.0,
    )


def write_collection(
    folder: Path,
    texts: Mapping[str, str],
    queries: Sequence[Mapping[str, object]],
    qrels: Sequence[Sequence[object]],
) -> Path:
    """A collection in our own form under `folder/set`, its documents under `folder/documents`."""
    documents, home = folder / "documents", folder / "set"
    documents.mkdir()
    home.mkdir()
    rows = ["name\tsha256"]
    for name, text in texts.items():
        (documents / name).write_bytes(text.encode())
        rows.append(f"{name}\t{sha256(text.encode()).hexdigest()}")
    about = {"name": "fiction", "description": "made up", "documents": "../documents"}
    (home / "collection.json").write_text(json.dumps(about), encoding="utf-8")
    (home / "documents.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (home / "queries.jsonl").write_text(
        "".join(json.dumps(query) + "\n" for query in queries), encoding="utf-8"
    )
    lines = ["query_id doc_id start end relevance speaker".replace(" ", "\t")]
    lines.extend("\t".join(map(str, row)) for row in qrels)
    (home / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return home


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Judgments as another's library reads them: the relevance by question and document."""
    found: dict[str, dict[str, int]] = {}
    read: Callable[[str], Iterable[Any]] = ir_measures.read_trec_qrels
    for one in read(str(path)):
        found.setdefault(one.query_id, {})[one.doc_id] = one.relevance
    return found
