"""Titles and offices across documents: who holds one, and when."""

from __future__ import annotations

from datetime import date

import pytest

from index.persons.speakers import resolve
from index.records import Speaker
from tests.index.resolving import flags, speaker, voice, who


def test_titles_change_and_the_person_stays() -> None:
    resolution = resolve(
        [
            voice("a", "MR. LOWE", ("title", "Jack Lowe", "Deputy Minister"), day=date(2030, 1, 1)),
            voice("b", "MINISTER LOWE", ("byline", "Jacob Lowe", "Minister"), day=date(2032, 1, 1)),
            voice("c", "DEPUTY MINISTER LOWE"),
            voice("d", "MR LOWE"),
            voice("e", "Mr. LOWE"),
        ]
    )
    assert set(who(resolution).values()) == {"jacob-lowe"}
    assert len(resolution.speakers) == 1


def test_offices_have_the_dates_that_show_them() -> None:
    days = [date(2030, 1, 1), date(2031, 1, 1), date(2032, 1, 1)]
    resolution = resolve(
        [
            voice("a", "MR. LOWE", ("title", "Jo Lowe", "Deputy Minister of Tides"), day=days[0]),
            voice("b", "DEPUTY MINISTER LOWE", ("label", None, "Deputy Minister"), day=days[1]),
            voice("c", "MR. LOWE", ("title", "Jo Lowe", "Surveyor of Salt"), day=days[2]),
            voice("d", "MR. LOWE", ("title", "Jo Lowe", "Surveyor of Salt")),
        ]
    )
    roles = speaker(resolution, "jo-lowe").roles
    assert [(role.office, role.date_from, role.date_to) for role in roles] == [
        ("Deputy Minister of Tides", days[0], days[1]),
        ("Surveyor of Salt", days[2], days[2]),
    ]


def test_an_office_without_name_needs_a_holder_before_and_after() -> None:
    label = "THE PRESIDENT"
    voices = [
        voice("a", label, ("title", "Orben", "President"), day=date(2030, 1, 1)),
        voice("b", "PRESIDENT ORBEN", ("title", "Bo Orben", None), day=date(2032, 1, 1)),
        voice("c", label, day=date(2031, 1, 1)),
        voice("d", label, day=date(2035, 1, 1)),
        voice("e", label),
    ]
    resolution = resolve(voices)
    assert who(resolution)["c-the-president"] == "bo-orben"
    assert flags(resolution, "c-the-president") == ("by_office",)
    for key in ("d-the-president", "e-the-president"):
        assert who(resolution)[key] == "the-president"
        assert flags(resolution, key) == ("office_without_name",)
    assert speaker(resolution, "the-president") == Speaker("the-president", None, (label,))


@pytest.mark.parametrize(
    ("labels", "speaker_id"),
    [
        (("THE VICE PRESIDENT", "VICE PRESIDENT"), "the-vice-president"),
        (("THE FIRST LADY",), "the-first-lady"),
        (("THE PRIME MINISTER",), "the-prime-minister"),
        (("EL PRESIDENTE", "THE PRESIDENT", "THE PRESIDENT"), "the-president"),
    ],
)
def test_a_title_that_nobody_is_known_to_hold_is_a_speaker(
    labels: tuple[str, ...], speaker_id: str
) -> None:
    resolution = resolve([voice(f"d{n}", label) for n, label in enumerate(labels)])
    (found,) = resolution.speakers
    assert (found.speaker_id, found.name) == (speaker_id, None)
    assert set(found.labels) == set(labels)
    assert set(who(resolution).values()) == {speaker_id}


def test_two_offices_are_two_speakers() -> None:
    resolution = resolve([voice("a", "THE PRESIDENT"), voice("a", "THE VICE PRESIDENT")])
    assert [one.speaker_id for one in resolution.speakers] == [
        "the-president",
        "the-vice-president",
    ]


def test_a_surname_alone_is_not_completed() -> None:
    resolution = resolve([voice("a", "THE PRESIDENT", ("title", "Orben", "President"))])
    assert speaker(resolution, "orben").name == "Orben"
