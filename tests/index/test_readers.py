"""From bytes to a source: which reader, which errors, what is kept."""

from __future__ import annotations

import hashlib

import pytest

from index.errors import (
    EmptySource,
    NotText,
    SourceError,
    SourceTooLarge,
    UnsupportedFormat,
)
from index.readers import SUPPORTED, read_source, with_metadata
from index.readers.odt import ODT
from index.readers.pdf import PDF
from index.readers.rtf import RTF
from index.records import Metadata
from tests.index.formats import SMALLEST
from tests.index.test_readers_office import odt, rtf
from tests.index.test_readers_pdf import pdf

PAGE = (
    b"<!DOCTYPE html><html><body><article><p>MR. HOLT: The mole is wet.</p></article></body></html>"
)
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jo Bell>Good day.</v>\n"
SRT = b"1\n00:00:01,000 --> 00:00:02,000\nGood day.\n"


def test_plain_text_is_the_file_exactly() -> None:
    data = "MR. HOLT: Ä\r\n\r\n  Ö\u00a0\n".encode()
    source = read_source("a.txt", data)
    assert source.text == "MR. HOLT: Ä\r\n\r\n  Ö\u00a0\n"
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.source_id == source.sha256[:16]
    assert (source.name, source.media_type) == ("a.txt", "text/plain")


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert read_source("a.txt", b"\xef\xbb\xbfMR. HOLT: Hello.").text == "MR. HOLT: Hello."


@pytest.mark.parametrize(
    ("name", "data", "media_type", "expected"),
    [
        ("a.txt", b"x", None, "text/plain"),
        ("a.TXT", b"x", None, "text/plain"),
        ("a.md", b"x", None, "text/markdown"),
        ("a", b"x", None, "text/plain"),
        ("a.html", PAGE, None, "text/html"),
        ("a.vtt", VTT, None, "text/vtt"),
        ("a.srt", SRT, None, "application/x-subrip"),
        ("a.bin", b"x", "text/plain; charset=utf-8", "text/plain"),
        ("a", PAGE, "TEXT/HTML", "text/html"),
        ("page.txt", PAGE, None, "text/html"),
        ("captions", VTT, "text/plain", "text/vtt"),
        ("captions.txt", SRT, None, "application/x-subrip"),
    ],
)
def test_the_reader_is_chosen(
    name: str, data: bytes, media_type: str | None, expected: str
) -> None:
    """By the type sent with the file, else by its extension; plain text may turn out otherwise."""
    assert read_source(name, data, media_type=media_type).media_type == expected


def test_every_supported_extension_can_be_read() -> None:
    data = {"text/html": PAGE, "text/vtt": VTT, "application/x-subrip": SRT} | SMALLEST
    data[PDF] = pdf(["MR. HOLT: Hello to all of you at the weir."])
    data |= {ODT: odt("<text:p>MR. HOLT: Hello.</text:p>"), RTF: rtf("MR. HOLT: Hello.")}
    for extension, media_type in SUPPORTED.items():
        if extension == ".doc":
            continue  # it is another one of these
        source = read_source(f"a{extension}", data.get(media_type, b"MR. HOLT: Hello."))
        assert source.media_type == media_type


@pytest.mark.parametrize("name", ["a.pages", "a.xls", "a.xlsx", "a.mp3"])
def test_an_unknown_format_names_the_known_ones(name: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"\.txt, \.vtt"):
        read_source(name, b"x")
    with pytest.raises(UnsupportedFormat, match=r"application/vnd\.ms-excel"):
        read_source("a.txt", b"x", media_type="application/vnd.ms-excel")


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptySource, match=r"^a\.txt "):
        read_source("a.txt", data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "DOCX"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"a\x00b", "zero byte at offset 1"),
    ],
)
def test_a_binary_file(data: bytes, kind: str) -> None:
    with pytest.raises(NotText, match=kind):
        read_source("a.txt", data)


def test_another_encoding_is_named_with_the_cure_and_never_guessed() -> None:
    data = "MR. HÖLT: Grüße.".encode("cp1252")
    with pytest.raises(NotText, match=r"byte 0xd6 at offset 5.*--encoding windows-1252"):
        read_source("a.txt", data)
    assert read_source("a.txt", data, encoding="windows-1252").text == "MR. HÖLT: Grüße."


def test_wide_encodings() -> None:
    data = "MR. HOLT: Hello.".encode("utf-16")
    with pytest.raises(NotText, match="--encoding utf-16"):
        read_source("a.txt", data)
    assert read_source("a.txt", data, encoding="utf-16").text == "MR. HOLT: Hello."


@pytest.mark.parametrize("encoding", ["utf-88", "base64", "rot13", ""])
def test_an_encoding_that_is_none(encoding: str) -> None:
    with pytest.raises(NotText, match="no text encoding"):
        read_source("a.txt", b"x", encoding=encoding)


def test_too_large_a_file() -> None:
    with pytest.raises(SourceTooLarge, match=r"1,001 bytes and the limit is 1,000"):
        read_source("a.txt", b"x" * 1001, max_bytes=1000)
    assert read_source("a.txt", b"x" * 1000, max_bytes=1000).text == "x" * 1000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.vtt", b"no captions"),
        ("a.srt", b"no captions"),
        ("a.html", b"<html><body></body></html>"),
    ],
)
def test_a_reader_names_the_file(name: str, data: bytes) -> None:
    with pytest.raises(SourceError, match=f"^{name}: "):
        read_source(name, data)


def test_captions_without_a_word() -> None:
    with pytest.raises(EmptySource, match="no words are left"):
        read_source("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n")


def test_a_sidecar_wins_and_its_date_is_given() -> None:
    source = read_source("a.vtt", VTT.replace(b"WEBVTT", b"WEBVTT - Its own title"))
    assert source.metadata.title == "Its own title"
    known = with_metadata(source, Metadata(title="Mole", date="2032-01-02"))
    assert (known.metadata.title, known.metadata.date) == ("Mole", "2032-01-02")
    assert known.metadata.date_status == "given"
    assert with_metadata(known, Metadata(place="Haven")).metadata.title == "Mole"


def test_random_bytes_are_called_binary_and_not_some_encoding() -> None:
    noise = bytes((i * 73 + 41) % 256 for i in range(1, 3000))
    with pytest.raises(NotText, match="is not text: it has a zero byte"):
        read_source("noise.txt", noise)
    with pytest.raises(NotText, match="bytes are control codes; export it as text"):
        read_source("noise.txt", noise.replace(b"\0", b"\1"))
