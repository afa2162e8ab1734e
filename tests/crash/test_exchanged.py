"""Another record in the place of one that is open: nothing of it gets into an answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import Index
from index.errors import OnRecordError
from index.live import DATABASE
from retrieval.answer import Searcher
from service.app import build_app
from service.settings import Settings
from service.state import State
from tests.crash.portraits import made, reopened, talk, word
from tests.service.clients import local_client

GONE = r"removed or replaced while it was open|it is gone"


def _rename(data: Path, other: Path) -> None:
    data.rename(data.with_name("moved"))


def _rename_and_replace(data: Path, other: Path) -> None:
    _rename(data, other)
    other.rename(data)


def _replace_file(data: Path, other: Path) -> None:
    (other / DATABASE).replace(data / DATABASE)


def _retarget(data: Path, other: Path) -> None:
    """The folder is a link, which leads elsewhere from now on."""
    data.unlink()
    data.symlink_to(other)


EXCHANGES = (_rename, _rename_and_replace, _replace_file, _retarget)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    made(tmp_path / "other", {"0.txt": 5, "1.txt": 6})
    return tmp_path / "other"


@pytest.fixture
def data(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    made(tmp_path / "first", {"0.txt": 1, "1.txt": 2})
    if request.node.callspec.params["exchange"] is _retarget:
        (tmp_path / "data").symlink_to(tmp_path / "first")
    else:
        (tmp_path / "first").rename(tmp_path / "data")
    return tmp_path / "data"


def texts(index: Index) -> list[str]:
    """All texts, read by a thread whose connection is a new one."""
    with index.store.snapshot(), ThreadPoolExecutor(1) as pool:
        return pool.submit(
            lambda: [index.store.text(one.source_id) for one in index.store.sources()]
        ).result()


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_what_is_read_is_of_the_record_that_was_opened(
    data: Path, other: Path, exchange: Callable[[Path, Path], None]
) -> None:
    with reopened(data) as index:
        exchange(data, other)
        with pytest.raises(OnRecordError, match=GONE):
            texts(index)
        with pytest.raises(OnRecordError, match=rf"{GONE}|write.lock"):
            index.put("2.txt", talk(9))
        with pytest.raises(OnRecordError, match=rf"{GONE}|write.lock"):
            index.remove("0.txt")


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_the_service_answers_from_it_or_says_what_is_wrong(
    data: Path, other: Path, exchange: Callable[[Path, Path], None]
) -> None:
    with reopened(data) as index:
        state = State(Settings(data=data), index, Searcher(index))
        with local_client(build_app(state)) as client:
            exchange(data, other)
            for number in (1, 2, 5, 6):
                asked = client.post("/v1/search", json={"question": f"{word(number)} arrives"})
                assert asked.status_code in (200, 503), asked.text
                if asked.status_code == 200 and asked.json()["hits"]:
                    assert word(number) in asked.json()["hits"][0]["text"] or number > 2
                    assert all(
                        word(no) not in asked.text.replace(f"{word(number)} arrives", "")
                        for no in (5, 6)
                    )
            answer = client.put("/v1/documents/2.txt", content=talk(9))
            assert answer.status_code == 503, answer.text
            assert answer.json()["code"] in ("damaged_index", "disk_failed")
