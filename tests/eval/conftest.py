"""The report of an evaluation of the fiction, and its page."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from eval.command import evaluate
from eval.report.report import Report
from eval.runs import CollectionRun
from index.build import Index, index_paths, open_index
from tests.eval.fiction import write_fiction
from tests.fakes import HashingEncoder


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("page")
    return evaluate(
        [write_fiction(place)], encoder=HashingEncoder(), out=place / "runs", cache=place / "cache"
    )


@pytest.fixture
def run(report: Report) -> CollectionRun:
    (run,) = report.runs
    return run


@pytest.fixture(scope="session")
def page(report: Report) -> str:
    assert report.folder is not None
    return (report.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def root(page: str) -> Xml.Element:
    return Xml.fromstring(page)


@pytest.fixture
def opened(tmp_path: Path) -> Index:
    """An index of the fiction's documents."""
    write_fiction(tmp_path)
    index = open_index(tmp_path / "data", HashingEncoder(), create=True)
    index_paths(index, [tmp_path / "documents"])
    return index
