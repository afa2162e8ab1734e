"""Commands that train: the adapter of the embedding model, and the reader."""

from __future__ import annotations

from pathlib import Path

import click

from service.flags import as_json_option, settings_options
from service.terminal import print_output, report_output, start


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--pairs", type=click.IntRange(1), default=27_000, show_default=True, help="To draw.")
@click.option("--seed", type=int, default=20, show_default=True, help="Decides all chance.")
@click.option(
    "--hold-out",
    type=click.FloatRange(0, 0.5),
    default=0.05,
    show_default=True,
    help="Share of the documents to measure on instead.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="How much of the learned change is kept.",
)
@click.option("--leave-out", type=click.Path(path_type=Path), help="List of files not to read.")
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    help="Collection judged by turns whose questions are learned, too.",
)
@as_json_option
@settings_options("log_level", "model", "threads")
def adapt(
    paths: tuple[Path, ...],
    out: Path,
    pairs: int,
    seed: int,
    hold_out: float,
    share: float,
    leave_out: Path | None,
    questions: Path | None,
    *,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Train an adapter of the embedding model on the questions and answers in transcripts."""
    from eval.fitting.adapting import typed_questions  # noqa: PLC0415
    from index.training.adapting import Plan  # noqa: PLC0415
    from service import adapting  # noqa: PLC0415

    settings = start(flags, "info")
    typed, about = typed_questions(questions, settings.model)
    plan = Plan(pairs, hold_out, share)
    output = adapting.adapt(
        settings, paths, out, plan=plan, seed=seed, leave_out=leave_out, typed=typed, about=about
    )
    return print_output(output, as_json=as_json)


@click.command("train-reader")
@click.argument("sets", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option(
    "--transcripts",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder whose exchanges are learned from; may be repeated.",
)
@click.option("--minutes", type=click.FloatRange(1), help="Time to train; all examples without.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="Share of the examples, for a trial.",
)
@click.option("--seed", type=int, default=20, show_default=True, help="Decides all chance.")
@click.option("--begin", type=click.Path(path_type=Path), help="A reader to begin with.")
@click.option(
    "--from-round",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    help="Leave out the rounds before it, which the reader to begin with has had.",
)
@click.option(
    "--teacher",
    type=click.Path(path_type=Path),
    help="A reader whose order of exchanges is learned in a fourth round.",
)
@click.option("--leave-out", type=click.Path(path_type=Path), help="List of files not to read.")
@click.option(
    "--meetings",
    type=click.Path(path_type=Path),
    help="Collection of meetings with marked evidence.",
)
@click.option(
    "--marked",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Collection with spans of all grades to learn from in a fifth round; may be repeated.",
)
@click.option("--only-pack", is_flag=True, help="Pack the examples to train on another machine.")
@as_json_option
@settings_options("log_level", "threads")
def train_reader(
    sets: Path,
    out: Path,
    transcripts: tuple[Path, ...],
    minutes: float | None,
    share: float,
    seed: int,
    begin: Path | None,
    teacher: Path | None,
    leave_out: Path | None,
    meetings: Path | None,
    *,
    marked: tuple[Path, ...],
    from_round: int,
    only_pack: bool,
    as_json: bool,
    **flags: str | None,
) -> int:
    """Train a reader on the pairs in SETS and on transcripts; a run that was stopped goes on."""
    from eval.reading.command import Named  # noqa: PLC0415
    from eval.reading.command import train_reader as train  # noqa: PLC0415
    from eval.reading.making import Order  # noqa: PLC0415

    settings = start(flags, "info")
    trained = train(
        Named(sets, transcripts, meetings, leave_out, teacher, marked),
        out,
        order=Order(minutes, share, seed, from_round),
        begin=begin,
        only_pack=only_pack,
        threads=settings.threads,
    )
    if trained is None:
        return 0
    return print_output(report_output(trained, as_markdown=False), as_json=as_json)
