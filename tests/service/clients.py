"""Clients of an app under a name that the service takes for its own."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

ADDRESS = "http://localhost"


def local_client(app: FastAPI, *, follow_redirects: bool = True) -> TestClient:
    """A client on this machine."""
    return TestClient(app, base_url=ADDRESS, follow_redirects=follow_redirects)
