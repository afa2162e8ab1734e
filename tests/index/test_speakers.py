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


def test_misspelt_labels_of_a_briefing() -> None:
    source = parsed(BRIEFING)
    resolution = resolve(source.voices)
    amsel = speaker(resolution, "rolf-amsel")
    assert amsel.labels == ("MR. AMSEL", "MR. AMSLE", "R. AMSEL")
    assert [role.office for role in amsel.roles] == ["Press Secretary"]
    document = source.documents[0].document_id
    for label in ("r-amsel", "mr-amsle"):
        assert flags(resolution, f"{document}-{label}") == ("label_variant",)
    assert flags(resolution, f"{document}-mr-amsel") == ()


@pytest.mark.parametrize(
    ("wrong", "right", "name"),
    [
        ("MR. EARLOM", "MR. EARLOMM", "Josh Earlomm"),
        ("SECRTARY DUNNING", "SECRETARY DUNNING", "Arn Dunning"),
        ("SECRETARY DUNNIGN", "SECRETARY DUNNING", "Arn Dunning"),
        ("AMBASSSADOR RYDE", "AMBASSADOR RYDE", "Sue Ryde"),
        ("MR. PFEFIER", "MR. PFEIFER", "Dan Pfeifer"),
        ("MR. PSALK", "MS. PSALK", "Jen Psalk"),
        ("SECRETARY ARN", "SECRETARY DUNNING", "Arn Dunning"),
        ("REPRESENTATIVE VANN SCHULT", "REPRESENTATIVE VANN SCHULTZ", "Deb Vann Schultz"),
    ],
)
def test_slips_beside_the_right_label(wrong: str, right: str, name: str) -> None:
    resolution = resolve(
        [voice("a", right, ("title", name, None), turns=9), voice("a", wrong, turns=1)]
    )
    assert who(resolution)[f"a-{slug(wrong)}"] == slug(name)
    assert "label_variant" in flags(resolution, f"a-{slug(wrong)}")


def test_a_slip_alone_in_its_document_joins_who_was_on_record_then() -> None:
    days = [date(2030, month, 1) for month in (1, 5, 9)]
    known = [
        voice(f"d{number}", "MR. EARLOMM", ("title", "Josh Earlomm", "Press Secretary"), day=day)
        for number, day in enumerate(days)
    ]
    during = voice("x", "MR. EARLOM", day=date(2030, 6, 1))
    after = voice("y", "MR. EARLOM", day=date(2034, 6, 1))
    assert who(resolve([*known, during]))["x-mr-earlom"] == "josh-earlomm"
    assert who(resolve([*known, after]))["y-mr-earlom"] == "mr-earlom"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MR. BAER", "MR. BAUER"),
        ("GENERAL ALLARD", "ADMIRAL ALLARD"),
        ("PRESIDENT PARR", "MR. PARR"),
        ("MR. ORBEN", "MRS. ORBEN"),
        ("SENATOR HALE", "MR. HALE"),
    ],
)
def test_nameless_labels_that_are_not_joined(first: str, second: str) -> None:
    resolution = resolve([voice("a", first), voice("b", second)])
    assert who(resolution) == {f"a-{slug(first)}": slug(first), f"b-{slug(second)}": slug(second)}


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


