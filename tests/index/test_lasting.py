"""Ids and links that last, and corrections: through new files, corrected files and re-indexing."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import Index, index_paths
from index.errors import NotFound
from index.records import Assignment, Correction, Metadata, Speaker
from index.storing.aliases import Alias, settle
from index.storing.past import corrections_of, earlier_of, former_ids, newer_ids
from index.storing.seats import Seated
from tests.index.opening import check_whole, opened

FERRY = """MR. FENWOLD: Good morning. Will the ferry to Selke run again?

MS. OKORO: The ferry to Selke runs from the ninth of June, twice a day.
"""
NAMED = """Interview with Carl Fenwold of the Selke Post

March 9, 2031

MR. FENWOLD: What does the harbour at Selke cost this year?

MS. OKORO: The harbour costs less than the bridge did.
"""
MILL = """MS. HOLT: The paper mill at Strand belongs to its workers.

MS. HOLT: It makes no profit yet.

MR. BRANDT: Wood stays cheap this year.
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An empty index."""
    return opened(tmp_path / "data")


def who(index: Index, name: str, words: str) -> str | None:
    """The id of whoever says words in a source."""
    store = index.store
    for document_id in store.document_ids_of(name):
        document = store.document(document_id)
        text = store.text(document.source_id)
        people = {
            one.voice.voice_id: one.speaker
            for one in store.resolved_voices([document_id])[document_id]
        }
        for turn in store.turns(document_id):
            if words in text[turn.start : turn.end]:
                speaker = people[turn.voice_id]
                return None if speaker is None else speaker.speaker_id
    raise AssertionError(f"{words!r} is not said in {name}")


def leads_to(index: Index, speaker_id: str) -> str:
    """The speaker that an id means now."""
    return index.store.speaker(former_ids(index.store).get(speaker_id, speaker_id)).speaker_id


def test_an_id_that_a_fuller_name_replaces_goes_on_meaning_the_same_person(index: Index) -> None:
    index.put("ferry.txt", FERRY.encode())
    assert who(index, "ferry.txt", "Good morning") == "mr-fenwold"
    index.put("named.txt", NAMED.encode())
    assert who(index, "ferry.txt", "Good morning") == "carl-fenwold"
    assert former_ids(index.store) == {"mr-fenwold": "carl-fenwold"}
    index.remove("named.txt")
    assert who(index, "ferry.txt", "Good morning") == "mr-fenwold"
    assert leads_to(index, "carl-fenwold") == "mr-fenwold"
    assert leads_to(index, "mr-fenwold") == "mr-fenwold"


def test_an_id_never_comes_to_mean_somebody_else() -> None:
    before = [Seated("a-1-smith", "a\t1\tsmith", 9, "smith"), Seated("b-1-q", "b\t1\tq", 1, "q")]
    settled = settle(
        before,
        (),
        [Speaker("smith", None, ("SMITH",)), Speaker("john-smith", "John Smith", ("SMITH",))],
        [
            Assignment("a-1-smith", "john-smith", "title"),
            Assignment("c-1-smith", "smith", "label"),
            Assignment("b-1-q", None, None),
        ],
        {"a-1-smith": "a\t1\tsmith", "b-1-q": "b\t1\tq", "c-1-smith": "c\t1\tsmith"},
    )
    # `smith` was the one of a.txt, who is john-smith now; the new one of c.txt gets another id.
    assert [one.speaker_id for one in settled.speakers] == ["john-smith", "smith-2"]
    assert Alias("smith", "john-smith", ("a\t1\tsmith",)) in settled.aliases
    # Q has no voice any more: its id is kept with its seat, and comes back with it.
    assert Alias("q", "q", ("b\t1\tq",)) in settled.aliases
    now = [
        Seated("a-1-smith", "a\t1\tsmith", 9, "john-smith"),
        Seated("c-1-smith", "c\t1\tsmith", 1, "smith-2"),
    ]
    again = settle(
        now,
        settled.aliases,
        [Speaker("smith", None, ("SMITH",)), Speaker("john-smith", "John Smith", ("SMITH",))],
        [
            Assignment("a-1-smith", "john-smith", "title"),
            Assignment("c-1-smith", "smith", "label"),
            Assignment("b-1-q", "john-smith", "title"),
        ],
        {"a-1-smith": "a\t1\tsmith", "b-1-q": "b\t1\tq", "c-1-smith": "c\t1\tsmith"},
    )
    assert [one.speaker_id for one in again.speakers] == ["john-smith", "smith-2"]
    assert {(one.alias, one.speaker_id) for one in again.aliases} == {
        ("smith", "john-smith"),
        ("q", "john-smith"),
    }


def test_a_corrected_file_leaves_its_earlier_version_to_be_read(index: Index) -> None:
    index.put("ferry.txt", FERRY.encode())
    (old,) = index.store.document_ids_of("ferry.txt")
    index.put("ferry.txt", FERRY.replace("ninth", "tenth").encode())
    (new,) = index.store.document_ids_of("ferry.txt")
    assert old != new
    assert newer_ids(index.store) == {old: (new,)}
    earlier = earlier_of(index.store, old)
    said = [earlier.text[turn.start : turn.end] for turn in earlier.turns]
    assert said[1] == "The ferry to Selke runs from the ninth of June, twice a day."
    assert [one.speaker and one.speaker.speaker_id for one in earlier.voices] == [
        "mr-fenwold",
        "ms-okoro",
    ]
    check_whole(index)
    index.put("ferry.txt", FERRY.encode())  # back to the first words: they are on record again
    assert newer_ids(index.store) == {new: (old,)}
    index.remove("ferry.txt")
    assert newer_ids(index.store) == {}
    with pytest.raises(NotFound, match="no document"):
        earlier_of(index.store, new)


def test_metadata_alone_makes_no_earlier_version(index: Index) -> None:
    index.put("ferry.txt", FERRY.encode())
    index.put("ferry.txt", FERRY.encode(), metadata=Metadata(title="The ferry"))
    assert newer_ids(index.store) == {}


def test_merging_two_people_survives_what_comes_later(index: Index) -> None:
    index.put("ferry.txt", FERRY.encode())
    index.put("mill.txt", MILL.encode())
    before = {one.speaker_id for one in index.store.speakers()}
    assert {"ms-holt", "ms-okoro", "mr-fenwold", "mr-brandt"} == before
    index.correct([Correction("merge", speaker="ms-okoro", into="ms-holt")])
    assert who(index, "ferry.txt", "twice a day") == "ms-holt"
    assert former_ids(index.store) == {"ms-okoro": "ms-holt"}
    index.put("ferry.txt", FERRY.replace("twice", "three times").encode())
    assert who(index, "ferry.txt", "three times a day") == "ms-holt"
    index.put("named.txt", NAMED.encode())
    assert who(index, "named.txt", "harbour costs") == "ms-holt"
    for one in before:
        leads_to(index, one)
    (known,) = corrections_of(index.store)
    assert known.applied
    index.correct([], [known.correction_id])
    assert who(index, "ferry.txt", "three times a day") == "ms-okoro"
    assert corrections_of(index.store) == ()
    assert leads_to(index, "ms-okoro") == "ms-okoro"


def test_a_rename_and_a_split_and_a_turn(index: Index) -> None:
    index.put("ferry.txt", FERRY.encode())
    index.put("named.txt", NAMED.encode())
    index.put("mill.txt", MILL.encode())
    index.correct([Correction("rename", speaker="mr-fenwold", name="Karl Fenwold")])
    assert index.store.speaker("carl-fenwold").name == "Karl Fenwold"
    index.correct(
        [Correction("split", speaker="ms-okoro", name="Ida Okoro", documents=("named.txt",))]
    )
    assert who(index, "named.txt", "harbour costs") == "ida-okoro"
    assert who(index, "ferry.txt", "twice a day") == "ms-okoro"
    index.correct([Correction("reassign", turn="mill.txt#t2", speaker="mr-brandt")])
    assert who(index, "mill.txt", "belongs to its workers") == "ms-holt"
    assert who(index, "mill.txt", "no profit") == "mr-brandt"
    totals = {one.speaker.speaker_id: one.turns for one in index.store.speaker_totals()}
    assert (totals["mr-brandt"], totals["ms-holt"]) == (2, 1)
    assert all(one.applied for one in corrections_of(index.store))
    # The file is corrected: a turn is put before, so that the turn's number is another.
    index.put("mill.txt", ("MR. BRANDT: Welcome.\n\n" + MILL).encode())
    assert who(index, "mill.txt", "no profit") == "mr-brandt"
    assert who(index, "mill.txt", "belongs to its workers") == "ms-holt"
    index.correct([], [one.correction_id for one in corrections_of(index.store)])
    assert who(index, "mill.txt", "no profit") == "ms-holt"
    assert who(index, "named.txt", "harbour costs") == "ms-okoro"
    assert index.store.speaker("carl-fenwold").name == "Carl Fenwold"
    totals = {one.speaker.speaker_id: one.turns for one in index.store.speaker_totals()}
    assert (totals["mr-brandt"], totals["ms-holt"]) == (2, 2)
    check_whole(index)


def test_a_turn_that_is_nobodys(index: Index) -> None:
    index.put("mill.txt", MILL.encode())
    index.correct([Correction("reassign", turn="mill.txt#t2")])
    assert who(index, "mill.txt", "no profit") is None
    index.put("mill.txt", MILL.replace("no profit yet", "a loss").encode())
    (known,) = corrections_of(index.store)
    assert not known.applied  # nobody says these words any more
    assert who(index, "mill.txt", "a loss") == "ms-holt"


def test_what_is_not_on_record_yet_waits(index: Index) -> None:
    index.correct([Correction("merge", speaker="MR. BRANDT", into="MS. HOLT")])
    assert not corrections_of(index.store)[0].applied
    index.put("mill.txt", MILL.encode())
    assert corrections_of(index.store)[0].applied
    assert who(index, "mill.txt", "Wood stays") == "ms-holt"


def test_corrections_survive_a_reopening_and_are_checked(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("mill.txt", MILL.encode())
        index.correct([Correction("merge", speaker="mr-brandt", into="ms-holt")])
    with opened(tmp_path) as index:
        assert who(index, "mill.txt", "Wood stays") == "ms-holt"
        index.put("ferry.txt", FERRY.encode())
        assert who(index, "mill.txt", "Wood stays") == "ms-holt"


def folder_with(path: Path, corrections: str) -> Path:
    """A folder with the mill's transcript and a corrections file."""
    path.mkdir(exist_ok=True)
    (path / "mill.txt").write_text(MILL, encoding="utf-8")
    (path / "onrecord.corrections.json").write_text(corrections, encoding="utf-8")
    return path


