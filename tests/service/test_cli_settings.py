"""What flags and settings choose: ranking, reader and confidence, for asking and measuring."""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from eval.command import Ours
from index.errors import CollectionError
from retrieval.answer import Searcher
from retrieval.ranking import RANKINGS, Ranking
from retrieval.results import Answer, Question, SearchResult
from service import serving
from service.settings import Settings
from tests.fakes import HashingEncoder
from tests.retrieval.reading import WordReader
from tests.service.commandline import ASK, complaint, printed, printed_json, visit

pytestmark = pytest.mark.usefixtures("own_logs", "words_for_models")


class _Telling(Searcher):
    """A searcher that says by which ranking it was asked."""

    asked_by: ClassVar[list[Ranking]] = []

    def ask(self, question: Question) -> Answer:
        self.asked_by.append(self.ranking)
        return super().ask(question)

    def search(self, question: Question, after: int | None = None) -> SearchResult:
        self.asked_by.append(self.ranking)
        return super().search(question, after)


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
    def fail(collections: object, *, ours: Ours, **_: object) -> None:
        raise CollectionError(f"{ours.ranking == RANKINGS['fast']}")

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
        ours = given["ours"]
        assert isinstance(ours, Ours)
        assert isinstance(ours.reader, WordReader)
        raise CollectionError("no such collection")

    # First where it is imported by name: a module that is loaded meanwhile would keep this one.
    monkeypatch.setattr("eval.ablation.evaluate", fail)
    monkeypatch.setattr("eval.command.evaluate", fail)
    given_ = ["--documents", str(tmp_path / "documents"), "--reader", "words"]
    line = complaint(capsys, "eval", str(tmp_path), *given_)
    assert line == "onrecord: no such collection"
