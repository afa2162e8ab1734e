"""Who is who across documents, on invented transcripts and on voices made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

from index.persons import known, persons
from index.persons.speakers import Resolution, resolve
from index.records import Voice, slug
from tests.index.fiction import AGGREGATOR, BRIEFING, DIGEST, TOWN_HALL, parsed
from tests.index.resolving import Named, flags, of_texts, speaker, voice, who


def test_one_person_across_documents() -> None:
    """P32: a label, a title, a byline and an introduction are one minister."""
    resolution = of_texts(TOWN_HALL, DIGEST, AGGREGATOR)
    assert [one.speaker_id for one in resolution.speakers] == [
        "ada-m-quill",
        "ivo-brandt",
        "lena-fjord",
        "mr-hollin",
        "question",
    ]
    quill = speaker(resolution, "ada-m-quill")
    assert (quill.name, quill.labels) == ("Ada M. Quill", ("MINISTER QUILL",))
    assert [(role.office, role.date_from, role.date_to) for role in quill.roles] == [
        ("Minister of Tides", date(2032, 2, 7), date(2032, 3, 9))
    ]


def test_a_name_that_is_not_given_stays_null() -> None:
    hollin = speaker(of_texts(TOWN_HALL), "mr-hollin")
    assert (hollin.name, hollin.labels) == (None, ("MR HOLLIN",))


def test_whom_somebody_speaks_for_is_no_surname() -> None:
    labels = ["Hon. Ned Marl (Selkeford, DKP)", "Mr. Jory Pell (Hallam, DKP)", "Mr. Jory Pell"]
    voices = [voice("first", label) for label in labels[:2]] + [voice("second", labels[2])]
    speakers = who(resolve(voices))
    assert speakers[voices[1].voice_id] == speakers[voices[2].voice_id]
    assert speakers[voices[0].voice_id] != speakers[voices[1].voice_id]


def test_letters_behind_a_name_are_no_surname() -> None:
    voices = [
        voice("first", "Hefin Marl AM"),
        voice("first", "Lena Corbet AM"),
        voice("second", "Hefin Marl"),
        voice("second", "Orla Quell, PhD"),
    ]
    speakers = who(resolve(voices))
    assert speakers[voices[0].voice_id] == speakers[voices[2].voice_id]
    assert len(set(speakers.values())) == 3


def test_a_letter_that_counts_voices_is_no_surname() -> None:
    """Not in one meeting, nor across several, however often each speaks."""
    labels = ["Diver C", "Professor C", "Dr. C", "Postdoc A", "Postdoc B", "Postdoc C", "Mr. C"]
    voices = [
        voice(document, label, turns=turns)
        for document in ("first", "second", "third", "fourth")
        for turns, label in enumerate(labels, start=2)
    ]
    rare = voice("first", "Postdoc D", turns=1)
    resolution = resolve([*voices, rare])
    assert {one.speaker_id: one.labels for one in resolution.speakers} == {
        slug(label): (label,) for label in [*labels, "Postdoc D"]
    }
    assert who(resolution) == {one.voice_id: slug(one.printed) for one in [*voices, rare]}
    assert not any(one.flags for one in resolution.assignments)


def test_the_interviewer_of_the_title_is_the_anonymous_voice() -> None:
    """P10: only in the document whose title names him."""
    resolution = of_texts(AGGREGATOR, TOWN_HALL)
    by = {one.voice_id: one.resolved_by for one in resolution.assignments}
    assert [by[key] for key, value in who(resolution).items() if value == "lena-fjord"] == ["title"]
    assert [by[key] for key, value in who(resolution).items() if value == "question"] == [
        "anonymous"
    ]


@pytest.mark.parametrize(("usual", "rare"), [("MR. KEEL", "MS. KEEL"), ("MS. KEEL", "MR. KEEL")])
@pytest.mark.parametrize("open_to_both", ["DR. KEEL", "KEEL", "DIRECTOR KEEL"])
def test_a_label_that_may_be_either_namesake_is_the_usual_one(
    usual: str, rare: str, open_to_both: str
) -> None:
    labels = [open_to_both, usual, usual, usual, rare]
    found = who(resolve([voice(f"d{n}", label) for n, label in enumerate(labels)]))
    assert found[f"d0-{slug(open_to_both)}"] == slug(usual)
    assert found[f"d4-{slug(rare)}"] == slug(rare)


def test_namesakes_are_told_apart_by_given_name_and_honorific() -> None:
    resolution = resolve(
        [
            voice("a", "MS. SMITT", ("title", "Megan Smitt", None)),
            voice("b", "MS. SMITT", ("introduction", "Gayle Smitt", None)),
            voice("c", "MS. SMITT"),
            voice("d", "MR. SMITT"),
        ]
    )
    assert who(resolution) == {
        "a-ms-smitt": "megan-smitt",
        "b-ms-smitt": "gayle-smitt",
        "c-ms-smitt": "ms-smitt",
        "d-mr-smitt": "mr-smitt",
    }
    assert flags(resolution, "c-ms-smitt") == ("ambiguous_name",)


def test_two_labels_with_one_surname_in_one_document() -> None:
    resolution = of_texts(
        "CHAIRWOMAN VOSS: We hear the Deputy Minister, Rurik Holm, and Ms. Jory Holm of the union."
        "\n\nDEPUTY MINISTER HOLM: Thank you.\n\nMS. HOLM: We are not related.\n"
    )
    names = {one.speaker_id: one.name for one in resolution.speakers}
    assert names == {
        "chairwoman-voss": None,
        "rurik-holm": "Rurik Holm",
        "jory-holm": "Jory Holm",
    }


def test_the_one_who_speaks_in_nearly_all_documents_is_meant() -> None:
    known = [voice(f"d{n:02}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(30)]
    other = voice("e", "MR. CARDEW", ("title", "Dan Cardew", None))
    resolution = resolve([*known, other, voice("f", "MR. CARDEW")])
    assert who(resolution)["f-mr-cardew"] == "jay-cardew"
    assert flags(resolution, "f-mr-cardew") == ("majority_name",)


@pytest.mark.parametrize(
    ("theirs", "others", "meant"),
    [
        (19, 1, "jay-cardew"),  # 19 of 20 documents: 0.95
        (18, 2, "mr-cardew"),  # 0.9
        (18, 1, "mr-cardew"),  # of fewer than 20
    ],
)
def test_of_two_namesakes_one_is_meant_who_has_nineteen_of_twenty_documents(
    theirs: int, others: int, meant: str
) -> None:
    jay = [voice(f"d{n:02}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(theirs)]
    dan = [voice(f"e{n:02}", "MR. CARDEW", ("title", "Dan Cardew", None)) for n in range(others)]
    resolution = resolve([*jay, *dan, voice("f", "MR. CARDEW")])
    assert who(resolution)["f-mr-cardew"] == meant
    sure = meant == "jay-cardew"
    assert flags(resolution, "f-mr-cardew") == (("majority_name",) if sure else ("ambiguous_name",))


def test_anonymous_labels_are_one_speaker_each_without_name() -> None:
    resolution = resolve(
        [
            voice("a", "SENIOR TIDE OFFICIAL"),
            voice("b", "SENIOR TIDE OFFICIAL"),
            voice("b", "SENIOR TDIE OFFICIAL"),
            voice("b", "MODERATOR"),
            voice("b", "OPERATOR"),
            voice("b", "REPORTER 2"),
            voice("c", "Q"),
        ]
    )
    assert {one.speaker_id: one.name for one in resolution.speakers} == {
        "senior-tide-official": None,
        "moderator": None,
        "operator": None,
        "reporter-2": None,
        "q": None,
    }
    assert flags(resolution, "b-senior-tdie-official") == ("label_variant",)


def test_the_fullest_form_of_the_name_is_the_id() -> None:
    resolution = resolve(
        [
            voice("a", "SECRETARY BLAKE", ("title", "Antony J. Blake", None)),
            voice("b", "MR. BLAKE", ("title", "Tony Blake", None)),
            voice("c", "Tony Blake", ("label", "Tony Blake", None)),
        ]
    )
    assert set(who(resolution).values()) == {"antony-j-blake"}
    assert speaker(resolution, "antony-j-blake").name == "Antony J. Blake"


def test_order_does_not_matter() -> None:
    texts = (TOWN_HALL, DIGEST, AGGREGATOR, BRIEFING)
    voices: list[Voice] = [one for text in texts for one in parsed(text).voices]
    expected = resolve(voices)
    for seed in range(5):
        Random(seed).shuffle(voices)
        assert resolve(voices) == expected


def test_every_voice_is_assigned_once_and_speakers_are_real() -> None:
    texts = (TOWN_HALL, DIGEST, AGGREGATOR, BRIEFING)
    voices = [one for text in texts for one in parsed(text).voices]
    resolution = resolve(voices)
    assert sorted(who(resolution)) == sorted(one.voice_id for one in voices)
    used = {value for value in who(resolution).values() if value}
    assert used == {one.speaker_id for one in resolution.speakers}
    assert resolve([]) == Resolution((), ())


def test_the_work_grows_with_the_voices_and_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: Counter[str] = Counter()
    for module, names in (
        (persons, ("is_near", "titles_conflict", "same_office")),
        (known, ("normal", "family_key")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, _counted(name, getattr(module, name), calls))
    counts = []
    for many in (1_000, 5_000):
        calls.clear()
        assert len(resolve(_many(many)).assignments) == many
        counts.append(sum(calls.values()))
    assert 0 < counts[1] < 10 * counts[0]


def _counted(name: str, step: Callable[..., Any], calls: Counter[str]) -> Callable[..., Any]:
    def counted(*given: Any) -> Any:
        calls[name] += 1
        return step(*given)

    return counted


def _many(count: int) -> Sequence[Voice]:
    random = Random(7)
    surnames = ["".join(random.choices("ABDEGIKLMNORSTU", k=7)) for _ in range(400)]
    return [
        voice(f"d{number:05}", f"MR. {random.choice(surnames)}", day=date(2030, 1, 1))
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("introductions", "name"), [(3, "Jay Earl"), (4, "Dan Earl"), (5, "Dan Earl")]
)
def test_a_title_counts_as_much_as_four_introductions(introductions: int, name: str) -> None:
    heard: list[Named] = [("introduction", "Dan Earl", None)] * introductions
    one = voice("a", "MR. EARL", ("title", "Jay Earl", None), *heard)
    # Of equals the first by letter.
    assert {found.name for found in resolve([one]).speakers} == {name}


def test_what_a_sidecar_gives_counts_more_than_anything() -> None:
    titles: list[Named] = [("title", "Jay Earl", None)] * 20
    one = voice("a", "MR. EARL", *titles, ("given", "Dan Earl", None))
    assert [found.name for found in resolve([one]).speakers] == ["Dan Earl"]


@pytest.mark.parametrize(("others", "name"), [(29, "Jay Q. Cardew"), (30, "Jay Cardew")])
def test_a_fuller_form_that_one_in_thirty_print_is_the_name(others: int, name: str) -> None:
    known = [voice(f"d{n:02}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(others)]
    rare = voice("e", "MR. CARDEW", ("title", "Jay Q. Cardew", None))
    (found,) = resolve([*known, rare]).speakers
    assert found.name == name


def test_two_persons_of_one_name_have_ids_of_their_own() -> None:
    resolution = resolve(
        [
            voice("a", "PRESIDENT PARR", ("title", "Jo Parr", None)),
            voice("b", "MR. PARR"),
            voice("b", "MRS. PARR"),
            voice("c", "THE PRESIDENT"),
        ]
    )
    ids = [one.speaker_id for one in resolution.speakers]
    assert len(ids) == len(set(ids))
    assert who(resolution)["b-mr-parr"] != who(resolution)["b-mrs-parr"]


def test_forms_of_a_name_that_end_in_one_another_are_one() -> None:
    known = [voice(f"d{n}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(2)]
    long = voice("e", "MR. CARDEW", ("title", "Secetary Jay Cardew", None))
    assert set(who(resolve([*known, long])).values()) == {"jay-cardew"}
    more = [voice(f"f{n}", "MR. CARDEW", ("title", "Anna Jay Cardew", None)) for n in range(3)]
    # The longer form stands more often: it is the name.
    (found,) = resolve([*known, *more]).speakers
    assert found.name == "Anna Jay Cardew"


def test_offices_have_their_days_and_the_beginning_of_a_fuller_one_counts_for_it() -> None:
    def dated(document: str, office: str | None, day: date | None) -> Voice:
        return voice(document, "MS. VENN", ("title", "Ada Venn", office), day=day)

    first, last = date(2031, 1, 2), date(2033, 4, 5)
    (found,) = resolve(
        [
            dated("a", "Secretary", first),
            dated("b", "Secretary of State", last),
            dated("c", "SECRETARY OF STATE", None),
            dated("d", "Secretary of State", date(2032, 1, 1)),
            dated("e", "Pilot", None),
        ]
    ).speakers
    assert [(role.office, role.date_from, role.date_to) for role in found.roles] == [
        ("Secretary of State", first, last),
        ("Pilot", None, None),
    ]
