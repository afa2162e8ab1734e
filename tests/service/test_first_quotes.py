"""What a person sees first: the README's questions over HTTP from fresh indexes, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from index.build import index_paths, open_index
from index.encoding.encoder import load_encoder
from retrieval.answer import Searcher
from retrieval.reader import load_reader
from retrieval.results import Question
from service.app import Service, build_app
from service.printing import answer_lines
from service.settings import Settings
from service.state import State
from tests.service.clients import local_client

pytestmark = pytest.mark.model


def serving(folder: Path, transcripts: Path) -> Iterator[TestClient]:
    """The app over a fresh index of a folder, as `make serve` has it."""
    with open_index(folder, load_encoder(), create=True) as opened:
        index_paths(opened, [transcripts])
        searcher = Searcher(opened, reader=load_reader())
        with local_client(build_app(State(Settings(), opened, searcher))) as client:
            yield client


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[TestClient]:
    yield from serving(tmp_path_factory.mktemp("sample"), project / "transcripts" / "sample")


@pytest.fixture(scope="module")
def state_department(
    tmp_path_factory: pytest.TempPathFactory, shared: Path
) -> Iterator[TestClient]:
    folder = shared / "transcripts" / "state-department"
    yield from serving(tmp_path_factory.mktemp("state"), folder)


def ask(client: TestClient, question: str) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, "limit": 3})
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


@pytest.mark.shared
def test_the_answer_to_the_question_about_guantanamo_begins_with_yes(
    state_department: TestClient,
) -> None:
    answer = ask(state_department, "what did Blinken say about Guantanamo")
    first = answer["quotes"][0]
    assert first["quote"].startswith("The simple answer is yes.")
    assert first["speaker"]["name"] == "Antony J. Blinken"
    assert first["speaker"]["label"] == "SECRETARY BLINKEN"


def test_the_question_of_the_readme_is_answered_by_the_minister(sample: TestClient) -> None:
    answer = ask(sample, "when do the passenger boats across Lake Corrow sail again")
    first = answer["quotes"][0]
    assert first["speaker"]["name"] == "Ilsabet M. Corran"
    assert first["quote"].startswith("I won’t name a day, because I would have to take it back.")
    assert first["context"]["question"]["speaker"] == "MR FENWOLD"


@pytest.mark.parametrize(
    "question",
    [
        "when do the passenger boats across Lake Corrow sail again",
        "what did Corran say about railways",
    ],
)
def test_the_readme_shows_what_is_printed(sample: TestClient, project: Path, question: str) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    shown = readme.split(f'onrecord ask "{question}" --limit 1\n', 1)[1].split("```", 1)[0]
    state = cast(Service, sample.app).onrecord
    answer = state.searcher.ask(Question(question, limit=1))
    printed = "\n".join(answer_lines(answer, str))
    assert printed.startswith(shown.removesuffix("   …\n").strip())


def test_what_nobody_said_is_refused_with_the_reason(sample: TestClient) -> None:
    answer = ask(sample, "what did Corran say about railways")
    assert (answer["status"], answer["quotes"]) == ("no_answer", [])
    assert answer["reason"]["code"] == "not_by_them"
