"""Damaged, missing and stale files: each is noticed, made again, and answers as before."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from index.build import open_index
from index.files import file_hash
from index.finding.derived import VECTORS
from index.finding.manifest import NAME, FileHashes, Manifest, Part, read_manifest, write_manifest
from index.finding.postings import KEYWORDS, STRETCHES
from tests.fakes import HashingEncoder
from tests.index.opening import ENCODER, answers, check_whole, opened, says, transcript

Damage = Callable[[Path], None]


def made(folder: Path) -> object:
    """Write an index of three files; what it answers."""
    with opened(folder) as index:
        for number in range(3):
            index.put(f"{number}.txt", transcript(f"The harbour opens on June {number}."))
        return answers(index)


def flip(path: Path, at: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0xFF
    path.write_bytes(content)


def segment(folder: Path, ending: str, part: str = KEYWORDS) -> Path:
    return max((folder / part).glob(f"*{ending}"), key=lambda path: path.stat().st_size)


def flip_vectors(folder: Path) -> None:
    flip(folder / VECTORS)


def empty_vectors(folder: Path) -> None:
    (folder / VECTORS).write_bytes(b"")


def delete_vectors(folder: Path) -> None:
    (folder / VECTORS).unlink()


def cut_vectors(folder: Path) -> None:
    content = (folder / VECTORS).read_bytes()
    (folder / VECTORS).write_bytes(content[: len(content) // 2])


def cut_manifest(folder: Path) -> None:
    content = (folder / NAME).read_text()
    (folder / NAME).write_text(content[: len(content) // 2])


def delete_manifest(folder: Path) -> None:
    (folder / NAME).unlink()


def strange_manifest(folder: Path) -> None:
    (folder / NAME).write_text('{"format": 1, "vectors": [], "keywords": 3}')


def manifest_of_nothing(folder: Path) -> None:
    values = json.loads((folder / NAME).read_text())
    for part in ("vectors", KEYWORDS, STRETCHES):
        values[part]["files"] = {}
    (folder / NAME).write_text(json.dumps(values))


def older_manifest(folder: Path) -> None:
    values = json.loads((folder / NAME).read_text())
    (folder / NAME).write_text(json.dumps({**values, "format": 1}))


def older_fields(folder: Path) -> None:
    """Postings with a field that is not known any more, in a manifest that vouches for them."""
    head = folder / KEYWORDS / "meta.json"
    head.write_text(head.read_text().replace('"exchange"', '"context"'))
    values = json.loads((folder / NAME).read_text())
    values[KEYWORDS]["files"][f"{KEYWORDS}/meta.json"] = file_hash(head)
    (folder / NAME).write_text(json.dumps(values))


def without_stretches(folder: Path) -> None:
    """As an index was before there were stretches."""
    older_fields(folder)
    shutil.rmtree(folder / STRETCHES)
    values = json.loads((folder / NAME).read_text())
    del values[STRETCHES]
    (folder / NAME).write_text(json.dumps({**values, "format": 1}))


def delete_segment(folder: Path) -> None:
    segment(folder, ".idx").unlink()


def flip_terms(folder: Path) -> None:
    flip(segment(folder, ".term"))


def flip_fast_field(folder: Path) -> None:
    flip(segment(folder, ".fast"), 0.1)


def flip_segment_list(folder: Path) -> None:
    flip(folder / KEYWORDS / "meta.json")


def delete_keywords(folder: Path) -> None:
    shutil.rmtree(folder / KEYWORDS)


def delete_stretches(folder: Path) -> None:
    shutil.rmtree(folder / STRETCHES)


def flip_terms_of_stretches(folder: Path) -> None:
    flip(segment(folder, ".term", STRETCHES))


def flip_segment_list_of_stretches(folder: Path) -> None:
    flip(folder / STRETCHES / "meta.json")


def swap_postings(folder: Path) -> None:
    (folder / KEYWORDS).rename(folder / "aside")
    (folder / STRETCHES).rename(folder / KEYWORDS)
    (folder / "aside").rename(folder / STRETCHES)


def leave_halves_behind(folder: Path) -> None:
    for part, half in product((KEYWORDS, STRETCHES), ("new", "old")):
        (folder / f"{part}.{half}").mkdir()
        (folder / f"{part}.{half}" / "meta.json").write_text("{")
    (folder / f"{VECTORS}.new").write_bytes(b"half")
    (folder / f"{NAME}.new").write_text("{")
    delete_keywords(folder)
    delete_stretches(folder)


@pytest.mark.parametrize(
    "damage",
    [
        flip_vectors,
        empty_vectors,
        delete_vectors,
        cut_vectors,
        cut_manifest,
        delete_manifest,
        strange_manifest,
        manifest_of_nothing,
        older_manifest,
        older_fields,
        without_stretches,
        delete_segment,
        flip_terms,
        flip_fast_field,
        flip_segment_list,
        delete_keywords,
        delete_stretches,
        flip_terms_of_stretches,
        flip_segment_list_of_stretches,
        swap_postings,
        leave_halves_behind,
    ],
)
def test_damage_is_noticed_and_mended(
    tmp_path: Path, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    expected = made(tmp_path)
    damage(tmp_path)
    with caplog.at_level(logging.INFO), open_index(tmp_path, ENCODER) as index:
        assert answers(index) == expected
        check_whole(index)
        index.put("new.txt", transcript("The zeppelin lands."))
        assert says(index, "zeppelin") == {"new.txt"}
    assert any(record.name.startswith("index.") for record in caplog.records)
    caplog.clear()
    with caplog.at_level(logging.WARNING), open_index(tmp_path, ENCODER) as index:
        check_whole(index)
    assert not caplog.records


@pytest.mark.parametrize(
    ("damage", "lines"),
    [
        (without_stretches, ["has format 1, not 3", "keywords of 12", "stretches of 12"]),
        (older_fields, ["keywords cannot be opened", "keywords of 12"]),
        (delete_stretches, ["stretches/.*not as written; put back"]),
        (flip_terms_of_stretches, [r"stretches/\w+\.term.*not as written", "stretches of 12"]),
        (swap_postings, ["keywords/.*put back", "stretches/.*put back"]),
    ],
)
def test_the_log_says_what_is_made_again_and_why(
    tmp_path: Path, damage: Damage, lines: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    made(tmp_path)
    damage(tmp_path)
    with caplog.at_level(logging.INFO), opened(tmp_path):
        pass
    written = caplog.messages
    assert len(written) == len(lines), written
    for line, message in zip(lines, written, strict=True):
        assert re.search(line, message), (line, message)


def test_an_undamaged_index_is_opened_as_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = made(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    with caplog.at_level(logging.INFO), open_index(tmp_path, ENCODER) as index:
        assert answers(index) == expected
    after = {path: path.stat().st_mtime_ns for path in before}
    changed = {path.name for path in before if before[path] != after[path]}
    assert changed <= {"write.lock"}
    assert not caplog.records


def test_the_vector_file_may_lag_behind_and_is_caught_up(tmp_path: Path) -> None:
    """A single put does not rewrite the file; the next opening takes what it lacks."""
    index = opened(tmp_path)
    index.put("a.txt", transcript())
    index.flush()
    written = (tmp_path / VECTORS).stat().st_mtime_ns
    index.put("b.txt", transcript("The zeppelin lands."))
    assert (tmp_path / VECTORS).stat().st_mtime_ns == written
    with opened(tmp_path) as again:
        check_whole(again)
    index.close()
    assert (tmp_path / VECTORS).stat().st_mtime_ns > written


def test_the_vector_file_is_written_during_a_long_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill after thousands of files costs the encoding of none, and seconds at the opening."""
    monkeypatch.setattr("index.finding.derived._STALE_LEAST", 5)
    with opened(tmp_path) as index:
        written = []
        for number in range(9):
            index.put(f"{number}.txt", transcript(f"The harbour opens on June {number}."))
            manifest = read_manifest(tmp_path)
            part = manifest.vectors if manifest else None
            written.append(part.count if part else 0)
    # Four passages a file: the file is written whole with the second, and from then on when more
    # than 5 rows, and more than a fifth of all, have changed.
    assert written == [0, 8, 8, 16, 16, 24, 24, 32, 32]


