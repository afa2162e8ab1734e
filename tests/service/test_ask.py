"""The contract of questions: field names, meaning, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.service.clients import problem
from tests.service.fiction import HARBOUR

QUESTION = "what did Vask say about the lighthouse at Fenn"
NOT_ASKED = "what did Vask say about submarines in the Arctic"


def ask(client: TestClient, question: str, **fields: object) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, **fields})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_an_answer_has_exactly_the_fields_of_the_contract(client: TestClient) -> None:
    body = ask(client, QUESTION)
    assert list(body) == [
        "status",
        "question",
        "understood",
        "quotes",
        "nearest",
        "confidence",
        "reason",
        "left_out",
        "shortened",
        "generation",
        "took_ms",
    ]
    assert list(body["understood"]) == [
        "speakers",
        "date_from",
        "date_to",
        "topic",
        "dates",
        "unplaced",
    ]
    assert body["reason"] is None
    assert list(body["understood"]["speakers"][0]) == ["id", "name"]
    quote = body["quotes"][0]
    assert list(quote) == [
        "id",
        "quote",
        "highlights",
        "speaker",
        "via_interpreter",
        "document",
        "turn",
        "location",
        "time",
        "context",
        "rank",
        "score",
        "confidence",
        "url",
        "flags",
    ]
    assert list(quote["highlights"][0]) == ["start", "end"]
    assert list(quote["speaker"]) == ["id", "name", "label"]
    assert list(quote["document"]) == [
        "id",
        "title",
        "date",
        "date_status",
        "place",
        "source",
        "sha256",
    ]
    assert list(quote["turn"]) == ["id", "ordinal"]
    assert list(quote["location"]) == ["start", "end", "unit"]
    assert list(quote["context"]) == ["question"]
    assert list(quote["context"]["question"]) == ["speaker", "quote", "start", "end"]


def test_the_quote_is_the_slice_that_its_location_names(client: TestClient) -> None:
    body = ask(client, QUESTION)
    assert body["status"] == "answered"
    assert body["question"] == QUESTION
    quote = body["quotes"][0]
    where = quote["location"]
    assert where["unit"] == "codepoint"
    assert quote["quote"] == HARBOUR[where["start"] : where["end"]]
    assert quote["quote"].startswith("The simple answer is no. The lighthouse at Fenn stays open")
    assert quote["speaker"] == {
        "id": "tomas-vask",
        "name": "Tomas Vask",
        "label": "MINISTER VASK",
    }
    assert quote["via_interpreter"] is True
    assert quote["time"] is None
    assert quote["document"]["source"] == "harbour.txt"
    assert quote["document"]["date"] == "2031-03-09"
    assert quote["rank"] == 1
    assert quote["url"] == f"/d/{quote['document']['id']}#s{where['start']}-{where['end']}"
    asked = quote["context"]["question"]
    assert asked["speaker"] == "MS. ORLA"
    assert asked["quote"] == HARBOUR[asked["start"] : asked["end"]]
    assert "closed this year?" in asked["quote"]


def test_what_was_understood_is_part_of_the_answer(client: TestClient) -> None:
    understood = ask(client, QUESTION)["understood"]
    assert understood["speakers"] == [{"id": "tomas-vask", "name": "Tomas Vask"}]
    assert "lighthouse" in understood["topic"]
    assert "Vask" not in understood["topic"]


def test_no_answer_is_a_valid_answer_with_the_nearest_apart(client: TestClient) -> None:
    body = ask(client, NOT_ASKED)
    assert body["status"] == "no_answer"
    assert body["quotes"] == []
    assert body["nearest"][0]["speaker"]["name"] == "Tomas Vask"
    assert body["reason"] == {
        "code": "not_by_them",
        "text": "Tomas Vask is on record, but says nothing that answers this.",
    }


@pytest.mark.parametrize(
    ("question", "fields", "code", "text"),
    [
        (
            "What did Bram Tilling say about the ferry?",
            {},
            "unknown_speaker",
            "Nobody called “Bram Tilling” speaks on the record.",
        ),
        (
            "what did Vask say about the ferry in 2019",
            {},
            "no_such_dates",
            "Nothing from 2019 is on record: all of it is from 9 March 2031.",
        ),
        (
            "the lighthouse at Fenn",
            {"date_from": "2030-01-01", "date_to": "2030-01-31"},
            "no_such_dates",
            "Nothing from January 2030 is on record: all of it is from 9 March 2031.",
        ),
        (
            "will the old lighthouse at Fenn be closed",
            {"speakers": ["Brandt"]},
            "outside_filter",
            "Nothing said by MAYOR BRANDT answers this, but something said by Tomas Vask "
            "on 9 March 2031 does.",
        ),
        (
            "submarines in the Arctic",
            {},
            "not_said",
            "Nobody on the record said that.",
        ),
    ],
)
def test_a_refusal_says_why(
    client: TestClient, question: str, fields: dict[str, object], code: str, text: str
) -> None:
    body = ask(client, question, **fields)
    assert body["status"] == "no_answer"
    assert body["reason"] == {"code": code, "text": text}


def test_a_date_that_was_read_is_part_of_the_answer(client: TestClient) -> None:
    understood = ask(client, "what did Vask say in March about the lighthouse at Fenn")[
        "understood"
    ]
    assert understood["dates"] == [{"from": "2031-03-01", "to": "2031-03-31"}]
    assert (understood["date_from"], understood["date_to"]) == ("2031-03-01", "2031-03-31")
    assert ask(client, QUESTION)["understood"]["dates"] == []


def test_each_quote_has_its_confidence_and_the_asker_sets_the_least(client: TestClient) -> None:
    body = ask(client, QUESTION)
    level = body["quotes"][0]["confidence"]
    assert body["confidence"] == level >= 0.5
    assert all(quote["confidence"] < 0.5 for quote in body["nearest"])
    strict = ask(client, QUESTION, min_confidence=1)
    assert (strict["status"], strict["quotes"]) == ("no_answer", [])
    assert strict["confidence"] == level
    assert strict["nearest"][0]["quote"] == body["quotes"][0]["quote"]
    easy = ask(client, QUESTION, min_confidence=0)
    assert len(easy["quotes"]) == len(strict["nearest"])
    assert easy["nearest"] == []


def test_a_turn_that_answers_no_question_has_no_context(client: TestClient) -> None:
    quote = ask(client, "what did Brandt say about the storm wall")["quotes"][0]
    assert quote["quote"].startswith("The storm wall at Quill was finished on Monday")
    assert quote["context"] is None
    assert quote["via_interpreter"] is False
    assert (quote["document"]["date"], quote["document"]["date_status"]) == (None, "missing")


def test_the_link_answers_as_the_post_does(client: TestClient) -> None:
    fields: dict[str, Any] = {
        "limit": 2,
        "speakers": ["Tomas Vask", "mr-holt"],
        "date_from": "2031-01-01",
        "date_to": "2031-12-31",
        "documents": ["harbour.txt"],
        "max_tokens": 200,
        "min_confidence": 0.25,
    }
    posted = ask(client, "what about the ferry", **fields)
    linked = client.get("/v1/ask", params={"q": "what about the ferry", **fields}).json()
    assert len([*posted["quotes"], *posted["nearest"]]) == 2
    assert {**linked, "took_ms": 0} == {**posted, "took_ms": 0}


def test_filters_restrict_and_an_empty_result_is_no_error(client: TestClient) -> None:
    fields = {"question": "the lighthouse", "documents": ["mill.txt"]}
    hits = client.post("/v1/search", json=fields).json()["hits"]
    assert {hit["document"]["source"] for hit in hits} == {"mill.txt"}
    fields = {"question": "the lighthouse", "date_from": "2040-01-01"}
    assert client.post("/v1/search", json=fields).json()["hits"] == []


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
def test_a_question_of_100_000_characters_is_refused_with_the_limit(
    client: TestClient, path: str
) -> None:
    found = problem(client, {"question": "x" * 100_000}, path)
    assert (found["status"], found["code"]) == (422, "question_length")
    assert "100,000 characters" in found["detail"]
    assert "2,000" in found["detail"]
    assert len(found["detail"]) < 500


def test_the_limit_is_the_one_that_is_set(writer: TestClient) -> None:
    found = problem(writer, {"question": "x" * 201})
    assert "201 characters, but at most 200" in found["detail"]
    schema = writer.get("/openapi.json").json()
    question = schema["components"]["schemas"]["AskRequest"]["properties"]["question"]
    assert question["maxLength"] == 200


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_is_refused(client: TestClient, question: str) -> None:
    assert problem(client, {"question": question})["code"] == "question_length"


def test_an_unknown_speaker_names_near_misses(client: TestClient) -> None:
    found = problem(client, {"question": "what was said", "speakers": ["Tomas Vasc"]})
    assert (found["status"], found["code"]) == (422, "unknown_filter")
    assert "'Tomas Vasc'" in found["detail"]
    assert found["near"] == ["Tomas Vask"]


def test_an_unknown_document_is_never_a_wider_search(client: TestClient) -> None:
    found = problem(client, {"question": "what was said", "documents": ["harbor.txt"]})
    assert found["code"] == "unknown_filter"
    assert found["near"] == ["harbour.txt"]


def test_a_range_that_ends_before_it_begins_is_refused(client: TestClient) -> None:
    fields = {"question": "ferry", "date_from": "2031-04-01", "date_to": "2031-03-01"}
    found = problem(client, dict(fields))
    assert (found["status"], found["code"]) == (422, "bad_date_range")


@pytest.mark.parametrize("value", ["yesterday", "2031-02-30", "1234567890", "2031-3-9", "20310309"])
def test_a_date_that_is_no_day_is_refused(client: TestClient, value: str) -> None:
    found = problem(client, {"question": "ferry", "date_from": value})
    assert found["code"] == "bad_date_range"
    assert value in found["detail"]
    assert "YYYY-MM-DD" in found["detail"]


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"question": "x", "limit": 0}, "body.limit", "greater than or equal to 1"),
        ({"question": "x", "limit": 21}, "body.limit", "less than or equal to 20"),
        ({"question": "x", "speakers": ["a"] * 51}, "body.speakers", "at most 50"),
        ({"question": "x", "speakers": [""]}, "body.speakers.0", "at least 1"),
        ({"question": "x", "max_tokens": 0}, "body.max_tokens", "greater than or equal to 1"),
        ({"question": "x", "min_confidence": -0.1}, "body.min_confidence", "equal to 0"),
        ({"question": "x", "min_confidence": 1.1}, "body.min_confidence", "equal to 1"),
        ({"question": 7}, "body.question", "valid string"),
        ({"question": "x", "speaker": "a"}, "body.speaker", "no such field"),
        ({}, "body.question", "required"),
    ],
)
def test_a_request_outside_the_schema_names_field_and_expectation(
    client: TestClient, body: dict[str, object], field: str, message: str
) -> None:
    found = problem(client, body)
    assert (found["status"], found["code"]) == (422, "invalid_request")
    assert [error["field"] for error in found["errors"]] == [field]
    assert message in found["detail"]


def test_an_unknown_parameter_of_a_link_is_refused(client: TestClient) -> None:
    response = client.get("/v1/ask", params={"q": "ferry", "speaker": "x"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "query.speaker"


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{not json", "application/json", 422),
        (b"", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b'{"question": "\xff"}', "application/json", 400),
        (b'{"question": "x"}', "text/plain", 422),
        (b'{"question": "\\ud800"}', "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_a_body_that_is_no_request_is_a_problem(
    client: TestClient, content: bytes, content_type: str, status: int
) -> None:
    response = client.post("/v1/ask", content=content, headers={"Content-Type": content_type})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]
