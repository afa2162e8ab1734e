"""Writing a file so that a reader finds the old one or the new one, also after a power cut."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskFailed, DiskFull

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; on leaving it takes the place of `path`, durably.

    On an error `path` stays as it was. A file that a killed writer left behind is overwritten.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably: what is written in it would go with its name.

    An existing folder's name is synced too, since whoever made it may not have done so.
    """
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing or [folder]:
        with contextlib.suppress(PermissionError):  # a folder above that is not ours to read
            sync_folder(made.absolute().parent)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextmanager
def disk_named(path: Path) -> Iterator[None]:
    """Turn what the system says of a full or failing disk into our errors.

    :raises DiskFull: There is no space left.
    :raises DiskFailed: It cannot be read or written for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE or (error.errno == errno.EIO and is_full(path)):
            raise full_disk(path) from error
        raise DiskFailed(
            f"{error.filename or path}: {error.strerror or error}; see that this user may write "
            "to it and that the disk is well"
        ) from error


def is_full(path: Path) -> bool:
    """Whether next to nothing fits on a disk: it is then told as an I/O error, too."""
    try:
        space = os.statvfs(path.parent)
    except OSError:
        return False
    return space.f_bavail * space.f_frsize < 64 * 1024


def full_disk(path: Path) -> DiskFull:
    """The error for a disk without space."""
    return DiskFull(
        f"no space is left on the disk of {path.parent}: make room, then send the change again; "
        "what is on record can still be asked, and this change may stand there already"
    )
