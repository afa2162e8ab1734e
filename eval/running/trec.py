"""TREC files: judgments (qrels) and ranked results (runs), read and written.

    qrels   query_id  iteration  doc_id  relevance
    run     query_id  Q0  doc_id  rank  score  tag

Columns are separated by white space; ids therefore hold none, and are written percent-encoded
where they would. As in trec_eval the score decides the order of a run, not the printed rank.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from eval.collections.lines import numbered_lines
from index.errors import CollectionError

QRELS_COLUMNS = ("query_id", "iteration", "doc_id", "relevance")
RUN_COLUMNS = ("query_id", "Q0", "doc_id", "rank", "score", "tag")

# Marks that ids often have and that separate no columns.
_PLAIN = "/:;,()[]{}!?*'\"@&=+$#~"

Run = dict[str, dict[str, float]]


def qrels_lines(path: Path) -> Iterator[tuple[int, str, str, int]]:
    """Each judgment with the number of its line: `query_id`, `doc_id`, relevance.

    :raises CollectionError: Names the file, the wrong line and what was expected.
    """
    for number, line in numbered_lines(path):
        query_id, _, doc_id, relevance = _columns(line, QRELS_COLUMNS, path, number)
        yield number, query_id, doc_id, whole_number(relevance, "relevance", path, number)


def write_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """Write judgments, in the order given."""
    lines = [
        f"{trec_id(query_id)} 0 {trec_id(doc_id)} {relevance}\n"
        for query_id, judged in qrels.items()
        for doc_id, relevance in judged.items()
    ]
    path.write_text("".join(lines), encoding="utf-8")


def read_run(path: Path) -> Run:
    """Read ranked results: the score by `query_id` and `doc_id`, best first, ties by id.

    :raises CollectionError: Names the file, the wrong line and what was expected.
    """
    run: Run = {}
    for number, line in numbered_lines(path):
        query_id, _, doc_id, rank, score, _ = _columns(line, RUN_COLUMNS, path, number)
        whole_number(rank, "rank", path, number)
        scores = run.setdefault(query_id, {})
        if doc_id in scores:
            raise CollectionError(
                f"{path}:{number}: {query_id} ranks {doc_id!r} twice; a document stands once"
            )
        scores[doc_id] = _score(score, path, number)
    if not run:
        raise CollectionError(f"{path} has no results; expected lines of {_shown(RUN_COLUMNS)}")
    return {query_id: dict(_best_first(scores)) for query_id, scores in run.items()}


def write_run(path: Path, run: Mapping[str, Mapping[str, float]], tag: str) -> None:
    """Write ranked results, best first, ties by id; ranks start at 1."""
    lines = [
        f"{trec_id(query_id)} Q0 {trec_id(doc_id)} {rank} {score:.6f} {trec_id(tag)}\n"
        for query_id, scores in run.items()
        for rank, (doc_id, score) in enumerate(_best_first(scores), start=1)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def trec_id(value: str) -> str:
    """An id without white space: such characters, and `%`, are percent-encoded."""
    return quote(value, safe=_PLAIN)


def whole_number(value: str, column: str, path: Path, number: int) -> int:
    """A column as a whole number.

    :raises CollectionError: It is none; the message names file and line.
    """
    try:
        return int(value)
    except ValueError as error:
        raise CollectionError(
            f"{path}:{number}: {column} must be a whole number such as 1, is {value!r}"
        ) from error


def _columns(line: str, names: Sequence[str], path: Path, number: int) -> list[str]:
    row = line.split()
    if len(row) != len(names):
        raise CollectionError(
            f"{path}:{number}: expected {len(names)} columns separated by white space "
            f"({_shown(names)}), found {len(row)}: {line.strip()[:80]!r}; white space inside an "
            "id is written %20"
        )
    return row


def _score(value: str, path: Path, number: int) -> float:
    try:
        score = float(value)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise CollectionError(f"{path}:{number}: score must be a number such as 12.5, is {value!r}")
    return score


def _best_first(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _shown(names: Sequence[str]) -> str:
    return " ".join(names)
