"""Tables with a column of words: whatever parts the columns, and whatever they are called."""

from __future__ import annotations

import pytest

from index.errors import SourceError
from index.parsing.transcript import parse
from index.readers import read_source

TWO = [("Orla Venn", "When, then, will it sail?"), ("Ivo Tarn", "It sails on Monday.")]


def spoken(text: str) -> list[tuple[str | None, str]]:
    source = read_source("talk.csv", text.encode())
    return [(turn.label, source.text[turn.start : turn.end]) for turn in parse(source).turns]


@pytest.mark.parametrize(
    "text",
    [
        'speaker,text\nOrla Venn,"When, then, will it sail?"\nIvo Tarn,It sails on Monday.\n',
        "Speaker;Text\r\nOrla Venn;When, then, will it sail?\r\nIvo Tarn;It sails on Monday.\r\n",
        "n\tCharacter\tLine\n1\tOrla Venn\tWhen, then, will it sail?\n"
        "2\tIvo Tarn\tIt sails on Monday.",
        ',speaker_name,utterance\n0,Orla Venn,"When, then,\nwill it sail?"\n'
        "1,Ivo Tarn,It sails on Monday.",
        'speaker,text\nOrla Venn,"When, then,"\nOrla Venn,will it sail?\n'
        "Ivo Tarn,It sails on Monday.",
    ],
)
def test_a_table_names_who_speaks(text: str) -> None:
    assert spoken(text) == TWO


def test_times_are_kept_and_a_row_without_a_voice_is_nobodys() -> None:
    text = "start_time,speaker,text\n00:00:01,Orla,It is open.\n00:00:04,,And shut.\n"
    turns = parse(read_source("talk.csv", text.encode())).turns
    assert [(turn.label, turn.start_s) for turn in turns] == [("Orla", 1.0), (None, 4.0)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,age\nOrla,5\nIvo,6\n", "this one has name, age"),
        ("speaker,text\n", "this one has speaker, text"),
        ("one line", "this one has one line"),
        ("speaker,text\nOrla,It sails, I say.\nIvo,No.\n", r"line 2 .* from ' I say.' on"),
        ("speaker;text\nOrla;Yes.\nIvo;No; never.\n", r"line 3 of this table has more cells"),
        ("n,who,line\n1,Orla,Yes.\n2,Ivo,No, but\n", r"quotation marks"),
        ("start,text\nsoon,It sails on Monday.\nlater,Or so.\n", "cell of this table"),
        ('speaker,text\nOrla,"' + 17 * 1024 * 1024 * "a" + '"\n', "no CSV"),
    ],
)
def test_what_is_no_transcript_is_refused(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_source("talk.csv", text.encode())
