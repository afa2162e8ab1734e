"""Who may do what, over the real app: hosts, origins, keys, scopes, rates."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from index.build import Index
from index.errors import SettingsError
from retrieval.answer import Searcher
from service.access import check_binding, is_loopback, needed_scope
from service.app import build_app
from service.keys import KEYS, Keys, Scope
from service.rates import MAX_CLIENTS, Rates
from service.settings import Settings, read_settings
from service.state import State
from tests.service.clients import ADDRESS, local_client
from tests.service.fiction import MILL

FOREIGN = "https://elsewhere.example"


@dataclass
class Keyed:
    """An app with a key for each scope."""

    client: TestClient
    keys: Keys
    tokens: dict[Scope, str]

    def send(
        self, method: str, path: str, token: str | None = None, **headers: str
    ) -> tuple[int, str]:
        given = {**headers, **({} if token is None else {"Authorization": f"Bearer {token}"})}
        body = MILL.encode() if method in ("PUT", "POST") else None
        response = self.client.request(method, path, content=body, headers=given)
        is_problem = "problem" in response.headers.get("content-type", "")
        return response.status_code, response.json()["code"] if is_problem else ""


def keyed_app(index: Index, folder: Path, settings: Settings) -> Keyed:
    keys = Keys(folder)
    tokens: dict[Scope, str] = {
        "read": keys.add("reader", ["read"])[1],
        "write": keys.add("writer", ["read", "write"])[1],
    }
    app = build_app(State(settings, index, Searcher(index)), keys=keys)
    return Keyed(local_client(app), keys, tokens)


@pytest.fixture
def keyed(own_index: Index, tmp_path: Path) -> Iterator[Keyed]:
    own_index.put("mill.txt", MILL.encode())
    made = keyed_app(own_index, tmp_path, Settings())
    with made.client:
        yield made


# Binding


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "no-such-name.invalid"])
def test_without_a_key_it_refuses_to_listen_beyond_this_machine(tmp_path: Path, host: str) -> None:
    settings = Settings(data=tmp_path, host=host)
    with pytest.raises(SettingsError, match=r"there is no API key.*onrecord keys add NAME --data"):
        check_binding(settings, Keys(tmp_path))
    Keys(tmp_path).add("reader", ["read"])
    check_binding(settings, Keys(tmp_path))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_without_a_key_it_listens_on_this_machine(tmp_path: Path, host: str) -> None:
    assert is_loopback(host)
    check_binding(Settings(data=tmp_path, host=host), Keys(tmp_path))


def test_beyond_this_machine_nobody_passes_when_the_last_key_is_gone(
    index: Index, tmp_path: Path
) -> None:
    keyed = keyed_app(index, tmp_path, Settings(host="0.0.0.0"))
    assert keyed.send("GET", "/v1/info", keyed.tokens["read"]) == (200, "")
    keyed.keys.remove("reader")
    keyed.keys.remove("writer")
    assert keyed.send("GET", "/v1/info", keyed.tokens["read"]) == (401, "key_unknown")
    assert keyed.send("GET", "/v1/info") == (401, "key_missing")


# Hosts and origins

PATHS = (
    ("GET", "/"),
    ("GET", "/v1/info"),
    ("GET", "/healthz"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/page/page.css"),
    ("POST", "/v1/ask"),
    ("PUT", "/v1/documents/mill.txt"),
    ("DELETE", "/v1/documents/mill.txt"),
    ("OPTIONS", "/v1/documents/mill.txt"),
    ("GET", "/nowhere"),
)


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "localhost.elsewhere.example", "192.0.2.7", "", "a b", "localhost@x.y"],
)
def test_a_foreign_host_is_refused_everywhere(
    client: TestClient, method: str, path: str, host: str
) -> None:
    response = client.request(method, path, headers={"Host": host})
    assert (response.status_code, response.json()["code"]) == (421, "host_refused")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_our_own_names_are_taken(client: TestClient, host: str) -> None:
    assert client.get("/v1/info", headers={"Host": host}).status_code == 200


def test_further_names_are_taken_where_they_are_set(index: Index) -> None:
    settings = Settings(allowed_hosts=("record.example",))
    client = local_client(build_app(State(settings, index, Searcher(index))))
    headers = {"Host": "Record.Example:443"}
    assert client.get("/v1/info", headers=headers).status_code == 200


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "origin", [FOREIGN, "null", "http://localhost:81", "http://localhost.evil.example", "x"]
)
def test_a_foreign_origin_is_refused_everywhere(
    client: TestClient, method: str, path: str, origin: str
) -> None:
    response = client.request(method, path, headers={"Origin": origin})
    assert (response.status_code, response.json()["code"]) == (403, "origin_refused")
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("origin", [ADDRESS, "http://localhost:80"])
def test_our_own_page_may_ask(client: TestClient, origin: str) -> None:
    assert client.get("/v1/info", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize(
    ("method", "mode", "status"),
    [("GET", "no-cors", 403), ("GET", "navigate", 200), ("POST", "navigate", 403)],
)
def test_a_foreign_page_may_link_here_and_load_nothing(
    client: TestClient, method: str, mode: str, status: int
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
    path = "/" if method == "GET" else "/v1/ask"
    assert client.request(method, path, headers=headers).status_code == status


def test_listed_origins_and_no_others_may_read_answers(index: Index, tmp_path: Path) -> None:
    keyed = keyed_app(index, tmp_path, Settings(cors_origins=(FOREIGN,)))
    asked = {"Origin": FOREIGN, "Access-Control-Request-Method": "POST"}
    preflight = keyed.client.options("/v1/ask", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == FOREIGN
    refused = keyed.client.get("/v1/info", headers={"Origin": FOREIGN})
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == FOREIGN  # so that the page sees why
    key = {"Authorization": f"Bearer {keyed.tokens['read']}"}
    answer = keyed.client.get("/v1/info", headers={"Origin": FOREIGN, **key})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == FOREIGN
    assert "RateLimit" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    other = keyed.client.options("/v1/ask", headers={**asked, "Origin": FOREIGN + ".org"})
    assert other.status_code == 403


# Keys and scopes

WRITES = (
    ("PUT", "/v1/documents/new.txt"),
    ("DELETE", "/v1/documents/mill.txt"),
    ("POST", "/v1/documents"),
    ("PATCH", "/v1/documents/mill.txt"),
    ("POST", "/v1/askew"),
    ("POST", "/nowhere"),
)
READS = (("GET", "/v1/info"), ("GET", "/"), ("GET", "/metrics"), ("GET", "/openapi.json"))


@pytest.mark.parametrize(("method", "path"), [*READS, *WRITES, ("POST", "/v1/ask")])
def test_without_a_key_or_with_a_wrong_one_nothing_passes(
    keyed: Keyed, method: str, path: str
) -> None:
    assert keyed.send(method, path) == (401, "key_missing")
    assert keyed.send(method, path, "onrecord_00000000_x") == (401, "key_unknown")


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_key_to_read_changes_nothing(
    keyed: Keyed, own_index: Index, method: str, path: str
) -> None:
    assert keyed.send(method, path, keyed.tokens["read"]) == (403, "scope_missing")
    assert [source.name for source in own_index.store.sources()] == ["mill.txt"]


@pytest.mark.parametrize(("method", "path"), READS)
def test_a_key_to_read_reads(keyed: Keyed, method: str, path: str) -> None:
    assert keyed.send(method, path, keyed.tokens["read"]) == (200, "")


def test_a_key_to_write_writes(keyed: Keyed, own_index: Index) -> None:
    assert keyed.send("DELETE", "/v1/documents/mill.txt", keyed.tokens["write"])[0] == 200
    assert keyed.send("PUT", "/v1/documents/new.txt", keyed.tokens["write"])[0] == 201
    assert [source.name for source in own_index.store.sources()] == ["new.txt"]


def test_probes_and_styles_need_no_key(keyed: Keyed) -> None:
    for path in ("/healthz", "/readyz", "/page/page.css", "/page/icon.svg"):
        assert keyed.send("GET", path) == (200, ""), path


def test_a_browser_is_asked_for_the_key_as_a_password(keyed: Keyed) -> None:
    assert keyed.client.get("/").headers["www-authenticate"].startswith("Bearer ")
    assert ", Basic realm=" in keyed.client.get("/").headers["www-authenticate"]
    assert "Basic" not in keyed.client.get("/v1/info").headers["www-authenticate"]
    pair = base64.b64encode(f"anybody:{keyed.tokens['read']}".encode()).decode()
    page = keyed.client.get("/", headers={"Authorization": f"Basic {pair}"})
    assert page.status_code == 200


@pytest.mark.parametrize("value", ["Basic ???", "Basic " + "=" * 9, "Digest x", "Bearer", "é"])
def test_what_is_no_key_is_refused(keyed: Keyed, value: str) -> None:
    headers = {b"Authorization": value.encode("latin-1")}
    assert keyed.client.get("/v1/info", headers=headers).status_code == 401


def test_the_key_is_checked_before_a_byte_of_the_body_is_read(keyed: Keyed) -> None:
    async def must_not_read() -> Message:
        raise AssertionError("the body was read")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def put(token: str) -> int:
        sent.clear()
        headers = [(b"host", b"localhost"), (b"authorization", f"Bearer {token}".encode())]
        path = "/v1/documents/a.txt"
        scope = {"type": "http", "method": "PUT", "path": path, "raw_path": path.encode()}
        scope |= {"query_string": b"", "headers": headers, "client": ("127.0.0.1", 1)}
        await keyed.client.app({**scope, "state": {}}, must_not_read, send)
        return int(sent[0]["status"])

    assert asyncio.run(put("wrong")) == 401
    assert asyncio.run(put(keyed.tokens["read"])) == 403


def test_a_damaged_file_of_keys_lets_nobody_in(keyed: Keyed, tmp_path: Path) -> None:
    (tmp_path / KEYS).write_text("{", encoding="utf-8")
    assert keyed.send("GET", "/v1/info", keyed.tokens["read"]) == (500, "bad_setting")


def test_each_route_is_known_to_read_or_to_write(client: TestClient) -> None:
    """A POST that only reads and is not in the table would need a key to write."""
    paths = client.get("/openapi.json").json()["paths"]
    writing = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if needed_scope(method.upper(), path) == "write"
    }
    assert writing == {
        "POST /v1/documents",
        "PUT /v1/documents/{name}",
        "DELETE /v1/documents/{name}",
        "POST /v1/corrections",
        "DELETE /v1/corrections/{correction_id}",
        "POST /v1/saved",
        "DELETE /v1/saved/{saved_id}",
    }


# Rates


class Clock:
    """A clock that only tests move."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    rates = Rates(clock)
    verdicts = [rates.take("a", 6) for _ in range(7)]
    assert [one.allowed for one in verdicts] == [True] * 6 + [False]
    assert [one.left for one in verdicts] == [5, 4, 3, 2, 1, 0, 0]
    assert verdicts[0].wait_s == 10  # one of six a minute comes back in ten seconds
    assert verdicts[-1].wait_s == 10
    assert rates.take("b", 6).allowed
    clock.now_s = 9.9
    assert not rates.take("a", 6).allowed
    clock.now_s = 10
    assert rates.take("a", 6).allowed
    clock.now_s = 1_000
    assert rates.take("a", 6).left == 5  # never more than the quota


