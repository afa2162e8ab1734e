"""When two names can be one person's, and what keeps them apart."""

from __future__ import annotations

import pytest

from index.language.likeness import (
    family_key,
    gender,
    given_key,
    is_near,
    office_key,
    same_office,
    titles_conflict,
    truncated_honorific,
)
from index.language.nearness import Nearness
from index.language.spelling import distance
from index.language.titles import label_parts, misspelt_title, proper
from index.language.vocabulary import is_anonymous, near_title, normal, uncounted


@pytest.mark.parametrize(
    ("first", "other", "near"),
    [
        ("BAER", "BAUR", True),  # one slip in four letters
        ("BAER", "BARE", True),  # two neighbours swapped
        ("BAER", "BUAR", False),
        ("ABE", "ABEL", False),  # shorter than four
        ("ABEL", "ABELS", True),
        ("TARRO", "TARNS", False),  # two in five
        ("TARROW", "TARNSW", True),  # two in six
        ("TARROW", "TANNSW", False),
        ("TARROW", "TARROW", False),  # the same is no slip
    ],
)
def test_a_slip_is_one_letter_and_two_in_a_long_name(first: str, other: str, near: bool) -> None:
    assert is_near(first, other) == is_near(other, first) == near


def test_beyond_its_limit_a_distance_is_only_far() -> None:
    assert [distance("TARN", other, 1) for other in ("TARN", "TARM", "TAMM", "MOLE")] == [
        *(0, 1, 2, 2)
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Tony Blake", "ANTONY"),
        ("Anthony J. Blake", "ANTONY"),
        ("Orla Blake", "ORLA"),
        ("J. Orla Blake", "ORLA"),
        ("J. Blake", None),
        ("Blake", None),
        ("Núria Blake", "NURIA"),
        ("Jo-Ann Blake", "JOANN"),
    ],
)
def test_a_given_name_is_compared_in_its_full_form(name: str, key: str | None) -> None:
    assert given_key(name) == key


def test_a_surname_is_compared_without_accents_and_hyphens() -> None:
    assert family_key("O’Méara-Fenn") == family_key("OMEARA FENN") == "OMEARAFENN"


@pytest.mark.parametrize(
    ("words", "truncated"),
    [
        (("R", "GIBBS"), True),
        (("M", "GIBBS"), True),
        (("R", "ADA", "GIBBS"), False),
        (("R",), False),
        (("ADA", "GIBBS"), False),
        (("K", "GIBBS"), False),
    ],
)
def test_what_is_left_of_an_honorific(words: tuple[str, ...], truncated: bool) -> None:
    assert truncated_honorific(words) == truncated


def test_an_honorific_tells_a_gender() -> None:
    assert [gender(titles) for titles in (("MR",), ("MRS",), ("DR",), ("MS", "DR"), ())] == [
        *("m", "f", None, "f", None)
    ]


@pytest.mark.parametrize(
    ("first", "other", "conflict"),
    [
        (("MR",), ("MS",), True),
        (("MR",), ("DR",), False),
        (("MR",), ("MR",), False),
        (("GENERAL",), ("ADMIRAL",), True),
        (("COMMODORE",), ("MAJOR",), True),
        (("GENERAL",), ("COLONEL",), False),
        (("ADMIRAL",), ("MR",), False),
        (("PRESIDENT",), ("MR",), True),
        (("PRESIDENT",), ("PRESIDENT",), False),
        (("PRESIDENT",), ("THE", "PRESIDENT"), False),
        (("VICE", "PRESIDENT"), ("PRESIDENT",), True),
        (("VICE", "PRESIDENT"), ("VICE", "PRESIDENT"), False),
        (("VICE", "CHAIR"), ("CHAIR",), False),
        (("SENATOR",), ("GOVERNOR",), True),
        (("SECRETARY",), ("MR",), False),
    ],
)
def test_titles_that_nobody_has_both_of(
    first: tuple[str, ...], other: tuple[str, ...], conflict: bool
) -> None:
    assert titles_conflict(first, other) == titles_conflict(other, first) == conflict


@pytest.mark.parametrize(
    ("first", "other", "same"),
    [
        (("DEPUTY", "MINISTER"), ("MINISTER",), True),
        (("DEPUTY", "MINISTER"), ("DEPUTY", "MAYOR"), False),
        (("MR", "SECRETARY"), ("MR", "MINISTER"), False),
        (("THE", "PRESIDENT"), ("THE", "MAYOR"), False),
        (("SECRETARY",), ("SECRETARY",), True),
    ],
)
def test_a_shared_office_is_more_than_an_honorific(
    first: tuple[str, ...], other: tuple[str, ...], same: bool
) -> None:
    assert same_office(first, other) == same


def test_an_office_is_called_with_or_without_its_article() -> None:
    assert office_key(("THE", "PRESIDENT")) == office_key(("EL", "PRESIDENTE")) == "PRESIDENT"
    assert office_key(("VICE", "PRESIDENT")) == "VICE PRESIDENT"