def test_the_vector_file_of_a_large_record_waits_for_a_share_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.finding.derived._STALE_LEAST", 0)
    monkeypatch.setattr("index.finding.derived._STALE_SHARE", 0.6)
    with opened(tmp_path) as index:
        written = []
        for number in range(5):
            index.put(f"{number}.txt", transcript(f"The harbour opens on June {number}."))
            manifest = read_manifest(tmp_path)
            part = manifest.vectors if manifest else None
            written.append(part.count if part else 0)
    # 4 of 4, 4 of 8, 8 of 12, 4 of 16 and 8 of 20 rows have changed.
    assert written == [4, 4, 12, 12, 12]


def test_a_kill_between_keywords_and_manifest_costs_a_rebuild_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(tmp_path)
    index.put("a.txt", transcript())
    with monkeypatch.context() as patched:
        patched.setattr("index.finding.derived.write_manifest", _killed)
        with pytest.raises(KeyboardInterrupt):
            index.put("b.txt", transcript("The zeppelin lands."))
    index.store.close()
    with opened(tmp_path) as again:
        assert says(again, "zeppelin") == {"b.txt"}
        check_whole(again)


def test_what_a_killed_process_left_is_not_added_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process, which has the index open, sees the keys of the file it must not trust."""
    with opened(tmp_path) as survivor:
        killed = opened(tmp_path)
        with monkeypatch.context() as patched:
            patched.setattr("index.finding.derived.write_manifest", _killed)
            with pytest.raises(KeyboardInterrupt):
                killed.put("a.txt", transcript("The zeppelin lands."))
        killed.store.close()
        survivor.refresh()
        check_whole(survivor)
        survivor.put("b.txt", transcript("The barge leaves."))
        check_whole(survivor)


def test_a_change_does_not_bring_back_an_older_state_of_the_vector_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as long_lived:
        long_lived.put("a.txt", transcript())
        with opened(tmp_path) as other:
            other.put("b.txt", transcript("The barge leaves."))
        long_lived.put("c.txt", transcript("The zeppelin lands."))
        caplog.clear()
        with opened(tmp_path) as again:
            check_whole(again)
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


def test_files_of_another_model_are_not_taken(tmp_path: Path) -> None:
    made(tmp_path)
    other = tmp_path / "other"
    with open_index(other, HashingEncoder(dim=64, name="other"), create=True) as index:
        index.put("a.txt", transcript())
    (tmp_path / VECTORS).write_bytes((other / VECTORS).read_bytes())
    (tmp_path / NAME).write_bytes((other / NAME).read_bytes())
    with open_index(tmp_path, ENCODER) as index:
        check_whole(index)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    manifest = Manifest("m", "hash", 64, Part(3, 20, {"v": "1"}), None, Part(3, 20, {"s": "2"}))
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_hash_is_remembered_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("one")
    hashes = FileHashes(tmp_path)
    first = hashes.of("a")
    with monkeypatch.context() as patched:
        patched.setattr("index.finding.manifest.file_hash", lambda _: pytest.fail("hashed again"))
        assert hashes.of("a") == first
    (tmp_path / "a").write_text("other")
    assert hashes.of("a") != first
    assert hashes.of("b") is None


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
