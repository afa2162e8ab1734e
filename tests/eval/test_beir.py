"""A collection of our own making in the form of BEIR, evaluated as a new user would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.command import evaluate
from eval.measuring.relevance import delivers
from eval.running.beir import load_beir
from eval.running.found import Found
from eval.running.loading import load
from eval.running.systems import BASELINES, OURS
from eval.running.trec import write_qrels
from index.errors import CollectionError
from tests.fakes import HashingEncoder

CORPUS = [
    ("pier", "The pier at Corran", "The pier was painted green in April. Two crews did it."),
    ("lamps", "", "Forty lamps along the quay burn whale oil until the new cable is laid."),
    ("goat", "A goat", "The mayor's goat ate the plum cake. Should it have been tied up?"),
    ("goat-again", "A goat", "The mayor's goat ate the plum cake. Should it have been tied up?"),
    ("blank", "", ""),
    ("long", "Minutes", " ".join(f"Item {n} concerns the sluice number {n}." for n in range(90))),
]
QUERIES = [
    ("q1", "what colour is the pier painted", None),
    ("q2", "who ate the plum cake", None),
    ("q3", "which sluice is item 80 about", None),
    ("q4", "how deep is the harbour mouth", {"kind": "none"}),
    ("q5", "what do the lamps burn", None),
]
QRELS = ["q1\tpier\t1", "q2\tgoat\t2", "q2\tgoat-again\t1", "q2\tlamps\t0", "q3\tlong\t3"]


def write_beir(folder: Path) -> Path:
    folder.mkdir(parents=True)
    entries = [dict(zip(("_id", "title", "text"), entry, strict=True)) for entry in CORPUS]
    queries = [dict(zip(("_id", "text", "metadata"), query, strict=True)) for query in QUERIES]
    for name, records in (("corpus", entries), ("queries", queries)):
        lines = "".join(json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "qrels").mkdir()
    lines = "\n".join(["query-id\tcorpus-id\tscore", *QRELS]) + "\n"
    (folder / "qrels" / "test.tsv").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_beir(tmp_path / "quayside")


def test_each_entry_becomes_one_statement(folder: Path) -> None:
    collection = load(folder)
    assert (collection.name, collection.by_document) == ("quayside-test", True)
    pier, _, goat, again, blank, _ = collection.parsed
    (turn,) = pier.turns
    said = pier.source.text[turn.start : turn.end]
    assert said.startswith("The pier at Corran\n\nThe pier was painted")
    assert (turn.role, pier.documents[0].title) == ("statement", "The pier at Corran")
    assert goat.turns[0].role == "statement"  # Its last words are a question, and yet it answers.
    assert goat.source.source_id != again.source.source_id
    assert blank.turns == ()


def test_questions_of_other_splits_are_left_out_and_counted(folder: Path) -> None:
    collection = load_beir(folder)
    assert [query.query_id for query in collection.queries] == ["q1", "q2", "q3", "q4"]
    assert "1 questions without a relevant document" in collection.description
    assert set(collection.golds_of()) == {"q1", "q2", "q3"}
    assert {gold.document: gold.relevance for gold in collection.golds_of()["q2"]} == {
        "goat": 2,
        "goat-again": 1,
    }


def test_any_passage_of_a_relevant_document_counts(folder: Path) -> None:
    collection = load_beir(folder)
    (gold,) = collection.golds_of()["q3"]
    assert delivers(Found("long", 2000, 2400, "", "–", "statement", 1.0), gold)
    assert not delivers(Found("pier", 0, 40, "", "–", "statement", 1.0), gold)


def test_a_split_is_named_by_its_file(folder: Path) -> None:
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "dev.tsv")
    assert load(folder).name == "quayside-dev"
    (folder / "qrels" / "train.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq5\tlamps\t1\n", encoding="utf-8"
    )
    with pytest.raises(CollectionError, match=r"several splits \(dev, train\).* name one, such as"):
        load(folder)
    train = load(folder / "qrels" / "train.tsv")
    assert train.name == "quayside-train"
    assert set(train.golds_of()) == {"q5"}
    (folder / "qrels" / "dev.tsv").unlink()
    (folder / "qrels" / "train.tsv").unlink()
    with pytest.raises(CollectionError, match=r"qrels has no \.tsv or \.qrels file: expected"):
        load(folder)


def test_judgments_may_have_the_form_of_trec(folder: Path) -> None:
    whole = load(folder)
    (folder / "qrels" / "test.tsv").unlink()
    qrels = {q: {g.document: g.relevance for g in gs} for q, gs in whole.golds_of().items()}
    write_qrels(folder / "qrels" / "test.qrels", qrels)
    assert load(folder).golds_of() == whole.golds_of()
    with (folder / "qrels" / "test.qrels").open("a", encoding="utf-8") as file:
        file.write("q1 0 mole 1\n")
    with pytest.raises(CollectionError, match=r"test\.qrels:5: no document 'mole'"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        (
            "qrels/test.tsv",
            "q1\tpier",
            r"test\.tsv:7: expected 3 columns with a tab between them, found 2",
        ),
        ("qrels/test.tsv", "q1\tlamps\tyes", r"test\.tsv:7: score must be a whole number .*'yes'"),
        ("qrels/test.tsv", "q1\tpier\t1", r"test\.tsv:7: q1 judges 'pier' twice; keep one line"),
        ("qrels/test.tsv", "q9\tpier\t1", r"test\.tsv:7: no question 'q9' in queries\.jsonl; add"),
        ("qrels/test.tsv", "q1\tmole\t1", r"test\.tsv:7: no document 'mole' in corpus\.jsonl"),
        ("qrels/test.tsv", "q4\tpier\t1", r"documents for questions of kind 'none': q4; give"),
        ("corpus.jsonl", '{"_id": 7, "text": "x"}', r"corpus\.jsonl:7: '_id' must be a string"),
        ("corpus.jsonl", '{"_id": "x"}', r"corpus\.jsonl:7: 'text' must be a string, is None"),
        ("corpus.jsonl", '{"_id": "x", "text": "y", "title": 3}', r":7: 'title' must be a string"),
        ("corpus.jsonl", '{"_id": "pier", "text": "y"}', r"corpus\.jsonl:7: _id 'pier' stands"),
        ("queries.jsonl", '{"_id": "q1", "text": "y"}', r"queries\.jsonl:6: _id 'q1' stands twice"),
        ("queries.jsonl", '{"_id": "q6", "text": " "}', r"queries\.jsonl:6: 'text' must be words"),
    ],
)
def test_a_wrong_line_is_named(folder: Path, name: str, line: str, message: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(CollectionError, match=message):
        load(folder)


def test_it_is_scored_beside_the_baselines(folder: Path, tmp_path: Path) -> None:
    report = evaluate([folder], encoder=HashingEncoder(), cache=tmp_path / "cache")
    (run,) = report.runs
    assert [one.system for one in run.scores] == [OURS, *BASELINES]
    for outcomes in run.outcomes.values():
        for outcome in outcomes:
            documents = [hit.document for hit in outcome.hits]
            assert len(documents) == len(set(documents))
    scores = {one.system: one for one in run.scores}
    for system in (OURS, "bm25"):
        assert scores[system].per_question["hit@1"] == {"q1": 1.0, "q2": 1.0, "q3": 1.0}
        assert scores[system].rates["verbatim"].value == 1.0
    # Both goats stand on top; in the worse order (1 + 2/log2(3)) / (2 + 1/log2(3)) = 0.860.
    assert scores["bm25"].per_question["nDCG@10"]["q2"] >= 0.859
    assert "quayside-test: 6 documents" in report.text()


def test_a_question_as_long_as_a_page_is_asked_too(folder: Path, tmp_path: Path) -> None:
    text = "what colour is the pier painted " * 60
    with (folder / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"_id": "q6", "text": text}) + "\n")
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write("q6\tpier\t1\n")
    report = evaluate([folder], encoder=HashingEncoder(), cache=tmp_path / "cache")
    for one in report.runs[0].scores:
        assert one.per_question["hit@1"]["q6"] == 1.0
