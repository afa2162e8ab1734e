"""The report's page in headless Chromium: what opens, what is hidden, what fits on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.command import evaluate
from tests.browser import NEEDS_BROWSER, chromium
from tests.eval.fiction import write_fiction
from tests.fakes import HashingEncoder

__all__ = ["chromium"]

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("browser")
    collection = write_fiction(place)
    made = evaluate([collection], encoder=HashingEncoder(), out=place, cache=place / "cache")
    assert made.folder is not None
    return made.folder / "report.html"


@contextmanager
def opened(browser: Browser, report: Path, **options: object) -> Iterator[Page]:
    """The page with JavaScript off; whatever it asks for besides itself fails the test."""
    context = browser.new_context(java_script_enabled=False, **options)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    wanted: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: wanted.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert wanted == [report.as_uri()]
    assert not complaints


def test_a_question_opens_and_shows_what_is_marked(chromium: Browser, report: Path) -> None:
    with opened(chromium, report) as page:
        first = page.locator(".question").first
        judged = first.locator("mark", has_text="ninth of May").first
        expect(judged).to_be_hidden()
        first.locator("summary").first.click()
        expect(judged).to_be_visible()


def test_choosing_wrong_ones_hides_the_others(chromium: Browser, report: Path) -> None:
    with opened(chromium, report) as page:
        everything = page.locator(".question")
        wrong = page.locator(".question.miss")
        expect(everything.filter(visible=True)).to_have_count(5)
        page.get_by_label("first hit wrong").check()
        expect(everything.filter(visible=True)).to_have_count(wrong.count())
        assert wrong.count() < 5
        page.get_by_label("all (5)").check()
        expect(everything.filter(visible=True)).to_have_count(5)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_but_a_table_is_wider_than_the_screen(
    chromium: Browser, report: Path, width: int
) -> None:
    with opened(chromium, report, viewport={"width": width, "height": 800}) as page:
        for details in page.locator(".question > summary").all():
            details.click()
        for box in page.locator("figure, .wide, .question, blockquote, header, p").all():
            place = box.bounding_box()
            if place is not None:
                assert place["x"] >= 0
                assert place["x"] + place["width"] <= width


def test_a_plot_is_named_for_those_who_hear_the_page(chromium: Browser, report: Path) -> None:
    with opened(chromium, report) as page:
        plot = page.get_by_role("img", name="nDCG@10 by kind of question")
        expect(plot).to_have_count(1)
        expect(page.get_by_role("table", name="Rates")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_paper_are_told_apart(chromium: Browser, report: Path, scheme: str) -> None:
    with opened(chromium, report, color_scheme=scheme) as page:
        paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
        ink = page.locator("body").evaluate("e => getComputedStyle(e).color")
        dark = scheme == "dark"
        assert (luminance(paper) < 0.1) == dark
        for colour in [ink, *_series(page)]:
            assert contrast(colour, paper) >= 3


def _series(page: Page) -> list[str]:
    marks = page.locator(".legend svg").all()
    return [str(mark.evaluate("e => getComputedStyle(e).color")) for mark in marks]


def luminance(colour: str) -> float:
    """Relative luminance of an `rgb(r, g, b)`, as WCAG 2 defines it."""
    parts = [int(part) / 255 for part in colour[4:-1].split(",")]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_no_column_is_cut_off_on_a_common_screen(chromium: Browser, report: Path) -> None:
    with opened(chromium, report, viewport={"width": 1280, "height": 900}) as page:
        frames = page.locator("section > .wide")
        assert frames.count() > 3
        for at in range(frames.count()):
            frame = frames.nth(at)
            table, around = frame.locator("table").bounding_box(), frame.bounding_box()
            assert table is not None
            assert around is not None
            assert table["width"] <= around["width"], frame.locator("caption").text_content()


def test_what_the_columns_say_opens(chromium: Browser, report: Path) -> None:
    with opened(chromium, report) as page:
        words = page.get_by_text("share of questions whose first hit delivers a judged span")
        expect(words.first).to_be_hidden()
        page.get_by_text("What the columns say").first.click()
        expect(words.first).to_be_visible()
