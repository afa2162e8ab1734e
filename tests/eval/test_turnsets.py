from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from eval.collections.turnsets import load_turn_set
from eval.command import Beside, evaluate
from eval.measuring.measures import BY_TURNS, calculate
from eval.measuring.relevance import delivers
from eval.running.found import Found
from eval.running.loading import load
from eval.running.systems import BASELINES, OURS
from eval.running.trec import read_run
from index.errors import CollectionError
from tests.eval.fiction import write_fiction
from tests.eval.judged import read_qrels
from tests.fakes import HashingEncoder

TURNS = [
    ("pier", 0, "Ilse Adler", "Shall we start with the pier?"),
    ("pier", 1, "Piet Berne", "The pier was painted green in April."),
    ("pier", 3, "Ilse Adler", ""),
    ("pier", 4, "Ilse Adler", "Good. Then the budget\nfor the lamps is next."),
    ("kitchen", 0, "Nora Voss", "Who ate the plum cake?"),
    ("kitchen", 1, "Tom Reyes", "The plum cake was eaten by the goat."),
]
QUERIES = [
    ("q1", "What colour is the pier painted?", "pier"),
    ("q2", "What happened to the plum cake?", "kitchen"),
    ("q3", "Who owns the goat?", "kitchen"),
]
QRELS = ["q1\tpier\t1\t2", "q2\tkitchen\t1\t1"]


