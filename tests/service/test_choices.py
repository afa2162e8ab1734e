"""Documents chosen by their titles, over HTTP and on the page, and what the page offers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from index.build import Index, open_index
from index.records import Metadata
from retrieval.answer import Searcher
from service.app import build_app
from service.choices import choices_of
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.service.clients import local_client

TALKS = {
    "a.txt": ("On Boats", "2031-01-05", "Fenn", "MS. TARN: The ferry sails at seven."),
    "b.txt": ("Daily Talk", "2031-02-01", "Fenn", "MR. HOLT: The ferry sails at noon."),
    "c.txt": ("Daily Talk", "2031-03-01", "Strand", "MR. HOLT: The ferry sails at nine."),
    "d.txt": (None, None, None, "MR. HOLT: The ferry sails at night."),
}
ASK = "when does the ferry sail"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("data")
    with open_index(folder, HashingEncoder(), create=True) as opened:
        for name, (title, day, place, text) in TALKS.items():
            about = Metadata(title=title, date=day, place=place)
            opened.put(name, text.encode(), metadata=about)
        yield opened


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    with local_client(build_app(State(Settings(), index, Searcher(index)))) as opened:
        yield opened


def sources(client: TestClient, document: str) -> set[str]:
    body = {"question": ASK, "documents": [document]}
    found = client.post("/v1/search", json=body).json()
    return {one["document"]["source"] for one in found["hits"]}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("On Boats", {"a.txt"}),
        ("on boats", {"a.txt"}),
        ("Daily Talk", {"b.txt", "c.txt"}),
        ("Daily Talk (2031-03-01)", {"c.txt"}),
        ("d.txt", {"d.txt"}),
    ],
)
def test_a_title_chooses_its_documents(client: TestClient, named: str, expected: set[str]) -> None:
    assert sources(client, named) == expected


def test_a_title_that_is_not_there_names_those_that_look_like_it(client: TestClient) -> None:
    body = client.post("/v1/search", json={"question": ASK, "documents": ["Daily Walk"]}).json()
    assert (body["code"], body["near"]) == ("unknown_filter", ["Daily Talk"])


def test_what_is_offered_chooses_one_document_each(client: TestClient, index: Index) -> None:
    choices = choices_of(index.store)
    assert choices.documents == (
        "Daily Talk (2031-03-01)",
        "Daily Talk (2031-02-01)",
        "On Boats",
        "d.txt",
    )
    assert choices.places == ("Fenn", "Strand")
    assert [len(sources(client, one)) for one in choices.documents] == [1, 1, 1, 1]


def test_the_page_offers_titles_and_places_and_links_by_title(client: TestClient) -> None:
    page = client.get("/", params={"q": "ferry"}).text
    offered = re.search(r'<datalist id="documents">(.*?)</datalist>', page, re.DOTALL)
    assert offered is not None
    assert 'value="On Boats"' in offered[1]
    assert re.search(r'<datalist id="places">\s*<option value="Fenn">', page)
    assert "document=Daily+Talk+%282031-02-01%29" in page
    narrowed = client.get("/", params={"q": "ferry", "document": "On Boats"}).text
    assert narrowed.count("<blockquote") == 1
    assert 'value="On Boats"' in narrowed
    assert "Read as: in On Boats; about" in narrowed
    items = client.get("/v1/documents").json()["items"]
    (document_id,) = (one["id"] for one in items if one["title"] == "On Boats")
    assert "/?document=On%20Boats" in client.get(f"/d/{document_id}").text


def test_filters_are_folded_only_below_an_answer_without_any(client: TestClient) -> None:
    """On a narrow screen the quote must not stand below five boxes; set filters stay in view."""
    for query, is_open in (("", True), ("?q=ferry", False), ("?q=ferry&place=Fenn", True)):
        page = client.get(f"/{query}").text
        assert ('<details class="narrow" open>' in page) is is_open


def test_all_turns_of_a_person_in_one_transcript(client: TestClient, index: Index) -> None:
    words = "\n\n".join(f"MR. HOLT: Line {n} is read.\n\nMS. TARN: Next." for n in range(8))
    (document,) = index.put("long.txt", words.encode()).documents
    try:
        path = "/people/mr-holt"
        page = client.get(path).text
        link = f"{path}?document={document.document_id}"
        assert (f'href="{link}">All 8 turns' in page, "Line 7" in page) == (True, False)
        everything = client.get(link).text
        assert ("Line 7" in everything, "Daily Talk" in everything) == (True, False)
    finally:
        index.remove("long.txt")
