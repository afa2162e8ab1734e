"""Mentions of a topic: counted by speaker, month and document, and listed in pages."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


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
