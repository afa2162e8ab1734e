"""The transcript panel of a video page, copied into a text file: its words keep their times."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.readers.panel import PANEL, is_panel
from tests.index.fiction import words

_SAID = (
    ("0:00", "welcome to the talk about the gate of"),
    ("0:04", "the upper canal which was mended last"),
    ("0:09", "[Music]"),
    ("0:12", "year by the council"),
    ("0:17", "we begin with the flood and then the"),
    ("59:58", "money that was never found"),
    ("1:00:02", "thank you"),
)


def _copied(spelt: str = "") -> str:
    return "Weir talk\n\nTranscript\n\n" + "".join(f"{at}\n{spelt}{said}\n" for at, said in _SAID)


@pytest.mark.parametrize("spelt", ["", "4 seconds\n", "1 hour, 2 minutes, 3 seconds\n"])
def test_words_keep_their_times_and_are_nobodys(spelt: str) -> None:
    source = read_source("talk.txt", _copied(spelt).encode())
    parsed = parse(source)
    assert source.media_type == PANEL
    assert parsed.documents[0].title == "Weir talk"
    assert {turn.label for turn in parsed.turns} == {None}
    assert "0:04" not in source.text
    assert "Transcript" not in source.text
    assert "seconds" not in source.text
    last = parsed.turns[-1]
    assert words(parsed, last).endswith("thank you")
    assert last.end_s == 3608.0
    found = next(mark for mark in source.time_marks if mark.start_s == 4.0)
    assert source.text[found.start : found.end] == "the upper canal which was mended last"


def test_it_reads_as_the_same_again() -> None:
    """What is stored has the reader's own type, and is read again with it."""
    source = read_source("talk.txt", _copied().encode(), media_type=PANEL)
    assert source == read_source("talk.txt", _copied().encode())


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"0:0{n}\nAda Quill\nThe gate {n} is shut.\n" for n in range(8)),
        "".join(f"Ada Quill\n0:0{n}\nThe gate {n} is shut.\n\n" for n in range(8)),
        "".join(f"0:0{8 - n}\nThe gate {n} is shut.\n" for n in range(8)),
        "Opening\n9:30\nWe begin.\n" + "The gate is shut.\n" * 20,
        "",
    ],
    ids=["names below", "names above", "times that fall", "one time", "nothing"],
)
def test_what_is_another_form(text: str) -> None:
    assert not is_panel(text)
