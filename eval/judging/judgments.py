"""A folder in which people judge: their questions, their marks, and the collection made of them.

    questions.jsonl     all questions as typed, each with the pool of passages to be judged
    qrels.<judge>.tsv   one person's marks; grade 0 over a whole passage: it does not answer

and the collection in our own form (`eval/collections/collection.py`), which is made anew from these
with every save: `collection.json`, `documents.tsv`, `queries.jsonl` and `qrels.tsv` hold the
questions that at least one person has finished. A question is finished when each passage of its
pool is judged. What several people judged is merged by `merge`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import combinations
from pathlib import Path

from eval.collections.collection import (
    DOCUMENTS_HEADER,
    NO_ANSWER,
    QRELS_HEADER,
    Gold,
    Query,
    read_queries,
)
from eval.collections.lines import json_object, numbered_lines, table
from eval.judging.agreement import Agreement, grade_table
from eval.judging.merging import PooledPassage, PooledQuestion, merge
from index.errors import BadRequest, CollectionError
from index.files import replaced
from index.locks import FileLock

QUESTIONS = "questions.jsonl"
LOCK = ".lock"
LOCK_TIMEOUT_S = 10.0

_JUDGE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_QUERY_ID = re.compile(r"J\d{3,}")
_JUDGE_FILE = re.compile(r"qrels\.([a-z0-9][a-z0-9_-]{0,39})\.tsv")


class JudgmentFolder:
    """The files of one folder; each is read when it is needed, so that two people may work."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path / LOCK, timeout_s=LOCK_TIMEOUT_S)

    @classmethod
    def open(cls, path: Path) -> JudgmentFolder:
        """Open a folder of judgments that is there.

        :raises CollectionError: It is not one.
        """
        if not (path / QUESTIONS).is_file():
            raise CollectionError(f"{path} has no {QUESTIONS}: nobody has judged in this folder")
        return cls(path.resolve())

    @classmethod
    def begin(cls, path: Path, documents: Mapping[str, str], home: Path) -> JudgmentFolder:
        """Open a folder, or make one for documents that are on record now.

        :param documents: Every document's name with the SHA-256 of its bytes.
        :param home: The folder that holds these files.
        :raises CollectionError: It holds something else, or the documents judged there were
            others; they are named.
        """
        path = path.resolve()
        strange = [entry.name for entry in path.iterdir()] if path.is_dir() else []
        if strange and not (path / QUESTIONS).is_file() and strange != [LOCK]:
            raise CollectionError(
                f"{path} is not empty and has no {QUESTIONS}: choose a new folder for judging"
            )
        path.mkdir(parents=True, exist_ok=True)
        folder = cls(path)
        with folder._lock.held():
            if not (path / QUESTIONS).is_file():
                folder._write(QUESTIONS, [])
            if not (path / "documents.tsv").is_file():
                folder._write_documents(documents)
            folder._check_documents(documents)
            folder._write_about(home)
            folder._publish()
        return folder

    def documents(self) -> dict[str, str]:
        """The judged documents' names with the SHA-256 of their bytes."""
        rows = table(self.path / "documents.tsv", DOCUMENTS_HEADER)
        return {name: sha256 for _, (name, sha256) in rows}

    def questions(self) -> tuple[PooledQuestion, ...]:
        """All questions, in the order in which they were typed.

        :raises CollectionError: Names the file and the wrong line.
        """
        path = self.path / QUESTIONS
        lines = list(numbered_lines(path))
        queries = read_queries(path) if lines else ()
        return tuple(
            PooledQuestion(query, _pool(line, path, number))
            for query, (number, line) in zip(queries, lines, strict=True)
        )

    def judges(self) -> tuple[str, ...]:
        """Everybody who has marked something, by name."""
        names = (_JUDGE_FILE.fullmatch(entry.name) for entry in self.path.iterdir())
        return tuple(sorted(match[1] for match in names if match))

    def marks(self, judge: str) -> dict[str, tuple[Gold, ...]]:
        """One person's marks by question; a person without any is new.

        :raises CollectionError: Names the file and the wrong line.
        """
        path = self.path / f"qrels.{judge}.tsv"
        if not path.is_file():
            return {}
        by_judge: dict[str, list[Gold]] = {}
        for number, row in table(path, QRELS_HEADER):
            if not all(value.isdecimal() for value in row[2:4]) or row[4] not in ("0", "1", "2"):
                raise CollectionError(
                    f"{path}:{number}: expected start and end as whole numbers and relevance 0, 1 "
                    f"or 2, found {row[2:5]}"
                )
            gold = Gold(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), row[5])
            by_judge.setdefault(row[0], []).append(gold)
        return {query_id: tuple(marks) for query_id, marks in by_judge.items()}

    def add(self, query: Query, pool: Sequence[PooledPassage]) -> str:
        """Put a question at the end of the list, durably; the id it is given."""
        with self._lock.held():
            known = self.questions()
            numbers = [int(question.query.query_id[1:]) for question in known]
            query_id = f"J{max(numbers, default=0) + 1:03}"
            added = PooledQuestion(replace(query, query_id=query_id), tuple(pool))
            self._write(QUESTIONS, [_question_line(question) for question in (*known, added)])
        return query_id

    def extend(self, query_id: str, passages: Sequence[PooledPassage]) -> int:
        """Put further passages at the end of a question's pool, durably; how many are new.

        Who has finished the question has these left to judge.
        """
        with self._lock.held():
            known = list(self.questions())
            at = [question.query.query_id for question in known].index(query_id)
            new = known[at].without(passages)
            known[at] = replace(known[at], pool=(*known[at].pool, *new))
            self._write(QUESTIONS, [_question_line(question) for question in known])
            self._publish()
        return len(new)

    def save(self, judge: str, query_id: str, marks: Sequence[Gold]) -> None:
        """Put one person's marks of one question in the place of those before, durably."""
        with self._lock.held():
            every = self.marks(judge)
            every[query_id] = tuple(marks)
            order = [question.query.query_id for question in self.questions()]
            rows = [mark for known in order for mark in every.get(known, ())]
            self._write_qrels(f"qrels.{judge}.tsv", rows)
            self._publish()

    def agreements(self) -> tuple[Agreement, ...]:
        """How far each two people agree on the questions that both have finished."""
        questions = self.questions()
        marks = {judge: self.marks(judge) for judge in self.judges()}
        agreements = []
        for first, second in combinations(marks, 2):
            both = [
                (
                    question.pool,
                    marks[first][question.query.query_id],
                    marks[second][question.query.query_id],
                )
                for question in questions
                if all(
                    question.finished(marks[judge].get(question.query.query_id, ()))
                    for judge in (first, second)
                )
            ]
            pairs = [
                (passage.grade(ours), passage.grade(theirs))
                for pool, ours, theirs in both
                for passage in pool
            ]
            if both:
                agreements.append(Agreement((first, second), len(both), grade_table(pairs)))
        return tuple(agreements)

    # Files

    def _publish(self) -> None:
        """Make the collection anew from what everybody has finished."""
        marks = [self.marks(judge) for judge in self.judges()]
        queries: list[Query] = []
        golds: list[Gold] = []
        for question in self.questions():
            query_id = question.query.query_id
            judged = [theirs.get(query_id, ()) for theirs in marks]
            done = [theirs for theirs in judged if question.finished(theirs)]
            if not done:
                continue
            merged = merge(question.pool, done)
            nothing = not any(gold.relevance for gold in merged)
            queries.append(replace(question.query, kind=NO_ANSWER) if nothing else question.query)
            golds += merged
        self._write("queries.jsonl", [json.dumps(_fields(q), ensure_ascii=False) for q in queries])
        self._write_qrels("qrels.tsv", golds)

    def _write_qrels(self, name: str, golds: Iterable[Gold]) -> None:
        rows = [
            (g.query_id, g.document, str(g.start), str(g.end), str(g.relevance), g.speaker)
            for g in golds
        ]
        self._write(name, ["\t".join(row) for row in (QRELS_HEADER, *rows)])

    def _write_documents(self, documents: Mapping[str, str]) -> None:
        rows = (DOCUMENTS_HEADER, *sorted(documents.items()))
        self._write("documents.tsv", ["\t".join(row) for row in rows])

    def _write_about(self, home: Path) -> None:
        about = {
            "name": self.path.name,
            "description": "Questions judged on the page of `onrecord judge`.",
            "documents": Path(os.path.relpath(home.resolve(), self.path)).as_posix(),
        }
        self._write("collection.json", [json.dumps(about, ensure_ascii=False, indent=2)])

    def _write(self, name: str, lines: Sequence[str]) -> None:
        content = "".join(f"{line}\n" for line in lines)
        with replaced(self.path / name) as place:
            place.write_text(content, encoding="utf-8", newline="\n")

    def _check_documents(self, documents: Mapping[str, str]) -> None:
        judged = self.documents()
        names = sorted(
            name
            for name in judged.keys() | documents.keys()
            if judged.get(name) != documents.get(name)
        )
        if names:
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            raise CollectionError(
                f"{self.path}: the documents on record are not those that were judged there: "
                f"{', '.join(names[:5])}{more} came, went or changed since; open the index they "
                "were judged with, or begin a new folder"
            )


