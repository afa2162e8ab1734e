"""`onrecord judge`, in process, with a deterministic encoder in the model's place."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.encoding.encoder import Encoder
from service import opening
from service.cli import run
from service.logs import CHATTY
from tests.fakes import HashingEncoder
from tests.service.judges import ANSWER, LIGHTHOUSE, desk_of, grades, judged_index


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Indexed transcripts in `data`; the entry's log handlers and levels are given back."""

    def load(model: str | None, *, adapter: str | None, threads: int, precision: str) -> Encoder:
        return HashingEncoder()

    monkeypatch.setattr(opening, "load_encoder", load)
    monkeypatch.setattr(opening, "load_reader", lambda reader, **_: None)
    monkeypatch.chdir(tmp_path)
    with judged_index(tmp_path):
        pass
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in CHATTY)]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["judge", *arguments]) == 2
    return capsys.readouterr().err.splitlines()[-1]


def judged(folder: Path, *judges: str) -> None:
    """One question, finished by these people with the same mark."""
    with judged_index(folder) as index:
        for name in judges:
            desk = desk_of(index, folder, name)
            if not desk.overview().entries:
                desk.add({"text": LIGHTHOUSE})
            desk.save("J001", {**grades(desk, "J001", ANSWER, "2"), "action": "finish"})


def test_it_serves_the_page_and_prints_its_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[httpx.Response] = []

    def visit(server: object) -> None:
        out.append(capsys.readouterr().out)
        address = out[0].split()[-1]
        seen.append(httpx.get(address))
        seen.append(httpx.post(address, data={"text": LIGHTHOUSE}, follow_redirects=True))

    out: list[str] = []
    monkeypatch.setattr("service.server.Server.wait", visit)
    assert run(["judge", "--collection", "mine", "--judge", "ada", "--port", "0"]) == 0
    assert re.search(r"Ready: http://127\.0\.0\.1:\d+/judge\n$", out[0])
    assert [response.status_code for response in seen] == [200, 200]
    assert LIGHTHOUSE in seen[1].text
    assert (Path("mine") / "questions.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_agreement_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judged(tmp_path, "ada", "bo")
    assert run(["judge", "--agreement", "judged"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.match(r"ada and bo: 1 question, (\d+) passages, \1 with the same grade", lines[0])
    assert lines[1].strip() == "Cohen's kappa 1.00, linearly weighted 1.00"
    assert run(["judge", "--agreement", "judged", "--json"]) == 0
    (body,) = json.loads(capsys.readouterr().out)["agreements"]
    assert (body["judges"], body["kappa"], body["table"][2][2]) == (["ada", "bo"], 1, 1)


def test_one_judge_alone_agrees_with_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(tmp_path, "ada")
    assert run(["judge", "--agreement", "judged"]) == 0
    assert capsys.readouterr().out == "No two people have finished the same question yet.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "give --collection FOLDER to judge in, or --agreement FOLDER"),
        (["--collection", "mine", "--agreement", "mine"], "not both"),
        (["--agreement", "mine"], "nobody has judged in this folder"),
        (["--collection", "mine", "--judge", "Ada L", "--port", "0"], "not 'Ada L'"),
        (["--collection", "texts", "--port", "0"], "choose a new folder for judging"),
        (["--collection", "mine", "--documents", "data", "--port", "0"], "are not in data as"),
        (["--collection", "mine", "--data", "none", "--port", "0"], "there is no index at none"),
        (["--collection", "mine", "--depth", "0"], "1<=x<=100"),
    ],
)
def test_an_error_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in complaint(capsys, *arguments)
    assert not Path("none").exists()
