"""The commands that index, ask and list, in process, with a deterministic encoder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.answer import Searcher
from service import opening
from service.app import build_app
from service.cli import run
from service.settings import Settings
from service.state import State
from tests.service.clients import local_client
from tests.service.commandline import ASK, complaint, printed, printed_json
from tests.service.fiction import HARBOUR

pytestmark = pytest.mark.usefixtures("own_logs", "words_for_models")


def test_index_reports_and_again_costs_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(capsys, "index", str(folder))
    assert out.splitlines()[0] == "Files: 3 added"
    assert "Indexed 3 documents, " in out
    assert printed(capsys, "index", str(folder)) == "Files: 3 unchanged\n"


def test_index_as_json_names_each_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "copy.txt").write_text(HARBOUR, encoding="utf-8")
    assert run(["index", str(folder), "--json"]) == 1
    captured = capsys.readouterr()
    body = json.loads(captured.out)
    assert body["added"] == ["copy.txt", "mill.txt", "speeches/storm.txt"]
    assert body["duplicates"] == [{"path": str(folder / "harbour.txt"), "same_as": "copy.txt"}]
    assert [one["path"] for one in body["failed"]] == [str(folder / "empty.txt")]
    assert "onrecord: not indexed: " in captured.err


def test_index_prunes_only_when_asked(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (indexed / "mill.txt").unlink()
    assert printed(capsys, "index", str(indexed)) == "Files: 2 unchanged\n"
    assert printed(capsys, "index", str(indexed), "--prune").startswith("Files: 2 unchanged, 1 rem")


def test_a_file_in_another_encoding_is_read_when_that_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "mill.txt"
    path.write_bytes("MR. HOLT: Sí, señor, el molino es nuestro.".encode("latin-1"))
    assert run(["index", str(path)]) == 1
    assert "--encoding" in capsys.readouterr().err
    assert run(["index", str(path), "--encoding", "latin-1"]) == 0


def test_a_file_over_the_limit_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["index", str(folder / "harbour.txt"), "--max-source-bytes", "100"]) == 1
    assert "the limit is 100" in capsys.readouterr().err


def test_ctrl_c_says_what_is_kept(
    indexed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.build.index_paths", interrupted)
    line = complaint(capsys, "index", str(indexed), status=130)
    assert "3 files with " in line
    assert "run the same command again" in line


def test_ask_prints_the_words_and_where_they_stand(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = HARBOUR.index("The simple answer")
    end = HARBOUR.index("the winter.") + len("the winter.")
    lines = printed(capsys, "ask", ASK, "--limit", "1").splitlines()
    assert lines == [
        "Read as: said by Tomas Vask; about “the lighthouse at Fenn”.",
        "",
        "1. Tomas Vask, as MINISTER VASK (via interpreter)",
        "   Asked by Ina Orla (MS. ORLA): “Minister, good morning. Will the old lighthouse at Fenn "
        "be closed this year?”",
        f"“{HARBOUR[start:end]}”",
        "   Minister Tomas Vask With Ina Orla of Harbour Radio · 9 March 2031 · harbour.txt, "
        f"turn 2, characters {start}–{end}",
        "",
    ]


def test_ask_says_when_nobody_said_that(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "ask", "what did Vask say about submarines in the Arctic")
    why = "Tomas Vask is on record, but says nothing that answers this."
    assert f"{why}\n\nNearest passages (not an answer):\n\n1. " in out


@pytest.mark.parametrize("command", ["ask", "search"])
def test_json_is_what_http_answers(
    indexed: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    body = printed_json(
        capsys,
        command,
        "the ferry",
        "--speaker",
        "Tomas Vask",
        "--from",
        "2031-01-01",
        "--to",
        "2031-12-31",
        "--document",
        "harbour.txt",
        "--limit",
        "2",
    )
    request = {
        "question": "the ferry",
        "speakers": ["Tomas Vask"],
        "date_from": "2031-01-01",
        "date_to": "2031-12-31",
        "documents": ["harbour.txt"],
        "limit": 2,
    }
    with opening.opened_index(Settings()) as index:
        client = local_client(build_app(State(Settings(), index, Searcher(index))))
        answered = client.post(f"/v1/{command}", json=request).json()
    assert {**body, "took_ms": 0} == {**answered, "took_ms": 0}


def test_search_lists_passages_with_scores(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(capsys, "search", "paper mill", "--document", "mill.txt")
    assert out.startswith("1. MR. HOLT  (score ")
    assert "“The paper mill at Strand belongs to its workers since the autumn.”" in out


def test_search_goes_on_where_it_says(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "search", "paper mill", "--limit", "1")
    cursor = out.splitlines()[-1].removeprefix("More: the same with --cursor ")
    more = printed(capsys, "search", "paper mill", "--limit", "1", "--cursor", cursor)
    assert more.startswith("2. ")
    assert "--cursor" not in printed(capsys, "search", "paper mill", "--limit", "100")


def test_documents_are_listed_and_removed(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, "documents").splitlines()
    assert len(lines) == 3
    title = "Minister Tomas Vask With Ina Orla of Harbour Radio"
    assert lines[0].endswith(f"  2031-03-09     5 turns  {title}  [harbour.txt]")
    body = printed_json(capsys, "documents")
    assert [item["source"] for item in body["items"]] == [
        "harbour.txt",
        "mill.txt",
        "speeches/storm.txt",
    ]
    out = printed(capsys, "documents", "--remove", "mill.txt", "--remove", "speeches/storm.txt")
    assert out == "Removed mill.txt\nRemoved speeches/storm.txt\n"
    assert len(printed(capsys, "documents").splitlines()) == 1


def test_nothing_is_removed_when_one_name_is_unknown(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = complaint(capsys, "documents", "--remove", "mill.txt", "--remove", "mil.txt")
    assert "'mil.txt'" in line
    assert len(printed(capsys, "documents").splitlines()) == 3


def test_speakers_are_listed(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "speakers")
    (line,) = [line for line in out.splitlines() if line.startswith("tomas-vask")]
    assert line.split() == "tomas-vask 2 turns in 1 documents Tomas Vask [MINISTER VASK]".split()
    assert printed_json(capsys, "speakers")["next_cursor"] is None


def test_the_index_is_where_the_flag_or_the_setting_says(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["index", str(folder), "--data", str(tmp_path / "elsewhere")]) == 0
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "elsewhere"))
    capsys.readouterr()
    assert len(printed(capsys, "documents").splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "x", "--speaker", "Tomas Vasc"], "'Tomas Vasc' is on record. Near misses: Tomas"),
        (["ask", "x", "--from", "soon"], "date_from is 'soon', but must be a day as YYYY-MM-DD"),
        (["ask", "x", "--from", "2031-02-01", "--to", "2031-01-01"], "2031-01-01"),
        (["ask", "x" * 100_000], "100,000 characters, but at most 2,000"),
        (["ask", " "], "empty"),
        (["ask", "x", "--limit", "21"], "1<=x<=20"),
        (["ask", "x", "--data", "none"], "there is no index at none: run `onrecord index PATH`"),
        (["ask", "x", "--model", "other"], "was made with the model hashing"),
        (["documents", "--data", "none"], "there is no index at none"),
        (["index", "no-such-folder"], "no-such-folder"),
        (["index"], "Missing argument 'PATHS...'"),
        (["serve", "--port", "high"], "--port is 'high', but must be a whole number"),
        (["nonsense"], "No such command 'nonsense'"),
        (["ask", "x", "--nonsense"], "No such option '--nonsense'"),
    ],
)
def test_an_error_is_one_clear_line_and_status_2(
    indexed: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in complaint(capsys, *arguments)


def test_an_unknown_setting_is_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_PROT", "1")
    assert "ONRECORD_PROT is not a setting" in complaint(capsys, "speakers")


def test_a_missing_path_leaves_no_index_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    complaint(capsys, "index", "no-such-folder")
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_is_shown_and_then_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("# Ada Quill > The gate is shut.\n# M > Since when?\n")
    lesson = ["--form", "# {name} >", "--example", "# M > Since when?", "--name", "M=Jo Bell"]
    assert run(["label", str(tmp_path / "a.txt"), *lesson]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Ada Quill: The gate is shut.",
        "M (is Jo Bell): Since when?",
        "",
        "2 turns, 0 of them of nobody; not kept",
    ]
    assert not (tmp_path / "labels.toml").exists()
    assert run(["label", str(tmp_path / "a.txt"), *lesson, "--save"]) == 0
    assert run(["label", str(tmp_path)]) == 0
    assert "M is Jo Bell" in capsys.readouterr().out
    assert run(["label", str(tmp_path / "a.txt"), "--form", "{name}", "--example", "x"]) == 2
    assert "with a sign behind it" in capsys.readouterr().err
