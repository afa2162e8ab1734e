"""The filter on places through every door, and that no door lacks a filter of the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client

from index.build import Index, open_index
from index.encoding.encoder import Encoder
from index.records import Metadata
from retrieval.answer import Searcher
from retrieval.reader import Reader
from retrieval.results import Question
from service import opening
from service.app import build_app
from service.cli import onrecord, run
from service.filters import FILTERS
from service.mcp import build_mcp
from service.metrics import Metrics
from service.schemas_record import MentionsQuery
from service.schemas_requests import AskRequest, SearchRequest
from service.settings import Settings
from service.state import State
from service.wording import reason_words
from tests.fakes import HashingEncoder
from tests.service.clients import local_client

TALKS = {
    "fenn.txt": ("Fenn", "MS. TARN: The ferry sails at seven from the old quay."),
    "strand.txt": ("Strand, Ost\u00e9", "MS. TARN: The ferry sails at nine from the new quay."),
    "quill.txt": ("Quill, Ost\u00e9", "MR. HOLT: The ferry sails at noon from the far quay."),
    "nowhere.txt": (None, "MR. HOLT: The ferry sails at night from no quay."),
    "market.txt": ("Quill Hall", "MR. HOLT: The cider market opens on Sunday morning."),
}
ASK = "when does the ferry sail from the quay"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with open_index(folder, HashingEncoder(), create=True) as opened:
        for name, (place, text) in TALKS.items():
            opened.put(name, text.encode(), metadata=Metadata(place=place))
        yield opened


@pytest.fixture(scope="module")
def state(index: Index) -> State:
    return State(Settings(), index, Searcher(index))


@pytest.fixture(scope="module")
def client(state: State) -> Iterator[TestClient]:
    with local_client(build_app(state)) as opened:
        yield opened


def sources(found: list[dict[str, dict[str, str]]]) -> set[str]:
    return {one["document"]["source"] for one in found}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["Fenn"], {"fenn.txt"}),
        (["fenn"], {"fenn.txt"}),
        (["Strand, Ost\u00e9"], {"strand.txt"}),
        (["OSTE"], {"strand.txt", "quill.txt"}),
        ([" Quill "], {"quill.txt"}),
        (["Fenn", "Quill"], {"fenn.txt", "quill.txt"}),
    ],
)
def test_only_words_of_these_places_are_found(
    client: TestClient, places: list[str], expected: set[str]
) -> None:
    found = client.post("/v1/search", json={"question": ASK, "places": places}).json()
    assert sources(found["hits"]) == expected
    asked = client.post("/v1/ask", json={"question": ASK, "places": places}).json()
    assert sources(asked["quotes"] + asked["nearest"]) == expected


def test_a_place_counts_together_with_the_other_filters(client: TestClient) -> None:
    body = {"question": ASK, "places": ["Ost\u00e9"]}
    found = client.post("/v1/search", json=body | {"speakers": ["MR. HOLT"]}).json()
    assert sources(found["hits"]) == {"quill.txt"}
    found = client.post("/v1/search", json=body | {"documents": ["strand.txt"]}).json()
    assert sources(found["hits"]) == {"strand.txt"}
    found = client.post("/v1/search", json=body | {"documents": ["fenn.txt"]}).json()
    assert found["hits"] == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Fen", ["Fenn"]), ("strnd", ["Strand"]), ("Qill, Oste", ["Quill, Ost\u00e9"])],
)
def test_an_unknown_place_is_an_error_with_near_misses(
    client: TestClient, typed: str, near: list[str]
) -> None:
    answer = client.post("/v1/ask", json={"question": ASK, "places": [typed]})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "unknown_filter")
    assert body["near"][:1] == near
    assert body["detail"].startswith(f"No place {typed!r} is on record. Near misses: {near[0]}")


def test_a_place_that_resembles_none_says_where_to_look(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": ASK, "places": ["Xyzzy"]}).json()
    assert answer["near"] == []
    assert "/v1/documents" in answer["detail"]


def test_the_link_the_citations_and_the_mentions_take_it(client: TestClient) -> None:
    asked = client.get("/v1/ask", params={"q": ASK, "places": "Quill"}).json()
    assert sources(asked["quotes"] + asked["nearest"]) == {"quill.txt"}
    given = {"q": "ferry", "places": ["Quill", "Fenn"]}
    mentioned = client.get("/v1/mentions", params=given).json()
    assert sources(mentioned["items"]) == {"quill.txt", "fenn.txt"}
    exported = client.get("/v1/ask/export", params={"q": ASK, "places": "Quill", "format": "ris"})
    assert exported.status_code == 200
    assert "fenn" not in exported.text


def test_the_page_has_its_box_keeps_it_and_links_near_misses(client: TestClient) -> None:
    page = client.get("/", params={"q": ASK, "place": "Quill"}).text
    assert 'name="place" value="Quill"' in page
    assert "held in Quill" in page
    assert "place=Quill" in page
    assert "quill.txt" in page
    assert "fenn.txt" not in page.partition("<section")[2]
    wrong = client.get("/", params={"q": ASK, "place": "Qull", "speaker": "MR. HOLT"})
    assert wrong.status_code == 422
    assert "place=Quill" in wrong.text
    assert "speaker=MR.+HOLT&amp;place=Quill" in wrong.text


def test_a_refusal_names_the_place_and_where_else_it_was_said(
    state: State,
) -> None:
    asked = Question("when does the cider market open on Sunday", places=("Fenn",))
    answer = state.searcher.ask(asked)
    assert answer.understood.places == ("Fenn",)
    assert answer.reason is not None
    assert answer.reason.code == "outside_filter"
    assert reason_words(answer.reason) == (
        "Nothing said in Fenn answers this, but something said by MR. HOLT in market.txt does."
    )


def test_the_tool_takes_it(state: State) -> None:
    async def ask() -> None:
        async with Client(build_mcp(state, Metrics(state))) as client:
            given = {"question": ASK, "places": ["Quill"]}
            found = await client.call_tool("search", given)
            assert sources(found.structured_content["hits"]) == {"quill.txt"}
            refused = await client.call_tool("ask", given | {"places": ["Qill"]})
            assert refused.is_error
            assert "Near misses: Quill" in json.dumps(refused.model_dump(mode="json"))

    anyio.run(ask)


def test_the_command_takes_it(
    index: Index,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load(model: str | None, *, adapter: str | None, threads: int, precision: str) -> Encoder:
        return HashingEncoder()

    def load_reader(reader: str | None, *, threads: int, precision: str) -> Reader | None:
        return None

    monkeypatch.setattr(opening, "load_encoder", load)
    monkeypatch.setattr(opening, "load_reader", load_reader)
    arguments = ["search", ASK, "--data", str(folder), "--json", "--place"]
    assert run([*arguments, "Fenn", "--place", "Quill"]) == 0
    assert sources(json.loads(capsys.readouterr().out)["hits"]) == {"fenn.txt", "quill.txt"}
    assert run([*arguments, "Fen"]) == 2
    assert "Near misses: Fenn" in capsys.readouterr().err


@pytest.mark.parametrize("name", [one.name for one in FILTERS])
def test_each_filter_stands_in_every_door(name: str, client: TestClient, state: State) -> None:
    (one,) = (one for one in FILTERS if one.name == name)
    for request in (AskRequest, SearchRequest, MentionsQuery):
        assert name in request.model_fields
    for command in ("ask", "search"):
        options = {flag for option in onrecord.commands[command].params for flag in option.opts}
        assert one.flag in options
    assert f'name="{one.box}"' in client.get("/").text
    assert name in Question.__slots__

    async def listed() -> None:
        async with Client(build_mcp(state, Metrics(state))) as opened:
            tools = {tool.name: tool for tool in (await opened.list_tools()).tools}
            assert name in tools["ask"].input_schema["properties"]
            assert name in tools["search"].input_schema["properties"]

    anyio.run(listed)
