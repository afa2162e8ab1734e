"""What LibreOffice, court reporters and older word processors write: OpenDocument and rich text."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pytest

from index.errors import EmptySource, NotText, SourceError, SourceTooLarge, UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import odt as odt_reader
from index.readers import read_source
from index.readers import rtf as rtf_reader

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{short}="{_ODF}:{long}:1.0"'
    for short, long in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
        ("draw", "drawing"),
    )
)


def odt(body: str, *, styles: str = "", manifest: str = "", packed: bool = True) -> bytes:
    """An OpenDocument text with a body, styles and a manifest of this XML."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", how) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def rtf(body: str) -> bytes:
    """A rich text of the Western code page, with a Greek font as the second."""
    fonts = r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset161 Times Greek;}}"
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{body}}}".encode("latin-1")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "<text:h>The kiln</text:h><text:p>MR. HALE:<text:tab/>It <text:span>was"
            "<text:s text:c='2'/>hot</text:span>.<text:line-break/>Who\n    paid?</text:p>",
            ["The kiln", "MR. HALE:\tIt was  hot.", "Who paid?"],
        ),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>never</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes><text:p>We "
            "<text:change text:change-id='1'/>paid<text:note><text:note-body><text:p>See below."
            "</text:p></text:note-body></text:note>.<office:annotation><text:p>Really?</text:p>"
            "</office:annotation></text:p>",
            ["We paid."],
        ),
        (
            "<text:section text:display='none'><text:p>unseen</text:p></text:section>"
            "<text:section><text:p>Seen <text:span text:style-name='gone'>not</text:span>too"
            "</text:p></text:section><text:p text:style-name='gone'>neither</text:p>",
            ["Seen too"],
        ),
        (
            "<text:p>We <text:span text:style-name='struck'>never </text:span>paid.</text:p>",
            ["We paid."],
        ),
        (
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Who"
            "</text:p></table:table-cell><table:table-cell/></table:table-row>"
            "</table:table-header-rows><table:table-row><table:table-cell><text:p>MS. FINCH:"
            "</text:p></table:table-cell><table:table-cell><text:p>It</text:p><text:list>"
            "<text:list-item><text:p>holds.</text:p></text:list-item></text:list>"
            "</table:table-cell></table:table-row></table:table>",
            ["Who", "MS. FINCH: It holds."],
        ),
        (
            "<text:p>Words <draw:frame><draw:text-box><text:p>beside</text:p></draw:text-box>"
            "</draw:frame>and <text:ruby><text:ruby-base>窯</text:ruby-base><text:ruby-text>かま"
            "</text:ruby-text></text:ruby></text:p>",
            ["Words and 窯"],
        ),
    ],
    ids=["marks", "changes and notes", "hidden", "struck", "table", "beside the text"],
)
def test_opendocument(body: str, lines: list[str]) -> None:
    hidden = (
        "<style:style style:name='struck'><style:text-properties "
        "style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='gone'><style:text-properties text:display='none'/></style:style>"
    )
    assert read_source("a.odt", odt(body, styles=hidden)).text.splitlines() == lines


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a zip", "no OpenDocument text"),
        (odt("<text:p>Hello.</text:p>")[:-200], "no OpenDocument text"),
        (odt("<text:p>Hello."), "no OpenDocument text"),
        (odt("<text:p>Hi.</text:p>", manifest="<a><encryption-data/></a>"), "a password"),
        (
            odt("<text:p>Hi.</text:p>", packed=False).replace(b"office:text>", b"office:tabl>"),
            "no OpenDocument text",
        ),
    ],
    ids=["no archive", "cut", "not well formed", "locked", "changed bytes"],
)
def test_an_opendocument_file_that_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnsupportedFormat, match=rf"^a\.odt: .*{reason}"):
        read_source("a.odt", data)


def test_an_opendocument_file_without_words_or_with_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(EmptySource, match=r"^a\.odt: no words"):
        read_source("a.odt", odt("<text:p/><text:p> </text:p>"))
    monkeypatch.setattr(odt_reader, "MAX_PARAGRAPHS", 2)
    with pytest.raises(SourceTooLarge, match=r"^a\.odt: .*more than 2 paragraphs"):
        read_source("a.odt", odt("<text:p>a</text:p>" * 3))
    monkeypatch.setattr(odt_reader, "MAX_UNPACKED", 999)
    with pytest.raises(SourceTooLarge, match=r"content\.xml unpacks to more than 999 bytes"):
        read_source("a.odt", odt("<text:p>a</text:p>" * 1000))


