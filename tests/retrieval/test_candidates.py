"""What becomes a candidate: whose turns, by which retriever, and within which conditions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.build import Index, open_index
from index.cutting.stretches import stretches
from index.encoding.encoder import embed
from index.records import Document, Filters, Turn
from retrieval import candidates as gathering
from retrieval.candidates import best_by_words, gather
from retrieval.catalogue import Catalogue
from retrieval.question import read
from retrieval.ranking import Pool, Ranking
from retrieval.results import Question
from tests.fakes import HashingEncoder
from tests.retrieval.fiction import BRIEFING, LATER, SPEECH

INTERVIEW = """Title: Interview With Pilot Ada Winter by Lars Holm of Tidal Radio
Date: 2032-08-20

MR. HOLM: My cousin paid ninety crowns for the toll. Is the toll for barges too high?

MS. WINTER: It is a fair price for a safe passage.

MR. HOLM: Will the new tugs come before the ice?

MS. WINTER: They are promised for autumn, and I hope so.

MR. HOLM: And would you pay the toll yourself?

MS. WINTER: I do, every week.
"""
SUBJECTS = ("ropes", "buoys", "toll", "dredging", "gulls", "lamps", "cranes", "paint", "sheds")
COUNCIL = "Title: Harbour Council\nDate: 2034-01-09\n\n" + "\n\n".join(
    f"MS. {('LIND', 'ROTH', 'VOSS')[turn % 3]}: "
    f"As for {SUBJECTS[turn % 9]}{'' if turn == 2 else turn}, we agreed at meeting {turn}."
    for turn in range(60)
)

WAYS = {
    "near": Ranking(keywords=False, exchanges=False),
    "spoken": Ranking(dense=False, stretches=False, exchanges=False),
    "in_stretches": Ranking(dense=False, exchanges=False, depth=0),
    "answers_to": Ranking(dense=False, stretches=False, depth=1),
    "all": Ranking(),
}
"""The retrievers one by one."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    texts = {
        "briefing.txt": BRIEFING,
        "later.txt": LATER,
        "speech.txt": SPEECH,
        "interview.txt": INTERVIEW,
        "council.txt": COUNCIL,
    }
    with open_index(tmp_path_factory.mktemp("data"), HashingEncoder(), create=True) as opened:
        for name, text in texts.items():
            opened.put(name, text.encode())
        yield opened


@pytest.fixture(scope="module")
def catalogue(index: Index) -> Catalogue:
    return Catalogue(index.store)


def candidates(
    index: Index, catalogue: Catalogue, question: Question, ranking: Ranking | None = None
) -> Pool:
    reading = read(question, catalogue)
    query = embed([reading.understood.topic], index.encoder)
    findable = index.findable_at(catalogue.generation)
    assert findable is not None
    return gather(query, reading, findable, catalogue, ranking or Ranking())


def turns(index: Index, catalogue: Catalogue, pool: Pool) -> list[Turn]:
    """The turn of each candidate, by the store."""
    stored = index.store.passages(catalogue.keys[pool.rows])
    return [index.store.turn(one.turn_id) for one in stored]


def words(index: Index, turn: Turn) -> str:
    source = index.store.document(turn.document_id).source_id
    return index.store.text(source)[turn.start : turn.end]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", ["the toll for barges", "will the tugs come before the ice"])
def test_a_reporters_question_is_never_a_candidate(
    index: Index, catalogue: Catalogue, text: str, way: str
) -> None:
    pool = candidates(index, catalogue, Question(text), WAYS[way])
    found = turns(index, catalogue, pool)
    assert found
    assert not [one for one in found if one.label == "Q"]


def test_a_reporters_question_is_one_where_questions_are_not_demoted(
    index: Index, catalogue: Catalogue
) -> None:
    ranking = Ranking(demote_questions=False)
    pool = candidates(index, catalogue, Question("the toll for barges"), ranking)
    assert "Q" in {one.label for one in turns(index, catalogue, pool)}


@pytest.mark.parametrize("way", ["near", "in_stretches", "all"])
def test_what_somebody_who_mostly_asks_tells_in_a_question_does_not_answer(
    index: Index, catalogue: Catalogue, way: str
) -> None:
    question = Question("who paid ninety crowns for the toll")
    pool = candidates(index, catalogue, question, WAYS[way])
    asking = [
        (turn, asks)
        for turn, asks in zip(turns(index, catalogue, pool), pool.asks, strict=True)
        if turn.label == "MR. HOLM" and "ninety crowns" in words(index, turn)
    ]
    assert asking == []


