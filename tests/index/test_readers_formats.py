"""What recognisers, meeting tools and players write: words, voices and times, or a refusal."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import EmptySource, SourceError, SourceTooLarge, UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import docx as docx_reader
from index.readers import read_source
from index.records import ParsedSource
from tests.index.formats import NAMED, NAMELESS, OLD, WHEN, document, document_of, table


def load(name: str, data: bytes) -> ParsedSource:
    return parse(read_source(name, data))


def spoken(source: ParsedSource) -> list[tuple[str | None, str, float | None, float | None]]:
    text = source.source.text
    return [(t.label, text[t.start : t.end], t.start_s, t.end_s) for t in source.turns]


@pytest.mark.parametrize("kind", NAMED)
def test_voices_and_times(kind: str) -> None:
    assert spoken(load(*NAMED[kind])) == [("Ines", OLD, 1.0, 4.0), ("Marlo", WHEN, 5.0, 8.0)]


@pytest.mark.parametrize("kind", NAMELESS)
def test_words_of_nobody(kind: str) -> None:
    assert spoken(load(*NAMELESS[kind])) == [(None, f"{OLD} {WHEN}", 1.0, 8.0)]


def test_times_of_words_are_kept() -> None:
    """A long turn has a mark for each sentence, so that a quote's time is near its words."""
    source = read_source(*NAMED["deepgram words"])
    assert [(mark.start_s, mark.end_s) for mark in source.time_marks] == [(1.0, 4.0), (5.0, 8.0)]


def test_teams_in_word() -> None:
    source = load(
        "a.docx",
        document("Ines Hale   0:01\n" + OLD, "Marlo   0:05\n" + WHEN, "Ines Hale   0:09\nYes."),
    )
    assert spoken(source) == [
        ("Ines Hale", OLD, 1.0, None),
        ("Marlo", WHEN, 5.0, None),
        ("Ines Hale", "Yes.", 9.0, None),
    ]


def test_labels_and_tables_in_word() -> None:
    paragraphs = load("a.docx", document("MR. HALE: " + OLD, "It smokes.", "MS. FINCH: " + WHEN))
    assert [turn[:2] for turn in spoken(paragraphs)] == [
        ("MR. HALE", f"{OLD}\nIt smokes."),
        ("MS. FINCH", WHEN),
    ]
    rows = load("a.docx", table([("MR. HALE:", OLD), ("MS. FINCH:", WHEN)]))
    assert [turn[:2] for turn in spoken(rows)] == [("MR. HALE", OLD), ("MS. FINCH", WHEN)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "<w:p><w:r><w:t>MS. FINCH: It was </w:t></w:r><w:ins w:id='1' w:author='Jo'><w:r>"
            "<w:t>relined</w:t></w:r></w:ins><w:del w:id='2' w:author='Jo'><w:r><w:delText>sold"
            "</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>",
            ["MS. FINCH: It was relined."],
        ),
        (
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>MR. HALE: Who paid?</w:t></w:r></w:p><w:p>"
            "<w:smartTag w:element='PersonName'><w:r><w:t>MS. FINCH: The guild.</w:t></w:r>"
            "</w:smartTag></w:p></w:sdtContent></w:sdt>",
            ["MR. HALE: Who paid?", "MS. FINCH: The guild."],
        ),
        (
            "<w:p><w:r><w:t>MR. HALE: </w:t><w:tab/></w:r><w:sdt><w:sdtContent><w:r><w:t>On "
            "Monday</w:t></w:r></w:sdtContent></w:sdt><w:fldSimple w:instr='TIME'><w:r><w:t> at "
            "ten</w:t><w:br/><w:t>or so</w:t></w:r></w:fldSimple></w:p>",
            ["MR. HALE: \tOn Monday at ten", "or so"],
        ),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>MR. HALE:</w:t></w:r></w:p></w:tc><w:sdt>"
            "<w:sdtContent><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>It holds.</w:t></w:r></w:p>"
            "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>",
            ["MR. HALE: It holds."],
        ),
        (
            "<w:moveFrom w:id='3'><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:p><w:moveTo w:id='4'>"
            "<w:r><w:t>Moved</w:t></w:r></w:moveTo><w:r><w:rPr><w:vanish/></w:rPr><w:t> unseen"
            "</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>beside</w:t></w:r></w:p>"
            "</w:txbxContent></w:r></w:p>",
            ["Moved"],
        ),
        (
            "<w:p><w:r><w:t>We </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>never </w:t></w:r>"
            "<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>always paid.</w:t></w:r></w:p>",
            ["We always paid."],
        ),
    ],
    ids=["tracked", "controls", "in a line", "nested table", "moved", "struck"],
)
def test_what_word_wraps_is_read(body: str, lines: list[str]) -> None:
    """Speech in a content control or a tracked insertion is not lost; struck words are not said."""
    assert read_source("a.docx", document_of(body)).text.splitlines() == lines


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a zip", "no Word document"),
        (document("Hello.")[:-200], "no Word document"),
        (
            document("Hello.").replace(b"word/document.xml", b"word/dokument.xml"),
            "no Word document",
        ),
    ],
)
def test_a_damaged_word_file(data: bytes, reason: str) -> None:
    with pytest.raises(UnsupportedFormat, match=rf"^a\.docx: .*{reason}"):
        read_source("a.docx", data)


