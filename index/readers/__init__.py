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
from index.readers.ass import ASS, ASS_START, read_ass
from index.readers.avid import AVID, AVID_START, read_avid
from index.readers.clocked import CLOCKED, is_clocked, read_clocked
from index.readers.columned import COLUMNED, is_columned, read_columned
from index.readers.decoding import check_characters, declared_encoding, decode
from index.readers.docx import DOCX, read_docx
from index.readers.glued import GLUED, is_glued, read_glued
from index.readers.html import HTML, read_page
from index.readers.json import JSON, is_json, read_json
from index.readers.lrc import LRC, LRC_START, read_lrc
from index.readers.microdvd import SUB, SUB_START, read_sub
from index.readers.odt import ODT, read_odt
from index.readers.panel import PANEL, is_panel, read_panel
from index.readers.pdf import PDF, read_pdf
from index.readers.plain import read_plain
from index.readers.rtf import RTF, RTF_START, read_rtf
from index.readers.sbv import SBV, SBV_START, read_sbv
from index.readers.speechxml import XML, XML_START, read_speech_xml
from index.readers.subtitles import SRT, VTT, read_srt, read_vtt
from index.readers.tables import CSV, TSV, is_table, read_csv, read_tsv
from index.readers.tagged import TAGGED, is_tagged, read_tagged
from index.readers.talkbank import CHAT, CHAT_START, read_chat
from index.readers.textgrid import TEXTGRID, TEXTGRID_START, read_textgrid
from index.readers.ttml import TTML, TTML_START, read_ttml
from index.readers.yaml import YAML, above_text, page_below, read_yaml
from index.records import Metadata, Source, source_id

# The longest transcript of a day's hearing has about 2 MB; 64 MiB is a wrong file.
DEFAULT_MAX_BYTES = 64 * 1024 * 1024
MAX_LINES = 400_000
"""The most lines of a file. The captions of a day have 170,000; a million take minutes and 1 GB."""
MAX_SAID_LINES = 100_000
"""The most lines of speech in a file: a week of hearings has fewer."""
MAX_TAGS = 300_000
MAX_OBJECTS = 300_000
"""The most objects in a JSON file: a day has 216,000 words, each of which may be one."""
MAX_VALUES = 3_000_000
WORD = "application/msword"
_OLD_WORD = bytes.fromhex("D0CF11E0A1B11AE1")
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
        ".sbv": SBV,
        ".ass": ASS,
        ".ssa": ASS,
        ".ttml": TTML,
        ".dfxp": TTML,
        ".xml": XML,
        ".tsv": TSV,
        ".csv": CSV,
        ".json": JSON,
        ".yaml": YAML,
        ".yml": YAML,
        ".cha": CHAT,
        ".textgrid": TEXTGRID,
        ".lrc": LRC,
        ".sub": SUB,
        ".stm": "text/plain",
        ".docx": DOCX,
        ".doc": WORD,
        ".odt": ODT,
        ".rtf": RTF,
        ".pdf": PDF,
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
        SBV: read_sbv,
        ASS: read_ass,
        TTML: read_ttml,
        XML: read_speech_xml,
        "text/xml": read_speech_xml,
        TSV: read_tsv,
        CSV: read_csv,
        PANEL: read_panel,
        CLOCKED: read_clocked,
        COLUMNED: read_columned,
        GLUED: read_glued,
        JSON: read_json,
        TAGGED: read_tagged,
        YAML: read_yaml,
        CHAT: read_chat,
        TEXTGRID: read_textgrid,
        LRC: read_lrc,
        SUB: read_sub,
        AVID: read_avid,
    }
)
# Formats that are no text: their readers take the file's bytes.
_OF_BYTES: Mapping[str, Callable[[bytes], Source]] = MappingProxyType(
    {DOCX: read_docx, ODT: read_odt, RTF: read_rtf, "text/rtf": read_rtf, PDF: read_pdf}
)

_TAGS = (HTML, "application/xhtml+xml", TTML, XML, "text/xml")
_PAGE_START = re.compile(r"(?i)<!doctype html|<html[\s>]|<\?xml[^>]*>\s*<(?:!doctype )?html")
_FRAGMENT_START = re.compile(
    r"(?i)<(?:p|div|br|h[1-6]|table|body|article|section|span|center)\b[^<>]*>"
)
_FRAGMENT_TAG = re.compile(r"(?i)</(?:p|div|h[1-6]|td|article|section|span|center)>|<br\s*/?>")
_SRT_START = re.compile(r"\d+\s*\n\s*\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?\s*-->")
_RTTM_LINE = re.compile(
    r"SPEAKER \S+ \S+ [\d.]+ [\d.]+ \S+ \S+ \S+"
    r"|(?:\[ ?[\d:.]+ --> {1,2}[\d:.]+ ?\] \S+ SPEAKER_\d+\s*(?:\n\s*|$)){2}"
)
_RTTM = (
    "RTTM says who speaks when, but not a word of what is said; give the transcript that was "
    "made with it, such as the JSON or SRT of WhisperX"
)


