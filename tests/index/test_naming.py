"""Which words before a colon are names: their shape, and what a whole file teaches."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.language.naming import Opening, Prefix, Shape, is_opener, learn, may_name, prefix, shape


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Ada Quill", "title"),
        ("Ada van der Quill", "title"),
        ("Ada d'Arcy", "title"),
        ("Ada d’Arcy", "title"),
        ("O'Dell", "title"),
        ("Jo & Ada", "title"),
        ("中村 Ada", "title"),
        ("ADA (on phone)", "title"),
        ("ADA QUILL", "capitals"),
        ("Q", "capitals"),
        ("ada", "lower"),
        ("Ada quill", "lower"),
        ("van der", "lower"),
        ("speaker 2", "lower"),
        ("one two3 three", "lower"),
        ("山田", "script"),
        ("@ada_q", "handle"),
        ("ada#3", "handle"),
        ("jo|the second", "handle"),
        ("P1", "handle"),
        ("Speaker 2", "handle"),
        ("+44 20 5550", "handle"),
    ],
)
def test_the_shape_of_a_label(label: str, expected: Shape) -> None:
    assert shape(label) == expected


@pytest.mark.parametrize(
    ("label", "may"),
    [
        ("Ada", True),
        ("Dr. Ada", True),
        ("it, is", True),
        ("(Ada)", True),
        ("one two three four five six seven eight", True),
        ("one two three four five six seven eight nine", False),
        ("It is wet. So", True),
        ("It is done. So", False),
        ("Who?", False),
        ("Ada…", False),
        ("(Ada", False),
        ("Ada]", False),
        ("-Ada", False),
        ("“Ada”", False),
        ("'Tis", False),
        ("a = b", False),
        ("&", False),
        ("", False),
    ],
)
def test_a_name_is_no_sentence_and_no_quotation(label: str, may: bool) -> None:
    assert may_name(label) == may


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada: It is wet.", Prefix("Ada", 5)),
        ("Ada ： wet", Prefix("Ada", 6)),
        ("Ada: 12 boats", Prefix("Ada", 5)),
        ("+44 20 5550: wet", Prefix("+44 20 5550", 13)),
        ("Jo: Ada: wet", Prefix("Jo", 4)),
        ("a" * 60 + ": wet", Prefix("a" * 60, 62)),
        ("a" * 61 + ": wet", None),
        ("Ada\nQuill: wet", None),
        ("12:30 by the lock", None),
        ("http://lock", None),
        ('"No", he said: wet', None),
        ("no colon", None),
        ("", None),
    ],
)
def test_what_stands_before_the_first_colon(text: str, expected: Prefix | None) -> None:
    assert prefix(text) == expected


@pytest.mark.parametrize(
    ("label", "opens"),
    [
        ("Remember", True),
        ("REMEMBER", True),
        ("Remember this", True),
        ("REMEMBER QUILL", False),
        ("Note", True),
        ("NOTE TO ALL", True),
        ("Mr. and Mrs. Quill", True),
        ("Mr. Quill", False),
        ("Ada", False),
        ("Ada Remember", False),
        (",", True),
    ],
)
def test_words_that_open_a_sentence_name_nobody(label: str, opens: bool) -> None:
    assert is_opener(label) == opens


def openings(*texts: str, ended: bool = True, first: bool = True) -> list[Opening]:
    return [Opening(prefix(text), first, ended) for text in texts]


PLAIN = ["it is wet"] * 20


def taught(*labels: str, plain: int = 0) -> set[str]:
    """What is learned from cues with these labels, and so many without one."""
    return set(learn(openings(*(f"{label}: wet" for label in labels), *PLAIN[:plain])))


@pytest.mark.parametrize(
    ("labels", "plain", "names"),
    [
        # Nine of ten cues with a label: any display name is one.
        (["the cat lady", "Jo"] + ["the cat lady"] * 7, 1, {"the cat lady", "Jo"}),
        (["one thing", "Jo"] + ["Jo"] * 7, 1, {"one thing", "Jo"}),
        # One of them looks like a name: by capitals of several words, or as one small word.
        (["the cat lady", "Ada Quill"] + ["Ada Quill"] * 7, 1, {"the cat lady", "Ada Quill"}),
        (["the cat lady", "ada"] + ["ada"] * 7, 1, {"the cat lady", "ada"}),
        (["the cat lady"] + ["the salt man"] * 8, 1, {"the salt man"}),
        # Fewer than nine, but more than seven: what recurs, and single words.
        (["the cat lady", "the cat lady"] + ["Jo"] * 6, 2, {"the cat lady", "Jo"}),
        (["the cat lady", "ada"] + ["Jo"] * 6, 2, {"ada", "Jo"}),
        # Fewer than seven of ten: each must look like a name.
        (["ada", "one thing", "Jo Bell", "Jo Bell"], 6, {"Jo Bell"}),
        (["ada", "ada", "Jo Bell"], 6, {"ada", "Jo Bell"}),
        (["one thing", "one thing", "Jo Bell"], 6, {"Jo Bell"}),
        (["山田", "Jo Bell"], 6, {"山田", "Jo Bell"}),
        (["P1", "P1", "P2", "P2"], 8, {"P1", "P2"}),
        (["P1", "P2"], 8, set()),
        (["ADA"], 8, {"ADA"}),
        (["Q"], 8, set()),
        (["Jo Bell"], 8, {"Jo Bell"}),
        # One word alone is not yet somebody, however often it stands.
        (["Harbour", "Harbour"], 8, set()),
        (["Harbour", "Harbour", "Jo Bell"], 8, {"Harbour", "Jo Bell"}),
        (["Harbour", "Jo Bell"], 8, {"Harbour", "Jo Bell"}),
        # Words that open a sentence, unless they stand often.
        (["Remember", "Jo Bell"], 8, {"Jo Bell"}),
        (["Remember"] * 2 + ["Jo Bell"], 8, {"Jo Bell"}),
        (["Remember"] * 3 + ["Jo Bell"], 8, {"Remember", "Jo Bell"}),
        (["Note"] * 5 + ["Jo Bell"], 9, {"Jo Bell"}),
        (["Ada Bo Cy Dee Eve"], 8, {"Ada Bo Cy Dee Eve"}),
        (["Ada Bo Cy Dee Eve Fay"], 8, set()),
    ],
)
def test_what_a_file_teaches(labels: Sequence[str], plain: int, names: set[str]) -> None:
    assert taught(*labels, plain=plain) == names


def test_a_name_that_stands_once_behind_an_unfinished_sentence_is_none() -> None:
    known = openings("Jo Bell: wet", "Jo Bell: wet", *PLAIN[:8])
    assert set(learn([*known, *openings("Ada: wet", ended=True)])) == {"Jo Bell", "Ada"}
    assert set(learn([*known, *openings("Ada: wet", ended=False)])) == {"Jo Bell"}


def test_only_what_begins_a_cue_counts_for_the_share() -> None:
    inside = openings(*PLAIN[:10], first=False)
    assert set(learn([*openings("the cat lady: wet", "Jo: wet"), *inside])) == {
        "the cat lady",
        "Jo",
    }
    assert learn(inside) == {}
    assert learn([]) == {}


def test_a_note_behind_a_name_is_left_out_where_the_name_stands_without_it() -> None:
    called = learn(
        openings("ADA (on phone): wet", "ADA: wet", "JO [aside]: wet", "JO [aside]: wet")
    )
    assert called == {"ADA (on phone)": "ADA", "ADA": "ADA", "JO [aside]": "JO [aside]"}
    rare = learn(openings("ADA (on phone): wet", "JO BELL: wet", *PLAIN[:8]))
    assert rare == {"ADA (on phone)": "ADA", "JO BELL": "JO BELL"}
