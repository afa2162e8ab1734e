"""Files that want more than to be read: small ones that unpack to much, ones that reach out.

Each is made by a function, so that no test holds them all.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.index.formats import document
from tests.index.test_readers_pdf import pdf

Trap = Callable[[], tuple[str, bytes]]
MIB = 1024 * 1024
ADDRESS = "http://127.0.0.1:9/evil"

SAID = "MR. HOLT: Who keeps the lock at the upper weir?"


def _docx(changed: Mapping[str, bytes]) -> bytes:
    """A Word file with some parts changed or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(SAID))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | dict(changed)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


_MAIN = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word(inside: str, head: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?>{head}<w:document xmlns:w='{_W}'><w:body>{inside}</w:body>"
        "</w:document>"
    ).encode()


def _laughs(levels: int = 10) -> str:
    entities = "<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, levels)
    )
    return f"<!DOCTYPE x [{entities}]>"


_LAUGH = "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"
_FILE = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
_NET = f"<!DOCTYPE x SYSTEM '{ADDRESS}.dtd' [<!ENTITY f SYSTEM '{ADDRESS}'>]>"
_SHOWN = "<w:p><w:r><w:t>MR. HOLT: &f;</w:t></w:r></w:p>"
_RELS = (
    "<?xml version='1.0'?><Relationships xmlns="
    "'http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='r9' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    "/{kind}' Target='{target}' TargetMode='External'/></Relationships>"
)


def _external(kind: str, target: str) -> bytes:
    rels = _RELS.format(kind=kind, target=target).encode()
    return _docx({"word/_rels/document.xml.rels": rels})


def _lying() -> bytes:
    """A part that unpacks to more than its head says."""
    data = bytearray(_docx({_MAIN: _word(" " * 40 * MIB)}))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        if int.from_bytes(data[at + 24 : at + 28], "little") > MIB:
            data[at + 24 : at + 28] = (100).to_bytes(4, "little")
        at += 4
    return bytes(data)


def _pdf_with(extra: str, stream: bytes | None = None, filters: str = "/FlateDecode") -> bytes:
    """A PDF file with one page whose contents are packed, and something in its catalogue."""
    packed = (
        stream
        if stream is not None
        else zlib.compress(f"BT /F1 9 Tf 9 9 Td ({SAID}) Tj ET".encode())
    )
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << "
        b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(packed)} /Filter {filters} >>\nstream\n".encode()
        + packed
        + b"\nendstream",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + f"xref\n0 5\n0000000000 65535 f \n{table}{end}".encode()


