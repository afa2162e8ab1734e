"""Whether a database holds what was written: its file as a whole, or its structure and each row.

When an index is closed, the hash of its database file is written beside it. A file that still
has it needs no other check (1.1 GB a second); after a kill, or with a byte changed, the structure
and every row are compared.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import select

from index.files import disk_named, file_hash, replaced
from index.storing import rows
from index.storing.aliases import read_aliases
from index.storing.corrections import read_corrections
from index.storing.database import has_unfinished_log
from index.storing.earlier import all_earlier
from index.storing.saved import read_moments, read_saved
from index.storing.schema import embeddings, passages, turns
from index.storing.store import Store

SUM = ".sha256"

log = logging.getLogger(__name__)


def is_as_closed(path: Path) -> bool:
    """Whether the file is as it was when it was closed; to be asked before it is opened."""
    try:
        noted = _sum_of(path).read_text(encoding="ascii").strip()
        return not has_unfinished_log(path) and noted == file_hash(path)
    except (OSError, ValueError):
        return False


def note_closed(path: Path) -> None:
    """Note the file as it is; for the process that had it open last, after it was closed."""
    if has_unfinished_log(path):
        return
    with disk_named(path), replaced(_sum_of(path)) as temporary:
        temporary.write_text(file_hash(path) + "\n", encoding="ascii")


def check(store: Store) -> None:
    """Read the whole database and compare its structure, and every row with its seal.

    :raises DamagedIndex: Names the file, what was found and the cure.
    """
    store.check_structure()
    with store.snapshot():
        for source in store.sources():
            store.text(source.source_id)
        for kind in (store.documents, store.voices, store.speakers, store.assignments):
            kind()
        with store.reading() as connection:
            for check_rows in (
                all_earlier,
                read_aliases,
                read_corrections,
                read_moments,
                read_saved,
            ):
                check_rows(connection)
        for query, read in (
            (select(turns), rows.turn),
            (select(passages), rows.passage),
            (select(embeddings), rows.embedding),
        ):
            for row in store.stream(query):
                read(row)


def _sum_of(path: Path) -> Path:
    return path.with_name(path.name + SUM)
