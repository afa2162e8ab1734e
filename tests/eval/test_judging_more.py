"""Further passages for a question that is judged: by their words, or ranked further down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.collections.collection import load_collection
from eval.judging.judging import JudgingDesk, open_desk
from index.build import Index
from index.errors import BadRequest, NotFound
from retrieval.answer import Searcher
from tests.service.judges import ANSWER, LIGHTHOUSE, app_of, grades, judged_index

THINGS = "anvil barrel candle drum engine fiddle gate hammer island jetty kettle ladder".split()
SHOP = "".join(f"MR. PELL: The {thing} of the shop was sold in June.\n\n" for thing in THINGS)
DRUM = "The drum of the shop was sold in June."


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "shop.txt").write_text(SHOP, encoding="utf-8")
    with judged_index(tmp_path) as opened:
        yield opened


def shallow(index: Index, folder: Path, judge: str = "ada", depth: int = 1) -> JudgingDesk:
    cache = folder / "cache"
    return open_desk(folder / "judged", judge, Searcher(index), cache=cache, depth=depth)


def places(desk: JudgingDesk, query_id: str) -> list[tuple[str, int]]:
    sheets = desk.question(query_id).sheets
    return [(sheet.passage.source_name, sheet.passage.start) for sheet in sheets]


def test_a_place_is_added_by_its_words_at_the_end(index: Index, tmp_path: Path) -> None:
    desk = shallow(index, tmp_path)
    query_id = desk.add({"text": LIGHTHOUSE})
    before = places(desk, query_id)
    assert DRUM not in str(desk.question(query_id))
    marks = grades(desk, query_id, ANSWER, "2")
    # Copied from a page, where lines break elsewhere, with its quotation marks.
    words = f"“{DRUM.replace(' of ', chr(10) + ' of ')}”"
    assert desk.more(query_id, {**marks, "action": "add", "words": words}) == 1
    assert places(desk, query_id)[: len(before)] == before
    added = desk.question(query_id).sheets[-1]
    assert DRUM in " ".join(added.passage.sentences)
    assert desk.question(query_id).entry.judged == 1  # The marks of the form are kept.


def test_what_was_added_can_be_gold(index: Index, tmp_path: Path) -> None:
    desk = shallow(index, tmp_path)
    query_id = desk.add({"text": LIGHTHOUSE})
    desk.more(query_id, {"action": "add", "words": DRUM})
    form = grades(desk, query_id, DRUM, "1")
    assert desk.save(query_id, {**form, "action": "finish"})
    golds = load_collection(tmp_path / "judged").golds
    assert [(gold.document, gold.relevance) for gold in golds if gold.relevance] == [
        ("shop.txt", 1)
    ]
    assert len(golds) == len(desk.question(query_id).sheets)  # The rest is 0.


def test_who_has_finished_has_the_new_ones_left(index: Index, tmp_path: Path) -> None:
    ada, bo = shallow(index, tmp_path), shallow(index, tmp_path, "bo")
    query_id = ada.add({"text": LIGHTHOUSE})
    assert ada.save(query_id, {**grades(ada, query_id, ANSWER, "2"), "action": "finish"})
    bo.more(query_id, {"action": "add", "words": DRUM})
    entry = ada.question(query_id).entry
    assert (entry.done, entry.passages - entry.judged) == (False, 1)


def test_deeper_gives_what_the_systems_rank_next(index: Index, tmp_path: Path) -> None:
    desk = shallow(index, tmp_path)
    query_id = desk.add({"text": LIGHTHOUSE})
    first = places(desk, query_id)
    desk.more(query_id, {"action": "deeper"})
    second = places(desk, query_id)
    assert second[: len(first)] == first
    assert len(set(second)) == len(second) > len(first)
    deep = shallow(index, tmp_path / "other", depth=100)
    everything = set(places(deep, deep.add({"text": LIGHTHOUSE})))
    assert set(second) <= everything
    for _ in everything:
        try:
            desk.more(query_id, {"action": "deeper"})
        except BadRequest as error:
            assert "among its best 100" in str(error)  # noqa: PT017 -- it ends by this error
            break
    assert set(places(desk, query_id)) == everything


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "0 words are too few"),
        ("the mill", "2 words are too few"),
        ("words that nobody has ever said here", "stand in no turn"),
        (ANSWER, "in the list already"),
    ],
)
def test_words_that_cannot_be_added_are_refused(
    index: Index, tmp_path: Path, words: str, message: str
) -> None:
    desk = shallow(index, tmp_path)
    query_id = desk.add({"text": LIGHTHOUSE})
    with pytest.raises(BadRequest, match=message):
        desk.more(query_id, {"action": "add", "words": words})


def test_no_question_no_passages(index: Index, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        shallow(index, tmp_path).more("J009", {"action": "deeper"})


def test_the_page_adds_and_says_so(index: Index, tmp_path: Path) -> None:
    desk = shallow(index, tmp_path)
    client = app_of(index, desk)
    place = client.post("/judge", data={"text": LIGHTHOUSE}).headers["location"]
    response = client.post(place, data={"action": "add", "words": DRUM})
    assert response.headers["location"] == f"{place}?added=1"
    page = client.get(response.headers["location"]).text
    assert "1 passage added at the end of the list" in page
    assert DRUM in page
    wrong = client.post(place, data={"action": "add", "words": "<b>"})
    assert wrong.status_code == 422
    assert 'value="&lt;b&gt;"' in wrong.text
    assert "too few to find a place" in wrong.text
