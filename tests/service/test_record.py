"""Whole transcripts, contexts, lists with filters, metadata, uploads, mentions."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service import uploads
from tests.service.fiction import HARBOUR, MILL, STORM

TIMED = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ina Orla>Is the ferry <late> & slow?

00:00:04.500 --> 00:01:05.250
<v Tomas Vask>No. It sails every morning.
"""


def only(client: TestClient, name: str) -> dict[str, Any]:
    (document,) = client.get(f"/v1/documents/{name}").json()["documents"]
    found: dict[str, Any] = document
    return found


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# Whole documents


def test_a_whole_document_comes_in_one_call(client: TestClient) -> None:
    document = only(client, "harbour.txt")
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
    document = only(client, "mill.txt")
    response = client.get(f"/v1/transcripts/{document['id']}", params={"format": "text"})
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == MILL


def test_a_whole_document_as_markdown_shows_what_was_said(client: TestClient) -> None:
    document = only(client, "harbour.txt")
    response = client.get(f"/v1/transcripts/{document['id']}", params={"format": "markdown"})
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    text = response.text
    assert text.startswith("# Minister Tomas Vask With Ina Orla of Harbour Radio\n\n- 9 March 2031")
    assert "**Tomas Vask** (MINISTER VASK):\n\nThe simple answer is no." in text
    assert r"\<script\>alert" in text
    assert "<script>" not in text


def test_captions_need_times(client: TestClient) -> None:
    document = only(client, "mill.txt")
    response = client.get(f"/v1/transcripts/{document['id']}", params={"format": "vtt"})
    assert response.status_code == 422
    assert "4 of 4 turns" in response.json()["detail"]


def test_captions_are_read_again_as_they_were_written(writer: TestClient) -> None:
    writer.put("/v1/documents/talk.vtt", content=TIMED.encode())
    document = only(writer, "talk.vtt")
    response = writer.get(f"/v1/transcripts/{document['id']}", params={"format": "vtt"})
    assert response.headers["content-type"] == "text/vtt; charset=utf-8"
    assert "00:00:04.500 --> 00:01:05.250\n<v Tomas Vask>No. It sails" in response.text
    writer.put("/v1/documents/again.vtt", content=response.content)
    again = only(writer, "again.vtt")
    bodies = [writer.get(f"/v1/transcripts/{one['id']}").json() for one in (document, again)]
    first, second = (
        [(turn["speaker"]["label"], turn["text"], turn["time"]) for turn in body["transcript"]]
        for body in bodies
    )
    assert first == second
    assert len(first) == 2


@pytest.mark.parametrize("query", ["format=docx", "form=text"])
def test_an_unknown_format_is_refused(client: TestClient, query: str) -> None:
    document = only(client, "mill.txt")
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
    document = only(client, "mill.txt")
    response = client.get(f"/v1/quotes/{document['id']}-{document['start']}-{document['end']}")
    assert response.status_code == 404
    assert "no words of one turn" in response.json()["detail"]


# Lists


def names(client: TestClient, **params: str | int) -> list[str]:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        body = client.get("/v1/documents", params={**params, **cursor}).json()
        found += [item["source"] for item in body["items"]]
        if body["next_cursor"] is None:
            return found
        cursor = {"cursor": body["next_cursor"]}


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
    assert names(client, **params, limit=limit) == expected


def test_dates_sort_both_ways_and_the_undated_come_last(writer: TestClient) -> None:
    for name, day in (("a.txt", "2031-05-01"), ("b.txt", "2033-01-01"), ("c.txt", None)):
        params = {} if day is None else {"date": day}
        data = f"MR. HOLT: This is what {name} says.".encode()
        assert writer.put(f"/v1/documents/{name}", content=data, params=params).status_code == 201
    assert names(writer, sort="date", limit=1) == ["a.txt", "b.txt", "c.txt"]
    assert names(writer, sort="-date", limit=1) == ["b.txt", "a.txt", "c.txt"]


def test_a_cursor_belongs_to_its_list(client: TestClient) -> None:
    first = client.get("/v1/documents", params={"limit": 1, "sort": "title"}).json()
    for params in ({"sort": "date"}, {}, {"sort": "title", "title": "txt"}):
        response = client.get("/v1/documents", params={**params, "cursor": first["next_cursor"]})
        assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_an_unknown_speaker_of_the_list_is_named_with_near_misses(client: TestClient) -> None:
    response = client.get("/v1/documents", params={"speakers": "Tomas Vosk"})
    assert response.json()["code"] == "unknown_filter"
    assert response.json()["near"] == ["Tomas Vask"]


