"""Search: fields of the contract, limits, and going on behind a cursor."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.cursors import make_cursor
from tests.service.clients import problem
from tests.service.fiction import HARBOUR, MILL


def search(client: TestClient, **fields: object) -> dict[str, Any]:
    body: dict[str, Any] = client.post("/v1/search", json=fields).json()
    return body


def test_search_has_exactly_the_fields_of_the_contract(client: TestClient) -> None:
    body = client.post("/v1/search", json={"question": "ferry", "limit": 3}).json()
    assert list(body) == ["hits", "next_cursor", "generation", "took_ms"]
    assert list(body["hits"][0]) == [
        "passage_id",
        "text",
        "speaker",
        "via_interpreter",
        "document",
        "turn",
        "location",
        "context",
        "rank",
        "score",
        "url",
    ]
    assert [hit["rank"] for hit in body["hits"]] == [1, 2, 3]
    hit = body["hits"][0]
    assert hit["text"] == HARBOUR[hit["location"]["start"] : hit["location"]["end"]]
    start, end = hit["location"]["start"], hit["location"]["end"]
    assert hit["passage_id"] == f"{hit['document']['id']}-{start}-{end}"


def test_search_takes_up_to_100(client: TestClient) -> None:
    assert client.post("/v1/search", json={"question": "x", "limit": 100}).status_code == 200
    assert problem(client, {"question": "x", "limit": 101}, "/v1/search")["status"] == 422


def test_search_goes_on_behind_its_cursor(client: TestClient) -> None:
    asked = {"question": "ferry", "speakers": ["MR. HOLT", "Tomas Vask"]}
    whole = search(client, **asked, limit=100)
    assert whole["next_cursor"] is None
    hits, cursor = [], None
    for _ in whole["hits"]:
        part = search(client, **asked, limit=1, cursor=cursor)
        hits += part["hits"]
        cursor = part["next_cursor"]
    assert cursor is None
    assert hits == whole["hits"]
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    assert len(hits) > 2


@pytest.mark.parametrize(
    "changed", [{"question": "ferries"}, {"speakers": ["MR. HOLT"]}, {"date_from": "2031-01-01"}]
)
def test_a_cursor_of_another_question_or_filter_is_refused(
    client: TestClient, changed: dict[str, object]
) -> None:
    asked = {"question": "ferry", "limit": 1}
    cursor = search(client, **asked)["next_cursor"]
    assert search(client, **asked, cursor=cursor)["hits"][0]["rank"] == 2
    found = problem(client, asked | changed | {"cursor": cursor}, "/v1/search")
    assert (found["status"], found["code"]) == (422, "bad_request")
    assert "was not given out for this list of hits" in found["detail"]


def test_a_cursor_whose_hit_is_gone_says_so(writer: TestClient) -> None:
    for name, text in (("a.txt", HARBOUR), ("b.txt", MILL)):
        writer.put(f"/v1/documents/{name}", content=text.encode())
    asked = {"question": "paper mill", "limit": 1}
    cursor = search(writer, **asked)["next_cursor"]
    writer.delete("/v1/documents/b.txt")
    found = problem(writer, asked | {"cursor": cursor}, "/v1/search")
    assert (found["status"], found["code"]) == (422, "bad_request")
    assert "leave the cursor out to start again" in found["detail"]


@pytest.mark.parametrize("key", ["x", "-1", "9" * 19, "١"])
def test_a_cursor_that_was_made_up_is_refused(client: TestClient, key: str) -> None:
    asked: dict[str, object] = {"question": "ferry", "limit": 1}
    given = str(search(client, **asked)["next_cursor"])
    kind = base64.urlsafe_b64decode(given + "==").decode().rpartition(":")[0]
    found = problem(client, asked | {"cursor": make_cursor(kind, key)}, "/v1/search")
    assert (found["status"], found["code"]) == (422, "bad_request")
