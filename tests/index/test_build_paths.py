"""Folders into an index: names, batches, duplicates, sidecars, pruning, interruptions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from index import build
from index.build import Index, Progress, index_paths, open_index
from index.errors import StoreMissing
from index.records import FloatMatrix
from tests.fakes import HashingEncoder
from tests.index.opening import ENCODER, check_whole, near, opened, says, transcript


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path / "data") as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three transcripts, one of them in a folder below."""
    place = tmp_path / "transcripts"
    (place / "2031").mkdir(parents=True)
    for name, word in (("a.txt", "zeppelin"), ("b.txt", "barge"), ("2031/c.txt", "tram")):
        (place / name).write_bytes(transcript(f"The {word} leaves at noon."))
    return place


def names(index: Index) -> list[str]:
    return [one.name for one in index.store.sources()]


def test_a_folder_is_indexed_with_names_relative_to_it(index: Index, folder: Path) -> None:
    report = index_paths(index, [folder])
    assert report.added == ["2031/c.txt", "a.txt", "b.txt"] == names(index)
    assert (report.documents, report.passages) == (3, index.store.counts().passages)
    assert report.seconds > 0
    assert says(index, "tram") == near(index, "tram leaves noon") == {"2031/c.txt"}
    check_whole(index)


def test_a_file_alone_is_named_by_itself(index: Index, folder: Path) -> None:
    report = index_paths(index, [folder / "2031" / "c.txt", folder / "a.txt"])
    assert report.added == ["c.txt", "a.txt"]