def test_a_slip_in_a_title_does_not_make_a_new_person() -> None:
    known = [voice(f"d{n}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(3)]
    slip = voice("e", "MR. CARDEW", ("title", "Secetary Jay Cardew", None))
    assert set(who(resolve([*known, slip])).values()) == {"jay-cardew"}


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
    ("labels", "slips"),
    [
        (["MS. KEEL", "MS. KEEL", "MR. KEEL"], {"c-mr-keel"}),
        (["MR. KEEL", "MR. KEEL", "MS. KEEL"], {"c-ms-keel"}),
        (["MR. KEEL", "MS. KEEL"], set()),
        (["MS. KEEL", "MS. KEEL"], set()),
    ],
)
def test_the_rarer_honorific_of_one_person_is_a_slip(
    labels: Sequence[str], slips: set[str]
) -> None:
    spoken = [
        voice("abc"[n], label, ("title", "Robin Keel", None)) for n, label in enumerate(labels)
    ]
    resolution = resolve(spoken)
    assert set(who(resolution).values()) == {"robin-keel"}
    flagged = {one for one in who(resolution) if "label_variant" in flags(resolution, one)}
    assert flagged == slips


def _slip_alone(rare: str, common: str, *, rares: int, commons: int) -> str | None:
    """Who a rare label is that stands in other documents than one nearly like it."""
    day = date(2031, 5, 1)
    spoken = [voice(f"c{n:02}", common, day=day) for n in range(commons)]
    spoken += [voice(f"r{n}", rare, day=day) for n in range(rares)]
    return who(resolve(spoken))[f"r0-{slug(rare)}"]


@pytest.mark.parametrize(
    ("rare", "common", "rares", "commons", "joined"),
    [
        ("MR. TARROW", "MR. TARROWS", 1, 3, True),
        ("MR. TARROW", "MR. TARROWS", 1, 2, False),  # so few are no usual spelling
        ("MR. TARROW", "MR. TARROWS", 2, 6, True),
        ("MR. TARROW", "MR. TARROWS", 2, 5, False),  # not three times as many
        ("MR. TARROW", "MR. TARROWS", 3, 9, False),  # what three documents print is no slip
        ("MR. TARRO", "MR. TARROW", 1, 9, False),  # five letters
        ("MS. TARROW", "MR. TARROWS", 1, 9, False),
        ("MR. TARROW", "MR. TARXXWS", 1, 9, False),
    ],
)
def test_a_slip_over_the_whole_record_is_rare_and_of_a_long_name(
    rare: str, common: str, rares: int, commons: int, joined: bool
) -> None:
    found = _slip_alone(rare, common, rares=rares, commons=commons)
    assert found == slug(common if joined else rare)


def test_a_slip_joins_somebody_on_record_on_the_first_and_the_last_day_too() -> None:
    days = [date(2030, month, 1) for month in (1, 5, 9)]
    known = [voice(f"d{number}", "MR. EARLOMM", day=day) for number, day in enumerate(days)]
    for day, joined in [
        (date(2029, 12, 31), False),
        (days[0], True),
        (days[-1], True),
        (date(2030, 9, 2), False),
        (None, False),
    ]:
        found = who(resolve([*known, voice("x", "MR. EARLOM", day=day)]))["x-mr-earlom"]
        assert (found == "mr-earlomm") == joined, day


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


def test_in_one_document_a_slip_is_of_whoever_says_as_much_or_more() -> None:
    def joined(right: int, wrong: int) -> bool:
        voices = [
            voice("a", "MR. PFEIFER", ("title", "Dan Pfeifer", None), turns=right),
            voice("a", "MR. PFEFIER", turns=wrong),
        ]
        return who(resolve(voices))["a-mr-pfefier"] == "dan-pfeifer"

    assert [joined(3, wrong) for wrong in (2, 3, 4)] == [True, True, False]


def test_of_two_that_a_slip_may_be_neither_is_taken() -> None:
    voices = [
        voice("a", "MR. TARROW", ("title", "Jo Tarrow", None), turns=9),
        voice("a", "MR. TARROM", ("title", "Bo Tarrom", None), turns=9),
        voice("a", "MR. TARROX", turns=1),
    ]
    assert who(resolve(voices))["a-mr-tarrox"] == "mr-tarrox"
    assert who(resolve([voices[0], voices[2]]))["a-mr-tarrox"] == "jo-tarrow"


def test_a_cast_of_hundreds_is_joined_as_a_small_one_is() -> None:
    letters = [f"{first}{second}" for first in "ABC" for second in "ABCDEFGHIJKLMNOPQRST"]
    crowd = [voice("a", f"MR. {two}OXLEY", turns=9) for two in letters]
    slip = [
        voice("a", "MR. PFEIFER", ("title", "Arn Pfeifer", None), turns=9),
        voice("a", "MR. PFEFIER", turns=1),
        voice("a", "SECRETARY ARN", turns=1),
    ]
    for others in ([], crowd):
        found = who(resolve([*others, *slip]))
        assert found["a-mr-pfefier"] == "arn-pfeifer"
        assert found["a-secretary-arn"] == "arn-pfeifer"


def test_forms_of_a_name_that_end_in_one_another_are_one() -> None:
    known = [voice(f"d{n}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(2)]
    long = voice("e", "MR. CARDEW", ("title", "Secetary Jay Cardew", None))
    assert set(who(resolve([*known, long])).values()) == {"jay-cardew"}
    more = [voice(f"f{n}", "MR. CARDEW", ("title", "Anna Jay Cardew", None)) for n in range(3)]
    # The longer form stands more often: it is the name.
    (found,) = resolve([*known, *more]).speakers
    assert found.name == "Anna Jay Cardew"


def test_rare_misspellings_of_roles_join_the_one_role_that_they_are_near() -> None:
    voices = [
        voice("a", "SENIOR TIDE OFFICIAL"),
        voice("b", "SENIOR TIDE OFFICIAL"),
        voice("c", "SENOIR TIED OFFICIAL"),
        voice("e", "SPEAKER 1"),
        voice("e", "SPEAKER 2"),
    ]
    found = who(resolve(voices))
    assert found["c-senoir-tied-official"] == "senior-tide-official"
    assert (found["e-speaker-1"], found["e-speaker-2"]) == ("speaker-1", "speaker-2")
    # Three slips are too many, and then the other label is near two.
    found = who(resolve([*voices, voice("d", "SENOIR TEDI OFFICIAL")]))
    assert found["d-senoir-tedi-official"] == "senoir-tedi-official"
    assert found["c-senoir-tied-official"] == "senoir-tied-official"


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
