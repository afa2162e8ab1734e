"""The command line, in process, with a deterministic encoder in the model's place."""

from __future__ import annotations

import json
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from index.encoding.encoder import Encoder
from index.errors import CollectionError
from retrieval.answer import Searcher
from retrieval.ranking import RANKINGS, Ranking
from retrieval.reader import Reader
from retrieval.results import Answer, Question, SearchResult
from service import opening, serving
from service.app import build_app
from service.cli import run
from service.logs import CHATTY
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.retrieval.reading import WordReader
from tests.service.clients import local_client
from tests.service.fiction import HARBOUR, MILL, STORM

ASK = "what did Vask say about the lighthouse at Fenn"


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """The entry sets handlers and levels; a test gives them back."""
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in CHATTY)]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: str | None, *, adapter: str | None, threads: int, precision: str) -> Encoder:
        return HashingEncoder(name=model or "hashing")

    def load_reader(reader: str | None, *, threads: int, precision: str) -> Reader | None:
        return None if reader in (None, "none") else WordReader({"storm wall": 90.0})

    monkeypatch.setattr(opening, "load_encoder", load)
    monkeypatch.setattr(opening, "load_reader", load_reader)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three transcripts; the index goes to `data` beside them."""
    monkeypatch.chdir(tmp_path)
    texts = tmp_path / "texts"
    (texts / "speeches").mkdir(parents=True)
    (texts / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (texts / "mill.txt").write_text(MILL, encoding="utf-8")
    (texts / "speeches" / "storm.txt").write_text(STORM, encoding="utf-8")
    return texts


@pytest.fixture
def indexed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(["index", str(folder)]) == 0
    capsys.readouterr()
    return folder


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert run(arguments) == status
    return capsys.readouterr().out


def printed_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(printed(capsys, *arguments, "--json"))
    return body


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    """The one line on standard error of a command that fails."""
    assert run(arguments) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1, captured.err
    assert lines[0].startswith("onrecord: ")
    return lines[0]


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

    monkeypatch.setattr("service.commands.index_paths", interrupted)
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


def visit(stop: Callable[[], None], seen: list[httpx.Response]) -> Callable[[str], None]:
    """What a person does who reads the address: open the page, then stop the service."""

    def ready(address: str) -> None:
        for path in ("readyz", "v1/info", "?q=lighthouse"):
            seen.append(httpx.get(address + path))
        stop()

    return ready


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_serve_indexes_answers_and_stops_gracefully(folder: Path, sent: signal.Signals) -> None:
    said: list[str] = []
    seen: list[httpx.Response] = []
    settings = Settings(port=0, transcripts=folder)
    before = signal.getsignal(signal.SIGTERM)
    serving.serve(settings, said.append, visit(lambda: signal.raise_signal(sent), seen))
    assert [response.status_code for response in seen] == [200, 200, 200]
    assert seen[1].json()["counts"]["sources"] == 3
    assert said[0] == "Loading the models."
    assert said[1].startswith(f"Indexing {folder}")
    assert "Files: 3 added" in said
    assert said[-1] == "Stopped."
    assert signal.getsignal(signal.SIGTERM) is before
    with pytest.raises(httpx.ConnectError):
        httpx.get(str(seen[0].request.url))


def test_serve_prints_its_address(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.server.Server.wait", lambda self: None)
    assert run(["serve", "--port", "0", "--transcripts", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("Ready: http://127.0.0.1:")
    assert run(["serve", "--port", "0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["address"].startswith("http://127.0.0.1:")


def test_a_taken_port_is_told_before_anything_is_indexed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = complaint(capsys, "serve", "--port", str(port), "--transcripts", str(folder))
    assert f"port {port}: Address already in use" in line
    assert "--port (ONRECORD_PORT)" in line
    assert not Path("data").exists()


class _Telling(Searcher):
    """A searcher that says by which ranking it was asked."""

    asked_by: ClassVar[list[Ranking]] = []

    def ask(self, question: Question) -> Answer:
        self.asked_by.append(self.ranking)
        return super().ask(question)

    def search(self, question: Question) -> SearchResult:
        self.asked_by.append(self.ranking)
        return super().search(question)


def test_the_ranking_that_is_set_answers(
    indexed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.opening.Searcher", _Telling)
    monkeypatch.setattr(_Telling, "asked_by", [])
    printed(capsys, "ask", ASK)
    assert "lighthouse" in printed(capsys, "ask", ASK, "--ranking", "fast")
    monkeypatch.setenv("ONRECORD_RANKING", "fast")
    printed(capsys, "search", ASK)
    printed(capsys, "search", ASK, "--ranking", "best")
    fast = RANKINGS["fast"]
    assert _Telling.asked_by == [Ranking(), fast, fast, Ranking()]


def test_the_ranking_that_is_set_answers_over_http(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.opening.Searcher", _Telling)
    monkeypatch.setattr(_Telling, "asked_by", [])
    seen: list[httpx.Response] = []
    settings = Settings(port=0, ranking="fast")
    ready = visit(lambda: signal.raise_signal(signal.SIGTERM), seen)
    serving.serve(settings, lambda _: None, ready)
    assert seen[-1].status_code == 200
    assert _Telling.asked_by == [RANKINGS["fast"]]


def test_the_reader_that_is_set_reads_and_fast_takes_none(
    indexed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "who owns the paper mill"
    ask = partial(printed_json, capsys, "search", other)
    assert "paper mill" in ask()["hits"][0]["text"]
    assert "storm wall" in ask("--reader", "words")["hits"][0]["text"]
    assert "paper mill" in ask("--reader", "words", "--ranking", "fast")["hits"][0]["text"]
    monkeypatch.setenv("ONRECORD_READER", "words")
    assert "storm wall" in ask()["hits"][0]["text"]
    assert "paper mill" in ask("--reader", "none")["hits"][0]["text"]


def test_the_confidence_to_answer_from_is_passed_on(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = printed_json(capsys, "ask", ASK)
    assert body["confidence"] == max(one["confidence"] for one in body["quotes"])
    assert printed_json(capsys, "ask", ASK, "--min-confidence", "1")["quotes"] == []
    everything = printed_json(capsys, "ask", ASK, "--min-confidence", "0")
    assert everything["nearest"] == []
    assert "0<=x<=1" in complaint(capsys, "ask", ASK, "--min-confidence", "2")


def test_an_unknown_ranking_is_told_with_the_known_ones(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("ask", "search", "eval"):
        line = complaint(capsys, command, "texts", "--ranking", "quick")
        assert line == "onrecord: --ranking is 'quick', but must be one of best, fast"


@pytest.mark.parametrize("more", [[], ["--ablate"]])
def test_eval_measures_the_ranking_that_is_set(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    more: list[str],
) -> None:
    def fail(collections: object, *, ranking: Ranking, **_: object) -> None:
        raise CollectionError(f"{ranking == RANKINGS['fast']}")

    monkeypatch.setattr("eval.ablation.evaluate", fail)
    monkeypatch.setattr("eval.command.evaluate", fail)
    line = complaint(capsys, "eval", str(tmp_path), "--ranking", "fast", *more)
    assert line == "onrecord: True"


def test_eval_passes_on_what_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(collections: object, **given: object) -> None:
        assert collections == (tmp_path,)
        assert given["documents"] == tmp_path / "documents"
        assert isinstance(given["encoder"], HashingEncoder)
        assert isinstance(given["reader"], WordReader)
        raise CollectionError("no such collection")

    # First where it is imported by name: a module that is loaded meanwhile would keep this one.
    monkeypatch.setattr("eval.ablation.evaluate", fail)
    monkeypatch.setattr("eval.command.evaluate", fail)
    given_ = ["--documents", str(tmp_path / "documents"), "--reader", "words"]
    line = complaint(capsys, "eval", str(tmp_path), *given_)
    assert line == "onrecord: no such collection"


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
