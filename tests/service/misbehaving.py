"""A server that should speak as OpenAI's chat does, and misbehaves on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behave = Callable[[BaseHTTPRequestHandler], None]


def say(text: object) -> Behave:
    """Answer as it should be, with this text."""
    return send(json.dumps({"choices": [{"message": {"content": text}}]}).encode())


def send(body: bytes, status: int = 200, length: int | None = None, **headers: str) -> Behave:
    """Answer with these bytes, and say of them what is given."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def hang(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing."""
    time.sleep(2)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send one byte after another, each soon enough for a timeout that counts single reads."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


class Model:
    """What the server was asked, and how it behaves next."""

    def __init__(self) -> None:
        self.behave: Behave = say("")
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self.address = ""


@contextmanager
def model() -> Iterator[Model]:
    """The server on a free port of this machine."""
    said = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            said.keys.append(self.headers["Authorization"])
            said.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            with suppress(BrokenPipeError, ConnectionResetError):  # Who asked has had enough.
                said.behave(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    said.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield said
    server.shutdown()
    thread.join()
    server.server_close()
