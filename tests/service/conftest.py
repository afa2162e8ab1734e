"""A small real index over invented transcripts, an app on it, and a clean environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.build import Index, open_index
from retrieval.answer import Searcher
from service.app import build_app
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.service.clients import local_client
from tests.service.fiction import HARBOUR, MILL, STORM


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set must not change a test."""
    for key in list(os.environ):
        if key.startswith("ONRECORD_"):
            monkeypatch.delenv(key)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index that tests only read."""
    with open_index(tmp_path_factory.mktemp("data"), HashingEncoder(), create=True) as opened:
        opened.put("harbour.txt", HARBOUR.encode())
        opened.put("mill.txt", MILL.encode())
        opened.put("speeches/storm.txt", STORM.encode())
        yield opened


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    """The app over `index`."""
    with local_client(build_app(State(Settings(), index, Searcher(index)))) as opened:
        yield opened


@pytest.fixture
def own_index(tmp_path: Path) -> Iterator[Index]:
    """An empty index for a test that writes."""
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as opened:
        yield opened


@pytest.fixture
def writer(own_index: Index) -> Iterator[TestClient]:
    """The app over `own_index`, with small limits."""
    settings = Settings(max_source_bytes=10_000, max_question_chars=200)
    state = State(settings, own_index, Searcher(own_index))
    with local_client(build_app(state)) as opened:
        yield opened
