"""PDF files: words of the text layer, page lines left out, scans and others refused."""

from __future__ import annotations

import pytest

from index.errors import UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source

PAGES = (
    "MS. QUILL: Who keeps the lock at the upper weir of the canal, and who mends",
    "it after the flood?",
    "MR. TADD: The lock house was re-",
    "paired by the harbour in the spring.",
)


def pdf(*pages: list[str]) -> bytes:
    """A PDF file of our own with these lines on its pages."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
    ]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for number, lines in enumerate(pages):
        drawn = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 50 750 Td {drawn}ET"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>"
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    written, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(bodies) + 1
    end = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return (written + f"xref\n0 {count}\n0000000000 65535 f \n{table}{end}").encode("latin-1")


def test_turns_of_a_pdf() -> None:
    source = read_source("weir.pdf", pdf(list(PAGES[:2]), list(PAGES[2:])))
    turns = parse(source).turns
    said = [(turn.label, " ".join(source.text[turn.start : turn.end].split())) for turn in turns]
    assert said == [
        ("MS. QUILL", f"{PAGES[0].partition(': ')[2]} {PAGES[1]}"),
        ("MR. TADD", "The lock house was repaired by the harbour in the spring."),
    ]


def test_page_heads_stand_in_nobodys_mouth() -> None:
    pages = [
        ["THE WEIR INQUIRY", *[f"MR. TADD: The lock number {word} is open, and it holds."], f"{n}"]
        for n, word in enumerate(("red", "blue", "grey", "green"), 1)
    ]
    source = read_source("weir.pdf", pdf(*pages))
    for turn in parse(source).turns:
        assert "INQUIRY" not in source.text[turn.start : turn.end]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([""], [""]), "is a scan"),
        (b"%PDF-1.4\nnothing of it", "no PDF file that can be read"),
        (b"MR. TADD: Not a PDF at all.", "no PDF file that can be read"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnsupportedFormat, match=said):
        read_source("weir.pdf", data)
