"""Which files of a folder are transcripts, and what their sidecars say of them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from index.errors import NotText, SourceError, StoreMissing
from index.files import plain_bytes
from index.language.tags import EXPECTED, language_tag
from index.prepare import IncomingSource
from index.readers import DEFAULT_MAX_BYTES, SUPPORTED
from index.readers.json import check_escapes
from index.records import Metadata
from index.teaching import LABELS, read_taught

SIDECAR = ".meta.json"
CORRECTIONS = "onrecord.corrections.json"
"""Name of the file that corrects who speaks, see `index/correctionsfile.py`."""
SIDECAR_FIELDS = ("title", "date", "place", "venue", "byline", "url", "language", "speakers")
MOST_SIDECAR_BYTES = 100_000
MOST_HASHED_BYTES = DEFAULT_MAX_BYTES


@dataclass(frozen=True)
class ListedFile:
    """A file to index, the name it gets, and the folder that its name counts from."""

    path: Path
    name: str
    origin: Path
    within: Path | None = None
    """The folder that it must lie in when links are followed; None for a file named alone."""

    def read(self, encoding: str, max_bytes: int = DEFAULT_MAX_BYTES) -> IncomingSource:
        """The file's bytes with what its sidecar says; a file that is too large is not read.

        :raises SourceError: It is too large, or its sidecar cannot be read.
        """
        return IncomingSource(
            name=checked_name(self.name),
            data=plain_bytes(self.path, max_bytes, within=self.within),
            metadata=read_sidecar(self.path, within=self.within),
            encoding=encoding,
            origin=str(self.origin),
            taught=read_taught(self.origin),
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
            return hashlib.sha256(plain_bytes(self.path, MOST_HASHED_BYTES)).hexdigest()
        except (OSError, SourceError):
            return ""


@dataclass(frozen=True)
class Listing:
    """What stands at a path, found in one walk, each part in order.

    `files` are those that a reader knows, or the path itself; `unknown` those that none knows, by
    the ending of their names, a file without one under the empty ending; `lonely` are sidecars
    without the file that they describe. Hidden files stand in none of them.
    """

    path: Path
    files: tuple[ListedFile, ...]
    unknown: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lonely: Sequence[str] = ()


def list_path(path: Path) -> Listing:
    """List a folder, or a file alone, which is taken whatever its extension.

    :raises StoreMissing: There is no such file or folder.
    """
    check_there(path)
    if not path.is_dir():
        return Listing(path, (ListedFile(path, path.name, path.resolve().parent),))
    origin = path.resolve()
    files: list[ListedFile] = []
    unknown: dict[str, list[str]] = {}
    lonely: list[str] = []
    for file in sorted(_visible(path)):
        name, ending = file.relative_to(path).as_posix(), file.suffix.lower()
        if file.name.endswith(SIDECAR):
            if not file.with_name(file.name.removesuffix(SIDECAR)).exists():
                lonely.append(name)
        elif ending in SUPPORTED:
            files.append(ListedFile(file, name, origin, origin))
        elif file.name != LABELS:
            unknown.setdefault(ending, []).append(name)
    return Listing(path, tuple(files), dict(sorted(unknown.items())), sorted(lonely))


def check_there(path: Path) -> None:
    """Check that there is something to list, without a look at what is in it.

    :raises StoreMissing: There is no such file or folder.
    """
    if not path.exists():
        raise StoreMissing(f"there is no file or folder {path}: give the path of transcripts")


def checked_name(name: str) -> str:
    """The name, which must be text: it stands in the database and in every citation.

    :raises SourceError: It has bytes that are not UTF-8, or control characters.
    """
    if any(0xD800 <= ord(letter) <= 0xDFFF or not letter.isprintable() for letter in name):
        raise SourceError(
            f"{name!r} cannot name a source: its name has control characters, or bytes that are "
            "not UTF-8; rename the file"
        )
    return name


def plainly(words: str) -> str:
    """Words in which bytes of a file's name that are not UTF-8 are written out."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def read_sidecar(path: Path, *, within: Path | None = None) -> Metadata | None:
    """What `<name>.meta.json` says of the file beside it; None when there is none.

    :raises SourceError: It is no JSON object, has a field that nothing knows, or is a link out.
    """
    sidecar = path.with_name(path.name + SIDECAR)
    try:
        return parse_sidecar(str(sidecar), plain_bytes(sidecar, MOST_SIDECAR_BYTES, within=within))
    except FileNotFoundError:
        return None


def parse_sidecar(name: str, data: bytes) -> Metadata:
    """What the bytes of a sidecar say.

    :raises SourceError: It is no JSON object, or has a field or a value that cannot be.
    """
    try:
        text = data.decode("utf-8")
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is not JSON in UTF-8 ({error}): correct it") from error
    try:
        check_escapes(text, values)
    except NotText as error:
        raise NotText(f"{name}: {error}") from error
    if not isinstance(values, dict) or not values.keys() <= set(SIDECAR_FIELDS):
        raise SourceError(
            f"{name} must be a JSON object with some of the fields {', '.join(SIDECAR_FIELDS)}"
        )
    speakers = _speakers(name, values.pop("speakers", None))
    wrong = [field for field, value in values.items() if not isinstance(value, str | None)]
    if wrong:
        raise SourceError(f"{name}: {', '.join(wrong)} must be text or null")
    _check_date(name, values.get("date"))
    _check_language(name, values.get("language"))
    return Metadata(**values, speakers=speakers)


def _speakers(sidecar: str, given: object) -> tuple[tuple[str, str], ...] | None:
    """Labels, each with the person who is meant, in order of the labels; None for nobody."""
    if given is None:
        return None
    pairs = given.items() if isinstance(given, dict) else ()
    known = tuple(
        (label, person)
        for label, person in sorted(pairs)
        if isinstance(person, str) and label.strip() and person.strip()
    )
    if not isinstance(given, dict) or len(known) < len(given):
        raise SourceError(
            f'{sidecar}: speakers must be labels with people, as in {{"M": "Ada Quill"}}'
        )
    return known or None


def _check_date(sidecar: str, text: str | None) -> None:
    if text is not None:
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise SourceError(
                f"{sidecar}: the date is {text!r}, expected a day such as 2031-06-01"
            ) from error


def _check_language(sidecar: str, text: str | None) -> None:
    if text is not None and language_tag(text) is None:
        raise SourceError(f"{sidecar}: the language is {text!r}, expected {EXPECTED}")


def _visible(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and name != CORRECTIONS:
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
