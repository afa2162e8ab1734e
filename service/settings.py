"""What an operator may set: the only file that reads the environment.

Each setting is the variable `ONRECORD_<NAME>` and the flag `--<name>`; a flag wins over the
variable, the variable over the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from index.errors import SettingsError
from retrieval.bounds import MAX_QUESTION_CHARS

PREFIX = "ONRECORD_"

Precision = Literal["auto", "bf16", "fp32"]
RankingName = Literal["best", "fast"]
LogLevel = Literal["debug", "info", "warning", "error"]

# The API's schema promises these bounds and the inner rooms keep them: a setting may tighten them.
MAX_SOURCE_BYTES = 64 * 1024 * 1024
MAX_UPLOAD_BYTES = 100_000_000
"""A zip of many files."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with its default."""

    data: Path = Path("data")
    transcripts: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] | None = None
    cors_origins: tuple[str, ...] | None = None
    rate: int = 1_200
    model: str | None = None
    adapter: str | None = None
    reader: str | None = None
    threads: int = 0
    precision: Precision = "auto"
    ranking: RankingName = "best"
    max_source_bytes: int = 20_000_000
    max_question_chars: int = MAX_QUESTION_CHARS
    log_level: LogLevel | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting is for, which values it takes (in words), and how to read one."""

    purpose: str
    expected: str
    read: Callable[[str], object]


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError(value)
    return value


def _folder(value: str) -> Path:
    return Path(_text(value)).expanduser()


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        number = int(value.replace("_", ""))
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return read


def _list(value: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in value.split(",") if item.strip())
    if not items:
        raise ValueError(value)
    return items


def _origins(value: str) -> tuple[str, ...]:
    for origin in _list(value):
        parts = urlsplit(origin)
        if origin != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in ("http", "https"):
            raise ValueError(value)
    return _list(value)


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(value)
        return value.lower()

    return read


RULES: Mapping[str, Rule] = {
    "data": Rule("folder of the index", "a path", _folder),
    "transcripts": Rule("folder that `serve` indexes before it answers", "a path", _folder),
    "host": Rule("address that `serve` listens on", "a host name or IP address", _text),
    "port": Rule(
        "port that `serve` listens on; 0 takes a free one",
        "a whole number from 0 to 65535",
        _whole(0, 65_535),
    ),
    "allowed_hosts": Rule(
        "further names that requests may be addressed to",
        "names without ports, separated by commas",
        _list,
    ),
    "cors_origins": Rule(
        "sites whose pages may use this service",
        "origins such as https://example.org, separated by commas",
        _origins,
    ),
    "rate": Rule(
        "requests a minute that each API key may make; 0 for any number",
        "a whole number from 0 to 1_000_000",
        _whole(0, 1_000_000),
    ),
    "model": Rule(
        "embedding model, by name or folder; without it the bundled one",
        "a model name or a folder",
        _text,
    ),
    "adapter": Rule(
        "change of the model's weights; without it the bundled one",
        "a folder that `onrecord adapt` wrote, or none",
        _text,
    ),
    "reader": Rule(
        "model that reads what was found; without it the bundled one",
        "a folder that `onrecord train-reader` wrote or with a CrossEncoder, or none",
        _text,
    ),
    "threads": Rule(
        "processor threads for encoding; 0 takes all cores",
        "a whole number from 0 to 256",
        _whole(0, 256),
    ),
    "precision": Rule(
        "numbers the model computes in; auto takes bf16 where the processor has it",
        "one of auto, bf16, fp32",
        _one_of("auto", "bf16", "fp32"),
    ),
    "ranking": Rule(
        "how questions are answered: as well as can be, or in half the time and nearly as well",
        "one of best, fast",
        _one_of("best", "fast"),
    ),
    "max_source_bytes": Rule(
        "largest file that is accepted",
        f"a whole number of bytes from 1 to {MAX_SOURCE_BYTES:_}",
        _whole(1, MAX_SOURCE_BYTES),
    ),
    "max_question_chars": Rule(
        "longest question that is accepted",
        f"a whole number of characters from 1 to {MAX_QUESTION_CHARS:_}",
        _whole(1, MAX_QUESTION_CHARS),
    ),
    "log_level": Rule(
        "least severe log line; without it info while indexing and serving, else warning",
        "one of debug, info, warning, error",
        _one_of("debug", "info", "warning", "error"),
    ),
}


def read_settings(
    environment: Mapping[str, str], flags: Mapping[str, str | None] | None = None
) -> Settings:
    """Read all settings at once.

    :param environment: Only keys with the prefix `ONRECORD_` are looked at.
    :param flags: Values from the command line by field name; None is a flag not given.
    :raises SettingsError: An unknown key or a bad value; the message names key, value and cure.
    """
    values: dict[str, object] = {}
    for key, value in sorted(environment.items()):
        if key.startswith(PREFIX):
            values[_field(key)] = _read(_field(key), key, value)
    for name, given in (flags or {}).items():
        if given is not None:
            values[name] = _read(name, "--" + name.replace("_", "-"), given)
    return Settings(**cast(dict[str, Any], values))


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _field(key: str) -> str:
    name = key[len(PREFIX) :].lower()
    if name not in RULES or key != variable(name):
        known = ", ".join(variable(field.name) for field in fields(Settings))
        cure = "Unset it or correct its name"
        raise SettingsError(f"{key} is not a setting; known are {known}. {cure}")
    return name


def _read(name: str, key: str, value: str) -> object:
    rule = RULES[name]
    try:
        return rule.read(value)
    except ValueError as error:
        message = f"{key} is {value[:80]!r}, but must be {rule.expected}"
        raise SettingsError(message) from error
