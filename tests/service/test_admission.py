"""A question that is refused because others wait costs next to nothing."""

from __future__ import annotations

from typing import NoReturn

import pytest
from fastapi.testclient import TestClient

from service import admission, transport

QUESTIONS = ("/v1/ask?q=lighthouse", "/v1/documents", "/v1/speakers", "/d/0")


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_refusal_takes_no_worker_and_reads_no_store(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """Where it did, the surplus stood in line with the questions that were let in."""

    async def worker(*_: object) -> NoReturn:
        pytest.fail("a worker was asked for")

    monkeypatch.setattr(admission, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(transport, "run_in_threadpool", worker)
    refused = client.get(asked)
    assert refused.status_code == 503
    assert refused.json()["code"] == "busy"
    assert refused.headers["retry-after"] == "1"
