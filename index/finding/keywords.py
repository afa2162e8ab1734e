"""Passages by their words: BM25 over stemmed English (tantivy).

The index is derived: it can be rebuilt from the store at any time. Text and question go
through the same analysis, and a question is split into terms by it, never parsed as a query
language. Filters are part of the query, so that a restricted search is as long as a free one,
and they do not change the scores.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from index.errors import DamagedIndex
from index.finding.folding import STOP_WORDS, fold
from index.finding.related import related
from index.records import Days, Filters, KeyArray, Role, Scored

ScoreArray = NDArray[np.float64]

FIELDS: Mapping[str, float] = MappingProxyType({"words": 1.0, "exchange": 1.0})
"""The fields that are searched, with their weights."""

CLEARING = ".managed.json"
"""tantivy's list of the files in its folder that it may remove when no segment needs them."""
_ANALYZER = "onrecord"
_WRITER_BYTES = 50_000_000
_NOT_WRITTEN = "the keyword index cannot be written"
_SYSTEM_ERROR = re.compile(r"\b(?:os error |code: )(\d+)")
_TIES = 20
"""Looked for beyond what is asked, so that a few equals at the border need no second search."""


@dataclass(frozen=True, slots=True)
class KeywordEntry:
    """One passage, or a stretch of several, as it is found by words.

    `exchange` is the passage in its exchange: its label, the question that its turn replies to and
    its own words; a stretch has none. `voices` are those that it counts for in a filter: its own,
    for a question turn its asker and those that answer it, of a stretch all that speak in it.
    """

    passage_key: int
    words: str
    exchange: str
    document_id: str
    voices: tuple[str, ...]
    role: Role | None
    date: date | None


