"""Lines with a time before each and nobody named; and files whose names say another form."""

from __future__ import annotations

import pytest

from index.errors import UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source
from index.readers.clocked import CLOCKED, is_clocked
from index.records import ParsedSource

WORDS = (
    "the upper gate of the canal",
    "was mended last in the spring",
    "and nobody knows who paid",
    "for the stones of the lower wall",
    "but the keeper has them.",
)
SPOKEN = " ".join(WORDS)


def load(text: str, name: str = "a.txt") -> ParsedSource:
    return parse(read_source(name, text.encode()))


def lines(form: str) -> str:
    """The words four seconds apart, each behind its time."""
    return "".join(
        form.format(a=f"{4 * n // 60:02}:{4 * n % 60:02}", b=f"00:{4 * n + 3:02}", words=words)
        for n, words in enumerate(WORDS)
    )


FORMS = {
    "console": "[{a}.000 --> {b}.500]  {words}\n",
    "hours": "[00:{a}] {words}\n",
    "bare": "{a} {words}\n",
    "bold": "**[{a}]** {words}\n\n",
    "round": "({a}) {words}\n",
    "span": "{a} - {b}: {words}\n",
    "list": "- [{a}] {words}\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_times_before_words_are_no_words(form: str, name: str) -> None:
    parsed = load(lines(FORMS[form]), name)
    (turn,) = parsed.turns
    assert parsed.source.text == SPOKEN
    assert (turn.label, turn.start_s) == (None, 0.0)
    assert [mark.start_s for mark in parsed.source.time_marks] == [0.0, 4.0, 8.0, 12.0, 16.0]


def test_title_and_broken_lines() -> None:
    text = "=== Canal, 4 March ===\n\n" + lines("[{a}] {words}\n").replace(
        " who paid", "\nwho paid"
    )
    parsed = load(text)
    assert parsed.source.text == SPOKEN
    assert parsed.documents[0].title == "Canal, 4 March"


def test_clocks_of_a_day_are_no_times_of_a_recording() -> None:
    parsed = load(lines("[16:{a}] {words}\n"))
    assert parsed.source.text == SPOKEN
    assert (parsed.source.time_marks, parsed.turns[0].start_s) == ((), None)


def test_signs_of_another_voice() -> None:
    text = lines("[{a}] {words}\n").replace("and nobody", ">> And nobody")
    assert [turn.label for turn in load(text).turns] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "[00:01] Ada Quill: The gate.\n[00:04] Orrin Tadd: Which?\n[00:07] Ada Quill: The upper.\n"
        "[00:09] Orrin Tadd: Ah.\n",
        "[00:01] Ada Quill\nThe gate is old.\n[00:04] Orrin Tadd\nWhich?\n[00:07] Ada Quill\n"
        "The upper one.\n[00:09] Orrin Tadd\nI see.\n",
        "[00:01] [SPEAKER_00] The gate.\n[00:04] [SPEAKER_01] Which?\n[00:07] [SPEAKER_00] That.\n"
        "[00:09] [SPEAKER_01] I see.\n",
        "9:00 Opening\n9:30 The upper gate\n10:15 Tea\n11:00 The lower wall\n12:00 Lunch\n",
        "[00:09] for the stones\n[00:01] the upper gate\n[00:07] was mended\n[00:03] last\n",
        "[00:01] the gate\nMany words have no time.\nAnd here.\n[00:04] is old\nMore.\n",
    ],
    ids=["names", "names above", "names in brackets", "agenda", "falling", "seldom"],
)
def test_other_texts_with_clocks(text: str) -> None:
    assert not is_clocked(text)


VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\nThe gate is old.\n"
SRT = "1\n00:00:01,000 --> 00:00:04,000\nThe gate is old.\n"
SBV = "0:00:01.000,0:00:04.000\nThe gate is old.\n"
JSON = '[{"start": 1.0, "end": 4.0, "text": "The gate is old."}]'
TSV = "start\tend\ttext\n1000\t4000\tThe gate is old.\n"
PAIRS = [
    (name, text)
    for name in ("a.txt", "a.md", "a.vtt", "a.srt", "a.sbv", "a.json", "a.tsv")
    for text in (VTT, SRT, SBV, JSON, TSV, "\ufeff" + VTT.replace("\n", "\r\n"))
]


@pytest.mark.parametrize(("name", "text"), PAIRS)
def test_a_form_under_another_name(name: str, text: str) -> None:
    (turn,) = load(text, name).turns
    assert (turn.label, turn.start_s, turn.end_s) == (None, 1.0, 4.0)


def test_lines_with_times_under_a_caption_file_s_name() -> None:
    assert read_source("a.srt", lines("[{a}] {words}\n").encode()).media_type == CLOCKED


def test_cues_without_the_head_of_their_format() -> None:
    (turn,) = load(VTT.removeprefix("WEBVTT\n\n"), "a.vtt").turns
    assert (turn.start_s, turn.end_s) == (1.0, 4.0)


def test_a_text_under_a_caption_file_s_name_is_refused() -> None:
    with pytest.raises(UnsupportedFormat, match=r"^a\.vtt: a WebVTT file begins"):
        load("Ada Quill: The gate is old.\n", "a.vtt")


def test_captions_of_a_stream_that_are_joined() -> None:
    part = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n"
    text = f"{part}00:01.000 --> 00:02.000\nThe gate\n\n{part}00:02.000 --> 00:04.000\nis old.\n"
    (turn,) = load(text, "a.vtt").turns
    assert load(text, "a.vtt").source.text[turn.start : turn.end] == "The gate is old."


def test_notes_with_a_colon_are_no_words() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\nAda: The gate.\n\nNOTE: Somebody leaves.\n\n"
    parsed = load(text + "00:05.000 --> 00:08.000\nAda: It is old.\n", "a.vtt")
    assert parsed.source.text == "The gate.\nIt is old."
