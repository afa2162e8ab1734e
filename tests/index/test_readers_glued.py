"""A video page's transcript whose times stick to the words, spelt out in the page's language."""

from __future__ import annotations

import pytest

from index.errors import UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source
from index.readers.glued import is_glued

SAID = (
    (0, "the upper gate of the canal"),
    (4, "was mended last, and nobody knows"),
    (9, "2 men or 9"),
    (31, "Since when? They say since spring."),
    (60, "a minute is long"),
    (61, "who paid for the stones"),
    (125, "of the lower wall"),
    (240, "years ago;"),
    (3601, "but the keeper has them"),
    (3725, "and so it ends."),
)
UNITS = {
    "en": ("{} hour|{} hours", "{} minute|{} minutes", "{} second|{} seconds", ", "),
    "fr": ("{} heure|{} heures", "{} minute|{} minutes", "{} seconde|{} secondes", " et "),
    "de": ("{} Stunde|{} Stunden", "{} Minute|{} Minuten", "{} Sekunde|{} Sekunden", " und "),
    "ja": ("{}時間|{}時間", "{}分|{}分", "{}秒|{}秒", ""),
}


def _spelt(at: int, language: str) -> str:
    numbers = (at // 3600, at // 60 % 60, at % 60)
    *units, between = UNITS[language]
    parts = [
        unit.split("|")[number != 1].format(number)
        for number, unit in zip(numbers, units, strict=True)
        if number
    ]
    return between.join(parts)


def _clock(at: int) -> str:
    hours = f"{at // 3600}:{at // 60 % 60:02}" if at >= 3600 else f"{at // 60}"
    return f"{hours}:{at % 60:02}"


def copied(language: str) -> str:
    lines = [f"{_clock(at)}{_spelt(at, language)}{words}" for at, words in SAID]
    return "Chapter 1: The gate\n" + "\n".join([*lines[:4], "Chapter 2: The wall", *lines[4:]])


@pytest.mark.parametrize("language", UNITS)
def test_times_and_units_are_no_words(language: str) -> None:
    source = read_source("a.txt", copied(language).encode())
    words = [source.text[mark.start : mark.end] for mark in source.time_marks]
    assert list(zip((mark.start_s for mark in source.time_marks), words, strict=True)) == [
        (float(at), said) for at, said in SAID
    ]


def test_title_and_another_voice() -> None:
    text = "The canal, told\n" + copied("en").replace("Since when", ">> Since when")
    parsed = parse(read_source("a.md", text.encode()))
    assert parsed.documents[0].title == "The canal, told"
    assert [turn.label for turn in parsed.turns] == [None] * len(parsed.turns)
    assert parsed.source.text[parsed.turns[1].start :].startswith("Since when?")


@pytest.mark.parametrize(
    "text",
    [
        "0:04 the gate\n0:09 is old\n0:15 and leaks\n0:22 since spring\n",
        "0:04\n4 seconds\nthe gate\n0:09\n9 seconds\nis old\n0:15\n15 seconds\nand leaks\n",
        "10:30 train\n11:15 boat\n12:00 tea\n13:45 walk\n",
    ],
    ids=["times apart", "times above", "timetable"],
)
def test_other_copies(text: str) -> None:
    assert not is_glued(text)


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_who_speaks_when_without_a_word(name: str) -> None:
    text = "".join(
        f"[ 00:00:0{n}.100 -->  00:00:0{n}.900] {letter} SPEAKER_0{n % 2}\n"
        for n, letter in enumerate("ABCD")
    )
    with pytest.raises(UnsupportedFormat, match=r"who speaks when, but not a word"):
        read_source(name, text.encode())
