"""Clients of an app under a name that the service takes for its own, and what they ask often."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

ADDRESS = "http://localhost"


def local_client(app: FastAPI, *, follow_redirects: bool = True) -> TestClient:
    """A client on this machine."""
    return TestClient(app, base_url=ADDRESS, follow_redirects=follow_redirects)


def document_of(client: TestClient, name: str) -> dict[str, Any]:
    """The only document of a source."""
    (document,) = client.get(f"/v1/documents/{name}").json()["documents"]
    found: dict[str, Any] = document
    return found


def names_listed(client: TestClient, **params: str | int) -> list[str]:
    """The sources of all documents that a filter leaves, page by page."""
    listed: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        body = client.get("/v1/documents", params={**params, **cursor}).json()
        listed += [item["source"] for item in body["items"]]
        if body["next_cursor"] is None:
            return listed
        cursor = {"cursor": body["next_cursor"]}


def problem(client: TestClient, body: dict[str, object], path: str = "/v1/ask") -> dict[str, Any]:
    """The problem with which a request is refused."""
    response = client.post(path, json=body)
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found["status"] == response.status_code
    return found
