"""The command line in process: what it prints, what it complains of, and a visitor of `serve`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from service.cli import run

ASK = "what did Vask say about the lighthouse at Fenn"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert run(arguments) == status
    return capsys.readouterr().out


def printed_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(printed(capsys, *arguments, "--json"))
    return body


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    """The one line on standard error of a command that fails."""
    assert run(arguments) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1, captured.err
    assert lines[0].startswith("onrecord: ")
    return lines[0]


def visit(stop: Callable[[], None], seen: list[httpx.Response]) -> Callable[[str], None]:
    """What a person does who reads the address: open the page, then stop the service."""

    def ready(address: str) -> None:
        for path in ("readyz", "v1/info", "?q=lighthouse"):
            seen.append(httpx.get(address + path))
        stop()

    return ready