def test_only_questions_and_who_introduces_them_are_candidates_where_questions_are_asked_for(
    index: Index, catalogue: Catalogue
) -> None:
    pool = candidates(index, catalogue, Question("what did reporters ask about the toll"))
    found = turns(index, catalogue, pool)
    roles = zip(catalogue.turn_ids, catalogue.turn_is["question"], strict=True)
    asked = {turn_id for turn_id, asks in roles if asks}
    after = dict(itertools.pairwise(catalogue.turn_ids))
    assert all(one.turn_id in asked or after[one.turn_id] in asked for one in found)
    assert {one.role for one in found} <= {"question", "statement"}
    assert {"Q", "MR. HOLM"} <= {one.label for one in found}


def test_what_a_speaker_asked_is_found_by_its_words(index: Index, catalogue: Catalogue) -> None:
    question = Question("what did Lars Holm ask about the toll and barges")
    pool = candidates(index, catalogue, question, WAYS["spoken"])
    assert {(one.label, words(index, one)[:15]) for one in turns(index, catalogue, pool)} == {
        ("MR. HOLM", "My cousin paid "),
        ("MR. HOLM", "And would you p"),
    }


def test_what_a_speaker_asked_is_no_answer_of_who_answers(
    index: Index, catalogue: Catalogue
) -> None:
    question = Question("the toll for barges", speakers=("Ada Winter",))
    pool = candidates(index, catalogue, question)
    assert {one.label for one in turns(index, catalogue, pool)} == {"MS. WINTER"}


# Conditions

FILTERS = [
    {"speakers": ("Ivo Tarn",)},
    {"speakers": ("Ada Winter",)},
    {"speakers": ("Lars Holm",)},
    {"documents": ("later.txt",)},
    {"documents": ("council.txt", "speech.txt")},
    {"date_from": date(2032, 8, 1)},
    {"date_to": date(2032, 12, 31)},
    {"date_from": date(2033, 1, 1), "date_to": date(2033, 12, 31)},
    {"speakers": ("Orla Marsh",), "date_from": date(2033, 1, 1)},
]


