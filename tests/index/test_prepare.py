"""A file on its way to the store."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from index.build import index_paths, open_index
from index.prepare import IncomingSource
from tests.fakes import HashingEncoder

# In Latin-1, so that the text's own hash is not counted as one of the bytes.
TALK = "MS. TARN: The ferry sails in June.\n\nMR. HOLT: The caf\u00e9 is shut.\n".encode("latin-1")


def test_the_id_is_that_of_the_bytes() -> None:
    incoming = IncomingSource("a.txt", TALK)
    assert incoming.sha256 == hashlib.sha256(TALK).hexdigest()
    assert incoming.source_id == incoming.sha256[:16]


def test_the_bytes_of_a_file_are_hashed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[bytes] = []
    real = hashlib.sha256

    def counted(data: bytes = b"", **options: Any) -> Any:
        hashed.append(bytes(data))
        return real(data, **options)

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes(TALK)
    with open_index(tmp_path / "data", HashingEncoder(), create=True) as index:
        monkeypatch.setattr(hashlib, "sha256", counted)
        index.put("b.txt", TALK + b"\n", encoding="latin-1")
        assert hashed.count(TALK + b"\n") == 1
        report = index_paths(index, [tmp_path / "texts"], encoding="latin-1")
        assert report.added == ["a.txt"]
        assert hashed.count(TALK) == 1
