"""Rot in the page that defines the tables: SQLite's words for it are told as what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import open_index
from index.errors import DamagedIndex
from index.live import DATABASE
from tests.index.opening import ENCODER, opened, transcript


@pytest.mark.parametrize(
    ("written", "damaged"),
    [
        (b"CREATE TABLE voices (", b"CREATE TABLE voic\xe5s ("),
        (b"CREATE TABLE turns (", b"CREATE TABLE tur\xeas ("),
        (b"CREATE TABLE documents (", b"CREATE TABLE\xa0documents ("),
        (b"PRIMARY KEY (voice_id)", b"PRIMARY KEY (voice_ie)"),
        (b"REFERENCES documents (document_id)", b"REFERENCES documents (document_ie)"),
        (b"CREATE TABLE sources (", b"CREATE TABLE sourcds ("),
    ],
)
def test_a_damaged_definition_is_refused_with_the_cure(
    tmp_path: Path, written: bytes, damaged: bytes
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    content = (tmp_path / DATABASE).read_bytes()
    assert written in content
    (tmp_path / DATABASE).write_bytes(content.replace(written, damaged))
    for _ in range(2):
        with pytest.raises(DamagedIndex, match="put back a backup"):
            open_index(tmp_path, ENCODER)
