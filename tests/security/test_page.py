"""Strangers' words and strangers' pages in a real browser: no script of theirs runs or reads.

The long form, 300 payloads in six places: `XSS_PAYLOADS=300 pytest tests/security/test_page.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from index.build import Index, open_index
from index.records import Metadata
from retrieval.answer import Searcher
from service import headers, plain
from service.access import Places
from service.app import build_app
from service.routes import pages
from service.server import Server
from service.settings import Settings
from service.state import State
from tests.browser import CHROMIUM, FLAGS, NEEDS_BROWSER, chromium
from tests.fakes import HashingEncoder
from tests.security.payloads import payloads

__all__ = ["chromium"]

pytestmark = NEEDS_BROWSER
COUNT = int(os.environ.get("XSS_PAYLOADS", "40"))
A_PAGE = 20
"""Payloads that share a transcript."""


def transcript(words: list[str]) -> str:
    """Each payload is said, asked, and part of a label and of a name."""
    lines = []
    for number, one in enumerate(words):
        lines.append(f"MS. ORLA: What of harbour {number}, and of {one}?")
        lines.append(f"MR. HOLT {one[:60]}: It is shut.")
        lines.append(f"MINISTER VASK: The harbour {number} stays open {one} until noon.")
    return "\n\n".join(line.replace("\n", " ") for line in lines)


def filled(index: Index, words: list[str]) -> Iterator[str]:
    """Put the payloads on record; the paths of pages that show them."""
    for start in range(0, len(words), A_PAGE):
        some = words[start : start + A_PAGE]
        evil = next((one for one in some if len(one) < 200), some[0])
        known = Metadata(title=evil, place=some[-1], venue=some[0], byline=evil, url="about:blank")
        name = plain.plain(f"talk{start} {evil}.txt")[:200]
        result = index.put(name, transcript(some).encode(), metadata=known)
        for document in result.documents:
            yield f"d/{document.document_id}?q=harbour"
    yield from ("documents", "people", "documents?sort=title")
    for person in index.store.speakers()[:5]:
        yield f"people/{quote(person.speaker_id)}"
    for number in range(0, len(words), 7):
        yield "?" + urlencode({"q": f"harbour {words[number]}", "speaker": words[number][:80]})
        yield "?" + urlencode({"q": f"what did Vask say about the harbour {number}"})
        yield "mentions?" + urlencode({"q": f"harbour {words[number][:40]}"})


@contextmanager
def served(folder: Path, settings: Settings | None = None) -> Iterator[tuple[Index, str]]:
    with open_index(folder, HashingEncoder(), create=True) as index:
        chosen = settings or Settings(port=0, data=folder)
        server = Server(build_app(State(chosen, index, Searcher(index))), chosen)
        server.start()
        yield index, server.address
        server.stop()


def trusting(browser: Browser, *flags: str) -> Browser:
    """Another browser, without its own checks of what lies in the local network."""
    off = "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"
    return browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, off, *flags])


@pytest.fixture(scope="module")
def careless(chromium: Browser) -> Iterator[Browser]:
    browser = trusting(chromium)
    yield browser
    browser.close()


def visited(browser: Browser, address: str, paths: list[str]) -> list[str]:
    """What went wrong on these pages: a script that ran, a request to elsewhere, a dialog."""
    wrong: list[str] = []
    context = browser.new_context(base_url=address)
    page = context.new_page()

    def look(request: Request) -> None:
        if not request.url.startswith((address, "data:", "about:")):
            wrong.append(f"request: {request.url}")

    page.on("request", look)
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on("popup", lambda popup: wrong.append(f"popup: {popup.url}"))
    for path in paths:
        page.goto(address + path)
        if page.evaluate("window.ran === 1"):
            wrong.append(f"ran: {path}")
        if urlsplit(page.url).netloc != urlsplit(address).netloc:
            wrong.append(f"left for {page.url}")
        strange = page.evaluate(
            "document.querySelectorAll('iframe,object,embed,base,svg script,[onerror],[onload],"
            '[onfocus],[onmouseover],a[href^="javascript:" i]\').length'
        )
        if strange:
            wrong.append(f"markup: {path}")
    context.close()
    return wrong


def _forget() -> None:
    """Templates that were compiled with another rule of escaping."""
    if pages.templates.cache is not None:
        pages.templates.cache.clear()


def test_no_words_of_a_transcript_run_or_load(chromium: Browser, tmp_path: Path) -> None:
    words = list(payloads(COUNT))
    assert len(words) == COUNT
    with served(tmp_path) as (index, address):
        paths = list(filled(index, words))
        assert len(paths) > COUNT / 4
        assert not visited(chromium, address, paths)


def test_markup_that_slips_through_is_found_and_runs_nothing(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With escaping switched off the harness must see the markup, and the policy must stop it."""
    monkeypatch.setattr(pages.templates, "autoescape", False)
    _forget()
    with served(tmp_path) as (index, address):
        paths = list(filled(index, list(payloads(12))))[:3]
        found = visited(chromium, address, paths)
        assert any(one.startswith("markup") for one in found)
        assert not any(one.startswith(("ran", "dialog")) for one in found)
        monkeypatch.setitem(headers.HEADERS, "Content-Security-Policy", "img-src 'self'")
        assert any(one.startswith("ran") for one in visited(chromium, address, paths))
    monkeypatch.undo()
    _forget()


