"""Offices that a question asks and nobody on record is printed with."""

from __future__ import annotations

import pytest

from index.build import Index
from index.records import Speaker, SpeakerRole
from retrieval.answer import Searcher
from retrieval.names import NameIndex
from retrieval.results import Question
from retrieval.unheld import unheld_office


def speaker(speaker_id: str, name: str | None, label: str, *offices: str) -> Speaker:
    roles = tuple(SpeakerRole(office, None, None) for office in offices)
    return Speaker(speaker_id, name, (label,), roles)


NAMES = NameIndex(
    [
        speaker("sec", "Ada Brook", "SECRETARY BROOK", "Secretary of State"),
        speaker("press", "Wenna Tarrick", "MS. TARRICK", "Press Secretary"),
        speaker("russian", "Ilya Orlov", "FOREIGN MINISTER ORLOV", "Russian Foreign Minister"),
        speaker("president", None, "THE PRESIDENT"),
        speaker("chair", None, "CHAIRWOMAN BELL", "Chairwoman"),
        *(speaker(f"m{n}", f"Mr Tarn{n}", f"MINISTER TARN{n}", "Minister") for n in range(5)),
    ]
)

UNHELD = [
    ("what did the Mexican foreign minister say about migration", "the Mexican foreign minister"),
    ("What did the Treasury Secretary say about sanctions?", "the Treasury Secretary"),
    ("what did the treasury secretary say about sanctions", "the treasury secretary"),
    ("according to the defence minister, why was the ship sold", "the defence minister"),
    ("how did the German chancellor respond to the pipeline", "the German chancellor"),
    ("what did the mayor say about the ferry", "the mayor"),
    ("Did the attorney general comment on the hulk?", "the attorney general"),
    ("what did the Secretary of Defense say about the base", "the Secretary of Defense"),
    ("According to the Secretary of the Treasury, is it high?", "the Secretary of the Treasury"),
    ("What did the Prime Minister of Brennet tell us?", "the Prime Minister of Brennet"),
    ("what did the vice president say about boats", "the vice president"),
    ("What did Poland's president say about the border?", "Poland's president"),
    ("Did the deputy mayor deny the leak?", "the deputy mayor"),
    ("quote the defense secretary on the base", "the defense secretary"),
]
HELD = [
    ("what did the spokesman say about the hulk", {"press"}),
    ("What did the spokeswoman tell reporters?", {"press"}),
    ("what did the chairman say about cracks", {"chair"}),
    ("what did the Russian foreign minister say about the border", {"russian"}),
    ("what did the Secretary of State say about the base", {"sec"}),
    ("what did the president say about boats", {"president"}),
    ("what did the minister say about boats", {f"m{n}" for n in range(5)} | {"russian"}),
]
NOT_ASKED = [
    "who is the Treasury Secretary",
    "what did Brook say about the Treasury Secretary",
    "when did the chancellor visit Brennet",
    "what did the speaker say about boats",
    "what did the reporter say about boats",
    "how high was the mayor's salary",
    "what did the President of the United States say about boats",
    "What did the Canadian Foreign Minister Garneau say about trade?",
]


@pytest.mark.parametrize(("text", "office"), UNHELD)
def test_an_office_that_nobody_holds_is_found(text: str, office: str) -> None:
    assert unheld_office(text, NAMES.mentions(text)) == office
    assert not [mention for mention in NAMES.mentions(text) if mention.asked == 2]


@pytest.mark.parametrize(("text", "holders"), HELD)
def test_an_office_means_who_is_printed_with_it(text: str, holders: set[str]) -> None:
    (mention,) = NAMES.mentions(text)
    assert (set(mention.speaker_ids), mention.asked) == (holders, 2)
    assert unheld_office(text, [mention]) is None


@pytest.mark.parametrize("text", NOT_ASKED)
def test_an_office_that_is_only_mentioned_is_none(text: str) -> None:
    assert unheld_office(text, NAMES.mentions(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "what did the Treasury Secretary say about the toll",
        "According to the attorney general, does the toll rise?",
        "What did the Kaskar ambassador say about the toll?",
    ],
)
def test_nobody_is_quoted_for_such_an_office(index: Index, text: str) -> None:
    answer = Searcher(index).ask(Question(text))
    assert (answer.status, answer.quotes) == ("no_answer", ())
    assert answer.reason is not None
    assert (answer.reason.code, answer.reason.office) == ("unknown_speaker", True)
    assert all(quote.confidence == 0 for quote in answer.nearest)