class KeywordIndex:
    """A folder of postings, or with no folder one in memory. Many threads may search it.

    Changes are seen by searches after `commit`. One writer at a time across processes.
    """

    def __init__(self, folder: Path | None) -> None:
        """Open the postings in a folder, or make empty ones there; for who holds its lock.

        :raises DamagedIndex: What is there is not an index of this version.
        :raises OSError: The system does not let it be read.
        """
        self._analyzer = _analyzer()
        self._schema = _schema()
        if folder is not None:
            _list_for_clearing(folder)
        with _failures_named(f"{folder} cannot be opened"):
            self._index = tantivy.Index(self._schema, path=None if folder is None else str(folder))
            self._index.register_tokenizer(_ANALYZER, self._analyzer)
            self._index.config_reader("manual")
            self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None

    def terms(self, text: str) -> list[str]:
        """What is searched for when this text is asked: its terms, each once, in order."""
        return list(dict.fromkeys(self._analyzer.analyze(fold(text))))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term in their words; passages removed of late count still."""
        return {term: self._searcher.doc_freq("words", term) for term in terms}

    def add(self, entries: Iterable[KeywordEntry]) -> None:
        """Add entries under keys that are not in the index."""
        with _failures_named(_NOT_WRITTEN):
            writer = self._writing()
        for entry in entries:
            with _failures_named(_NOT_WRITTEN):
                writer.add_document(self._document(entry))

    def remove(self, keys: KeyArray) -> None:
        """Remove these keys; keys that are not in the index are left alone."""
        if len(keys):
            query = Query.term_set_query(self._schema, "key", keys.tolist())
            with _failures_named(_NOT_WRITTEN):
                self._writing().delete_documents_by_query(query)

    def commit(self) -> None:
        """Make all changes since the last commit durable and visible to searches.

        :raises DamagedIndex: They cannot be written.
        :raises OSError: The disk is full, or fails.
        """
        self.write()
        self.reload()

    def write(self) -> None:
        """Make all changes since the last commit durable; searches see them after `reload`.

        :raises DamagedIndex: They cannot be written.
        :raises OSError: The disk is full, or fails.
        """
        if self._writer is not None:
            with _failures_named(_NOT_WRITTEN):
                self._writer.commit()
                self._let_go()

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        if self._writer is not None:
            # What cannot be taken back is not what the manifest names, and is made again.
            with contextlib.suppress(ValueError):
                self._writer.rollback()
            with contextlib.suppress(ValueError):
                self._let_go()

    def _let_go(self) -> None:
        """End the writer; waiting for its merges frees its lock on the folder."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.wait_merging_threads()

    def reload(self) -> None:
        """See what was committed last, by whom ever."""
        with _failures_named("the keyword index cannot be read"):
            self._index.reload()
            self._searcher = self._index.searcher()

    def frozen(self) -> KeywordIndex:
        """What finds what can be found now, whatever changes; for searches only."""
        return copy(self)

    def keys(self) -> KeyArray:
        """All keys, ascending."""
        searcher = self._searcher
        if not searcher.num_docs:
            return np.empty(0, dtype=np.int64)
        everything = searcher.search(Query.all_query(), limit=searcher.num_docs, count=False)
        keys = searcher.fast_field_values("key", [address for _, address in everything.hits])
        return np.sort(np.array(keys, dtype=np.int64))

    def search(
        self,
        query: str,
        limit: int,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        fields: Mapping[str, float] = FIELDS,
        keys: KeyArray | None = None,
        *,
        related_words: bool = False,
    ) -> list[Scored]:
        """The `limit` passages with the highest BM25 for any of the query's terms, ties by key.

        :param fields: Weight of each field; a field that is left out is not searched.
        :param keys: Only these are looked at, to learn their scores; None for all.
        :param related_words: Whether a word close in meaning counts in place of a term, by its
            closeness; of a term and its relatives the best one counts.
        :return: Best first; empty for a query without terms.
        """
        terms = self.terms(query)
        if limit < 1 or not terms or not fields:
            return []
        wanted = self._wanted(terms, fields, related_words=related_words)
        parts = self._restrictions(filters)
        if keys is not None:
            among = Query.term_set_query(self._schema, "key", keys.tolist())
            parts.append(Query.const_score_query(among, 0.0))
        restricted = [(Occur.Must, part) for part in parts]
        if restricted:
            wanted = Query.boolean_query([(Occur.Must, wanted), *restricted])
        return self._best(wanted, limit)

    def leading(
        self, query: str, count: int, fields: Mapping[str, float] = FIELDS
    ) -> tuple[KeyArray, ScoreArray, bool]:
        """About `count` of the best as `search` ranks them, without filters.

        :return: Keys and scores, best first, none without all of its equals; whether there are no
            others.
        """
        terms = self.terms(query)
        if count < 1 or not terms or not fields:
            return np.empty(0, dtype=np.int64), np.empty(0), True
        return self._leading(self._wanted(terms, fields, related_words=False), count)

    def _leading(self, query: Query, count: int) -> tuple[KeyArray, ScoreArray, bool]:
        """Leave out what equals the last one: tantivy breaks ties by segment."""
        searcher = self._searcher
        hits = searcher.search(query, limit=count, count=False).hits
        found = searcher.fast_field_values("key", [address for _, address in hits])
        keys = np.array(found, dtype=np.int64)
        scores = np.array([score for score, _ in hits], dtype=np.float64)
        whole = len(hits) < count
        if not whole:
            kept = scores > scores[-1]
            keys, scores = keys[kept], scores[kept]
        order = np.lexsort((keys, -scores))
        return keys[order], scores[order], whole

    def _best(self, query: Query, limit: int) -> list[Scored]:
        asked = limit + _TIES
        while True:
            keys, scores, whole = self._leading(query, asked)
            if whole or len(keys) >= limit:
                break
            asked *= 4
        return list(map(Scored, keys[:limit].tolist(), scores[:limit].tolist()))

    def _wanted(self, terms: list[str], fields: Mapping[str, float], related_words: bool) -> Query:
        """Any of the terms in any of the fields.

        tantivy passes over what cannot be among the best where terms stand side by side, so a field
        of weight 1 stands alone.
        """
        each = {field: self._any_of(field, terms, related_words) for field in fields}
        if list(fields.values()) == [1.0]:
            (alone,) = each.values()
            return alone
        weighed = (Query.boost_query(query, fields[field]) for field, query in each.items())
        return Query.boolean_query([(Occur.Should, query) for query in weighed])

    def _any_of(self, field: str, terms: list[str], related_words: bool) -> Query:
        each = [
            self._or_related(field, term) if related_words else self._term(field, term)
            for term in terms
        ]
        return Query.boolean_query([(Occur.Should, part) for part in each])

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, index_option="freq")

    def _or_related(self, field: str, term: str) -> Query:
        """A term or what is close to it: a rarer relative weighs no more than the term itself."""
        searcher = self._searcher

        def rarity(word: str) -> float:
            holding = searcher.doc_freq(field, word)
            # Passages removed of late are still among those that hold it.
            without = max(searcher.num_docs - holding, 0)
            return math.log1p((without + 0.5) / (holding + 0.5))

        own = rarity(term)
        others = [
            Query.boost_query(self._term(field, other), closeness * min(1.0, own / rarity(other)))
            for other, closeness in related(term)
            if searcher.doc_freq(field, other)
        ]
        return Query.disjunction_max_query([self._term(field, term), *others], 0.0)

    def _restrictions(self, filters: Filters) -> list[Query]:
        """One query per filter that is set; each adds nothing to a score."""
        sets = {
            "voices": filters.voice_ids,
            "document": filters.document_ids,
            "role": filters.roles,
        }
        queries = [
            Query.term_set_query(self._schema, field, list(values))
            for field, values in sets.items()
            if values is not None
        ]
        if filters.date_from is not None or filters.date_to is not None:
            queries.append(self._within((filters.date_from, filters.date_to)))
        if filters.dates is not None:
            ranges = [(Occur.Should, self._within(days)) for days in filters.dates]
            queries.append(Query.boolean_query(ranges) if ranges else Query.empty_query())
        return [Query.const_score_query(query, 0.0) for query in queries]

    def _within(self, days: Days) -> Query:
        first, last = (days[0] or date.min).toordinal(), (days[1] or date.max).toordinal()
        return Query.range_query(self._schema, "day", tantivy.FieldType.Integer, first, last)

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_BYTES, num_threads=1)
            # What a killed writer left uncommitted bears the names that this one will use.
            self._writer.garbage_collect_files()
        return self._writer

    def _document(self, entry: KeywordEntry) -> tantivy.Document:
        values: dict[str, object] = {
            "key": entry.passage_key,
            "words": fold(entry.words),
            "exchange": fold(entry.exchange),
            "document": entry.document_id,
            "voices": list(entry.voices),
        }
        if entry.role is not None:
            values["role"] = entry.role
        if entry.date is not None:
            values["day"] = entry.date.toordinal()
        return tantivy.Document.from_dict(values, self._schema)


