"""What the keyword indexes are given for passages and for stretches of them, from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from index.cutting.stretches import stretches
from index.finding.keywords import KeywordEntry
from index.records import KeyArray, Turn
from index.storing.rows import StoredPassage
from index.storing.store import Store

_PASSAGES_AT_ONCE = 2000


def keyword_entries(store: Store, keys: KeyArray) -> Iterator[KeywordEntry]:
    """The entries of these passages, ordered by key.

    :raises NotFound: A key is not on record.
    """
    for document_id, passages in _by_document(store, keys):
        yield from _entries(store, document_id, passages)


def stretch_entries(store: Store, keys: KeyArray) -> Iterator[KeywordEntry]:
    """The entries of all stretches of some documents, ordered by key.

    :param keys: The keys of all passages of these documents.
    :raises NotFound: A key is not on record.
    """
    for document_id, passages in _by_document(store, keys):
        yield from _stretches(store, document_id, passages)


def _by_document(store: Store, keys: KeyArray) -> Iterator[tuple[str, list[StoredPassage]]]:
    documents = groupby(_passages(store, keys), key=lambda passage: passage.document_id)
    return ((document_id, list(passages)) for document_id, passages in documents)


def _passages(store: Store, keys: KeyArray) -> Iterator[StoredPassage]:
    for first in range(0, len(keys), _PASSAGES_AT_ONCE):
        yield from store.passages(keys[first : first + _PASSAGES_AT_ONCE])


def _stretches(
    store: Store, document_id: str, passages: list[StoredPassage]
) -> Iterator[KeywordEntry]:
    document = store.document(document_id)
    text = store.text(document.source_id)
    turns = {turn.turn_id: turn for turn in store.turns(document_id)}
    for first, last in stretches(len(passages)):
        said = [
            (turns[passage.turn_id], text[passage.start : passage.end])
            for passage in passages[first:last]
        ]
        words = [f"{turn.printed} {spoken}".lstrip() for turn, spoken in said]
        yield KeywordEntry(
            passage_key=passages[first].passage_key,
            words="\n".join([document.title or "", *words]),
            exchange="",
            document_id=document_id,
            voices=tuple(dict.fromkeys(turn.voice_id for turn, _ in said)),
            role=None,
            date=document.date,
        )


def _entries(
    store: Store, document_id: str, passages: list[StoredPassage]
) -> Iterator[KeywordEntry]:
    document = store.document(document_id)
    text = store.text(document.source_id)
    turns = {turn.turn_id: turn for turn in store.turns(document_id)}
    answering: dict[str, list[str]] = defaultdict(list)
    for turn in turns.values():
        if turn.replies_to is not None:
            answering[turn.replies_to].append(turn.voice_id)
    for passage in passages:
        turn = turns[passage.turn_id]
        # A question is found by who asks it and by who answers it; a caller tells which counts.
        voices = [turn.voice_id, *answering[turn.turn_id]]
        yield KeywordEntry(
            passage_key=passage.passage_key,
            words=text[passage.start : passage.end],
            exchange=_exchange(passage, turn, turns, text),
            document_id=document_id,
            voices=tuple(dict.fromkeys(voices)),
            role=turn.role,
            date=document.date,
        )


def _exchange(passage: StoredPassage, turn: Turn, turns: dict[str, Turn], text: str) -> str:
    """Label, the whole question that the turn replies to, and the passage."""
    asked = turns.get(turn.replies_to or "")
    question = "" if asked is None else text[asked.start : asked.end]
    return "\n".join(part for part in (turn.printed, question, text[passage.start : passage.end]))
