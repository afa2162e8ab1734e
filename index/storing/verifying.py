"""Whether a database holds what was written: its structure, and each row.

Where each page has the sum that was noted of it (`index/storing/sums.py`) no other check is needed;
otherwise the structure and every row are compared.
"""

from __future__ import annotations

import logging

from sqlalchemy import select

from index.storing import rows
from index.storing.aliases import read_aliases
from index.storing.corrections import read_corrections
from index.storing.earlier import all_earlier
from index.storing.identity import check_next_key
from index.storing.saved import read_moments, read_saved
from index.storing.schema import embeddings, passages, turns
from index.storing.store import Store
from index.storing.sums import fits, note, note_all

log = logging.getLogger(__name__)


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
            check_next_key(connection, store.path)
        for query, read in (
            (select(turns), rows.turn),
            (select(passages), rows.passage),
            (select(embeddings), rows.embedding),
        ):
            for row in store.stream(query):
                read(row)


def recover(store: Store, wanted: bytes | None) -> None:
    """Take over the log that a killed process left; compare the pages, or else every row.

    :raises DamagedIndex: A row differs from its checksum.
    """
    store.empty_log()
    if wanted is not None and fits(store.path, wanted):
        note(store.path, wanted)
        return
    log.info("%s was not closed, or has changed: all of it is checked", store.path)
    check(store)
    note_all(store.path)
