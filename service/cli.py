"""The command `onrecord`: index, ask, search, look, serve, measure.

Each command imports what it needs when it runs: NumPy, SQLAlchemy, FAISS and lxml take 0.5 s,
FastAPI 0.4 s, SciPy and ir-measures (for `eval`) 0.7 s. A help text answers in 0.1 s without them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from index.errors import OnRecordError
from service.cli_corrections import corrections
from service.cli_evaluation import judge, measure
from service.cli_labels import add, label
from service.cli_service import doctor, keys, mcp, openapi
from service.cli_training import adapt, train_reader
from service.console import Asked
from service.filters import taken
from service.flags import (
    COMMON,
    ENCODING,
    SYNTHESIS,
    as_json_option,
    filter_options,
    settings_options,
)
from service.keeping import backup, restore, verify
from service.settings import RULES
from service.terminal import (
    INTERRUPTED,
    OK,
    WRONG,
    complain,
    emphasis,
    print_output,
    start,
    telling,
)
from service.versions import onrecord_version


def main() -> None:
    """Run the command line; the process ends with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command: 0 done, 1 done in part, 2 a clear line on standard error, 130 Ctrl-C."""
    try:
        result = onrecord.main(list(arguments), prog_name="onrecord", standalone_mode=False)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        command = "onrecord" if context is None else context.command_path
        return _fail(f"{error.format_message().rstrip('.')}; see `{command} --help`")
    except (OnRecordError, OSError) as error:
        return _fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        click.echo("onrecord: interrupted", err=True)
        return INTERRUPTED
    return result if isinstance(result, int) else OK


def _fail(message: str) -> int:
    complain(message)
    return WRONG


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(onrecord_version())
def onrecord() -> None:
    """Ask what somebody said, get the words they said."""


for _command in (
    doctor,
    keys,
    add,
    label,
    corrections,
    mcp,
    openapi,
    measure,
    judge,
    adapt,
    train_reader,
    verify,
    backup,
    restore,
):
    onrecord.add_command(_command)


@onrecord.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the files.")
@click.option("--prune", is_flag=True, help="Remove sources whose file in these folders is gone.")
@click.option("--watch", is_flag=True, help="Stay, and index again what changes, until Ctrl-C.")
@as_json_option
@settings_options(*COMMON, *ENCODING, "max_source_bytes")
def index(
    paths: tuple[Path, ...],
    encoding: str,
    *,
    prune: bool,
    watch: bool,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Put files, and the files of folders, on record; what is unchanged costs nothing."""
    from service import commands, watching  # noqa: PLC0415

    on_terminal = sys.stderr.isatty()
    settings = start(flags, "error" if on_terminal else "info")

    def once() -> int:
        return print_output(commands.index(settings, paths, encoding, prune=prune), as_json=as_json)

    try:
        if watch:
            watching.watch(paths, once)
        return once()
    except KeyboardInterrupt:
        click.echo(f"onrecord: interrupted; {commands.kept(settings)}", err=True)
        return INTERRUPTED


@onrecord.command()
@click.argument("question")
@filter_options
@click.option("--limit", type=click.IntRange(1, 20), default=5, show_default=True, help="Quotes.")
@click.option(
    "--max-tokens", type=click.IntRange(1), help="Bound on all quotes together, in cl100k_base."
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    help="Confidence from which a quote counts as an answer.",
)
@click.option("--summary", is_flag=True, help="Let a language model write over the quotes.")
@as_json_option
@settings_options(*COMMON, *ENCODING, "ranking", "reader", *SYNTHESIS)
def ask(
    question: str,
    limit: int,
    max_tokens: int | None,
    min_confidence: float | None,
    *,
    summary: bool,
    as_json: bool,
    **flags: Any,  # noqa: ANN401 -- filters and settings
) -> int:
    """Quote what answers QUESTION, word for word, or say that nobody said that."""
    from service import commands  # noqa: PLC0415

    asked = Asked(question, limit, taken(flags), max_tokens, min_confidence)
    output = commands.ask(start(flags), asked, emphasis, summarise=summary)
    return print_output(output, as_json=as_json)


@onrecord.command()
@click.argument("question")
@filter_options
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Hits.")
@click.option("--cursor", metavar="TEXT", help="Go on behind the hits that gave this.")
@as_json_option
@settings_options(*COMMON, *ENCODING, "ranking", "reader")
def search(
    question: str,
    limit: int,
    cursor: str | None,
    *,
    as_json: bool,
    **flags: Any,  # noqa: ANN401 -- filters and settings
) -> int:
    """Find the best passages for QUESTION, without a decision whether they answer it."""
    from service import commands  # noqa: PLC0415

    asked = Asked(question, limit, taken(flags))
    return print_output(commands.search(start(flags), asked, emphasis, cursor), as_json=as_json)


@onrecord.command()
@click.option("--remove", "names", multiple=True, metavar="NAME", help="Take this file off.")
@as_json_option
@settings_options(*COMMON, *ENCODING)
def documents(names: tuple[str, ...], *, as_json: bool, **flags: str | None) -> int:
    """List the documents on record, or remove files (by name, with all their documents)."""
    from service import commands  # noqa: PLC0415

    settings = start(flags)
    output = commands.remove(settings, names) if names else commands.documents(settings)
    return print_output(output, as_json=as_json)


@onrecord.command()
@as_json_option
@settings_options(*COMMON)
def speakers(*, as_json: bool, **flags: str | None) -> int:
    """List the speakers on record with their labels."""
    from service import commands  # noqa: PLC0415

    return print_output(commands.speakers(start(flags)), as_json=as_json)


@onrecord.command()
@as_json_option
@settings_options(*RULES)
def serve(*, as_json: bool, **flags: str | None) -> None:
    """Serve HTTP and the page; index the folder of transcripts first when one is given."""
    from service.serving import serve as run_service  # noqa: PLC0415

    run_service(start(flags, "info"), *telling(as_json=as_json))