def _packed(size: int, times: int = 1) -> bytes:
    """So many spaces, packed; packed again where `times` says so."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * MIB) for _ in range(size // MIB)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def _loop() -> bytes:
    """A page tree whose branch is its own parent."""
    return pdf([SAID]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def _deep_pages() -> bytes:
    return pdf([SAID]).replace(b"/MediaBox [0 0 612 792]", b"/MediaBox " + b"[" * 20_000)


def _forms(levels: int = 9) -> bytes:
    """Forms of which each shows the next one ten times."""
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        "/Resources << /XObject << /X 5 0 R >> >> >>",
    ]
    shown = "/X Do " * 10
    for level in range(levels + 1):
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length {len(shown)}"
        next_form = f"/Resources << /XObject << /X {5 + level} 0 R >> >>" if level < levels else ""
        bodies.append(f"<< {form} {next_form} >>\nstream\n{shown}\nendstream")
    written = "%PDF-1.4\n" + "".join(
        f"{n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(bodies, 1)
    )
    return f"{written}trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\n%%EOF\n".encode()


_SCRIPT = '/OpenAction << /S /JavaScript /JS (app.launchURL\\("{0}"\\)) >>'
_LAUNCH = "/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>"
_LINK = "/OpenAction << /S /URI /URI ({0}) >> /AA << /WC << /S /SubmitForm /F ({0}) >> >>"
_EMBEDDED = "/Names << /EmbeddedFiles << /Names [(/etc/passwd) << /F (/etc/passwd) >>] >> >>"


def _turns(count: int) -> bytes:
    return b"Q: a\nA: b\n" * (count // 2)


REFUSED: Mapping[str, Trap] = {
    "docx: 100 MiB of spaces": lambda: ("a.docx", _docx({_MAIN: _word(" " * 100 * MIB)})),
    "docx: many parts": lambda: (
        "a.docx",
        _docx({f"word/x{n}.xml": b" " * MIB for n in range(60)}),
    ),
    "docx: half a million paragraphs": lambda: (
        "a.docx",
        _docx({_MAIN: _word("<w:p/>" * 500_000)}),
    ),
    "docx: a part that lies": lambda: ("a.docx", _lying()),
    "docx: entities": lambda: ("a.docx", _docx({_MAIN: _word(_LAUGH, _laughs())})),
    "ttml: entities": lambda: (
        "a.ttml",
        f"<?xml version='1.0'?>{_laughs()}<tt xmlns='http://www.w3.org/ns/ttml'><body><p>&a9;</p>"
        "</body></tt>".encode(),
    ),
    "xml: entities": lambda: (
        "a.xml",
        f"{_laughs()}<TEI><u who='#a'>&a9;</u><u who='#b'>&a9;</u></TEI>".encode(),
    ),
    "xml: deep": lambda: ("a.xml", b"<TEI>" + b"<u who='#a'>" * 140_000),
    "pdf: 300 MiB in a stream": lambda: ("a.pdf", _pdf_with("", _packed(300 * MIB))),
    "pdf: packed twice": lambda: (
        "a.pdf",
        _pdf_with("", _packed(300 * MIB, 2), "[/FlateDecode /FlateDecode]"),
    ),
    "pdf: run lengths": lambda: (
        "a.pdf",
        _pdf_with("", zlib.compress(b"\x81 " * 600_000), "[/FlateDecode /RunLengthDecode]"),
    ),
    "pdf: five million marks": lambda: ("a.pdf", _pdf_with("", zlib.compress(b"q Q " * 2_500_000))),
    "pdf: one page many times": lambda: (
        "a.pdf",
        _pdf_with("", zlib.compress(b"q Q " * 25_000)).replace(
            b"/Kids [3 0 R]", b"/Kids [" + b"3 0 R " * 9_000 + b"]"
        ),
    ),
    "pdf: forms in forms": lambda: ("a.pdf", _forms()),
    "pdf: a loop of pages": lambda: ("a.pdf", _loop()),
    "pdf: brackets": lambda: ("a.pdf", _deep_pages()),
    "json: nested": lambda: ("a.json", b'{"segments": ' + b"[" * 2_000_000),
    "json: a long number": lambda: ("a.json", b'{"segments": [{"start": ' + b"9" * 900_000),
    "text: a million turns": lambda: ("a.txt", _turns(1_000_000)),
    "text: two million lines": lambda: ("a.txt", b"a\n" * 2_000_000),
    "tsv: a million cues": lambda: ("a.tsv", b"start\tend\ttext\n" + b"1\t2\ta\n" * 1_000_000),
    "vtt: half a million cues": lambda: (
        "a.vtt",
        b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\na\n\n" * 500_000,
    ),
    "json: a million segments": lambda: (
        "a.json",
        b'{"segments": [' + b",".join([b'{"start":1,"end":2,"text":"a"}'] * 500_000) + b"]}",
    ),
    "text: zeros": lambda: ("a.txt", b"MR. HOLT: So.\0\0\n" * 40),
    "text: control characters": lambda: ("a.txt", bytes(range(1, 32)) * 40),
    "json: a zero by an escape": lambda: (
        "a.json",
        json.dumps({"segments": [{"start": 1, "end": 2, "text": "a\0b"}]}).encode(),
    ),
    "json: half a character in a name": lambda: (
        "a.json",
        b'{"segments": [{"start": 1, "end": 2, "text": "So.", "speaker": "A\\udc00"}]}',
    ),
}
"""Must be refused, quickly and without much memory."""

HARMLESS: Mapping[str, Trap] = {
    "docx: a file as an entity": lambda: ("a.docx", _docx({_MAIN: _word(_SHOWN, _FILE)})),
    "docx: an address as an entity": lambda: (
        "a.docx",
        _docx({_MAIN: _word(_SHOWN, _NET)}),
    ),
    "docx: a template elsewhere": lambda: ("a.docx", _external("attachedTemplate", ADDRESS)),
    "docx: a picture elsewhere": lambda: ("a.docx", _external("image", "file:///etc/passwd")),
    "docx: macros": lambda: ("a.docx", _docx({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99})),
    "docx: a part above its folder": lambda: ("a.docx", _docx({"../../etc/cron": b"x"})),
    "ttml: a file as an entity": lambda: (
        "a.ttml",
        f"<?xml version='1.0'?>{_FILE}<tt xmlns='http://www.w3.org/ns/ttml'><body><p begin='1s' "
        "end='2s'>So it is. &f;</p></body></tt>".encode(),
    ),
    "xml: a file as an entity": lambda: (
        "a.xml",
        f"{_FILE}<TEI><u who='#a'>So it is. &f;</u><u who='#b'>We do.</u></TEI>".encode(),
    ),
    "html: things elsewhere": lambda: (
        "a.html",
        f"<html><head><base href='{ADDRESS}/'><link rel=stylesheet href='{ADDRESS}'></head><body>"
        f"<img src='{ADDRESS}'><iframe src='file:///etc/passwd'></iframe><script src='{ADDRESS}'>"
        f"</script><p>{SAID}</p><p>MS. ORLA: We do.</p></body></html>".encode(),
    ),
    "html: a file as an entity": lambda: (
        "a.html",
        f"<?xml version='1.0'?>{_FILE}<html><body><p>{SAID} &f;</p></body></html>".encode(),
    ),
    "pdf: a script": lambda: ("a.pdf", _pdf_with(_SCRIPT.format(ADDRESS))),
    "pdf: a program": lambda: ("a.pdf", _pdf_with(_LAUNCH)),
    "pdf: links": lambda: ("a.pdf", _pdf_with(_LINK.format(ADDRESS))),
    "pdf: a file inside": lambda: ("a.pdf", _pdf_with(_EMBEDDED)),
    "pdf: contents elsewhere": lambda: (
        "a.pdf",
        _pdf_with("").replace(b"/Filter /FlateDecode", b"/F (/etc/passwd) /Filter /FlateDecode"),
    ),
}
"""May be read as their words, or refused; must not reach out of themselves."""

READ = (
    "docx: a template elsewhere",
    "docx: macros",
    "pdf: a script",
    "pdf: links",
    "pdf: a program",
)
"""Of these, what is read as if there were no trick in them."""
