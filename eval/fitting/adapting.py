"""Typed questions of judged collections, as exchanges to train an adapter on."""

from __future__ import annotations

import hashlib
from pathlib import Path

from eval.collections.turnsets import load_turn_set
from index.cutting.passages import PassageBudget, make_passages
from index.encoding.encoder import NO_ADAPTER, Encoder, load_encoder
from index.errors import CollectionError
from index.training.pairs import Exchange, Reply

LEAST_WORDS = 10
LEAST_RELEVANCE = 2


def typed_questions(
    folder: Path | None, model: str | None = None
) -> tuple[tuple[Exchange, ...], dict[str, object]]:
    """A turn-level collection's questions with the passages that are judged to answer them fully.

    :param folder: None for no questions.
    :return: The questions, and what an adapter's recipe says of them.
    :raises CollectionError: The folder is no such collection, or no question has such a passage.
    """
    if folder is None:
        return (), {}
    exchanges = _exchanges(folder, load_encoder(model, adapter=NO_ADAPTER))
    if not exchanges:
        raise CollectionError(f"{folder} has no question with an answer of {LEAST_WORDS} words")
    name = f"{folder.resolve().parent.name}/{folder.resolve().name}"
    about = {"collection": name, "questions": len(exchanges), "sha256": _hash(folder)}
    return exchanges, {"typed": about}


def _exchanges(folder: Path, encoder: Encoder) -> tuple[Exchange, ...]:
    collection = load_turn_set(folder)
    passages = {
        parsed.source.name: (
            parsed.source.text,
            make_passages(parsed, PassageBudget(), encoder.count, encoder.max_tokens),
        )
        for parsed in collection.parsed
    }
    replies: dict[str, list[Reply]] = {}
    for gold in collection.golds:
        if gold.relevance < LEAST_RELEVANCE:
            continue
        text, cut = passages[gold.document]
        for passage in cut:
            words = " ".join(text[passage.start : passage.end].split())
            inside = gold.start <= passage.start and passage.end <= gold.end
            if inside and len(words.split()) >= LEAST_WORDS:
                replies.setdefault(gold.query_id, []).append(Reply(passage.embedded, words))
    return tuple(
        Exchange(query.document or "", query.text, "", tuple(replies[query.query_id]), typed=True)
        for query in collection.queries
        if query.query_id in replies
    )


def _hash(folder: Path) -> str:
    """SHA-256 over a turn-level collection's three files."""
    names = ("turns.jsonl", "queries.jsonl", "qrels.tsv")
    hashes = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