def test_a_word_file_without_words() -> None:
    with pytest.raises(EmptySource, match=r"^a\.docx: no words"):
        read_source("a.docx", document("", " "))


def test_a_word_file_that_unpacks_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 10_000)
    monkeypatch.setattr(docx_reader, "MAX_UNPACKED", 9_999)
    with pytest.raises(SourceTooLarge, match=r"unpacks to 10,000 bytes and the limits are 9,999"):
        read_source("a.docx", buffer.getvalue())


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "kiln", "version": "1.0.0"}',
        "[1, 2, 3]",
        '{"results": {}}',
        '{"segments": [{"start": 1, "end": 2}]}',
        '{"segments": [{"start": "soon", "end": 2, "text": "Hello."}]}',
        '{"utterances": [{"start": 1, "end": 2, "text": 7}]}',
        '{"segments": [',
        "[" * 100_000,
    ],
)
def test_json_that_is_no_transcript(text: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"^a\.json: "):
        read_source("a.json", text.encode())


def test_known_kinds_of_json_are_named() -> None:
    with pytest.raises(UnsupportedFormat, match=r"Whisper, WhisperX, Podcasting 2\.0, AWS"):
        read_source("a.json", b'{"name": "kiln"}')


@pytest.mark.parametrize("name", ["a.rttm", "a.txt"])
def test_rttm_has_no_words(name: str) -> None:
    data = b"SPEAKER kiln 1 1.00 3.00 <NA> <NA> SPEAKER_00 <NA> <NA>\n"
    with pytest.raises(UnsupportedFormat, match=r"who speaks when, but not a word"):
        read_source(name, data)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.srt", "1\n00:00:01,000 --> soon\nHello.\n", r"line 2 is no timing line: '00:00:01,000"),
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nHi.\n\nx --> y\n",
            r"line 5 is no timing line",
        ),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:0x.000\nHello.\n", r"line 3 is no timing line"),
        ("a.sbv", "Hello.\n0:00:01.000,0:00:02.000\n", r"line 1 of this SBV file"),
        ("a.sbv", "0:00:01.000;0:00:02.000\n", r"line 1 of this SBV file"),
        ("a.tsv", "\x85start\tend\ttext\n1\t2\tHi.\n", r"the columns start, end and text"),
        ("a.tsv", "begin\ttext\n1\tHello.\n", r"the columns start, end and text, not begin, text"),
        ("a.tsv", "start\tend\ttext\n1000\tsoon\tHello.\n", r"line 2 of this table has no times"),
        ("a.ass", "[Events]\nDialogue: 0,0:00:01.00\n", r"line 2 is dialogue, but no Format"),
        (
            "a.ass",
            "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,x\n",
            r"line 3 has not the columns of dialogue",
        ),
        ("a.ttml", "<tt><body>", r"no well-formed XML"),
        ("a.ttml", "<html/>", r"has the root tt, not html"),
        ("a.ttml", "<tt><body><p begin='soon'>Hi.</p></body></tt>", r"'soon' is no time of TTML"),
        ("a.ttml", "<tt><body/></tt>", r"no cue in this application/ttml"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(name: str, text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=rf"^{name}: .*{reason}"):
        read_source(name, text.encode())


def test_a_line_behind_the_head_is_counted_from_the_top_of_the_file() -> None:
    text = "WEBVTT - Kiln\nKind: captions\n\nNOTE a --> b\n\n00:01.000 --> never\nHello.\n"
    with pytest.raises(SourceError, match=r"line 6 is no timing line"):
        read_source("a.vtt", text.encode())


def test_entities_of_a_document_are_not_resolved() -> None:
    text = (
        '<!DOCTYPE tt [<!ENTITY a "kiln kiln kiln">]>\n'
        '<tt><body><p begin="1s" end="2s">The &a; is old.</p></body></tt>'
    )
    assert "kiln kiln" not in read_source("a.ttml", text.encode()).text
