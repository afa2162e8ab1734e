"""A second name for each file of a keyword folder, as of the last manifest: the way back to it.

tantivy puts a commit in place and removes what it replaces. A process that is killed before the
manifest is written leaves a folder that nothing vouches for, and to index all passages again takes
longer the more there are. Hard links keep the files that the manifest names until the next one is
written: they cost no space and no copying. Where a file system has none, all is indexed again.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from index.files import file_hash

log = logging.getLogger(__name__)


class KeptFiles:
    """The folder of second names beside a keyword folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = folder.with_name(f"{folder.name}.kept")

    def keep(self, names: Mapping[str, str]) -> None:
        """Give the files of the newest manifest second names, and take away those of others.

        :param names: The files, by their path relative to the index's folder, with their SHA-256.
        """
        wanted = {Path(name).name for name in names}
        try:
            self._kept.mkdir(exist_ok=True)
            ours, kept = _files(self._folder), _files(self._kept)
            for name in kept.keys() - {one for one in wanted if kept.get(one) == ours.get(one)}:
                (self._kept / name).unlink()
            for name in wanted & ours.keys():
                if kept.get(name) != ours[name]:
                    (self._kept / name).hardlink_to(self._folder / name)
        except OSError as error:
            log.warning("%s cannot be gone back to: %s", self._folder, error)

    def go_back(self, names: Mapping[str, str]) -> bool:
        """Put the files of the manifest back where they differ; whether all of them are there."""
        wanted = {Path(name).name: sha256 for name, sha256 in names.items()}
        try:
            differing = [n for n, sha256 in wanted.items() if not _has(self._folder / n, sha256)]
            if not all(_has(self._kept / name, wanted[name]) for name in differing):
                return False
            self._folder.mkdir(exist_ok=True)
            for name in differing:
                _put_back(self._kept / name, self._folder / name)
            for there in self._folder.iterdir():
                if there.name not in wanted and not there.name.startswith("."):
                    there.unlink()
        except OSError as error:
            log.warning("%s cannot be gone back to: %s", self._folder, error)
            return False
        return True

    def forget(self) -> None:
        """Take all second names away."""
        shutil.rmtree(self._kept, ignore_errors=True)


def _files(folder: Path) -> dict[str, int]:
    """The names in a folder, each with the number of its file: one call for all of them."""
    with os.scandir(folder) as found:
        return {one.name: one.inode() for one in found}


def _has(path: Path, sha256: str) -> bool:
    return path.is_file() and file_hash(path) == sha256


def _put_back(kept: Path, path: Path) -> None:
    """Give a kept file its name again; the file that has the name meanwhile loses it."""
    temporary = kept.with_name(f"{kept.name}.back")
    temporary.unlink(missing_ok=True)
    os.link(kept, temporary)
    temporary.replace(path)  # nothing is done, and the name stays, where both are one file
    temporary.unlink(missing_ok=True)
