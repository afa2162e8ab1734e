"""One bad entry of a folder never ends a run, and nothing outside of the folder is read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import IndexReport, index_paths
from index.listing import CORRECTIONS
from index.teaching import LABELS
from tests.index.opening import opened, transcript


def loop(folder: Path) -> None:
    (folder / "x.txt").symlink_to("x.txt")


def two_in_a_loop(folder: Path) -> None:
    (folder / "x.txt").symlink_to("y")
    (folder / "y").symlink_to("x.txt")


def nowhere(folder: Path) -> None:
    (folder / "x.txt").symlink_to("gone.txt")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "x.txt")


def pipe_by_link(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "x.txt").symlink_to("pipe")


def endless_device(folder: Path) -> None:
    (folder / "x.txt").symlink_to("/dev/zero")


def unix_socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(folder / "x.txt"))


def outside(folder: Path) -> None:
    (folder / "x.txt").symlink_to("/etc/passwd")


def outside_by_steps(folder: Path) -> None:
    (folder.parent / "secret.txt").write_bytes(transcript("The heron stands."))
    (folder / "x.txt").symlink_to("../secret.txt")


def a_folder(folder: Path) -> None:
    (folder / "deep.txt").mkdir()
    (folder / "x.txt").symlink_to("deep.txt")


def latin_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(transcript("A heron."))


def name_with_an_escape(folder: Path) -> None:
    (folder / "x\x1b]0;y\x07.txt").write_bytes(transcript("A heron."))


def name_with_a_newline(folder: Path) -> None:
    (folder / "x\ny.txt").write_bytes(transcript("A heron."))


def sidecar(words: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / "x.txt").write_bytes(transcript("A heron."))
        (folder / "x.txt.meta.json").write_bytes(words)

    return make


def sidecar_pipe(folder: Path) -> None:
    (folder / "x.txt").write_bytes(transcript("A heron."))
    os.mkfifo(folder / "x.txt.meta.json")


def sidecar_device(folder: Path) -> None:
    (folder / "x.txt").write_bytes(transcript("A heron."))
    (folder / "x.txt.meta.json").symlink_to("/dev/zero")


def sidecar_outside(folder: Path) -> None:
    (folder.parent / "secret.json").write_text('{"title": "A secret"}', encoding="utf-8")
    (folder / "x.txt").write_bytes(transcript("A heron."))
    (folder / "x.txt.meta.json").symlink_to("../secret.json")


def too_large(folder: Path) -> None:
    with (folder / "x.txt").open("wb") as made:
        made.truncate(1 << 33)


BAD = [
    loop,
    two_in_a_loop,
    nowhere,
    pipe,
    pipe_by_link,
    endless_device,
    unix_socket,
    outside,
    outside_by_steps,
    a_folder,
    latin_name,
    name_with_an_escape,
    name_with_a_newline,
    sidecar(b"[" * 90_000),
    sidecar(b'{"title": ' * 9_000),
    sidecar(b"[" * 200_000),
    sidecar(b"\xff"),
    sidecar_pipe,
    sidecar_device,
    sidecar_outside,
    sidecar(b'{"title": "\\ud800"}'),
    sidecar(b'{"place": "a\\u0000b"}'),
    too_large,
]


BESIDE = (LABELS, CORRECTIONS)
"""What is read of a folder besides its transcripts."""


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _outside(path: Path) -> None:
    (path.parent.parent / "secret").write_text("name = 'heron'\n", encoding="utf-8")
    path.symlink_to("../secret")


def _huge(path: Path) -> None:
    with path.open("wb") as made:
        made.truncate(1 << 33)


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("make", [_pipe, _folder, _loop, _device, _outside, _huge])
def test_what_stands_beside_transcripts_is_a_plain_file_of_the_folder(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_bytes(transcript("The barge turns."))
    make(folder / name)
    report, names = indexed(folder, tmp_path / "data")
    assert names == ({"a.txt"} if name == CORRECTIONS else set())
    assert report.failed
    assert all(name in reason and "heron" not in reason for _, reason in report.failed)


def indexed(folder: Path, data: Path) -> tuple[IndexReport, set[str]]:
    with opened(data) as index:
        report = index_paths(index, [folder])
        return report, {one.name for one in index.store.sources()}


@pytest.mark.parametrize("bad", BAD)
def test_the_others_are_indexed_and_the_bad_one_is_told(
    tmp_path: Path, bad: Callable[[Path], None]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_bytes(transcript("The barge turns."))
    (folder / "z.txt").write_bytes(transcript("The zeppelin lands."))
    bad(folder)
    report, names = indexed(folder, tmp_path / "data")
    assert names == {"a.txt", "z.txt"}
    assert len(report.failed) == (bad is not a_folder)  # links to folders are not entered
    assert all(f"{path} {reason}".encode() for path, reason in report.failed)


def test_a_link_inside_the_folder_is_a_file_like_others(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "real").write_bytes(transcript("The barge turns."))
    (folder / "a.txt").symlink_to("real")
    assert indexed(folder, tmp_path / "data")[1] == {"a.txt"}
