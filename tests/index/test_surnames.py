"""Labels with the surname first, as archives and meeting tools print them."""

from __future__ import annotations

import pytest

from index.language.titles import label_parts
from index.parsing.transcript import parse
from index.persons.speakers import resolve
from index.readers import read_source

PROSE = (
    "Quill, Ada: We met at the kiln.\n\nTadd, Orrin: Who had the keys?\n\n"
    "Quill, Ada: Nobody had.\n\nQuill, Jon: I had them.\n\nTadd, Orrin: Since when?\n"
)
CAPITALS = (
    "QUILL, ADA: I was born on the boat.\n\nTADD, ORRIN: When was that?\n\n"
    "QUILL, ADA: In winter.\n\nTADD, ORRIN: And your father?\n\nQUILL, ADA: He dug.\n"
)
NOTED = (
    "Quill, Ada (Northmoor) (Lab): I beg to move.\n\nTadd, Orrin (Weirside): Who pays?\n\n"
    "Quill, Ada: The guild.\n\nTadd, Orrin: Since when?\n\nQuill, Ada: Since the flood.\n"
)
CUES = (
    "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Quill, Ada>The kiln is relined.</v>\n\n"
    "00:06.000 --> 00:09.000\n<v van Bell, Jo (Guest)>Who has paid?</v>\n\n"
    "00:10.000 --> 00:14.000\n<v Quill, Ada>The guild.</v>\n"
)


@pytest.mark.parametrize(
    ("name", "text", "labels", "names"),
    [
        (
            "a.txt",
            PROSE,
            ["Quill, Ada", "Tadd, Orrin", "Quill, Ada", "Quill, Jon", "Tadd, Orrin"],
            {"Ada Quill", "Jon Quill", "Orrin Tadd"},
        ),
        (
            "a.txt",
            CAPITALS,
            ["QUILL, ADA", "TADD, ORRIN"] * 2 + ["QUILL, ADA"],
            {"Ada Quill", "Orrin Tadd"},
        ),
        (
            "a.txt",
            NOTED,
            ["Quill, Ada", "Tadd, Orrin"] * 2 + ["Quill, Ada"],
            {"Ada Quill", "Orrin Tadd"},
        ),
        (
            "a.vtt",
            CUES,
            ["Quill, Ada", "van Bell, Jo (Guest)", "Quill, Ada"],
            {"Ada Quill", "Jo Van Bell"},
        ),
    ],
    ids=["prose", "capitals", "noted", "cues"],
)
def test_the_given_name_behind_a_comma_is_one(
    name: str, text: str, labels: list[str], names: set[str]
) -> None:
    """Two people of one surname are two, and each is found by the name in its usual order."""
    parsed = parse(read_source(name, text.encode()))
    assert [turn.label for turn in parsed.turns] == labels
    assert {speaker.name for speaker in resolve(parsed.voices).speakers} == names


def test_whom_somebody_asks_for_is_no_given_name() -> None:
    text = (
        "BELL, REUTERS: When does the ferry sail?\n\nMINISTER QUILL: In May.\n\n"
        "DUNN, HOST: Who pays?\n\nMINISTER QUILL: The guild.\n\nBELL, REUTERS: Thank you.\n\n"
        "DUNN, HOST: We must end here.\n"
    )
    labels = [turn.label for turn in parse(read_source("a.txt", text.encode())).turns]
    assert labels == ["BELL", "MINISTER QUILL", "DUNN", "MINISTER QUILL", "BELL", "DUNN"]


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("O'NEIL, TIP", ("TIP", "O'NEIL")),
        ("VAN DER BELL, JO-ANN", ("JO-ANN", "VAN", "DER", "BELL")),
        ("GARCÍA, JOSÉ LUIS (GUEST)", ("JOSÉ", "LUIS", "GARCÍA")),
        ("ADA QUILL, NORTHMOOR", ("ADA", "QUILL,", "NORTHMOOR")),
        ("QUILL, CHAIR", ("QUILL,", "CHAIR")),
        ("BELL, BBC", ("BELL,", "BBC")),
        ("QUILL, MP", ("QUILL,", "MP")),
        ("QUILL, HEALTH", ("QUILL,", "HEALTH")),
    ],
)
def test_only_a_given_name_comes_before_the_surname(label: str, names: tuple[str, ...]) -> None:
    assert label_parts(label).names == names
