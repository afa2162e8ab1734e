"""HTML pages: the main text with all its turns, and nothing of what stands around it."""

from __future__ import annotations

from datetime import date

import pytest

from index.parsing.transcript import parse
from index.readers import read_source, with_metadata
from index.records import Metadata, ParsedSource

FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Minister Quill at the Mole | Tide Ministry</title>{meta}
<style>.a {{ color: red }}</style><script>var a = "SPEAKER: none";</script></head>
<body><div class="banner">An official website of the Tide Ministry</div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/p">Press</a></li></ul></nav>
<main><article><h1>Minister Ada Quill at the Mole</h1>
{body}
</article></main>
<aside><h2>Related</h2><ul><li><a href="/k">Former Minister Otto Kray: A Life</a></li></ul></aside>
<footer><p>Tide Ministry, Haven. All rights reserved.</p></footer></body></html>
"""
WORDS = "We shall open the lock in March, and I say so after the works of this long winter."


def page(body: str, meta: str = "") -> ParsedSource:
    return parse(read_source("a.html", FRAME.format(body=body, meta=meta).encode()))


def spoken(source: ParsedSource) -> list[tuple[str | None, str]]:
    return [(turn.label, source.source.text[turn.start : turn.end]) for turn in source.turns]


def test_nothing_around_the_main_text_is_speech() -> None:
    source = page(
        f"<p>MINISTER QUILL: {WORDS}</p><p>QUESTION: Really?</p><p>MINISTER QUILL: Yes.</p>"
    )
    assert spoken(source) == [
        ("MINISTER QUILL", WORDS),
        ("QUESTION", "Really?"),
        ("MINISTER QUILL", "Yes."),
    ]
    assert "Kray" not in source.source.text
    assert source.documents[0].title == "Minister Ada Quill at the Mole"


@pytest.mark.parametrize(
    "body",
    [
        "<p><strong>MR. HOLT:</strong>&nbsp;&nbsp;{w}</p><p><b>Q</b>&nbsp; Wet?</p>"
        "<p><b>MR. HOLT:</b> No.</p>",
        "<p><strong>MR. HOLT</strong>: {w}</p><p>Q Wet?</p><p><strong>MR. HOLT</strong>: No.</p>",
        "<p>MR. HOLT: {w}<br>Q Wet?<br><br>MR. HOLT: No.</p>",
        "<div>MR. HOLT: {w}</div><div>Q Wet?</div><div>MR. HOLT: No.</div>",
        "<table><tr><td>MR. HOLT:</td><td>{w}</td></tr><tr><td>Q</td><td>Wet?</td></tr>"
        "<tr><td>MR. HOLT:</td><td>No.</td></tr></table>",
    ],
)
def test_ways_to_mark_up_a_label(body: str) -> None:
    assert spoken(page(body.format(w=WORDS))) == [
        ("MR. HOLT", WORDS),
        ("Q", "Wet?"),
        ("MR. HOLT", "No."),
    ]


def test_many_short_turns_are_all_kept() -> None:
    body = f"<p>MR. HOLT: {WORDS}</p>" + "<p>Q Wet?</p><p>MR. HOLT: Yes.</p>" * 40
    assert len(page(body).turns) == 81


def test_the_date_of_the_markup_is_the_pages() -> None:
    meta = '<meta property="article:published_time" content="2032-05-12T10:00:00+00:00">'
    (document,) = page(f"<p>MINISTER QUILL: {WORDS}</p>", meta).documents
    assert (document.date, document.date_status) == (date(2032, 5, 12), "page")
    assert document.date_start is None


def test_a_printed_date_comes_before_the_markups() -> None:
    meta = '<meta property="article:published_time" content="2032-05-12T10:00:00+00:00">'
    body = f"<p>May 3, 2032</p><p>MINISTER QUILL: {WORDS}</p>"
    (document,) = page(body, meta).documents
    assert (document.date, document.date_status) == (date(2032, 5, 3), "given")


def test_a_sidecar_comes_before_both() -> None:
    source = read_source("a.html", FRAME.format(body=f"<p>MR. HOLT: {WORDS}</p>", meta="").encode())
    source = with_metadata(source, Metadata(title="Mole", date="2032-01-02", place="Haven"))
    (document,) = parse(source).documents
    assert (document.title, document.place) == ("Mole", "Haven")
    assert (document.date, document.date_status) == (date(2032, 1, 2), "given")


def test_a_page_without_article_is_still_read() -> None:
    data = b"<html><body><p>MR. HOLT: Hello.</p><p>Q Wet?</p><p>MR. HOLT: No.</p></body></html>"
    assert [turn.label for turn in parse(read_source("a.html", data)).turns] == [
        "MR. HOLT",
        "Q",
        "MR. HOLT",
    ]


def test_deep_and_broken_markup_is_no_error() -> None:
    data = ("<html><body>" + "<div>" * 1000 + "<p>MR. HOLT: Hello there.</p><p>Q Wet?").encode()
    assert read_source("a.html", data).text.startswith("MR. HOLT:")


@pytest.mark.parametrize(
    "furniture",
    [
        ("Page {0}", "{0}", "30th August 2031"),
        ("{0}", "Questions"),
        ("— {0} —",),
    ],
)
def test_numbers_and_heads_of_printed_pages_inside_a_page_are_not_read(
    furniture: tuple[str, ...],
) -> None:
    things = ("ferry", "pier", "lock", "mole", "mill", "weir")
    body = "<p>MR SPEAKER: We begin.</p>"
    for number, thing in enumerate(things, 40):
        lines = "".join(f"<p>{line.format(number)}</p>" for line in furniture)
        body += f"<p>MRS QUARLE: The {thing} is old, and so is</p>{lines}"
        body += f"<p>the {thing} of Ketta.</p>"
        body += f"<p>MR TADD: We mended the {thing}.</p>"
    said = [words for label, words in spoken(page(body)) if label == "MRS QUARLE"]
    assert said == [f"The {thing} is old, and so is\nthe {thing} of Ketta." for thing in things]
