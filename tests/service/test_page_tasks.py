"""Ten things that a reporter does on the page, each in Chromium; and that everybody can use it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from index.build import Index, index_paths, open_index
from retrieval.answer import Searcher
from service.app import build_app
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.fakes import HashingEncoder
from tests.service.test_page_browser import chromium, opened, pytestmark  # noqa: F401

MOST_BYTES = 150_000
FERRY = {
    "january.txt": ("2031-01-05", "MR. HOLT: The ferry sails at noon. We pay for a second crew."),
    "march.txt": ("2031-03-09", "MS. ORLA: The ferry sails late, and the pier is closed."),
    "may.txt": ("2032-05-02", "MR. HOLT: The ferry sails twice a day from today."),
}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Iterator[Index]:
    """The sample, and three short talks about a ferry."""
    folder = tmp_path_factory.mktemp("data")
    with open_index(folder, HashingEncoder(), create=True) as index:
        index_paths(index, [sample_folder])
        talks = tmp_path_factory.mktemp("talks")
        for name, (day, words) in FERRY.items():
            rest = "\n\nMS. ORLA: Thank you for that."
            (talks / name).write_text(words + rest, encoding="utf-8")
            (talks / f"{name}.meta.json").write_text(
                f'{{"title": "Talk in {name}", "date": "{day}"}}', encoding="utf-8"
            )
        index_paths(index, [talks])
        yield index


@pytest.fixture(scope="module")
def address(record: Index) -> Iterator[str]:
    """A real server on a free port."""
    settings = Settings(port=0)
    server = Server(build_app(State(settings, record, Searcher(record))), settings)
    server.start()
    yield server.address
    server.stop()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:  # noqa: F811
    with opened(chromium, address) as shown:
        yield shown


def ask(page: Page, question: str = "when does the ferry sail", speaker: str = "") -> None:
    page.goto("/")
    page.get_by_label("said by").fill(speaker)
    page.get_by_label("Question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


def days(page: Page) -> list[str]:
    return page.locator(".answer > .quotes .date").all_text_contents()


def test_browse_from_the_list_of_people_to_a_turn(page: Page) -> None:
    page.get_by_role("link", name="People").click()
    page.get_by_label("Name or label").fill("orla")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="MS. ORLA").click()
    page.get_by_role("link", name="Turn 1", exact=True).first.click()
    expect(page.locator("#t1 .words")).to_contain_text("the pier is closed")
    page.get_by_role("link", name="Documents").click()
    expect(page.locator(".rows li").first).to_contain_text("24 January 2033")


def test_a_timeline_of_mentions_leads_into_a_month(page: Page) -> None:
    ask(page)
    rows = page.locator(".months tbody tr")
    expect(rows.first).to_contain_text("January 2031")
    expect(page.locator(".months meter").first).to_be_visible()
    page.get_by_role("link", name="March 2031").click()
    expect(page.locator(".answer > .quotes > li")).to_have_count(1)
    expect(page.locator("blockquote").first).to_contain_text("sails late")


def test_a_timeline_of_each_speaker_as_bars_and_as_a_table(page: Page) -> None:
    ask(page)
    page.get_by_role("link", name="Who said it when").click()
    lines = page.locator(".timeline section")
    expect(lines.nth(0)).to_contain_text("MR. HOLT 2 turns")
    bars = lines.nth(0).locator("rect")
    # January 2031 and May 2032 are the first month and the seventeenth.
    assert [bar.get_attribute("x") for bar in bars.all()] == ["0.1", "16.1"]
    assert bars.first.bounding_box()["width"] > 5  # type: ignore[index]
    expect(page.locator(".axis span")).to_have_text(["January 2031", "May 2032"])
    head = page.locator("thead th").all_text_contents()
    rows = [row.locator("th, td").all_text_contents() for row in page.locator("tbody tr").all()]
    counts = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}
    assert counts["January 2031"]["MR. HOLT"] == "1"
    assert counts["March 2031"] | {"MS. ORLA": "1", "MR. HOLT": ""} == counts["March 2031"]
    row = page.locator("tbody tr", has_text="May 2032")
    row.get_by_role("link").first.click()
    expect(page.locator("blockquote")).to_have_count(1)
    expect(page.locator("blockquote").first).to_contain_text("twice a day")


def test_order_by_date(page: Page) -> None:
    ask(page, speaker="MR. HOLT")
    page.get_by_role("link", name="newest first").click()
    page.wait_for_url("**order=-date*")
    assert days(page) == ["2 May 2032", "5 January 2031"]
    page.get_by_role("link", name="oldest first").click()
    page.wait_for_url("**order=date*")
    assert days(page) == ["5 January 2031", "2 May 2032"]
    expect(page.locator(".order [aria-current]")).to_have_text("oldest first")


def test_more_results(page: Page) -> None:
    ask(page, "what did Corran say about ships")
    first = page.locator(".answer > .quotes > li").count()
    page.get_by_role("link", name="More quotes").click()
    page.wait_for_url("**more=1*")
    assert page.locator(".answer > .quotes > li").count() > first > 0


def test_all_passages_page_by_page(page: Page) -> None:
    ask(page, "what did Corran say about ships")
    page.get_by_role("link", name="All passages that were found").click()
    expect(page.locator("h1")).to_contain_text("what did Corran say about ships")
    shown = [page.locator(".pager span").first.text_content()]
    first = page.locator("blockquote").all_text_contents()
    page.get_by_role("link", name="More passages").click()
    page.wait_for_url("**cursor=*")
    shown.append(page.locator(".pager span").first.text_content())
    assert shown == ["Passages 1–25", "Passages 26–50"]
    assert not set(first) & set(page.locator("blockquote").all_text_contents())
    page.get_by_role("link", name="First page").click()
    expect(page.locator("blockquote").first).to_have_text(first[0])
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".answer")).to_be_visible()


def test_a_facet_narrows_the_answer_down(page: Page) -> None:
    ask(page)
    page.locator(".facets").get_by_role("link", name="MS. ORLA").click()
    expect(page.locator(".answer > .quotes h3")).to_have_text(["MS. ORLA"])
    expect(page.get_by_label("said by")).to_have_value("MS. ORLA")


def test_a_feed_of_new_mentions(page: Page) -> None:
    ask(page)
    link = page.get_by_role("link", name="Feed of new mentions")
    head = page.locator('link[type="application/atom+xml"]').get_attribute("href")
    assert link.get_attribute("href") == head
    feed = page.request.get(str(head))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    # The talks came on record after the sample: theirs is the first entry, the newest of them.
    assert feed.text().index("Talk in may.txt") < feed.text().index("Talk in january.txt")


def test_export_of_one_and_of_all_citations(page: Page) -> None:
    ask(page)
    both = page.request.get(
        str(page.locator(".after").get_by_role("link", name="BibTeX").get_attribute("href"))
    ).text()
    assert both.count("@misc{") == page.locator(".answer > .quotes > li").count() > 1
    page.get_by_text("Citation", exact=True).first.click()
    one = page.locator("article").first.get_by_role("link", name="BibTeX").get_attribute("href")
    assert page.request.get(str(one)).text().count("@misc{") == 1


def test_upload_and_removal_with_progress(page: Page, record: Index) -> None:
    page.goto("/files")
    files = [
        {"name": "new.txt", "mimeType": "text/plain", "buffer": b"MR. HOLT: The gate is open."},
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
    ]
    page.get_by_label("Transcripts, or a zip").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".sending li")).to_have_count(2)
    expect(page.locator(".sending [role=status]")).to_contain_text("Done: 1 added, 1 refused.")
    assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [2, 2]
    page.get_by_role("link", name="Show the files on record").click()
    page.get_by_role("button", name="Remove new.txt").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("status").first).to_contain_text("new.txt is off the record")
    assert record.store.names(["new.txt"]) == set()


def test_upload_without_a_script(chromium: Browser, address: str, record: Index) -> None:  # noqa: F811
    with opened(chromium, address, "files", java_script_enabled=False) as page:
        file = {"name": "plain.txt", "mimeType": "text/plain", "buffer": b"MR. HOLT: It rains."}
        page.get_by_label("Transcripts, or a zip").set_input_files([file])  # type: ignore[arg-type]
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status").first).to_contain_text("1 added, 0 replaced")
        record.remove("plain.txt")


def test_save_a_question(page: Page) -> None:
    ask(page, "what is said about the pier")
    page.get_by_role("button", name="Save this question").click()
    page.wait_for_url("**/saved")
    expect(page.get_by_role("link", name="what is said about the pier")).to_be_visible()
    expect(page.get_by_role("link", name="Feed (Atom)")).to_have_count(1)
    page.get_by_role("button", name="Remove what is said about the pier").click()
    expect(page.get_by_text("No question is saved yet")).to_be_visible()


def test_the_way_back_from_a_transcript_and_from_mention_to_mention(page: Page) -> None:
    ask(page, "lake")
    results = page.locator("blockquote").all_inner_texts()
    page.get_by_role("link", name="Read turn").first.click()
    page.get_by_role("link", name="Next mention").first.click()
    assert page.evaluate("location.hash").startswith("#t")
    page.get_by_role("link", name="Previous mention").first.click()
    page.get_by_role("link", name="Back to the results").click()
    expect(page.get_by_label("Question")).to_have_value("lake")
    assert page.locator("blockquote").all_inner_texts() == results


def test_a_cut_quote_opens_to_all_that_was_said(page: Page) -> None:
    ask(page, "when do the passenger boats across Lake Corrow sail again")
    card = page.locator("article.quote", has=page.locator("details.more")).first
    quoted = card.locator("blockquote").inner_text()
    whole = card.locator(".whole")
    expect(whole).to_be_hidden()
    card.get_by_text("More was said").click()
    expect(whole).to_be_visible()
    expect(whole).to_contain_text(quoted)
    assert len(whole.inner_text()) > len(quoted) + 100


def test_speakers_stand_side_by_side(page: Page) -> None:
    ask(page)
    page.get_by_role("link", name="Compare what they say side by side").click()
    expect(page.locator(".beside h2")).to_have_text(["MR. HOLT", "Ilsabet M. Corran", "MS. ORLA"])
    said = page.locator(".beside section").nth(2).locator("blockquote").first
    expect(said).to_contain_text("sails late")


VIEWS = {
    "ask": "",
    "answer": "?q=when+does+the+ferry+sail",
    "no answer": "?q=what+did+Corran+say+about+railways",
    "wrong filter": "?q=ferry&speaker=Nobody",
    "mentions": "mentions?q=ferry",
    "passages": "passages?q=ferry",
    "timeline": "timeline?q=ferry",
    "documents": "documents",
    "people": "people",
    "person": "people/mr-holt",
    "compare": "compare?q=ferry&speaker=MR.+HOLT&speaker=MS.+ORLA",
    "saved": "saved",
    "files": "files",
    "corrections": "corrections?speaker=mr-holt",
    "reference": "docs",
}


def axe_script() -> str:
    """Axe's own script, which its Python package carries."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    return (Path(str(spec.origin)).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(
    chromium: Browser,  # noqa: F811
    address: str,
    record: Index,
    scheme: str,
) -> None:
    views = VIEWS | {"transcript": f"d/{record.store.document_ids_of('may.txt')[0]}?q=ferry"}
    context = chromium.new_context(base_url=address, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    foreign: list[str] = []
    context.on(
        "request", lambda one: None if one.url.startswith(address) else foreign.append(one.url)
    )
    shown, script, wrong = context.new_page(), axe_script(), []
    for view, path in views.items():
        shown.goto(address + path)
        shown.add_script_tag(content=script)
        found = shown.evaluate(
            "rules => axe.run(rules).then(all => all.violations.map(one => one.id))",
            {} if scheme == "light" else {"runOnly": ["color-contrast"]},
        )
        wrong += [f"{view}: {one}" for one in found]
    context.close()
    assert (wrong, foreign) == ([], [])


def test_no_view_weighs_much(address: str, record: Index) -> None:
    assets = sum(len(urlopen(f"{address}page/{name}").read()) for name in ("page.css", "page.js"))
    views = VIEWS | {"transcript": f"d/{record.store.document_ids_of('may.txt')[0]}?q=ferry"}
    del views["wrong filter"]  # a 422, which urlopen raises
    sizes = {view: len(urlopen(address + path).read()) + assets for view, path in views.items()}
    assert max(sizes.values()) <= MOST_BYTES, sizes
