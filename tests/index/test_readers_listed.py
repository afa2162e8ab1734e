"""JSON of any program that lists pieces of speech: words, voices and times under any names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from index.errors import UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source
from tests.index.formats import OLD, WHEN

Times = tuple[float | None, float | None]
BOTH = ((1.0, 4.0), (5.0, 8.0))


def said(values: Any, name: str = "a.json") -> list[tuple[str | None, str, Times]]:
    text = values if isinstance(values, str) else json.dumps(values)
    parsed = parse(read_source(name, text.encode()))
    whole = parsed.source.text
    return [(t.label, whole[t.start : t.end], (t.start_s, t.end_s)) for t in parsed.turns]


def two(first: Times = BOTH[0], second: Times = BOTH[1]) -> list[tuple[str, str, Times]]:
    return [("Ines", OLD, first), ("Marlo", WHEN, second)]


NAMED: dict[str, Any] = {
    "utterances in milliseconds by name": {
        "utterances": [
            {"participant": "Ines", "start_ms": 1000, "end_ms": 4000, "text": OLD},
            {"participant": "Marlo", "start_ms": 5000, "end_ms": 8000, "text": WHEN},
        ]
    },
    "sentences deep inside": {
        "data": {
            "transcript": {
                "title": "Kiln",
                "sentences": [
                    {"index": 0, "speaker_name": "Ines", "raw_text": OLD, "start_time": 1.0}
                    | {"end_time": 4.0},
                    {"index": 1, "speaker_name": "Marlo", "raw_text": WHEN, "start_time": 5.0}
                    | {"end_time": 8.0},
                ],
            }
        }
    },
    "clocks and durations": {
        "entries": [
            {"speakerName": "Ines", "content": OLD, "time": "0:01", "duration": 3},
            {"speakerName": "Marlo", "content": WHEN, "time": "00:00:05.000", "duration": 3},
        ]
    },
    "ids with names beside": {
        "speakers": {"S0": {"name": "Ines"}, "S1": {"name": "Marlo"}},
        "segments": [
            {"speaker_id": "S0", "text": OLD, "start": 1, "end": 4},
            {"speaker_id": "S1", "text": WHEN, "start": 5, "end": 8},
        ],
    },
    "listed speakers": {
        "participants": [{"id": 7, "name": "Ines"}, {"id": 8, "name": "Marlo"}],
        "transcript": [
            {"speaker": 7, "text": OLD, "startTime": "1.0s", "endTime": "4.0s"},
            {"speaker": 8, "text": WHEN, "startTime": "5.0s", "endTime": "8.0s"},
        ],
    },
    "words of participants": [
        {
            "participant": {"id": 1, "name": name},
            "words": [
                {"text": text, "start_timestamp": {"relative": at}, "end_timestamp": at + 3.0}
            ],
        }
        for name, text, at in (("Ines", OLD, 1.0), ("Marlo", WHEN, 5.0))
    ],
    "phrases with readings": {
        "recognizedPhrases": [
            {"speaker": "Ines", "offset": "PT1S", "duration": "PT3S", "nBest": [{"display": OLD}]},
            {
                "speaker": "Marlo",
                "offset": "PT5S",
                "duration": "PT3.0S",
                "nBest": [{"display": WHEN}],
            },
        ]
    },
    "instances of lines": {
        "videos": [
            {
                "insights": {
                    "transcript": [
                        {"speakerId": who, "text": text, "instances": [{"start": a, "end": b}]}
                        for who, text, a, b in (
                            ("Ines", OLD, "0:00:01", "0:00:04.0"),
                            ("Marlo", WHEN, "0:00:05", "0:00:08"),
                        )
                    ]
                }
            }
        ]
    },
    "words and marks with readings": {
        "results": [
            {
                "type": kind,
                "start_time": a,
                "end_time": b,
                "alternatives": [{"content": text, "speaker": who}],
            }
            for kind, text, who, a, b in (
                ("word", "The kiln is", "Ines", 1.0, 3.0),
                ("word", "old", "Ines", 3.0, 4.0),
                ("punctuation", ".", "Ines", 4.0, 4.0),
                ("word", "Since when", "Marlo", 5.0, 8.0),
                ("punctuation", "?", "Marlo", 8.0, 8.0),
            )
        ]
    },
}


@pytest.mark.parametrize("kind", NAMED)
def test_names_of_fields_are_many(kind: str) -> None:
    assert said(NAMED[kind]) == two()


@pytest.mark.parametrize("name", ["a.json", "a.txt"])
def test_one_object_on_each_line(name: str) -> None:
    lines = [{"speaker": who, "text": text} for who, text in (("Ines", OLD), ("Marlo", WHEN))]
    text = "\n".join(json.dumps(line) for line in lines)
    assert said(text, name) == two((None, None), (None, None))


def test_times_that_count_from_another_day_count_from_the_first_words() -> None:
    pieces = [
        {"speaker": "Ines", "text": OLD, "start": 1_900_000_001.0, "end": 1_900_000_004.0},
        {"speaker": "Marlo", "text": WHEN, "start": 1_900_000_005.0, "end": 1_900_000_008.0},
    ]
    assert said({"segments": pieces}) == two((0.0, 3.0), (4.0, 7.0))


def test_the_events_of_a_video_player() -> None:
    events = [
        {
            "tStartMs": 1000,
            "dDurationMs": 3000,
            "segs": [{"utf8": "The kiln"}, {"utf8": " is old."}],
        },
        {"tStartMs": 4000, "dDurationMs": 10, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 5000, "dDurationMs": 3000, "segs": [{"utf8": ">> Since when?"}]},
    ]
    assert said({"wireMagic": "pb3", "events": events}) == [
        (None, OLD, BOTH[0]),
        (None, WHEN, BOTH[1]),
    ]


def test_single_words_with_both_times_are_joined() -> None:
    words = [
        {"text": f" {word}", "timestamp": [1.0 + number, 1.5 + number]}
        for number, word in enumerate(f"{OLD} {WHEN}".split())
    ]
    parsed = read_source("a.json", json.dumps(words).encode())
    assert parsed.text == f"{OLD} {WHEN}"
    assert [(mark.start_s, mark.end_s) for mark in parsed.time_marks] == [(1.0, 4.5), (5.0, 6.5)]


NEVER: Times = (None, None)
DEEP: dict[str, Any] = {
    "paragraphs of each speaker": [
        {"speaker": "Ines", "text": [OLD, "Very."], "anchor": "p1"},
        {"speaker": "Marlo", "text": [WHEN], "anchor": "p2"},
    ],
    "paragraphs beside a count": {
        "title": "The kiln",
        "speeches": [
            {"Speaker": "Ines", "Paragraphs": [OLD, "Very."], "count": 2},
            {"Speaker": "Marlo", "Paragraphs": [WHEN], "count": 1},
        ],
    },
    "blocks in turns in sections": {
        "title": "The kiln",
        "transcript": {
            "sections": [
                {"turns": [{"speaker": {"id": 1, "name": name}, "text_blocks": blocks}]}
                for name, blocks in (
                    ("Ines", [{"text": OLD}, {"text": "Very."}]),
                    ("Marlo", [{"text": WHEN}]),
                )
            ]
        },
    },
}


@pytest.mark.parametrize("kind", DEEP)
def test_words_in_lists_and_pieces_in_sections(kind: str) -> None:
    assert said(DEEP[kind]) == [("Ines", f"{OLD} Very.", NEVER), ("Marlo", WHEN, NEVER)]


@pytest.mark.parametrize("key", ["sections", "chapters", "items"])
def test_times_of_blocks_in_sections(key: str) -> None:
    blocks = [
        {"start": 1.0, "stop": 2.0, "text": OLD},
        {"start": 2.0, "stop": 4.0, "text": "Very."},
    ]
    ines = {"speaker": {"name": "Ines"}, "start": 1.0, "stop": 4.0, "text_blocks": blocks}
    marlo = {
        "speaker": {"name": "Marlo"},
        "start": 5.0,
        "stop": 8.0,
        "text_blocks": [{"text": WHEN}],
    }
    values = {"transcript": {key: [{"turns": [ines]}, {"turns": [marlo]}]}}
    assert said(values) == [("Ines", f"{OLD} Very.", BOTH[0]), ("Marlo", WHEN, BOTH[1])]


@pytest.mark.parametrize("field", ["name", "person", "member_name"])
def test_names_that_come_back_alone_tell_voices(field: str) -> None:
    said_by = [("Ines", OLD), ("Marlo", WHEN), ("Ines", "Always."), ("Marlo", "I see.")]
    found = said({"debate": [{field: name, "text": words} for name, words in said_by]})
    assert found == [(name, words, NEVER) for name, words in said_by]


@pytest.mark.parametrize("field", ["speech", "Speech_Text", "dialogue"])
def test_words_of_speeches(field: str) -> None:
    values = [{"speaker": "Ines", field: OLD, "date": "x"}, {"speaker": "Marlo", field: WHEN}]
    assert [(label, words) for label, words, _ in said(values)] == [("Ines", OLD), ("Marlo", WHEN)]


@pytest.mark.parametrize("key", ["alternatives", "nBest"])
def test_readings_of_the_same_words_are_read_once(key: str) -> None:
    readings = [
        {"turns": [{"speaker": "Ines", "text": OLD}, {"speaker": "Marlo", "text": WHEN}]},
        {"turns": [{"speaker": "Ines", "text": "The kin is cold."}]},
    ]
    assert [words for _, words, _ in said({"call": {key: readings}})] == [OLD, WHEN]


@pytest.mark.parametrize(
    ("day", "known"),
    [("2031-04-05", "2031-04-05"), ("2031-04-05T10:00:00Z", "2031-04-05"), ("2031-13-05", None)],
)
def test_an_object_tells_its_title_and_day(day: str, known: str | None) -> None:
    pieces = [{"speaker": "Ines", "text": OLD}, {"speaker": "Marlo", "text": WHEN}]
    values = {"title": " The  kiln ", "date": day, "pieces": pieces}
    told = read_source("a.json", json.dumps(values).encode()).metadata
    assert (told.title, told.date) == ("The kiln", known)


@pytest.mark.parametrize(
    "pieces",
    [
        [{"name": "The gate", "text": OLD, "start": 1.0}, {"name": "The key", "text": WHEN}],
        [{"channel": 0, "text": OLD, "start": 1.0}, {"channel": 0, "text": WHEN, "start": 5.0}],
    ],
    ids=["chapters", "one channel"],
)
def test_a_field_that_names_nobody(pieces: list[dict[str, Any]]) -> None:
    assert {label for label, _, _ in said({"segments": pieces})} == {None}


def test_one_text_is_read_as_a_text() -> None:
    ines, marlo = "Ines Hale: The kiln is old.", "Marlo Oke: Since when?"
    text = "\n\n".join((ines, marlo, "Ines Hale: Always.", "Marlo Oke: Why?"))
    assert [label for label, _, _ in said({"text": text})] == ["Ines Hale", "Marlo Oke"] * 2


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [{"title": "Kiln", "text": "Old."}, {"title": "Gate", "text": "New."}]}',
        '{"events": [{"start": 1, "end": 4}, {"start": 5, "end": 8}]}',
        '{"text": "Hello."}',
        '{"speaker": "Ines"}\n{"speaker": "Marlo"}',
    ],
    ids=["no voice and no time", "no words", "one word", "lines without words"],
)
def test_lists_that_are_no_transcript(text: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"^a\.json: "):
        read_source("a.json", text.encode())


@pytest.mark.parametrize(
    "words", ["窯はとても古いものです。", "这座窑已经很旧了。", "เตาเผานี้เก่ามากแล้ว"]
)
def test_words_without_spaces(words: str) -> None:
    pieces = [
        {
            "SpeakerId": str(n % 2),
            "Text": f"{n}{words}",
            "StartTime": 3000 * n,
            "EndTime": 3000 * n + 2500,
        }
        for n in range(6)
    ]
    told = said({"Paragraphs": pieces})
    assert told == [(str(n % 2), f"{n}{words}", (3.0 * n, 3.0 * n + 2.5)) for n in range(6)]


def test_words_with_links_among_them_are_one_text() -> None:
    messages = [
        {"from": who, "text": said}
        for who, said in (
            ("Ada Quill", "It is late."),
            ("Tomas Herne", ["How late? See ", {"type": "link", "text": "the list"}, " there."]),
            ("Ada Quill", [{"type": "bold", "text": "An hour"}, ", I think."]),
            ("Tomas Herne", "Fog on the quay."),
        )
    ]
    source = read_source("a.json", json.dumps({"messages": messages}).encode())
    assert [source.text[turn.start : turn.end] for turn in parse(source).turns] == [
        *("It is late.", "How late? See the list there.", "An hour, I think."),
        "Fog on the quay.",
    ]


def test_a_voice_that_has_a_number_where_others_have_names_is_nobodys() -> None:
    sentences = [
        {"speaker_name": name, "speaker_id": number, "text": f"Number {at}.", "start_time": at}
        for at, (name, number) in enumerate((("Ada Quill", 0), (None, 2), ("Tomas Herne", 1)))
    ]
    source = read_source("a.json", json.dumps({"sentences": sentences}).encode())
    assert [turn.label for turn in parse(source).turns] == ["Ada Quill", None, "Tomas Herne"]


@pytest.mark.parametrize("clock", ["00;00;05;15", "00:00:05:15"])
def test_a_time_with_frames(clock: str) -> None:
    table = (
        "Speaker Name,Start Time,End Time,Text\n"
        f'Ada Quill,00:00:00:00,{clock},"It is late, I think."\n'
        f"Tomas Herne,{clock},00:00:09:00,How late is it?\n"
    )
    turns = parse(read_source("a.csv", table.encode())).turns
    assert [(turn.label, turn.start_s) for turn in turns] == [
        ("Ada Quill", 0.0),
        ("Tomas Herne", 5.5),
    ]


@pytest.mark.parametrize("part", [5, None, {"text": 5}, {"link": "x"}])
def test_a_part_of_a_text_that_is_none_is_an_error(part: Any) -> None:
    pieces = [{"speaker": who, "text": "It is late."} for who in ("A", "B", "A")]
    with pytest.raises(UnsupportedFormat, match=r"^a\.json: ") as raised:
        read_source(
            "a.json", json.dumps([*pieces, {"speaker": "B", "text": ["No", part]}]).encode()
        )
    assert "AttributeError" not in str(raised.value)
