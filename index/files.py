"""Files read with bounds, and written so that a reader finds the old or the new one whole."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskFailed, DiskFull, SourceError, SourceTooLarge

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


def plain_bytes(path: Path, most: int, *, within: Path | None = None) -> bytes:
    """The bytes of a plain file; a pipe is not waited for and a device not read without end.

    :param within: A resolved folder that the file must lie in, also where it is a link.
    :raises SourceError: It is no plain file, lies outside of `within`, or is too large.
    :raises OSError: It is not there, or cannot be read.
    """
    try:
        if within is not None and not path.resolve().is_relative_to(within):
            raise SourceError(
                f"{path} is a link to {path.resolve()}, outside of the folder: copy the file into "
                "it"
            )
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except RuntimeError as error:  # what `resolve` makes of it
        raise SourceError(f"{path} is a link that leads back to itself: leave it out") from error
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(
                f"{path} is no plain file but a folder, pipe, device or socket: leave it out"
            )
        if status.st_size > most:
            raise SourceTooLarge(
                f"{path} has {status.st_size:,} bytes and the limit is {most:,}: split it "
                "or raise the limit"
            )
        data = opened.read(most + 1)  # it may grow meanwhile, or say nothing of its size
    if len(data) > most:
        raise SourceTooLarge(f"{path} has more than {most:,} bytes, the limit: split it")
    return data


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
