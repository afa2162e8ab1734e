"""Whole transcripts, the turns around a quote, and the list of documents with its filters."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.service.clients import document_of, names_listed
from tests.service.fiction import HARBOUR, MILL

TIMED = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ina Orla>Is the ferry <late> & slow?

00:00:04.500 --> 00:01:05.250
<v Tomas Vask>No. It sails every morning.
"""


def test_a_whole_document_comes_in_one_call(client: TestClient) -> None:
    document = document_of(client, "harbour.txt")
    body = client.get(f"/v1/transcripts/{document['id']}").json()
    assert {name: body[name] for name in document} == document
    assert body["text"] == HARBOUR[body["start"] : body["end"]]
    turns = body["transcript"]
    assert [turn["ordinal"] for turn in turns] == [1, 2, 3, 4, 5]
    for turn in turns:
        place = turn["location"]
        assert turn["text"] == HARBOUR[place["start"] : place["end"]]
        one = client.get(f"/v1/turns/{turn['id']}").json()
        assert turn == {name: one[name] for name in turn}
    assert turns[1]["speaker"]["name"] == "Tomas Vask"
    assert turns[1]["replies_to"] == turns[0]["id"]


def test_a_whole_document_as_text(client: TestClient) -> None:
    document = document_of(client, "mill.txt")
    response = client.get(f"/v1/transcripts/{document['id']}", params={"format": "text"})
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == MILL


def test_a_whole_document_as_markdown_shows_what_was_said(client: TestClient) -> None:
    document = document_of(client, "harbour.txt")
    response = client.get(f"/v1/transcripts/{document['id']}", params={"format": "markdown"})
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    text = response.text
    assert text.startswith("# Minister Tomas Vask With Ina Orla of Harbour Radio\n\n- 9 March 2031")
    assert "**Tomas Vask** (MINISTER VASK):\n\nThe simple answer is no." in text
    assert r"\<script\>alert" in text
    assert "<script>" not in text


def test_captions_need_times(client: TestClient) -> None:
    document = document_of(client, "mill.txt")
    response = client.get(f"/v1/transcripts/{document['id']}", params={"format": "vtt"})
    assert response.status_code == 422
    assert "4 of 4 turns" in response.json()["detail"]


def test_captions_are_read_again_as_they_were_written(writer: TestClient) -> None:
    writer.put("/v1/documents/talk.vtt", content=TIMED.encode())
    document = document_of(writer, "talk.vtt")
    response = writer.get(f"/v1/transcripts/{document['id']}", params={"format": "vtt"})
    assert response.headers["content-type"] == "text/vtt; charset=utf-8"
    assert "00:00:04.500 --> 00:01:05.250\n<v Tomas Vask>No. It sails" in response.text
    writer.put("/v1/documents/again.vtt", content=response.content)
    again = document_of(writer, "again.vtt")
    bodies = [writer.get(f"/v1/transcripts/{one['id']}").json() for one in (document, again)]
    first, second = (
        [(turn["speaker"]["label"], turn["text"], turn["time"]) for turn in body["transcript"]]
        for body in bodies
    )
    assert first == second
    assert len(first) == 2


@pytest.mark.parametrize("query", ["format=docx", "form=text"])
def test_an_unknown_format_is_refused(client: TestClient, query: str) -> None:
    document = document_of(client, "mill.txt")
    response = client.get(f"/v1/transcripts/{document['id']}?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


# Context


def test_a_quote_has_the_turns_around_it(client: TestClient) -> None:
    asked = {"question": "what did Vask say about the ferry over the sound"}
    quote = client.post("/v1/ask", json=asked).json()["quotes"][0]
    body = client.get(f"/v1/quotes/{quote['id']}", params={"before": 1, "after": 5}).json()
    shared = ("id", "quote", "speaker", "document", "location", "time", "url")
    assert {name: body[name] for name in shared} == {name: quote[name] for name in shared}
    assert [turn["ordinal"] for turn in body["before"]] == [3]
    assert body["turn"]["id"] == quote["turn"]["id"]
    assert [turn["ordinal"] for turn in body["after"]] == [5]
    none = client.get(f"/v1/quotes/{quote['id']}", params={"before": 0, "after": 0}).json()
    assert (none["before"], none["after"]) == ([], [])


@pytest.mark.parametrize("quote_id", ["x", "x-1-2", "-1-2", "x-2-1", "x-a-b"])
def test_what_is_no_quote_is_not_found(client: TestClient, quote_id: str) -> None:
    response = client.get(f"/v1/quotes/{quote_id}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_words_across_turns_are_no_quote(client: TestClient) -> None:
    document = document_of(client, "mill.txt")
    response = client.get(f"/v1/quotes/{document['id']}-{document['start']}-{document['end']}")
    assert response.status_code == 404
    assert "no words of one turn" in response.json()["detail"]


# Lists


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["harbour.txt", "mill.txt", "speeches/storm.txt"]),
        ({"speakers": "Tomas Vask"}, ["harbour.txt"]),
        ({"speakers": "MR. HOLT"}, ["mill.txt"]),
        ({"title": "STORM"}, ["speeches/storm.txt"]),
        ({"title": "harbour radio"}, ["harbour.txt"]),
        ({"title": "%"}, []),
        ({"date_from": "2031-03-09"}, ["harbour.txt"]),
        ({"date_to": "2031-03-09", "date_from": "2031-03-09"}, ["harbour.txt"]),
        ({"date_to": "2031-03-08"}, []),
        ({"sort": "date"}, ["harbour.txt", "mill.txt", "speeches/storm.txt"]),
        ({"sort": "title"}, ["mill.txt", "harbour.txt", "speeches/storm.txt"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_documents_are_chosen_and_sorted(
    client: TestClient, params: dict[str, str], expected: list[str], limit: int
) -> None:
    assert names_listed(client, **params, limit=limit) == expected


def test_dates_sort_both_ways_and_the_undated_come_last(writer: TestClient) -> None:
    for name, day in (("a.txt", "2031-05-01"), ("b.txt", "2033-01-01"), ("c.txt", None)):
        params = {} if day is None else {"date": day}
        data = f"MR. HOLT: This is what {name} says.".encode()
        assert writer.put(f"/v1/documents/{name}", content=data, params=params).status_code == 201
    assert names_listed(writer, sort="date", limit=1) == ["a.txt", "b.txt", "c.txt"]
    assert names_listed(writer, sort="-date", limit=1) == ["b.txt", "a.txt", "c.txt"]


def test_a_cursor_belongs_to_its_list(client: TestClient) -> None:
    first = client.get("/v1/documents", params={"limit": 1, "sort": "title"}).json()
    for params in ({"sort": "date"}, {}, {"sort": "title", "title": "txt"}):
        response = client.get("/v1/documents", params={**params, "cursor": first["next_cursor"]})
        assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_an_unknown_speaker_of_the_list_is_named_with_near_misses(client: TestClient) -> None:
    response = client.get("/v1/documents", params={"speakers": "Tomas Vosk"})
    assert response.json()["code"] == "unknown_filter"
    assert response.json()["near"] == ["Tomas Vask"]
