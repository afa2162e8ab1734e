"""Talk as people write it down: files of several kinds, and what a reader finds in them."""

from __future__ import annotations

import json

import pytest

from index.errors import UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source
from index.records import ParsedSource

_SAID = (
    "The kiln is old.",
    "Since when is it?",
    "Since the flood.",
    "And the door?",
    "It is older.",
    "Then mend it.",
)
_CONSOLES = (
    "[00:00:{0:02}.000 --> 00:00:{1:02}.500]  {2}",
    "[{0}.00 --> {1}.50]  {2}",
    "00:00:{0:02} {2}",
    "(0:{0:02}) {2}",
)


def _parsed(text: str, name: str = "a.md") -> ParsedSource:
    return parse(read_source(name, text.encode()))


def _turns(source: ParsedSource) -> list[tuple[str | None, str, str]]:
    text = source.source.text
    return [(turn.label, turn.role, text[turn.start : turn.end]) for turn in source.turns]


def _title(text: str) -> str | None:
    return _parsed(text).documents[0].title


@pytest.mark.parametrize("form", _CONSOLES)
def test_lines_that_begin_with_their_time_have_words_and_times(form: str) -> None:
    lines = [form.format(4 * n, 4 * n + 3, words) for n, words in enumerate(_SAID)]
    found = _parsed("On kilns\n\n" + "\n\n".join(lines), "a.txt")
    assert found.documents[0].title == "On kilns"
    assert found.source.text.split(" ") == " ".join(_SAID).split(" ")
    assert [mark.start_s for mark in found.source.time_marks] == [0, 4, 8, 12, 16, 20]
    assert {turn.label for turn in found.turns} == {None}


@pytest.mark.parametrize(
    "form",
    [
        "0:{0:02} Ines Hale: {2}",
        "1{0}:00 {2}",
        "00:05  CDR  {2}",
    ],
)
def test_other_lines_with_times_are_no_captions(form: str) -> None:
    lines = [form.format(n, n, words) for n, words in enumerate(_SAID)]
    assert read_source("a.txt", "\n".join(lines).encode()).media_type == "text/plain"


@pytest.mark.parametrize(
    "values",
    [
        [{"speaker": "Ines", "utterance": _SAID[0]}, {"speaker": "Marlo", "utterance": _SAID[1]}],
        {"speaker": ["Ines", "Marlo"], "utt": [*_SAID[:2]]},
        {
            "a": {
                "b": [
                    {"author": {"name": "Ines"}, "content": _SAID[0]},
                    {"author": {"name": "Marlo"}, "content": _SAID[1]},
                ]
            }
        },
    ],
)
def test_json_that_says_who_says_what_under_other_names(values: object) -> None:
    found = _parsed(json.dumps(values), "a.json")
    assert [(label, words) for label, _, words in _turns(found)] == [
        ("Ines", _SAID[0]),
        ("Marlo", _SAID[1]),
    ]
    assert found.source.time_marks == ()
    assert found.turns[0].start_s is None


@pytest.mark.parametrize(
    "values",
    [
        {"tasks": [{"name": "mend", "content": "door"}, {"name": "light", "content": "lamp"}]},
        {"people": [{"name": "Ines"}, {"name": "Marlo"}]},
        {"speaker": ["Ines"], "utt": ["One voice is no talk of two."]},
    ],
)
def test_json_that_says_nothing_is_refused(values: object) -> None:
    with pytest.raises(UnsupportedFormat):
        read_source("a.json", json.dumps(values).encode())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: 'old", "not YAML"),
        ("- a: old\n  kiln\nb: old\n", "not YAML"),
        ("- !!python/object:os.system {}\n", "not YAML"),
        ("a: &x {who: Ines, line: The kiln is old.}\nb: [*x, *x]\n", "not YAML"),
        ("kiln: old\n", "no transcript"),
    ],
)
def test_yaml_that_is_no_transcript_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnsupportedFormat, match=why):
        read_source("a.yaml", text.encode())


