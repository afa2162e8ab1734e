"""`--watch`: each change is indexed once, when it has come to rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from service.watching import watch


def _seen(folder: Path, steps: Sequence[Callable[[], object]]) -> list[int]:
    """At which step each change was told; after the last one comes Ctrl-C."""
    told: list[int] = []
    done = 0

    def wait() -> None:
        nonlocal done
        if done == len(steps):
            raise KeyboardInterrupt
        steps[done]()
        done += 1

    with pytest.raises(KeyboardInterrupt):
        watch([folder], lambda: told.append(done), wait)
    return told


def _nothing() -> None:
    """A second in which nothing changes."""


def test_a_new_a_changed_and_a_removed_file_are_told(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "a.txt"
    file.parent.mkdir()
    steps = [
        lambda: file.write_text("MR. BELL: Good day."),
        _nothing,
        lambda: file.write_text("MR. BELL: Good day to you."),
        _nothing,
        file.unlink,
        _nothing,
        _nothing,
    ]
    assert _seen(tmp_path, steps) == [0, 2, 4, 6]


def test_a_file_that_is_being_written_is_left_until_it_rests(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    grow = [lambda n=n: file.write_text("word " * n) for n in range(1, 4)]
    assert _seen(tmp_path, [*grow, _nothing, _nothing]) == [0, 4]


def test_a_lesson_is_a_change_and_a_hidden_file_is_none(tmp_path: Path) -> None:
    lesson, hidden = tmp_path / "labels.toml", tmp_path / ".a.txt"
    steps = [lambda: hidden.write_text("x"), _nothing, lambda: lesson.write_text(""), _nothing]
    assert _seen(tmp_path, steps) == [0, 4]
