"""Saved questions and their feeds, speakers beside each other, files as parts of a form."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from tests.service.fiction import HARBOUR, MILL, STORM

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FERRY = "MR. HOLT: The ferry sails at noon.\n\nMS. ORLA: The ferry is <late> & old."


def entries(client: TestClient, **params: str) -> list[tuple[str, str]]:
    """Title and id of each entry of a feed, in order."""
    response = client.get("/v1/feed", params=params)
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.text)
    return [
        (one.findtext("a:title", "", ATOM), one.findtext("a:id", "", ATOM))
        for one in feed.findall("a:entry", ATOM)
    ]


def test_a_feed_has_what_came_last_first(writer: TestClient) -> None:
    writer.put("/v1/documents/a.txt", content=FERRY.encode(), params={"title": "A"})
    first = entries(writer, q="ferry")
    assert [title for title, _ in first] == ["MR. HOLT: A", "MS. ORLA: A"]
    more = "MR. HOLT: One more ferry."
    writer.put("/v1/documents/b.txt", content=more.encode(), params={"title": "B"})
    found = entries(writer, q="ferry")
    assert [title for title, _ in found] == ["MR. HOLT: B", "MR. HOLT: A", "MS. ORLA: A"]
    assert found[1:] == first
    assert [title for title, _ in entries(writer, q="ferry", speakers="MS. ORLA")] == [
        "MS. ORLA: A"
    ]
    # Corrected, what has the same words is the same entry: no reader shows it as new.
    writer.put("/v1/documents/a.txt", content=FERRY.replace("noon", "one").encode())
    ids = {one for _, one in first}
    assert [one in ids for _, one in entries(writer, q="ferry")] == [False, True, False]


@pytest.mark.parametrize("letter", ["\ufffe", "\uffff", "\x0b"])
def test_a_feed_is_xml_whatever_letters_words_have(writer: TestClient, letter: str) -> None:
    body = f"MS. ORLA: The gannet{letter} is back on the pier."
    assert writer.put("/v1/documents/gannet.txt", content=body).is_success
    feed = ElementTree.fromstring(writer.get("/v1/feed", params={"q": f"gannet{letter} pier"}).text)
    assert "gannet" in str(feed.findtext("a:title", "", ATOM))


def test_a_feed_is_xml_whatever_is_asked(writer: TestClient) -> None:
    writer.put("/v1/documents/a.txt", content=FERRY.encode())
    asked = {"q": 'ferry "<&> \x01'}
    text = writer.get("/v1/feed", params=asked).text
    plain = writer.get("/v1/feed", params=asked, headers={"Accept": "text/xml"})
    assert (plain.headers["content-type"], plain.text) == ("text/xml; charset=utf-8", text)
    feed = ElementTree.fromstring(text)
    assert feed.findtext("a:title", "", ATOM) == 'On the Record: ferry "<&> '
    (link,) = feed.findall("a:link[@rel='alternate']", ATOM)
    assert link.get("href", "").startswith("http://localhost/?q=ferry+%22%3C%26%3E")
    assert "The ferry is <late> & old." in str(feed.findall("a:entry/a:summary", ATOM)[1].text)


def test_a_question_is_kept_until_it_is_removed(writer: TestClient) -> None:
    writer.put("/v1/documents/a.txt", content=FERRY.encode())
    given = {"question": "when does the ferry sail", "speakers": ["MR. HOLT"]}
    made = writer.post("/v1/saved", json=given)
    assert made.status_code == 201
    body = made.json()
    assert (body["question"], body["speakers"], body["date_from"]) == (
        "when does the ferry sail",
        ["MR. HOLT"],
        None,
    )
    assert writer.get(body["feed"]).status_code == 200
    assert writer.post("/v1/saved", json=given).json() == body
    assert writer.get("/v1/saved").json()["items"] == [body]
    assert 'href="/?q=when+does+the+ferry+sail&amp;speaker=MR.+HOLT"' in writer.get("/saved").text
    assert writer.delete(f"/v1/saved/{body['id']}").json()["status"] == "removed"
    assert writer.delete(f"/v1/saved/{body['id']}").status_code == 404
    assert writer.get("/v1/saved").json()["items"] == []


def test_speakers_are_each_asked_alone(writer: TestClient) -> None:
    writer.put("/v1/documents/a.txt", content=FERRY.encode())
    params = {"q": "the ferry", "speakers": ["MS. ORLA", "MR. HOLT"]}
    body = writer.get("/v1/compare", params=params).json()
    assert [one["speaker"]["id"] for one in body["items"]] == ["ms-orla", "mr-holt"]
    for one in body["items"]:
        answer = one["answer"]
        who = {q["speaker"]["id"] for q in (*answer["quotes"], *answer["nearest"])}
        assert who == {one["speaker"]["id"]}
    alone = writer.get("/v1/compare", params={"q": "ferry", "speakers": ["MR. HOLT", "mr-holt"]})
    assert (alone.status_code, alone.json()["code"]) == (422, "bad_request")
    assert writer.get("/v1/compare", params={"q": "a", "speakers": "mr-holt"}).status_code == 422


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_files_come_as_parts_of_a_form(writer: TestClient) -> None:
    parts: list[tuple[str, tuple[str, str | bytes]]] = [
        ("files", ("mill.txt", MILL)),
        ("files", ("mill.txt.meta.json", '{"title": "The mill"}')),
        ("files", ("all.zip", zipped({"a/storm.txt": STORM, "alone.txt.meta.json": "{}"}))),
        ("files", ("long.txt", "x" * 10_001)),
        ("files", ("picture.png", b"\x89PNG")),
    ]
    body = writer.post("/v1/documents", files=parts).json()
    codes = {one["source"]: one["problem"] and one["problem"]["code"] for one in body["items"]}
    assert codes == {
        "a/storm.txt": None,
        "alone.txt.meta.json": "bad_source",
        "mill.txt": None,
        "long.txt": "source_too_large",
        "picture.png": "unsupported_format",
    }
    assert writer.get("/v1/documents/mill.txt").json()["documents"][0]["title"] == "The mill"
    none = writer.post("/v1/documents", files=[("other", (None, "text"))])
    assert (none.status_code, none.json()["code"]) == (422, "bad_request")


def test_one_quote_is_exported_alone(writer: TestClient) -> None:
    writer.put("/v1/documents/harbour.txt", content=HARBOUR.encode())
    asked = {"q": "what did Vask say about the lighthouse at Fenn"}
    quote = writer.get("/v1/ask", params=asked).json()["quotes"][0]
    text = writer.get("/v1/ask/export", params=asked | {"quote": quote["id"]}).text
    assert len(re.findall(r"^— ", text, re.MULTILINE)) == 1
    assert quote["quote"][:40] in text
    other = writer.get("/v1/ask/export", params=asked | {"quote": "none"})
    assert (other.status_code, other.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "filters", [{"date_to": "2030-01-01"}, {"documents": "mill.txt"}, {"date_from": "2031-01-01"}]
)
def test_a_filter_is_never_called_nobody(writer: TestClient, filters: dict[str, str]) -> None:
    writer.put("/v1/documents/harbour.txt", content=HARBOUR.encode())
    writer.put("/v1/documents/mill.txt", content=MILL.encode())
    for question in ("what about zeppelins", "is the lighthouse at Fenn closed"):
        answer = writer.get("/v1/ask", params={"q": question, **filters}).json()
        if answer["reason"] is not None:
            assert "Nobody" not in answer["reason"]["text"]
    everywhere = writer.get("/v1/ask", params={"q": "what about zeppelins"}).json()
    assert everywhere["reason"]["text"] == "Nobody on the record said that."
