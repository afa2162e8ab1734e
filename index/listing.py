"""Which files of a folder are transcripts, and what their sidecars say of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from index.errors import SourceError, SourceTooLarge, StoreMissing
from index.files import file_hash
from index.prepare import IncomingSource
from index.readers import DEFAULT_MAX_BYTES, SUPPORTED
from index.records import Metadata

SIDECAR = ".meta.json"
SIDECAR_FIELDS = ("title", "date", "place", "venue", "byline", "url")


@dataclass(frozen=True)
class ListedFile:
    """A file to index, the name it gets, and the folder that its name counts from."""

    path: Path
    name: str
    origin: Path

    def read(self, encoding: str, max_bytes: int = DEFAULT_MAX_BYTES) -> IncomingSource:
        """The file's bytes with what its sidecar says; a file that is too large is not read.

        :raises SourceError: It is too large, or its sidecar cannot be read.
        """
        size = self.path.stat().st_size
        if size > max_bytes:
            raise SourceTooLarge(
                f"{self.path} has {size:,} bytes and the limit is {max_bytes:,}: split it "
                "or raise the limit"
            )
        return IncomingSource(
            name=self.name,
            data=self.path.read_bytes(),
            metadata=read_sidecar(self.path),
            encoding=encoding,
            origin=str(self.origin),
        )

    @property
    def size(self) -> int:
        """The file's bytes; none for a file that is gone."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def has_bytes_of(self, source_id: str) -> bool:
        """Whether the file's bytes are those of this source; no for a file that is gone."""
        return self._hash.startswith(source_id)

    @cached_property
    def _hash(self) -> str:
        try:
            return file_hash(self.path)
        except OSError:
            return ""


def list_files(path: Path) -> Iterator[ListedFile]:
    """The transcripts at a path, ordered by name; a file alone is taken whatever its extension.

    :raises StoreMissing: There is no such file or folder.
    """
    if path.is_dir():
        origin = path.resolve()
        for file in sorted(_walk(path)):
            yield ListedFile(file, file.relative_to(path).as_posix(), origin)
    elif path.exists():
        yield ListedFile(path, path.name, path.resolve().parent)
    else:
        raise StoreMissing(f"there is no file or folder {path}: give the path of transcripts")


def unknown_files(path: Path) -> dict[str, list[str]]:
    """The files below a folder that no reader knows, by the ending of their names, in order.

    A file without an ending has the empty one. Hidden files and sidecars are not counted.
    """
    found: dict[str, list[str]] = {}
    for file in sorted(_visible(path)) if path.is_dir() else ():
        ending = file.suffix.lower()
        if ending not in SUPPORTED:
            found.setdefault(ending, []).append(file.relative_to(path).as_posix())
    return dict(sorted(found.items()))


def lonely_sidecars(path: Path) -> list[str]:
    """The sidecars below a folder without the file that they describe, in order."""
    if not path.is_dir():
        return []
    found = path.rglob(f"*{SIDECAR}")
    alone = (one for one in found if not one.with_name(one.name.removesuffix(SIDECAR)).exists())
    names = (one.relative_to(path) for one in alone)
    return sorted(one.as_posix() for one in names if not any(p[0] == "." for p in one.parts))


def read_sidecar(path: Path) -> Metadata | None:
    """What `<name>.meta.json` says of the file beside it; null when there is none.

    :raises SourceError: It is no JSON object, or has a field that nothing knows.
    """
    sidecar = path.with_name(path.name + SIDECAR)
    try:
        return parse_sidecar(str(sidecar), sidecar.read_bytes())
    except FileNotFoundError:
        return None


def parse_sidecar(name: str, data: bytes) -> Metadata:
    """What the bytes of a sidecar say.

    :raises SourceError: It is no JSON object, or has a field that nothing knows.
    """
    try:
        values = json.loads(data.decode("utf-8"))
    except ValueError as error:
        raise SourceError(f"{name} is not JSON in UTF-8 ({error}): correct it") from error
    if not isinstance(values, dict) or not values.keys() <= set(SIDECAR_FIELDS):
        raise SourceError(
            f"{name} must be a JSON object with some of the fields {', '.join(SIDECAR_FIELDS)}"
        )
    wrong = [field for field, value in values.items() if not isinstance(value, str | None)]
    if wrong:
        raise SourceError(f"{name}: {', '.join(wrong)} must be text or null")
    _check_date(name, values.get("date"))
    return Metadata(**values)


def _check_date(sidecar: str, text: str | None) -> None:
    if text is not None:
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise SourceError(
                f"{sidecar}: the date is {text!r}, expected a day such as 2031-06-01"
            ) from error


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder that a reader knows, hidden ones and sidecars left out."""
    return (file for file in _visible(folder) if file.suffix.lower() in SUPPORTED)


def _visible(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and not name.endswith(SIDECAR):
                yield Path(parent) / name


def names_listed(path: Path | None) -> frozenset[str]:
    """The names in a file, one a line; none for None.

    :raises StoreMissing: The file cannot be read.
    """
    if path is None:
        return frozenset()
    try:
        return frozenset(path.read_text(encoding="utf-8").split())
    except (OSError, ValueError) as error:
        raise StoreMissing(f"{path} cannot be read ({error}): give a list of names") from error
