"""The judged questions in `eval/sets`: right in form, and right about the texts they judge."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eval.collections.collection import Collection, Gold, load_collection
from index.finding.keywords import KeywordIndex
from index.parsing.transcript import parse
from index.readers import read_source, with_metadata
from index.records import Document, Metadata, ParsedSource, Turn

SETS = Path(__file__).resolve().parents[2] / "eval" / "sets"
# At least so many questions of each kind, and no other kinds.
LEAST = {
    "sample": {"direct": 16, "context": 12, "dated": 7, "multi": 5, "asked": 3, "none": 10},
    "state-department": {
        "direct": 16,
        "context": 12,
        "dated": 4,
        "multi": 5,
        "asked": 4,
        "none": 10,
    },
    "other-words": {"paraphrase": 40, "facet": 25, "context": 12, "none": 35},
    "briefings": {"paraphrase": 150, "facet": 25, "near": 15, "none": 80},
    "subjects": {"subject": 50, "none": 50},
}
SHARED = ("state-department", "other-words", "briefings", "subjects")
# Why nothing answers a question of other-words: the first word of its note.
REASONS = {"deflects", "attribute", "other-speaker", "wrong-year", "absent"}
KEYWORDS = KeywordIndex(None)
SENTENCE_BEFORE = re.compile(r"[.?!:][\"”’)\]]*$")
SENTENCE_END = re.compile(r"[.?!—][\"”’)\]]*$")


@dataclass(frozen=True)
class Judged:
    """A set with its documents as the project reads them."""

    collection: Collection
    fields: dict[str, dict[str, Any]]
    parsed: dict[str, ParsedSource]

    def turn(self, gold: Gold) -> Turn:
        """The one turn that holds the span."""
        turns = self.parsed[gold.document].turns
        holding = [turn for turn in turns if turn.start <= gold.start and gold.end <= turn.end]
        assert len(holding) == 1, f"{gold}: inside {len(holding)} turns"
        return holding[0]

    def document(self, turn: Turn) -> Document:
        """The document that a turn belongs to."""
        every = (document for one in self.parsed.values() for document in one.documents)
        return next(one for one in every if one.document_id == turn.document_id)

    def words(self, gold: Gold) -> str:
        """The judged words."""
        return self.parsed[gold.document].source.text[gold.start : gold.end]


@cache
def read_set(name: str) -> Judged:
    collection = load_collection(SETS / name)
    lines = (SETS / name / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    fields = {entry["query_id"]: entry for entry in map(json.loads, lines)}
    return Judged(collection, fields, {path.name: read(path) for path in collection.paths()})


def read(path: Path) -> ParsedSource:
    source = read_source(path.name, path.read_bytes())
    sidecar = path.with_name(f"{path.name}.meta.json")
    if sidecar.is_file():
        known = Metadata(**json.loads(sidecar.read_text(encoding="utf-8")))
        source = with_metadata(source, known)
    return parse(source)


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.shared if name in SHARED else ()) for name in LEAST
    ]
)
def judged(request: pytest.FixtureRequest) -> Judged:
    return read_set(request.param)


def test_every_set_is_checked() -> None:
    judged = {path.parent.name for path in SETS.glob("*/queries.jsonl")}
    assert judged == set(LEAST)


def test_the_kinds_and_their_numbers(judged: Judged) -> None:
    counts = Counter(query.kind for query in judged.collection.queries)
    least = LEAST[judged.collection.name]
    assert set(counts) == set(least)
    assert {kind: counts[kind] for kind in least if counts[kind] < least[kind]} == {}


def test_what_can_be_answered_has_a_full_answer(judged: Judged) -> None:
    """That `none` has no span and every other kind has one is checked by the loader."""
    full = {gold.query_id for gold in judged.collection.golds if gold.relevance == 2}
    bare = [query.query_id for query in judged.collection.queries if query.answerable]
    assert [query_id for query_id in bare if query_id not in full] == []


def test_several_answers_come_from_several_turns(judged: Judged) -> None:
    for query in judged.collection.queries:
        if query.kind == "multi":
            spans = judged.collection.golds_of()[query.query_id]
            full = [judged.turn(gold).turn_id for gold in spans if gold.relevance == 2]
            assert len(set(full)) >= 2, query


def test_a_span_stands_in_one_turn_of_the_judged_speaker(judged: Judged) -> None:
    for gold in judged.collection.golds:
        assert judged.turn(gold).label == gold.speaker, gold


def test_a_span_runs_from_sentence_border_to_sentence_border(judged: Judged) -> None:
    faults = [border_faults(judged, gold) for gold in judged.collection.golds]
    assert [fault for found in faults for fault in found] == []


def border_faults(judged: Judged, gold: Gold) -> Iterator[str]:
    turn, words = judged.turn(gold), judged.words(gold)
    text = judged.parsed[gold.document].source.text
    before = text[turn.start : gold.start]
    if words != words.strip():
        yield f"{gold}: white space at a border"
    if before.strip() and not (before[-1].isspace() and SENTENCE_BEFORE.search(before.rstrip())):
        yield f"{gold}: begins inside a sentence"
    breaks_off = not text[gold.end : turn.end].strip()
    if not breaks_off and (not SENTENCE_END.search(words) or text[gold.end : gold.end + 1].strip()):
        yield f"{gold}: ends inside a sentence"


def test_only_who_asks_for_a_question_is_given_one(judged: Judged) -> None:
    kinds = {query.query_id: query.kind for query in judged.collection.queries}
    for gold in judged.collection.golds:
        if kinds[gold.query_id] != "asked":
            assert judged.turn(gold).role != "question", gold


def test_answers_keep_to_the_speakers_and_dates_of_the_question(judged: Judged) -> None:
    queries = {query.query_id: query for query in judged.collection.queries}
    for gold in judged.collection.golds:
        if gold.relevance == 0:  # the same subject, by another speaker or at another time
            continue
        query = queries[gold.query_id]
        assert not query.speakers or gold.speaker in query.speakers, gold
        spoken = judged.document(judged.turn(gold)).date
        if query.date_from and query.date_to:
            assert spoken, gold
            assert query.date_from <= spoken <= query.date_to, gold


def test_the_speakers_asked_for_have_turns(judged: Judged) -> None:
    labels = {turn.label for one in judged.parsed.values() for turn in one.turns}
    asked = {label for query in judged.collection.queries for label in query.speakers}
    assert asked - labels == set()


def test_context_answers_lack_the_topic(judged: Judged) -> None:
    keywords = {key: entry.get("keywords") for key, entry in judged.fields.items()}
    kinds = {query.query_id: query.kind for query in judged.collection.queries}
    assert {key for key, words in keywords.items() if words} == {
        key for key, kind in kinds.items() if kind == "context"
    }
    for gold in judged.collection.golds:
        if gold.relevance == 2 and keywords[gold.query_id]:
            answer = judged.words(gold).lower()
            for word in keywords[gold.query_id] or []:
                assert not re.search(rf"\b{re.escape(word.lower())}\b", answer), (gold, word)


def test_no_question_repeats_five_words_of_the_texts(judged: Judged) -> None:
    runs: set[tuple[str, ...]] = set()
    for one in judged.parsed.values():
        runs |= five_words(one.source.text)
    shared = {query.query_id: five_words(query.text) & runs for query in judged.collection.queries}
    assert {key: found for key, found in shared.items() if found} == {}


@pytest.mark.shared
def test_other_words_share_at_most_two_stems_with_an_answer() -> None:
    judged = read_set("other-words")
    golds = judged.collection.golds_of()
    names = stems(
        " ".join(turn.label or "" for one in judged.parsed.values() for turn in one.turns)
    )
    most: dict[str, int] = {}
    for query in judged.collection.queries:
        if query.answerable:
            asked = stems(query.text) - names
            answers = (stems(judged.words(gold)) for gold in golds[query.query_id])
            most[query.query_id] = max(len(asked & answer) for answer in answers)
    noted = {key: judged.fields[key]["shared_stems"] for key in most}
    assert most == noted
    assert max(most.values()) <= 2
    assert sum(most.values()) / len(most) < 0.65


@pytest.mark.shared
def test_other_words_mark_what_does_not_answer() -> None:
    collection = read_set("other-words").collection
    unlike = {gold.query_id for gold in collection.golds if gold.relevance == 0}
    facets = {query.query_id for query in collection.queries if query.kind == "facet"}
    assert facets <= unlike
    notes = [query.note for query in collection.queries if not query.answerable]
    assert {re.split(r"[:.]", note)[0] for note in notes} == REASONS


def stems(text: str) -> set[str]:
    """The stems of the words that the keyword index keeps."""
    return set(KEYWORDS.terms(text))


def five_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9$]+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
