"""Beside what is on record: former ids, earlier versions, corrections, saved questions, moments."""

from __future__ import annotations

from sqlalchemy import select

from index.storing.aliases import follow, read_aliases
from index.storing.corrections import StoredCorrection, read_corrections
from index.storing.earlier import EarlierVersion, earlier_documents, earlier_version
from index.storing.saved import SavedQuestion, read_moments, read_saved
from index.storing.schema import documents, sources, speakers
from index.storing.store import Store


def former_ids(store: Store) -> dict[str, str]:
    """Every id that a speaker on record had once, with the one that it has now."""
    with store.reading() as connection:
        known = {alias.alias: alias.speaker_id for alias in read_aliases(connection)}
        live = set(connection.scalars(select(speakers.c.speaker_id))) if known else set()
    now = {former: follow(former, known) for former in known}
    return {
        former: target for former, target in now.items() if former not in live and target in live
    }


def corrections_of(store: Store) -> tuple[StoredCorrection, ...]:
    """What people have put right, in the order in which it counts."""
    with store.reading() as connection:
        return read_corrections(connection)


def saved_questions(store: Store) -> tuple[SavedQuestion, ...]:
    """The questions that somebody keeps, the newest first."""
    with store.reading() as connection:
        return read_saved(connection)


def moments_of(store: Store) -> dict[int, str]:
    """When each generation came about, as far as it was noted."""
    with store.reading() as connection:
        return read_moments(connection)


def earlier_of(store: Store, document_id: str) -> EarlierVersion:
    """A document as it was before its file was replaced.

    :raises NotFound: No document of this id was on record and replaced.
    """
    with store.reading() as connection:
        return earlier_version(connection, document_id)


def newer_ids(store: Store) -> dict[str, tuple[str, ...]]:
    """Each document that was replaced with those of its file that took its place.

    That is the one at the same place in the file, else all of them.
    """
    query = (
        select(documents.c.document_id, documents.c.ordinal, sources.c.name)
        .select_from(documents)
        .join(sources)
        .order_by(documents.c.ordinal)
    )
    with store.reading() as connection:
        replaced = earlier_documents(connection)
        pairs = connection.execute(query).all() if replaced else ()
    of: dict[str, dict[int, str]] = {}
    for document_id, ordinal, name in pairs:
        of.setdefault(name, {})[ordinal] = document_id
    newer = {}
    for document_id, (name, ordinal) in replaced.items():
        now = of.get(name, {})
        newer[document_id] = (now[ordinal],) if ordinal in now else tuple(now.values())
    return newer
