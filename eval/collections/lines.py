"""Reading a collection's files line by line; what is wrong is named by file and line.

A file may be packed: where there is no `corpus.jsonl`, `corpus.jsonl.gz` is read.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import CollectionError


def read_text(path: Path) -> str:
    """A file's text without a byte-order mark, unpacked where only `path`.gz is there.

    :raises CollectionError: There is no such file, or it is not UTF-8, or no whole gzip file.
    """
    if not is_there(path):
        raise CollectionError(f"no file {path}: the collection is incomplete")
    given = path if path.is_file() else _packed(path)
    try:
        data = given.read_bytes()
        return (data if given == path else gzip.decompress(data)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CollectionError(f"{given} is not UTF-8: {error}") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CollectionError(f"{given} is no whole gzip file: {error}") from error


def is_there(path: Path) -> bool:
    """Whether a file is there, as it is or packed as `path`.gz."""
    return path.is_file() or _packed(path).is_file()


def _packed(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")


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
    first = next(lines, (1, ""))[1]
    if first.split("\t") != list(header):
        raise CollectionError(
            f"{path}:1: expected the header {TAB.join(header)}, found {_shown(first)}"
        )
    for number, line in lines:
        row = line.split("\t")
        if len(row) != len(header):
            raise CollectionError(
                f"{path}:{number}: expected {len(header)} columns with a tab between them, "
                f"found {len(row)}: {_shown(line)}"
            )
        yield number, row


TAB = "<TAB>"
"""How a tab is written in messages, where it would look like blanks."""
_SHOWN = 120


def _shown(line: str) -> str:
    """The beginning of a line with its tabs written out, and a word where it has none."""
    cut = line[:_SHOWN] + ("…" if len(line) > _SHOWN else "")
    hint = "" if "\t" in line or not line.strip() else " (no tab in it: blanks do not part columns)"
    return f"{cut.replace(chr(9), TAB)!r}{hint}"


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