EVIL = """async (address) => {
    const told = [];
    const note = async (name, work) => {
        try { const got = await work(); told.push([name, got]); } catch (error) { }
    };
    const text = async (response) => (await response.text()).slice(0, 200);
    await note('get', async () => text(await fetch(address + 'v1/documents')));
    await note('credentials', async () =>
        text(await fetch(address + 'v1/documents', {credentials: 'include'})));
    await note('post', async () => text(await fetch(address + 'v1/ask',
        {method: 'POST', headers: {'Content-Type': 'application/json'},
         body: '{"question": "harbour"}'})));
    await note('put', async () => text(await fetch(address + 'v1/documents/evil.txt',
        {method: 'PUT', body: 'MR. EVIL: I was here.'})));
    await note('delete', async () => text(await fetch(address + 'v1/documents/talk.txt',
        {method: 'DELETE'})));
    await note('simple post', async () => {
        await fetch(address + 'v1/documents', {method: 'POST', mode: 'no-cors', body: 'PK'});
    });
    await note('script', () => new Promise((done, fail) => {
        const one = document.createElement('script');
        one.onload = () => done('loaded'); one.onerror = fail;
        one.src = address + 'v1/documents'; document.head.append(one);
    }));
    await note('image', () => new Promise((done, fail) => {
        const one = new Image(); one.onload = () => done('loaded'); one.onerror = fail;
        one.src = address + 'page/icon.svg';
    }));
    await note('frame', () => new Promise((done) => {
        const one = document.createElement('iframe'); one.src = address + '?q=harbour';
        one.onload = () => {
            try { done(one.contentDocument && one.contentDocument.body.innerText); }
            catch (error) { done(''); }
        };
        document.body.append(one);
    }));
    const form = document.createElement('form');
    form.method = 'POST'; form.action = address + 'v1/documents'; form.enctype = 'text/plain';
    form.target = 'away'; document.body.append(form); form.submit();
    return told.filter(([, got]) => got && !String(got).includes('urn:onrecord:problem'));
}"""


def on_page_of(browser: Browser, origin: str, aim: str) -> list[list[str]]:
    """What a page of another origin reads at an address, with every means that a page has."""
    context = browser.new_context()
    page: Page = context.new_page()
    page.route(
        f"{origin}/**",
        lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><title>evil</title><body>evil"
        ),
    )
    page.goto(f"{origin}/index.html")
    found: list[list[str]] = page.evaluate(EVIL, aim)
    page.wait_for_timeout(200)
    context.close()
    return found


@pytest.mark.parametrize("origin", ["http://evil.invalid", "http://127.0.0.1:1"])
def test_a_page_of_another_origin_reads_and_changes_nothing(
    careless: Browser, tmp_path: Path, origin: str
) -> None:
    with served(tmp_path) as (index, address):
        index.put("talk.txt", b"MR. HOLT: The harbour is open.")
        before = index.generation
        assert not on_page_of(careless, origin, address)
        assert [one.name for one in index.store.sources()] == ["talk.txt"]
        assert index.generation == before


def test_a_name_that_was_pointed_here_reads_and_changes_nothing(
    chromium: Browser, tmp_path: Path
) -> None:
    """DNS rebinding: to the browser the page and the service have one origin."""
    with served(tmp_path) as (index, address):
        index.put("talk.txt", b"MR. HOLT: The harbour is open.")
        port = urlsplit(address).port
        mapped = f"--host-resolver-rules=MAP evil.invalid:{port} 127.0.0.1:{port}"
        browser = trusting(chromium, mapped)
        found = rebound(browser, f"http://evil.invalid:{port}")
        browser.close()
        assert found == [421, 421, 421]
        assert [one.name for one in index.store.sources()] == ["talk.txt"]


def rebound(browser: Browser, origin: str) -> list[int]:
    """Statuses of a read, a PUT and a DELETE by a page whose name now leads to the service."""
    page = browser.new_context().new_page()
    page.route(
        f"{origin}/evil.html",
        lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><title>evil</title>"
        ),
    )
    page.goto(f"{origin}/evil.html")
    statuses: list[int] = page.evaluate(
        """async () => {
            const asked = [['v1/documents', {}], ['v1/documents/e.txt', {method: 'PUT', body: 'a'}],
                ['v1/documents/talk.txt', {method: 'DELETE'}]];
            const told = [];
            for (const [path, how] of asked) told.push((await fetch('/' + path, how)).status);
            return told;
        }"""
    )
    return statuses


def test_without_the_checks_the_foreign_page_would_read(
    careless: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Places, "_refusal", lambda *_: None)
    settings = Settings(port=0, data=tmp_path, cors_origins=("http://evil.invalid",))
    with served(tmp_path, settings) as (index, address):
        index.put("talk.txt", b"MR. HOLT: The harbour is open.")
        found = on_page_of(careless, "http://evil.invalid", address)
        assert {"get", "delete"} <= {name for name, _ in found}
