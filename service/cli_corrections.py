"""The commands that correct who speaks."""

from __future__ import annotations

import click

from service.flags import COMMON, ENCODING, as_json_option, settings_options
from service.terminal import print_output, start


@click.group()
def corrections() -> None:
    """List, give and take off corrections of who speaks; they last when files are indexed again."""


@corrections.command("list")
@as_json_option
@settings_options(*COMMON)
def list_all(*, as_json: bool, **flags: str | None) -> int:
    """List the corrections, in the order in which they count."""
    from service import correctioncommands  # noqa: PLC0415

    return print_output(correctioncommands.listed(start(flags)), as_json=as_json)


@corrections.command()
@click.argument("speaker")
@click.argument("name")
@as_json_option
@settings_options(*COMMON, *ENCODING)
def rename(speaker: str, name: str, *, as_json: bool, **flags: str | None) -> int:
    """Call SPEAKER (an id, a name or a label) NAME."""
    return _give(flags, {"kind": "rename", "speaker": speaker, "name": name}, as_json=as_json)


@corrections.command()
@click.argument("speaker")
@click.argument("into")
@as_json_option
@settings_options(*COMMON, *ENCODING)
def merge(speaker: str, into: str, *, as_json: bool, **flags: str | None) -> int:
    """Make SPEAKER and INTO one person; INTO stays."""
    return _give(flags, {"kind": "merge", "speaker": speaker, "into": into}, as_json=as_json)


@corrections.command()
@click.argument("speaker")
@click.option("--document", "documents", multiple=True, required=True, help="Id or file name.")
@click.option("--name", help="Name of somebody new.")
@click.option("--into", help="Somebody on record.")
@as_json_option
@settings_options(*COMMON, *ENCODING)
def split(
    speaker: str,
    documents: tuple[str, ...],
    name: str | None,
    into: str | None,
    *,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Say that in some documents somebody else speaks under SPEAKER: --name or --into."""
    given = {"kind": "split", "speaker": speaker, "documents": list(documents)}
    return _give(flags, given | {"name": name, "into": into}, as_json=as_json)


@corrections.command()
@click.argument("turn")
@click.argument("speaker", required=False)
@as_json_option
@settings_options(*COMMON, *ENCODING)
def reassign(turn: str, speaker: str | None, *, as_json: bool, **flags: str | None) -> int:
    """Give TURN (`file.txt#t4`) to SPEAKER, without one to nobody."""
    return _give(flags, {"kind": "reassign", "turn": turn, "speaker": speaker}, as_json=as_json)


@corrections.command()
@click.argument("correction_id", metavar="ID")
@as_json_option
@settings_options(*COMMON, *ENCODING)
def remove(correction_id: str, *, as_json: bool, **flags: str | None) -> int:
    """Take a correction off, by the id that `list` shows."""
    from service import correctioncommands  # noqa: PLC0415

    return print_output(correctioncommands.remove(start(flags), correction_id), as_json=as_json)


def _give(flags: dict[str, str | None], given: dict[str, object], *, as_json: bool) -> int:
    from service import correctioncommands  # noqa: PLC0415

    return print_output(correctioncommands.give(start(flags), given), as_json=as_json)
