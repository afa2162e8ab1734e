"""Rot in what the database says of itself: its tables, its format, the model that made it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.build import open_index
from index.errors import DamagedIndex
from index.keeping import verify
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


@pytest.mark.parametrize(
    ("fact", "rotten"),
    [
        ("model_hash", "8" * 64),
        ("model", "hashinG"),
        ("dim", "65"),
        ("format", "2"),
        ("created", "2031-04-03T10:00:00"),
        ("next_key", "1"),
        ("next_key", "1\x10"),
    ],
)
def test_rot_in_what_an_index_says_of_itself_is_refused_with_the_cure(
    tmp_path: Path, fact: str, rotten: str
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database, database:
        changed = database.execute("UPDATE meta SET value = ? WHERE name = ?", (rotten, fact))
        assert changed.rowcount == 1
    for _ in range(2):
        with pytest.raises(DamagedIndex, match="put back a backup"):
            open_index(tmp_path, ENCODER)
    told = [finding.wrong for finding in verify(tmp_path) if finding.wrong is not None]
    assert any("put back a backup" in wrong for wrong in told)


def test_an_index_without_a_checksum_of_its_facts_gets_one_with_the_next_change(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as index:
        index.put("a.txt", transcript())
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database, database:
        assert database.execute("DELETE FROM meta WHERE name = 'facts_seal'").rowcount == 1
    with opened(tmp_path) as index:
        assert index.store.meta("facts_seal") is None
        index.put("b.txt", transcript("The crane is mended."))
        assert index.store.meta("facts_seal") is not None
    opened(tmp_path).close()
