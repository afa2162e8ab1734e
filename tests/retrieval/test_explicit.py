"""Filters that are set: whom and which documents a value names, and what is near it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import open_index
from index.errors import UnknownFilter
from retrieval.catalogue import Catalogue
from retrieval.explicit import explicit_documents, explicit_speakers, near_speakers
from retrieval.results import Question
from tests.fakes import HashingEncoder

TALK = "\n\nMS. MARSH: Good day.\n\nQ Is it wet?\n\nMS. MARSH: The mole is dry.\n"
TEXTS = {
    "one.txt": f"Title: Mole Briefing\nDate: 2032-03-14\nPlace: Brindle, Norland{TALK}",
    "two.txt": f"Title: Mole Briefing\nDate: 2032-04-14\nPlace: Fenn, Norland{TALK}",
    "three.txt": f"Title: Évening Briefing\nPlace: Brindle{TALK.replace('MARSH', 'TARN')}",
    "four.txt": "Title: Salt Hearing\nDate: 2032-05-01"
    + TALK.replace("MS. MARSH", "THE PRESIDENT"),
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    place: Path = tmp_path_factory.mktemp("explicit")
    with open_index(place / "data", HashingEncoder(), create=True) as index:
        for name, text in TEXTS.items():
            index.put(name, text.encode())
        yield Catalogue(index.store)


def named(catalogue: Catalogue, *documents: str, places: tuple[str, ...] = ()) -> set[str] | None:
    """The sources that filters let through."""
    question = Question("mole", documents=documents, places=places)
    allowed = explicit_documents(question, catalogue)
    return None if allowed is None else {catalogue.document_names[id_] for id_ in allowed}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("one.txt", {"one.txt"}),
        ("Mole Briefing", {"one.txt", "two.txt"}),
        ("mole briefing", {"one.txt", "two.txt"}),
        ("Mole Briefing (2032-04-14)", {"two.txt"}),
        ("Evening Briefing", {"three.txt"}),
        ("Evening briefing (no date)", {"three.txt"}),
    ],
)
def test_a_document_is_named_by_its_file_its_title_or_its_title_and_day(
    catalogue: Catalogue, value: str, names: set[str]
) -> None:
    assert named(catalogue, value) == names
    id_ = next(id_ for id_, name in catalogue.document_names.items() if name in names)
    assert named(catalogue, id_) == {catalogue.document_names[id_]}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Brindle", {"one.txt", "three.txt"}),
        ("brindle", {"one.txt", "three.txt"}),
        (" Norland ", {"one.txt", "two.txt"}),
        ("Fenn, Norland", {"two.txt"}),
    ],
)
def test_a_place_is_the_whole_or_what_stands_between_commas(
    catalogue: Catalogue, value: str, names: set[str]
) -> None:
    assert named(catalogue, places=(value,)) == names


def test_several_values_of_a_filter_are_any_and_two_filters_are_both(catalogue: Catalogue) -> None:
    assert named(catalogue) is None
    assert named(catalogue, "one.txt", "four.txt") == {"one.txt", "four.txt"}
    assert named(catalogue, places=("Brindle", "Fenn")) == {"one.txt", "two.txt", "three.txt"}
    assert named(catalogue, "Mole Briefing", places=("Brindle",)) == {"one.txt"}
    assert named(catalogue, "four.txt", places=("Brindle",)) == set()


@pytest.mark.parametrize(
    ("documents", "places", "message", "near"),
    [
        (("ones.txt",), (), "No document 'ones.txt' is on record. Near misses: one.txt", "one.txt"),
        (("Mole Briefings",), (), "No document 'Mole Briefings'", "Mole Briefing"),
        (("xyz",), (), "No document 'xyz' is on record. List them with /v1/documents.", None),
        ((), ("Brindel",), "No place 'Brindel' is on record. Near misses: Brindle", "Brindle"),
        ((), ("Fen, Norland",), "No place 'Fen, Norland'", "Fenn, Norland"),
        ((), ("xyz",), r"No place 'xyz' is on record. /v1/documents/{name} tells a place.", None),
    ],
)
def test_a_value_that_is_not_on_record_is_told_with_what_is_near(
    catalogue: Catalogue,
    documents: tuple[str, ...],
    places: tuple[str, ...],
    message: str,
    near: str | None,
) -> None:
    with pytest.raises(UnknownFilter) as caught:
        named(catalogue, *documents, places=places)
    assert str(caught.value).startswith(message)
    assert caught.value.near[:1] == ((near,) if near else ())
    assert caught.value.field == ("documents" if documents else "places")


def test_a_speaker_is_named_by_id_label_or_name(catalogue: Catalogue) -> None:
    def ids(*names: str) -> list[str]:
        return [one.speaker_id for one in explicit_speakers(names, catalogue)]

    assert ids("MS. MARSH") == ids("ms. marsh") == ids("ms-marsh") == ["ms-marsh"]
    assert ids("MS. TARN", "MS. MARSH", "ms-tarn") == ["ms-tarn", "ms-marsh"]
    assert ids("THE PRESIDENT") == ["the-president"]
    assert ids() == []
    with pytest.raises(UnknownFilter, match=r"No speaker 'MS\. MARSCH' is on record\. Near misses"):
        ids("MS. MARSCH")
    with pytest.raises(UnknownFilter, match="List them with /v1/speakers") as caught:
        ids("Xyzzy Qwq")
    assert (caught.value.near, caught.value.field) == ((), "speakers")


def test_near_speakers_are_alike_in_seven_of_ten_letters(catalogue: Catalogue) -> None:
    assert near_speakers("Marsch", catalogue)[0] == "MS. MARSH"
    assert near_speakers("Bo Tarm", catalogue)[0] == "MS. TARN"
    # All six letters of "prsdnt" stand in "president": 12 of 15.
    assert near_speakers("prsdnt", catalogue) == ("THE PRESIDENT",)
    assert near_speakers("pxxsxdxnt", catalogue) == ()
