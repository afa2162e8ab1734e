"""Who is there, and whose: lists of those present, offices beside labels, French addresses."""

from __future__ import annotations

import pytest

from index.records import ParsedSource
from tests.index.fiction import parsed


def offices(source: ParsedSource) -> dict[str, set[str]]:
    return {
        voice.printed: {item.office for item in voice.evidence if item.office}
        for voice in source.voices
    }


def heard(source: ParsedSource) -> list[tuple[str | None, str]]:
    text = source.source.text
    return [(turn.label, text[turn.start : turn.end]) for turn in source.turns]


CALL = """Halm Peat AG
Half-year call
12 August 2033
Company participants
{one} - Chief Executive Officer
{two} - Chief Financial Officer
Analysts
Petra Lunn - Corran Research
Operator
Good morning. Please go ahead.
{one} - Halm Peat - Chief Executive Officer
We dried more peat than in any year before. The rain came late.
{two} - Halm Peat - Chief Financial Officer
The margin is eleven percent. It was nine.
Petra Lunn - Corran Research - Analyst
Will there be a dividend?
{two} - Halm Peat - Chief Financial Officer
Not in this year.
{one} - Halm Peat - Chief Executive Officer
Nor in the next, I fear.
"""


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Gisela Ruhl", "Anton Veit"),
        ("Mary Anne Okafor-Bright", "Li Wen"),
        ("Rosalind Featherington", "Bartholomew Quintrell"),
    ],
)
def test_a_list_of_those_present_is_nobodys_turn_and_gives_nobody_anothers_office(
    one: str, two: str
) -> None:
    source = parsed(CALL.format(one=one, two=two))
    assert heard(source)[0] == ("Operator", "Good morning. Please go ahead.")
    assert all("participants" not in words for _, words in heard(source))
    held = offices(source)
    assert held[one] == {"Chief Executive Officer (Halm Peat)"}
    assert held[two] == {"Chief Financial Officer (Halm Peat)"}
    assert one not in (source.documents[0].title or "")


@pytest.mark.parametrize(
    ("beside", "office"),
    [
        (" (Tolmark)", "Foreign Minister (Tolmark)"),
        (" (New Sarrland)", "Foreign Minister (New Sarrland)"),
        (" [Tolmark]", "Foreign Minister (Tolmark)"),
        ("", "Foreign Minister"),
        (" (via interpreter)", "Foreign Minister"),
        (" (Through interpreter)", "Foreign Minister"),
        (" (on the phone)", "Foreign Minister"),
    ],
)
def test_a_bracket_behind_a_label_says_whose_the_office_is(beside: str, office: str) -> None:
    source = parsed(
        f"FOREIGN MINISTER LINDQUIST{beside}: We signed.\n\nQ Again?\n\n"
        f"FOREIGN MINISTER LINDQUIST{beside}: Again.\n"
    )
    assert offices(source)["FOREIGN MINISTER LINDQUIST"] == {office}


@pytest.mark.parametrize(
    ("printed", "office"),
    [
        ("Norwegian Foreign Minister", "Norwegian Foreign Minister"),
        ("French Prime Minister", "French Prime Minister"),
        ("Kenyan Trade Minister", "Kenyan Trade Minister"),
        ("Regional Trade Minister", "Trade Minister"),
        ("Dutch Defense Minister", "Dutch Defense Minister"),
        ("our Foreign Minister", "Foreign Minister"),
    ],
)
def test_the_head_says_of_which_nation_an_office_is(printed: str, office: str) -> None:
    source = parsed(
        f"Remarks With {printed} Ketil Aune\n\nMay 2, 2033\n\nMR. AUNE: Good day.\n\n"
        "Q And?\n\nMR. AUNE: Good night.\n"
    )
    assert office in offices(source)["MR. AUNE"]


@pytest.mark.parametrize(
    "chair",
    [
        "M. le maire",
        "Mme la présidente",
        "Monsieur le Président",
        "Madame la ministre déléguée",
        "Mme l'adjointe au maire",
        "M. le rapporteur général",
    ],
)
def test_an_office_behind_an_address_speaks_for_itself(chair: str) -> None:
    source = parsed(
        f"{chair} : La séance est ouverte.\n\nM. Vauquelin : Le pont est fermé depuis mars.\n\n"
        f"{chair} : Il rouvrira en mai.\n\nMme Orsini : Voici mon avis : c'est trop tard.\n\n"
        f"{chair} : Je le sais.\n"
    )
    labels = [label for label, _ in heard(source)]
    assert labels == [chair, "M. Vauquelin", chair, "Mme Orsini", chair]
    assert heard(source)[2][1] == "Il rouvrira en mai."
    assert not [v for v in source.voices if v.printed == chair and any(e.name for e in v.evidence)]


@pytest.mark.parametrize(
    ("begun", "name", "office"),
    [
        ("Thank you. Agnes Doyle, borough engineer. It leaks.", "Agnes Doyle", "borough engineer"),
        ("I'm Agnes B. Doyle from the mill. It leaks.", "Agnes B. Doyle", None),
        (
            "Good day. My name is Agnes Doyle and I am the town librarian.",
            "Agnes Doyle",
            "librarian",
        ),
        ("Agnes Doyle, 14 Heron Lane. It leaks.", "Agnes Doyle", None),
        ("Agnes Doyle and I have lived here. It leaks.", None, None),
        ("Thank you, Chair. Mayor Doyle, whom you know, is ill.", None, None),
        ("It leaks, as Agnes Doyle told you in spring.", None, None),
        (
            "It leaks, and it has leaked since the winter of the ice. Agnes Doyle, rest her.",
            None,
            None,
        ),
    ],
)
def test_who_somebody_says_to_be(begun: str, name: str | None, office: str | None) -> None:
    source = parsed(f"CHAIR: We begin.\n\nMS. DOYLE: {begun}\n\nCHAIR: So?\n\nMS. DOYLE: So.\n")
    told = [
        item for voice in source.voices if voice.label == "MS. DOYLE" for item in voice.evidence
    ]
    assert [item.name for item in told] == ([name] if name else [])
    assert all(office in (item.office or "") if office else not item.office for item in told)
    assert all(source.source.text[item.start : item.end] == name for item in told)
