"""Commands that keep an index: `verify`, `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

import click

from service.console import Output
from service.flags import as_json_option, settings_options
from service.terminal import print_output, start


@click.command()
@click.option("--accept-loss", is_flag=True, help="Take the database as it is from now on.")
@as_json_option
@settings_options("data", "log_level")
def verify(*, accept_loss: bool, as_json: bool, **flags: str | None) -> int:
    """Compare everything on disk with what was written, and say what differs."""
    from index import keeping  # noqa: PLC0415

    settings = start(flags)
    given_up = keeping.accept_loss(settings.data) if accept_loss else []
    findings = keeping.verify(settings.data)
    items = [{"what": finding.what, "wrong": finding.wrong} for finding in findings]
    lines = [f"{finding.what}: {finding.wrong or 'as written'}" for finding in findings]
    wrong = tuple(f"{finding.what}: {finding.wrong}" for finding in findings if finding.wrong)
    body = {"findings": items, "given_up": given_up}
    return print_output(Output(body, tuple(given_up + lines), wrong), as_json=as_json)


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@as_json_option
@settings_options("data", "log_level")
def backup(target: Path, *, as_json: bool, **flags: str | None) -> int:
    """Copy the index to the new folder TARGET, also while it is in use, and check the copy."""
    from index import keeping  # noqa: PLC0415

    counts = keeping.backup(start(flags).data, target)
    line = f"{target}: {counts.sources:,} files, {counts.passages:,} passages, checked."
    body = {"sources": counts.sources, "passages": counts.passages}
    return print_output(Output(body, (line,)), as_json=as_json)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@as_json_option
@settings_options("data", "log_level")
def restore(source: Path, *, as_json: bool, **flags: str | None) -> int:
    """Put the backup SOURCE in the place of the index; what stood there is kept beside it."""
    from index import keeping  # noqa: PLC0415

    data = start(flags).data
    counts = keeping.restore(source, data)
    line = f"{data}: {counts.sources:,} files, {counts.passages:,} passages are back, checked."
    body = {"sources": counts.sources, "passages": counts.passages}
    return print_output(Output(body, (line,)), as_json=as_json)