def test_buckets_of_the_longest_silent_are_forgotten() -> None:
    rates = Rates(Clock())
    for number in range(MAX_CLIENTS + 10):
        rates.take(str(number), 1)
    assert rates.take("0", 1).allowed
    assert not rates.take(str(MAX_CLIENTS + 9), 1).allowed


def test_who_asks_too_often_is_told_how_long_to_wait(index: Index, tmp_path: Path) -> None:
    keyed = keyed_app(index, tmp_path, Settings(rate=2))
    key = {"Authorization": f"Bearer {keyed.tokens['read']}"}
    answers = [keyed.client.get("/v1/info", headers=key) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["ratelimit"].split(";")[1] for one in answers] == ["r=1", "r=0", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"default";q=2;w=60'
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30
    assert answers[2].json()["code"] == "too_many_requests"
    assert keyed.send("GET", "/v1/info", keyed.tokens["write"])[0] == 200


def test_guessing_keys_is_slowed_down(index: Index, tmp_path: Path) -> None:
    keyed = keyed_app(index, tmp_path, Settings())
    codes = [keyed.send("GET", "/v1/info", f"guess {n}")[1] for n in range(40)]
    assert codes[:30] == ["key_unknown"] * 30
    assert codes[-1] == "too_many_requests"
    assert keyed.send("GET", "/v1/info", keyed.tokens["read"]) == (200, "")


@pytest.mark.parametrize("value", ["https://a.example/", "a.example", "ftp://a.example", ","])
def test_an_origin_is_a_scheme_and_a_host(value: str) -> None:
    with pytest.raises(SettingsError, match=r"origins such as https://example\.org"):
        read_settings({"ONRECORD_CORS_ORIGINS": value})
