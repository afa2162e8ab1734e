"""A source as it is stored, read apart from everything that finds and cuts: to compare with.

A quote is compared with what is read here. So this file shares nothing with the way from a turn to
a quote: not `index/storing/rows.py`, not the catalogue, and no text that another step has had in
hand.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass

from sqlalchemy import select

from index.errors import NotFound
from index.storing.database import damaged
from index.storing.schema import documents, sources, turns
from index.storing.store import Store


@dataclass(frozen=True, slots=True)
class PrintedTurn:
    """Where a turn and its label stand in the source; `label` is empty where none counts."""

    turn_id: str
    document_id: str
    label: str
    label_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Original:
    """A source's text, compared with its hash, and its turns in text order."""

    name: str
    sha256: str
    text: str
    turns: tuple[PrintedTurn, ...]

    def around(self, start: int, end: int) -> PrintedTurn | None:
        """The one turn that has all of `start:end`; None where words of another stand in it."""
        at = bisect_right(self.turns, start, key=lambda turn: turn.start) - 1
        if at < 0 or not start < end <= self.turns[at].end:
            return None
        following = self.turns[at + 1 : at + 2]
        return None if any(turn.label_start < end for turn in following) else self.turns[at]


def read_original(store: Store, source_id: str) -> Original:
    """Read a source and its turns from the database.

    :raises NotFound: No source has this id.
    :raises DamagedIndex: The text on disk is not the text that was written.
    """
    columns = (sources.c.name, sources.c.sha256, sources.c.text, sources.c.text_sha256)
    where = (turns.c.turn_id, turns.c.document_id, turns.c.label)
    places = (turns.c.label_start, turns.c.start, turns.c.end)
    spoken = select(*where, *places).join(documents).where(documents.c.source_id == source_id)
    with store.reading() as connection:
        row = connection.execute(
            select(*columns).where(sources.c.source_id == source_id)
        ).one_or_none()
        if row is None:
            raise NotFound(f"no source has the id {source_id!r}")
        spoken_rows = connection.execute(spoken.order_by(turns.c.start)).all()
    name, sha256, text, written = row
    if hashlib.sha256(text.encode()).hexdigest() != written:
        raise damaged(store.path, f"the text of source {source_id} differs from its hash")
    printed = (PrintedTurn(turn[0], turn[1], turn[2] or "", *turn[3:]) for turn in spoken_rows)
    return Original(name, sha256, text, tuple(printed))
