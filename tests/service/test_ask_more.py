"""Several questions at once, answers as events and as citations, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.build import Index
from service.app import build_app
from service.settings import Settings
from service.state import State
from tests.service.clients import local_client

QUESTION = "what did Vask say about the lighthouse at Fenn"
NOT_ASKED = "what did Vask say about submarines in the Arctic"


def same(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "took_ms"}


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_batch_answers_each_question_by_itself(client: TestClient) -> None:
    questions = [
        {"question": QUESTION, "limit": 1},
        {"question": "lighthouse", "speakers": ["Tomas Vosk"]},
        {"question": NOT_ASKED},
        {"question": " "},
    ]
    response = client.post("/v1/ask/batch", json={"questions": questions})
    assert response.status_code == 200
    answers = response.json()["answers"]
    alone = client.post("/v1/ask", json=questions[0]).json()
    assert same(answers[0]["answer"]) == same(alone)
    assert answers[1]["answer"] is None
    assert answers[1]["problem"]["code"] == "unknown_filter"
    assert answers[1]["problem"]["near"] == ["Tomas Vask"]
    assert answers[2]["answer"]["status"] == "no_answer"
    assert answers[3]["problem"]["code"] == "question_length"


@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_has_a_size(client: TestClient, count: int) -> None:
    body = {"questions": [{"question": "x"}] * count}
    assert client.post("/v1/ask/batch", json=body).status_code == 422


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_comes_as_events(client: TestClient, method: str) -> None:
    asked = {"question": QUESTION, "limit": 2}
    if method == "POST":
        response = client.post("/v1/ask/events", json=asked)
    else:
        response = client.get("/v1/ask/events", params={"q": QUESTION, "limit": 2})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in response.headers
    found = events(response.text)
    whole = client.post("/v1/ask", json=asked).json()
    count = len(whole["quotes"])
    kinds = [name for name, _ in found]
    assert kinds == ["understood", *["quote"] * count, "answer", "done"]
    assert found[0][1] == whole["understood"]
    assert [data for name, data in found if name == "quote"] == whole["quotes"]
    rest = {key: value for key, value in whole.items() if key not in ("quotes", "understood")}
    assert same(found[-2][1]) == same(rest)
    assert found[-1][1] == {"quotes": count, "generation": whole["generation"]}


def test_what_cannot_be_asked_is_an_event_too(client: TestClient) -> None:
    body = {"question": "x", "speakers": ["Tomas Vosk"]}
    ((name, data),) = events(client.post("/v1/ask/events", json=body).text)
    assert (name, data["code"], data["near"]) == ("error", "unknown_filter", ["Tomas Vask"])
    assert client.post("/v1/ask/events", json={}).status_code == 422


def test_events_wait_for_the_index(index: Index) -> None:
    client = local_client(build_app(State(Settings())))
    response = client.get("/v1/ask/events", params={"q": "x"})
    assert (response.status_code, response.json()["code"]) == (503, "not_ready")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limit", "5"),
        ("limit", True),
        ("limit", 5.5),
        ("max_tokens", "10"),
        ("min_confidence", "0.5"),
        ("speakers", "Tomas Vask"),
        ("question", 5),
        ("date_from", 20310309),
    ],
)
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/events"])
def test_a_value_of_another_type_is_refused(
    client: TestClient, path: str, field: str, value: object
) -> None:
    response = client.post(path, json={"question": QUESTION, field: value})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert field in response.json()["detail"]


def test_whole_numbers_are_numbers(client: TestClient) -> None:
    body = {"question": QUESTION, "min_confidence": 0, "limit": 1}
    assert client.post("/v1/ask", json=body).status_code == 200


# Citations


def export(client: TestClient, format_: str, question: str = QUESTION) -> Any:
    params = {"q": question, "format": format_, "limit": "1"}
    response = client.get("/v1/ask/export", params=params)
    assert response.status_code == 200, response.text
    return response


def quoted(client: TestClient, question: str = QUESTION) -> dict[str, Any]:
    body = client.post("/v1/ask", json={"question": question, "limit": 1}).json()
    found: dict[str, Any] = body["quotes"][0]
    return found


def test_an_answer_as_markdown(client: TestClient) -> None:
    quote = quoted(client)
    response = export(client, "markdown")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.text.startswith(f"# {QUESTION}\n\n> {quote['quote'][:20]}")
    assert "— Tomas Vask (via interpreter), Minister Tomas Vask With Ina Orla" in response.text
    assert f"<http://localhost{quote['url']}>" in response.text


def test_an_answer_as_csl_json(client: TestClient) -> None:
    quote = quoted(client)
    response = export(client, "csl-json")
    assert response.headers["content-type"].startswith("application/vnd.citationstyles.csl+json")
    (item,) = response.json()
    assert item == {
        "id": quote["id"],
        "type": "speech",
        "title": "Minister Tomas Vask With Ina Orla of Harbour Radio",
        "author": [{"literal": "Tomas Vask"}],
        "issued": {"date-parts": [[2031, 3, 9]]},
        "URL": f"http://localhost{quote['url']}",
        "source": "harbour.txt",
        "note": quote["quote"],
    }


def test_an_answer_as_bibtex(client: TestClient) -> None:
    text = export(client, "bibtex", "what did Vask say about a clerk and the timetable").text
    assert text.startswith("@misc{")
    assert "  author = {{Tomas Vask}},\n" in text
    assert "  date = {2031-03-09},\n" in text
    assert r"timetable \& nobody noticed" in text
    assert text.count("{") == text.count("}")


def test_an_answer_as_ris(client: TestClient) -> None:
    quote = quoted(client)
    lines = export(client, "ris").text.split("\r\n")
    assert lines[0] == "TY  - GEN"
    assert lines[-2] == "ER  - "
    assert "AU  - Tomas Vask" in lines
    assert "DA  - 2031/03/09" in lines
    assert f"UR  - http://localhost{quote['url']}" in lines
    assert f"N1  - {' '.join(quote['quote'].split())}" in lines


def test_a_citation_bears_the_language_and_the_address_that_were_supplied(
    writer: TestClient,
) -> None:
    about = {"language": "en-GB", "url": "https://harbour.example/talks/9_march"}
    said = "MR. TEVIS: The breakwater at Corrow is to be four metres higher."
    text = f"Answers of 4 April 2031\n\n{said}\n"
    sent = writer.put("/v1/documents/breakwater.txt", params=about, content=text.encode())
    assert sent.status_code == 201
    question = "what did Tevis say about the breakwater at Corrow"
    (item,) = export(writer, "csl-json", question).json()
    assert (item["language"], item["archive_location"]) == (about["language"], about["url"])
    bibtex = export(writer, "bibtex", question).text
    assert "  language = {en-GB},\n" in bibtex
    assert r"  howpublished = {https://harbour.example/talks/9\_march}," in bibtex
    ris = export(writer, "ris", question).text.split("\r\n")
    assert {"LA  - en-GB", f"L2  - {about['url']}"} <= set(ris)
    markdown = export(writer, "markdown", question).text
    assert "(published at https://harbour.example/talks/9" in markdown


@pytest.mark.parametrize(
    ("format_", "expected"),
    [("csl-json", "[]\n"), ("bibtex", ""), ("ris", "")],
)
def test_nothing_is_cited_where_nothing_answers(
    client: TestClient, format_: str, expected: str
) -> None:
    assert export(client, format_, NOT_ASKED).text == expected
    assert "says nothing that answers this" in export(client, "markdown", NOT_ASKED).text


def test_an_unknown_format_is_refused(client: TestClient) -> None:
    response = client.get("/v1/ask/export", params={"q": "x", "format": "word"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
