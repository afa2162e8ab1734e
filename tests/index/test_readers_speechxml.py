"""XML of parliaments and archives: who speaks by attributes, by names inside, by ids of persons."""

from __future__ import annotations

import pytest

from index.errors import SourceError, UnsupportedFormat
from index.parsing.transcript import parse
from index.readers import read_source

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
  <teiHeader>
    <titleStmt><title>Ferry Board, sitting 4</title></titleStmt>
    <publicationStmt><date when="2039-01-01"/></publicationStmt>
    <setting><date when="2034-03-14">14 March 2034</date></setting>
    <particDesc><listPerson>
      <person xml:id="VennOrla">
        <persName><surname>Venn</surname><forename>Orla</forename></persName></person>
      <person xml:id="tarn"><persName>Tarn, Ivo</persName></person>
    </listPerson></particDesc>
  </teiHeader>
  <text><body><div>
    <head>Winter sailings</head>
    <note type="speaker">The chair opens the sitting at nine.</note>
    <u who="#VennOrla" ana="#chair"><seg>When will the ferry sail again?</seg></u>
    <u who="#tarn"><seg>It sails on <hi>Monday</hi>.</seg><note>Applause.</note>
      <seg>The pier <vocal><desc>(coughs)</desc></vocal> is mended.</seg></u>
    <u who="#guest_3"><seg>And the lamp?</seg></u>
  </div></body></text>
</TEI>
"""
AKOMA_NTOSO = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate>
  <meta><identification><FRBRWork><FRBRdate date="2034-03-14" name="sitting"/></FRBRWork>
    </identification><references><TLCPerson eId="venn" showAs="Orla Venn"/></references></meta>
  <preface><docTitle>Ferry Board</docTitle></preface>
  <debateBody><debateSection><heading>Winter sailings</heading>
    <question by="#venn"><from>Ms Venn (Marrow)</from>
      <p>When will the ferry sail again?</p></question>
    <answer by="#tarn"><from>The Harbour Minister:</from><p>It sails on Monday.</p>
      <p>The pier is mended.</p></answer>
    <speech by="#venn"><p>And the lamp?</p></speech>
  </debateSection></debateBody>
</debate></akomaNtoso>
"""
DEBATES = """<publicwhip>
  <major-heading id="board/2034-03-14a.1.0" nospeaker="true">Winter sailings</major-heading>
  <speech id="board/2034-03-14a.1.1" speakername="Orla Venn">
    <p>When will the ferry sail again?</p></speech>
  <speech id="board/2034-03-14a.1.2" speakername="Ivo Tarn"><p>It sails on Monday.</p>
    <p>The pier is mended.</p></speech>
  <speech id="board/2034-03-14a.1.3" nospeaker="true"><p>The sitting was suspended.</p></speech>
  <speech id="board/2034-03-14a.1.4" speakername="Several Members:"><p>And the lamp?</p></speech>
</publicwhip>
"""
MINUTES = """<protocol sitzung-datum="14.03.2034"><sitzungsverlauf><tagesordnungspunkt>
  <name>Vice-President Lida Quell:</name><p>The board is open.</p>
  <rede id="r1"><p klasse="redner"><redner id="1"><name><titel>Dr.</titel><vorname>Ivo</vorname>
    <nachname>Tarn</nachname><fraktion>Harbour</fraktion></name></redner>Dr. Ivo Tarn (Harbour):</p>
    <p>It sails on Monday.</p><kommentar>(Applause)</kommentar><p>The pier is mended.</p>
    <name>Vice-President Lida Quell:</name><p>Will you take a question?</p>
    <p klasse="redner"><redner id="1"><name><titel>Dr.</titel><vorname>Ivo</vorname>
    <nachname>Tarn</nachname></name></redner>Dr. Ivo Tarn:</p><p>Gladly.</p></rede>
  <name>Vice-President Lida Quell:</name><p>Thank you.</p>
</tagesordnungspunkt></sitzungsverlauf></protocol>
"""
HANSARD = """<hansard><session.header><date>2034-03-14</date></session.header>
  <chamber.xscript><debate>
  <speech><talk.start><talker><name role="metadata">Tarn, Ivo, MP</name><name.id>7</name.id>
    <name role="display">Mr TARN</name><electorate>Marrow</electorate></talker>
    <para>—It sails on Monday.</para></talk.start>
    <interjection><talk.start><talker><name role="metadata">Venn, Orla, MP</name>
      <name role="display"></name></talker><para>—And the lamp?</para></talk.start></interjection>
    <para>The pier is mended.</para></speech>
</debate></chamber.xscript></hansard>
"""


