"""The judging page as a browser without JavaScript gets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from eval.collections.collection import load_collection
from index.build import Index
from retrieval.answer import Searcher
from service.app import build_app
from service.headers import CONTENT_SECURITY_POLICY
from service.routes import judging
from service.settings import Settings
from service.state import State
from tests.service.clients import local_client
from tests.service.judges import ANSWER, LIGHTHOUSE, app_of, desk_of, grades, judged_index
from tests.service.manual import manual


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with judged_index(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(index: Index, tmp_path: Path) -> TestClient:
    return app_of(index, desk_of(index, tmp_path))


def add(client: TestClient, text: str = LIGHTHOUSE, **more: str) -> str:
    response = client.post("/judge", data={"text": text, **more})
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def shown(text: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


def test_the_routes_exist_only_when_asked_for(index: Index) -> None:
    client = app_of(index, None)
    for path in ("/judge", "/judge/J001"):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"text": "why"}).status_code == 404
    assert "/judge" not in client.get("/").text


def test_it_waits_until_judging_is_prepared(index: Index) -> None:
    state = State(Settings(), index, Searcher(index))
    client = local_client(build_app(state, with_judging=True))
    response = client.get("/judge")
    assert response.status_code == 503
    assert "still being prepared" in response.text


def test_one_question_from_start_to_end(client: TestClient, index: Index, tmp_path: Path) -> None:
    place = add(client, kind="context")
    assert place == "/judge/J001"
    page = client.get(place)
    assert page.status_code == 200
    assert page.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "Tomas Vask" in page.text
    assert "9 March 2031" in page.text
    assert "Will the old lighthouse at Fenn be closed this year?" in page.text

    form = grades(desk_of(index, tmp_path), "J001", ANSWER, "2")
    saved = client.post(place, data={**form, "action": "save"})
    assert saved.headers["location"] == "/judge/J001?saved=1"
    again = client.get(saved.headers["location"])
    assert re.search(r"Saved: 1 of \d+ passages are judged", shown(again.text))
    assert again.text.count('class="sentence g2"') == 2

    done = client.post(place, data={**form, "action": "finish"})
    assert done.headers["location"] == "/judge?saved=J001"
    assert "Done (1)" in client.get(done.headers["location"]).text
    (gold,) = (one for one in load_collection(tmp_path / "judged").golds if one.relevance)
    assert gold.end - gold.start == len(ANSWER)


def test_no_system_score_or_rank_is_on_the_page(client: TestClient) -> None:
    words = shown(client.get(add(client)).text).lower()
    for name in ("bm25", "dense", "hybrid", "onrecord", "score", "rank"):
        assert name not in words


def test_a_reload_shows_the_same_order(client: TestClient) -> None:
    place = add(client)
    assert client.get(place).text == client.get(place).text


def test_other_peoples_marks_are_not_shown(index: Index, tmp_path: Path) -> None:
    ada, bo = (app_of(index, desk_of(index, tmp_path, name)) for name in ("ada", "bo"))
    place = add(ada)
    form = grades(desk_of(index, tmp_path, "ada"), "J001", ANSWER, "2")
    ada.post(place, data={**form, "action": "finish"})
    page = bo.get(place).text
    assert "g2" not in page
    assert "Cohen" not in bo.get("/judge").text
    bo.post(place, data={**form, "action": "finish"})
    overview = shown(bo.get("/judge").text)
    assert "ada and bo Cohen’s kappa 1.00, linearly weighted 1.00" in overview
    assert "in 1 question that both have finished" in overview


def test_an_error_keeps_what_was_filled_in(
    client: TestClient, index: Index, tmp_path: Path
) -> None:
    response = client.post("/judge", data={"text": "why <b>", "date_from": "2031-13-01"})
    assert response.status_code == 422
    assert "but must be a day as YYYY-MM-DD" in response.text
    assert 'value="why &lt;b&gt;"' in response.text

    place = add(client)
    form = grades(desk_of(index, tmp_path), "J001", ANSWER, "1")
    response = client.post(place, data={**form, "nothing": "1", "action": "finish"})
    assert response.status_code == 422
    assert "take the one or the other back" in response.text
    assert response.text.count('class="sentence g1"') == 2
    assert re.search(r'name="nothing" value="1"\s+checked', response.text)


def test_a_transcripts_tags_are_text(client: TestClient) -> None:
    page = client.get(add(client, "who wrote <script>alert(1)</script> on the timetable")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#34;boat&#34;)&lt;/script&gt;" in page
    assert page.count("<script ") == 2
    assert "<script>alert" not in client.get("/judge").text


def test_an_unknown_question_is_not_found(client: TestClient) -> None:
    for response in (client.get("/judge/J009"), client.post("/judge/J009", data={"a": "b"})):
        assert response.status_code == 404
        assert "no question to be judged has the id" in shown(response.text).lower()


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    data = {"text": LIGHTHOUSE}
    refused = client.post("/judge", data=data, headers={"Origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    own = client.post("/judge", data=data, headers={"Origin": "http://localhost"})
    assert own.status_code == 303


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"{}", "application/json", "expected a form"),
        (b"text=%FF", "application/x-www-form-urlencoded", "cannot be read"),
        (b"text=\xff", "application/x-www-form-urlencoded", "cannot be read"),
        (b"a=1&" * 10_001, "application/x-www-form-urlencoded", "at most 10,000 fields"),
    ],
)
def test_what_is_no_form_is_refused(
    client: TestClient, body: bytes, kind: str, expected: str
) -> None:
    response = client.post("/judge", content=body, headers={"Content-Type": kind})
    assert response.status_code == 422
    assert expected in response.json()["detail"]


def test_a_wrong_line_in_a_file_is_told_to_the_judge(client: TestClient, tmp_path: Path) -> None:
    add(client)
    (tmp_path / "judged" / "qrels.bo.tsv").write_text("nonsense\n", encoding="utf-8")
    response = client.get("/judge")
    assert response.status_code == 500
    assert "qrels.bo.tsv:1: expected the header" in response.text


def test_each_route_stands_in_the_manual(project: Path) -> None:
    text = manual(project)
    routes = [
        f"`{method} {route.path}`"
        for route in judging.router.routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) - {"HEAD"}
    ]
    assert len(routes) == 4
    assert [route for route in routes if route not in text] == []
