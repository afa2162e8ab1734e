"""The command `onrecord`: index, ask, search, look, serve, measure.

Each command imports what it needs when it runs: NumPy, SQLAlchemy, FAISS and lxml take 0.5 s,
FastAPI 0.4 s, SciPy and ir-measures (for `eval`) 0.7 s. A help text answers in 0.1 s without them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import click

from index.errors import OnRecordError
from service.cli_corrections import corrections
from service.cli_labels import add, label
from service.cli_service import doctor, keys, mcp, openapi
from service.cli_training import adapt, train_reader
from service.console import Asked, Output, Say
from service.filters import taken
from service.flags import COMMON, ENCODING, as_json_option, filter_options, settings_options
from service.keeping import backup, restore, verify
from service.plain import plain
from service.settings import RULES
from service.terminal import (
    INTERRUPTED,
    OK,
    WRONG,
    emphasis,
    print_output,
    report_output,
    start,
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
        return _fail(f"{error.format_message().rstrip('.')}; see `onrecord --help`")
    except (OnRecordError, OSError) as error:
        return _fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        click.echo("onrecord: interrupted", err=True)
        return INTERRUPTED
    return result if isinstance(result, int) else OK


def _fail(message: str) -> int:
    click.echo(f"onrecord: {plain(message)}", err=True)
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
@as_json_option
@settings_options(*COMMON, *ENCODING, "ranking", "reader")
def ask(
    question: str,
    limit: int,
    max_tokens: int | None,
    min_confidence: float | None,
    *,
    as_json: bool,
    **flags: Any,  # noqa: ANN401 -- filters and settings
) -> int:
    """Quote what answers QUESTION, word for word, or say that nobody said that."""
    from service import commands  # noqa: PLC0415

    asked = Asked(question, limit, taken(flags), max_tokens, min_confidence)
    return print_output(commands.ask(start(flags), asked, emphasis), as_json=as_json)


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

    run_service(start(flags, "info"), *_telling(as_json=as_json))


def _telling(*, as_json: bool) -> tuple[Say, Say]:
    """How a service tells what it does, and the address when it is ready."""

    def say(line: str) -> None:
        click.echo(plain(line), err=as_json)

    def ready(address: str) -> None:
        click.echo(json.dumps({"address": address}) if as_json else f"Ready: {address}")

    return say, ready


@onrecord.command()
@click.option("--collection", type=click.Path(path_type=Path), help="Folder of the judgments.")
@click.option("--judge", "name", default="judge", show_default=True, help="Who judges.")
@click.option("--documents", type=click.Path(path_type=Path), help="Folder of the documents.")
@click.option(
    "--depth",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="Passages pooled from each system.",
)
@click.option("--agreement", type=click.Path(path_type=Path), help="Print how far judges agree.")
@as_json_option
@settings_options(*RULES)
def judge(
    collection: Path | None,
    name: str,
    documents: Path | None,
    depth: int,
    agreement: Path | None,
    *,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Serve a page to judge questions on, and make a collection of them in a folder."""
    from eval.command import CACHE  # noqa: PLC0415
    from eval.judging.judging import agreements, open_desk  # noqa: PLC0415
    from service.serving import serve as run_service  # noqa: PLC0415

    settings = start(flags, "warning" if agreement else "info")
    if collection is not None and agreement is not None:
        raise click.UsageError("give --collection or --agreement, not both")
    if agreement is not None:
        pairs = agreements(agreement)
        lines = [line for pair in pairs for line in pair.lines()] or [
            "No two people have finished the same question yet."
        ]
        body = {"agreements": [pair.json() for pair in pairs]}
        return print_output(Output(body, tuple(lines)), as_json=as_json)
    if collection is None:
        raise click.UsageError(
            "give --collection FOLDER to judge in, or --agreement FOLDER to compare those who did"
        )
    opening = partial(open_desk, collection, name, cache=CACHE, documents=documents, depth=depth)
    run_service(settings, *_telling(as_json=as_json), open_desk=opening)
    return OK


