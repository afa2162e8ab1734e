"""Real questions to measure with: judged ones, and what reporters on the record asked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from eval.collections.collection import read_queries
from eval.running.environment import PROJECT
from index.storing.columns import ROLES
from index.storing.store import Store

JUDGED = PROJECT.parent / "shared" / "collections" / "press-dev" / "queries.jsonl"
SEED = 20260101
WORDS = (6, 30)

_SENTENCE = re.compile(r"[^.?!]*\?")


def questions(store: Store, count: int, judged: Path | None) -> list[str]:
    """The same `count` questions for the same index, judged ones first.

    :param judged: A `queries.jsonl`; None for none.
    :raises ValueError: The record has not a single question to ask.
    """
    texts = [query.text for query in read_queries(judged)][:count] if judged else []
    for asked in _reporters_questions(store):
        if len(texts) >= count:
            break
        texts.append(asked)
    if not texts:
        raise ValueError("nobody asks a question on this record, and no judged ones were given")
    return texts


def shorten(words: str) -> str | None:
    """The last real question of a turn on one line, None when it is too short or too long."""
    asked = [" ".join(match.split()) for match in _SENTENCE.findall(words)]
    fitting = [question for question in asked if WORDS[0] <= len(question.split()) <= WORDS[1]]
    return fitting[-1] if fitting else None


def _reporters_questions(store: Store) -> Iterator[str]:
    """Questions from question turns all over the record, in an order drawn once."""
    columns = store.turn_columns()
    places = [at for at, code in enumerate(columns.role) if ROLES[code] == "question"]
    random.Random(SEED).shuffle(places)  # noqa: S311
    seen: set[str] = set()
    for at in places:
        document = store.document(columns.document_ids[columns.document[at]])
        text = store.text(document.source_id)[columns.start[at] : columns.end[at]]
        asked = shorten(text)
        if asked is not None and asked not in seen:
            seen.add(asked)
            yield asked
