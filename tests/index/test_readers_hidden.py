"""What a page hides by style is nobody's words; what it only looks to hide stays."""

from __future__ import annotations

import io

import docx
import pytest

from index.readers import read_source
from index.readers.hidden import shown

PAGE = """<html><head><title>Fenn</title><style>{style}</style></head><body>
<p>MS. ORLA: Will the lighthouse at Fenn be closed, or is it open?</p>
<p>MR. VASK: The lighthouse stays open. {words} So much for that.</p>
</body></html>"""
SECRET = "It is sold."
HIDES = (
    ("", '<span style="display:none">{}</span>'),
    ("", '<span style="DISPLAY : none ! important">{}</span>'),
    ("", '<span style="display:/**/none">{}</span>'),
    ("", '<span style="display:none"><b>{}</b></span>'),
    ("", "<span hidden>{}</span>"),
    ("", "<span hidden=''><i>{}</i></span>"),
    ("", '<span style="visibility:hidden">{}</span>'),
    ("", '<span style="opacity:0.0">{}</span>'),
    ("", '<span style="font-size:0">{}</span>'),
    ("", '<span style="font-size:1px">{}</span>'),
    ("", '<span style="font-size:.01em">{}</span>'),
    ("", '<span style="font-size:0"><b style="font-size:2em">{}</b></span>'),
    ("", '<span style="color:#fff">{}</span>'),
    ("", '<span style="color: white">{}</span>'),
    ("", '<font color="#FEFEFE">{}</font>'),
    ("", '<span style="color:rgb(255, 255, 254)"><b>{}</b></span>'),
    ("", '<span style="color:transparent">{}</span>'),
    ("", '<span style="color:rgba(0,0,0,0)">{}</span>'),
    ("", '<span style="background:navy"><b style="color:#000080">{}</b></span>'),
    ("", '<span style="text-indent:-9999px">{}</span>'),
    ("", '<span style="position:absolute;left:-9999px">{}</span>'),
    ("", "<template>{}</template>"),
    ("", "<dialog>{}</dialog>"),
    ("", "<noscript>{}</noscript>"),
    ("", "<del>{}</del>"),
    ("", "<s><b>{}</b></s>"),
    ("", "<strike>{}</strike>"),
    ("", '<span style="text-decoration: line-through red">{}</span>'),
    (".gone{text-decoration-line:line-through}", '<i class="gone">{}</i>'),
    (".note{display:none}", '<span class="a note">{}</span>'),
    ("#n, i {color:white}", '<span id="n">{}</span>'),
    ("#n, i {color:white}", "<i>{}</i>"),
    ("p .note b{font-size:0}", '<span class="note"><b>{}</b></span>'),
    ("@media screen{.x{color:red}.note{display:none}}", '<span class="note">{}</span>'),
    (".note{display:inline}.note{display:none}", '<span class="note">{}</span>'),
    ("#n{display:none}.note{display:inline}", '<span id="n" class="note">{}</span>'),
    (".note{display:none!important}", '<span class="note" style="display:inline">{}</span>'),
    ("/* } */ .note{/* } */display:none}", '<span class="note">{}</span>'),
)
SHOWS = (
    ("", "<span>{}</span>"),
    ("", "<ins>{}</ins>"),
    ("s{text-decoration:none}", "<s>{}</s>"),
    ("", '<u style="text-decoration: underline">{}</u>'),
    ("", '<span style="display:inline">{}</span>'),
    ("", '<span aria-hidden="true">{}</span>'),
    ("", '<span class="hidden">{}</span>'),
    ("", '<span style="color:#eee; background:#222">{}</span>'),
    ("", '<span style="background:url(dark.png)"><b style="color:white">{}</b></span>'),
    ("", '<span style="font-size:0"><b style="font-size:14px">{}</b></span>'),
    ("", '<span style="font-size:0"><b style="font-size:1rem">{}</b></span>'),
    ("", '<span style="visibility:hidden"><b style="visibility:visible">{}</b></span>'),
    ("", '<span style="color:white">&nbsp;<b style="color:black">{}</b></span>'),
    ("", '<span style="left:-9999px">{}</span>'),
    ("", "<dialog open>{}</dialog>"),
    ("", "<details><summary>More</summary>{}</details>"),
    ("@media print{.note{display:none}}", '<span class="note">{}</span>'),
    ("@media (max-width: 9px){.note{display:none}}", '<span class="note">{}</span>'),
    (".note{display:none}.note.open{display:block}", '<span class="note open">{}</span>'),
    (".note:hover{display:none}", '<span class="note">{}</span>'),
    (".other .note{display:none}", '<span class="note">{}</span>'),
    (".note{display:none}", '<span class="note" style="display:inline">{}</span>'),
    (".note{display:none", '<span class="note">{}</span>'),
)


