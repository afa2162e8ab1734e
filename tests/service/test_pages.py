"""The page as a browser without JavaScript gets it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from index.build import Index
from index.records import Metadata
from service.filters import FILTERS
from tests.service.fiction import HARBOUR

QUESTION = "what did Vask say about the lighthouse at Fenn"


class Page(HTMLParser):
    """Ids, links and the text inside each element of interest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if tag in ("mark", "blockquote", "h1", "h2", "h3", "q", "pre", "script"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.texts[tag][-1] += data


def get(client: TestClient, path: str, status: int = 200, **params: str) -> Page:
    response = client.get(path, params=params)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def document_id(client: TestClient, name: str) -> str:
    return str(client.get(f"/v1/documents/{name}").json()["documents"][0]["id"])


def test_the_empty_page_is_a_form_with_labels_and_a_skip_link(client: TestClient) -> None:
    page = get(client, "/")
    assert page.links[0] == "#main"
    labelled = {found.get("for") for tag, found in page.tags if tag == "label"}
    inputs = {found.get("id") for tag, found in page.tags if tag == "input"}
    assert inputs == {"q", *(one.box for one in FILTERS)}
    assert inputs <= labelled
    names = [found["value"] for tag, found in page.tags if tag == "option"]
    every = client.get("/v1/speakers").json()["items"]
    expected = sorted(one["name"] or one["labels"][0] for one in every)
    harbour = "Minister Tomas Vask With Ina Orla of Harbour Radio"
    assert names == [*expected, harbour, "mill.txt", "speeches/storm.txt"]
    assert {"Tomas Vask", "THE MODERATOR", "MR. HOLT"} <= set(names)
    (question,) = (found for tag, found in page.tags if found.get("id") == "q")
    assert question["maxlength"] == "2000"


def test_a_quote_is_shown_word_for_word_with_marks_and_context(client: TestClient) -> None:
    page = get(client, "/", q=QUESTION)
    quote = client.get("/v1/ask", params={"q": QUESTION}).json()["quotes"][0]
    assert page.texts["blockquote"][0] == quote["quote"]
    marked = [quote["quote"][span["start"] : span["end"]] for span in quote["highlights"]]
    assert page.texts["mark"][: len(marked)] == marked
    assert page.texts["h3"][0] == "Tomas Vask"
    assert page.texts["q"][0] == quote["context"]["question"]["quote"]
    text = client.get("/", params={"q": QUESTION}).text
    assert "Asked by Ina Orla (MS. ORLA):" in text
    assert "via interpreter" in text
    assert "9 March 2031" in text
    assert "Read as: said by Tomas Vask; about “the lighthouse at Fenn”" in text


def test_a_quote_links_to_its_place_in_the_transcript(client: TestClient) -> None:
    page = get(client, "/", q=QUESTION)
    (link, *_) = [address for address in page.links if address.startswith("/d/")]
    match = re.fullmatch(r"(/d/[0-9a-f]{16}-1)\?s=(\d+)-(\d+)&q=[^#]+#s(\d+)-(\d+)", link)
    assert match is not None
    assert match[2] == match[4]
    start, end = int(match[2]), int(match[3])
    transcript = get(client, match[1], s=f"{start}-{end}")
    assert transcript.texts["mark"] == [HARBOUR[start:end]]
    assert transcript.ids.count(f"s{start}-{end}") == 1
    assert "Go to the quoted words" in client.get(match[1], params={"s": f"{start}-{end}"}).text


def test_the_citation_can_be_copied_without_a_script(client: TestClient) -> None:
    page = get(client, "/", q=QUESTION)
    citation = page.texts["pre"][0]
    quote = client.get("/v1/ask", params={"q": QUESTION}).json()["quotes"][0]
    assert citation.splitlines() == [
        f"“{quote['quote']}”",
        "— Tomas Vask (via interpreter), Minister Tomas Vask With Ina Orla of Harbour Radio; "
        "9 March 2031; harbour.txt, turn 2, characters "
        f"{quote['location']['start']}–{quote['location']['end']}",
        f"http://localhost{quote['url']}",
    ]


def test_what_is_missing_is_said_and_not_invented(client: TestClient) -> None:
    page = get(client, "/", q="what did Holt say about the paper mill")
    text = client.get("/", params={"q": "what did Holt say about the paper mill"}).text
    assert "date not given" in text
    assert "Transcript mill.txt, MR. HOLT and THE MODERATOR" in text
    assert page.texts["h3"][0] == "MR. HOLT"


def test_nobody_said_that(client: TestClient) -> None:
    page = get(client, "/", q="what did Vask say about submarines in the Arctic")
    assert page.texts["h2"] == [
        "Tomas Vask is on record, but says nothing that answers this.",
        "Nearest passages (not an answer)",
    ]
    assert page.texts["blockquote"]


def test_filters_are_kept_in_the_form_and_empty_ones_are_not_given(client: TestClient) -> None:
    page = get(
        client,
        "/",
        q="paper mill",
        speaker="",
        date_from="",
        date_to="2040-01-01",
        document="mill.txt",
    )
    values = {found.get("name"): found.get("value") for tag, found in page.tags if tag == "input"}
    assert values == {
        "q": "paper mill",
        "speaker": "",
        "date_from": "",
        "date_to": "2040-01-01",
        "document": "mill.txt",
        "place": "",
    }


def test_an_unknown_speaker_offers_near_misses_as_links(client: TestClient) -> None:
    page = get(client, "/", 422, q="the ferry", speaker="Tomas Vasc", date_from="2031-01-01")
    assert "/?q=the+ferry&speaker=Tomas+Vask&date_from=2031-01-01" in page.links


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"q": "x" * 60_000}, "60,000 characters, but at most 2,000"),
        ({"q": "ferry", "date_from": "soon"}, "must be a day as YYYY-MM-DD"),
        ({"q": "ferry", "date_from": "2032-01-01", "date_to": "2031-01-01"}, "2032-01-01"),
        ({"q": "ferry", "document": "none.txt"}, "none.txt"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page(
    client: TestClient, params: dict[str, str], words: str
) -> None:
    response = client.get("/", params=params)
    assert response.status_code == 422
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert words in response.text
    assert 'role="alert"' in response.text


def test_nothing_of_a_transcript_or_a_question_becomes_markup(client: TestClient) -> None:
    evil = '"><script>alert(1)</script>'
    pages = [
        client.get("/", params={"q": "what a clerk wrote on the timetable of the ferry"}).text,
        client.get(f"/d/{document_id(client, 'harbour.txt')}").text,
        client.get("/", params={"q": evil, "document": evil, "speaker": evil}).text,
    ]
    for text in pages:
        assert Page(text).texts["script"] == [""]
        assert "<script>alert" not in text
    assert "&lt;script&gt;alert(&#34;boat&#34;)&lt;/script&gt;" in pages[0]
    assert "&lt;script&gt;alert(&#34;boat&#34;)&lt;/script&gt;" in pages[1]


def test_a_hostile_title_and_name_are_escaped(writer: TestClient) -> None:
    name = '<img src=x onerror="alert(1)">.txt'
    response = writer.put(
        "/v1/documents/" + name.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20"),
        content=b"MR. HOLT: The paper mill is ours.",
    )
    text = writer.get(f"/d/{response.json()['documents'][0]['id']}").text
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_a_transcript_has_facts_turns_and_anchors(client: TestClient) -> None:
    page = get(client, f"/d/{document_id(client, 'harbour.txt')}")
    assert page.texts["h1"] == ["Minister Tomas Vask With Ina Orla of Harbour Radio"]
    assert [id_ for id_ in page.ids if re.fullmatch(r"t\d+", id_)] == ["t1", "t2", "t3", "t4", "t5"]
    assert len(page.ids) == len(set(page.ids))
    text = client.get(f"/d/{document_id(client, 'harbour.txt')}").text
    assert "partly inaudible" in text
    assert "mark" not in page.texts


def test_every_permalink_that_the_api_gives_has_an_anchor_without_a_script(
    client: TestClient,
) -> None:
    """Also in a turn of which only a part is quoted, and where the link has no query."""
    questions = ["lighthouse", "ferry second crew", "paper mill profit", "storm wall"]
    urls = set()
    for question in questions:
        answer = client.post("/v1/ask", json={"question": question, "max_tokens": 30}).json()
        urls |= {quote["url"] for quote in answer["quotes"] + answer["nearest"]}
        hits = client.post("/v1/search", json={"question": question}).json()["hits"]
        urls |= {hit["url"] for hit in hits}
    assert len(urls) >= 6
    for url in urls:
        path, _, fragment = url.partition("#")
        assert fragment in get(client, path).ids, url


def test_the_permalink_of_a_hit_of_several_passages_has_an_anchor_too(writer: TestClient) -> None:
    sails = "The ferry to the northern island sails before breakfast and carries goats, barrels and"
    says = " ".join(f"{sails} {one}." for one in ("nets", "mail", "hay", "rope", "tar") * 4)
    writer.put("/v1/documents/goats.txt", content=f"Q Where to?\n\nMS. ORLA: {says}\n".encode())
    hits = writer.post("/v1/search", json={"question": "ferry"}).json()["hits"]
    hit = max(hits, key=lambda one: len(one["text"]))
    assert 1_000 < len(hit["text"]) < len(says)
    assert hit["text"] in says
    path, _, fragment = hit["url"].partition("#")
    assert fragment in get(writer, path).ids
    # The id is the passage's that was found, a part of the words.
    document, first, last = hit["passage_id"].rsplit("-", 2)
    start, end = hit["location"]["start"], hit["location"]["end"]
    assert document == hit["document"]["id"]
    assert start <= int(first) < int(last) <= end
    assert int(last) - int(first) < end - start


@pytest.mark.parametrize("place", ["0-9999999", "9-3", "abc", "5", "-1-5", "1-2<script>"])
def test_a_place_that_is_not_there_is_said(client: TestClient, place: str) -> None:
    path = f"/d/{document_id(client, 'harbour.txt')}"
    assert "is not in this transcript" in client.get(path, params={"s": place}).text


def test_a_mark_may_reach_over_turns_and_has_one_id(client: TestClient) -> None:
    start, end = HARBOUR.index("closed"), HARBOUR.index("stays open")
    page = get(client, f"/d/{document_id(client, 'harbour.txt')}", s=f"{start}-{end}")
    assert page.texts["mark"] == [
        "closed this year?",
        "The simple answer is no. The lighthouse at Fenn ",
    ]
    assert page.ids.count(f"s{start}-{end}") == 1


def test_an_unknown_transcript_is_a_page_with_404(client: TestClient) -> None:
    page = get(client, "/d/none", 404)
    assert page.texts["h1"] == ["This is not on record"]
    assert "/" in page.links


def test_an_address_that_is_no_web_address_is_no_link(own_index: Index, writer: TestClient) -> None:
    own_index.put(
        "a.txt",
        b"MR. HOLT: Ours.",
        metadata=Metadata(url="javascript:alert(1)", place="<b>", language="pt-BR"),
    )
    text = writer.get(f"/d/{document_id(writer, 'a.txt')}").text
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text
    assert "&lt;b&gt;" in text
    assert "<dt>Language</dt><dd>pt-BR</dd>" in text


def test_a_document_without_speech_shows_its_text_unquoted(writer: TestClient) -> None:
    digest = (
        "Remarks by Mayor Brandt on the Mole\nMarch 4, 2031\n\nMAYOR BRANDT: It is dry.\n\n"
        "Table of the Tides for the Year\nMarch 5, 2031\n\nIt has forty pages.\n"
    )
    writer.put("/v1/documents/digest.txt", content=digest.encode())
    note = document_id(writer, "digest.txt").removesuffix("1") + "2"
    text = writer.get(f"/d/{note}").text
    assert "Nobody speaks in this document" in text
    assert "It has forty pages." in text


@pytest.mark.parametrize("path", ["/", "/?q=ferry", "/d/none", "/page/page.css"])
def test_pages_answer_head(client: TestClient, path: str) -> None:
    assert client.head(path).status_code == client.get(path).status_code


def test_assets_may_be_kept_since_their_address_has_their_hash(client: TestClient) -> None:
    page = get(client, "/")
    addresses = [
        str(found.get("href") or found.get("src"))
        for tag, found in page.tags
        if tag in ("link", "script")
    ]
    assert len(addresses) == 3
    for address in addresses:
        assert re.fullmatch(r"/page/[\w.]+\?v=[0-9a-f]{12}", address)
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


def test_no_page_has_inline_style_or_script(client: TestClient) -> None:
    for path in ("/", "/?q=ferry", f"/d/{document_id(client, 'harbour.txt')}", "/d/none"):
        page = Page(client.get(path).text)
        for tag, found in page.tags:
            assert tag != "style"
            assert not [name for name in found if name == "style" or name.startswith("on")]
            assert tag != "script" or found["src"]
