"""Putting on record, reading, taking off; lists, turns and speakers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from index.build import Index
from retrieval.answer import Searcher
from tests.service.fiction import HARBOUR, MILL, STORM


def put(client: TestClient, name: str, data: bytes, **headers: str) -> dict[str, Any]:
    response = client.put(f"/v1/documents/{name}", content=data, headers=headers)
    assert response.status_code in (200, 201), response.text
    body: dict[str, Any] = response.json()
    return body


def pages(client: TestClient, path: str, limit: int) -> Iterator[dict[str, Any]]:
    cursor: dict[str, str] = {}
    while True:
        body = client.get(path, params={"limit": str(limit), **cursor}).json()
        assert list(body) == ["items", "next_cursor"]
        yield body
        if body["next_cursor"] is None:
            return
        cursor = {"cursor": body["next_cursor"]}


def test_a_source_is_findable_when_the_answer_comes(writer: TestClient) -> None:
    response = writer.put("/v1/documents/harbour.txt", content=HARBOUR.encode())
    assert response.status_code == 201
    body = response.json()
    assert body["status"] == "added"
    assert body["source"] == "harbour.txt"
    assert body["sha256"] == hashlib.sha256(HARBOUR.encode()).hexdigest()
    assert body["generation"] == 1
    (document,) = body["documents"]
    assert (document["turns"], document["date"]) == (5, "2031-03-09")
    answer = writer.post("/v1/ask", json={"question": "Vask on the lighthouse at Fenn"}).json()
    assert answer["quotes"][0]["document"]["id"] == document["id"]
    assert answer["generation"] == 1


def test_a_change_is_taken_up_behind_its_answer(
    writer: TestClient, own_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[int] = []
    done = threading.Event()

    def renew(searcher: Searcher) -> None:
        renewed.append(own_index.generation)
        done.set()

    monkeypatch.setattr(Searcher, "renew", renew)
    writer.put("/v1/documents/new.txt", content=b"MS. OKORO: The quay is open.\n")
    assert done.wait(10)
    assert renewed == [own_index.generation]


def test_putting_is_idempotent_by_content(writer: TestClient) -> None:
    first = put(writer, "a.txt", HARBOUR.encode())
    again = put(writer, "a.txt", HARBOUR.encode())
    assert (again["status"], again["generation"]) == ("unchanged", first["generation"])
    assert again["documents"] == first["documents"]
    replaced = put(writer, "a.txt", MILL.encode())
    assert (replaced["status"], replaced["generation"]) == ("replaced", first["generation"] + 1)
    hits = writer.post("/v1/search", json={"question": "lighthouse mill", "limit": 50}).json()
    assert {hit["document"]["sha256"] for hit in hits["hits"]} == {replaced["sha256"]}


def test_deleting_leaves_nothing(writer: TestClient) -> None:
    put(writer, "a.txt", HARBOUR.encode())
    response = writer.delete("/v1/documents/a.txt")
    assert response.status_code == 200
    assert response.json() == {"status": "removed", "source": "a.txt", "generation": 2}
    assert writer.get("/v1/documents").json()["items"] == []
    assert writer.get("/v1/speakers").json()["items"] == []
    assert set(writer.get("/v1/info").json()["counts"].values()) == {0}
    assert writer.delete("/v1/documents/a.txt").status_code == 404


@pytest.mark.parametrize(
    "name", ["a/b/c.txt", "../up.txt", "..", "/etc/passwd", "ä ö.txt", "a?b#c"]
)
def test_a_name_is_only_a_name(writer: TestClient, own_index: Index, name: str) -> None:
    address = "/v1/documents/" + quote(name, safe="").replace("..", "%2E%2E")
    response = writer.put(address, content=HARBOUR.encode())
    assert response.status_code == 201, response.text
    assert response.json()["source"] == name
    assert [source.name for source in own_index.store.sources()] == [name]
    assert writer.get(address).json()["source"] == name
    assert writer.delete(address).status_code == 200


@pytest.mark.parametrize("name", ["a%00b.txt", "a%09b.txt", "%20a.txt", "x" * 513])
def test_a_name_with_control_characters_or_too_long_is_refused(
    writer: TestClient, name: str
) -> None:
    response = writer.put(f"/v1/documents/{name}", content=b"MR. HOLT: Yes.")
    assert response.status_code == 422
    assert response.json()["code"] in ("bad_request", "invalid_request")


@pytest.mark.parametrize(
    ("data", "headers", "status", "code"),
    [
        (b"", {}, 422, "empty_source"),
        (b"  \n ", {}, 422, "empty_source"),
        (b"MR. HOLT: \x00\x01\x02\xff\xfe\x00", {}, 422, "not_text"),
        ("MR. HOLT: Él sí.".encode("latin-1"), {}, 422, "not_text"),
        (HARBOUR.encode(), {"Content-Type": "image/png"}, 415, "unsupported_format"),
        (b"x" * 10_001, {}, 413, "source_too_large"),
    ],
)
def test_what_cannot_be_put_on_record_is_a_clear_problem(
    writer: TestClient, data: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    response = writer.put("/v1/documents/a.txt", content=data, headers=headers)
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code)
    assert body["detail"]
    assert writer.get("/v1/info").json()["counts"]["sources"] == 0


def test_bytes_of_another_encoding_are_refused_with_the_cure_for_http(writer: TestClient) -> None:
    data = "MR. HOLT: The caf\u00e9 is open.".encode("windows-1252")
    answer = writer.put("/v1/documents/a.txt", content=data)
    detail = answer.json()["detail"]
    assert answer.status_code == 422
    assert "it is probably windows-1252: name it (charset=windows-1252 in Content-Type)" in detail
    assert "--" not in detail
    kind = {"Content-Type": "text/plain; charset=windows-1252"}
    assert writer.put("/v1/documents/a.txt", content=data, headers=kind).status_code == 201


def test_a_put_says_who_a_label_is(writer: TestClient) -> None:
    data = b"MR HOLT: The mill is ours.\n\nQ: Since when?\n\nMR HOLT: Since May."
    address = "/v1/documents/a.txt"
    query = {"speakers": ["MR HOLT=Bela Holt"], "date": "2031-05-01"}
    assert writer.put(address, content=data, params=query).json()["status"] == "added"
    names = [one["name"] for one in writer.get("/v1/speakers").json()["items"]]
    assert "Bela Holt" in names
    assert writer.put(address, content=data, params=query).json()["status"] == "unchanged"
    other = {"speakers": ["MR HOLT=Ada Holt"]}
    assert writer.put(address, content=data, params=other).json()["status"] == "replaced"
    names = [one["name"] for one in writer.get("/v1/speakers").json()["items"]]
    assert ("Ada Holt" in names, "Bela Holt" in names) == (True, False)
    for wrong in ("MR HOLT", "=Bela", "MR HOLT= "):
        answer = writer.put(address, content=data, params={"speakers": [wrong]})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


def test_a_charset_names_the_encoding(writer: TestClient) -> None:
    data = "MR. HOLT: Él sí lo dijo.".encode("latin-1")
    put(writer, "a.txt", data, **{"Content-Type": "text/plain; charset=iso-8859-1"})
    (item,) = writer.get("/v1/documents").json()["items"]
    turn = writer.get(f"/v1/turns/{item['id']}-t1").json()
    assert turn["text"] == "Él sí lo dijo."


@pytest.mark.parametrize(
    "sent", ["application/octet-stream", "application/x-www-form-urlencoded", ""]
)
def test_a_client_that_does_not_know_the_type_leaves_it_to_the_name(
    writer: TestClient, sent: str
) -> None:
    assert put(writer, "a.txt", HARBOUR.encode(), **{"Content-Type": sent})["status"] == "added"
    assert put(writer, "a.txt", HARBOUR.encode())["status"] == "unchanged"


def test_a_body_that_streams_is_counted_on_the_way(writer: TestClient) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1_000
            yield b"x" * 1_000

    response = writer.put("/v1/documents/a.txt", content=chunks())
    assert (response.status_code, response.json()["code"]) == (413, "source_too_large")
    assert "10,000" in response.json()["detail"]
    assert "ONRECORD_MAX_SOURCE_BYTES" in response.json()["detail"]


def test_a_question_body_has_its_own_limit(writer: TestClient) -> None:
    response = writer.post(
        "/v1/ask", content=b" " * 2_000_001, headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


def test_the_same_bytes_under_another_name_are_a_conflict(writer: TestClient) -> None:
    put(writer, "a.txt", HARBOUR.encode())
    response = writer.put("/v1/documents/b.txt", content=HARBOUR.encode())
    assert (response.status_code, response.json()["code"]) == (409, "duplicate_source")
    assert "a.txt" in response.json()["detail"]


def test_a_document_is_found_by_source_name_and_by_id(client: TestClient) -> None:
    by_name = client.get("/v1/documents/harbour.txt").json()
    assert list(by_name) == ["source", "sha256", "media_type", "documents"]
    (document,) = by_name["documents"]
    assert list(document) == [
        "id",
        "source",
        "title",
        "date",
        "date_status",
        "turns",
        "confidence",
        "speakers",
        "start",
        "end",
        "date_raw",
        "place",
        "venue",
        "byline",
        "url",
        "language",
    ]
    assert document["title"] == "Minister Tomas Vask With Ina Orla of Harbour Radio"
    assert {"id": "tomas-vask", "name": "Tomas Vask", "label": "MINISTER VASK"} in document[
        "speakers"
    ]
    assert client.get(f"/v1/documents/{document['id']}").json() == by_name
    nested = client.get("/v1/documents/speeches/storm.txt").json()
    assert nested["source"] == "speeches/storm.txt"


def test_what_is_not_on_record_is_a_404_problem(client: TestClient) -> None:
    for path in ("/v1/documents/none.txt", "/v1/turns/none", "/v1/turns/0123456789abcdef-1-t1"):
        response = client.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_found"), path
        assert "none" in response.json()["detail"] or "0123456789abcdef" in response.text


def test_the_list_of_documents_comes_in_pages(client: TestClient) -> None:
    found = [item for page in pages(client, "/v1/documents", 2) for item in page["items"]]
    assert [item["source"] for item in found] == ["harbour.txt", "mill.txt", "speeches/storm.txt"]
    assert list(found[0]) == [
        "id",
        "source",
        "title",
        "date",
        "date_status",
        "turns",
        "confidence",
        "speakers",
    ]
    assert [item["turns"] for item in found] == [5, 4, 1]
    assert (found[1]["title"], found[1]["date"], found[1]["date_status"]) == (None, None, "missing")


def test_the_list_of_speakers_comes_in_pages(client: TestClient) -> None:
    found = [item for page in pages(client, "/v1/speakers", 2) for item in page["items"]]
    assert [item["id"] for item in found] == sorted(item["id"] for item in found)
    by_id = {item["id"]: item for item in found}
    assert by_id["tomas-vask"] == {
        "id": "tomas-vask",
        "name": "Tomas Vask",
        "labels": ["MINISTER VASK"],
        "turns": 2,
        "documents": 1,
        "former_ids": [],
    }
    assert by_id["the-moderator"]["name"] is None
    assert sum(item["turns"] for item in found) == 10


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/speakers"])
@pytest.mark.parametrize("cursor", ["x", "!!!", "é", "ZG9jdW1lbnRz", "c3BlYWtlcnM6"])
def test_a_cursor_from_elsewhere_is_refused(client: TestClient, path: str, cursor: str) -> None:
    response = client.get(path, params={"cursor": cursor})
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")
    assert "next_cursor" in response.json()["detail"]


@pytest.mark.parametrize(("here", "there"), [("documents", "speakers"), ("speakers", "documents")])
def test_a_cursor_of_another_list_is_refused(client: TestClient, here: str, there: str) -> None:
    cursor = client.get(f"/v1/{there}", params={"limit": 1}).json()["next_cursor"]
    assert client.get(f"/v1/{there}", params={"cursor": cursor}).status_code == 200
    response = client.get(f"/v1/{here}", params={"cursor": cursor})
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")
    assert f"was not given out for this list of {here}" in response.json()["detail"]


def test_a_cursor_whose_document_is_gone_says_so(writer: TestClient) -> None:
    put(writer, "a.txt", HARBOUR.encode())
    put(writer, "b.txt", MILL.encode())
    cursor = writer.get("/v1/documents", params={"limit": 1}).json()["next_cursor"]
    writer.delete("/v1/documents/a.txt")
    response = writer.get("/v1/documents", params={"cursor": cursor})
    assert response.status_code == 422
    assert "start again" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/speakers"])
def test_a_list_takes_1_to_100(client: TestClient, path: str) -> None:
    assert client.get(path, params={"limit": 100}).status_code == 200
    for limit in (0, 101):
        assert client.get(path, params={"limit": limit}).status_code == 422


def test_a_turn_is_the_slice_of_its_source(client: TestClient) -> None:
    (document,) = client.get("/v1/documents/speeches/storm.txt").json()["documents"]
    turn = client.get(f"/v1/turns/{document['id']}-t1").json()
    assert list(turn) == [
        "id",
        "ordinal",
        "speaker",
        "via_interpreter",
        "role",
        "replies_to",
        "text",
        "document",
        "location",
        "time",
        "flags",
        "url",
        "superseded",
    ]
    assert turn["superseded"] is None
    assert turn["text"] == STORM[turn["location"]["start"] : turn["location"]["end"]]
    assert turn["text"].startswith("Good evening")
    assert turn["text"].endswith("It held last night.")
    assert turn["role"] == "statement"
    assert turn["speaker"]["label"] == "MAYOR BRANDT"
    start, end = turn["location"]["start"], turn["location"]["end"]
    assert turn["url"] == f"/d/{document['id']}#s{start}-{end}"