def check_judge(name: str) -> str:
    """A judge's name, if it can be part of a file's name.

    :raises BadRequest: It cannot.
    """
    if not _JUDGE.fullmatch(name):
        raise BadRequest(
            f"a judge's name is small letters, digits, - and _ (at most 40), not {name[:60]!r}"
        )
    return name


def _pool(line: str, path: Path, number: int) -> tuple[PooledPassage, ...]:
    fields = json_object(line, path, number)
    try:
        if not _QUERY_ID.fullmatch(fields["query_id"]):
            raise ValueError(fields["query_id"])
        pool = tuple(
            PooledPassage(
                document=str(pooled["document"]),
                sentences=tuple((int(start), int(end)) for start, end in pooled["sentences"]),
                speaker=str(pooled["speaker"]),
            )
            for pooled in fields["pool"]
        )
        if not pool or not all(pooled.sentences for pooled in pool):
            raise ValueError("a pool or a passage is empty")
    except (KeyError, TypeError, ValueError) as error:
        raise CollectionError(
            f"{path}:{number}: expected an id such as J001 and a pool of passages with document, "
            f"sentences and speaker ({error!r})"
        ) from error
    return pool


def _fields(query: Query) -> dict[str, object]:
    return {
        "query_id": query.query_id,
        "text": query.text,
        "kind": query.kind,
        "speakers": list(query.speakers) or None,
        "date_from": query.date_from and query.date_from.isoformat(),
        "date_to": query.date_to and query.date_to.isoformat(),
        "note": query.note,
    }


def _question_line(question: PooledQuestion) -> str:
    pool = [asdict(pooled) for pooled in question.pool]
    return json.dumps({**_fields(question.query), "pool": pool}, ensure_ascii=False)
