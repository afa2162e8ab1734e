"""`onrecord add URL`: a local server in the web's place, found by an injected resolver."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from index.errors import SourceError, SourceTooLarge
from service.fetching import Fetched, fetch, is_public, name_of

PUBLIC = "93.184.216.34"
HOSTS = {"talks.example": PUBLIC, "inside.example": "10.0.0.7", "both.example": PUBLIC}


class _Pages(BaseHTTPRequestHandler):
    moved: ClassVar[dict[str, str]] = {
        "/moved": "/talk.txt",
        "/elsewhere": "http://talks.example/talk.txt",
        "/inside": "http://inside.example/secret",
        "/this-machine": "http://127.0.0.1/secret",
        "/round": "/round",
        "/other-scheme": "file:///etc/hostname",
    }

    def do_GET(self) -> None:
        if self.path in self.moved:
            self.send_response(302)
            self.send_header("Location", self.moved[self.path])
            self.end_headers()
            return
        body = b"ADA QUILL: The gate is shut." if self.path == "/talk.txt" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def _resolve(host: str, _port: int) -> list[str]:
    if host == "both.example":
        return [PUBLIC, "192.168.1.1"]
    return [HOSTS.get(host, host)]


def _fetch(url: str, port: int, most: int = 1000) -> Fetched:
    def connect(address: str, _port: int, timeout_s: float) -> socket.socket:
        assert address == PUBLIC, "an address that is not public was connected to"
        return socket.create_connection(("127.0.0.1", port), timeout_s)

    return fetch(url, most, _resolve, connect)


@pytest.mark.parametrize("path", ["/talk.txt", "/moved", "/elsewhere"])
def test_a_public_file_is_fetched_also_behind_a_redirect(path: str, port: int) -> None:
    found = _fetch(f"http://talks.example{path}", port)
    assert found.data == b"ADA QUILL: The gate is shut."
    assert found.url == "http://talks.example/talk.txt"
    assert found.media_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://inside.example/", "inside a private network"),
        ("http://both.example/", "inside a private network"),
        ("http://127.0.0.1/", "inside a private network"),
        ("http://[::1]/", "inside a private network"),
        ("http://talks.example/inside", "inside.example stands at 10.0.0.7"),
        ("http://talks.example/this-machine", "127.0.0.1 stands at 127.0.0.1"),
        ("http://talks.example/other-scheme", "is no web address"),
        ("http://talks.example/round", "leads on more than 5 times"),
        ("http://talks.example/none", "answers 404"),
        ("http://ada:word@talks.example/", "a password is not kept"),
        ("ftp://talks.example/", "is no web address"),
        ("http://talks.example:99999/", "is no web address"),
    ],
)
def test_what_is_not_public_is_refused(url: str, said: str, port: int) -> None:
    with pytest.raises(SourceError, match=said):
        _fetch(url, port)


def test_a_file_that_is_too_large_is_refused(port: int) -> None:
    with pytest.raises(SourceTooLarge, match="more than 10 bytes"):
        _fetch("http://talks.example/talk.txt", port, 10)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1",
        "2002:0a00:0001::1", "64:ff9b::a00:1", "::", "nonsense",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


def test_public_addresses() -> None:
    assert is_public(PUBLIC)
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://talks.example/a/b.txt", "talks.example/a/b.txt"),
        ("https://talks.example/", "talks.example/index.html"),
        ("https://talks.example/a%20b?id=3", "talks.example/a-b-id=3"),
        ("https://talks.example/../..//etc/x", "talks.example/etc/x"),
    ],
)
def test_what_a_fetched_file_is_called(url: str, name: str) -> None:
    assert name_of(url) == name