def spoken(text: str, name: str = "sitting.xml") -> list[tuple[str | None, str]]:
    source = read_source(name, text.encode())
    parsed = parse(source)
    return [(turn.label, source.text[turn.start : turn.end]) for turn in parsed.turns]


def test_tei_names_speakers_by_the_ids_of_persons() -> None:
    assert spoken(TEI) == [
        (None, "Winter sailings (The chair opens the sitting at nine.)"),
        ("Orla Venn", "When will the ferry sail again?"),
        ("Ivo Tarn", "It sails on Monday. (Applause.) The pier (coughs) is mended."),
        ("guest_3", "And the lamp?"),
    ]


def test_akoma_ntoso_names_speakers_as_printed_else_by_id() -> None:
    assert spoken(AKOMA_NTOSO) == [
        (None, "Winter sailings"),
        ("Ms Venn (Marrow)", "When will the ferry sail again?"),
        ("The Harbour Minister", "It sails on Monday. The pier is mended."),
        ("Orla Venn", "And the lamp?"),
    ]


def test_speeches_name_speakers_by_an_attribute_and_what_has_none_is_nobodys() -> None:
    assert spoken(DEBATES) == [
        (None, "Winter sailings"),
        ("Orla Venn", "When will the ferry sail again?"),
        ("Ivo Tarn", "It sails on Monday. The pier is mended."),
        (None, "The sitting was suspended."),
        ("Several Members", "And the lamp?"),
    ]


def test_a_name_speaks_until_the_next_and_is_no_speech_itself() -> None:
    chair, minister = "Vice-President Lida Quell", "Dr. Ivo Tarn"
    assert spoken(MINUTES) == [
        (chair, "The board is open."),
        (minister, "It sails on Monday. (Applause) The pier is mended."),
        (chair, "Will you take a question?"),
        (minister, "Gladly."),
        (chair, "Thank you."),
    ]


def test_who_is_interrupted_speaks_on_after_it() -> None:
    assert spoken(HANSARD) == [
        ("Mr TARN", "—It sails on Monday."),
        ("Orla Venn", "—And the lamp?"),
        ("Mr TARN", "The pier is mended."),
    ]


@pytest.mark.parametrize("text", [TEI, AKOMA_NTOSO, DEBATES, MINUTES, HANSARD])
def test_the_day_is_that_of_the_sitting(text: str) -> None:
    (document,) = parse(read_source("sitting.xml", text.encode())).documents
    assert str(document.date) == "2034-03-14"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (TEI, "Ferry Board, sitting 4"),
        (AKOMA_NTOSO, "Ferry Board"),
        (DEBATES, "Winter sailings"),
    ],
)
def test_the_title_is_read(text: str, title: str) -> None:
    (document,) = parse(read_source("sitting.xml", text.encode())).documents
    assert document.title == title


def test_captions_and_pages_under_this_name_are_read_as_what_they_are() -> None:
    page = "<!doctype html><html><p>MS. VENN: It sails.</p><p>MR. TARN: When?</p></html>"
    assert [label for label, _ in spoken(page)] == ["MS. VENN", "MR. TARN"]
    ttml = """<tt xmlns="http://www.w3.org/ns/ttml"><body><div>
      <p begin="1s" end="2s">It sails on Monday.</p></div></body></tt>"""
    assert spoken(ttml) == [(None, "It sails on Monday.")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<feed><entry><title>News</title></entry></feed>", "marks nobody who speaks"),
        ("<TEI><u who='#a'>Yes.</u></TEI>", "marks nobody who speaks"),
        ("<TEI><u who='#a'>Yes.</TEI>", "no well-formed XML"),
        ("", "empty"),
    ],
)
def test_what_is_no_transcript_is_refused(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_source("sitting.xml", text.encode())


def test_a_piece_of_a_document_may_use_prefixes_that_nothing_declares() -> None:
    text = "<TEI><u who='#a' smil:begin='1'>One.</u><u who='#b'>Two.</u></TEI>"
    assert spoken(text) == [("a", "One."), ("b", "Two.")]
    with pytest.raises(UnsupportedFormat, match="no well-formed XML"):
        spoken(text.replace("One.</u>", "One."))


def test_entities_lead_nowhere() -> None:
    text = """<!DOCTYPE TEI [<!ENTITY away SYSTEM "file:///etc/hostname">]>
    <TEI><u who="#a">One &away; word.</u><u who="#b">Two.</u></TEI>"""
    assert spoken(text) == [("a", "One word."), ("b", "Two.")]


def test_a_deep_document_is_refused() -> None:
    text = "<TEI>" + "<div>" * 5_000 + "</div>" * 5_000 + "</TEI>"
    with pytest.raises(UnsupportedFormat):
        read_source("sitting.xml", text.encode())
