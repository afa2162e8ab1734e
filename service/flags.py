"""Flags that several commands of `onrecord` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from service.filters import FILTERS
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
COMMON = ("data", "log_level")
SYNTHESIS = ("synthesis", "synthesis_model", "synthesis_key_file")
ENCODING = ("model", "adapter", "threads", "precision")


def filter_options(command: Command) -> Command:
    """A flag for each filter; `service/filters.py` takes them out of what a command gets."""
    for filter_ in reversed(FILTERS):
        if filter_.kind == "day":
            day = click.option(
                filter_.flag, filter_.name, metavar="DATE", help=f"{filter_.tells} YYYY-MM-DD."
            )
            command = day(command)
        else:
            text = f"{filter_.tells} May be repeated."
            command = click.option(filter_.flag, filter_.name, multiple=True, help=text)(command)
    return command
