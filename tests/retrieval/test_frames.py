"""The words of a question that only ask: whose words are wanted, and about what."""

from __future__ import annotations

import pytest

from index.records import Speaker, SpeakerRole
from retrieval.catalogue import Catalogue
from retrieval.frames import frame_of
from retrieval.names import NameIndex, unknown_asked
from retrieval.question import read
from retrieval.results import Question

NAMES = NameIndex(
    [
        Speaker("orla-marsh", "Orla Marsh", ("MS. MARSH",), (SpeakerRole("Minister", None, None),)),
        Speaker("ivo-tarn", "Ivo Tarn", ("MR. TARN",), ()),
    ]
)

OF_MARSH = """\
what did Marsh have to say about the toll
what does Marsh make of the toll
where did Marsh stand on the toll
where does Marsh come down on the toll
did Marsh weigh in on the toll
has Marsh ever brought up the toll
has Marsh gone on record about the toll
did Marsh go on the record on the toll
anything from Marsh on the toll?
any word from Marsh about the toll
got any quotes of Marsh about the toll?
Marsh's take on the toll
Marsh's line on the toll
Marsh's most recent remarks regarding the toll
Marsh quotes on the toll
the toll, according to Marsh
the toll - any comments from Marsh?
the toll: what did Marsh say
about the toll, what did Marsh say?
regarding the toll what did Marsh say
What did Marsh say? the toll
give me Marsh on the toll
find me what Marsh said regarding the toll
I need a quote from Marsh about the toll
I'm looking for what Marsh thinks of the toll
looking for Marsh's comments on the toll
can you find Marsh talking about the toll
could you please find where Marsh speaks about the toll
when did Marsh talk about the toll
when did Marsh last mention the toll
every time Marsh mentioned the toll
how does Marsh feel about the toll
how did Marsh answer the question about the toll
how did Marsh describe the toll
what was Marsh's answer on the toll
what was Marsh asked about the toll
was Marsh asked about the toll
did reporters ask Marsh about the toll
what did Marsh say on the subject of the toll
what did Marsh say when asked about the toll
what did Marsh say with regard to the toll
Marsh speaking about the toll
Marsh discussing the toll
Marsh: the toll
please show what Marsh has been saying about the toll lately
remarks by Marsh about the toll
statements Marsh made about the toll
what were Marsh's words on the toll
what were the comments of Marsh on the toll
what do we know from Marsh about the toll
in her own words, Marsh on the toll
was the toll ever mentioned by Marsh
What'd Marsh say about the toll
whats marsh say about the toll
wat did marsh say abt the toll
did Marsh say anything at all about the toll in the briefings
summarize Marsh's position on the toll
full quote of Marsh on the toll
exact words of Marsh on the toll
how many times did Marsh mention the toll
how often did Marsh talk about the toll
what did Marsh not say about the toll
what did Marsh refuse to answer about the toll
in what briefing did Marsh discuss the toll
"""

OF_NOBODY = """\
who said what about the toll
any statement on the toll
what was said about the toll
what's been said regarding the toll
what did anyone say about the toll
what did they say about the toll
did anybody mention the toll?
which speakers discussed the toll
quotes about the toll
find quotes on the toll
show me what was said on the toll
is there anything on the toll?
tell me about the toll
has the toll come up?
did the toll come up in the briefings
was the toll discussed?
opinions of the toll
"""


def asked(text: str) -> set[str]:
    mentions = NAMES.mentions(text)
    return {id_ for mention in mentions if mention.asked == 2 for id_ in mention.speaker_ids}


def topic(text: str, catalogue: Catalogue) -> str:
    return read(Question(text), catalogue).understood.topic.removeprefix("the ")


@pytest.mark.parametrize("text", OF_MARSH.splitlines())
def test_the_frame_tells_whose_words_are_wanted_and_about_what(
    text: str, catalogue: Catalogue
) -> None:
    assert asked(text) == {"orla-marsh"}
    assert topic(text, catalogue) == "toll"


@pytest.mark.parametrize("text", OF_NOBODY.splitlines())
def test_where_nobody_is_named_the_frame_is_no_topic(text: str, catalogue: Catalogue) -> None:
    assert asked(text) == set()
    assert topic(text, catalogue) == "toll"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what did the pilots' union say about the toll", "pilots' union the toll"),
        ("the ministry's position on the toll", "ministry's the toll"),
        ("what is the view of the harbour office on tolls", "harbour office tolls"),
        ("how did the Harbour Office respond to the strike", "Harbour Office the strike"),
        ("what's the reaction of the pilots to the ruling", "pilots the ruling"),
        ("what did Marsh tell the assembly about the toll", "assembly the toll"),
    ],
)
def test_who_is_no_speaker_on_record_stays_in_the_topic(
    text: str, expected: str, catalogue: Catalogue
) -> None:
    assert topic(text, catalogue) == expected


@pytest.mark.parametrize(
    "text",
    [
        "why is Marsh on the list",
        "what did Marsh do about the toll",
        "who did Marsh talk to about the toll",
        "did Marsh speak with Tarn about the toll",
        "did Marsh talk to the pilots about the toll",
        "did Marsh discuss the toll with Tarn",
        "was Marsh right on the toll",
    ],
)
def test_what_others_may_tell_is_no_frame(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how much did Marsh say the bridge would cost", "how much the bridge would cost"),
        ("what did Marsh say caused the delay", "caused the delay"),
        ("what did Marsh say Tarn thinks about the toll", "Tarn the toll"),
        ("Marsh statement toll", "toll"),
        ("Marsh toll quotes", "toll"),
        ("what did Marsh say about the policy as to tolls", "policy as to tolls"),
        ("what did Marsh say about tolls on the record", "tolls"),
        ("what did Marsh say in reference to the toll", "toll"),
        ("was the toll raised with Tarn?", "toll with Tarn"),
        ("were names and addresses stolen", "were names and addresses stolen"),
        ("has Marsh herself been asked about the toll", "toll"),
    ],
)
def test_what_stands_around_a_name_is_no_topic(
    text: str, expected: str, catalogue: Catalogue
) -> None:
    assert topic(text, catalogue) == expected


@pytest.mark.parametrize(
    "text", ["compare Marsh and Tarn on tolls", "did Marsh and Tarn disagree on tolls"]
)
def test_two_may_be_asked(text: str, catalogue: Catalogue) -> None:
    assert asked(text) == {"orla-marsh", "ivo-tarn"}
    assert topic(text, catalogue) == "tolls"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why did Marsh apologize", "why did apologize"),
        ("did Marsh resign", "did Marsh resign"),
        ("is it true that Marsh said the toll would hurt", "toll would hurt"),
    ],
)
def test_what_was_done_is_a_topic(text: str, expected: str, catalogue: Catalogue) -> None:
    assert topic(text, catalogue) == expected


@pytest.mark.parametrize(
    "text", ["what did Zorblatt have to say about tolls", "did Zorblatt weigh in on tolls"]
)
def test_who_is_not_on_record_is_noticed(text: str) -> None:
    assert unknown_asked(text, NAMES.mentions(text)) == "Zorblatt"


@pytest.mark.parametrize("text", ["how deep is the basin", "tolls", "what?", "", "did it?", "on"])
def test_a_question_without_a_frame_has_none(text: str) -> None:
    assert frame_of(text) is None
