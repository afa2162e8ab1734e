"""The page in headless Chromium: by keyboard alone, without JavaScript, with the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.bench.page import first_quotes
from index.build import Index
from retrieval.answer import Searcher
from service.app import build_app
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.browser import NEEDS_BROWSER, chromium
from tests.service.fiction import HARBOUR

QUESTION = "what did Vask say about the lighthouse at Fenn"
QUOTED = (
    "The simple answer is no. The lighthouse at Fenn stays open, and its lamp will be renewed "
    "before the winter."
)

__all__ = ["chromium"]

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    """A real server on a free port."""
    settings = Settings(port=0)
    server = Server(build_app(State(settings, index, Searcher(index))), settings)
    server.start()
    yield server.address
    server.stop()


@contextmanager
def opened(
    browser: Browser, address: str, path: str = "", *, refused: bool = False, **options: Any
) -> Iterator[Page]:
    """A page in a context of its own; a script error or a blocked resource fails the test.

    :param refused: Whether the service may refuse a question, which a browser notes, too.
    """
    context = browser.new_context(base_url=address, **options)
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.goto(address + path)
    yield page
    context.close()
    if refused:
        complaints = [told for told in complaints if "status of 422" not in told]
    assert not complaints


def ask(page: Page, question: str) -> None:
    page.get_by_label("Question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


def test_one_asks_and_opens_the_transcript_by_keyboard_alone(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address) as page:
        expect(page.get_by_label("Question")).to_be_focused()
        expect(page.get_by_text("Filters", exact=True)).to_be_hidden()
        page.keyboard.type(QUESTION)
        for _ in range(2):  # past the button, to the first filter
            page.keyboard.press("Tab")
        expect(page.get_by_label("said by")).to_be_focused()
        page.keyboard.type("Tomas Vask")
        page.keyboard.press("Enter")
        page.wait_for_url("**speaker=Tomas+Vask*")
        expect(page.locator("blockquote").first).to_have_text(QUOTED)
        expect(page.locator("#main")).to_be_focused()
        page.reload()
        page.locator("body").press("Tab")
        expect(page.get_by_text("Skip to the content")).to_be_focused()
        expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
        link = page.get_by_role("link", name="Read turn 2 in the transcript")
        for _ in range(30):
            page.keyboard.press("Tab")
            if link.evaluate("element => element === document.activeElement"):
                break
        expect(link).to_be_focused()
        assert link.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url("**/d/**")
        mark = page.locator("mark")
        expect(mark).to_have_text(QUOTED)
        expect(mark).to_be_in_viewport()


def test_an_answer_takes_the_place_of_the_last_one_and_goes_back_to_it(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address, permissions=["clipboard-write"]) as page:
        page.evaluate("() => { globalThis.isTheSamePage = true; }")
        ask(page, QUESTION)
        expect(page.locator("blockquote").first).to_have_text(QUOTED)
        expect(page).to_have_title(re.compile(re.escape(QUESTION[:40])))
        feed = page.locator("link[rel=alternate]")
        first_feed = feed.get_attribute("href")
        ask(page, "Who will repair the moon?")
        expect(page.locator("#answer.nobody")).to_be_visible()
        expect(feed).to_have_count(1)
        assert feed.get_attribute("href") != first_feed
        page.go_back()
        expect(page.locator("blockquote").first).to_have_text(QUOTED)
        expect(page.get_by_label("Question")).to_have_value(QUESTION)
        page.go_back()
        expect(page.locator(".answer")).to_have_count(0)
        page.go_forward()
        expect(page.locator("blockquote").first).to_have_text(QUOTED)
        page.get_by_role("button", name="Copy quote with citation").first.click()
        expect(page.get_by_text("Copied", exact=True).first).to_be_visible()
        assert page.evaluate("() => isTheSamePage")


def test_the_time_to_the_first_quote_is_taken(address: str) -> None:
    questions = [QUESTION, "Who will repair the moon?"]
    with ThreadPoolExecutor() as beside:  # two browsers cannot be driven from one thread
        waited = beside.submit(first_quotes, address, questions).result()
    assert waited.count == 2
    assert 0 < waited.low <= waited.high


def test_from_a_person_one_asks_and_goes_back_to_the_person(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address, "people") as page:
        page.get_by_role("link", name="Tomas Vask").first.click()
        page.wait_for_url("**/people/*")
        person = page.url
        page.locator("form.ask input[type=search]").fill("the pilots")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=*speaker=*")
        expect(page.locator(".answer")).to_be_visible()
        page.go_back()
        page.wait_for_url(person)
        expect(page.locator("h1")).to_contain_text("Tomas Vask")


def test_what_is_wrong_with_a_filter_is_told_in_place(chromium: Browser, address: str) -> None:
    with opened(chromium, address, refused=True) as page:
        page.get_by_label("said by").fill("Nobody Atall")
        page.get_by_label("Question").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Nobody Atall")


def test_where_the_answer_cannot_be_fetched_the_page_is_loaded(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address) as page:
        page.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError('no')); }")
        ask(page, QUESTION)
        expect(page.locator("blockquote").first).to_have_text(QUOTED)
        assert page.evaluate("() => fetch.toString().includes('native code')")


def test_everything_works_without_a_script(chromium: Browser, address: str) -> None:
    with opened(chromium, address, java_script_enabled=False) as page:
        ask(page, QUESTION)
        expect(page.locator("blockquote").first).to_have_text(QUOTED)
        expect(page.locator("button.copy").first).to_be_hidden()
        page.locator("summary", has_text="Citation").first.click()
        expect(page.locator("pre").first).to_contain_text("— Tomas Vask (via interpreter)")
        page.get_by_role("link", name="Read turn 2 in the transcript").click()
        expect(page.locator("mark")).to_have_text(QUOTED)
        expect(page.locator("mark")).to_be_in_viewport()


def test_the_quote_is_copied_with_its_citation(chromium: Browser, address: str) -> None:
    with opened(chromium, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, QUESTION)
        page.get_by_role("button", name="Copy quote with citation").first.click()
        expect(page.get_by_text("Copied", exact=True).first).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
    start = HARBOUR.index(QUOTED)
    assert copied.splitlines()[0] == f"“{QUOTED}”"
    assert copied.splitlines()[1].startswith("— Tomas Vask (via interpreter), Minister Tomas Vask")
    assert copied.endswith(f"#s{start}-{start + len(QUOTED)}")
    assert copied.splitlines()[2].startswith(address + "d/")


def test_where_the_clipboard_is_refused_the_citation_is_selected(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address) as page:
        ask(page, QUESTION)
        page.evaluate(
            "() => { navigator.clipboard.writeText = async () => { throw new Error('no'); }; }"
        )
        page.get_by_role("button", name="Copy quote with citation").first.click()
        expect(page.locator("pre").first).to_be_visible()
        assert QUOTED in page.evaluate("getSelection().toString()")


@pytest.mark.parametrize("script", [True, False])
def test_the_address_that_http_gives_lands_at_the_quote(
    chromium: Browser, address: str, index: Index, *, script: bool
) -> None:
    """A fragment never reaches the server: a script marks it, without one it is scrolled to."""
    (document_id,) = index.store.document_ids_of("harbour.txt")
    start, end = HARBOUR.index("We pay for"), HARBOUR.index("May on.") + len("May on.")
    small = {"width": 500, "height": 260}
    path = f"d/{document_id}#s{start}-{end}"
    with opened(chromium, address, path, java_script_enabled=script, viewport=small) as page:
        if script:
            expect(page.locator("mark")).to_have_text("We pay for a second crew from May on.")
            assert page.url.endswith(f"?s={start}-{end}#s{start}-{end}")
        place = page.locator(f"#s{start}-{end}")
        expect(place).to_have_count(1)
        assert page.evaluate("scrollY") > 100 if script else True
        expect(page.get_by_text("We pay for a second crew from May on.")).to_be_in_viewport()


def test_nobody_said_that_keeps_the_nearest_apart(chromium: Browser, address: str) -> None:
    with opened(chromium, address) as page:
        ask(page, "what did Vask say about submarines in the Arctic")
        why = "Tomas Vask is on record, but says nothing that answers this."
        expect(page.get_by_role("heading", name=why)).to_be_visible()
        nearest = page.get_by_role("region", name="Nearest passages (not an answer)")
        assert nearest.locator("blockquote").count() == page.locator("blockquote").count() > 0


def test_a_transcript_cannot_run_a_script(chromium: Browser, address: str) -> None:
    with opened(chromium, address) as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        ask(page, "what happens to the ferry over the sound")
        expect(page.get_by_text('<script>alert("boat")</script>').first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_a_phone_and_a_desk_in_light_and_dark(
    chromium: Browser, address: str, index: Index, width: int, scheme: str
) -> None:
    (document_id,) = index.store.document_ids_of("harbour.txt")
    options: dict[str, Any] = {"viewport": {"width": width, "height": 700}, "color_scheme": scheme}
    with opened(chromium, address, "?q=the+ferry+over+the+sound", **options) as page:
        for path in ("", "?q=the+ferry+over+the+sound", f"d/{document_id}"):
            page.goto(address + path)
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
            outside = page.evaluate(
                "[...document.querySelectorAll('form *, article *')]"
                ".filter(one => one.getBoundingClientRect().right > innerWidth + 1)"
                ".map(one => one.outerHTML.slice(0, 80))"
            )
            assert not outside
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness = sum(int(part) for part in background.strip("rgb()").split(","))
        assert (brightness > 600) is (scheme == "light")


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_quote_stands_before_the_filters_are_opened(
    chromium: Browser, address: str, *, script: bool
) -> None:
    options: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "java_script_enabled": script,
    }
    with opened(chromium, address, "?q=the+ferry+over+the+sound", **options) as page:
        expect(page.locator("blockquote").first).to_be_in_viewport()
        box = page.get_by_label("said by")
        expect(box).to_be_hidden()
        page.get_by_text("Filters", exact=True).click()
        expect(box).to_be_visible()
    with opened(chromium, address, "?q=the+ferry+over+the+sound") as page:
        expect(page.get_by_label("said by")).to_be_visible()  # There is room for them.