@onrecord.command(name="eval")
@click.argument("collections", nargs=-1, type=click.Path(path_type=Path))
@click.option("--documents", type=click.Path(path_type=Path), help="Folder of the documents.")
@click.option("--out", default="runs", type=click.Path(path_type=Path), help="For run folders.")
@click.option("--name", help="Name of the run [default: eval, or ablation].")
@click.option(
    "--compare",
    "runs",
    nargs=2,
    metavar="RUN RUN",
    type=click.Path(path_type=Path),
    help="Compare two run folders; nothing is measured.",
)
@click.option(
    "--exchanges",
    "labels",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Measure roles of turns and links of answers against these labels; nothing is asked.",
)
@click.option(
    "--trend",
    "history",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="List all run folders in this one, the oldest first; nothing is measured.",
)
@click.option("--ablate", "ablating", is_flag=True, help="Switch each part of the ranking off.")
@click.option(
    "--gate",
    type=click.Path(path_type=Path),
    help="File of bars; the exit status is 3 when one is not held.",
)
@click.option(
    "--fail-under",
    "floors",
    multiple=True,
    metavar="MEASURE=VALUE",
    help="The same for one measure of every collection; may be repeated.",
)
@click.option(
    "--run",
    "outside",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Another program's TREC run over the collection; may be repeated.",
)
@click.option(
    "--baseline",
    "models",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="An embedding model or a reranker as one more baseline; may be repeated.",
)
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown.")
@as_json_option
@settings_options("log_level", *ENCODING, "ranking", "reader")
def measure(
    collections: tuple[Path, ...],
    documents: Path | None,
    out: Path | None,
    name: str | None,
    runs: tuple[Path, Path] | None,
    labels: Path | None,
    history: Path | None,
    gate: Path | None,
    floors: tuple[str, ...],
    outside: tuple[Path, ...],
    models: tuple[Path, ...],
    *,
    ablating: bool,
    as_markdown: bool,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Measure the answers against the gold judgments of COLLECTIONS, beside baselines."""
    from eval.ablation import ablate  # noqa: PLC0415
    from eval.command import evaluate  # noqa: PLC0415
    from eval.comparing import compare_runs  # noqa: PLC0415
    from eval.gate import bars_of, check, check_names  # noqa: PLC0415
    from eval.measuring.exchanges import measure_exchanges  # noqa: PLC0415
    from eval.running.loading import load  # noqa: PLC0415
    from eval.trend import trend  # noqa: PLC0415
    from service.opening import encoder_of, ranking_of, reader_of  # noqa: PLC0415

    settings = start(flags)
    alone = runs or labels or history
    ways = (collections, runs, labels, history)
    if sum(map(bool, ways)) != 1 or (alone and (ablating or gate or floors)):
        raise click.UsageError(
            "give COLLECTIONS to measure, or --compare RUN RUN, --trend FOLDER or --exchanges "
            "FOLDER alone"
        )
    if (outside or models) and (alone or ablating):
        raise click.UsageError(
            "--run and --baseline stand beside ours, not with --compare or --ablate"
        )
    if alone:
        made = (
            compare_runs(*runs)
            if runs
            else trend(history)
            if history
            else measure_exchanges(cast(Path, labels))
        )
        return print_output(report_output(made, as_markdown=as_markdown), as_json=as_json)
    bars = bars_of(gate, floors)
    if bars:
        check_names(bars, [load(folder, documents) for folder in collections])
    report = (ablate if ablating else partial(evaluate, outside=outside, models=models))(
        collections,
        encoder=encoder_of(settings),
        documents=documents,
        out=out,
        name=name or ("ablation" if ablating else "eval"),
        ranking=ranking_of(settings),
        reader=reader_of(settings),
        tell=lambda words: click.echo(words, err=True),
    )
    verdict = check(report.runs, bars)
    more = {"gate": verdict.json()} if bars else {}
    print_output(report_output(report, more, as_markdown=as_markdown), as_json=as_json)
    for line in verdict.lines() if bars else ():
        click.echo(f"gate: {line}", err=True)
    return verdict.status
