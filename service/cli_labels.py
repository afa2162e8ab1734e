"""Commands around single files: `onrecord label FILE` and `onrecord add URL`."""

from __future__ import annotations

from pathlib import Path

import click

from service.flags import COMMON, ENCODING, as_json_option, settings_options
from service.terminal import print_output, start


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=True))
@click.option("--form", help="A form of labels: {name} where the name stands, {time} for a time.")
@click.option("--example", help="A line of the file that has this form.")
@click.option("--name", "names", multiple=True, help="LABEL=PERSON: who is meant by a label.")
@click.option("--files", default="*", show_default=True, help="The files that this holds for.")
@click.option("--save", is_flag=True, help="Keep it in labels.toml beside FILE; else only show.")
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the file.")
@as_json_option
def label(
    file: Path,
    form: str | None,
    example: str | None,
    names: tuple[str, ...],
    files: str,
    encoding: str,
    *,
    save: bool,
    as_json: bool,
) -> int:
    """Teach how FILE prints its labels, and show its first ten turns; a folder: what is taught."""
    from service import labelcommands  # noqa: PLC0415

    if file.is_dir():
        return print_output(labelcommands.listed(file), as_json=as_json)
    lesson = labelcommands.Lesson(form, example, names, files)
    return print_output(labelcommands.taught(file, lesson, encoding, save=save), as_json=as_json)


@click.command()
@click.argument("url")
@click.option("--name", help="What the file is called on record; without it, its host and path.")
@as_json_option
@settings_options(*COMMON, *ENCODING, "max_source_bytes")
def add(url: str, name: str | None, *, as_json: bool, **flags: str | None) -> int:
    """Fetch URL, a public page or file, and put it on record with its address."""
    from service import labelcommands  # noqa: PLC0415

    return print_output(labelcommands.add(start(flags), url, name), as_json=as_json)