def read(style: str, words: str) -> str:
    page = PAGE.format(style=style, words=words.format(SECRET))
    return read_source("a.html", page.encode()).text


@pytest.mark.parametrize(("style", "words"), HIDES)
def test_what_nobody_sees_is_not_read(style: str, words: str) -> None:
    text = read(style, words)
    assert "sold" not in text
    assert "The lighthouse stays open. So much for that." in text


@pytest.mark.parametrize(("style", "words"), SHOWS)
def test_what_is_seen_stays(style: str, words: str) -> None:
    assert SECRET in read(style, words)


@pytest.mark.parametrize(("value", "seen"), [(True, False), (False, True), (None, True)])
def test_words_that_word_hides_are_not_read(value: bool | None, seen: bool) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("MR. VASK: The lighthouse stays open.")
    paragraph.add_run(f" {SECRET}").font.hidden = value
    paragraph.add_run(" So much for that.")
    written = io.BytesIO()
    made.save(written)
    text = read_source("a.docx", written.getvalue()).text
    assert (SECRET in text) == seen
    assert "stays open." in text
    assert "So much for that." in text


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ('tts:display="none"', False),
        ('tts:visibility="hidden"', False),
        ('tts:display="auto"', True),
        ('tts:visibility="visible"', True),
    ],
)
@pytest.mark.parametrize("node", ["span", "p"])
def test_captions_that_are_not_shown_are_not_read(style: str, seen: bool, node: str) -> None:
    words = f"<{node} {style}>{SECRET}</{node}>"
    words = f"<p>Open. {words} Yes.</p>" if node == "span" else f"<p>Open. Yes.</p>{words}"
    page = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling">'
        f'<body begin="1s" end="9s"><div>{words}</div></body></tt>'
    )
    text = read_source("a.ttml", page.encode()).text
    assert (SECRET in text) == seen
    assert "Open." in text
    assert "Yes." in text


def test_a_page_that_only_folds_its_transcript_keeps_it() -> None:
    talk = "".join(f"<p>MR. VASK: Pier {number} is open.</p>" for number in range(40))
    page = f"<body><h1>Fenn</h1><a>Show all</a><div style='display:none'>{talk}</div></body>"
    assert "Pier 39 is open." in read_source("a.html", page.encode()).text


def test_a_page_that_hides_nothing_is_left_as_it_is() -> None:
    page = PAGE.format(style="p{color:#111}", words="")
    assert shown(page) is page


@pytest.mark.parametrize(
    "page",
    [
        "<style>" + "a" * 400_000 + "</style><p style='color:white'>Yes.</p>",
        "<style>" + "/**/" * 100_000 + "</style><p style='color:white'>Yes.</p>",
        "<style>" + "{" * 400_000 + "</style><p style='color:white'>Yes.</p>",
        "<style>" + "p p{color:red}" * 20_000 + "</style>" + "<p>Yes.</p>" * 20_000,
        "<style>p b{color:red}</style>" + "<b>" * 5_000 + "Yes.",
        "<p>" + "<i hidden>No.</i>Yes. " * 20_000,
        f"<p class='{'a ' * 100_000}' style='{'color:red;' * 20_000}'>Yes.</p>",
        "<p style='font-size:" + "9" * 100_000 + "'>Yes.",
    ],
)
def test_no_page_costs_more_than_its_size(page: str) -> None:
    """Each takes less than a second; where time grows with the square, minutes."""
    assert "Yes." in shown(page)
