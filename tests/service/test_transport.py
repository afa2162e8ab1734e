"""What holds for every read: HEAD, ETag and 304, gzip, ids of requests, what an address takes."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from service.tracing import read_trace
from tests.service.fiction import HARBOUR, MILL

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    "path", ["/v1/info", "/v1/documents", "/v1/ask?q=mill", "/", "/openapi.json", "/healthz"]
)
def test_head_is_answered_where_get_is(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/ask", "GET, POST, HEAD"),
        ("PATCH", "/v1/documents/a.txt", "GET, PUT, DELETE, HEAD"),
        ("DELETE", "/v1/documents", "GET, POST, HEAD"),
        ("GET", "/v1/search", "POST"),
        ("HEAD", "/v1/search", "POST"),
        ("POST", "/", "GET, HEAD"),
        ("PUT", "/v1/info", "GET, HEAD"),
    ],
)
def test_allow_lists_all_that_an_address_takes(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allowed


def test_what_a_client_has_is_not_sent_again(writer: TestClient) -> None:
    writer.put("/v1/documents/mill.txt", content=MILL.encode())
    (document,) = writer.get("/v1/documents").json()["items"]
    paths = (
        "/v1/documents",
        "/v1/documents/mill.txt",
        f"/v1/transcripts/{document['id']}",
        "/v1/speakers",
        "/v1/ask?q=paper+mill",
        f"/d/{document['id']}",
    )
    tags = {}
    for path in paths:
        first = writer.get(path)
        assert first.headers["cache-control"] == "private, no-cache"
        tags[path] = first.headers["etag"]
        for given in (tags[path], tags[path].removeprefix("W/"), f'"other", {tags[path]}', "*"):
            again = writer.get(path, headers={"If-None-Match": given})
            assert (again.status_code, again.content) == (304, b""), (path, given)
            assert again.headers["etag"] == tags[path]
        assert writer.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert len(set(tags.values())) == len(paths)
    writer.put("/v1/documents/harbour.txt", content=HARBOUR.encode())
    for path, tag in tags.items():
        assert writer.get(path, headers={"If-None-Match": tag}).status_code == 200, path


@pytest.mark.parametrize("path", ["/v1/info", "/healthz", "/metrics", "/", "/v1/documents/none"])
def test_what_changes_without_the_record_has_no_tag(client: TestClient, path: str) -> None:
    assert "etag" not in client.get(path).headers


def test_long_answers_are_packed_for_who_takes_it(client: TestClient) -> None:
    packed = client.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    plain = client.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert "content-encoding" not in client.get("/healthz").headers


def test_a_request_keeps_its_id_and_its_trace(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sent = {"X-Request-Id": "night-desk.7", "Traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    headers = client.get("/v1/info", headers=sent).headers
    assert headers["x-request-id"] == "night-desk.7"
    assert headers["traceparent"].startswith(f"00-{TRACE}-")
    assert headers["traceparent"].endswith("-01")
    assert "00f067aa0ba902b7" not in headers["traceparent"]
    assert f"night-desk.7 {TRACE}" in caplog.text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"X-Request-Id": "a b"},
        {"X-Request-Id": "x" * 65},
        {"Traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01"},
        {"Traceparent": f"01-{TRACE}-00f067aa0ba902b7-01"},
        {"Traceparent": "nonsense"},
    ],
)
def test_ids_that_cannot_be_used_are_made_anew(client: TestClient, sent: dict[str, str]) -> None:
    trace = read_trace(Headers(sent))
    assert trace.request_id not in sent.values()
    assert len(trace.trace_id) == 32
    assert trace.trace_id != TRACE
    first, second = (client.get("/nowhere", headers=sent).headers for _ in range(2))
    assert first["x-request-id"] != second["x-request-id"]
    assert first["traceparent"] != second["traceparent"]
