"""The judging page in headless Chromium: without JavaScript, by keyboard, by selecting words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.collections.collection import load_collection
from eval.command import read_texts
from index.build import Index
from retrieval.answer import Searcher
from service.app import build_app
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.browser import NEEDS_BROWSER, chromium
from tests.service.judges import ANSWER, LIGHTHOUSE, desk_of, judged_index
from tests.service.test_page_browser import opened

__all__ = ["chromium"]

pytestmark = NEEDS_BROWSER


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with judged_index(tmp_path) as opened_index:
        yield opened_index


@pytest.fixture
def address(index: Index, tmp_path: Path) -> Iterator[str]:
    """A real server with the judging page on a free port."""
    settings = Settings(port=0)
    state = State(settings, index, Searcher(index))
    state.load_desk(desk_of(index, tmp_path))
    server = Server(build_app(state, with_judging=True), settings)
    server.start()
    yield server.address
    server.stop()


def ask(page: Page, text: str) -> None:
    page.get_by_label("Question").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/judge/J*")


def test_one_question_is_judged_from_start_to_end_without_a_script(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with opened(chromium, address, "judge", java_script_enabled=False) as page:
        ask(page, LIGHTHOUSE)
        expect(page.get_by_role("heading", level=1)).to_have_text(LIGHTHOUSE)
        passage = page.locator("article.passage", has_text="The simple answer is no.")
        expect(passage).to_contain_text("Will the old lighthouse at Fenn be closed this year?")
        first = passage.locator("fieldset.mark").first
        first.get_by_label("2 – answers").check()
        first.get_by_label("from sentence").select_option("2")
        first.get_by_label("to sentence").select_option("2")
        page.get_by_role("button", name="Save so far").click()
        expect(page.get_by_role("status")).to_contain_text("Saved: 1 of")
        marked = page.locator(".sentence.g2")
        expect(marked).to_have_count(1)
        expect(marked).to_contain_text("The lighthouse at Fenn stays open")

        page.get_by_role("link", name="All questions").click()
        expect(page.get_by_role("heading", name="To be judged (1)")).to_be_visible()
        page.get_by_role("link", name=LIGHTHOUSE).click()
        page.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("status")).to_have_text("J001 is finished and saved.")
        expect(page.get_by_role("heading", name="Done (1)")).to_be_visible()

        ask(page, "How many penguins live in the palace garden?")
        page.get_by_label("Nothing on the record answers this question").check()
        page.get_by_role("button", name="Finish").click()
        expect(page.get_by_text("done: nothing answers")).to_be_visible()

    collection = load_collection(tmp_path / "judged")
    assert [query.kind for query in collection.queries] == ["direct", "none"]
    (gold,) = (one for one in collection.golds if one.relevance)
    text = read_texts(collection)[gold.document]
    assert text[gold.start : gold.end] == ANSWER.removeprefix("The simple answer is no. ")


def test_a_question_is_judged_by_keyboard_alone(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with opened(chromium, address, "judge") as page:
        page.get_by_label("Question").focus()
        page.keyboard.type(LIGHTHOUSE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/judge/J001")
        choice = page.get_by_label("not judged").first
        for _ in range(20):
            page.keyboard.press("Tab")
            if choice.evaluate("element => element === document.activeElement"):
                break
        expect(choice).to_be_focused()
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        expect(page.get_by_label("2 – answers").first).to_be_checked()
        finish = page.get_by_role("button", name="Finish")
        for _ in range(100):
            page.keyboard.press("Tab")
            if finish.evaluate("element => element === document.activeElement"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/judge?saved=J001")
    assert sum(one.relevance for one in load_collection(tmp_path / "judged").golds) == 2


def test_selecting_words_sets_the_sentences_of_a_mark(chromium: Browser, address: str) -> None:
    with opened(chromium, address, "judge") as page:
        ask(page, LIGHTHOUSE)
        passage = page.locator("article.passage", has_text="The simple answer is no.")
        passage.scroll_into_view_if_needed()
        second = passage.locator(".sentence").nth(1)
        # The sentence goes over two lines: aim at the first part of it.
        box = second.evaluate("one => one.getClientRects()[0].toJSON()")
        page.mouse.dblclick(box["x"] + 40, box["y"] + box["height"] / 2)
        row = passage.locator("fieldset.mark").first
        expect(row.get_by_label("from sentence")).to_have_value("2")
        expect(row.get_by_label("to sentence")).to_have_value("2")
        row.get_by_label("1 – in part").check()
        expect(passage.locator(".sentence.g1")).to_have_count(1)
        row.get_by_label("0 – no").check()
        expect(passage.locator(".sentence.g1")).to_have_count(0)


def test_a_transcript_cannot_run_a_script(chromium: Browser, address: str) -> None:
    with opened(chromium, address, "judge") as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        ask(page, "what happens to the ferry over the sound")
        expect(page.get_by_text('<script>alert("boat")</script>').first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_a_phone_and_a_desk(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 700}, "color_scheme": scheme}
    with opened(chromium, address, "judge", **options) as page:
        for path in ("judge", "judge/J001"):
            if path != "judge":
                ask(page, "the ferry over the sound")
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
            outside = page.evaluate(
                "[...document.querySelectorAll('form *, article *')]"
                ".filter(one => one.getBoundingClientRect().right > innerWidth + 1)"
                ".map(one => one.outerHTML.slice(0, 80))"
            )
            assert not outside