def test_what_yaml_gives_beside_the_words() -> None:
    items = [f"- who: {who}\n  line: {_SAID[n]}\n  time: '0:0{n}'" for n, who in enumerate("IMIM")]
    text = "---\ntitle: On kilns\ndate: 2032-04-08\ntalk:\n" + "\n".join(items) + "\n---\nLinks\n"
    found = _parsed(text)
    document = found.documents[0]
    assert (document.title, str(document.date)) == ("On kilns", "2032-04-08")
    assert [turn.start_s for turn in found.turns] == [0, 1, 2, 3]


def test_yaml_above_prose_is_a_head_and_no_transcript() -> None:
    text = "---\ntitle: On kilns\ntags:\n- kiln\n- door\n---\n\nInes: Is it old?\n\nMarlo: It is.\n"
    assert _parsed(text).documents[0].title == "On kilns"


def test_a_page_below_yaml() -> None:
    parts = "".join(
        f"<p>\n<b>{who}:</b> {_SAID[n]}</p>\n" for n, who in enumerate(["Ines", "Bo"] * 3)
    )
    found = _parsed(f"---\ntitle: 'On Ines'' kiln'\ndate: 2032-04-08\n---\n<div>\n{parts}</div>\n")
    assert (found.documents[0].title, str(found.documents[0].date)) == (
        "On Ines' kiln",
        "2032-04-08",
    )
    assert [label for label, _, _ in _turns(found)] == ["Ines", "Bo"] * 3


_TALK = "\n\nInes: The kiln is old.\n\nMarlo: Since when?\n\nInes: Since May.\n\nMarlo: No.\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "# The kiln board\n\n| Name | Short |\n| --- | --- |\n| Ines Hale of the Mill | IH |",
            "The kiln board",
        ),
        (
            "# The kiln board\n\n- **Guest:** Marlo Finch — keeper of the kiln at the weir\n"
            "- **Hosts present:** Ines Hale with Una Pell",
            "The kiln board",
        ),
        ("# The kiln board\n### Notes: Una Pell at the meeting of the mill", "The kiln board"),
        (
            "**Present:** Ines Hale, Marlo Finch, Una Pell\n\nOn kilns and on doors",
            "On kilns and on doors",
        ),
        ("# Transcript\n\nOn kilns and on doors", "On kilns and on doors"),
    ],
)
def test_the_heading_of_markdown_is_the_title(head: str, title: str) -> None:
    assert _title(head + _TALK) == title


@pytest.mark.parametrize(
    "head",
    [
        "# On kilns\n\n**Date:** 2032-04-08",
        "# On kilns\n\n- Recorded: 8 April 2032",
        "---\ntitle: Kilns (2032-04-08)\nby: Una\n---",
        "On kilns and doors (2032-04-08)",
    ],
)
def test_dates_of_fields_and_titles(head: str) -> None:
    assert str(_parsed(head + _TALK).documents[0].date) == "2032-04-08"


@pytest.mark.parametrize("head", ["See kiln-2032-04-08.md, it is", "# On kilns\n\n**Version:** 3"])
def test_what_is_no_date(head: str) -> None:
    assert _parsed(head + _TALK).documents[0].date is None


@pytest.mark.parametrize("form", ["**{}**", "### {}", "_{}_", "Q: {}"])
def test_questions_that_are_set_off_are_answered_by_nobody_that_is_known(form: str) -> None:
    asked = ["How old is the kiln?", "Who mended it last?", "Who pays for that?"]
    replies = ["It is forty years old.", "I did.\n\nIn May.", "The town."]
    pairs = zip(asked, replies, strict=True)
    parts = [part for one, two in pairs for part in (form.format(one), two)]
    found = _parsed("\n\n".join(parts))
    assert [role for _, role, _ in _turns(found)] == ["question", "answer"] * 3
    assert [words for _, role, words in _turns(found) if role == "answer"] == replies
    assert [label for label, role, _ in _turns(found) if role == "answer"] == [None] * 3
    assert all(turn.replies_to for turn in found.turns if turn.role == "answer")


