"""Memory that training gives back while it goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from eval.reading.memory import give_back_freed_memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts pages as Linux tells them")
def test_freed_memory_goes_back_to_the_system() -> None:
    blocks = [bytes(2_000) for _ in range(100_000)]
    kept = blocks[::1_000]
    whole = resident_bytes()
    del blocks
    assert give_back_freed_memory()
    assert resident_bytes() < whole - 100_000_000
    assert len(kept) == 100


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
