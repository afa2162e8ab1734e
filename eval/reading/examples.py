"""Question–passage pairs to what the reader learns from: one question with one exchange, judged."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.reading.packed import UNKNOWN
from index.language.sentences import sentence_spans
from retrieval.reading.form import WORDS_PIECES, Exchange

WEAK = 0.5
"""What a label made by a rule weighs against a person's."""
HELD_OUT = {"squad2dev": 0.1, "disflqa": 0.1, "selqa": 0.1, "clapnq": 0.2, "wh_briefings": 0.03}
"""Sets of which a share of the documents is measured on and not learned from."""
PLAIN_TEXT = ("squad1", "qed", "covidqa", "policyqa", "selqa", "clapnq")
PLAIN_TEXT_PIECES = 128
"""Of these sets a window is read: time is better spent on more questions. squad2dev and disflqa
stay whole, since what looks like the answer must be in sight."""
MOST_SENTENCES_A_REPLY = 2
"""A reply's sentences are all taken for the answer where there are no more; else nobody judged
which of them answer."""
_ASKED = "Question: "


@dataclass(frozen=True, slots=True)
class Example:
    """A question with an exchange, whether it answers and which of its sentences do.

    `group` is the same for the examples of one question, `answers` 0 or 1, `sentences` for each
    sentence 0, 1 or `UNKNOWN`; of longer words a window of so many `pieces` is read. `answer` is
    the very words that answer, where they are known: a sentence, and start and end in it.
    `taught` is a teacher's log-odds that it answers, not a number without one.
    """

    group: str
    question: str
    exchange: Exchange
    answers: int
    sentences: tuple[int, ...]
    weight: float
    pieces: int = WORDS_PIECES
    answer: tuple[int, int, int] | None = None
    taught: float = math.nan


def read_set(path: Path) -> Iterator[tuple[Example, str, Mapping[str, Any]]]:
    """The examples of a file of pairs (`../shared/training/*.jsonl.gz`), with document and line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield example(row), str(row.get("document", "")), row


def example(row: Mapping[str, Any]) -> Example:
    """One line of such a file as an example."""
    text: str = row["passage"]
    speaker, asked, begin = "", "", 0
    if row["kind"].endswith("+q") or text.startswith(_ASKED):
        question, _, reply = text.partition("\n")
        said_by, colon, _ = reply.partition(": ")
        if colon:
            asked, speaker = question.removeprefix(_ASKED), said_by
            begin = len(question) + 1 + len(said_by) + 2
    spans = sentence_spans(text, begin, len(text))
    return Example(
        group=f"{row['set']}/{row['question']}",
        question=row["question"],
        exchange=Exchange(speaker, asked, tuple(text[a:b] for a, b in spans)),
        answers=int(row["label"]),
        sentences=_sentence_labels(row, spans),
        weight=WEAK if "weak" in row["kind"] or row["kind"] == "other-reply" else 1.0,
        pieces=PLAIN_TEXT_PIECES if row["set"] in PLAIN_TEXT else WORDS_PIECES,
        answer=_answer(row, spans),
    )


def _answer(
    row: Mapping[str, Any], spans: Sequence[tuple[int, int]]
) -> tuple[int, int, int] | None:
    """The words of a sentence that answer, None where nobody marked them or they go on behind."""
    if not row["label"] or row.get("answer_start") is None:
        return None
    start, end = row["answer_start"], row["answer_end"]
    for at, (a, b) in enumerate(spans):
        if a <= start < end <= b:
            return at, start - a, end - a
    return None


def _sentence_labels(row: Mapping[str, Any], spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    if not row["label"]:
        return (0,) * len(spans)
    if len(spans) == 1:
        return (1,)
    is_reply = row["kind"].startswith(("reply", "relevant"))
    if row.get("answer_start") is None or (is_reply and len(spans) > MOST_SENTENCES_A_REPLY):
        return (UNKNOWN,) * len(spans)
    start, end = row["answer_start"], row["answer_end"]
    return tuple(int(a < end and start < b) for a, b in spans)


def is_held_out(set_name: str, document: str) -> bool:
    """Whether a document is measured on; by its name's hash, so that sets may share documents."""
    share = HELD_OUT.get(set_name, 0.0)
    name = document.replace("_", " ").casefold()
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:4]) < share * 2**32
