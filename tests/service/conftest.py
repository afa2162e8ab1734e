"""A small real index over invented transcripts, an app on it, and a clean environment."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.build import Index, open_index
from index.encoding.encoder import Encoder
from retrieval.answer import Searcher
from retrieval.reader import Reader
from service import opening
from service.app import build_app
from service.cli import run
from service.logs import CHATTY
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.retrieval.reading import WordReader
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


@pytest.fixture
def own_logs() -> Iterator[None]:
    """The entry sets handlers and levels; a test gives them back."""
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in CHATTY)]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.fixture
def words_for_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deterministic encoder and reader stand in the models' place."""

    def load(model: str | None, *, adapter: str | None, threads: int, precision: str) -> Encoder:
        return HashingEncoder(name=model or "hashing")

    def load_reader(reader: str | None, *, threads: int, precision: str) -> Reader | None:
        return None if reader in (None, "none") else WordReader({"storm wall": 90.0})

    monkeypatch.setattr(opening, "load_encoder", load)
    monkeypatch.setattr(opening, "load_reader", load_reader)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three transcripts; the index goes to `data` beside them."""
    monkeypatch.chdir(tmp_path)
    texts = tmp_path / "texts"
    (texts / "speeches").mkdir(parents=True)
    (texts / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (texts / "mill.txt").write_text(MILL, encoding="utf-8")
    (texts / "speeches" / "storm.txt").write_text(STORM, encoding="utf-8")
    return texts


@pytest.fixture
def indexed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(["index", str(folder)]) == 0
    capsys.readouterr()
    return folder