def test_a_file_in_the_folder_corrects_and_stops_correcting(index: Index, tmp_path: Path) -> None:
    merge = '{"corrections": [{"kind": "merge", "speaker": "MR. BRANDT", "into": "MS. HOLT"}]}'
    folder = folder_with(tmp_path / "in", merge)
    report = index_paths(index, [folder])
    assert (report.added, report.corrections, report.failed) == (["mill.txt"], 1, [])
    assert who(index, "mill.txt", "Wood stays") == "ms-holt"
    generation = index.generation
    index_paths(index, [folder])
    assert index.generation == generation  # the same file again changes nothing
    (folder / "onrecord.corrections.json").unlink()
    assert index_paths(index, [folder]).corrections == 0
    assert who(index, "mill.txt", "Wood stays") == "mr-brandt"


def test_a_correction_of_the_file_that_names_nobody_is_told(index: Index, tmp_path: Path) -> None:
    named = '{"corrections": [{"kind": "rename", "speaker": "MR. NOBODY", "name": "Ann"}]}'
    report = index_paths(index, [folder_with(tmp_path / "in", named)])
    ((_, words),) = [one for one in report.notices if one[0].endswith("corrections.json")]
    assert words.startswith("correction 1 (rename) waits")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", 'a list "corrections"'),
        ("{", "is not JSON"),
        ('{"corrections": [{"kind": "joined"}]}', "correction 1: the kind is 'joined'"),
        ('{"corrections": [{"kind": "merge", "speaker": "A"}]}', "merge needs into"),
        ('{"corrections": [{"kind": "reassign", "turn": "a", "name": "A"}]}', "takes no name"),
        ('{"corrections": [{"kind": "rename", "speaker": "A", "name": 3}]}', "are texts"),
        (
            '{"corrections": [{"kind": "split", "speaker": "A", "documents": ["a"]}]}',
            "needs a name",
        ),
    ],
)
def test_a_corrections_file_that_is_wrong_is_refused(
    index: Index, tmp_path: Path, text: str, message: str
) -> None:
    report = index_paths(index, [folder_with(tmp_path / "in", text)])
    ((path, reason),) = report.failed
    assert path.endswith("onrecord.corrections.json")
    assert message in reason
    assert report.added == ["mill.txt"]
