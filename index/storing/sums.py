"""A sum of each page of the database, in a file beside it: which bytes are as they were written.

SQLite compares no bytes of its own. A commit leaves the pages that it changed in the log (WAL), and
their sums are written before the log is emptied. So at any instant a page has its sum or stands in
the log, and what a killed process left is compared as fast as what was closed: 0.9 GB a second,
where reading every row takes 0.1 ms a row.

The file is no part of the truth: where it is missing or does not fit, all rows are read instead.
It is not synchronised, so that a power cut costs such a reading.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

from index.files import disk_named, replaced

ENDING = ".sums"

_BYTES = 8
_HEADER_BYTES = 100
_READ_BYTES = 1 << 20
_LOG_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24

log = logging.getLogger(__name__)


def sums_path(path: Path) -> Path:
    """Where the sums of a database file stand."""
    return path.with_name(path.name + ENDING)


def expected(path: Path) -> bytes | None:
    """The sums that the file must have once its log is in it; None where none are noted.

    To be asked before the database is opened, while nobody writes.
    """
    try:
        noted = bytearray(sums_path(path).read_bytes())
        changed, pages = _in_log(path)
    except (OSError, ValueError):
        return None
    if pages:
        noted = noted[: pages * _BYTES].ljust(pages * _BYTES, b"\0")
    for page, sum_ in changed.items():
        noted[(page - 1) * _BYTES : page * _BYTES] = sum_
    return bytes(noted)


def fits(path: Path, wanted: bytes | None) -> bool:
    """Whether each page of the file has the sum that is wanted of it."""
    try:
        return wanted is not None and _of_file(path) == wanted
    except (OSError, ValueError):
        return False


def note_all(path: Path) -> None:
    """Note the sums of a file that was checked and whose log is empty."""
    with disk_named(path):
        note(path, _of_file(path))


def note(path: Path, found: bytes) -> None:
    """Note sums that the file has, where others stand, or none."""
    with disk_named(path):
        noted = sums_path(path)
        if not noted.is_file() or noted.read_bytes() != found:
            with replaced(noted) as temporary:
                temporary.write_bytes(found)


def note_log(path: Path) -> None:
    """Note the sums of the pages in the log, after a commit; where it fails, none are trusted."""
    try:
        changed, pages = _in_log(path)
        known = sums_path(path).stat().st_size // _BYTES if sums_path(path).exists() else 0
        if not changed or not set(range(known + 1, pages + 1)) <= changed.keys():
            return  # of an index without sums: they are noted at an opening, after a check
        with sums_path(path).open("r+b" if known else "wb") as opened:
            for first, together in _runs(changed):
                opened.seek((first - 1) * _BYTES)
                opened.write(together)
            opened.truncate(pages * _BYTES)
    except (OSError, ValueError) as error:
        log.warning("the database will be checked at its next opening: %s", error)


def _of_file(path: Path) -> bytes:
    with path.open("rb") as opened:
        size = _page_size(opened.read(_HEADER_BYTES)[16:18])
        if opened.seek(0, 2) % size:
            raise ValueError(f"{path} has a part of a page")
        opened.seek(0)
        # Not mapped into memory: a sector that cannot be read would end the process.
        blocks = iter(partial(opened.read, _READ_BYTES), b"")
        return b"".join(_sums_of(memoryview(block), size) for block in blocks)


def _sums_of(block: memoryview, size: int) -> bytes:
    return b"".join(_sum(block[at : at + size]) for at in range(0, len(block), size))


def _in_log(path: Path) -> tuple[dict[int, bytes], int]:
    """The sums of the pages that the log has newer ones of, and the file's pages after it."""
    try:
        content = memoryview(path.with_name(f"{path.name}-wal").read_bytes())
    except FileNotFoundError:
        return {}, 0
    if len(content) <= _LOG_HEADER_BYTES:
        return {}, 0
    size = int.from_bytes(content[8:12])
    if not 512 <= size <= 65_536:
        raise ValueError(f"the log of {path} has pages of {size} bytes")
    newest: dict[int, memoryview] = {}
    committed: dict[int, memoryview] = {}
    pages = 0
    for page, after, words in _frames(content, size):
        newest[page] = words
        if after:  # the last one of a commit
            committed |= newest
            pages = after
            newest = {}
    return {page: _sum(words) for page, words in committed.items() if page <= pages}, pages


def _frames(content: memoryview, size: int) -> Iterator[tuple[int, int, memoryview]]:
    """Page number, pages after the commit (or 0), and page of each frame of this log.

    What stands behind them is of an earlier log in the same file, and has another salt.
    """
    salt = content[16:24]
    step = _FRAME_HEADER_BYTES + size
    for at in range(_LOG_HEADER_BYTES, len(content) - step + 1, step):
        if content[at + 8 : at + 16] != salt:
            return
        page, after = int.from_bytes(content[at : at + 4]), int.from_bytes(content[at + 4 : at + 8])
        yield page, after, content[at + _FRAME_HEADER_BYTES : at + step]


def _runs(changed: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Sums of successive pages together, with the number of the first."""
    ordered = sorted(changed)
    for _, run in groupby(enumerate(ordered), key=lambda placed: placed[1] - placed[0]):
        pages = [page for _, page in run]
        yield pages[0], b"".join(changed[page] for page in pages)


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header)
    if size == 1:
        return 65_536
    if size < 512:
        raise ValueError(f"pages of {size} bytes")
    return size


def _sum(page: bytes | memoryview) -> bytes:
    return hashlib.sha256(page).digest()[:_BYTES]
