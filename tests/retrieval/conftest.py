"""One small real index over invented transcripts, for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.build import Index, open_index
from retrieval.answer import Searcher
from retrieval.catalogue import Catalogue
from tests.fakes import HashingEncoder
from tests.retrieval.fiction import BRIEFING, LATER, SPEECH


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index that tests only read."""
    with open_index(tmp_path_factory.mktemp("data"), HashingEncoder(), create=True) as opened:
        opened.put("briefing.txt", BRIEFING.encode())
        opened.put("later.txt", LATER.encode())
        opened.put("speech.txt", SPEECH.encode())
        yield opened


@pytest.fixture(scope="session")
def catalogue(index: Index) -> Catalogue:
    return Catalogue(index.store)


@pytest.fixture(scope="session")
def searcher(index: Index) -> Searcher:
    return Searcher(index)