def write_turn_set(place: Path) -> Path:
    home = place / "talk" / "dev"
    home.mkdir(parents=True)
    turns = [dict(zip(("doc_id", "turn_id", "speaker", "text"), t, strict=True)) for t in TURNS]
    queries = [dict(zip(("qid", "text", "doc_id"), q, strict=True)) for q in QUERIES]
    for name, records in (("turns", turns), ("queries", queries)):
        lines = "".join(json.dumps(record) + "\n" for record in records)
        (home / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (home / "qrels.tsv").write_text("\n".join(QRELS) + "\n", encoding="utf-8")
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_turn_set(tmp_path)


def test_every_turn_is_a_span_of_its_document(folder: Path) -> None:
    collection = load_turn_set(folder)
    assert collection.name == "talk-dev"
    pier = collection.parsed[0]
    assert pier.source.text.startswith("Ilse Adler: Shall we start")
    said = [(turn.label, pier.source.text[turn.start : turn.end]) for turn in pier.turns]
    assert said == [
        ("Ilse Adler", "Shall we start with the pier?"),
        ("Piet Berne", "The pier was painted green in April."),
        ("Ilse Adler", "Good. Then the budget for the lamps is next."),
    ]
    gold = collection.golds_of()["q1"][0]
    assert pier.source.text[gold.start : gold.end] == "The pier was painted green in April."
    assert (gold.speaker, gold.is_turn) == ("Piet Berne", True)


def test_questions_that_nobody_judged_are_left_out_and_counted(folder: Path) -> None:
    collection = load(folder)
    assert [query.query_id for query in collection.queries] == ["q1", "q2"]
    assert "1 questions without a relevant turn" in collection.description
    assert collection.queries[0].document == "pier"


def test_part_of_a_long_gold_turn_delivers_it(folder: Path) -> None:
    gold = load_turn_set(folder).golds[0]

    def hit(start: int, end: int) -> Found:
        return Found("pier", start, end, "", "Piet Berne", "statement", 1.0)

    assert delivers(hit(gold.start, gold.start + 10), gold)
    assert not delivers(hit(gold.start - 20, gold.start + 10), gold)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("qrels.tsv", "q1\tpier\t9\t1", r"qrels\.tsv:3: 'pier' has no words in a turn 9"),
        ("qrels.tsv", "q1\tpier\t3\t1", r"qrels\.tsv:3: 'pier' has no words in a turn 3"),
        ("qrels.tsv", "q1\tpier\t1\t1", r"qrels\.tsv:3: q1 judges turn 1 twice"),
        ("qrels.tsv", "q9\tpier\t1\t1", r"qrels\.tsv:3: no question 'q9'"),
        ("qrels.tsv", "q1 pier 1 1", r"qrels\.tsv:3: expected qid"),
        (
            "turns.jsonl",
            '{"doc_id": "pier", "turn_id": "5"}',
            r"turns\.jsonl:7: 'turn_id' must be int",
        ),
        (
            "queries.jsonl",
            '{"qid": "q4", "text": "?", "doc_id": "x"}',
            r"queries\.jsonl:4: no document",
        ),
    ],
)
def test_a_wrong_line_is_named(folder: Path, name: str, line: str, message: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(CollectionError, match=message):
        load_turn_set(folder)


def test_each_question_is_asked_of_the_whole_and_inside_its_document(
    folder: Path, tmp_path: Path
) -> None:
    report = evaluate([folder], encoder=HashingEncoder(), cache=tmp_path / "cache")
    whole, inside = report.runs
    assert [run.name for run in report.runs] == ["talk-dev", "talk-dev-inside"]
    assert [one.system for one in whole.scores] == [OURS, *BASELINES]
    documents = {hit.document for hit in inside.outcomes["dense"][0].hits}
    assert documents == {"pier"}
    assert {hit.document for hit in whole.outcomes["dense"][0].hits} == {"pier", "kitchen"}
    assert {hit.document for hit in inside.outcomes[OURS][0].hits} == {"pier"}
    assert all(one.rates["verbatim"].value == 1.0 for one in inside.scores)


def test_turns_are_measured_one_by_one_where_they_were_judged(folder: Path, tmp_path: Path) -> None:
    # One hit from the first word of the first turn to the last of the second, which is gold.
    end = load_turn_set(folder).golds[0].end
    wide = tmp_path / "wide.trec"
    wide.write_text(f"q1 Q0 pier:{len('Ilse Adler: ')}-{end} 1 1.0 t\n", encoding="utf-8")
    cache, out = tmp_path / "cache", tmp_path / "runs"
    beside = Beside(outside=[wide])
    report = evaluate([folder], beside=beside, out=out, encoder=HashingEncoder(), cache=cache)
    theirs = report.runs[0].scores[-1]
    assert theirs.per_question["nDCG@10"] == {"q1": 1.0, "q2": 0.0}
    assert theirs.per_question["hit@1"] == {"q1": 1.0, "q2": 0.0}
    assert theirs.per_question["nDCG@10 by turns"]["q1"] == pytest.approx(1 / math.log2(3))
    assert theirs.per_question["hit@1 by turns"] == {"q1": 0.0, "q2": 0.0}
    # Passages never cross a turn.
    for one in report.runs[0].scores[:-1]:
        assert one.per_question["nDCG@10 by turns"] == one.per_question["nDCG@10"]
    assert set(BY_TURNS) <= set(report.runs[0].comparisons)
    assert "| nDCG@10 by turns | hit@1 by turns |" in report.markdown()
    assert report.folder is not None
    assert "nDCG@10 by turns" in (report.folder / "report.html").read_text(encoding="utf-8")
    place = report.folder / "talk-dev"
    run, qrels = read_run(place / "wide.turns.trec"), read_qrels(place / "judged.qrels")
    again = calculate(BY_TURNS, qrels, run)
    assert again["nDCG@10 by turns"]["q1"] == pytest.approx(1 / math.log2(3))


def test_judged_spans_have_no_measures_by_turns(tmp_path: Path) -> None:
    folder, cache, out = write_fiction(tmp_path), tmp_path / "cache", tmp_path / "runs"
    spans = evaluate([folder], out=out, encoder=HashingEncoder(), cache=cache)
    assert not set(BY_TURNS) & {*spans.runs[0].scores[0].figures, *spans.runs[0].comparisons}
    assert "| nDCG@10 by turns" not in spans.markdown()
    assert spans.folder is not None
    assert not list(spans.folder.rglob("*.turns.trec"))


@pytest.mark.shared
def test_the_shared_turn_sets(shared: Path) -> None:
    collection = load(shared / "collections" / "friendsqa" / "dev")
    assert (len(collection.documents), len(collection.queries)) == (136, 1182)
    meetings = load(shared / "collections" / "explainmeetsum" / "val")
    assert (len(meetings.documents), len(meetings.queries)) == (35, 237)
    assert len(meetings.golds) == 1461
