"""What grows in a long run is seen; the run itself: `tests/load/soak.py`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.load.soak import Sample, grown, sample

SECONDS = 90
WARM = SECONDS // 3


def flat(second: int) -> Sample:
    """Grows in the first third, then goes up and down."""
    return Sample(
        memory_kb=100_000 + 1_000 * min(second, WARM) + second % 7 * 300,
        threads=5 + min(second, WARM) + second % 3,
        handles=20 + second % 5,
    )


def test_what_goes_up_and_down_is_flat() -> None:
    assert grown([flat(second) for second in range(SECONDS)]) == []


LEAKS: list[tuple[str, Callable[[int], Sample]]] = [
    ("memory_kb", lambda at: replace(flat(at), memory_kb=flat(at).memory_kb + 300 * at)),
    ("threads", lambda at: replace(flat(at), threads=flat(at).threads + at // 10)),
    ("handles", lambda at: replace(flat(at), handles=flat(at).handles + at // 10)),
]


@pytest.mark.parametrize(("name", "leaking"), LEAKS)
def test_a_leak_is_seen(name: str, leaking: Callable[[int], Sample]) -> None:
    (found,) = grown([leaking(second) for second in range(SECONDS)])
    assert found.startswith(f"{name} grew from ")


def test_a_sample_is_of_the_process(tmp_path: Path) -> None:
    before = sample(os.getpid())
    file, go = tmp_path / "a", threading.Event()
    file.write_bytes(b"")
    opened = [file.open("rb") for _ in range(20)]
    waiting = [threading.Thread(target=go.wait) for _ in range(5)]
    for one in waiting:
        one.start()
    held = bytearray(os.urandom(1024)) * 65_536
    during = sample(os.getpid())
    go.set()
    for one in waiting:
        one.join()
    for handle in opened:
        handle.close()
    assert during.threads >= before.threads + 5
    assert during.handles >= before.handles + 20
    assert during.memory_kb >= before.memory_kb + len(held) // 2048
