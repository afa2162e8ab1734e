"""The templates of the report's page, escaped by default."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

# Characters that neither HTML nor XML may hold; a transcript may hold anything.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(**values: object) -> str:
    """The whole page; characters that it may not hold become U+FFFD."""
    return _allowed(_ENVIRONMENT.get_template("page.html").render(values))


def part(name: str, *values: object) -> str:
    """One part of the page by the name of its macro, such as a plot."""
    macro = getattr(_ENVIRONMENT.get_template("parts.html").module, name)
    return _allowed(str(macro(*values)))


def _allowed(markup: str) -> str:
    return _FORBIDDEN.sub("\ufffd", markup)
