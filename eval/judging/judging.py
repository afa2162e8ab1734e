"""What the judging page shows and saves: questions, their pools, one person's marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.collections.collection import Gold, Query
from eval.judging.agreement import Agreement
from eval.judging.judgingform import KINDS, Fields, Row, read_marks, read_query, rows, whole
from eval.judging.judgments import JudgmentFolder, check_judge
from eval.judging.merging import PooledQuestion
from eval.judging.passageviews import PassageView, ViewedSources
from eval.judging.pooling import POOL_DEPTH, Pooling
from eval.running.embeddings import RememberingEncoder
from index.errors import BadRequest, CollectionError, NotFound
from index.files import file_hash
from index.storing.store import Store
from retrieval.answer import Searcher

_MARKS = ("1", "2")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One passage as the form shows it: `rows` are its marks, of which the last may be empty."""

    number: int
    passage: PassageView
    rows: tuple[Row, ...]

    @property
    def grades(self) -> tuple[str, ...]:
        """Each sentence's grade by the marks as they stand, empty for none."""
        return tuple(
            next((r.grade for r in self.rows if r.grade in _MARKS and r.first <= at <= r.last), "")
            for at in range(1, len(self.passage.sentences) + 1)
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in the list: how many of its passages this judge has judged."""

    query: Query
    passages: int
    judged: int
    relevant: bool

    @property
    def done(self) -> bool:
        """Whether this judge has finished it."""
        return self.judged == self.passages

    @property
    def nothing(self) -> bool:
        """Whether this judge found that nothing on the record answers it."""
        return self.done and not self.relevant


@dataclass(frozen=True, slots=True)
class Overview:
    """The list of questions, and how far those agree who have judged."""

    name: str
    folder: str
    judge: str
    kinds: tuple[str, ...]
    entries: tuple[Entry, ...]
    judges: tuple[str, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One question to be judged; `nothing` is whether the box for that is ticked."""

    judge: str
    entry: Entry
    sheets: tuple[Sheet, ...]
    nothing: bool


class JudgingDesk:
    """One person at one folder of judgments; safe to share between threads."""

    def __init__(self, folder: JudgmentFolder, judge: str, pooling: Pooling) -> None:
        self._folder = folder
        self._judge = check_judge(judge)
        self._pooling = pooling

    def overview(self) -> Overview:
        """All questions with their state."""
        marks = self._folder.marks(self._judge)
        entries = tuple(
            _entry(question, marks.get(question.query.query_id, ()))
            for question in self._folder.questions()
        )
        return Overview(
            name=self._folder.path.name,
            folder=str(self._folder.path),
            judge=self._judge,
            kinds=KINDS,
            entries=entries,
            judges=self._folder.judges(),
            agreements=self._folder.agreements(),
        )

    def add(self, fields: Fields) -> str:
        """Pool the passages for a new question; the id it is given.

        :raises BadRequest: A field cannot be used; the message says which.
        :raises BadDateRange: A date is no day, or the range ends before it begins.
        """
        query, pool = self._pooling.pool(read_query(fields))
        return self._folder.add(query, pool)

    def question(self, query_id: str, fields: Fields | None = None) -> Page:
        """One question with its passages.

        :param fields: A form that could not be saved: it is shown again as it was filled in.
        :raises NotFound: No question has this id.
        :raises BadRequest: The index does not hold the judged documents any more.
        """
        question = self._find(query_id)
        marks = self._folder.marks(self._judge).get(query_id, ())
        entry = _entry(question, marks)
        store = self._pooling.index.store
        with store.snapshot():
            sources = ViewedSources(store, self._folder.documents())
            sheets = tuple(
                Sheet(number, sources.view(pooled), rows(number, pooled, marks, fields))
                for number, pooled in enumerate(question.pool, start=1)
            )
        nothing = entry.nothing if fields is None else bool(fields.get("nothing"))
        return Page(self._judge, entry, sheets, nothing)

    def save(self, query_id: str, fields: Fields) -> bool:
        """Keep the marks of a form; whether the question is finished with them.

        :raises NotFound: No question has this id.
        :raises BadRequest: The marks contradict each other, or a field cannot be used.
        """
        question = self._find(query_id)
        judged = [
            read_marks(query_id, number, passage, fields)
            for number, passage in enumerate(question.pool, start=1)
        ]
        nothing, finish = bool(fields.get("nothing")), fields.get("action") == "finish"
        relevant = any(mark.relevance for marks in judged for mark in marks)
        if nothing and relevant:
            raise BadRequest(
                "a passage is marked 1 or 2, and the box says that nothing on the record answers: "
                "take the one or the other back"
            )
        if not nothing and not relevant and (finish or all(judged)):
            raise BadRequest(
                "no passage is marked 1 or 2: mark the words that answer, or tick that nothing on "
                "the record answers this question"
            )
        if finish or nothing:
            judged = [
                marks or [whole(query_id, passage)]
                for marks, passage in zip(judged, question.pool, strict=True)
            ]
        self._folder.save(self._judge, query_id, [mark for marks in judged for mark in marks])
        return all(judged)

    def more(self, query_id: str, fields: Fields) -> int:
        """Keep the marks of a form as they are, and put further passages into the pool.

        With the action `deeper` those that the systems rank next, with `add` those in which the
        field `words` stands.

        :return: How many were added.
        :raises NotFound: No question has this id.
        :raises BadRequest: There are none, or a field cannot be used.
        """
        question = self._find(query_id)
        marks = [
            mark
            for number, passage in enumerate(question.pool, start=1)
            for mark in read_marks(query_id, number, passage, fields)
        ]
        if fields.get("action") == "deeper":
            passages = self._pooling.deeper(question)
        else:
            passages = question.without(self._pooling.holding(fields.get("words", "")))
            if not passages:
                raise BadRequest("the passages with these words are in the list already")
        self._folder.save(self._judge, query_id, marks)
        return self._folder.extend(query_id, passages)

    def _find(self, query_id: str) -> PooledQuestion:
        for question in self._folder.questions():
            if question.query.query_id == query_id:
                return question
        raise NotFound(f"no question to be judged has the id {query_id[:60]!r}")


def open_desk(
    folder: Path,
    judge: str,
    searcher: Searcher,
    *,
    cache: Path,
    documents: Path | None = None,
    depth: int = POOL_DEPTH,
) -> JudgingDesk:
    """Begin or go on judging over an open index.

    :param cache: Keeps embeddings of bare words, for the baseline, from one time to the next.
    :param documents: The folder with the documents' files; None for the one they were indexed
        from.
    :raises CollectionError: The files are not there or differ from what is on record, or the
        folder holds something else.
    :raises BadRequest: The judge's name cannot be part of a file's name.
    """
    check_judge(judge)
    store = searcher.index.store
    on_record = {source.name: source.sha256 for source in store.sources()}
    home = documents or _home(store)
    _check_files(home, on_record)
    opened = JudgmentFolder.begin(folder, on_record, home)
    words_encoder = RememberingEncoder(searcher.index.encoder, cache)
    return JudgingDesk(opened, judge, Pooling(searcher, words_encoder, depth))


def agreements(folder: Path) -> tuple[Agreement, ...]:
    """How far each two people agree who judged in a folder.

    :raises CollectionError: It is not a folder of judgments, or one of its lines is wrong.
    """
    return JudgmentFolder.open(folder).agreements()


def _home(store: Store) -> Path:
    """The one folder that all documents were indexed from."""
    origins = {source.origin for source in store.sources()}
    if not origins:
        raise CollectionError("nothing is on record: index the documents before judging them")
    (origin, *others) = origins
    if origin is None or others:
        raise CollectionError(
            f"the documents on record came from {len(origins)} places, and a collection's stand "
            "in one folder: name the folder that holds them all with --documents"
        )
    return Path(origin)


def _check_files(home: Path, on_record: Mapping[str, str]) -> None:
    """A collection can be evaluated only where its documents' files are."""
    if nested := [name for name in on_record if Path(name).name != name or "\t" in name]:
        raise CollectionError(
            f"a collection's documents stand in one folder, but {', '.join(nested[:5])} on record "
            f"({len(nested)} of {len(on_record)}) do not: index that one folder into an index of "
            "its own"
        )
    wrong = [
        name
        for name, sha256 in on_record.items()
        if not (home / name).is_file() or file_hash(home / name) != sha256
    ]
    if wrong:
        raise CollectionError(
            f"{len(wrong)} of {len(on_record)} documents on record are not in {home} as they were "
            f"indexed: {', '.join(wrong[:5])}; index them again, or name their folder with "
            "--documents"
        )


def _entry(question: PooledQuestion, marks: Sequence[Gold]) -> Entry:
    judged = sum(bool(pooled.marks(marks)) for pooled in question.pool)
    relevant = any(mark.relevance for mark in marks)
    return Entry(question.query, len(question.pool), judged, relevant)
