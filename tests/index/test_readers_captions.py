"""WebVTT and SRT: voices, times, and the faults of real files."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource, Source


def vtt(body: str) -> Source:
    return read_source("a.vtt", f"WEBVTT\n\n{body}".encode())


def srt(body: str) -> Source:
    return read_source("a.srt", body.encode())


def spoken(source: ParsedSource) -> list[tuple[str | None, str, float | None, float | None]]:
    text = source.source.text
    return [(t.label, text[t.start : t.end], t.start_s, t.end_s) for t in source.turns]


def test_voice_tags_are_labels_with_times() -> None:
    """Hours left out, a class, a tag that is never closed, two voices in one cue."""
    source = vtt(
        "00:00.500 --> 00:02.000 align:start\n<v Jo Bell>Good day,</v>\n\n"
        "00:02.000 --> 00:04.000\n<v.loud Jo Bell>and <i>welcome</i>.\n\n"
        "named-cue\n00:04.000 --> 00:06.500\n<v Ada Quill>Hello. <v Jo Bell>Is it wet?</v>\n\n"
        "01:00:06.500 --> 01:00:07.000\n<v Ada Quill>Salt &amp; sand.\n"
    )
    assert source.text == "Good day, and welcome.\nHello.\nIs it wet?\nSalt & sand."
    assert spoken(parse(source)) == [
        ("Jo Bell", "Good day, and welcome.", 0.5, 4.0),
        ("Ada Quill", "Hello.", 4.0, 6.5),
        ("Jo Bell", "Is it wet?", 4.0, 6.5),
        ("Ada Quill", "Salt & sand.", 3606.5, 3607.0),
    ]


def test_notes_styles_and_names_of_cues_are_not_spoken() -> None:
    source = vtt(
        "STYLE\n::cue { color: red }\n\nNOTE HOST: a note\nof two lines\n\n1\n"
        "00:01.000 --> 00:02.000\n<v Jo Bell>Good day.\n\nNOTE\nSECOND: note\n\n"
        "REGION\nid:left\n\n2\n00:02.000 --> 00:03.000\n<v Jo Bell>Again.\n"
    )
    assert source.text == "Good day. Again."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_newline(newline: str) -> None:
    text = "\ufeffWEBVTT - Mole\n\n00:01.000 --> 00:02.000\n<v Jo Bell>Good day.\n"
    source = read_source("a.vtt", text.replace("\n", newline).encode())
    assert (source.text, source.metadata.title) == ("Good day.", "Mole")


def test_words_outside_a_voice_tag_are_nobodys() -> None:
    source = vtt(
        "00:01.000 --> 00:02.000\n<v Jo Bell>Good day.</v>\n\n"
        "00:02.000 --> 00:03.000\nSomebody calls.\n\n00:03.000 --> 00:04.000\n<v Jo Bell>Yes?\n"
    )
    assert [turn[:2] for turn in spoken(parse(source))] == [
        ("Jo Bell", "Good day."),
        (None, "Somebody calls."),
        ("Jo Bell", "Yes?"),
    ]


def test_rolling_captions_are_folded() -> None:
    """Each line stands two or three times in the file and once in the text, as long as shown."""
    source = vtt(
        "00:00.000 --> 00:02.000\n \nthe<00:00.500><c> water</c>\n\n"
        "00:02.000 --> 00:02.010\nthe water\n \n\n"
        "00:02.010 --> 00:04.000\nthe water\nfell<00:02.500><c> fast</c>\n\n"
        "00:04.000 --> 00:04.010\nfell fast\n \n\n"
        "00:04.010 --> 00:06.000\nfell fast\n&gt;&gt; did it\n"
    )
    assert source.text == "the water fell fast\ndid it"
    assert [(mark.start_s, mark.end_s) for mark in source.time_marks] == [
        (0.0, 2.01),
        (2.01, 4.01),
        (4.01, 6.0),
    ]
    assert [turn[:2] for turn in spoken(parse(source))] == [
        (None, "the water fell fast"),
        (None, "did it"),
    ]


def test_a_person_who_repeats_himself_is_not_folded() -> None:
    body = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n"
        for n, words in enumerate(["BELL: Wet?", "HALE: No.", "No.", "BELL: Dry?", "HALE: Yes."], 1)
    )
    assert [turn[1] for turn in spoken(parse(srt(body)))] == ["Wet?", "No. No.", "Dry?", "Yes."]


def test_names_at_the_start_of_srt_cues_carry_on() -> None:
    source = srt(
        "1\r\n00:00:02,100 --> 00:00:04,000\r\nPRESENTER: Good morning\r\nfrom the mole.\r\n\r\n"
        "2\r\n00:00:04,000 --> 00:00:06,000\r\nAda Quill: It is wet.\r\n\r\n"
        "3\r\n00:00:06,000 --> 00:00:08,000\r\nOne thing: it will dry.\r\n\r\n"
        "4\r\n00:00:08,000 --> 00:00:09,000\r\n>> Who says so?\r\n\r\n"
        "5\r\n00:00:09,000 --> 00:00:10,000\r\n>> PRESENTER: I do.\r\n"
    )
    assert spoken(parse(source)) == [
        ("PRESENTER", "Good morning from the mole.", 2.1, 4.0),
        ("Ada Quill", "It is wet. One thing: it will dry.", 4.0, 8.0),
        (None, "Who says so?", 8.0, 9.0),
        ("PRESENTER", "I do.", 9.0, 10.0),
    ]


def test_times_without_hours_and_with_either_mark() -> None:
    """`00:03,000` is three seconds, and a comma in WebVTT drops no cue."""
    assert srt("1\n00:03,000 --> 00:04.5\nBELL: Wet.\n").time_marks[0].start_s == 3.0
    assert vtt("00:00:12,000 --> 00:00:13,000\nBELL: Wet.\n").time_marks[0].end_s == 13.0


def test_blank_lines_inside_an_srt_cue_are_kept() -> None:
    source = srt(
        "1\n00:00:01,000 --> 00:00:02,000\nWet\n\nand cold.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nYes.\n"
    )
    assert source.text == "Wet and cold. Yes."


def test_a_pause_begins_a_new_line() -> None:
    source = srt(
        "1\n00:00:01,000 --> 00:00:02,000\nWet\n\n2\n00:00:02,500 --> 00:00:03,000\nand cold.\n\n"
        "3\n00:00:09,000 --> 00:00:10,000\nLater.\n"
    )
    assert source.text == "Wet and cold.\nLater."


def test_captions_have_no_head() -> None:
    parsed = parse(srt("1\n00:00:01,000 --> 00:00:02,000\nRemarks by Ada Quill at Haven\n"))
    assert (parsed.documents[0].title, parsed.documents[0].date) == (None, None)


def test_answers_reply_to_questions() -> None:
    parsed = parse(
        vtt(
            "00:01.000 --> 00:02.000\n<v Jo Bell>Is it wet?\n\n"
            "00:02.000 --> 00:03.000\n<v Ada Quill>It is.\n\n"
            "00:03.000 --> 00:04.000\n<v Jo Bell>Thank you.\n"
        )
    )
    assert [turn.role for turn in parsed.turns] == ["question", "answer", "statement"]
    assert parsed.turns[1].replies_to == parsed.turns[0].turn_id