@pytest.mark.parametrize(
    ("label", "titles", "names"),
    [
        ("SECRETARY BLINKEN", ("SECRETARY",), ("BLINKEN",)),
        (
            "DEPUTY FOREIGN MINISTER ADA BRANDT",
            ("DEPUTY", "FOREIGN", "MINISTER"),
            ("ADA", "BRANDT"),
        ),
        ("MR KING", ("MR",), ("KING",)),
        ("MR PRESIDENT", ("MR", "PRESIDENT"), ()),
        ("MADAM SPEAKER", ("MADAM", "SPEAKER"), ()),
        ("THE PRESIDENT", ("THE", "PRESIDENT"), ()),
        ("SECRTARY BLINKEN", ("SECRETARY",), ("BLINKEN",)),
        ("SECRTARY", (), ("SECRTARY",)),
        ("HEFIN MARL AM", (), ("HEFIN", "MARL")),
        ("MS AM", ("MS",), ("AM",)),
        ("JANE MP", (), ("JANE", "MP")),
        ("ADA VENN, PHD OBE", (), ("ADA", "VENN,")),
        ("BLINKEN", (), ("BLINKEN",)),
    ],
)
def test_titles_and_names_of_a_label(
    label: str, titles: tuple[str, ...], names: tuple[str, ...]
) -> None:
    parts = label_parts(label)
    assert (parts.titles, parts.names) == (titles, names)


def test_a_title_is_misspelt_only_before_a_name() -> None:
    assert misspelt_title("SECRTARY BLINKEN")
    assert not misspelt_title("SECRTARY")
    assert not misspelt_title("SECRETARY BLINKEN")
    assert not misspelt_title("ADA BLINKEN")


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("SECRTARY", "SECRETARY"),
        ("SECRERARY", "SECRETARY"),
        ("SECRRTARI", "SECRETARIA"),
        ("SECXXXARY", None),
        ("SENATR", None),  # six letters are near too much
        ("SENATRO", "SENATOR"),
        ("SENATTOR", "SENATOR"),
        ("MAYORRR", None),  # no title of fewer than seven letters is looked for
        ("MINISTR", "MINISTER"),
        ("SECRETARY", None),
    ],
)
def test_the_title_that_a_long_word_misspells(word: str, title: str | None) -> None:
    assert near_title(word) == title


@pytest.mark.parametrize(
    ("printed", "ordinary"),
    [
        ("van BEEK", "van Beek"),  # no capital is put before a name that begins without
        ("JOHN J.R. OAK", "John J.R. Oak"),
        ("OAK, JR.", "Oak, Jr."),
        ("NASA CHIEF", "NASA Chief"),
        ("NASA, THE", "NASA, the"),
        ("MCBRIDE", "McBride"),
        ("MCB", "Mcb"),
        ("DeVOSS", "DeVoss"),
        ("O’DELL", "O’Dell"),
        ("A MAYOR", "A Mayor"),
        ("MAYOR A", "Mayor A"),
        ("THE OF", "The of"),
    ],
)
def test_capitals_are_kept_where_they_mean_something(printed: str, ordinary: str) -> None:
    assert proper(printed) == ordinary


@pytest.mark.parametrize(
    ("label", "anonymous"),
    [
        ("Q", True),
        ("REPORTER 2", True),
        ("REPORTER TWO", True),
        ("REPORTER 222", False),
        ("SPEAKER 12", True),
        ("UNIDENTIFIED MALE VOICE", True),
        ("UNIDENTIFIED VERY LOUD VOICE", False),
        ("SENIOR TIDE OFFICIAL", True),
        ("ADA QUILL", False),
        ("B", True),
        ("", True),
    ],
)
def test_a_role_names_no_person(label: str, anonymous: bool) -> None:
    assert is_anonymous(label) == anonymous


def test_a_label_is_compared_in_capitals_and_without_marks() -> None:
    assert normal("*Hon. (Dr.)  Ada O’Dell*") == "HON DR ADA O'DELL"
    assert normal("Ada (Corran)") == "ADA (CORRAN)"
    assert [uncounted(label) for label in ("REPORTER #2", "REPORTER", "2")] == [
        *("REPORTER", "REPORTER", "2")
    ]


def test_names_are_looked_up_by_their_neighbours() -> None:
    names = ["TARROW", "TARNSW", "BAER", "BAUER", "MOLE"]
    known = Nearness((name, name) for name in names)
    for name in names:
        near = {other for other in names if is_near(name, other)}
        assert near <= set(known.around(name))
    assert "MOLE" not in set(known.around("TARROW"))


@pytest.mark.parametrize(("length", "found"), [(32, True), (33, False)])
def test_names_of_more_than_32_letters_are_only_compared_for_equality(
    length: int, found: bool
) -> None:
    name = "TARROW" * 5 + "X" * (length - 30)
    known = Nearness([(name, "the name")])
    assert known.around(name) == ["the name"]
    assert bool(known.around(name[:-1])) == found


def test_of_very_many_names_alike_only_the_first_are_compared() -> None:
    many = Nearness(("TARROW", [number]) for number in range(40))
    assert len(many.around("TARROWS")) == 25
    assert many.around("TARROWS")[0] == [0]
    assert Nearness([("AB", "one"), ("BC", "two")]).around("A") == ["one", "two"]
