"""Commands around the service: who may use it."""

from __future__ import annotations

import json

import click

from service.flags import COMMON, ENCODING, as_json_option, settings_options
from service.settings import RULES
from service.terminal import print_output, start


@click.group()
def keys() -> None:
    """Make, list and remove API keys; with the first one everybody needs a key."""


@keys.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(("read", "write")),
    default=("read",),
    show_default=True,
    help="What the key may do; may be repeated.",
)
@as_json_option
@settings_options("data", "log_level")
def add_key(name: str, scopes: tuple[str, ...], *, as_json: bool, **flags: str | None) -> int:
    """Make a key called NAME and print it: it is shown this once and kept nowhere."""
    from service import keycommands  # noqa: PLC0415

    return print_output(keycommands.add(start(flags), name, scopes), as_json=as_json)


@keys.command("list")
@as_json_option
@settings_options("data", "log_level")
def list_keys(*, as_json: bool, **flags: str | None) -> int:
    """List the keys by name, id and scopes."""
    from service import keycommands  # noqa: PLC0415

    return print_output(keycommands.listed(start(flags)), as_json=as_json)


@keys.command("remove")
@click.argument("name")
@as_json_option
@settings_options("data", "log_level")
def remove_key(name: str, *, as_json: bool, **flags: str | None) -> int:
    """Take away the key called NAME (or with this id); it is refused at once."""
    from service import keycommands  # noqa: PLC0415

    return print_output(keycommands.remove(start(flags), name), as_json=as_json)


@click.command()
@settings_options(*COMMON, *ENCODING, "ranking", "reader")
def mcp(**flags: str | None) -> None:
    """Serve the record to a language model's program over standard input and output (MCP)."""
    from service.stdio import serve_stdio  # noqa: PLC0415

    serve_stdio(start(flags))


@click.command()
@as_json_option
@settings_options(*RULES)
def doctor(*, as_json: bool, **flags: str | None) -> int:
    """Look at environment, models, index, keys and port, and say what is wrong and its cure."""
    from service.doctor import report  # noqa: PLC0415

    return print_output(report(start(flags)), as_json=as_json)


@click.command()
def openapi() -> None:
    """Print the contract of the HTTP interface (OpenAPI 3.1)."""
    from service.app import build_app  # noqa: PLC0415
    from service.settings import Settings  # noqa: PLC0415
    from service.state import State  # noqa: PLC0415

    schema = build_app(State(Settings())).openapi()
    click.echo(json.dumps(schema, ensure_ascii=False, indent=1))
