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
from tests.index.resolving import flags, of_texts, speaker, voice, who


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
