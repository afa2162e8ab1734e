"""`onrecord adapt` on the command line: from a folder of transcripts to an adapter in use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli import run

SUBJECTS = "ferry dike salt lighthouse dredger market school bridge tower orchard mill quarry"


@pytest.fixture(autouse=True)
def _folder(own_logs: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def write_days(days: int) -> None:
    Path("days").mkdir()
    for day in range(days):
        turns = [
            f"MR. BRANDT: Minister, what will become of the {subject} after {day + 2} storms?\n\n"
            f"MS. OKORO: We have set money aside for number {day}{place}, and a crew goes out to "
            "look at all of it before the month is over."
            for place, subject in enumerate(SUBJECTS.split())
        ]
        Path("days", f"day-{day}.txt").write_text("\n\n".join(turns), encoding="utf-8")


@pytest.mark.model
def test_an_adapter_is_made_and_an_index_is_made_with_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_days(8)
    Path("left-out.txt").write_text("day-7.txt\n", encoding="utf-8")
    options = "--pairs 64 --hold-out 0.1 --leave-out left-out.txt --json"
    assert run(f"adapt days --out harbour {options}".split()) == 0
    body = json.loads(capsys.readouterr().out)
    # Seven days of twelve exchanges; a tenth of 84 are measured on, of a day that is held out.
    assert (body["files"], body["exchanges"], body["pairs"]) == (7, 84, 64)
    assert body["after"]["questions"] == 8
    recipe = json.loads(Path("harbour/recipe.json").read_text(encoding="utf-8"))
    assert (recipe["sha256"], recipe["left_out"]) == (body["sha256"], 1)

    assert run("index days --data data --adapter harbour".split()) == 0
    assert run("ask ferry --data data --adapter harbour --reader none".split()) == 0
    capsys.readouterr()
    assert run("ask ferry --data data --adapter none --reader none".split()) == 2
    assert "all-MiniLM-L6-v2 + harbour" in capsys.readouterr().err


@pytest.mark.model
def test_too_few_transcripts_are_an_error_and_leave_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_days(2)
    assert run("adapt days --out harbour".split()) == 2
    assert "give more transcripts" in capsys.readouterr().err
    assert not Path("harbour").exists()


def test_a_list_of_names_that_is_not_there_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_days(1)
    assert run("adapt days --out harbour --leave-out nowhere.txt".split()) == 2
    assert "nowhere.txt cannot be read" in capsys.readouterr().err
