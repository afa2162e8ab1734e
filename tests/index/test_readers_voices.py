"""Voices that captions tell by a cue's number and name, or by its colour."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from tests.index.caption_kinds import srt, vtt

Said = list[tuple[str | None, str]]


def said(text: str, name: str = "a.vtt") -> Said:
    parsed = parse(read_source(name, text.encode()))
    whole = parsed.source.text
    return [(turn.label, whole[turn.start : turn.end]) for turn in parsed.turns]


@pytest.mark.parametrize("form", ['{n} "{who}" (34758{n})', '{n} "{who}"', '{n} "{who}" (0)'])
@pytest.mark.parametrize("names", [("Ines Hale", "Marlo Oke"), ("Hale, Ines", "Oke (er/ihm)")])
def test_names_beside_the_number_of_a_cue(form: str, names: tuple[str, str]) -> None:
    ines, marlo = names
    cues = (ines, "The kiln is old."), (marlo, "Since when?"), (marlo, "Why?"), (ines, "So be it.")
    text = "WEBVTT\n\n" + "".join(
        f"{form.format(n=n, who=who)}\n00:0{n}.000 --> 00:0{n}.900\n{words}\n\n"
        for n, (who, words) in enumerate(cues, 1)
    )
    assert said(text) == [
        (ines, "The kiln is old."),
        (marlo, "Since when? Why?"),
        (ines, "So be it."),
    ]


def test_a_cue_without_a_name_is_nobody_s() -> None:
    text = (
        'WEBVTT\n\n1 "" (0)\n00:01.000 --> 00:02.000\nOkay.\n\n2 "Ines" (7)\n'
        "00:02.000 --> 00:04.000\nThe kiln is old.\n"
    )
    assert said(text) == [(None, "Okay."), ("Ines", "The kiln is old.")]


FORMS = {
    "font": ('<font color="#ffffff">{}</font>', '<font color="#ffff00">{}</font>'),
    "plain and font": ("{}", "<font color='cyan'>{}</font>"),
    "classes": ("<c.white>{}</c>", "<c.yellow.bg_black>{}</c>"),
    "script": ("{{\\c&HFFFF00&}}{}", "{{\\c&HCC55FF&}}{}"),
}
COLOURED: Said = [
    (None, "The kiln is old."),
    (None, "Since when? Who says so?"),
    (None, "The keeper does."),
    (None, "Ah."),
]


@pytest.mark.parametrize("form", FORMS)
def test_another_colour_is_another_voice(form: str) -> None:
    one, other = FORMS[form]
    cues = (
        one.format("The kiln is old."),
        other.format("Since when?"),
        other.format("Who says so?"),
        f"{one.format('The keeper does.')}\n{other.format('Ah.')}",
    )
    assert said(srt(*cues), "a.srt") == COLOURED
    assert said(vtt(*cues)) == COLOURED


def test_a_colour_after_a_name() -> None:
    one, other = FORMS["font"]
    cues = (
        one.format("INES: The kiln"),
        one.format("is old."),
        other.format("Since when?"),
        one.format("INES: Since Monday."),
        other.format("MARLO: I see."),
    )
    assert said(srt(*cues, gap_s=0), "a.srt") == [
        ("INES", "The kiln is old."),
        (None, "Since when?"),
        ("INES", "Since Monday."),
        ("MARLO", "I see."),
    ]


def test_colours_of_ttml() -> None:
    text = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
        'xmlns:xml="http://www.w3.org/XML/1998/namespace"><head><styling>'
        '<style xml:id="y" tts:color="yellow"/></styling></head><body><div>'
        '<p begin="1s" end="4s">The kiln is old.</p>'
        '<p begin="4s" end="5s" style="y">Since when?</p>'
        '<p begin="5s" end="6s"><span tts:color="yellow">Who says so?</span></p>'
        '<p begin="6s" end="8s"><span tts:color="white">The keeper does.</span><br/>'
        '<span style="y">Ah.</span></p></div></body></tt>'
    )
    assert said(text, "a.ttml") == COLOURED


@pytest.mark.parametrize(
    "cues",
    [
        (
            '<font color="red">The</font> kiln',
            'The <font color="red">kiln</font>',
            "is old.",
            "Yes.",
        ),
        ('<font color="yellow">The kiln</font>', "is old", "and it smokes."),
        ('<font color="red">The kiln</font>', '<font color="red">is old.</font>'),
    ],
    ids=["words lit up", "one line", "one colour"],
)
def test_colours_that_tell_nothing(cues: tuple[str, ...]) -> None:
    assert len(said(srt(*cues, gap_s=0), "a.srt")) == 1


@pytest.mark.parametrize(
    "form", ["<SPEAKER_0{n}> {words}", "<Speaker {n}>: {words}", "<spk_{n}>{words}"]
)
def test_a_counted_voice_as_a_tag(form: str) -> None:
    spoken = (1, "The kiln is old."), (2, "Since when?"), (2, "Who says so?"), (1, "The keeper.")
    text = "WEBVTT\n\n" + "".join(
        f"00:0{at}.000 --> 00:0{at}.900\n{form.format(n=n, words=words)}\n\n"
        for at, (n, words) in enumerate(spoken, 1)
    )
    one, two = (form.format(n=n, words="")[1:].split(">")[0] for n in (1, 2))
    assert said(text) == [
        (one, "The kiln is old."),
        (two, "Since when? Who says so?"),
        (one, "The keeper."),
    ]