def test_who_has_a_code_is_a_person_and_no_asker() -> None:
    talk = "Tm: How old is it?\nP07: Forty.\n" * 3 + "P07: Is that all?\nTm: It is.\n"
    found = _parsed(talk, "a.txt")
    assert [role for _, role, _ in _turns(found)][:2] == ["question", "answer"]
    assert {voice.anonymous for voice in found.voices if voice.label == "P07"} == {False}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Talk with potter Ines Hale", "Ines Hale"),
        ("Interview: Potter Hale Finch", None),
        ("Ines Hale at the weir", "Ines Hale"),
    ],
)
def test_a_name_that_runs_on_in_a_title_is_no_surname(title: str, name: str | None) -> None:
    found = _parsed(f"{title}\n\nQ: Is it old?\n\nHale: It is.\n\nQ: Yes?\n\nHale: Yes.\n")
    (voice,) = [voice for voice in found.voices if voice.label == "Hale"]
    names = [evidence.name for evidence in voice.evidence if evidence.name]
    assert (names[0] if names else None) == name


@pytest.mark.parametrize("name", ["a.cha", "a.txt"])
def test_chat_of_corpora_has_names_and_no_codes(name: str) -> None:
    text = (
        "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tCHI Tarn Target_Child, MOT Una_B Mother,"
        " INV Investigator\n"
        "@ID:\teng|kiln|CHI|2;06.10|male|||Target_Child|||\n@Date:\t15-JAN-2031\n"
        "*MOT:\twhat is in the <kil> [//] kiln ? \x151200_3400\x15\n"
        "%mor:\tpro:int|what cop|be&3S\n*CHI:\t&-um a pot [=! laughs]\n\tand a cup . "
        "\x153400_5000\x15\n%act:\topens the door\n*INV:\tvery nice .\n@End\n"
    )
    found = _parsed(text, name)
    assert [(label, words) for label, _, words in _turns(found)] == [
        ("Una B", "what is in the kil kiln ?"),
        ("Tarn", "&-um a pot and a cup ."),
        ("INV", "very nice ."),
    ]
    assert str(found.documents[0].date) == "2031-01-15"
    assert [mark.start_s for mark in found.source.time_marks][:2] == [1.2, 3.4]


def test_chat_without_speakers_is_refused() -> None:
    with pytest.raises(UnsupportedFormat, match="speaker"):
        _parsed("@UTF8\n@Begin\n@Date:\tsome day\n@End\n", "a.cha")


def test_what_is_set_as_labels_are_is_no_words_of_the_speaker_before() -> None:
    text = (
        "# Kiln meeting 61\n\n# 1. [Door](https://example.org)\n\n"
        "**Una**: First we look at the door.\n\n"
        "**Otto** : It hangs.\n\n**ACTION 58.1**: Millers to mend it.\n\nStatus: WIP\n\n"
        "**Una**: So it does.\n\n**Decision 61.1**: Keep the door.\n\n"
        "# 2. [Roof](https://example.org)\n\n**Una**: And the roof?\n\n**Otto** : It is dry.\n\n"
        "# Attendees\n\n* Una\n* Otto\n"
    )
    assert [(label, words) for label, _, words in _turns(_parsed(text))] == [
        ("Una", "First we look at the door."),
        ("Otto", "It hangs."),
        (None, "**ACTION 58.1**: Millers to mend it."),
        (None, "Status: WIP"),
        ("Una", "So it does."),
        (None, "**Decision 61.1**: Keep the door."),
        ("Una", "And the roof?"),
        ("Otto", "It is dry."),
        (None, "# Attendees\n\n* Una\n* Otto"),
    ]
