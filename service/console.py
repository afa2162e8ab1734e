"""What passes between the command line and the commands; light, so that a help text is quick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Say = Callable[[str], None]
Emphasis = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the command line."""

    question: str
    limit: int
    speakers: tuple[str, ...]
    date_from: str | None
    date_to: str | None
    documents: tuple[str, ...]
    max_tokens: int | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a command prints: `json` with `--json`, else `lines`; and what it could not do."""

    json: Mapping[str, object]
    lines: tuple[str, ...]
    complaints: tuple[str, ...] = ()
