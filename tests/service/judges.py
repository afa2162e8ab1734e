"""A folder of transcripts, its index, and people who judge it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from eval.judging.judging import JudgingDesk, open_desk
from index.build import Index, index_paths, open_index
from retrieval.answer import Searcher
from service.app import build_app
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.service.clients import local_client
from tests.service.fiction import HARBOUR, MILL, STORM

TEXTS = {"harbour.txt": HARBOUR, "mill.txt": MILL, "storm.txt": STORM}
LIGHTHOUSE = "Will the lighthouse at Fenn be closed?"
ANSWER = (
    "The simple answer is no. The lighthouse at Fenn stays open, and its lamp will be renewed "
    "before the winter."
)


@contextmanager
def judged_index(folder: Path) -> Iterator[Index]:
    """An index of `folder/texts`."""
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    with open_index(folder / "data", HashingEncoder(), create=True) as opened:
        index_paths(opened, [texts])
        yield opened


def desk_of(index: Index, folder: Path, judge: str = "ada") -> JudgingDesk:
    """One person's desk; all judge in `folder/judged`."""
    return open_desk(folder / "judged", judge, Searcher(index), cache=folder / "cache")


def app_of(index: Index, desk: JudgingDesk | None) -> TestClient:
    """The service, with the judging page where there is a desk."""
    state = State(Settings(), index, Searcher(index))
    if desk is not None:
        state.load_desk(desk)
    return local_client(build_app(state, with_judging=desk is not None), follow_redirects=False)


def grades(desk: JudgingDesk, query_id: str, words: str, grade: str) -> dict[str, str]:
    """A form that marks the passage that holds these words, sentence to sentence."""
    for sheet in desk.question(query_id).sheets:
        found = [at for at, one in enumerate(sheet.passage.sentences, 1) if one in words]
        if found:
            return {
                f"grade-{sheet.number}-1": grade,
                f"from-{sheet.number}-1": str(found[0]),
                f"to-{sheet.number}-1": str(found[-1]),
            }
    raise AssertionError(f"not pooled: {words}")
