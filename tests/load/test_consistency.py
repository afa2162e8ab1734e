"""Each read sees one version of a document, whole; long form: `tests/load/consistency.py`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from index.build import Index
from index.finding.derived import Derived
from index.live import PutResult
from index.storing.store import Store
from index.storing.writes import Change
from retrieval import answer
from retrieval.results import SearchResult
from service.responses import search_body
from service.routes import ask
from service.schemas import SearchBody
from tests.load import consistency
from tests.load.consistency import Trial

READS = 800


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with consistency.served(tmp_path) as found:
        yield found


def test_every_read_sees_one_version_whole(address: str) -> None:
    report = Trial(address, READS, 13).run()
    assert not report.failures, str(report)
    assert report.reads.total() == READS
    assert report.writes > 5


def finds_late(patch: pytest.MonkeyPatch) -> None:
    """What is committed can be found only after a while, and nobody waits for it."""
    real = Derived.apply

    def apply(self: Derived, change: Change) -> None:
        time.sleep(0.1)
        real(self, change)

    patch.setattr(Derived, "apply", apply)
    patch.setattr(answer, "MOST_AGAIN_S", -1.0)
    patch.setattr(Store, "unseen", lambda _: nullcontext())
    patch.setattr(Index, "findable_at", lambda self, _: self._derived.findable)


def acknowledges_nothing(patch: pytest.MonkeyPatch) -> None:
    real = Index.put
    done: dict[str, PutResult] = {}

    def put(self: Index, name: str, data: bytes, **more: object) -> PutResult:
        if name not in done or len(data) % 2:
            done[name] = real(self, name, data, **more)  # type: ignore[arg-type]
        return done[name]

    patch.setattr(Index, "put", put)


def goes_back(patch: pytest.MonkeyPatch) -> None:
    def earlier(result: SearchResult, following: str | None) -> SearchBody:
        body = search_body(result, following)
        body.generation = max(0, body.generation - len(body.hits) % 2)
        return body

    patch.setattr(ask, "search_body", earlier)


def drops_a_hit(patch: pytest.MonkeyPatch) -> None:
    def fewer(result: SearchResult, following: str | None) -> SearchBody:
        body = search_body(result, following)
        body.hits = body.hits[1:] if body.generation % 3 == 0 else body.hits
        return body

    patch.setattr(ask, "search_body", fewer)


@pytest.mark.parametrize("fault", [finds_late, acknowledges_nothing, goes_back, drops_a_hit])
def test_a_seeded_fault_is_found(
    address: str, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    fault(monkeypatch)
    assert Trial(address, READS, 13).run().failures
