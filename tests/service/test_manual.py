"""The README and `docs/`: every link leads somewhere, every command can be typed as it stands."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from fastapi.testclient import TestClient

from index.correctionsfile import read_corrections_file
from index.encoding.encoder import Encoder
from index.listing import CORRECTIONS
from retrieval.reader import Reader
from service import opening
from service.cli import onrecord, run
from tests.fakes import HashingEncoder
from tests.service.manual import command_lines, manual, manual_pages

_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_WORDS = re.compile(r"`(?:\.venv/bin/)?onrecord ([a-z-]+)([^`]*)`")
_FLAG = re.compile(r"--[a-z-]+")
SCREENS = 120


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: str | None, *, adapter: str | None, threads: int, precision: str) -> Encoder:
        return HashingEncoder()

    def load_reader(reader: str | None, *, threads: int, precision: str) -> Reader | None:
        return None

    monkeypatch.setattr(opening, "load_encoder", load)
    monkeypatch.setattr(opening, "load_reader", load_reader)


def commands(project: Path) -> list[str]:
    return [
        line
        for page in manual_pages(project)
        for line in command_lines(page.read_text(encoding="utf-8"))
    ]


def ours(line: str) -> list[str] | None:
    """The arguments of a line that starts our command, else null."""
    found = re.match(r"(?:\.venv/bin/)?onrecord (.+)", line)
    return shlex.split(found.group(1)) if found else None


def resolved(arguments: list[str]) -> click.Context:
    """As `run` reads it, up to where the command would begin: a wrong flag or value raises."""
    context = click.Context(onrecord, info_name="onrecord")
    command: click.Command = onrecord
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None, name
        command = found
        if not isinstance(command, click.Group):
            return command.make_context(name, arguments, parent=context)
        context = click.Context(command, info_name=name, parent=context)
    raise AssertionError(arguments)


def test_the_readme_takes_two_screens(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= SCREENS


def test_the_readme_leads_to_each_page(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    missing = [p.name for p in manual_pages(project)[1:] if f"](docs/{p.name})" not in readme]
    assert not missing


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_each_link_leads_to_a_file_and_a_heading(project: Path) -> None:
    wrong = []
    for page in manual_pages(project):
        for path, anchor in _LINK.findall(page.read_text(encoding="utf-8")):
            if path.startswith("http"):
                continue
            target = page.parent / path if path else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                wrong.append(f"{page.name}: {path}#{anchor}")
    assert not wrong


def test_each_of_our_commands_is_read_with_its_flags(project: Path) -> None:
    typed = [arguments for line in commands(project) if (arguments := ours(line))]
    assert len(typed) > 20
    names = {resolved(arguments).info_name for arguments in typed}
    assert {"index", "ask", "search", "serve", "eval", "judge", "adapt", "train-reader"} <= names


def test_each_flag_beside_a_command_belongs_to_it(project: Path) -> None:
    seen = 0
    for name, rest in _WORDS.findall(manual(project)):
        command = onrecord.commands[name]
        if isinstance(command, click.Group):
            command = command.commands[rest.split()[0]]
        known = {flag for option in command.params for flag in option.opts} | {"--help"}
        unknown = set(_FLAG.findall(rest)) - known
        assert not unknown, f"onrecord {name} knows no {unknown}"
        seen += 1
    assert seen > 20


def test_each_make_command_has_its_target_and_variables(project: Path) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    typed = {line for line in commands(project) if line.startswith("make ")}
    typed |= set(re.findall(r"`(make [^`]+)`", manual(project)))
    assert len(typed) > 10
    for line in typed:
        arguments = shlex.split(line)[1:]
        given = [a.partition("=")[0] for a in arguments if "=" in a]
        unknown = [
            name for name in given if not re.search(rf"^{name}\s*[:?]?=|\({name}\)", makefile, re.M)
        ]
        assert not unknown, line
        planned = subprocess.run(
            ["make", "--dry-run", *arguments],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert planned.returncode == 0, planned.stderr


def test_each_module_that_is_started_exists(project: Path) -> None:
    modules = set(re.findall(r"python -m ([\w.]+)", manual(project)))
    assert modules
    assert [name for name in modules if find_spec(name) is None] == []


@pytest.mark.usefixtures("_quick")
def test_the_commands_of_the_readme_run_in_their_order(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    block = readme[readme.index("## Ask\n") : readme.index("## HTTP\n")]
    typed = [arguments for line in command_lines(block) if (arguments := ours(line))]
    assert [arguments[0] for arguments in typed] == [
        "index", "ask", "search", "documents", "speakers", "serve",
    ]  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "transcripts").symlink_to(project / "transcripts")
    for arguments in typed[:-1]:
        assert run(arguments) == 0, arguments
        assert capsys.readouterr().out
    assert (tmp_path / "data" / "onrecord.sqlite3").exists()


def test_the_request_that_is_shown_is_answered(client: TestClient, project: Path) -> None:
    typed = [line for line in commands(project) if line.startswith("curl ")]
    assert typed
    for line in typed:
        arguments = shlex.split(line)[1:]
        path = arguments[0].partition("/")[2]
        body = json.loads(arguments[arguments.index("-d") + 1])
        assert client.post(f"/{path}", json=body).status_code == 200


def test_the_problem_that_is_shown_has_the_fields_of_one(client: TestClient, project: Path) -> None:
    shown = [
        json.loads(block)
        for block in re.findall(r"^```json\n(.*?)^```", manual(project), re.S | re.M)
    ]
    answer = client.post("/v1/ask", json={"question": "what did she say", "speakers": ["Nobody"]})
    (problem,) = (one for one in shown if "status" in one)
    assert answer.status_code == problem["status"]
    given = answer.json()
    assert {key: given[key] for key in ("type", "title", "code")} == {
        key: problem[key] for key in ("type", "title", "code")
    }


def test_the_corrections_that_are_shown_are_taken(project: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"^```json\n(.*?)^```", manual(project), re.S | re.M)
    (shown,) = (block for block in blocks if "corrections" in json.loads(block))
    (tmp_path / CORRECTIONS).write_text(shown, encoding="utf-8")
    assert [one.kind for one in read_corrections_file(tmp_path)] == ["merge", "reassign"]


@pytest.mark.usefixtures("_quick")
def test_the_key_command_prints_a_key(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (line,) = [line for line in commands(project) if " keys add " in line]
    monkeypatch.chdir(tmp_path)
    assert run(ours(line) or []) == 0
    assert "newsroom" in capsys.readouterr().out
