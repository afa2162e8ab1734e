"""The command that serves, in process, with a deterministic encoder."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import httpx
import pytest

from service import serving
from service.cli import run
from service.settings import Settings
from tests.service.commandline import complaint, visit

pytestmark = pytest.mark.usefixtures("own_logs", "words_for_models")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_serve_indexes_answers_and_stops_gracefully(folder: Path, sent: signal.Signals) -> None:
    said: list[str] = []
    seen: list[httpx.Response] = []
    settings = Settings(port=0, transcripts=folder)
    before = signal.getsignal(signal.SIGTERM)
    serving.serve(settings, said.append, visit(lambda: signal.raise_signal(sent), seen))
    assert [response.status_code for response in seen] == [200, 200, 200]
    assert seen[1].json()["counts"]["sources"] == 3
    assert said[0] == "Loading the models."
    assert said[1].startswith(f"Indexing {folder}")
    assert "Files: 3 added" in said
    assert said[-1] == "Stopped."
    assert signal.getsignal(signal.SIGTERM) is before
    with pytest.raises(httpx.ConnectError):
        httpx.get(str(seen[0].request.url))


def test_serve_prints_its_address(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.server.Server.wait", lambda self: None)
    assert run(["serve", "--port", "0", "--transcripts", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("Ready: http://127.0.0.1:")
    assert run(["serve", "--port", "0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["address"].startswith("http://127.0.0.1:")


def test_a_taken_port_is_told_before_anything_is_indexed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = complaint(capsys, "serve", "--port", str(port), "--transcripts", str(folder))
    assert f"port {port}: Address already in use" in line
    assert "--port (ONRECORD_PORT)" in line
    assert not Path("data").exists()
