"""Bytes to text in one named encoding, or an error that names the byte and the cure."""

from __future__ import annotations

import codecs
import re

from index.errors import EmptySource, NotText

# Encodings whose bytes a reader is likely to meet; the first one that fits is named as likely.
_LIKELY = ("utf-8", "windows-1252", "latin-1")
_BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive (DOCX, XLSX, EPUB)",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x1f\x8b": "a gzip archive",
    b"ID3": "an MP3 recording",
    b"\xd0\xcf\x11\xe0": "an old Office document",
}
# Python's other codecs are no encodings of files: escapes, transports, forms of host names.
_ENCODINGS = re.compile(
    r"utf-8(?:-sig)?|utf-(?:16|32)(?:-[bl]e)?|ascii|iso8859-\d+|latin-?1|cp\d+|koi8-[rtu]|mac-\w+"
    r"|gbk|gb2312|gb18030|hz|big5(?:hkscs)?|euc-(?:jp|kr|jis-2004|jisx0213)|johab"
    r"|shift-jis(?:-2004|x0213)?|iso2022-(?:jp(?:-1|-2|-3|-2004|-ext)?|kr)|kz1048|ptcp154|tis-620"
    r"|hp-roman8"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# CHAT has two of \x15 around the times of each line.
_CONTROL = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x15\x1b") | {127})
MAX_CONTROL = 0.02
"""A random file has 11 % control bytes, a page of text none but white space."""


def check_characters(text: str) -> None:
    """For what a format can write as an escape or a number, and no text holds.

    :raises NotText: Half of a surrogate pair, or a zero character.
    """
    if (half := _SURROGATE.search(text)) is not None:
        raise NotText(
            f"character {half.start():,} is half of a surrogate pair (U+{ord(half[0]):04X}), which "
            "no encoding can write; save the file again"
        )
    if "\x00" in text:
        raise NotText(f"character {text.index(chr(0)):,} is a zero character: save the file again")


def decode(name: str, data: bytes, encoding: str) -> str:
    """Decode strictly; a byte-order mark is not part of the text.

    :raises EmptySource: No bytes, or nothing but white space.
    :raises NotText: A binary file, an unknown encoding, or bytes not valid in `encoding`.
    """
    if not data:
        raise EmptySource(f"{name} is empty (0 bytes)")
    _refuse_binary(name, data)
    wide = _wide_encoding(data)
    if wide is None and not codecs_name(name, encoding).startswith(("utf-16", "utf-32")):
        _refuse_control_bytes(name, data)
    if wide and codecs_name(name, encoding) == "utf-8":
        raise NotText(f"{name} begins with the byte-order mark of {wide}, not of utf-8", wide)
    try:
        text = data.decode(codecs_name(name, encoding))
    except UnicodeError as error:
        likely = _likely_encoding(data)
        if not isinstance(error, UnicodeDecodeError):
            raise NotText(f"{name} is not valid {encoding}: {error}") from error
        raise NotText(
            f"{name} is not valid {encoding}: byte 0x{data[error.start]:02x} at offset "
            f"{error.start:,}; it is probably {likely}",
            likely,
        ) from error
    text = text.removeprefix("\ufeff")
    if _SURROGATE.search(text):
        raise NotText(f"{name} is not text: {encoding} gives half a character; save it as UTF-8")
    if "\x00" in text:
        raise NotText(f"{name} is not text: it has a zero character; export it as text first")
    if not text.strip():
        raise EmptySource(f"{name} holds nothing but white space ({len(data):,} bytes)")
    return text


_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,200}encoding=[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4_096


def declared_encoding(data: bytes, encoding: str) -> str:
    """The encoding to read a page in: as asked for, or as it declares where UTF-8 cannot be."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None or encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return (match[1] or match[2]).decode("ascii")
    return encoding


def codecs_name(name: str, encoding: str) -> str:
    """The codec's own name for `encoding`.

    :raises NotText: Python knows no such text encoding.
    """
    try:
        codec = codecs.lookup(encoding)
        if not _ENCODINGS.fullmatch(codec.name.replace("_", "-")):
            raise LookupError(codec.name)
    except (LookupError, ValueError) as error:
        raise NotText(
            f"{name} cannot be read: there is no text encoding {encoding!r}; "
            "name one such as utf-8 or windows-1252"
        ) from error
    return codec.name


def _refuse_binary(name: str, data: bytes) -> None:
    for magic, kind in _BINARY.items():
        if data.startswith(magic):
            raise NotText(f"{name} is not text: it begins like {kind}; export it as text first")


def _refuse_control_bytes(name: str, data: bytes) -> None:
    """Text in any 8-bit encoding has almost no control bytes but white space."""
    at = data.find(0)
    control = len(data) - len(data.translate(None, _CONTROL))
    if at >= 0 or control > MAX_CONTROL * len(data):
        reason = (
            f"it has a zero byte at offset {at:,}"
            if at >= 0
            else (f"{control:,} of its {len(data):,} bytes are control codes")
        )
        raise NotText(f"{name} is not text: {reason}; export it as text first")


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _likely_encoding(data: bytes) -> str:
    for encoding in _LIKELY:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise AssertionError("latin-1 decodes any bytes")
