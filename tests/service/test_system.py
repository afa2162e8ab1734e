"""What holds for all routes: health, metrics, headers, problems, the published schema."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.build import Index
from index.errors import QuoteMismatch, StoreLocked
from retrieval.answer import Searcher
from retrieval.results import Answer, Question
from service.app import build_app
from service.headers import CONTENT_SECURITY_POLICY
from service.settings import Settings
from service.state import State
from tests.service.clients import local_client
from tests.service.fiction import HARBOUR
from tests.service.manual import manual

SECRET = "words of a transcript"


class FailingSearcher(Searcher):
    def __init__(self, error: Exception) -> None:
        self.error = error

    def ask(self, question: Question) -> Answer:
        raise self.error


def failing(index: Index, error: Exception) -> TestClient:
    return local_client(build_app(State(Settings(), index, FailingSearcher(error))))


def test_info_counts_what_is_on_record(client: TestClient, index: Index) -> None:
    body = client.get("/v1/info").json()
    assert list(body) == ["counts", "model", "generation", "versions"]
    counts = index.store.counts()
    assert body["counts"] == {
        "sources": 3,
        "documents": 3,
        "turns": 10,
        "passages": counts.passages,
        "speakers": counts.speakers,
    }
    assert body["model"] == {
        "name": "hashing",
        "sha256": index.encoder.model_hash,
        "dim": index.encoder.dim,
    }
    assert body["generation"] == 3
    assert {"onrecord", "python", "torch", "faiss-cpu", "tantivy"} <= set(body["versions"])


def test_it_lives_before_it_is_ready(index: Index) -> None:
    state = State(Settings())
    client = local_client(build_app(state))
    assert client.get("/healthz").json() == {"status": "ok"}
    for path in ("/readyz", "/v1/info", "/v1/documents", "/v1/ask?q=x"):
        response = client.get(path)
        assert (response.status_code, response.json()["code"]) == (503, "not_ready"), path
        assert response.headers["retry-after"] == "5"
    assert client.get("/metrics").status_code == 200
    page = client.get("/")
    assert page.status_code == 503
    assert "still loading" in page.text
    state.load(index, Searcher(index))
    assert client.get("/readyz").json() == {"status": "ready"}
    assert client.get("/").status_code == 200
    state.unload()
    assert client.get("/readyz").status_code == 503


def test_metrics_count_requests_by_route_and_answers_by_status(index: Index) -> None:
    client = local_client(build_app(State(Settings(), index, Searcher(index))))
    client.post("/v1/ask", json={"question": "Vask on the lighthouse at Fenn"})
    client.get("/?q=Vask+on+the+lighthouse+at+Fenn")
    client.post("/v1/ask", json={"question": ""})
    client.get("/nowhere/at/all")
    client.get("/v1/documents/harbour.txt")
    text = client.get("/metrics").text
    assert 'onrecord_requests_total{method="POST",route="/v1/ask",status="200"} 1.0' in text
    assert 'onrecord_requests_total{method="POST",route="/v1/ask",status="422"} 1.0' in text
    assert 'onrecord_requests_total{method="any",route="unmatched",status="404"} 1.0' in text
    assert 'route="/v1/documents/{name:path}",status="200"' in text
    assert 'onrecord_answers_total{status="answered"} 2.0' in text
    assert 'onrecord_index_size{kind="documents"} 3.0' in text
    assert "onrecord_generation 3.0" in text
    assert "harbour" not in text


def test_unexpected_errors_give_nothing_away(
    index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for error in (ValueError(SECRET), QuoteMismatch(SECRET)):
        caplog.clear()
        response = failing(index, error).post("/v1/ask", json={"question": "x"})
        assert response.status_code == 500
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert SECRET not in response.text
        assert "Traceback" not in response.text
        assert type(error).__name__ in caplog.text
        assert "test_system.py" in caplog.text
        assert SECRET not in caplog.text


def test_trying_again_is_the_cure_where_another_process_writes(index: Index) -> None:
    response = failing(index, StoreLocked("busy")).post("/v1/ask", json={"question": "x"})
    assert (response.status_code, response.json()["code"]) == (503, "store_locked")
    assert response.headers["retry-after"] == "1"


def test_logs_hold_no_question_and_no_transcript(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.get("/v1/ask", params={"q": "lighthouse at Fenn"})
    client.get("/", params={"q": "lighthouse at Fenn"})
    assert "/v1/ask 200" in caplog.text
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    assert not [line for line in ours if "Fenn" in line or "stays open" in line]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "no_such_address"),
        ("GET", "/v1/nothing", 404, "no_such_address"),
        ("GET", "/page/secret.html", 404, "no_such_address"),
        ("GET", "/page/ask.html", 404, "no_such_address"),
        ("DELETE", "/v1/ask", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
    ],
)
def test_what_http_refuses_is_a_problem_too(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    if status == 405:
        assert response.headers["allow"]


@pytest.mark.parametrize("path", ["/", "/v1/info", "/nowhere", "/metrics", "/openapi.json"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def schemas(node: object, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each schema of numbers, strings and arrays in an OpenAPI document, with its place."""
    if isinstance(node, dict):
        if node.get("type") in ("integer", "number", "string", "array"):
            yield place, node
        for key, value in node.items():
            yield from schemas(value, f"{place}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from schemas(value, f"{place}/{number}")


def test_the_schema_is_openapi_3_1_with_a_bound_on_every_value(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    found = list(schemas(schema))
    assert len(found) > 100
    unbounded = [place for place, value in found if not _bounded(value)]
    assert not unbounded, unbounded


def test_every_reference_of_the_schema_leads_somewhere(client: TestClient) -> None:
    response = client.get("/openapi.json")
    components = response.json()["components"]["schemas"]
    names = set(re.findall(r'"\$ref":"#/components/schemas/(\w+)"', response.text))
    assert "ProblemBody" in names
    assert names <= set(components)
    assert response.text.count('"$ref"') == len(re.findall(r'"\$ref":"#/comp', response.text))


def _bounded(schema: dict[str, Any]) -> bool:
    if "enum" in schema or "const" in schema:
        return True
    kind = schema["type"]
    if kind in ("integer", "number"):
        return "minimum" in schema and "maximum" in schema
    if kind == "array":
        return "maxItems" in schema
    return (
        "maxLength" in schema
        or "pattern" in schema
        or schema.get("format") in ("date", "date-time")
    )


def test_each_route_stands_in_the_manual(client: TestClient, project: Path) -> None:
    schema = client.get("/openapi.json").json()
    text = manual(project)
    routes = [
        f"`{method.upper()} {re.sub(r':path', '', path)}`"
        for path, methods in schema["paths"].items()
        for method in methods
    ]
    routes += [
        "`GET /metrics`",
        "`GET /`",
        "`GET /d/{document_id}`",
        "`GET /openapi.json`",
        "`GET /docs`",
    ]
    missing = [route for route in routes if route not in text]
    assert not missing, f"the manual does not name the routes {missing}"


def test_a_large_source_is_refused_by_its_header_alone(index: Index) -> None:
    client = local_client(build_app(State(Settings(), index, Searcher(index))))
    response = client.put(
        "/v1/documents/big.txt",
        content=HARBOUR.encode(),
        headers={"Content-Length": "50000000", "Expect": "100-continue"},
    )
    assert response.status_code == 413
    assert "50,000,000 bytes, but at most 20,000,000" in response.json()["detail"]
