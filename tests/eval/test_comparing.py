from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.command import Ours, evaluate
from eval.comparing import Comparison, compare_runs
from index.errors import CollectionError
from retrieval.ranking import Ranking
from tests.eval.fiction import write_fiction
from tests.fakes import HashingEncoder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("comparing")
    write_fiction(folder)
    return folder


def run_folder(place: Path, name: str, ranking: Ranking | None = None) -> Path:
    report = evaluate(
        [place / "set"],
        encoder=HashingEncoder(),
        cache=place / "cache",
        out=place / "runs",
        name=name,
        ours=Ours(ranking),
    )
    assert report.folder is not None
    return report.folder


@pytest.fixture(scope="module")
def runs(place: Path) -> tuple[Path, Path]:
    # Without length: with it F1's two first passages lie within 0.01 of each other.
    full, undemoted = Ranking(length_weight=0.0), Ranking(length_weight=0.0, demote_questions=False)
    return run_folder(place, "full", full), run_folder(place, "undemoted", undemoted)


@pytest.fixture(scope="module")
def comparison(runs: tuple[Path, Path]) -> Comparison:
    return compare_runs(*runs)


def test_measures_are_compared_question_by_question(comparison: Comparison) -> None:
    (one,) = comparison.collections
    assert one.means["hit@1"] == (1.0, 0.5)
    hit = one.differences["hit@1"]
    assert (hit.mean.value, hit.mean.count, hit.better, hit.worse) == (-0.5, 4, 0, 2)
    # Two questions that differ are a coin that fell alike twice: 2 of 4 ways.
    assert hit.p == pytest.approx(0.5, abs=0.02)
    assert not hit.significant
    assert one.rates["question as answer"] == (0.0, 0.5)


def test_questions_whose_result_changed_are_listed_with_both_answers(
    comparison: Comparison,
) -> None:
    changed = {one.query_id: one for one in comparison.collections[0].changed}
    sluice = changed["F4"]
    # The answer falls from rank 1 to 2: 1/log2(3).
    assert sluice.before == 1.0
    assert sluice.after == pytest.approx(0.6309, abs=1e-4)
    assert sluice.decisions == ("answered", "answered")
    assert sluice.citations == ("locks.txt 174–237 MR. BERNE", "locks.txt 99–161 Q")
    # The greatest losses, alike here, come first.
    assert [one.query_id for one in comparison.collections[0].changed[:2]] == ["F1", "F4"]
    assert "ninth of May" not in comparison.text()


def test_what_was_set_differently_is_named(comparison: Comparison) -> None:
    assert comparison.settings == {"settings.ranking.demote_questions": (True, False)}


def test_it_reads_as_text_markdown_and_json(comparison: Comparison) -> None:
    text, markdown = comparison.text(), comparison.markdown()
    first, second = comparison.folders
    assert text.splitlines()[0] == f"{second} against {first}"
    assert "fiction: 5 questions" in text
    assert "| measure | first | second | difference |" in markdown
    assert "1.000 → " in markdown
    assert json.loads(json.dumps(comparison.json(), allow_nan=False))["runs"] == [first, second]


def test_a_run_does_not_differ_from_itself(runs: tuple[Path, Path]) -> None:
    same = compare_runs(runs[0], runs[0])
    assert same.collections[0].changed == ()
    assert all(one.p == 1.0 for one in same.collections[0].differences.values())
    assert "0 questions changed." in same.text()


def test_runs_of_other_questions_are_refused_with_their_names(
    runs: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = write_fiction(tmp_path)
    qrels = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()
    (folder / "qrels.tsv").write_text("\n".join(qrels[:-1]) + "\n", encoding="utf-8")
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "queries.jsonl").write_text("\n".join([*lines[:3], lines[4]]), encoding="utf-8")
    other = run_folder(tmp_path, "fewer")
    with pytest.raises(
        CollectionError,
        match=r"fiction is another collection in full-.* than in fewer-.*: "
        r"questions F4 differ",
    ):
        compare_runs(runs[0], other)


def test_runs_of_other_collections_are_refused_with_their_names(
    runs: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = write_fiction(tmp_path)
    about = json.loads((folder / "collection.json").read_text(encoding="utf-8"))
    (folder / "collection.json").write_text(json.dumps({**about, "name": "tale"}), "utf-8")
    other = run_folder(tmp_path, "other")
    with pytest.raises(
        CollectionError, match=r"full-.* measured fiction and other-.* did not: compare runs"
    ):
        compare_runs(runs[0], other)


def test_a_folder_that_is_no_run_is_refused(runs: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"is no run folder, it has no run\.json; .*--out"):
        compare_runs(runs[0], tmp_path)
    (tmp_path / "run.json").write_text('{"collections": []}', encoding="utf-8")
    with pytest.raises(CollectionError, match="has no collections: the evaluation was not"):
        compare_runs(tmp_path, runs[0])
    (tmp_path / "run.json").write_text('{"collections": [{"name": "x"}]}', encoding="utf-8")
    with pytest.raises(CollectionError, match=r"run\.json is not what an evaluation writes"):
        compare_runs(tmp_path, runs[0])
