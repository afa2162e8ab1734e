"""What is understood of a question: topic, conditions, evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.build import open_index
from index.records import Filters
from retrieval.catalogue import Catalogue
from retrieval.explicit import explicit_speakers, near_speakers
from retrieval.question import read
from retrieval.results import Question
from tests.fakes import HashingEncoder
from tests.retrieval.fiction import SPEECH


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what did Marsh say about the toll", "the toll"),
        ("What did Marsh say in March 2032 about tugs?", "tugs"),
        ("Marsh on dredging", "on dredging"),
        ("how deep is the basin, per Ivo Tarn", "how deep is the basin"),
        ("what did the interviewer ask about seals", "seals"),
        ("dredging the basin", "dredging the basin"),
        ("Marsh?", "Marsh"),
        ("compare Marsh and Tarn: the toll", "the toll"),
        ("does Marsh say that the lock opens (May 2033)?", "the lock opens"),
        ("What did Marsh say about the recall?", "the recall"),
        ("what did Marsh say about a report", "a report"),
        ("What did Tarn say of the estimate?", "the estimate"),
        ("According to Marsh, does the toll rise?", "does the toll rise"),
        ("as per Ivo Tarn, are the tugs old", "are the tugs old"),
    ],
)
def test_the_topic_is_what_remains(catalogue: Catalogue, text: str, topic: str) -> None:
    assert read(Question(text), catalogue).understood.topic.removeprefix("on ") == (
        topic.removeprefix("on ")
    )


@pytest.mark.parametrize(
    ("text", "looked_for"),
    [
        ("What did Marsh say?", "Marsh"),
        ("what did Marsh say in March 2032?", "Marsh"),
        ("In May 2033, what did Orla Marsh tell us?", "Orla Marsh"),
        ("everything said in March 2032", "everything said in March 2032"),
    ],
)
def test_where_no_topic_remains_the_names_are_looked_for(
    catalogue: Catalogue, text: str, looked_for: str
) -> None:
    understood = read(Question(text), catalogue).understood
    assert (understood.topic, understood.has_topic) == (looked_for, False)
    assert read(Question("what did Marsh say about it all"), catalogue).understood.speakers


def test_names_and_dates_joined_by_and_leave_no_word_behind(catalogue: Catalogue) -> None:
    text = "what did Marsh and Tarn say in 2032 and 2033 about the toll"
    assert read(Question(text), catalogue).understood.topic == "the toll"


def test_several_dates_are_a_filter_of_which_any_will_do(catalogue: Catalogue) -> None:
    reading = read(Question("what did Marsh say in 2032 and in May 2033 about tolls"), catalogue)
    ranges = ((date(2032, 1, 1), date(2032, 12, 31)), (date(2033, 5, 1), date(2033, 5, 31)))
    assert reading.filters.dates == reading.understood.dates == ranges
    assert reading.understood.date_from == date(2032, 1, 1)
    assert reading.understood.date_to == date(2033, 5, 31)


def test_an_explicit_date_overrules_one_that_is_not_on_record(catalogue: Catalogue) -> None:
    explicit = Question("what did Marsh say in 2019 about tolls", date_from=date(2032, 1, 1))
    reading = read(explicit, catalogue)
    assert reading.absent == ()
    assert reading.understood.dates == ((date(2032, 1, 1), None),)


def test_a_condition_becomes_a_filter_and_a_name_in_the_topic_does_not(
    catalogue: Catalogue,
) -> None:
    asked = read(Question("what did Marsh say about the toll in March 2032"), catalogue)
    assert [speaker.name for speaker in asked.understood.speakers] == ["Orla Marsh"]
    assert asked.filters.voice_ids
    assert len(asked.filters.voice_ids) == 2
    assert (asked.filters.date_from, asked.filters.date_to) == (
        date(2032, 3, 1),
        date(2032, 3, 31),
    )
    about = read(Question("what was said about Marsh"), catalogue)
    assert about.filters == Filters()
    assert about.understood.speakers == ()


def test_what_only_names_a_thing_is_evidence_and_no_filter(catalogue: Catalogue) -> None:
    reading = read(Question("Marsh after the 2032 flood: toll"), catalogue)
    assert reading.filters.date_from is None
    assert [one.first for one in reading.near_dates] == [date(2032, 1, 1)]
    perhaps = read(Question("will the toll rise Marsh"), catalogue)
    assert perhaps.filters == Filters()
    assert perhaps.near_speakers == {"orla-marsh"}


def test_a_year_outside_the_record_is_topic_and_a_month_is_a_condition(
    catalogue: Catalogue,
) -> None:
    assert read(Question("Marsh on the goals in 2050"), catalogue).filters.date_from is None
    month = read(Question("what did Marsh say in May 2050"), catalogue)
    assert month.filters.date_from == date(2050, 5, 1)


def test_a_goal_to_come_is_topic_and_no_date_of_speech(catalogue: Catalogue) -> None:
    goal = read(Question("Marsh: new lock open by May 2050?"), catalogue)
    assert goal.filters.date_from is None
    assert goal.understood.topic.endswith("by May 2050")
    past = read(Question("Marsh: new lock open by May 2033?"), catalogue)
    assert past.filters.date_from == date(2033, 5, 1)


def test_a_year_in_which_the_asked_said_nothing_is_evidence_unless_said_stands_before(
    catalogue: Catalogue,
) -> None:
    # Tarn speaks in March 2032 and in no other year.
    tells = read(Question("the tugs of 2033, barges in 2033, as Tarn tells it"), catalogue)
    assert tells.filters.date_from is None
    assert tells.filters.voice_ids
    assert date(2033, 1, 1) in [one.first for one in tells.near_dates]
    said = read(Question("what did Tarn say about tugs in 2033"), catalogue)
    assert said.filters.date_from == date(2033, 1, 1)


def test_a_name_nearly_on_record_is_evidence_and_not_unknown(catalogue: Catalogue) -> None:
    near = read(Question("What did Orla Mersh say about seals?"), catalogue)
    assert near.near_speakers == {"orla-marsh"}
    assert near.unknown_speaker is None
    far = read(Question("What did Bram Tilling say about seals?"), catalogue)
    assert far.unknown_speaker == "Bram Tilling"


def test_a_given_name_asked_is_a_condition_and_an_office_of_nowhere_is_said_to_be(
    catalogue: Catalogue,
) -> None:
    given = read(Question("What did Orla say about seals?"), catalogue)
    assert [speaker.speaker_id for speaker in given.understood.speakers] == ["orla-marsh"]
    assert (given.understood.topic, given.unknown_speaker) == ("seals", None)
    office = read(Question("What did Norland's Harbour Spokeswoman say of tolls?"), catalogue)
    assert [speaker.speaker_id for speaker in office.understood.speakers] == ["orla-marsh"]
    assert office.understood.unplaced == "Norland's Harbour Spokeswoman"
    plain = read(Question("What did the Harbour Spokeswoman say of tolls?"), catalogue)
    assert plain.understood.speakers == office.understood.speakers
    assert plain.understood.unplaced is None


def test_nothing_is_understood_when_that_is_switched_off(catalogue: Catalogue) -> None:
    reading = read(Question("what did Marsh say in 2032"), catalogue, understand=False)
    assert reading.filters == Filters()
    assert reading.understood.speakers == ()


def test_near_misses_are_names_on_record_best_first(catalogue: Catalogue) -> None:
    assert near_speakers("Orla Mersh", catalogue)[0] == "Orla Marsh"
    assert near_speakers("Zzzz Qqqq", catalogue) == ()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("What did Waldemar Quist say about tugs?", "Waldemar Quist"),
        ("What did Tarn say about tugs, and what did Waldemar Quist say about them?", None),
        ("Who asked about tugs, and what did Waldemar Quist say?", None),
    ],
)
def test_nobody_is_unknown_beside_whoever_is_asked_for(
    catalogue: Catalogue, text: str, unknown: str | None
) -> None:
    assert read(Question(text), catalogue).unknown_speaker == unknown


def test_a_record_without_dates_is_not_asked_for_one(tmp_path: Path) -> None:
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("speech.txt", SPEECH.encode())
        undated = Catalogue(index.store)
    reading = read(Question("what did Tarn say about tugs in March 2032"), undated)
    assert reading.filters.date_from is None
    assert [speaker.name for speaker in reading.understood.speakers] == ["Ivo Tarn"]


def test_a_label_as_it_is_printed_means_those_who_have_it(tmp_path: Path) -> None:
    both = (
        "Remarks by President Aldo Ostrem and President Lena Fjord\n\nMay 3, 2032\n\n"
        "PRESIDENT OSTREM: We talked about the herring, and about the ice.\n\n"
        "PRESIDENT FJORD: We talked about the herring for a long time.\n\n"
        "PRESIDENT OSTREM: It was a good talk.\n\nPRESIDENT FJORD: So it was.\n"
    )
    alone = (
        "Remarks by President Ostrem\n\nMay 9, 2032\n\nTHE PRESIDENT: The herring stay where "
        "they are.\n\nQ    And the ice?\n\nTHE PRESIDENT: The ice does as it likes.\n"
    )
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        index.put("both.txt", both.encode())
        index.put("alone.txt", alone.encode())
        catalogue = Catalogue(index.store)
        (found,) = explicit_speakers(["THE PRESIDENT"], catalogue)
        assert "THE PRESIDENT" in found.labels
        assert "PRESIDENT FJORD" not in found.labels
        (fjord,) = explicit_speakers(["president fjord"], catalogue)
        assert fjord.labels == ("PRESIDENT FJORD",)