# Metadata


def test_metadata_given_with_a_file_wins(writer: TestClient) -> None:
    given = {
        "title": "At the pier",
        "date": "2032-01-02",
        "place": "Fenn",
        "venue": "Pier 2",
        "byline": "Ina Orla",
        "url": "https://harbour.example/7",
    }
    response = writer.put("/v1/documents/a.txt", content=HARBOUR.encode(), params=given)
    (document,) = response.json()["documents"]
    assert {name: document[name] for name in given} == given
    assert document["date_status"] == "given"
    again = writer.put("/v1/documents/a.txt", content=HARBOUR.encode(), params=given)
    assert again.json()["status"] == "unchanged"
    other = writer.put("/v1/documents/a.txt", content=HARBOUR.encode())
    assert other.json()["status"] == "replaced"
    assert other.json()["documents"][0]["date"] == "2031-03-09"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"titel": "x"}, "invalid_request"),
        ({"date": "2031-02-30"}, "bad_date_range"),
        ({"title": ""}, "invalid_request"),
    ],
)
def test_metadata_that_is_not_known_is_refused(
    writer: TestClient, params: dict[str, str], code: str
) -> None:
    response = writer.put("/v1/documents/a.txt", content=HARBOUR.encode(), params=params)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert names(writer) == []


# Uploads


def upload(client: TestClient, data: bytes) -> dict[str, Any]:
    headers = {"Content-Type": "application/zip"}
    response = client.post("/v1/documents", content=data, headers=headers)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_every_file_of_a_zip_is_accounted_for(writer: TestClient) -> None:
    files: dict[str, str | bytes] = {
        "a/harbour.txt": HARBOUR,
        "a/harbour.txt.meta.json": json.dumps({"title": "At the pier"}),
        "mill.txt": MILL,
        "copy.txt": MILL,
        "picture.png": b"\x89PNG",
        "empty.txt": "",
        "big.txt": "x" * 10_001,
        "alone.txt.meta.json": "{}",
        "bad.txt": STORM,
        "bad.txt.meta.json": "[]",
        " space.txt": STORM,
        "notes.txt": "Nothing is said here.",
    }
    body = upload(writer, zipped(files))
    found = {item["source"]: item for item in body["items"]}
    codes = {name: item["problem"]["code"] for name, item in found.items() if item["problem"]}
    assert codes == {
        "copy.txt": "duplicate_source",
        "picture.png": "unsupported_format",
        "empty.txt": "empty_source",
        "big.txt": "source_too_large",
        "alone.txt.meta.json": "bad_source",
        "bad.txt": "bad_source",
        " space.txt": "bad_request",
    }
    assert {name for name in files if name not in found} == {
        "a/harbour.txt.meta.json",  # it belongs to its file
        "bad.txt.meta.json",
    }
    assert [body[what] for what in ("added", "replaced", "unchanged", "refused")] == [3, 0, 0, 7]
    assert "0 speakers" in found["notes.txt"]["notices"][0]
    assert only(writer, "a/harbour.txt")["title"] == "At the pier"
    assert names(writer) == ["a/harbour.txt", "mill.txt", "notes.txt"]
    again = upload(writer, zipped({"mill.txt": MILL, "notes.txt": STORM}))
    assert [item["status"] for item in again["items"]] == ["unchanged", "replaced"]


@pytest.mark.parametrize("data", [b"", b"MR. HOLT: Yes.", zipped({"a.txt": "x"})[:-30]])
def test_what_is_no_zip_is_refused(writer: TestClient, data: bytes) -> None:
    response = writer.post("/v1/documents", content=data)
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_a_damaged_member_stops_no_other(writer: TestClient) -> None:
    data = bytearray(zipped({"a.txt": MILL, "b.txt": HARBOUR}))
    data[60] ^= 0xFF  # inside the packed bytes of a.txt
    body = upload(writer, bytes(data))
    assert [item["status"] for item in body["items"]] == ["refused", "added"]
    assert "cannot be unpacked" in body["items"][0]["problem"]["detail"]


