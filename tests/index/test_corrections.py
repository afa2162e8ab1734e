"""Corrections laid on what the voices tell: whom they mean, and what becomes of labels and ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from index.persons.corrections import MOST_ANCHORS, Rule, correct
from index.persons.speakers import Resolution, resolve
from index.records import Correction, SpeakerRole, Voice
from tests.index.resolving import flags, speaker, voice, who

ADA, BO, JO = "ada-venn", "bo-tarn", "ms-moor"
VOICES = [
    voice("d1", "MS. VENN", ("title", "Ada Venn", "Minister of Tides"), turns=9),
    voice("d2", "MS. VENN", ("title", "Ada Venn", None), turns=4),
    voice("d2", "MR. TARN", ("title", "Bo Tarn", "Pilot"), turns=7),
    voice("d3", "MR. TARN", ("title", "Bo Tarn", None), turns=2),
    voice("d3", "MS. MOOR", turns=5),
    voice("d3", "Q"),
]


def seat(one: Voice) -> str:
    return f"{one.document_id}.txt\t1\t{one.label}"


def laid(
    rules: Sequence[Rule],
    voices: Sequence[Voice] = VOICES,
    former: Mapping[str, str] | None = None,
    further: Sequence[Voice] = (),
) -> Resolution:
    """The voices with corrections laid on; `further` are voices of turns to reassign."""
    seats = {one.voice_id: seat(one) for one in (*voices, *further)}
    return correct(resolve(voices), [*voices, *further], rules, seats, former or {})


def ids(resolution: Resolution) -> list[str]:
    return [one.speaker_id for one in resolution.speakers]


def test_the_voices_are_of_four_speakers() -> None:
    assert ids(laid([])) == [ADA, BO, JO, "q"]
    assert not any(one.flags for one in laid([]).assignments)


@pytest.mark.parametrize("named", [JO, "MS. MOOR", "Ms Moor", "the-former-id"])
def test_a_speaker_is_meant_by_id_former_id_name_or_label(named: str) -> None:
    rule = Rule(Correction("rename", named, name="Jo Moor"))
    resolution = laid([rule], former={"the-former-id": JO})
    assert rule.applied
    assert speaker(resolution, JO).name == "Jo Moor"
    assert flags(resolution, "d3-ms-moor") == ("corrected",)
    assert flags(resolution, "d3-mr-tarn") == ()
    assert speaker(resolution, ADA).name == "Ada Venn"


@pytest.mark.parametrize("named", ["nobody", "MS. VEN", ""])
def test_whoever_is_not_on_record_is_not_corrected(named: str) -> None:
    rule = Rule(Correction("rename", named, name="Jo Moor"))
    assert laid([rule]) == laid([])
    assert not rule.applied
    assert rule.speaker == ()


def test_a_name_that_two_bear_means_neither() -> None:
    voices = [*VOICES, voice("d4", "MR. TARN", ("title", "Bo Tarn", None))]
    split = Rule(Correction("split", BO, name="Bo Tarn", documents=("d4",)))
    rename = Rule(Correction("rename", "Bo Tarn", name="Bo"))
    resolution = laid([split, rename], voices)
    assert (split.applied, rename.applied) == (True, False)
    assert ids(resolution) == [ADA, BO, f"{BO}-2", JO, "q"]


def test_two_speakers_become_one_with_the_name_the_offices_and_the_labels_of_both() -> None:
    rule = Rule(Correction("merge", BO, into=ADA))
    resolution = laid([rule])
    assert rule.applied
    assert ids(resolution) == [ADA, JO, "q"]
    ada = speaker(resolution, ADA)
    assert (ada.name, ada.labels) == ("Ada Venn", ("MR. TARN", "MS. VENN"))
    assert [role.office for role in ada.roles] == ["Minister of Tides", "Pilot"]
    assert flags(resolution, "d2-mr-tarn") == ("corrected",)
    assert flags(resolution, "d2-ms-venn") == ()
    nameless = laid([Rule(Correction("merge", ADA, into=JO))])
    assert speaker(nameless, JO).name == "Ada Venn"
    assert speaker(nameless, JO).roles == (SpeakerRole("Minister of Tides", None, None),)


@pytest.mark.parametrize("into", [ADA, "nobody"])
def test_nobody_is_merged_into_himself_or_into_nobody(into: str) -> None:
    rule = Rule(Correction("merge", ADA, into=into))
    assert laid([rule]) == laid([])
    assert not rule.applied


@pytest.mark.parametrize("document", ["d3", "d3.txt", "d3.txt\t1"])
def test_what_somebody_says_in_a_document_is_split_off(document: str) -> None:
    rule = Rule(Correction("split", BO, name="Bo Tarnow", documents=(document, "d9")))
    resolution = laid([rule])
    assert rule.applied
    assert who(resolution)["d3-mr-tarn"] == "bo-tarnow"
    assert who(resolution)["d2-mr-tarn"] == BO
    assert speaker(resolution, "bo-tarnow").labels == ("MR. TARN",)
    assert flags(resolution, "d2-mr-tarn") == ()


def test_a_part_goes_to_somebody_on_record_or_nowhere() -> None:
    into = Rule(Correction("split", BO, into=JO, documents=("d3",)))
    resolution = laid([into])
    assert who(resolution)["d3-mr-tarn"] == JO
    assert speaker(resolution, JO).labels == ("MR. TARN", "MS. MOOR")
    for correction in (
        Correction("split", BO, into="nobody", documents=("d3",)),
        Correction("split", BO, into=BO, documents=("d3",)),
        Correction("split", BO, name="Bo", documents=("d1",)),
    ):
        rule = Rule(correction)
        assert laid([rule]) == laid([])
        assert not rule.applied


def test_who_has_no_words_left_is_left_out_and_not_found_again() -> None:
    split = Rule(Correction("split", JO, into=BO, documents=("d3",)))
    rename = Rule(Correction("rename", JO, name="Jo Moor"))
    resolution = laid([split, rename])
    assert ids(resolution) == [ADA, BO, "q"]
    assert (split.applied, rename.applied) == (True, False)


TURN = voice("d3", "MR. TARN", turns=1)
MOVED = Voice("d3-mr-tarn-t4", "d3", "MR. TARN", anonymous=False, turns=1, date=None, evidence=())


def reassigned(to: str | None, place: str | None) -> tuple[Rule, Resolution]:
    rule = Rule(Correction("reassign", to, turn="d3.txt#t4"), seat=place)
    seats = {one.voice_id: seat(one) for one in VOICES} | {MOVED.voice_id: "d3.txt\t1\tturn 4"}
    return rule, correct(resolve(VOICES), [*VOICES, MOVED], [rule], seats, {})


def test_a_turn_is_given_to_somebody_else_or_to_nobody() -> None:
    rule, resolution = reassigned(JO, "d3.txt\t1\tturn 4")
    assert rule.applied
    assert who(resolution)[MOVED.voice_id] == JO
    assert who(resolution)["d3-mr-tarn"] == BO
    assert speaker(resolution, JO).labels == ("MR. TARN", "MS. MOOR")
    assert flags(resolution, MOVED.voice_id) == ("corrected",)
    assert rule.speaker == ("d3.txt\t1\tMS. MOOR",)
    rule, resolution = reassigned(None, "d3.txt\t1\tturn 4")
    assert rule.applied
    assert who(resolution)[MOVED.voice_id] is None


@pytest.mark.parametrize(
    ("to", "place"), [(JO, None), (JO, "d9.txt\t1\tturn 4"), ("nobody", "d3.txt\t1\tturn 4")]
)
def test_a_turn_stays_with_its_label_where_it_or_the_other_is_gone(
    to: str, place: str | None
) -> None:
    rule, resolution = reassigned(to, place)
    assert not rule.applied
    assert who(resolution)[MOVED.voice_id] == BO
    assert flags(resolution, MOVED.voice_id) == ()


def test_a_rule_is_anchored_by_the_voices_that_say_most() -> None:
    rule = Rule(Correction("merge", BO, into=ADA))
    laid([rule])
    assert rule.speaker == ("d2.txt\t1\tMR. TARN", "d3.txt\t1\tMR. TARN")
    assert rule.into == ("d1.txt\t1\tMS. VENN", "d2.txt\t1\tMS. VENN")
    many = [
        voice(f"m{at:03}", "MR. TARN", ("title", "Bo Tarn", None), turns=at) for at in range(205)
    ]
    rule = Rule(Correction("rename", BO, name="Bo"))
    laid([rule], many)
    assert len(rule.speaker) == MOST_ANCHORS == 200
    assert rule.speaker[0] == "m204.txt\t1\tMR. TARN"


def test_an_anchored_rule_follows_the_voices_and_not_the_name() -> None:
    anchors = ("d1.txt\t1\tMS. VENN", "d2.txt\t1\tMS. VENN", "d2.txt\t1\tMR. TARN", "gone")
    rule = Rule(Correction("rename", BO, name="Ada"), speaker=anchors)
    resolution = laid([rule])
    # Two of the seats are hers, one is his.
    assert speaker(resolution, ADA).name == "Ada"
    assert rule.speaker == anchors
    even = Rule(Correction("rename", JO, name="X"), speaker=(anchors[2], anchors[0]))
    assert speaker(laid([even]), ADA).name == "X"
    gone = Rule(Correction("rename", JO, name="X"), speaker=("gone",))
    assert speaker(laid([gone]), JO).name == "X"


def test_corrections_are_laid_on_in_order() -> None:
    rules = [
        Rule(Correction("split", BO, name="Bo Tarn", documents=("d3",))),
        Rule(Correction("merge", f"{BO}-2", into=ADA)),
        Rule(Correction("rename", ADA, name="Ada Tarn")),
    ]
    resolution = laid(rules)
    assert all(rule.applied for rule in rules)
    assert ids(resolution) == [ADA, BO, JO, "q"]
    assert who(resolution)["d3-mr-tarn"] == ADA
    assert speaker(resolution, ADA).name == "Ada Tarn"
    assert [one.voice_id for one in resolution.assignments if one.flags] == [
        *("d1-ms-venn", "d2-ms-venn", "d3-mr-tarn")
    ]
