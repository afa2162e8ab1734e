from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.collections.collection import load_collection
from eval.command import Ours, evaluate, read_texts
from eval.measuring.measures import RANKING, calculate
from eval.report.report import Report, question_listing
from eval.running.systems import BASELINES, OURS, OURS_FILTERED
from eval.running.trec import read_run
from index.cutting.passages import PassageBudget
from index.errors import CollectionError
from tests.eval.fiction import write_fiction
from tests.eval.judged import read_qrels
from tests.fakes import HashingEncoder


@pytest.fixture(scope="module")
def fiction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_fiction(tmp_path_factory.mktemp("fiction"))


@pytest.fixture(scope="module")
def report(fiction: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("evaluation")
    return evaluate(
        [fiction], encoder=HashingEncoder(), out=place / "runs", cache=place / "cache", name="try"
    )


def test_ours_and_every_baseline_stand_in_the_table(report: Report) -> None:
    (run,) = report.runs
    assert [one.system for one in run.scores] == [OURS, *BASELINES, OURS_FILTERED]
    assert all(one.figures["nDCG@10"].count == 4 for one in run.scores)
    assert {d.baseline for d in run.comparisons["nDCG@10"]} == set(BASELINES)
    assert run.index["documents"] == 2


def test_what_we_print_is_the_record(report: Report) -> None:
    ours = report.runs[0].scores[0]
    for name in ("verbatim", "speaker right"):
        assert ours.rates[name].count > 0
        assert ours.rates[name].value == 1.0
    assert ours.rates["question as answer"].value == 0.0
    assert ours.rates["no result"].value == 0.0


def test_explicit_filters_let_nothing_else_through(report: Report) -> None:
    filtered = report.runs[0].scores[-1]
    assert filtered.rates["hits outside filters"].count > 0
    assert filtered.rates["hits outside filters"].value == 0.0


def test_a_plain_search_puts_the_question_first_and_ours_the_answer(report: Report) -> None:
    scores = {one.system: one for one in report.runs[0].scores}
    # F1 shares its words with the reporter's question, not with the answer.
    assert scores["bm25"].per_question["hit@1"]["F1"] == 0.0
    assert scores["bm25"].rates["question as answer"].value > 0
    assert scores[OURS].per_question["hit@1"]["F1"] == 1.0


def test_the_run_folder_holds_what_a_later_comparison_needs(report: Report) -> None:
    folder = report.folder
    assert folder is not None
    assert folder.name.startswith("try-")
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["settings"]["model"] == "hashing"
    assert record["settings"]["statistics"]["seed"]
    assert record["environment"]["machine"]["cores"] >= 1
    (collection,) = record["collections"]
    assert collection["collection"] == "fiction"
    assert collection["questions"] == {"context": 2, "direct": 2, "none": 1}
    lines = (folder / "fiction" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert first["query"]["query_id"] == "F1"
    assert first["systems"][OURS]["hits"][0]["delivers"] == [
        first["golds"][0]["document"]
        + (f":{first['golds'][0]['start']}-{first['golds'][0]['end']}")
    ]
    trec = (folder / "fiction" / "bm25.trec").read_text(encoding="utf-8").splitlines()
    assert trec[0].split()[0] == "F1"
    assert len(trec[0].split()) == 6
    assert [int(line.split()[3]) for line in trec if line.startswith("F1 ")][:2] == [1, 2]


def test_the_judged_files_give_the_figures_again(report: Report) -> None:
    assert report.folder is not None
    place = report.folder / "fiction"
    qrels = read_qrels(place / "judged.qrels")
    for one in report.runs[0].scores:
        run = read_run(place / f"{one.system.replace(' ', '')}.judged.trec")
        for measure, values in calculate(RANKING, qrels, run).items():
            assert values == pytest.approx(one.per_question[measure], abs=1e-9)


def test_the_report_reads_as_text_markdown_and_json(report: Report) -> None:
    text, markdown = report.text(), report.markdown()
    assert "fiction: 2 documents" in text
    assert "(4 answerable, 1 that nothing answers)" in text
    assert "| system | nDCG@10 |" in markdown
    for system in (OURS, *BASELINES):
        assert system in text
        assert system in markdown
    assert json.loads(json.dumps(report.json(), allow_nan=False))["collections"]
    assert "F5" in question_listing(report.runs[0])


def test_the_record_quotes_no_transcript(report: Report) -> None:
    assert report.folder is not None
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in report.folder.rglob("*")
        if path.is_file() and path.name != "report.html"
    )
    assert "ninth of May" not in written


def test_a_second_evaluation_takes_the_index_that_is_there(fiction: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = evaluate([fiction], encoder=HashingEncoder(), cache=cache)
    (place,) = (cache / "indexes").glob("*/*")
    made = place.stat().st_ino
    second = evaluate([fiction], encoder=HashingEncoder(), cache=cache)
    assert [p.stat().st_ino for p in (cache / "indexes").glob("*/*")] == [made]
    assert first.folder is None
    assert first.runs[0].scores[0].per_question == second.runs[0].scores[0].per_question
    evaluate([fiction], encoder=HashingEncoder(dim=128), cache=cache)
    assert len(list((cache / "indexes").glob("*/*"))) == 2


def test_another_passage_length_leaves_what_is_judged_as_it_is(
    fiction: Path, tmp_path: Path
) -> None:
    judged, passages = set(), set()
    for tokens in (16, 160):
        report = evaluate(
            [fiction],
            encoder=HashingEncoder(),
            cache=tmp_path / "cache",
            out=tmp_path / f"runs-{tokens}",
            ours=Ours(budget=PassageBudget(max_tokens=tokens)),
        )
        assert report.folder is not None
        qrels = (report.folder / "fiction" / "judged.qrels").read_text(encoding="utf-8")
        judged.add((report.runs[0].collection.sha256, qrels))
        passages.add(report.runs[0].index["passages"])
    assert len(judged) == 1
    assert len(passages) == 2


def test_a_span_behind_its_document_is_refused(tmp_path: Path) -> None:
    folder = write_fiction(tmp_path)
    with (folder / "qrels.tsv").open("a", encoding="utf-8") as file:
        file.write("F1\tlocks.txt\t10\t9999\t1\tMR. BERNE\n")
    with pytest.raises(CollectionError, match=r"end behind their document: F1 10:9999 of locks"):
        read_texts(load_collection(folder))


def test_one_name_for_two_collections_is_refused(fiction: Path) -> None:
    with pytest.raises(CollectionError, match="same name: fiction"):
        evaluate([fiction, fiction], encoder=HashingEncoder())
