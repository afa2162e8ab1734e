"""Commands that measure: judging by people, and evaluation beside baselines."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

import click

from service.console import Output
from service.flags import ENCODING, as_json_option, settings_options
from service.settings import RULES
from service.terminal import OK, print_output, report_output, start, telling


@click.command()
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
    run_service(settings, *telling(as_json=as_json), open_desk=opening)
    return OK


@click.command(name="eval")
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
    from eval.command import Beside, Ours, evaluate  # noqa: PLC0415
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
    report = (ablate if ablating else partial(evaluate, beside=Beside(outside, models)))(
        collections,
        encoder=encoder_of(settings),
        ours=Ours(ranking_of(settings), reader_of(settings)),
        documents=documents,
        out=out,
        name=name or ("ablation" if ablating else "eval"),
        tell=lambda words: click.echo(words, err=True),
    )
    verdict = check(report.runs, bars)
    more = {"gate": verdict.json()} if bars else {}
    print_output(report_output(report, more, as_markdown=as_markdown), as_json=as_json)
    for line in verdict.lines() if bars else ():
        click.echo(f"gate: {line}", err=True)
    return verdict.status
