"""What passes between the command line and the commands; light, so that a help text is quick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Say = Callable[[str], None]
Emphasis = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody asks it: on the command line, over HTTP, on the page, by MCP.

    The fields are those of the contract; `service/questions.py` reads them.
    """

    question: str
    limit: int = 5
    speakers: Sequence[str] = ()
    date_from: str | None = None
    date_to: str | None = None
    documents: Sequence[str] = ()
    max_tokens: int | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a command prints: `json` with `--json`, else `lines`; and what it could not do."""

    json: Mapping[str, object]
    lines: tuple[str, ...]
    complaints: tuple[str, ...] = ()
