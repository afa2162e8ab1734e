"""Pages to browse without a question, and what the answer page leads to."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from service.routes import browsing
from service.transcript import Neighbours, neighbours
from tests.service.test_pages import QUESTION, get

TALK = (
    "MR. HOLT: The ferry is late.\n\nMS. ORLA: Why?\n\nMR. HOLT: It rained.\n\n"
    "MS. ORLA: And the ferry of the north?\n\nMR. HOLT: That ferry sails.\n\n"
    "MAYOR BRANDT: I like the ferry."
)


@pytest.fixture
def talks(writer: TestClient) -> TestClient:
    for name, day in (("old.txt", "2031-03-01"), ("new.txt", "2033-05-02"), ("none.txt", "")):
        params = {"title": f"Talk {name}", **({"date": day} if day else {})}
        data = f"{TALK}\n\nMR. HOLT: That was {name}."
        assert writer.put(f"/v1/documents/{name}", content=data, params=params).status_code == 201
    return writer


def text(client: TestClient, path: str, **params: str) -> str:
    response = client.get(path, params=params or None)
    assert response.status_code == 200, response.text
    return str(response.text)


def titles(page: str) -> list[str]:
    return re.findall(r'<a href="/d/[^"]+">(Talk [a-z]+\.txt)</a>', page)


def test_documents_are_listed_by_day(talks: TestClient) -> None:
    assert titles(text(talks, "/documents")) == ["Talk new.txt", "Talk old.txt", "Talk none.txt"]
    oldest = text(talks, "/documents", sort="date")
    assert titles(oldest) == ["Talk old.txt", "Talk new.txt", "Talk none.txt"]
    assert titles(text(talks, "/documents", title="NEW")) == ["Talk new.txt"]
    assert titles(text(talks, "/documents", **{"from": "2032-01-01"})) == ["Talk new.txt"]
    assert titles(text(talks, "/documents", speaker="MR. HOLT", sort="title")) == [
        "Talk new.txt",
        "Talk none.txt",
        "Talk old.txt",
    ]
    assert "No transcript meets these filters" in text(talks, "/documents", title="zeppelin")


def test_lists_come_in_pages(talks: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "PAGE", 2)
    first = text(talks, "/documents", sort="date")
    assert "1–2 of 3 transcripts" in first
    assert 'href="/documents?sort=date&amp;page=2" rel="next"' in first
    assert "Previous page" not in first
    second = text(talks, "/documents", sort="date", page="2")
    assert titles(second) == ["Talk none.txt"]
    assert "Next page" not in second
    for odd in ("0", "-1", "x", "9" * 30, "²"):
        assert titles(text(talks, "/documents", sort="date", page=odd)) == titles(first)
    assert titles(text(talks, "/documents", sort="date", page="99")) == ["Talk none.txt"]


def test_what_cannot_be_listed_is_told(talks: TestClient) -> None:
    response = talks.get("/documents", params={"speaker": "MR. HULT"})
    assert (response.status_code, "MR. HOLT" in response.text) == (422, True)
    response = talks.get("/documents", params={"from": "May"})
    assert response.status_code == 422
    assert talks.get("/people/nobody").status_code == 404


def test_people_lead_to_their_turns(talks: TestClient) -> None:
    people = text(talks, "/people")
    assert "12 turns in 3 transcripts" in people  # Holt speaks four times in each
    assert "MS. ORLA" not in text(talks, "/people", name="holt")
    assert "Nobody on record is called so" in text(talks, "/people", name="zeppelin")
    (address,) = re.findall(r'href="(/people/[^"]+)">[^<]*HOLT', people)
    person = text(talks, address)
    assert titles(person) == ["Talk new.txt", "Talk old.txt", "Talk none.txt"]
    assert re.search(r'href="/d/[^"]+#t3">Turn 3</a>: It rained\.', person)
    assert "I like the ferry" not in person


def test_long_turns_are_shown_by_their_beginning(
    talks: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "EXCERPT", 12)
    monkeypatch.setattr(browsing, "MOST_TURNS", 2)
    people = text(talks, "/people")
    (address,) = re.findall(r'href="(/people/[^"]+)">[^<]*HOLT', people)
    person = text(talks, address)
    assert ": The ferry …<" in person
    assert ">All 4 turns</a>" in person


def test_facets_ask_again_within_them(talks: TestClient) -> None:
    page = text(talks, "/", q="the ferry")
    assert "9 turns mention these words" in page.replace("\n", " ")
    speaker = re.search(r'href="([^"]+)">MR\. HOLT</a> <span class="count">6<', page)
    month = re.search(r'href="([^"]+)">March 2031</a></th><td class="count">3<', page)
    document = re.search(r'href="([^"]+)">Talk old\.txt</a> <span class="count">3<', page)
    assert speaker is not None
    assert month is not None
    assert document is not None
    asked = [parse_qs(urlsplit(one[1].replace("&amp;", "&")).query) for one in (speaker, month)]
    assert asked[0] == {"q": ["the ferry"], "speaker": ["MR. HOLT"]}
    assert asked[1]["date_from"] == ["2031-03-01"]
    assert asked[1]["date_to"] == ["2031-03-31"]
    within = text(talks, document[1].replace("&amp;", "&"))
    assert "3 turns mention these words" in within


def test_every_mention_is_listed_by_day(talks: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = text(talks, "/mentions", q="the ferry")
    found = re.findall(r"<cite>(Talk [a-z]+\.txt)</cite>", page)
    assert found == ["Talk old.txt"] * 3 + ["Talk new.txt"] * 3 + ["Talk none.txt"] * 3
    newest = text(talks, "/mentions", q="the ferry", order="-date")
    assert re.findall(r"<cite>(Talk [a-z]+\.txt)</cite>", newest) == found[::-1]
    assert 'href="/?q=the+ferry">Back to the results' in page
    monkeypatch.setattr(browsing, "PAGE", 4)
    assert "1–4 of 9 turns" in text(talks, "/mentions", q="the ferry")
    assert talks.get("/mentions", params={"q": ""}).status_code == 422


def test_a_transcript_leads_from_mention_to_mention_and_back(talks: TestClient) -> None:
    (document,) = talks.get("/v1/documents/old.txt").json()["documents"]
    address = f"/d/{document['id']}"
    page = text(talks, address, q="the ferry", speaker="", date_from="2031-01-01")
    assert 'href="/?q=the+ferry&amp;date_from=2031-01-01">Back to the results' in page
    assert "3 mentions of these words" in page
    flat = re.sub(r"\s+", " ", page)
    assert 'mention 1 of 3</span> <a href="#t5">Next mention' in flat
    assert (
        'mention 2 of 3</span> <a href="#t1">Previous mention</a> <a href="#t6">Next mention'
    ) in flat
    assert "mention 3 of 3" in flat
    plain = text(talks, address)
    assert "mention" not in plain.replace("comment", "")
    assert "Back to the results" not in plain
    assert talks.get(address, params={"q": "x", "speaker": "nobody at all"}).status_code == 200


def test_neighbours_of_mentions() -> None:
    assert neighbours([]) == {}
    assert neighbours([7]) == {7: Neighbours(1, None, None)}
    assert neighbours([2, 5]) == {2: Neighbours(1, None, 5), 5: Neighbours(2, 2, None)}


def test_an_answer_can_be_exported_and_widened(client: TestClient) -> None:
    page = get(client, "/", q=QUESTION, speaker="Tomas Vask")
    exports = [one for one in page.links if one.startswith("/v1/ask/export?")]
    single = [one for one in exports if "&quote=" in one]
    assert len(single) == 4 * len(page.texts["blockquote"])
    assert all(client.get(one).status_code == 200 for one in single)
    exports = [one for one in exports if one not in single]
    assert [parse_qs(urlsplit(one).query)["format"][0] for one in exports] == [
        "markdown",
        "csl-json",
        "bibtex",
        "ris",
    ]
    for one in exports:
        assert client.get(one).status_code == 200
        assert parse_qs(urlsplit(one).query)["speakers"] == ["Tomas Vask"]


def test_more_quotes_are_offered_where_there_may_be_more(talks: TestClient) -> None:
    page = get(talks, "/", q="the ferry")
    count = len(page.texts.get("blockquote", []))
    answer = talks.get("/v1/ask", params={"q": "the ferry"}).json()
    more = [one for one in page.links if "more=1" in one]
    # Five were looked at, whether they answer or not: there may be more.
    assert bool(more) == (len(answer["quotes"]) + len(answer["nearest"]) == 5)
    if more:
        wide = talks.get(more[0]).text
        assert wide.count("<blockquote") >= count
        assert "More quotes" not in wide
