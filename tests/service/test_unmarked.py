"""Words whose speaker is not marked: found, quoted as nobody's, and never in a wrong mouth."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

NOTES = """Notes on the Weir at Oszlan

March 9, 2031

The weir at Oszlan was painted green after the flood, and the painters were paid in eels.

Keeper Tadd -- the weir at Oszlan holds back nine feet of water in spring.
"""
DEBATE = """MR. HOLT: The paper mill at Strand is older than the church.

ZWEI: The church at Strand burned down twice.

MR. HOLT: It was rebuilt.
"""
PAINTED = "what was said about the weir at Oszlan being painted green"


@pytest.fixture
def filled(writer: TestClient) -> TestClient:
    put(writer, "notes.txt", NOTES)
    put(writer, "debate.txt", DEBATE)
    return writer


def put(client: TestClient, name: str, text: str) -> dict[str, Any]:
    response = client.put(f"/v1/documents/{name}", content=text.encode())
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    return body


def test_putting_says_what_could_not_be_told(writer: TestClient) -> None:
    body = put(writer, "notes.txt", NOTES)
    assert body["notices"] == [
        f"0 speakers in {len(NOTES)} characters; lines such as “Keeper Tadd” may be labels; "
        "its words are found as nobody's"
    ]
    assert body["documents"][0]["speakers"] == []
    assert body["documents"][0]["turns"] == 2


def test_hits_and_quotes_of_nobody(filled: TestClient) -> None:
    hits = filled.post("/v1/search", json={"question": PAINTED}).json()["hits"]
    hit = next(one for one in hits if "painted green" in one["text"])
    assert hit["speaker"] == {"id": None, "name": None, "label": None}
    body = filled.post("/v1/ask", json={"question": PAINTED}).json()
    shown = [*body["quotes"], *body["nearest"]]
    quote = next(one for one in shown if "painted green" in one["quote"])
    assert quote["speaker"] == {"id": None, "name": None, "label": None}
    turn = filled.get(f"/v1/turns/{quote['turn']['id']}").json()
    assert turn["speaker"]["label"] is None


def test_a_label_in_doubt_is_in_nobodys_mouth(filled: TestClient) -> None:
    asked = {"question": "what was said about the church at Strand that burned down twice"}
    hits = filled.post("/v1/search", json=asked).json()["hits"]
    (hit,) = [one for one in hits if "burned down" in one["text"]]
    assert hit["speaker"]["label"] is None
    assert hit["text"] == "ZWEI: The church at Strand burned down twice."


def test_pages_of_nobody(filled: TestClient) -> None:
    page = filled.get("/", params={"q": PAINTED})
    assert page.status_code == 200
    assert "Speaker not marked" in page.text
    listed = filled.get("/v1/documents").json()["items"]
    for item in listed:
        transcript = filled.get(f"/d/{item['id']}")
        assert transcript.status_code == 200
        assert "Speaker not marked" in transcript.text
    assert "None" not in page.text


def test_nobody_is_no_speaker(filled: TestClient) -> None:
    speakers = filled.get("/v1/speakers").json()["items"]
    assert [one["labels"] for one in speakers] == [["MR. HOLT"]]


def test_the_list_says_how_far_a_parse_can_be_relied_on(filled: TestClient) -> None:
    items = {one["source"]: one for one in filled.get("/v1/documents").json()["items"]}
    assert items["notes.txt"]["confidence"] == 0.0
    assert 0.0 < items["debate.txt"]["confidence"] <= 1.0


def test_a_transcripts_page_says_how_far_its_parse_can_be_relied_on(filled: TestClient) -> None:
    items = {one["source"]: one for one in filled.get("/v1/documents").json()["items"]}
    nobody = filled.get(f"/d/{items['notes.txt']['id']}").text
    assert "0% of the words, so read who speaks with care" in nobody
    share = f"{items['debate.txt']['confidence']:.0%} of the words"
    assert share in filled.get(f"/d/{items['debate.txt']['id']}").text
