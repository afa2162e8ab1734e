"""Labels with a slip of the pen: whose they are, on voices made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from index.persons.speakers import resolve
from index.records import slug
from tests.index.fiction import BRIEFING, parsed
from tests.index.resolving import flags, speaker, voice, who


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


def test_a_slip_in_a_title_does_not_make_a_new_person() -> None:
    known = [voice(f"d{n}", "MR. CARDEW", ("title", "Jay Cardew", None)) for n in range(3)]
    slip = voice("e", "MR. CARDEW", ("title", "Secetary Jay Cardew", None))
    assert set(who(resolve([*known, slip])).values()) == {"jay-cardew"}


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
