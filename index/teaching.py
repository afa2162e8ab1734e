"""`labels.toml` in the folder of an archive: what its owner taught of labels, for every rebuild."""

from __future__ import annotations

import tomllib
from pathlib import Path

from index.errors import SourceError
from index.files import plain_bytes
from index.parsing.taught import NOTHING_TAUGHT, Taught, TaughtForm, TaughtName, checked

LABELS = "labels.toml"
_MOST_BYTES = 100_000
_FORM = frozenset({"form", "example", "files"})
_NAME = frozenset({"label", "person", "files"})


def read_taught(folder: Path) -> Taught:
    """What the folder's `labels.toml` teaches; nothing when there is none.

    :raises SourceError: It is no such file, or a form does not fit its example.
    """
    path = folder / LABELS
    try:
        data = plain_bytes(path, _MOST_BYTES, within=folder.resolve())
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING_TAUGHT
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error}): correct it") from error
    return parse_taught(str(path), data)


def parse_taught(place: str, data: bytes) -> Taught:
    """What the bytes of a `labels.toml` teach.

    :raises SourceError: It is no TOML, has an unknown key, or a form does not fit its example.
    """
    if len(data) > _MOST_BYTES:
        raise SourceError(f"{place} has more than {_MOST_BYTES:,} bytes: leave some labels out")
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{place} is not TOML in UTF-8 ({error}): correct it") from error
    if not values.keys() <= {"form", "name"}:
        raise SourceError(f"{place} may have [[form]] and [[name]] tables only")
    forms = [TaughtForm(**table) for table in _tables(place, values, "form", _FORM)]
    names = [TaughtName(**table) for table in _tables(place, values, "name", _NAME)]
    return checked(Taught(tuple(forms), tuple(names)), place)


def _tables(
    place: str, values: dict[str, object], key: str, known: frozenset[str]
) -> list[dict[str, str]]:
    tables = values.get(key, [])
    required = known - {"files"}
    if not isinstance(tables, list):
        raise SourceError(f"{place}: write [[{key}]] with two brackets")
    for table in tables:
        fits = isinstance(table, dict) and required <= table.keys() <= known
        if not fits or not all(isinstance(value, str) for value in table.values()):
            fields = ", ".join(sorted(required))
            raise SourceError(f"{place}: [[{key}]] needs {fields} as text, and may have files")
    return tables


def written(taught: Taught) -> str:
    """A `labels.toml` that teaches this."""
    blocks = [
        f"[[form]]\nform = {_quoted(form.form)}\nexample = {_quoted(form.example)}\n"
        f"files = {_quoted(form.files)}\n"
        for form in taught.forms
    ]
    blocks += [
        f"[[name]]\nlabel = {_quoted(name.label)}\nperson = {_quoted(name.person)}\n"
        f"files = {_quoted(name.files)}\n"
        for name in taught.names
    ]
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    safe = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in escaped)
    return f'"{safe}"'