def read_source(
    name: str,
    data: bytes,
    *,
    media_type: str | None = None,
    encoding: str = "utf-8",
    max_bytes: int = DEFAULT_MAX_BYTES,
    sha256: str | None = None,
) -> Source:
    """Read one file.

    :param name: The file's name; its extension chooses the reader when `media_type` is None.
    :param media_type: As sent with the file; parameters such as `charset` are ignored.
    :param encoding: The one encoding that is tried, but for what a page's own markup declares.
    :param sha256: Of the bytes, where they were hashed already.
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
    if kind == WORD:
        kind = _of_word(name, data)
    if kind in _PLAIN and data.startswith(RTF_START):
        kind = RTF
    sha256 = sha256 or hashlib.sha256(data).hexdigest()
    text = "" if kind in _OF_BYTES else decode(name, data, declared_encoding(data, encoding))
    _refuse_countless(name, kind, text)
    try:
        kind = _by_content(kind, text)
        if kind in _PLAIN and (above := above_text(text)) is not None:
            source, kind = above, YAML
        elif kind in _PLAIN and (below := page_below(text)) is not None:
            source, kind = below, HTML
        else:
            source = _OF_BYTES[kind](data) if kind in _OF_BYTES else _READERS[kind](text)
        check_characters(source.text)
    except SourceError as error:
        raise type(error)(f"{name}: {error}") from error
    _refuse_more(name, "lines of words", source.text.count("\n"), MAX_SAID_LINES)
    if not source.text.strip():
        raise EmptySource(f"{name}: no words are left of this {kind} file, only its marks")
    return replace(source, source_id=source_id(sha256), name=name, sha256=sha256, media_type=kind)


def _refuse_countless(name: str, kind: str, text: str) -> None:
    """Refuse a text of too many parts before anything is made of them.

    :raises SourceTooLarge: It has more of one sort than a transcript of a day needs.
    """
    _refuse_more(name, "lines", text.count("\n"), MAX_LINES)
    begins = text[:2000].lstrip()[:1]
    if begins == "<" or kind in _TAGS:
        _refuse_more(name, "tags", text.count("<"), MAX_TAGS)
    if begins in ("{", "[") or kind == JSON:
        _refuse_more(name, "objects", text.count("{"), MAX_OBJECTS)
        _refuse_more(name, "values", text.count(","), MAX_VALUES)


def _refuse_more(name: str, things: str, count: int, most: int) -> None:
    if count > most:
        raise SourceTooLarge(f"{name} has {count:,} {things} and the limit is {most:,}; split it")


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
    if kind not in _READERS and kind not in _OF_BYTES and kind != WORD:
        if kind == ".rttm":
            raise UnsupportedFormat(f"{name}: {_RTTM}")
        known = ", ".join(sorted(SUPPORTED))
        raise UnsupportedFormat(
            f"{name} is {kind}, which no reader knows; export it as one of {known}"
        )
    return kind


def _of_word(name: str, data: bytes) -> str:
    """What a file that is named as Word's is: rich text, a page or a newer document, as a rule.

    :raises UnsupportedFormat: It is of Word's own format before 2007.
    """
    if data.startswith(_OLD_WORD):
        raise UnsupportedFormat(
            f"{name} is a document of Word's format before 2007, which no reader knows; "
            "open it in a word processor and save it as .docx, .odt or .rtf"
        )
    return DOCX if data.startswith(b"PK\x03\x04") else "text/plain"


def _is_fragment(text: str) -> bool:
    """Whether a text is a piece of a page: it begins with a block's tag, and has more of them."""
    return bool(
        _FRAGMENT_START.match(text[:2000].lstrip())
        and len(_FRAGMENT_TAG.findall(text[:20000])) >= _FRAGMENT_TAGS
    )


def _by_content(kind: str, text: str) -> str:
    """The form that a file's first words show, under whatever name; else the type as it is.

    :raises UnsupportedFormat: It tells who speaks when, without any words.
    """
    if kind not in _SNIFFED or _keeps(kind, text):
        return kind
    first = text[:2000].lstrip()
    if _RTTM_LINE.match(first):
        raise UnsupportedFormat(_RTTM)
    plain = kind in _PLAIN
    tests = (
        (VTT, first.startswith("WEBVTT") and "-->" in text[:20000]),
        (HTML, bool(_PAGE_START.match(first))),
        *((other, bool(start.match(first))) for other, start in _STARTS),
        (SRT, not plain and "-->" in text[:20000]),
        (TAGGED, is_tagged(text)),
        (XML, plain and bool(XML_START.match(first))),
        (HTML, plain and _is_fragment(text)),
    )
    found = next((other for other, shown in tests if shown), None)
    if found:
        return found
    for other, shows in (
        (PANEL, is_panel),
        (GLUED, is_glued),
        (CLOCKED, is_clocked),
        (COLUMNED, is_columned),
        (JSON, is_json),
    ):
        if shows(text):
            return other
    return TSV if is_table(first) else kind


_PLAIN = ("text/plain", "text/markdown")
_SNIFFED = frozenset((*_PLAIN, VTT, SRT, "text/srt", SBV, TSV, JSON, XML, "text/xml"))
"""The types of text whose name may be wrong."""
_STARTS = (
    (SRT, _SRT_START),
    (SBV, SBV_START),
    (ASS, ASS_START),
    (TTML, TTML_START),
    (CHAT, CHAT_START),
    (TEXTGRID, TEXTGRID_START),
    (LRC, LRC_START),
    (SUB, SUB_START),
    (AVID, AVID_START),
)


def _keeps(kind: str, text: str) -> bool:
    """Whether a file that is no plain text begins as its name says."""
    first = text[:2000].lstrip()
    if kind in _PLAIN:
        return False
    if kind == VTT:
        return first.startswith("WEBVTT")
    if kind in (SRT, "text/srt"):
        return bool(_SRT_START.match(first))
    if kind == SBV:
        return bool(SBV_START.match(first))
    return is_table(first) if kind == TSV else first[:1] in ("{", "[")
