"""The templates of the report's page, escaped by default."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

# Characters that neither HTML nor XML may hold; a transcript may hold anything.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _allowed(value: object) -> object:
    """Words with U+FFFD for what a page may not hold; markup was words before."""
    return _FORBIDDEN.sub("\ufffd", value) if type(value) is str else value


ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_allowed,
)