def fits(index: Index, question: Question, turn: Turn, document: Document) -> bool:
    """Whether a turn is what the question's conditions ask for, by the store alone."""
    speakers = {one.speaker_id: one.name for one in index.store.speakers()}
    owners = {
        one.voice_id: speakers[one.speaker_id]
        for one in index.store.assignments()
        if one.speaker_id is not None
    }
    source = index.store.source_by_id(document.source_id)
    first, last = question.date_from or date.min, question.date_to or date.max
    undated = question.date_from is None and question.date_to is None
    return (
        (not question.speakers or owners.get(turn.voice_id) in question.speakers)
        and (not question.documents or source.name in question.documents)
        and (undated or (document.date is not None and first <= document.date <= last))
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("conditions", FILTERS, ids=lambda one: " ".join(map(str, one.values())))
def test_no_retriever_lets_anything_past_a_filter(
    index: Index, catalogue: Catalogue, conditions: dict[str, object], way: str
) -> None:
    topic = "the toll for barges, the tugs and ropes before the ice"
    question = Question(topic, **conditions)  # type: ignore[arg-type]
    free = turns(index, catalogue, candidates(index, catalogue, Question(topic), WAYS[way]))
    found = turns(index, catalogue, candidates(index, catalogue, question, WAYS[way]))
    documents = {one.document_id: one for one in index.store.documents()}
    assert all(fits(index, question, one, documents[one.document_id]) for one in found)
    assert not all(fits(index, question, one, documents[one.document_id]) for one in free)
    if way == "all":
        assert found


# Stretches


def test_a_stretch_brings_in_what_has_none_of_the_words(index: Index, catalogue: Catalogue) -> None:
    question = Question("toll", documents=("council.txt",))
    with_them = candidates(index, catalogue, question, WAYS["in_stretches"])
    alone = candidates(
        index, catalogue, question, Ranking(dense=False, exchanges=False, stretches=False)
    )
    said = [words(index, one) for one in turns(index, catalogue, alone)]
    assert said == ["As for toll, we agreed at meeting 2."]
    # The third turn stands in the first stretch alone: its first 16 passages, nothing behind them.
    around = [words(index, one) for one in turns(index, catalogue, with_them)]
    assert [one.rsplit(" ", 1)[-1] for one in around] == [f"{turn}." for turn in range(16)]
    assert set(with_them.stretch) == {with_them.stretch.max()}
    assert with_them.stretch.max() > 0


def test_filters_come_before_the_best_stretches_are_taken(
    index: Index, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.candidates.BEST_STRETCHES", 1)
    topic = "toll lamps14 cranes15"

    def labels(question: Question) -> set[str]:
        pool = candidates(index, catalogue, question, WAYS["in_stretches"])
        return {one.printed for one in turns(index, catalogue, pool)}

    assert "MS. MARSH" not in labels(Question(topic))  # the best stretch is the council's
    assert "MS. MARSH" in labels(Question(topic, documents=("later.txt",)))


@pytest.mark.parametrize("depth", [0, 1, 3, 50])
@pytest.mark.parametrize("fields", [gathering.WORDS, gathering.EXCHANGE])
def test_a_filter_laid_on_what_is_found_gives_what_a_filtered_search_gives(
    index: Index,
    catalogue: Catalogue,
    fields: dict[str, float],
    depth: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    topic = "the toll for barges and the tugs"
    findable = index.findable_at(catalogue.generation)
    assert findable is not None
    people = [None, *((voice,) for voice in catalogue.voice_ids), catalogue.voice_ids[::2]]
    days = [(None, None), (date(2032, 1, 1), date(2032, 12, 31)), (date(1999, 1, 1), None)]
    documents = [None, tuple(catalogue.document_ids[:2]), ()]
    roles = [None, gathering.ANSWERS, gathering.QUESTIONS]
    found = 0
    for voices, (first, last), chosen, role in itertools.product(people, days, documents, roles):
        filters = Filters(voices and tuple(voices), chosen, first, last, roles=role)
        ways = []
        for share in (1e-9, 2.0):
            monkeypatch.setattr(gathering, "LEAST_SHARE", share)
            ways.append(best_by_words(findable, catalogue, topic, depth, filters, fields))
        assert [hit.passage_key for hit in ways[0]] == [hit.passage_key for hit in ways[1]]
        assert [hit.score for hit in ways[0]] == pytest.approx([hit.score for hit in ways[1]])
        found += len(ways[0])
    assert found > 20 or not depth


def test_a_passage_has_the_better_of_its_stretches(index: Index, catalogue: Catalogue) -> None:
    question = Question("toll toll11 dredging30", documents=("council.txt",))
    pool = candidates(index, catalogue, question)
    hits = index.stretches.search("toll toll11 dredging30", 100, fields={"words": 1.0})
    scores = {hit.passage_key: hit.score for hit in hits}
    document = catalogue.document_ids.index(next(iter(index.store.document_ids_of("council.txt"))))
    own = catalogue.keys[catalogue.turn_document[catalogue.passage_turn] == document]
    spans = [(own[first:last], scores.get(int(own[first]), 0.0)) for first, last in stretches(60)]
    assert len(own) == 60
    for row, score in zip(pool.rows, pool.stretch, strict=True):
        key = catalogue.keys[row]
        assert score == pytest.approx(max(value for keys, value in spans if key in keys))
    assert len(np.unique(pool.stretch.round(6))) == 3  # two of the words, one, none


def test_stretches_count_less_in_a_larger_record(
    index: Index, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("toll toll11 dredging30")
    here = candidates(index, catalogue, question, WAYS["in_stretches"])
    assert catalogue.stretch_count < gathering.STRETCHES_FITTED
    monkeypatch.setattr(gathering, "STRETCHES_FITTED", catalogue.stretch_count / 16)
    there = candidates(index, catalogue, question, WAYS["in_stretches"])
    # A record of sixteen times as many: the fourth root is 2.
    assert there.stretch == pytest.approx(here.stretch / 2)


def test_the_rows_of_stretches_are_those_that_know_them(catalogue: Catalogue) -> None:
    rows = np.arange(len(catalogue.keys))
    earlier, later = catalogue.stretches_of(rows)
    for key in np.union1d(earlier, later):
        expected = [row for row in rows if key in (earlier[row], later[row])]
        assert catalogue.rows_in_stretches(np.array([key])).tolist() == expected
    assert catalogue.rows_in_stretches(np.empty(0, np.int64)).tolist() == []
    gone = np.array([int(catalogue.keys[-1]) + 1, int(catalogue.keys[0]) - 1])
    assert catalogue.rows_in_stretches(gone).tolist() == []


def test_without_nearest_meaning_weighs_what_words_find_and_brings_nothing(
    index: Index, catalogue: Catalogue
) -> None:
    question = Question("What about the toll for barges?")
    ranking = Ranking(nearest=False, stretches=False, exchanges=False)
    by_words = candidates(index, catalogue, question, ranking)
    with_all = candidates(index, catalogue, question, replace(ranking, nearest=True))
    assert 0 < len(by_words.rows) < len(with_all.rows)
    known = np.isin(with_all.rows, by_words.rows)
    assert with_all.rows[known].tolist() == by_words.rows.tolist()
    assert with_all.dense[known].tolist() == by_words.dense.tolist()
    assert by_words.dense.any()


def test_where_words_find_nothing_meaning_does_without_nearest_too(
    index: Index, catalogue: Catalogue
) -> None:
    question = Question("What did they do then?")  # stop words alone
    ranking = Ranking(nearest=False)
    expected = candidates(index, catalogue, question)
    assert len(expected.rows) > 0
    assert candidates(index, catalogue, question, ranking).rows.tolist() == expected.rows.tolist()
