"""Flags that several commands of `onrecord` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from service.settings import RULES, Settings, variable

Command = TypeVar("Command", bound=Callable[..., object])


def settings_options(*names: str) -> Callable[[Command], Command]:
    """Flags of the same name for settings; values are read in `service/settings.py`."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            default = getattr(Settings(), name)
            shown = "" if default is None else f", default {default}"
            text = f"{RULES[name].purpose.capitalize()} [{variable(name)}{shown}]."
            flag = "--" + name.replace("_", "-")
            command = click.option(flag, name, metavar="VALUE", help=text)(command)
        return command

    return add


as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, as HTTP answers it."
)
_FILTERS = (
    click.option(
        "--speaker", "speakers", multiple=True, help="Id, name or label; may be repeated."
    ),
    click.option("--from", "date_from", metavar="DATE", help="First day, as YYYY-MM-DD."),
    click.option("--to", "date_to", metavar="DATE", help="Last day, as YYYY-MM-DD."),
    click.option(
        "--document", "documents", multiple=True, help="Id or file name; may be repeated."
    ),
)
COMMON = ("data", "log_level")
ENCODING = ("model", "adapter", "threads", "precision")


def filter_options(command: Command) -> Command:
    """Flags for whose words, of which days and documents, are asked for."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command
