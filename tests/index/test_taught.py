"""What an owner teaches of labels: forms with an example, people for labels, in labels.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.listing import list_path, parse_sidecar
from index.parsing.taught import Taught, TaughtForm, TaughtName, checked
from index.parsing.transcript import parse
from index.persons.speakers import resolve
from index.readers import read_source, with_metadata
from index.teaching import parse_taught, read_taught, written
from tests.index.fiction import words

# Forms that no row of the table has, with a text and its labels.
CASES = [
    ("# {name} >", "# Ada Quill > The gate is shut.\n# Jo Bell > Why?\n", ["Ada Quill", "Jo Bell"]),
    ("{name} ~~", "ada quill ~~ Shut.\n\nIt stays so.\n\nbell ~~ Why?\n", ["ada quill", "bell"]),
    ("|{name}|", "|Quill, Ada| Shut.\n|Bell| Why?\n", ["Quill, Ada", "Bell"]),
    ("{time} {name} ||", "0:12 Ada || Shut.\n1:02:03 Jo || Why?\n", ["Ada", "Jo"]),
]


@pytest.mark.parametrize(("form", "text", "labels"), CASES)
def test_a_taught_form_gives_labels(form: str, text: str, labels: list[str]) -> None:
    source = read_source("a.txt", text.encode())
    assert [turn.label for turn in parse(source).turns] != labels
    found = parse(source, Taught((TaughtForm(form, text.splitlines()[0]),)))
    assert [turn.label for turn in found.turns] == labels
    assert words(found, found.turns[-1]) == "Why?"


def test_a_time_that_is_taught_is_the_turns() -> None:
    taught = Taught((TaughtForm("{time} {name} ||", "0:12 Ada Quill || Shut."),))
    text = "0:12 Ada Quill || Shut.\n1:02:03 Jo Bell || Why is it shut?\n"
    found = parse(read_source("a.txt", text.encode()), taught)
    assert [turn.start_s for turn in found.turns] == [12.0, 3723.0]


def test_a_form_holds_for_its_files_only() -> None:
    taught = Taught((TaughtForm("# {name} >", "# Ada Quill > Shut.", "hearings/*"),))
    text = b"# Ada Quill > The gate is shut.\n# Jo Bell > Since when?\n"
    inside = parse(read_source("hearings/a.txt", text), taught)
    outside = parse(read_source("talks/a.txt", text), taught)
    assert {turn.label for turn in inside.turns} == {"Ada Quill", "Jo Bell"}
    assert {turn.label for turn in outside.turns} == {None}


def test_a_label_means_the_person_who_was_taught() -> None:
    text = b"M: The gate is shut.\n\nP: Since when?\n\nM: Since June.\n\nP: I see.\n\n" * 2
    taught = Taught(names=(TaughtName("M", "Ada Quill"), TaughtName("P", "Jo van Bell")))
    found = parse(read_source("a.txt", text), taught)
    assert [turn.label for turn in found.turns] == ["M", "P"] * 4
    people = resolve(found.voices)
    assert sorted(one.name or "" for one in people.speakers) == ["Ada Quill", "Jo van Bell"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[form]]\nform = '# name >'\nexample = '# Ada > Shut.'", "needs {name} once"),
        ("[[form]]\nform = '{name}'\nexample = 'Ada'", "with a sign behind it"),
        ("[[form]]\nform = '# {name} >'\nexample = 'Ada: Shut.'", "does not fit its example"),
        ("[[form]]\nform = '# {name} >'", "needs example, form as text"),
        ("[[name]]\nlabel = 'M'\nperson = ' '", "both not empty"),
        ("[[voice]]\nlabel = 'M'", "tables only"),
        ("[form]\nform = 'x'", "two brackets"),
        ("form = ", "is not TOML"),
    ],
)
def test_a_wrong_lesson_is_refused_with_the_cure(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        parse_taught("labels.toml", text.encode())


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    taught = Taught(
        (TaughtForm('# {name} "\\', '# Ada "\\ Shut.', "a/*"),), (TaughtName("Ä\t", "Ada"),)
    )
    (tmp_path / "labels.toml").write_text(written(taught), encoding="utf-8")
    assert read_taught(tmp_path) == checked(taught, "x")


def test_a_folders_files_come_with_what_it_teaches(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("# Ada > Shut.\n")
    (tmp_path / "labels.toml").write_text("[[name]]\nlabel = 'M'\nperson = 'Ada Quill'\n")
    listing = list_path(tmp_path)
    (listed,) = listing.files
    assert listed.read("utf-8").taught.person("M.") == "Ada Quill"
    assert listing.unknown == {}


def test_a_files_own_metadata_names_its_speakers() -> None:
    """In the YAML above the text, or beside the file; both before what the folder teaches."""
    text = "M: The gate is shut.\n\nP: Since when?\n\n" * 3
    front = '---\ntitle: Gates\nspeakers:\n  M: Ada Quill\n  "P": Jo van Bell\n---\n\n'
    taught = Taught(names=(TaughtName("M", "Somebody Else"),))
    above = parse(read_source("a.md", (front + text).encode()), taught)
    beside = parse_sidecar(
        "a.txt.meta.json", b'{"speakers": {"M": "Ada Quill", "P": "Jo van Bell"}}'
    )
    read = with_metadata(read_source("a.txt", text.encode()), beside)
    for found in (above, parse(read, taught)):
        assert [turn.label for turn in found.turns] == ["M", "P"] * 3
        people = resolve(found.voices)
        assert sorted(one.name or "" for one in people.speakers) == ["Ada Quill", "Jo van Bell"]


@pytest.mark.parametrize("given", ['["M"]', '{"M": 3}', '{"": "Ada"}', '{"M": " "}', '"M"'])
def test_speakers_of_a_sidecar_are_labels_with_people(given: str) -> None:
    with pytest.raises(SourceError, match="speakers must be labels with people"):
        parse_sidecar("a.txt.meta.json", f'{{"speakers": {given}}}'.encode())
