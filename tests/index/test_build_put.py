"""One file at a time: added, unchanged, replaced, removed; findable on return."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.build import Index, open_index
from index.cutting.passages import PassageBudget
from index.errors import (
    DamagedIndex,
    DiskFull,
    DuplicateSource,
    EmptySource,
    ModelMismatch,
    NotFound,
    NotText,
    StoreLocked,
    StoreMissing,
)
from index.finding.keywords import KeywordIndex
from index.live import DATABASE, LOCK
from index.locks import FileLock
from index.records import Metadata
from tests.fakes import HashingEncoder
from tests.index.opening import (
    ENCODER,
    check_whole,
    near,
    opened,
    rows_left,
    says,
    transcript,
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path / "data") as one:
        yield one


def test_a_file_put_is_found_by_words_and_by_meaning(index: Index) -> None:
    result = index.put("a.txt", transcript())
    assert result.status == "added"
    assert [one.source_id for one in result.documents] == [index.store.source("a.txt").source_id]
    assert result.generation == index.generation == index.store.generation == 1
    assert says(index, "harbour") == {"a.txt"}
    assert near(index, "the harbour opens in June") == {"a.txt"}
    check_whole(index)


def test_the_same_file_again_costs_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    first = index.put("a.txt", transcript())
    monkeypatch.setattr("index.live.cut", lambda *_: pytest.fail("it was parsed again"))
    again = index.put("a.txt", transcript())
    assert (again.status, again.documents) == ("unchanged", first.documents)
    assert again.generation == first.generation


def test_words_said_twice_keep_their_vectors_where_the_file_changes(index: Index) -> None:
    said = "MR. HALE: The barge leaves at dusk.\n\nMS. OKORO: Thank you.\n\n"
    index.put("a.txt", (said * 3).encode())
    index.put("a.txt", (said * 4).encode())
    rows = index.vectors.rows(index.vectors.keys())
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)
    check_whole(index)


def test_other_bytes_replace_the_file_everywhere(index: Index) -> None:
    index.put("a.txt", transcript("The zeppelin lands at noon."))
    keys = set(index.store.passage_keys())
    result = index.put("a.txt", transcript("The barge leaves at dusk."))
    assert (result.status, result.generation) == ("replaced", 2)
    assert says(index, "zeppelin") == set()
    assert says(index, "barge") == {"a.txt"}
    assert not keys & set(index.store.passage_keys())
    assert index.store.counts().sources == 1
    check_whole(index)


def test_what_is_known_beside_the_text_counts_as_a_change(index: Index) -> None:
    plain = index.put("a.txt", transcript()).documents[0]
    told = Metadata(title="Harbour briefing", date="2031-03-02")
    result = index.put("a.txt", transcript(), metadata=told)
    assert result.status == "replaced"
    (document,) = result.documents
    assert (document.title, document.date) == ("Harbour briefing", date(2031, 3, 2))
    assert document.document_id == plain.document_id  # the same bytes give the same ids
    assert index.put("a.txt", transcript(), metadata=told).status == "unchanged"
    assert index.put("a.txt", transcript()).status == "replaced"


def test_another_passage_length_counts_as_a_change(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    with open_index(tmp_path, ENCODER, budget=PassageBudget(max_tokens=32)) as index:
        assert index.put("a.txt", transcript()).status == "replaced"
        check_whole(index)


def test_the_same_bytes_under_another_name_are_refused(index: Index) -> None:
    index.put("a.txt", transcript())
    with pytest.raises(DuplicateSource, match=r"'b\.txt' has the same bytes as 'a\.txt'"):
        index.put("b.txt", transcript())
    assert index.store.counts().sources == 1
    check_whole(index)


def test_removing_leaves_nothing_in_any_index(index: Index) -> None:
    index.put("a.txt", transcript("The zeppelin lands at noon."))
    assert index.remove("a.txt") == 2
    assert says(index, "zeppelin") == set()
    assert index.keywords.keys().tolist() == []
    assert index.vectors.keys().tolist() == []
    left = rows_left(index.store.path.parent)
    assert {name for name, count in left.items() if count} == {"meta"}
    with pytest.raises(NotFound, match=r"'a\.txt'"):
        index.remove("a.txt")


def test_a_removed_text_is_not_left_in_the_files(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript("The zeppelin lands at noon."))
        index.put("b.txt", transcript("The barge leaves at dusk."))
        index.remove("a.txt")
    holding = [path.name for path in tmp_path.rglob("*") if b"zeppelin" in _bytes(path)]
    assert holding == []


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptySource), (b"\x00\x01\x02\xff", NotText), (b"caf\xe9", NotText)]
)
def test_a_file_that_cannot_be_read_changes_nothing(
    index: Index, data: bytes, error: type[Exception]
) -> None:
    index.put("a.txt", transcript())
    with pytest.raises(error, match=r"a\.txt"):
        index.put("a.txt", data)
    assert says(index, "harbour") == {"a.txt"}
    assert index.generation == 1


def test_words_whose_speaker_is_not_marked_are_on_record_as_nobodys(index: Index) -> None:
    result = index.put("note.txt", b"The harbour office is closed on Monday.\n")
    assert result.status == "added"
    counts = index.store.counts()
    assert (counts.turns, counts.passages, counts.speakers) == (1, 1, 0)
    check_whole(index)


# Opening


def test_everything_is_there_after_opening_again(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    with open_index(tmp_path, ENCODER) as index:
        assert says(index, "harbour") == {"a.txt"}
        assert near(index, "harbour opens June") == {"a.txt"}
        check_whole(index)


def test_no_index_is_an_error_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="run `onrecord index PATH`"):
        open_index(tmp_path / "none", ENCODER)


def test_another_model_is_refused_naming_both(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(ModelMismatch, match=r"hashing .*not with other"):
        open_index(tmp_path, HashingEncoder(dim=32, name="other"))


def test_a_damaged_database_is_never_served(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    content = bytearray((tmp_path / DATABASE).read_bytes())
    content[:200] = b"\xff" * 200
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(DamagedIndex, match=r"onrecord\.sqlite3 is damaged.*index the transcripts"):
        open_index(tmp_path, ENCODER)


# Failures after the commit, and several at once


def test_a_failure_after_the_commit_loses_nothing(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put("a.txt", transcript())
    with monkeypatch.context() as patched:
        patched.setattr(KeywordIndex, "write", _disk_is_full)
        with pytest.raises(DiskFull, match=r"no space.*make room"):
            index.put("b.txt", transcript("The zeppelin lands at noon."))
    assert index.store.source("b.txt").name == "b.txt"
    assert says(index, "zeppelin") == set()
    index.refresh()
    assert says(index, "zeppelin") == {"b.txt"}
    check_whole(index)


def test_a_failure_after_the_commit_is_caught_up_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(tmp_path)
    index.put("a.txt", transcript())
    with monkeypatch.context() as patched:
        patched.setattr(KeywordIndex, "write", _disk_is_full)
        with pytest.raises(DiskFull, match=r"no space.*make room"):
            index.put("a.txt", transcript("The zeppelin lands at noon."))
    with opened(tmp_path) as again:
        assert says(again, "zeppelin") == {"a.txt"}
        check_whole(again)
    index.close()


def test_another_opening_sees_a_change_after_refresh(tmp_path: Path) -> None:
    with opened(tmp_path) as writer, opened(tmp_path) as reader:
        writer.put("a.txt", transcript("The zeppelin lands at noon."))
        assert reader.refresh() == 1
        assert says(reader, "zeppelin") == {"a.txt"}
        check_whole(reader)
        reader.put("b.txt", transcript("The barge leaves at dusk."))
        writer.remove("a.txt")
        assert says(writer, "barge") == {"b.txt"}
        assert says(writer, "zeppelin") == set()
        check_whole(writer)
        reader.refresh()
        check_whole(reader)


def test_a_reader_goes_on_while_another_is_writing(tmp_path: Path) -> None:
    with opened(tmp_path) as writer, opened(tmp_path) as reader:
        writer.put("a.txt", transcript())
        with FileLock(tmp_path / LOCK, timeout_s=0).held():
            assert reader.refresh() == 1
            assert says(reader, "harbour") == set()  # not yet, and without waiting
        reader.refresh()
        assert says(reader, "harbour") == {"a.txt"}


def test_a_writer_that_waited_too_long_names_who_writes(tmp_path: Path) -> None:
    with open_index(tmp_path, ENCODER, create=True, lock_timeout_s=0.05) as index:
        with (
            FileLock(tmp_path / LOCK, timeout_s=0).held(),
            pytest.raises(StoreLocked, match=r"process \d+ .*wait until"),
        ):
            index.put("a.txt", transcript())
        assert index.put("a.txt", transcript()).status == "added"


def test_threads_put_and_ask_at_once(index: Index) -> None:
    """Each file is findable the moment that put returns, whatever the others do."""
    wrong: list[object] = []

    def work(worker: int) -> None:
        for n in range(4):
            word = f"cargo{worker}x{n}"
            name = f"{worker}.txt"
            index.put(name, transcript(f"The {word} arrives."))
            if says(index, word) != {name} or near(index, f"{word} arrives") != {name}:
                wrong.append(word)
            index.refresh()

    workers = [threading.Thread(target=work, args=(one,)) for one in range(3)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert not wrong
    assert {one.name for one in index.store.sources()} == {"0.txt", "1.txt", "2.txt"}
    check_whole(index)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _disk_is_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
