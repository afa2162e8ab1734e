"""What the derived files must be, checked before anything native reads them.

FAISS and tantivy trust their files; a flipped byte would crash them or give wrong answers.
`manifest.json` names each file with its SHA-256 and the generation of the store it was made
from. It is written last: a file that is newer than it is not trusted and is made again.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.files import file_hash, replaced

FORMAT = 3
"""Raised when what is derived changes (the analysis of words, a file's layout)."""

NAME = "manifest.json"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """One derived index: the generation and count of passages it holds, its files' SHA-256.

    Files are named by their path relative to the folder of the manifest.
    """

    generation: int
    count: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The derived indexes as they were written last; None for one that never was."""

    model: str
    model_hash: str
    dim: int
    vectors: Part | None = None
    keywords: Part | None = None
    stretches: Part | None = None
    format: int = FORMAT


class FileHashes:
    """Hashes of a folder's files, remembered while a file keeps its size and time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int, int], str]] = {}

    def of(self, name: str) -> str | None:
        """SHA-256 of a file, by its path relative to the folder; None when it is not there."""
        path = f"{self._folder}/{name}"
        try:
            status = os.stat(path)  # noqa: PTH116 -- a path object for each file costs more than the call
            state = (status.st_ino, status.st_size, status.st_mtime_ns)
            known = self._known.get(name)
            if known is None or known[0] != state:
                known = (state, file_hash(Path(path)))
                self._known[name] = known
        except FileNotFoundError:
            return None
        return known[1]

    def part(self, names: Sequence[str], *, generation: int, count: int) -> Part:
        """Describe a derived index that consists of these files as they are now."""
        hashes = {name: self.of(name) for name in names}
        folders = {name.partition("/")[0] for name in names}
        for known in self._known.keys() - hashes.keys():
            if known.partition("/")[0] in folders:  # it was of this index, and is so no more
                del self._known[known]
        return Part(generation, count, {name: sha256 for name, sha256 in hashes.items() if sha256})

    def differing(self, part: Part) -> list[str]:
        """The files of a part that are missing or not what the manifest says."""
        return [name for name, expected in part.files.items() if self.of(name) != expected]


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest; None, with a line in the log, when it is missing or cannot be used."""
    path = folder / NAME
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            log.info("%s has format %s, not %d", path, values["format"], FORMAT)
            return None
        parts = {name: _part(values[name]) for name in ("vectors", "keywords", "stretches")}
        return Manifest(**{**values, **parts})
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s is damaged (%s): what is derived is made again", path, error)
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, in place of the old one, durably."""
    with replaced(folder / NAME) as temporary:
        temporary.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")


def _part(values: Mapping[str, Any] | None) -> Part | None:
    if values is None:
        return None
    files = {str(name): str(sha256) for name, sha256 in values["files"].items()}
    return Part(int(values["generation"]), int(values["count"]), files)
