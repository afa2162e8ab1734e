"""What a document says of who its voices are: names, offices, and where it says so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.index.fiction import parsed

Told = Sequence[tuple[str, str | None, str | None]]


def evidence(
    *head: str, label: str = "MR. VENN", before: str = "", said: str = "It is wet."
) -> Told:
    """Kind, name and office of what is said of a label; the place of a name holds its words."""
    first = f"MS. TARN: {before}\n\n" if before else ""
    turns = f"{first}{label}: {said}\n\nMS. TARN: Why?\n\n{label}: So it is.\n"
    source = parsed("\n".join(head) + "\n\n" + turns)
    (voice,) = [voice for voice in source.voices if voice.label == label]
    for item in voice.evidence:
        printed = source.source.text[item.start : item.end]
        assert item.name is None or printed.upper() == item.name.upper() or "’" in printed
    return [(item.kind, item.name, item.office) for item in voice.evidence]


@pytest.mark.parametrize(
    ("title", "name", "office"),
    [
        ("Remarks by Secretary Jay Venn", "Jay Venn", "Secretary"),
        ("Remarks by Secretary of State Jay Q. Venn", "Jay Q. Venn", "Secretary of State"),
        ("Remarks by Secretary Mary Jo Ann Venn", "Mary Jo Ann Venn", "Secretary"),
        ("Remarks by Acting Deputy Minister Jay Venn", "Jay Venn", "Acting Deputy Minister"),
        ("Remarks by Chairman of Acme Jay Venn", "Jay Venn", None),
        ("Remarks by Minister Venn", None, "Minister"),
        ("Remarks by Jay Venn's Pilot", "Jay Venn", None),
        ("Press Briefing by Jay VENN and Others", "Jay Venn", None),
        ("Remarks by Jo and Jay Venn Today", "Jay Venn", None),
        # At most three given names.
        ("Remarks by Jay Ada Bo Cy Venn Today", "Ada Bo Cy Venn", None),
    ],
)
def test_a_title_names_who_speaks(title: str, name: str | None, office: str | None) -> None:
    assert evidence(title) == [("title", name, office)]


@pytest.mark.parametrize("title", ["Remarks by Venn on the Tides", "Talk With jay Venn of Brindle"])
def test_a_surname_alone_names_nobody(title: str) -> None:
    assert evidence(title) == []


def test_a_byline_names_a_person_and_an_office() -> None:
    told = evidence("Remarks on the Tides", "Jay Venn, Minister of Tides")
    assert told == [("byline", "Jay Venn", "Minister of Tides")]


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Here is Jay Venn.", "Jay Venn"),
        ("Here is J. Venn.", "J. Venn"),
        ("With us is the Minister of Tides, Jay Venn, again.", "Jay Venn"),
        ("Here is jay Venn.", None),
        ("He is Mr. Venn.", None),
        ("Here is Venn.", None),
    ],
)
def test_others_introduce_by_a_full_name(before: str, name: str | None) -> None:
    told = evidence("Remarks on the Tides", before=before)
    assert told == ([("introduction", name, None)] if name else [])


def test_somebody_introduces_himself_where_he_begins_and_nobody_else() -> None:
    own = evidence("Remarks on the Tides", before="Wet.", said="I am Jay Venn.")
    assert own == [("introduction", "Jay Venn", None)]
    assert evidence("Remarks on the Tides", before="I am Jo Tarn.", said="It is wet.") == []


def test_four_introductions_are_enough() -> None:
    for times in (3, 4, 5):
        told = evidence("Remarks on the Tides", before="Here is Jay Venn. " * times)
        assert told == [("introduction", "Jay Venn", None)] * min(times, 4)


def test_whom_a_title_names_needs_no_introduction() -> None:
    told = evidence("Remarks by Jay Venn Today", before="Here is Jo Venn.")
    assert told == [("title", "Jay Venn", None)]


MINISTER = "Remarks by Minister Jay Venn"
TWO = "Remarks by President Jay Venn and Minister Bo Tarn"


@pytest.mark.parametrize(
    ("title", "label", "told"),
    [
        (MINISTER, "JAY VENN", [("title", "Jay Venn", "Minister"), ("label", "Jay Venn", None)]),
        (
            MINISTER,
            "MINISTER VENN",
            [("title", "Jay Venn", "Minister"), ("label", None, "Minister")],
        ),
        (
            MINISTER,
            "THE MINISTER",
            [("title", "Jay Venn", "Minister"), ("label", None, "Minister")],
        ),
        (TWO, "THE MINISTER", [("title", "Bo Tarn", "Minister"), ("label", None, "Minister")]),
        (MINISTER, "THE PRESIDENT", [("label", None, "President")]),
        (TWO, "THE PRESIDENT", [("title", "Jay Venn", "President"), ("label", None, "President")]),
        (MINISTER, "J VENN", [("label", "J Venn", None)]),
        (MINISTER, "R. VENN", []),
        (
            "Remarks by Ministers Jay Venn and Bo Tarn",
            "THE MINISTER",
            [("label", None, "Minister")],
        ),
    ],
)
def test_a_label_tells_a_name_or_an_office(title: str, label: str, told: Told) -> None:
    assert evidence(title, label=label) == told


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Interview With Lena Fjord of Marsh Radio", "Lena Fjord"),
        ("Jay Venn With Lena Fjord on Marsh Radio", "Lena Fjord"),
        ("Interview With Lena Fjord and Jo Bell of MR", None),
        ("Interview With Lena Fjord of Marsh Radio and Others", None),
        ("Interview With Minister Venn of Tides", None),
        ("Interview With Jay Venn of Tides", None),  # he answers
        ("Interview With Lena Fjord of the marsh", None),
        ("Interview With Lena Ada Bo Fjord of Marsh", "Lena Ada Bo Fjord"),
        ("Interview With Lena Ada Bo Cy Fjord of Marsh", None),
        ("Interview With Fjord of Marsh", None),
    ],
)
def test_the_interviewer_of_a_title_is_one_person(title: str, name: str | None) -> None:
    asked = "QUESTION: Is it wet?\n\nMR. VENN: Yes.\n\n"
    source = parsed(f"{title}\nMay 9, 2031\n\n{asked * 2}")
    (voice,) = [voice for voice in source.voices if voice.label == "QUESTION"]
    assert [(item.kind, item.name) for item in voice.evidence] == (
        [("title", name)] if name else []
    )


def test_two_labels_of_one_surname_are_told_apart_by_their_titles() -> None:
    def names(first: str, second: str) -> list[list[str | None]]:
        source = parsed(
            f"Remarks on the Tides\n\nMS. TARN: {first} {second}\n\n"
            "MS. HOLM: Wet.\n\nMINISTER HOLM: Dry.\n"
        )
        by_label = {voice.label: voice for voice in source.voices}
        return [
            [item.name for item in by_label[label].evidence if item.kind == "introduction"]
            for label in ("MS. HOLM", "MINISTER HOLM")
        ]

    jory, rurik = "Here is Ms. Jory Holm.", "Here is the Minister Rurik Holm."
    assert names(jory, rurik) == [["Jory Holm"], ["Rurik Holm"]]
    # Where only one given name is printed, both keep it.
    assert names(jory, "") == [["Jory Holm"], ["Jory Holm"]]


@pytest.mark.parametrize(
    ("label", "printed", "found"),
    [
        ("MR. MCDONOUGH", "Jay McDonough", True),
        ("MR. LAHOOD", "Jay LaHood", True),
        ("MR. O'DELL", "Jay O’Dell", True),
        ("MR. QUILL-FENN", "Jay Quill-Fenn", True),
        ("MR. VENN", "Jay VENN", True),
        ("MR. VENN", "Jay Vennx", False),
        ("MR. VENN", "Jay  Venn", True),
        ("MR. VENN", "Jay - Venn", False),
    ],
)
def test_a_surname_is_found_as_it_is_printed_in_running_text(
    label: str, printed: str, found: bool
) -> None:
    source = parsed(
        f"Remarks on the Tides\n\nMS. TARN: Here is {printed} again.\n\n{label}: Wet.\n\n"
        f"MS. TARN: Why?\n\n{label}: So it is.\n"
    )
    (voice,) = [voice for voice in source.voices if voice.label == label]
    assert [item.kind for item in voice.evidence] == (["introduction"] if found else [])
