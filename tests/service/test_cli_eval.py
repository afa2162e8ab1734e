"""`onrecord eval` on the command line: what it is given, what it prints, how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from index.encoding.encoder import Encoder
from service import opening
from service.cli import run
from tests.eval.fiction import write_fiction
from tests.eval.test_beir import write_beir
from tests.eval.test_exchanges import write_labels
from tests.fakes import HashingEncoder


@pytest.fixture(autouse=True)
def _entry(own_logs: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An encoder in the model's place and a folder to work in."""

    def load(model: str | None, *, adapter: str | None, threads: int, precision: str) -> Encoder:
        return HashingEncoder(name=model or "hashing")

    monkeypatch.setattr(opening, "load_encoder", load)
    monkeypatch.setattr(opening, "load_reader", lambda reader, **_: None)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def fiction(tmp_path: Path) -> str:
    return str(write_fiction(tmp_path))


def test_the_readme_alone_leads_to_a_collection_of_ones_own(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (project / "eval" / "sets" / "README.md").read_text(encoding="utf-8")
    own = readme[readme.index("## Your own collection") :]
    corpus, queries, qrels, commands = re.findall(r"^```\w*\n(.*?)^```", own, re.S | re.M)[:4]
    Path("my-questions/qrels").mkdir(parents=True)
    for name, content in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        Path("my-questions", name).write_text(content, encoding="utf-8")
    Path("my-questions/qrels/test.tsv").write_text(qrels, encoding="utf-8")
    install, evaluation = commands.splitlines()
    assert install == "make install"
    assert run(evaluation.removeprefix(".venv/bin/onrecord ").split()) == 0
    out = capsys.readouterr().out
    assert "my-questions-test: 3 documents" in out
    assert [page.parent.parent for page in Path().rglob("report.html")] == [Path("runs")]
    assert "3 questions (2 answerable, 1 that nothing answers)" in out
    assert list(Path("runs").glob("eval-*/my-questions-test/onrecord.trec"))


def test_a_collection_of_ones_own_takes_two_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(write_beir(tmp_path / "quayside"))
    assert run(["eval", folder, "--out", "runs"]) == 0
    assert "quayside-test: 6 documents" in capsys.readouterr().out
    assert run(["eval", folder, "--fail-under", "ndcg=0.8", "--markdown"]) == 0
    printed = capsys.readouterr()
    assert "| onrecord |" in printed.out
    assert "gate: 1 of 1 bars held" in printed.err


def test_a_wrong_qrels_line_is_one_line_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_beir(tmp_path / "quayside")
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write("q3\tpier\tvery\n")
    assert run(["eval", str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("test.tsv:7: score must be a whole number such as 1, is 'very'")


def test_a_bar_that_is_not_held_ends_with_3(
    fiction: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.toml"
    gate.write_text("[fiction]\nndcg = {least = 0.9}\nquestion_as_answer = {most = 0}\n")
    assert run(["eval", fiction, "--gate", str(gate), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gate"] == {"checked": 2, "not_held": []}
    given = ["--gate", str(gate), "--fail-under", "hit@1=2"]
    assert run(["eval", fiction, *given]) == 3
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "gate: 2 of 3 bars held",
        "gate: fiction: hit_1 is 1.0000, has to be at least 2",
    ]


def test_a_gate_that_is_missing_is_told_before_anything_is_measured(
    fiction: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", fiction, "--gate", "nowhere.toml"]) == 2
    assert "no file nowhere.toml: expected bars" in capsys.readouterr().err
    assert not Path(".cache").exists()


def test_two_runs_are_compared(fiction: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("first", "second"):
        assert run(["eval", fiction, "--out", "runs", "--name", name]) == 0
    folders = sorted(map(str, Path("runs").iterdir()))
    capsys.readouterr()
    assert run(["eval", "--compare", *folders]) == 0
    assert "0 questions changed." in capsys.readouterr().out
    assert run(["eval", "--compare", *folders, "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["collections"]
    assert one["differences"]["nDCG@10"]["p"] == 1.0
    assert run(["eval", "--trend", "runs"]) == 0
    assert "fiction: 2 runs" in capsys.readouterr().out


def test_another_programs_run_stands_beside_ours(
    fiction: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("theirs.trec").write_text("F1 Q0 locks.txt:68-94 1 1 theirs\n", encoding="utf-8")
    assert run(["eval", fiction, "--run", "theirs.trec"]) == 0
    assert "\ntheirs  " in capsys.readouterr().out
    assert run(["eval", fiction, "--run", "theirs.trec", "--ablate"]) == 2
    assert "--run and --baseline stand beside ours" in capsys.readouterr().err


def test_parts_are_switched_off_in_turn(fiction: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", fiction, "--ablate", "--markdown"]) == 0
    assert "| without demote_questions |" in capsys.readouterr().out


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["somewhere", "--compare", "a", "b"],
        ["--compare", "a", "b", "--ablate"],
        ["somewhere", "--exchanges", "labels"],
        ["--exchanges", "labels", "--fail-under", "ndcg=0.5"],
    ],
)
def test_what_does_not_go_together_is_refused(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", *given]) == 2
    expected = (
        "give COLLECTIONS to measure, or --compare RUN RUN, --trend FOLDER or --exchanges FOLDER "
        "alone"
    )
    assert expected in capsys.readouterr().err


def test_roles_and_links_are_measured_without_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr(opening, "load_encoder")
    labels = str(write_labels(tmp_path, ["12\tquestion\t\t", "54\tstatement\t\t"]))
    assert run(["eval", "--exchanges", labels, "--markdown"]) == 0
    assert "| talk | dev | 1 of 2, 0.500 [" in capsys.readouterr().out
    assert run(["eval", "--exchanges", labels, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"][0]["link_right"]["value"] == 0.0
