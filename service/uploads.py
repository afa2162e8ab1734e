"""Many files at once: a zip, or parts of a form, of which each is accounted for."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.errors import BadRequest, OnRecordError, SourceError, SourceTooLarge
from index.listing import SIDECAR, parse_sidecar
from index.live import Index, PutResult
from service.problems import echo

MAX_FILES = 1_000
MAX_UNPACKED_BYTES = 500_000_000
"""What the members may have together; a small zip can hold terabytes of zeros."""

_READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What reading a damaged, encrypted or oddly packed member raises."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one member: `result`, or the error that refused it."""

    name: str
    result: PutResult | None
    error: OnRecordError | None = None


def put_files(
    index: Index, files: Sequence[tuple[str, bytes]], max_bytes: int
) -> Iterator[Uploaded]:
    """Put files on record under their names; a sidecar belongs to its file, a zip is its members.

    :param files: Names and bytes; one without a name must be a zip.
    :param max_bytes: The largest file that is taken.
    :raises BadRequest: A file without a name is no zip, or there are too many in one.
    """
    plain = []
    for name, data in files:
        if not name or (name.lower().endswith(".zip") and zipfile.is_zipfile(io.BytesIO(data))):
            yield from _put_zip(index, data, max_bytes)
        else:
            plain.append((name, data))
    parts = dict(plain)
    yield from _put_members(index, list(parts), lambda name: _bounded(name, parts[name], max_bytes))


def _bounded(name: str, data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise SourceTooLarge(f"{echo(name)} has more than {most:,} bytes; split it")
    return data


def _put_zip(index: Index, data: bytes, max_bytes: int) -> Iterator[Uploaded]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _READ_ERRORS as error:
        raise BadRequest(
            f"the body is not a zip ({error}); send one with Content-Type: application/zip"
        ) from error
    members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
    if len(members) > MAX_FILES:
        raise BadRequest(
            f"the zip has {len(members):,} files, but at most {MAX_FILES:,} are taken at once; "
            "split it"
        )
    opened = _Archive(archive, max_bytes)
    yield from _put_members(index, list(members), lambda name: opened.read(members[name]))


class _Archive:
    """Reads members within the bounds of one and of all."""

    def __init__(self, archive: zipfile.ZipFile, max_bytes: int) -> None:
        self._archive = archive
        self._max_bytes = max_bytes
        self._left = MAX_UNPACKED_BYTES

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """The bytes of a member; what its header says of its size is not believed."""
        most = min(self._max_bytes, self._left)
        try:
            with self._archive.open(member) as opened:
                data = opened.read(most + 1)
        except _READ_ERRORS as error:
            raise SourceError(
                f"{echo(member.filename)} cannot be unpacked ({error}); pack it again, without a "
                "password"
            ) from error
        self._left -= min(len(data), most)
        if len(data) > most:
            raise SourceTooLarge(
                f"{echo(member.filename)} has more than {most:,} bytes, the most that is taken "
                "here; split it or send it alone"
            )
        return data


def _put_members(
    index: Index, names: Sequence[str], read: Callable[[str], bytes]
) -> Iterator[Uploaded]:
    known = set(names)
    for name in names:
        if name.endswith(SIDECAR):
            if name.removesuffix(SIDECAR) not in known:
                error = SourceError(f"{echo(name)} describes a file that was not sent along")
                yield Uploaded(name, None, error)
            continue
        beside = name + SIDECAR
        try:
            check_name(name)
            metadata = parse_sidecar(beside, read(beside)) if beside in known else None
            yield Uploaded(name, index.put(name, read(name), metadata=metadata))
        except OnRecordError as error:
            yield Uploaded(name, None, error)


def check_name(name: str) -> None:
    """Refuse what cannot name a source.

    :raises BadRequest: Control characters, or white space at an end.
    """
    if any(not character.isprintable() for character in name) or name != name.strip():
        raise BadRequest(
            f"{echo(name)} cannot name a source: it has control characters or white space at an "
            "end; choose a printable name"
        )