def _list_for_clearing(folder: Path) -> None:
    """Make tantivy's list of files from the folder itself: nothing tells whether it is whole.

    Where it cannot be written there is none, and what is there now is never cleared away.
    """
    path = folder / CLEARING
    there = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    try:
        if there == sorted(json.loads(path.read_bytes())):
            return
    except FileNotFoundError:
        if not there:
            return
    except (OSError, ValueError, TypeError, RecursionError):
        pass  # whatever is wrong with it, it is made anew
    try:
        path.unlink(missing_ok=True)
        path.write_text(json.dumps(there), encoding="utf-8")
    except OSError:
        path.unlink(missing_ok=True)


@contextmanager
def _failures_named(what: str) -> Iterator[None]:
    """Turn tantivy's one error into the system's, where it tells the number of one, or ours."""
    try:
        yield
    except ValueError as error:
        if match := _SYSTEM_ERROR.search(str(error)):
            number = int(match[1])
            raise OSError(number, f"{os.strerror(number)} ({what})") from error
        if "worker thread" in str(error):  # which, as it says, most likely could not write
            raise OSError(errno.EIO, f"{os.strerror(errno.EIO)} ({what})") from error
        raise DamagedIndex(f"{what} ({error}): delete it") from error


@cache
def term_of(word: str) -> str | None:
    """The one term that a word gives; None for a stop word, or a word that gives several."""
    terms = _word_analyzer().analyze(fold(word))
    return terms[0] if len(terms) == 1 else None


@cache
def _word_analyzer() -> TextAnalyzer:
    return _analyzer()


def _analyzer() -> TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(80))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.custom_stopword(STOP_WORDS.split()))
        .filter(Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_text_field("words", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("exchange", tokenizer_name=_ANALYZER, index_option="freq")
    for exact in ("document", "voices", "role"):
        builder.add_text_field(exact, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()
