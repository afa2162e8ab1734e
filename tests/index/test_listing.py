"""What stands below a path, in one walk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.build import index_paths
from index.errors import StoreMissing
from index.listing import list_path
from tests.index.opening import opened, transcript

FILES = (
    *("a.txt", "a.txt.meta.json", "b.HTML", "below/c.srt", "below/gone.txt.meta.json"),
    *(".hidden.txt", ".git/x.txt", ".git/y.txt.meta.json", "LICENSE", "below/image.png"),
    *("onrecord.corrections.json", "labels.toml"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "transcripts"
    for name in FILES:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(transcript(f"The ferry of {name} leaves at noon."))
    return place


@pytest.fixture
def looked_into(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders whose names are read from now on."""
    folders: list[str] = []
    scandir = os.scandir

    def noted(path: str) -> Iterator[Any]:
        folders.append(str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", noted)
    return folders


def test_each_file_stands_in_one_part_or_is_hidden(folder: Path) -> None:
    listing = list_path(folder)
    assert [file.name for file in listing.files] == ["a.txt", "b.HTML", "below/c.srt"]
    assert listing.unknown == {"": ["LICENSE"], ".png": ["below/image.png"]}
    assert listing.lonely == ["below/gone.txt.meta.json"]


def test_a_file_alone_is_taken_whatever_its_ending(folder: Path) -> None:
    listing = list_path(folder / "LICENSE")
    assert [(file.name, file.origin) for file in listing.files] == [("LICENSE", folder)]
    assert (listing.unknown, listing.lonely) == ({}, ())


def test_a_path_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(StoreMissing, match=r"no file or folder .*nowhere: give the path"):
        list_path(folder / "nowhere")


def test_a_folder_is_walked_once(folder: Path, looked_into: list[str], tmp_path: Path) -> None:
    with opened(tmp_path / "data") as index:
        looked_into.clear()
        index_paths(index, [folder], prune=True)
    walked = [place for place in looked_into if place.startswith(str(folder))]
    assert sorted(walked) == [str(folder), str(folder / "below")]
