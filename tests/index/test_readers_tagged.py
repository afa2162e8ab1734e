"""Proceedings in Europarl's tags, and XML under the name of a text."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from tests.index.formats import OLD, WHEN


def said(text: str, name: str = "a.txt") -> list[tuple[str | None, str]]:
    parsed = parse(read_source(name, text.encode()))
    whole = parsed.source.text
    return [(t.label, " ".join(whole[t.start : t.end].split())) for t in parsed.turns]


BOTH = [("Ines Hale", f"{OLD} Very."), ("Marlo Oke", WHEN)]
TAGS = {
    "lines": (
        '<CHAPTER ID=1>\nThe kiln\n<SPEAKER ID=1 NAME="Ines Hale">\n'
        f'{OLD}\n<P>\nVery.\n\n<SPEAKER ID=2 LANGUAGE="EN" NAME="Marlo Oke.">\n{WHEN}\n<P>\n'
    ),
    "one line a speech": (
        '<CHAPTER ID="1"> The kiln\n'
        f'<SPEAKER ID="1" NAME="Ines Hale"> {OLD} <P> Very.\n\n'
        f'<SPEAKER ID="2" NAME="Marlo Oke"> Since\nwhen?\n'
    ),
    "broken": (
        "\n<CHAPTER ID=1>\nThe\nkiln\n<SPEAKER ID=1 NAME='Ines Hale' AFFILIATION='K'>\n"
        f"{OLD} <BRK>\nVery.\n<SPEAKER ID=2 NAME='Marlo Oke'>\n{WHEN}\n"
    ),
}


@pytest.mark.parametrize("kind", TAGS)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.xml"])
def test_tags_tell_who_speaks(kind: str, name: str) -> None:
    assert said(TAGS[kind], name) == [(None, "The kiln"), *BOTH]
    assert read_source(name, TAGS[kind].encode()).metadata.title == "The kiln"


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ('NAME="Evans, Robert J."', "Evans, Robert J."),
        ('NAME="Presidente."', "Presidente"),
        ('LANGUAGE="DE" NAME="Quill (Kiln)."', "Quill (Kiln)"),
        ('ID="3"', None),
        ('NAME=""', None),
    ],
)
def test_a_name_is_without_the_sign_behind_it(told: str, label: str | None) -> None:
    text = f"{TAGS['lines']}<SPEAKER {told}>\nGood.\n"
    assert said(text)[-1] == (label, "Good.")


XML = {
    "debates": (
        '<debates latest="yes">\n<major-heading id="d/2031-04-05.1"> The kiln </major-heading>\n'
        f'<speech id="2" speakername="Ines Hale:" time="10:00:00">\n<p pid="1">{OLD}</p>\n'
        '<p pid="2">Very.</p>\n</speech>\n'
        f'<speech id="3" speakername="Marlo Oke"><p>{WHEN}</p></speech>\n</debates>\n'
    ),
    "akoma ntoso": (
        '<akomaNtoso><debate><meta><FRBRdate date="2031-04-05"/><references>'
        '<TLCPerson id="q" showAs="Ines Hale"/><TLCPerson id="m" showAs="Marlo Oke"/>'
        "</references></meta><debateBody><debateSection><heading>The kiln</heading>"
        f'<speech by="#q"><p>{OLD}</p><p>Very.</p></speech>'
        f'<speech by="#x"><from>Marlo Oke:</from><p>{WHEN}</p></speech>'
        "</debateSection></debateBody></debate></akomaNtoso>"
    ),
    "tei": (
        '<TEI><teiHeader><title>Kiln</title><date when="2031-04-05">A day</date></teiHeader><text>'
        '<person xml:id="q"><persName><forename>Ines</forename><surname>Hale</surname></persName>'
        '</person><person xml:id="m"><persName>Marlo Oke</persName></person>'
        "<note>A bell rings.</note>"
        f'<u who="#q" xml:id="u1"><seg>{OLD}</seg> <seg>Very.</seg></u>'
        f'<u who="#m"><seg>Since <name>when</name>?</seg></u></text></TEI>'
    ),
    "bundestag": (
        '<dbtplenarprotokoll sitzung="1"><vorspann><datum date="05.04.2031">5. April</datum>'
        "</vorspann><tagesordnungspunkt>"
        '<rede id="1"><p klasse="redner"><redner id="1"><name><vorname>Ines</vorname>'
        f'<nachname>Hale</nachname></name></redner></p><p klasse="J">{OLD}</p>'
        '<p klasse="J">Very.</p></rede>'
        f'<name>Marlo Oke:</name><p klasse="J">{WHEN}</p></tagesordnungspunkt></dbtplenarprotokoll>'
    ),
}


@pytest.mark.parametrize("kind", XML)
@pytest.mark.parametrize("name", ["a.xml", "a.txt", "a.md"])
def test_xml_is_told_by_its_first_tag(kind: str, name: str) -> None:
    assert [pair for pair in said(XML[kind], name) if pair[0]] == BOTH


@pytest.mark.parametrize("inside", ["<BRK> word " * 60_000, "<P>" * 200_000, "<SPEAKER " * 90_000])
def test_many_tags_take_no_long_time(inside: str) -> None:
    assert said(f'{TAGS["lines"]}{inside}<SPEAKER NAME="Orla">\n{WHEN}')[-1] == ("Orla", WHEN)
