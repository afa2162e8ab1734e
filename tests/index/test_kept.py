"""What a kill between the keywords and the manifest leaves is put back, and not made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.finding.kept import KeptFiles
from index.finding.manifest import read_manifest
from tests.index.opening import answers, check_whole, opened, says, transcript

Damage = Callable[[Path], None]


def killed(folder: Path, monkeypatch: pytest.MonkeyPatch, remove: str | None = None) -> None:
    """Put and remove files, and stop before the manifest is written as a kill would."""
    index = opened(folder)
    for number in range(3):
        index.put(f"{number}.txt", transcript(f"Crate {number} is here."))
    with monkeypatch.context() as patched:
        patched.setattr("index.finding.derived.write_manifest", _killed)
        with pytest.raises(KeyboardInterrupt):
            index.put("a.txt", transcript("The zeppelin lands.")) if remove is None else (
                index.remove(remove)
            )
    index.store.close()


@pytest.mark.parametrize("remove", [None, "0.txt", "2.txt"])
def test_nothing_is_indexed_again_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remove: str | None
) -> None:
    killed(tmp_path, monkeypatch, remove)
    with monkeypatch.context() as patched:
        patched.setattr("index.finding.postings.Postings._rebuild", _never)
        with opened(tmp_path) as index:
            check_whole(index)
            found = {one.name for one in index.store.sources()}
            expected = answers(index)
            assert says(index, "zeppelin") == ({"a.txt"} if remove is None else set())
    assert ("a.txt" in found) == (remove is None)
    for name in ("keywords", "stretches"):
        shutil.rmtree(tmp_path / name)
        shutil.rmtree(tmp_path / f"{name}.kept")
    with opened(tmp_path) as index:
        assert answers(index) == expected


def flip_kept(folder: Path) -> None:
    (head,) = (folder / "keywords.kept").glob("meta.json")
    head.write_bytes(head.read_bytes().replace(b"segments", b"segmentz"))


def remove_kept(folder: Path) -> None:
    shutil.rmtree(folder / "keywords.kept")


@pytest.mark.parametrize("damage", [flip_kept, remove_kept])
def test_what_was_kept_is_not_trusted_blindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Damage
) -> None:
    killed(tmp_path, monkeypatch)
    damage(tmp_path)
    for _ in range(2):
        with opened(tmp_path) as index:
            check_whole(index)
            assert says(index, "zeppelin") == {"a.txt"}


def test_second_names_cost_no_space_and_none_is_left_over(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        for number in range(12):
            index.put(f"{number % 5}.txt", transcript(f"Crate {number} is here."))
        index.remove("3.txt")
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest.keywords is not None
    named = {Path(name).name for name in manifest.keywords.files}
    there = {path.name for path in (tmp_path / "keywords.kept").iterdir()}
    assert there == named
    for name in there:
        assert (tmp_path / "keywords" / name).samefile(tmp_path / "keywords.kept" / name)


def test_where_there_are_no_second_names_all_is_indexed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Path, "hardlink_to", _unsupported)
    killed(tmp_path, monkeypatch)
    assert "cannot be gone back to" in caplog.text
    with opened(tmp_path) as index:
        check_whole(index)


def test_going_back_clears_what_the_manifest_does_not_name(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest.keywords is not None
    (tmp_path / "keywords" / "left.term").write_bytes(b"x")
    assert KeptFiles(tmp_path / "keywords").go_back(manifest.keywords.files)
    assert not (tmp_path / "keywords" / "left.term").exists()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def _never(*_: object) -> None:
    pytest.fail("indexed again")


def _unsupported(*_: object) -> None:
    raise OSError(95, "Operation not supported")