def test_indexing_again_is_free(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths(index, [folder])
    monkeypatch.setattr(build, "cut", lambda *_: pytest.fail("parsed again"))
    report = index_paths(index, [folder])
    assert (report.unchanged, report.added) == (["2031/c.txt", "a.txt", "b.txt"], [])
    assert index.generation == 1


def test_a_changed_file_replaces_its_documents(index: Index, folder: Path) -> None:
    index_paths(index, [folder])
    (folder / "a.txt").write_bytes(transcript("The balloon leaves."))
    report = index_paths(index, [folder])
    assert (report.replaced, len(report.unchanged)) == (["a.txt"], 2)
    assert says(index, "zeppelin") == set()
    assert says(index, "balloon") == {"a.txt"}


def test_only_known_files_that_are_not_hidden_are_taken(index: Index, folder: Path) -> None:
    for name in ("image.png", ".hidden.txt", ".git/x.txt", "a.txt.bak"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(transcript(name))
    (folder / "LICENSE").write_bytes(b"All are free.")
    report = index_paths(index, [folder])
    assert (len(report.added), report.failed) == (3, [])
    # What no reader knows is told by the ending of its name; hidden files and sidecars are not.
    assert report.unknown == {
        "": [str(folder / "LICENSE")],
        ".bak": [str(folder / "a.txt.bak")],
        ".png": [str(folder / "image.png")],
    }


def test_a_path_that_is_not_there_stops_before_anything(index: Index, folder: Path) -> None:
    with pytest.raises(StoreMissing, match=r"no file or folder .*nowhere"):
        index_paths(index, [folder, folder / "nowhere"])
    assert names(index) == []


def test_bad_files_are_reported_and_the_rest_goes_on(index: Index, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "latin.txt").write_bytes("Café\n".encode("latin-1"))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    report = index_paths(index, [folder])
    assert len(report.added) == 3
    failed = {Path(path).name: message for path, message in report.failed}
    assert set(failed) == {"empty.txt", "latin.txt", "binary.txt", "gone.txt"}
    assert "encoding" in failed["latin.txt"]
    check_whole(index)


def test_a_file_over_the_limit_is_not_read(index: Index, folder: Path) -> None:
    report = index_paths(index, [folder], max_bytes=10)
    assert len(report.failed) == 3
    assert "the limit is 10" in report.failed[0][1]


def test_another_encoding_is_a_setting(index: Index, folder: Path) -> None:
    (folder / "latin.txt").write_bytes(transcript("The café opens.").decode().encode("latin-1"))
    report = index_paths(index, [folder / "latin.txt"], encoding="latin-1")
    assert report.added == ["latin.txt"]
    assert says(index, "café") == {"latin.txt"}


def test_the_same_bytes_twice_are_one_source(index: Index, folder: Path) -> None:
    shutil.copy(folder / "b.txt", folder / "z.txt")
    report = index_paths(index, [folder])
    assert report.duplicates == [(str(folder / "z.txt"), "b.txt")]
    assert index_paths(index, [folder]).duplicates == report.duplicates
    assert len(names(index)) == 3


@pytest.mark.parametrize("batch", [1, 2000])
def test_files_that_changed_names_are_followed(
    index: Index, folder: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths(index, [folder])
    monkeypatch.setattr(build, "BATCH_PASSAGES", batch)
    (folder / "a.txt").rename(folder / "x")
    (folder / "b.txt").rename(folder / "a.txt")
    (folder / "x").rename(folder / "b.txt")
    report = index_paths(index, [folder])
    assert (report.duplicates, report.failed) == ([], [])
    assert says(index, "zeppelin") == {"b.txt"}
    assert says(index, "barge") == {"a.txt"}
    check_whole(index)


def test_two_files_with_one_name_are_not_mixed(index: Index, folder: Path) -> None:
    (folder / "2031" / "a.txt").write_bytes(transcript("The sledge leaves."))
    report = index_paths(index, [folder, folder / "2031"])
    assert [Path(path).name for path, _ in report.failed] == ["a.txt"]
    assert "would both be named 'a.txt'" in report.failed[0][1]
    assert says(index, "zeppelin") == {"a.txt"}


def test_the_same_path_twice_is_indexed_once(index: Index, folder: Path) -> None:
    report = index_paths(index, [folder, folder])
    assert (len(report.added), report.failed) == (3, [])
    assert len(names(index)) == 3


# Sidecars


def test_a_sidecar_says_what_the_text_does_not(index: Index, folder: Path) -> None:
    sidecar = folder / "a.txt.meta.json"
    sidecar.write_text(json.dumps({"title": "Ferry talk", "date": "2031-05-06"}))
    index_paths(index, [folder])
    (document,) = [one for one in index.store.documents() if one.title == "Ferry talk"]
    assert (document.date, document.date_status) == (date(2031, 5, 6), "given")
    sidecar.write_text(json.dumps({"title": "Airship talk"}))
    assert index_paths(index, [folder]).replaced == ["a.txt"]
    sidecar.unlink()
    assert index_paths(index, [folder]).replaced == ["a.txt"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("[]", "must be a JSON object"),
        ('{"tittle": "x"}', "title, date, place, venue, byline, url, language"),
        ('{"title": 3}', "title must be text or null"),
        ('{"date": "June 3"}', "'June 3', expected a day such as"),
        ('{"language": 3}', "language must be text or null"),
        (
            '{"language": "English"}',
            "'English', expected a tag such as en, de or pt-BR; correct it",
        ),
    ],
)
def test_a_bad_sidecar_is_reported_with_its_file(
    index: Index, folder: Path, content: str, message: str
) -> None:
    (folder / "a.txt.meta.json").write_text(content)
    report = index_paths(index, [folder])
    assert len(report.added) == 2
    assert message in report.failed[0][1]


# Pruning


def test_pruning_removes_sources_whose_file_is_gone(index: Index, folder: Path) -> None:
    index.put("put.txt", transcript("The canoe leaves."))
    index_paths(index, [folder])
    (folder / "a.txt").unlink()
    assert index_paths(index, [folder]).removed == []
    report = index_paths(index, [folder], prune=True)
    assert report.removed == ["a.txt"]
    assert names(index) == ["2031/c.txt", "b.txt", "put.txt"]
    assert says(index, "zeppelin") == set()
    check_whole(index)


def test_pruning_lets_a_file_take_another_name(index: Index, folder: Path) -> None:
    index_paths(index, [folder])
    (folder / "a.txt").rename(folder / "airship.txt")
    report = index_paths(index, [folder], prune=True)
    assert (report.removed, report.added, report.duplicates) == (["a.txt"], ["airship.txt"], [])
    assert says(index, "zeppelin") == {"airship.txt"}


def test_pruning_leaves_other_folders_alone(index: Index, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "d.txt").write_bytes(transcript("The canoe leaves."))
    index_paths(index, [folder, other])
    (folder / "a.txt").unlink()
    (other / "d.txt").unlink()
    (other / "e.txt").write_bytes(transcript("The sledge leaves."))
    index_paths(index, [folder], prune=True)
    assert names(index) == ["2031/c.txt", "b.txt", "d.txt"]


def test_an_empty_folder_prunes_nothing(index: Index, folder: Path) -> None:
    index_paths(index, [folder])
    shutil.rmtree(folder)
    folder.mkdir()
    report = index_paths(index, [folder], prune=True)
    assert "none is removed" in report.failed[0][1]
    assert len(names(index)) == 3


def test_a_folder_that_moved_keeps_its_sources(index: Index, folder: Path, tmp_path: Path) -> None:
    index_paths(index, [folder])
    moved = folder.rename(tmp_path / "moved")
    (moved / "a.txt").unlink()
    assert len(index_paths(index, [moved]).unchanged) == 2
    (moved / "b.txt").unlink()
    assert index_paths(index, [moved], prune=True).removed == ["b.txt"]


# Batches, progress, interruptions


def test_progress_counts_files_and_passages(index: Index, folder: Path) -> None:
    told: list[Progress] = []
    report = index_paths(index, [folder], progress=told.append)
    assert [one.files_done for one in told] == [1, 2, 3, 3]
    assert {one.files_total for one in told} == {3}
    assert told[-1].passages_done == report.passages
    assert told[-1].passages_per_s > 0


class TellingEncoder(HashingEncoder):
    """Tells after each text, the last one first."""

    def encode_telling(
        self, texts: Sequence[str], tell: Callable[[Sequence[int]], None]
    ) -> FloatMatrix:
        for place in reversed(range(len(texts))):
            tell([place])
        return self.encode(texts)


def test_progress_goes_on_while_a_batch_is_encoded(tmp_path: Path, folder: Path) -> None:
    told: list[Progress] = []
    with open_index(tmp_path / "data", TellingEncoder(dim=64), create=True) as index:
        report = index_paths(index, [folder], progress=told.append)
        assert [one.passages_done for one in told[3:-1]] == list(range(1, report.passages + 1))
        shares = [one.share for one in told]
        assert shares == sorted(shares)
        assert shares[:3] == [0, 0, 0]  # reading is quick, encoding is not
        assert shares[-2:] == [pytest.approx(1), 1]
        assert all(0 < share < 1 for share in shares[3:-2])
        told.clear()
        index_paths(index, [folder], progress=told.append)
        assert told[-1].share == 1  # what is unchanged is done


def test_every_file_of_a_folder_is_accounted_for(index: Index, folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "LICENSE").write_text("Free.")
    (folder / "poem.txt").write_text("The sea was calm that day and nobody spoke.")
    (folder / "gone.txt.meta.json").write_text("{}")
    report = index_paths(index, [folder])
    assert report.speechless == ["poem.txt"]
    unknown = [len(paths) for paths in report.unknown.values()]
    counts = [len(report.added), len(report.duplicates), len(report.failed), *unknown]
    assert counts == [4, 1, 3, 1]
    assert sum(counts) == len([one for one in folder.rglob("*") if one.is_file()])
    assert report.failed[0][1].endswith("gone.txt.meta.json describes a file that is not there")


@pytest.mark.parametrize("others", [(), ("LICENSE",), ("LICENSE", "a.png", "b.mp3", "c.xlsx")])
def test_a_sidecar_without_its_file_is_told_once(
    index: Index, folder: Path, others: tuple[str, ...]
) -> None:
    (folder / "gone.txt.meta.json").write_text("{}")
    for name in others:
        (folder / name).write_bytes(b"of a kind that no reader knows")
    report = index_paths(index, [folder])
    assert [path for path, _ in report.failed] == [str(folder / "gone.txt.meta.json")]


class InterruptedEncoder(HashingEncoder):
    """Is stopped by Ctrl-C in its third batch."""

    def __init__(self) -> None:
        super().__init__(dim=64)
        self.batches = 0

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.batches += 1
        if self.batches == 3:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_an_interruption_leaves_all_committed_batches(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "BATCH_PASSAGES", 1)
    with open_index(tmp_path / "data", InterruptedEncoder(), create=True) as index:
        with pytest.raises(KeyboardInterrupt):
            index_paths(index, [folder])
        assert names(index) == ["2031/c.txt", "a.txt"]
        check_whole(index)
    with open_index(tmp_path / "data", ENCODER) as index:
        assert says(index, "zeppelin") == {"a.txt"}
        report = index_paths(index, [folder])
        assert (report.added, len(report.unchanged)) == (["b.txt"], 2)
        check_whole(index)


def test_an_interruption_after_the_commit_is_caught_up(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = index.keywords.add
    calls = []

    def interrupted(entries: object) -> None:
        calls.append(entries)
        if len(calls) == 1:
            raise KeyboardInterrupt
        add(entries)  # type: ignore[arg-type]

    monkeypatch.setattr(index.keywords, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        index_paths(index, [folder])
    assert len(names(index)) == 3
    assert says(index, "tram") == {"2031/c.txt"}
    check_whole(index)


def test_speakers_are_resolved_at_every_commit(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "BATCH_PASSAGES", 1)
    seen: list[tuple[int, int]] = []

    def look(_: Progress) -> None:
        seen.append((len(index.store.voices()), len(index.store.assignments())))

    index_paths(index, [folder], progress=look)
    assert [voices == assigned for voices, assigned in seen] == [True] * len(seen)
    assert seen[-1] == (6, 6)


def test_a_lesson_changes_what_is_on_record(index: Index, tmp_path: Path) -> None:
    place = tmp_path / "talks"
    place.mkdir()
    (place / "a.txt").write_text("# Ada Quill > The gate is shut.\n\n# M > Since when?\n")
    index_paths(index, [place])
    assert "Ada Quill" not in {speaker.name for speaker in index.store.speakers()}
    lesson = '[[form]]\nform = "# {name} >"\nexample = "# M > Since when?"\n'
    (place / "labels.toml").write_text(lesson + '[[name]]\nlabel = "M"\nperson = "Jo Bell"\n')
    assert index_paths(index, [place]).replaced == ["a.txt"]
    assert {speaker.name for speaker in index.store.speakers()} == {"Ada Quill", "Jo Bell"}
    assert index_paths(index, [place]).unchanged == ["a.txt"]
    (place / "labels.toml").write_text("[[form]]")
    ((name, message),) = index_paths(index, [place]).failed
    assert name.endswith("a.txt")
    assert "needs example, form as text" in message
