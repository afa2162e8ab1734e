"""What passes between the command line and the commands; light, so that a help text is quick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.filters import Given

Say = Callable[[str], None]
Emphasis = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody asks it: on the command line, over HTTP, on the page, by MCP.

    The fields are those of the contract, and its filters by their names; `service/questions.py`
    reads them.
    """

    question: str
    limit: int = 5
    filters: Given = field(default_factory=dict)
    max_tokens: int | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads, for a terminal; `counts` are set to the right, `whole` heads never cut."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    counts: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """What a command prints: `json` with `--json`, else `lines`; and what it could not do.

    On a terminal a `table` with rows stands in the place of the lines.
    """

    json: Mapping[str, object]
    lines: tuple[str, ...]
    complaints: tuple[str, ...] = ()
    table: Table | None = None
