"""What holds for any text: offsets, order, and that nothing raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.language.lines import text_lines, trim
from index.parsing.transcript import parse
from index.persons.speakers import resolve
from index.readers import read_source
from index.records import ParsedSource, Source

LABELS = [
    "MR. HOLT",
    "Q",
    "QUESTION",
    "THE PRESIDENT",
    "MINISTER QUILL",
    "FJORD",
    "Jo Bell",
    "NOTE",
]
PIECES = [
    ":",
    ": ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\u00a0",
    "END",
    "* * *",
    "(Via interpreter)",
    "(Laughter.)",
    "2 Dec",
    "October 21, 2031",
    "Title: Salt",
    "Date: 2031-02-30",
    "Press Briefing by Ada Quill",
    "More from: nobody",
    "  • A link [Read More…]",
    "Is it wet? ",
    "It is --",
    "Jo Bell 0:05",
    "**",
]
texts = st.lists(
    st.one_of(st.sampled_from(LABELS), st.sampled_from(PIECES), st.text(max_size=12)), max_size=40
).map("".join)


def source_of(text: str) -> Source:
    return Source("0" * 16, "any.txt", "0" * 64, "text/plain", text)


def check(parsed: ParsedSource, *, printed: bool = True) -> None:
    """What holds for any source.

    :param printed: Whether its labels stand in its text, as they do not where a format has tags.
    """
    text = parsed.source.text
    documents = {document.document_id: document for document in parsed.documents}
    assert documents
    turns = {turn.turn_id: turn for turn in parsed.turns}
    assert len(turns) == len(parsed.turns)
    last = 0
    for document in parsed.documents:
        assert 0 <= document.start <= document.end <= len(text)
        assert last <= document.start or document.ordinal == 1
        last = document.end
        assert (document.date is None) == (document.date_status == "missing")
    before = 0
    for turn in parsed.turns:
        document = documents[turn.document_id]
        assert before <= turn.label_start <= turn.start < turn.end <= document.end
        assert trim(text, turn.start, turn.end) == (turn.start, turn.end)
        assert text[turn.label_start :].startswith(turn.printed) or not printed
        assert turn.label is not None or turn.label_start == turn.start
        before = turn.end
        if turn.replies_to is not None:
            question = turns[turn.replies_to]
            assert question.role == "question"
            assert question.ordinal < turn.ordinal
            assert question.document_id == turn.document_id
        assert (turn.role == "answer") == (turn.replies_to is not None)
    voices = {voice.voice_id: voice for voice in parsed.voices}
    assert {turn.voice_id for turn in parsed.turns} == set(voices)
    for voice in parsed.voices:
        assert voice.turns == sum(turn.voice_id == voice.voice_id for turn in parsed.turns)
        for item in voice.evidence:
            assert 0 <= item.start < item.end
            assert item.end <= len(text) or (item.kind == "label" and not printed)
    assert len(resolve(parsed.voices).assignments) == len(voices)


@settings(max_examples=300)
@given(texts)
def test_any_text_parses(text: str) -> None:
    check(parse(source_of(text)))


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_characters_parse(text: str) -> None:
    check(parse(source_of(text)))


@settings(max_examples=60)
@given(texts, st.sampled_from(["a.txt", "a.md", "a.html", "a.vtt", "a.srt"]))
def test_any_file_is_read_or_refused(text: str, name: str) -> None:
    """A refusal is one of the project's own errors."""
    data = ("WEBVTT\n\n00:01.000 --> 00:02.000\n" * name.endswith("t") + text).encode()
    try:
        source = read_source(name, data)
    except SourceError:
        return
    parsed = parse(source)
    assert all(0 <= turn.start < turn.end <= len(source.text) for turn in parsed.turns)


@settings(max_examples=100)
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.html", "a.vtt", "a.srt", "a.pdf"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        source = read_source(name, data)
    except SourceError:
        return
    assert source.text.strip()


@settings(max_examples=100)
@given(st.text(alphabet="ab \n\r\t\u00a0\u2028\ufeff\x0c\x85", max_size=60))
def test_lines_are_slices_without_white_space(text: str) -> None:
    for line in text_lines(text):
        assert text[line.start : line.end] == line.text != ""
        assert trim(text, line.start, line.end) == (line.start, line.end)
