"""From a file's bytes to a source: one reader per format, chosen by type, name or content.

What a reader may not do: guess an encoding, cut text, or skip a file without an error.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import PurePath
from types import MappingProxyType

from index.errors import EmptySource, SourceError, SourceTooLarge, UnsupportedFormat
from index.readers.decoding import declared_encoding, decode
from index.readers.html import HTML, read_page
from index.readers.plain import read_plain
from index.readers.subtitles import SRT, VTT, read_srt, read_vtt
from index.records import Metadata, Source

# The longest transcript of a day's hearing has about 2 MB; 64 MiB is a wrong file.
DEFAULT_MAX_BYTES = 64 * 1024 * 1024
# Tags at the beginning of a plain text that make it a page.
_FRAGMENT_TAGS = 3

SUPPORTED: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text/plain",
        ".text": "text/plain",
        ".md": "text/markdown",
        ".markdown": "text/markdown",
        ".html": HTML,
        ".htm": HTML,
        ".xhtml": HTML,
        ".vtt": VTT,
        ".srt": SRT,
    }
)

_READERS: Mapping[str, Callable[[str], Source]] = MappingProxyType(
    {
        "text/plain": read_plain,
        "text/markdown": read_plain,
        HTML: read_page,
        "application/xhtml+xml": read_page,
        VTT: read_vtt,
        SRT: read_srt,
        "text/srt": read_srt,
    }
)

_PAGE_START = re.compile(r"(?i)<!doctype html|<html[\s>]|<\?xml[^>]*>\s*<(?:!doctype )?html")
_FRAGMENT_START = re.compile(
    r"(?i)<(?:p|div|br|h[1-6]|table|body|article|section|span|center)\b[^<>]*>"
)
_FRAGMENT_TAG = re.compile(r"(?i)</(?:p|div|h[1-6]|td|article|section|span|center)>|<br\s*/?>")
_SRT_START = re.compile(r"\d+\s*\n(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")


def read_source(
    name: str,
    data: bytes,
    *,
    media_type: str | None = None,
    encoding: str = "utf-8",
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Source:
    """Read one file.

    :param name: The file's name; its extension chooses the reader when `media_type` is null.
    :param media_type: As sent with the file; parameters such as `charset` are ignored.
    :param encoding: The one encoding that is tried, but for what a page's own markup declares.
    :raises EmptySource: No bytes, or nothing but white space.
    :raises NotText: Binary, or not valid in `encoding`; the message names byte and cure.
    :raises SourceTooLarge: More than `max_bytes` bytes.
    :raises UnsupportedFormat: No reader knows this type.
    """
    if len(data) > max_bytes:
        raise SourceTooLarge(
            f"{name} has {len(data):,} bytes and the limit is {max_bytes:,}; "
            "split it or raise the limit"
        )
    kind = _media_type(name, media_type)
    text = decode(name, data, declared_encoding(data, encoding))
    sha256 = hashlib.sha256(data).hexdigest()
    kind = _by_content(kind, text)
    try:
        source = _READERS[kind](text)
    except SourceError as error:
        raise type(error)(f"{name}: {error}") from error
    if not source.text.strip():
        raise EmptySource(f"{name}: no words are left of this {kind} file, only its marks")
    return replace(source, source_id=sha256[:16], name=name, sha256=sha256, media_type=kind)


def with_metadata(source: Source, metadata: Metadata) -> Source:
    """The source with what a sidecar or a caller knows of it; given fields win."""
    known = {field: value for field, value in asdict(metadata).items() if value is not None}
    if metadata.date is not None:
        known["date_status"] = metadata.date_status or "given"
    return replace(source, metadata=replace(source.metadata, **known))


def _media_type(name: str, media_type: str | None) -> str:
    """The reader's type: as sent, else by extension; a text type may turn out to be another."""
    if media_type is not None:
        kind = media_type.partition(";")[0].strip().lower()
    else:
        suffix = PurePath(name).suffix.lower()
        kind = SUPPORTED.get(suffix, suffix or "text/plain")
    if kind not in _READERS:
        known = ", ".join(sorted(SUPPORTED))
        raise UnsupportedFormat(
            f"{name} is {kind}, which no reader knows; export it as one of {known}"
        )
    return kind


def _is_fragment(text: str) -> bool:
    """Whether a text is a piece of a page: it begins with a block's tag, and has more of them."""
    return bool(
        _FRAGMENT_START.match(text[:2000].lstrip())
        and len(_FRAGMENT_TAG.findall(text[:20000])) >= _FRAGMENT_TAGS
    )


def _by_content(kind: str, text: str) -> str:
    """A plain text that is a page or captions by its first words; else the type as it is."""
    if kind != "text/plain":
        return kind
    first = text[:2000].lstrip()
    if first.startswith("WEBVTT") and "-->" in text[:20000]:
        return VTT
    if _PAGE_START.match(first) or _is_fragment(text):
        return HTML
    return SRT if _SRT_START.match(first) else kind
