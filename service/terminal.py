"""What every command of `onrecord` does first and last: settings and logs, and printing."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from typing import Protocol

import click

from service.console import Output, Say
from service.logs import set_up_logs
from service.plain import plain, plain_but_bold, plain_json
from service.settings import LogLevel, Settings, read_settings

OK, PARTLY, WRONG, INTERRUPTED = 0, 1, 2, 130


def start(flags: dict[str, str | None], level: LogLevel = "warning") -> Settings:
    """Read the settings and set up the logs."""
    settings = read_settings(os.environ, flags)
    set_up_logs(settings.log_level or level)
    return settings


def print_output(output: Output, *, as_json: bool) -> int:
    """Print what a command gives, and give the exit status."""
    if as_json:
        click.echo(plain_json(json.dumps(output.json, ensure_ascii=False, indent=2)))
    elif output.table is not None and output.table.rows and sys.stdout.isatty():
        from service.tables import show  # noqa: PLC0415 -- 0.1 s that a pipe need not wait for

        width = shutil.get_terminal_size().columns
        show(output.table, click.echo, width=width, colour="NO_COLOR" not in os.environ)
    else:
        for line in output.lines:
            click.echo(plain_but_bold(line))
    for line in output.complaints:
        complain(line)
    return PARTLY if output.complaints else OK


def complain(message: str) -> None:
    """Say what is wrong in one line on standard error; on a terminal its beginning is red."""
    click.echo(f"{click.style('onrecord:', fg='red', bold=True)} {plain(message)}", err=True)


def emphasis(text: str) -> str:
    """Words in bold."""
    return click.style(text, bold=True)


def telling(*, as_json: bool) -> tuple[Say, Say]:
    """How a service tells what it does, and the address when it is ready."""

    def say(line: str) -> None:
        click.echo(plain(line), err=as_json)

    def ready(address: str) -> None:
        click.echo(json.dumps({"address": address}) if as_json else f"Ready: {address}")

    return say, ready


class Report(Protocol):
    """What an evaluation gives to be printed."""

    def text(self) -> str:
        """In aligned columns."""

    def markdown(self) -> str:
        """As Markdown."""

    def json(self) -> dict[str, object]:
        """All figures as JSON values."""


def report_output(
    report: Report, more: Mapping[str, object] | None = None, *, as_markdown: bool
) -> Output:
    """A report as what is printed."""
    shown = report.markdown() if as_markdown else report.text()
    return Output({**report.json(), **(more or {})}, tuple(shown.splitlines()))
