"""Files that annotators, editors and chats export, each kind with three inputs."""

from __future__ import annotations

import pytest

from index.errors import SourceError, UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source
from tests.index.kinds_exports import EXPORTS

IDS = [f"{kind}-{number}" for number, (kind, _, _, _) in enumerate(EXPORTS)]


@pytest.mark.parametrize(("kind", "name", "text", "turns"), EXPORTS, ids=IDS)
def test_who_says_what(kind: str, name: str, text: str, turns: tuple[str, ...]) -> None:
    parsed = parse(read_source(name, text.encode()))
    said = [
        f"{turn.label or '–'} | {' '.join(parsed.source.text[turn.start : turn.end].split())}"
        for turn in parsed.turns
    ]
    assert said == list(turns), kind


def test_three_of_each_kind() -> None:
    kinds = [kind for kind, _, _, _ in EXPORTS]
    assert {kinds.count(kind) for kind in kinds} == {3}


@pytest.mark.parametrize(
    ("name", "text", "times"),
    [
        ("a.txt", "1.5\t4.0\tAda: Oak.\n5.0\t8.5\tJo: So it is.\n" * 2, [(1.5, 4.0), (5.0, 8.5)]),
        ("a.lrc", "[00:01.50]Ada: It is oak.\n[01:05.00]Jo: So it is.\n", [(1.5, 65.0)]),
        ("a.sub", "{1}{1}25.0\n{25}{100}Ada: Oak it is.\n{125}{150}Jo: So it is.\n", [(1.0, 4.0)]),
        ("a.sub", "{25}{100}Ada: Oak it is.\n{125}{150}Jo: So it is.\n", [(None, None)]),
        ("a.txt", "00:00:01:15 00:00:04:00\nAda: Oak it is.\n", [(1.5, 4.0)]),
    ],
)
def test_times(name: str, text: str, times: list[tuple[float, float]]) -> None:
    turns = parse(read_source(name, text.encode())).turns
    assert [(turn.start_s, turn.end_s) for turn in turns][: len(times)] == times


def test_a_line_without_frames_is_named() -> None:
    with pytest.raises(SourceError, match=r"line 2 of these subtitles has no frames: 'Oak\.'"):
        read_source("a.sub", b"{1}{9}Ada: It is.\nOak.\n")


def test_a_grid_that_is_cut_off() -> None:
    with pytest.raises(UnsupportedFormat, match="ends inside a tier"):
        read_source(
            "a.TextGrid", b'"ooTextFile"\n"TextGrid"\n0\n9\n"IntervalTier"\n"Ada"\n0\n9\n2\n'
        )


@pytest.mark.parametrize(
    "text",
    [
        "1.5 2.5 sand\n3.5 4.5 salt\n5.5 6.5 corn\n7.5 8.5 rope\n",
        "Item|Cost|Place\nSalt|Nine crowns|Mill\nSand|Two crowns|Mill\nRope|One|Quay\n",
        "1.5\t2.5\tIt is old.\n\nAda: and this line is none of a table\n\n1.5\t2.5\tIt is.\n",
    ],
)
def test_other_rows_stay_as_they_are(text: str) -> None:
    assert read_source("a.txt", text.encode()).media_type == "text/plain"


@pytest.mark.parametrize(
    "form",
    [
        '<div class="c"><p>{words}</p><span class="author">{name}</span></div>',
        '<p>{words}</p><p class="author">{name}</p>',
        '<p>{words} – <a class="user-name">{name}</a></p>',
    ],
)
def test_a_name_below_its_words_names_nobody(form: str) -> None:
    said = (("Ada Quill", "It is oak."), ("Jo Bell", "Since when is it so?")) * 3
    rows = "".join(form.format(name=name, words=words) for name, words in said)
    parsed = parse(read_source("a.html", f"<html><body>{rows}</body></html>".encode()))
    assert {turn.label for turn in parsed.turns} == {None}