def test_a_zip_cannot_unpack_to_more_than_is_taken(
    writer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", len(MILL) + 5)
    body = upload(writer, zipped({"a.txt": MILL, "b.txt": STORM}))
    assert [item["status"] for item in body["items"]] == ["added", "refused"]
    assert "more than 5 bytes" in body["items"][1]["problem"]["detail"]
    monkeypatch.setattr(uploads, "MAX_FILES", 1)
    response = writer.post("/v1/documents", content=zipped({"a.txt": MILL, "b.txt": STORM}))
    assert "2 files, but at most 1" in response.json()["detail"]


# Mentions


@pytest.fixture
def talks(writer: TestClient) -> TestClient:
    first = (
        "MR. HOLT: The ferries are late.\n\nMS. ORLA: Ferry? Which ferry?\n\n"
        "MR. HOLT: The old ferry, of the northern line."
    )
    second = "MS. ORLA: Will the ferry sail?\n\nMAYOR BRANDT: It will, in May."
    third = "MAYOR BRANDT: I like the northern ferry.\n\nMR. HOLT: I like trams."
    said = {
        ("one.txt", "2031-03-01"): first,
        ("two.txt", "2031-05-01"): second,
        ("three.txt", ""): third,
    }
    for (name, day), text in said.items():
        params = {"date": day} if day else {}
        assert writer.put(f"/v1/documents/{name}", content=text, params=params).status_code == 201
    return writer


def mentions(client: TestClient, q: str, **params: str | int) -> dict[str, Any]:
    response = client.get("/v1/mentions", params={"q": q, **params})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_mentions_are_counted_by_speaker_month_and_document(talks: TestClient) -> None:
    body = mentions(talks, "ferry")
    assert body["terms"] == ["ferri"]
    # Holt twice in one.txt; Brandt answers a question about it in two.txt and names it in three.
    said = [(item["document"]["source"], item["text"]) for item in body["items"]]
    assert said == [
        ("one.txt", "The ferries are late."),
        ("one.txt", "The old ferry, of the northern line."),
        ("two.txt", "It will, in May."),
        ("three.txt", "I like the northern ferry."),
    ]
    assert (body["total"], body["undated"]) == (4, 1)
    assert body["months"] == [{"month": "2031-03", "count": 2}, {"month": "2031-05", "count": 1}]
    speakers = [
        (one["speaker"]["label"], one["count"], one["first"], one["last"])
        for one in body["speakers"]
    ]
    assert speakers == [
        ("MR. HOLT", 2, "2031-03-01", "2031-03-01"),
        ("MAYOR BRANDT", 2, "2031-05-01", "2031-05-01"),
    ]
    assert body["speakers"][1]["best"]["text"] == "I like the northern ferry."
    documents = {one["document"]["source"]: one["count"] for one in body["documents"]}
    assert documents == {"one.txt": 2, "two.txt": 1, "three.txt": 1}


@pytest.mark.parametrize(
    ("q", "params", "total"),
    [
        ("northern ferry", {}, 2),
        ("what did Brandt say about the ferry", {}, 2),
        ("ferry", {"speakers": "MAYOR BRANDT"}, 2),
        ("ferry", {"date_from": "2031-04-01"}, 1),
        ("ferry", {"documents": "one.txt"}, 2),
        ("submarine", {}, 0),
        ("the", {}, 0),
        ("ferry submarine", {}, 0),
    ],
)
def test_all_words_of_the_topic_count_under_the_filters(
    talks: TestClient, q: str, params: dict[str, str], total: int
) -> None:
    body = mentions(talks, q, **params)
    assert body["total"] == len(body["items"]) == total
    assert sum(one["count"] for one in body["speakers"]) == total
    assert sum(one["count"] for one in body["documents"]) == total
    assert sum(one["count"] for one in body["months"]) + body["undated"] == total


@pytest.mark.parametrize("order", ["date", "-date"])
@pytest.mark.parametrize("limit", [1, 3])
def test_mentions_come_in_pages_without_loss(talks: TestClient, order: str, limit: int) -> None:
    whole = [item["turn"]["id"] for item in mentions(talks, "ferry", order=order)["items"]]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        body = mentions(talks, "ferry", order=order, limit=limit, **cursor)
        assert [item["rank"] for item in body["items"]] == list(range(1, len(body["items"]) + 1))
        found += [item["turn"]["id"] for item in body["items"]]
        if body["next_cursor"] is None:
            break
        cursor = {"cursor": body["next_cursor"]}
    assert found == whole
    response = talks.get("/v1/mentions", params={"q": "tram", **cursor})
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_the_words_of_a_mention_are_the_sources(talks: TestClient) -> None:
    for item in mentions(talks, "ferry")["items"]:
        quote = talks.get(f"/v1/quotes/{item['passage_id']}").json()
        assert quote["quote"] == item["text"]
        assert quote["turn"]["id"] == item["turn"]["id"]
