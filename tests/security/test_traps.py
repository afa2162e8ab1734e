"""Bombs and tricks in files: refused in little time and memory, and nothing outside is touched."""

from __future__ import annotations

import io
import os
import socket
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from index.build import index_paths
from index.cutting.passages import PassageBudget
from index.errors import SourceError
from index.persons.speakers import resolve
from index.prepare import IncomingSource, cut
from service.uploads import put_files
from tests.fakes import HashingEncoder
from tests.index.opening import opened, transcript
from tests.security.traps import ADDRESS, HARMLESS, READ, REFUSED, SAID
from tests.security.watching import Seen, watched

MOST_S = 1.0
MOST_MIB = 64
SLACK = 3
"""Of processor time, on two slow cores that do other things."""
ROOM = 1.25
"""Behind thousands of other tests the allocator takes some MiB more for the same work."""
_REASONS: list[str] = []
_ENCODER = HashingEncoder(dim=16)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load what readers load at first use, so that it is not counted."""
    for name, make in HARMLESS.items():
        if name in ("docx: macros", "pdf: a script", "html: things elsewhere"):
            read(*make())


def read(name: str, data: bytes) -> str | None:
    """The text of a file, None where it is refused."""
    try:
        cutting = cut(IncomingSource(name, data), PassageBudget(), _ENCODER)
    except SourceError as error:
        _REASONS.append(str(error))
        return None
    resolve(cutting.parsed.voices)
    return cutting.parsed.source.text


def keeps_to_itself(seen: Seen, *folders: Path) -> None:
    assert not seen.outside(*folders)
    assert not seen.network
    assert not seen.programs
    assert not seen.code


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bomb_is_refused_soon_and_with_little_memory(kind: str) -> None:
    name, data = REFUSED[kind]()
    with watched() as seen:
        assert read(name, data) is None
    assert len(_REASONS.pop()) < 1_000
    assert seen.seconds < MOST_S * SLACK
    assert seen.mib < MOST_MIB * ROOM
    keeps_to_itself(seen)


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_reaches_out_is_not_followed(kind: str) -> None:
    name, data = HARMLESS[kind]()
    with watched() as seen:
        text = read(name, data) or ""
    assert "root:" not in text
    assert ADDRESS not in text
    assert SAID in text or kind not in READ
    assert seen.seconds < MOST_S * SLACK
    keeps_to_itself(seen)


NAMES = (
    "../up.txt",
    "/etc/evil.txt",
    "a/../../b.txt",
    "..\\c.txt",
    "C:\\d.txt",
    "x\x00y.txt",
    "e\n.txt",
)


def packed(names: tuple[str, ...], *, as_link: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, name in enumerate(names):
            member = zipfile.ZipInfo(name)
            member.filename = name  # the constructor cuts a name at a zero
            if as_link:
                member.external_attr = (stat.S_IFLNK | 0o777) << 16
            words = b"/etc/passwd" if as_link else transcript(f"Pier {number} opens.")
            archive.writestr(member, words)
    return made.getvalue()


def test_a_zip_writes_no_file_by_its_members_names(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with opened(data) as index:
        list(
            put_files(index, [("", packed(("first.txt",)))], 10_000)
        )  # SQLAlchemy makes code at first
        before = {path for path in tmp_path.rglob("*") if path.parent != data}
        with watched() as seen:
            uploaded = list(put_files(index, [("", packed(NAMES))], 10_000))
        known = {one.name for one in index.store.sources()}
        assert all((one.result is None) != (one.name in known) for one in uploaded)
        assert {path for path in tmp_path.rglob("*") if data not in path.parents} == {data}
        assert before <= {data, *data.rglob("*")}
    keeps_to_itself(seen, data)
    assert not any(unsafe in name for name in known for unsafe in "\0\n")


def test_a_link_in_a_zip_is_the_words_that_it_holds(tmp_path: Path) -> None:
    with opened(tmp_path) as index, watched() as seen:
        (one,) = put_files(index, [("", packed(("a.txt",), as_link=True))], 10_000)
        assert one.result is not None
        source = index.store.source("a.txt")
        assert index.store.text(source.source_id) == "/etc/passwd"
    keeps_to_itself(seen, tmp_path)


def test_a_folder_is_read_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_bytes(transcript("The barge turns."))
    (folder / "b.txt").symlink_to("/etc/passwd")
    (folder / "c.txt.meta.json").symlink_to("/etc/passwd")
    (folder / "c.txt").write_bytes(transcript("The lamp burns."))
    with opened(tmp_path / "data") as index, watched() as seen:
        report = index_paths(index, [folder])
    assert len(report.failed) == 2
    keeps_to_itself(seen, tmp_path)


def test_the_watch_sees_what_it_looks_for(tmp_path: Path) -> None:
    """Each kind of event, made on purpose."""
    with watched() as seen:
        Path("/etc/hostname").open("rb").close()
        with pytest.raises(OSError, match=r"refused|Connection"):
            socket.create_connection(("127.0.0.1", 9), 0.2)
        subprocess.run(["true"], check=True)
        assert eval("1 + 1") == 2
        filled = bytearray(os.urandom(1)) * (80 * 1024 * 1024)
    assert seen.outside(tmp_path) == ["/etc/hostname"] or "/etc/hostname" in seen.outside()
    assert seen.network
    assert seen.programs
    assert seen.code
    assert seen.mib > MOST_MIB
    assert len(filled) > MOST_MIB
