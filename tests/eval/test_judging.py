"""Judging without a page: pools, saving, going on, two people, and the collection made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.collections.collection import load_collection
from eval.command import read_texts
from eval.judging.judging import JudgingDesk, agreements, open_desk
from eval.judging.judgments import JudgmentFolder
from eval.judging.merging import PooledPassage
from eval.judging.pooling import mixed
from index.build import Index
from index.errors import BadDateRange, BadRequest, CollectionError, NotFound
from retrieval.answer import Searcher
from retrieval.results import Question
from tests.service.judges import ANSWER, LIGHTHOUSE, TEXTS, desk_of, grades, judged_index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with judged_index(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(index: Index, tmp_path: Path) -> JudgingDesk:
    return desk_of(index, tmp_path)


def finish(desk: JudgingDesk, query_id: str, words: str = ANSWER, grade: str = "2") -> None:
    assert desk.save(query_id, {**grades(desk, query_id, words, grade), "action": "finish"})


def read(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_order_is_the_questions_own_and_hides_the_systems(
    index: Index, desk: JudgingDesk
) -> None:
    query_id = desk.add({"text": LIGHTHOUSE})
    order = [(s.passage.source_name, s.passage.start) for s in desk.question(query_id).sheets]
    again = [(s.passage.source_name, s.passage.start) for s in desk.question(query_id).sheets]
    twin = desk.question(desk.add({"text": LIGHTHOUSE})).sheets
    assert order == again == [(s.passage.source_name, s.passage.start) for s in twin]
    ranked = Searcher(index).search(Question(LIGHTHOUSE, limit=100)).hits
    assert order != [(hit.citation.source_name, hit.citation.start) for hit in ranked]
    assert {(h.citation.source_name, h.citation.start) for h in ranked[:10]} <= set(order)
    assert len(set(order)) == len(order)


def test_the_order_does_not_depend_on_who_gave_a_passage_first() -> None:
    pool = [PooledPassage("a.txt", ((at, at + 5),), "MS. ADLER") for at in range(0, 100, 10)]
    assert mixed("why", pool) == mixed("why", reversed(pool))
    assert mixed("why", pool) != mixed("when", pool)
    assert mixed("why", pool) != tuple(pool)


def test_a_passage_comes_with_speaker_document_and_the_question_it_answers(
    desk: JudgingDesk,
) -> None:
    sheets = desk.question(desk.add({"text": LIGHTHOUSE})).sheets
    (view,) = (s.passage for s in sheets if s.passage.sentences[0] == "The simple answer is no.")
    assert view.speaker is not None
    assert (view.speaker.name, view.source_name) == ("Tomas Vask", "harbour.txt")
    assert view.context is not None
    assert view.context.text.endswith("Will the old lighthouse at Fenn be closed this year?")
    text = TEXTS["harbour.txt"]
    assert text[view.start : view.end].startswith(view.sentences[0])


def test_what_is_finished_is_a_collection_whose_spans_are_slices(
    desk: JudgingDesk, tmp_path: Path
) -> None:
    query_id = desk.add({"text": LIGHTHOUSE, "kind": "context", "note": "a note"})
    finish(desk, query_id)
    collection = load_collection(tmp_path / "judged")
    (query,) = collection.queries
    assert (query.query_id, query.text, query.kind) == ("J001", LIGHTHOUSE, "context")
    (gold,) = (one for one in collection.golds if one.relevance)
    assert (gold.relevance, gold.speaker) == (2, "MINISTER VASK")
    assert read_texts(collection)[gold.document][gold.start : gold.end] == ANSWER
    assert len(collection.golds) == len(desk.question(query_id).sheets)
    assert read(tmp_path / "judged" / "qrels.ada.tsv") == read(tmp_path / "judged" / "qrels.tsv")


def test_a_speaker_is_kept_as_the_labels_that_the_texts_print(
    desk: JudgingDesk, tmp_path: Path
) -> None:
    fields = {"text": LIGHTHOUSE, "speakers": "Tomas Vask", "date_from": "2031-01-01"}
    finish(desk, desk.add(fields))
    (query,) = load_collection(tmp_path / "judged").queries
    assert query.speakers == ("MINISTER VASK",)
    assert str(query.date_from) == "2031-01-01"


def test_one_goes_on_where_one_stopped(index: Index, tmp_path: Path) -> None:
    desk = desk_of(index, tmp_path)
    first, second = desk.add({"text": LIGHTHOUSE}), desk.add({"text": "Who owns the paper mill?"})
    assert not desk.save(first, grades(desk, first, ANSWER, "2"))
    finish(desk, second, "The paper mill at Strand belongs to its workers since the autumn.")

    later = desk_of(index, tmp_path)
    entries = later.overview().entries
    assert [(one.query.query_id, one.done, one.judged) for one in entries] == [
        ("J001", False, 1),
        ("J002", True, entries[1].passages),
    ]
    (sheet,) = (one for one in later.question(first).sheets if one.rows[0].grade)
    assert (sheet.rows[0].grade, sheet.grades) == ("2", ("2", "2"))
    # What is open is not part of the collection yet.
    assert [q.query_id for q in load_collection(tmp_path / "judged").queries] == ["J002"]


def test_nothing_on_the_record_answers_it(desk: JudgingDesk, tmp_path: Path) -> None:
    query_id = desk.add({"text": "How many penguins live in the palace garden?"})
    with pytest.raises(BadRequest, match="mark the words that answer, or tick that nothing"):
        desk.save(query_id, {"action": "finish"})
    assert desk.save(query_id, {"nothing": "1", "action": "finish"})
    assert desk.overview().entries[0].nothing
    assert desk.question(query_id).nothing
    collection = load_collection(tmp_path / "judged")
    assert collection.queries[0].kind == "none"
    assert {gold.relevance for gold in collection.golds} == {0}


def test_two_people_judge_and_their_agreement_is_counted(index: Index, tmp_path: Path) -> None:
    ada, bo = desk_of(index, tmp_path, "ada"), desk_of(index, tmp_path, "bo")
    query_id = ada.add({"text": LIGHTHOUSE})
    finish(ada, query_id)
    assert agreements(tmp_path / "judged") == ()
    assert not bo.overview().entries[0].done
    assert all(not row.grade for sheet in bo.question(query_id).sheets for row in sheet.rows)
    finish(bo, query_id, ANSWER, "1")
    (agreement,) = bo.overview().agreements
    passages = len(ada.question(query_id).sheets)
    # All passages but one have 0 from both; that one 2 from ada and 1 from bo. By chance the
    # same: (n-1)(n-1)/n². So the share found, (n-1)/n, gives kappa = (1/n)(n-1)/n / (1-(n-1)²/n²)
    # = (n-1) / (2n-1).
    assert (agreement.judges, agreement.questions) == (("ada", "bo"), 1)
    assert agreement.table == ((passages - 1, 0, 0), (0, 0, 0), (0, 1, 0))
    assert agreement.kappa == pytest.approx((passages - 1) / (2 * passages - 1))
    # The mean of 2 and 1, rounded down.
    merged = [gold for gold in load_collection(tmp_path / "judged").golds if gold.relevance]
    assert [gold.relevance for gold in merged] == [1]
    assert len(read(tmp_path / "judged" / "qrels.bo.tsv")) == passages + 1


def test_two_parts_of_a_passage_have_marks_of_their_own(desk: JudgingDesk) -> None:
    query_id = desk.add({"text": LIGHTHOUSE})
    form = grades(desk, query_id, ANSWER, "2")
    number = next(iter(form)).split("-")[1]
    form[f"to-{number}-1"] = "1"
    second = {f"grade-{number}-2": "1", f"from-{number}-2": "2", f"to-{number}-2": "2"}
    desk.save(query_id, form | second)
    (sheet,) = (one for one in desk.question(query_id).sheets if one.rows[0].grade)
    assert [(row.grade, row.first, row.last) for row in sheet.rows[:2]] == [
        ("2", 1, 1),
        ("1", 2, 2),
    ]
    second[f"from-{number}-2"] = "1"
    with pytest.raises(BadRequest, match=f"passage {number}: two marks share sentence 1"):
        desk.save(query_id, form | second)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"grade": "3"}, "a grade is 0, 1 or 2, not '3'"),
        ({"from": "0"}, "from must name one of its 2 sentences, is '0'"),
        ({"to": "3"}, "to must name one of its 2 sentences, is '3'"),
        ({"from": "x"}, "from must name one of its 2 sentences, is 'x'"),
        ({"from": "2", "to": "1"}, "begins with sentence 2 and ends with sentence 1"),
    ],
)
def test_a_bad_mark_is_named_and_nothing_is_saved(
    desk: JudgingDesk, tmp_path: Path, changed: dict[str, str], expected: str
) -> None:
    query_id = desk.add({"text": LIGHTHOUSE})
    form = grades(desk, query_id, ANSWER, "2")
    number = next(iter(form)).split("-")[1]
    form |= {f"{key}-{number}-1": value for key, value in changed.items()}
    with pytest.raises(BadRequest, match=f"passage {number}: .*{expected}"):
        desk.save(query_id, form)
    assert not (tmp_path / "judged" / "qrels.ada.tsv").exists()
    # The form is shown again as it was filled in.
    sheet = desk.question(query_id, form).sheets[int(number) - 1]
    assert sheet.rows[0].grade == form[f"grade-{number}-1"]


def test_a_mark_and_nothing_contradict_each_other(desk: JudgingDesk) -> None:
    query_id = desk.add({"text": LIGHTHOUSE})
    with pytest.raises(BadRequest, match="take the one or the other back"):
        desk.save(query_id, {**grades(desk, query_id, ANSWER, "1"), "nothing": "1"})


@pytest.mark.parametrize(
    ("fields", "error", "expected"),
    [
        ({"text": "  "}, BadRequest, "1 to 2,000 characters, this one has 0"),
        ({"text": "x" * 2001}, BadRequest, "this one has 2,001"),
        ({"text": "why", "kind": "none"}, BadRequest, "'none' is for the judges to find"),
        ({"text": "why", "kind": "two words"}, BadRequest, "one word .* not 'two words'"),
        ({"text": "why", "date_from": "May"}, BadDateRange, "date_from is 'May'.*YYYY-MM-DD"),
        (
            {"text": "why", "date_from": "2031-02-02", "date_to": "2031-02-01"},
            BadDateRange,
            "exchange them",
        ),
        ({"text": "lighthouse", "speakers": "Tomas Vosk"}, BadRequest, "Tomas Vask"),
    ],
)
def test_a_bad_question_is_refused_and_not_kept(
    desk: JudgingDesk, fields: dict[str, str], error: type[Exception], expected: str
) -> None:
    with pytest.raises(error, match=expected):
        desk.add(fields)
    assert desk.overview().entries == ()


def test_an_unknown_question_is_not_found(desk: JudgingDesk) -> None:
    with pytest.raises(NotFound, match="J007"):
        desk.question("J007")


def test_a_name_that_no_file_can_have_is_refused(index: Index, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"not '\.\./ada'"):
        desk_of(index, tmp_path, "../ada")


def test_a_folder_that_holds_something_else_is_left_alone(index: Index, tmp_path: Path) -> None:
    home = tmp_path / "judged"
    home.mkdir()
    (home / "queries.jsonl").write_text("precious", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"is not empty and has no questions\.jsonl"):
        desk_of(index, tmp_path)
    assert [one.name for one in home.iterdir()] == ["queries.jsonl"]


def test_other_documents_than_the_judged_ones_are_named(index: Index, tmp_path: Path) -> None:
    desk = desk_of(index, tmp_path)
    query_id = desk.add({"text": LIGHTHOUSE})
    changed = TEXTS["harbour.txt"].replace("lamp", "lantern")
    (tmp_path / "texts" / "harbour.txt").write_text(changed, encoding="utf-8")
    with pytest.raises(CollectionError, match=r"as they were indexed: harbour\.txt"):
        desk_of(index, tmp_path)
    index.put("harbour.txt", changed.encode())
    with pytest.raises(BadRequest, match=r"harbour\.txt on record is not the file"):
        desk.question(query_id)
    with pytest.raises(BadRequest, match="documents came or went since judging began"):
        desk.add({"text": "another"})
    with pytest.raises(CollectionError, match=r"not those that were judged there: harbour\.txt "):
        open_desk(
            tmp_path / "judged",
            "ada",
            Searcher(index),
            cache=tmp_path / "cache",
            documents=tmp_path / "texts",
        )


def test_documents_from_several_places_need_their_folder_named(
    index: Index, tmp_path: Path
) -> None:
    index.put("other.txt", b"MS. ADLER: It rains.\n")
    with pytest.raises(CollectionError, match=r"came from 2 places.*--documents"):
        desk_of(index, tmp_path)


def test_a_wrong_line_is_named_by_file_and_line(desk: JudgingDesk, tmp_path: Path) -> None:
    desk.add({"text": LIGHTHOUSE})
    broken = tmp_path / "judged" / "qrels.ada.tsv"
    header = "query_id\tdoc_id\tstart\tend\trelevance\tspeaker\n"
    broken.write_text(header + "J001\tharbour.txt\t1\t2\t7\tQ\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"qrels\.ada\.tsv:2: expected start and end"):
        desk.overview()
    questions = tmp_path / "judged" / "questions.jsonl"
    fields = json.loads(questions.read_text(encoding="utf-8"))
    questions.write_text(json.dumps({**fields, "pool": "all"}) + "\n", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"questions\.jsonl:1: expected an id"):
        JudgmentFolder.open(tmp_path / "judged").questions()


def test_a_save_that_fails_leaves_the_file_before(
    desk: JudgingDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query_id = desk.add({"text": LIGHTHOUSE})
    finish(desk, query_id)
    before = (tmp_path / "judged" / "qrels.ada.tsv").read_bytes()

    def full(*given: object, **more: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="no space"):
        desk.save(query_id, {**grades(desk, query_id, ANSWER, "1"), "action": "finish"})
    assert (tmp_path / "judged" / "qrels.ada.tsv").read_bytes() == before


def test_agreement_needs_a_folder_of_judgments(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="nobody has judged in this folder"):
        agreements(tmp_path)
