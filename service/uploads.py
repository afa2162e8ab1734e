"""Many files at once: a zip whose every member is accounted for."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import BadRequest, OnRecordError, SourceError, SourceTooLarge
from index.listing import SIDECAR, parse_sidecar
from index.live import Index, PutResult
from index.records import Metadata
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


def put_zip(index: Index, data: bytes, max_bytes: int) -> Iterator[Uploaded]:
    """Put each member of a zip on record under its name; a sidecar belongs to its file.

    :param max_bytes: The largest member that is taken.
    :raises BadRequest: It is no zip, or has too many members; nothing is put on record.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _READ_ERRORS as error:
        raise BadRequest(
            f"the body is not a zip ({error}); send one with Content-Type: application/zip"
        ) from error
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MAX_FILES:
        raise BadRequest(
            f"the zip has {len(members):,} files, but at most {MAX_FILES:,} are taken at once; "
            "split it"
        )
    return _put_members(index, _Archive(archive, max_bytes), members)


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
    index: Index, archive: _Archive, members: list[zipfile.ZipInfo]
) -> Iterator[Uploaded]:
    sidecars = {one.filename: one for one in members if one.filename.endswith(SIDECAR)}
    names = {one.filename for one in members}
    for member in members:
        name = member.filename
        beside = sidecars.get(name + SIDECAR)
        if name in sidecars:
            if name.removesuffix(SIDECAR) not in names:
                error = SourceError(f"{echo(name)} describes a file that is not in the zip")
                yield Uploaded(name, None, error)
            continue
        try:
            check_name(name)
            metadata = _metadata(archive, beside)
            yield Uploaded(name, index.put(name, archive.read(member), metadata=metadata))
        except OnRecordError as error:
            yield Uploaded(name, None, error)


def _metadata(archive: _Archive, sidecar: zipfile.ZipInfo | None) -> Metadata | None:
    if sidecar is None:
        return None
    return parse_sidecar(sidecar.filename, archive.read(sidecar))


def check_name(name: str) -> None:
    """Refuse what cannot name a source.

    :raises BadRequest: Control characters, or white space at an end.
    """
    if any(not character.isprintable() for character in name) or name != name.strip():
        raise BadRequest(
            f"{echo(name)} cannot name a source: it has control characters or white space at an "
            "end; choose a printable name"
        )