def test_entities_of_an_opendocument_file_are_not_followed() -> None:
    content = (
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname"><!ENTITY c "cc">]>'
        f"<office:document-content {_SPACES}><office:body><office:text><text:p>Words &b;&c;"
        "</text:p></office:text></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", content)
    assert read_source("a.odt", buffer.getvalue()).text == "Words"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            r"\pard{\b MR. HALE:} It \u8212\'97 caf\'e9 \'93held\'94.\par"
            "\r\n" + r"MS. FINCH:\tab Yes\line Now.\\\{\}\par",
            ["MR. HALE: It — café “held”.", "MS. FINCH:\tYes", r"Now.\{}"],
        ),
        (
            r"{\v unseen}We {\deleted never }{\deleted\strike0 so }{\strike not }"
            r"\strike0 paid{\v0 it}\v gone\plain  back{\*\atnid x}."
            r"{\footnote See below.}{\header Page}{\*\unknown words}{\info{\upr{a}{\*\ud{b}}}}\par",
            ["We paidit back."],
        ),
        (
            r"{\f1 \'c1\'e8\'de\'ed\'e1} \u-10179?\u-8704? {\uc2\u26085 ab}c\uc0\u26412 d",
            ["Αθήνα 😀 日c本d"],
        ),
        (
            r"\trowd\cellx9\intbl MR. HALE:\cell It\par holds.\cell\row\pard Then",
            ["MR. HALE: It holds. ", "Then"],
        ),
        (
            r"See {\field{\*\fldinst HYPERLINK "
            '"https://example.org"'
            r"}{\fldrslt the page}}{\pict\bin5 }}}}}0a}{\upr{wrong}{\*\ud{right}}}\page End",
            ["See the pageright", "End"],
        ),
        ("One\\\nTwo\\\r\nThree \\~\\_\\-x", ["One", "Two", "Three \u00a0-x"]),
    ],
    ids=["marks", "hidden and struck", "characters", "table", "fields and pictures", "mac"],
)
def test_rich_text(body: str, lines: list[str]) -> None:
    assert read_source("a.rtf", rtf(body)).text.splitlines() == lines


def test_rich_text_by_another_name_or_type() -> None:
    data = rtf(r"MR. HALE: It smokes. It always did.\par MS. FINCH: Since when?\par ")
    for source in (
        read_source("a.txt", data),
        read_source("a", data, media_type="text/rtf"),
        read_source("a.rtf", b"\n" + data + b"\x00"),
    ):
        turns = [(turn.label, source.text[turn.start : turn.end]) for turn in parse(source).turns]
        assert turns == [
            ("MR. HALE", "It smokes. It always did."),
            ("MS. FINCH", "Since when?"),
        ]


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (b"{\\pdf1 words}", UnsupportedFormat, "no RTF file"),
        (rtf("words")[:-1], UnsupportedFormat, "a group is not closed"),
        (rtf("words")[:-1] + b"\\", UnsupportedFormat, "within a mark"),
        (rtf(r"caf\'81"), NotText, "byte 0x81 is no character of cp1252"),
        (rtf(r"\u-10179? alone"), NotText, "half a character"),
        (rtf(r"\ansicpg77777 words"), NotText, "code page 77777"),
        (rtf(r"{\v unseen}"), EmptySource, "no words"),
    ],
    ids=["other", "cut", "cut in a mark", "byte", "half", "code page", "empty"],
)
def test_rich_text_that_is_refused(data: bytes, error: type[SourceError], reason: str) -> None:
    with pytest.raises(error, match=rf"^a\.rtf: .*{reason}"):
        read_source("a.rtf", data)


def test_rich_text_of_too_many_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf_reader, "MAX_TOKENS", 50)
    with pytest.raises(SourceTooLarge, match=r"^a\.rtf: .*more than 50 marks"):
        read_source("a.rtf", rtf("{}" * 50))


@pytest.mark.parametrize("name", ["a.odt", "a.rtf"])
def test_damage_is_refused_or_read_and_never_a_traceback(name: str) -> None:
    body = r"MR. HALE: \u8212\'97 {\f1 \'c1\'e8} {\v x}{\*\y z}\trowd\intbl a\cell\row\par b"
    whole = rtf(body) if name == "a.rtf" else odt("<text:p>MR. HALE: It</text:p>", packed=False)
    chance = random.Random(20441)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 2))
        with suppress(SourceError):
            read_source(name, bytes(data))


PAGE = b"<html><body><p>MR. HALE: It was hot.</p><p>MS. FINCH: Who paid?</p></body></html>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (rtf(r"MR. HALE: It was hot.\par MS. FINCH: Who paid?\par"), "application/rtf"),
        (PAGE, "text/html"),
        (b"MR. HALE: It was hot.\n\nMS. FINCH: Who paid?\n", "text/plain"),
    ],
)
@pytest.mark.parametrize("media_type", [None, "application/msword"])
def test_a_file_that_is_named_as_words_is_read_as_what_it_is(
    data: bytes, kind: str, media_type: str | None
) -> None:
    source = read_source("a.doc", data, media_type=media_type)
    assert source.media_type == kind
    assert [turn.label for turn in parse(source).turns] == ["MR. HALE", "MS. FINCH"]


def test_a_document_of_old_word_is_refused_with_the_cure() -> None:
    with pytest.raises(UnsupportedFormat, match=r"a\.doc is .* before 2007.* save it as \.docx"):
        read_source("a.doc", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
