"""Reading a collection's files line by line; what is wrong is named by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import CollectionError


def read_text(path: Path) -> str:
    """A file's text without a byte-order mark.

    :raises CollectionError: There is no such file, or it is not UTF-8.
    """
    if not path.is_file():
        raise CollectionError(f"no file {path}: the collection is incomplete")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CollectionError(f"{path} is not UTF-8: {error}") from error


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1, without their ends."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def table(path: Path, header: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a tab-separated file below its header, with their line numbers.

    :raises CollectionError: The header is another one, or a row has too few or many columns.
    """
    lines = numbered_lines(path)
    first = next(lines, (1, ""))[1].split("\t")
    if first != list(header):
        raise CollectionError(f"{path}:1: expected the header {' '.join(header)}, found {first}")
    for number, line in lines:
        row = line.split("\t")
        if len(row) != len(header):
            raise CollectionError(
                f"{path}:{number}: expected {len(header)} tab-separated columns, found {len(row)}"
            )
        yield number, row


def json_object(line: str, path: Path, number: int) -> dict[str, Any]:
    """One line as a JSON object.

    :raises CollectionError: It is not JSON, or not an object.
    """
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise CollectionError(f"{path}:{number}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise CollectionError(f"{path}:{number}: expected an object, found {line[:60]!r}")
    return value
