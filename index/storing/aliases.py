"""Ids of speakers that last: an id once given never means somebody else, and none is lost.

Ids follow from names, so that a file which tells a fuller name gives its speaker another id. The
one before becomes an alias of it. Whose an id was is told by voices, each known by its seat: an
id belongs to whoever has most of the turns of the voices that had it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from sqlalchemy import Connection, insert, select

from index.records import Assignment, Speaker
from index.storing.lasting import aliases, ensure, rows_of
from index.storing.seals import sealed, unsealed
from index.storing.seats import Seated

MOST_SEATS = 50
"""Voices by which an id that nobody has any more is known again."""
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Alias:
    """An id that was given once, and whose it is now: its own where it is nobody's any more.

    `seats` are those of voices that had it.
    """

    alias: str
    speaker_id: str
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """Speakers and assignments under the ids they get, and all aliases of these."""

    speakers: tuple[Speaker, ...]
    assignments: tuple[Assignment, ...]
    aliases: tuple[Alias, ...]


@dataclass(slots=True)
class _Before:
    """What ids meant before: the turns of each id's voices by seat, and whose aliases are."""

    seats: dict[str, dict[str, int]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)


def settle(
    before: Sequence[Seated],
    known: Sequence[Alias],
    speakers: Sequence[Speaker],
    assignments: Sequence[Assignment],
    seats: Mapping[str, str],
) -> Settled:
    """Give each speaker an id that meant nobody else, and lead every former id to its heir.

    :param before: The voices before the change.
    :param known: The aliases before the change.
    :param seats: The seat of each voice of `assignments`.
    """
    past = _past(before, known)
    now = {
        seats[assignment.voice_id]: assignment.speaker_id
        for assignment in assignments
        if assignment.speaker_id
    }
    heirs = _heirs(past, now)
    names = _names([speaker.speaker_id for speaker in speakers], past, heirs)
    return Settled(
        tuple(
            sorted(
                (replace(speaker, speaker_id=names[speaker.speaker_id]) for speaker in speakers),
                key=lambda speaker: speaker.speaker_id,
            )
        ),
        tuple(
            replace(assignment, speaker_id=names[assignment.speaker_id])
            if assignment.speaker_id and names[assignment.speaker_id] != assignment.speaker_id
            else assignment
            for assignment in assignments
        ),
        tuple(_aliases(past, heirs, names)),
    )


def _past(before: Sequence[Seated], known: Sequence[Alias]) -> _Before:
    past = _Before(
        {former.alias: dict.fromkeys(former.seats, 1) for former in known},
        {former.alias: former.speaker_id for former in known},
    )
    live: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for voice in before:
        if voice.speaker_id is not None:
            live[voice.speaker_id][voice.seat] = max(voice.turns, 1)
    past.seats.update(live)
    return past


def _heirs(past: _Before, now: Mapping[str, str]) -> dict[str, str]:
    """The present id for each former one: who has its voices now, else who it led to."""
    heirs = {
        id_: heir
        for id_, theirs in past.seats.items()
        if (heir := _heir(id_, theirs, now)) is not None
    }
    for id_ in past.seats:
        if id_ not in heirs and (target := follow(id_, past.aliases)) in heirs:
            heirs[id_] = heirs[target]
    return heirs


def _heir(id_: str, seats: Mapping[str, int], now: Mapping[str, str]) -> str | None:
    """The id that has most of these turns now, on a tie the same one; None if none has any."""
    turns: Counter[str] = Counter()
    for seat, spoken in seats.items():
        if seat in now:
            turns[now[seat]] += spoken
    return min(turns, key=lambda heir: (-turns[heir], heir != id_, heir)) if turns else None


def _names(ids: Sequence[str], past: _Before, heirs: Mapping[str, str]) -> dict[str, str]:
    """The id that each of these speakers gets: its own, unless that meant somebody else."""
    taken = {*ids, *past.seats}
    names: dict[str, str] = {}
    for id_ in ids:
        if heirs.get(id_) in (None, id_):
            names[id_] = id_
            continue
        its_own = sorted(
            other for other in past.seats if heirs.get(other) == id_ and other not in ids
        )
        new = (f"{id_}-{number}" for number in count(2))
        names[id_] = its_own[0] if its_own else next(other for other in new if other not in taken)
        taken.add(names[id_])
    return names


def _aliases(past: _Before, heirs: Mapping[str, str], names: Mapping[str, str]) -> list[Alias]:
    given = set(names.values())
    new_aliases = []
    for id_, seats in sorted(past.seats.items()):
        if id_ not in given:
            most = sorted(seats, key=lambda seat: (-seats[seat], seat))[:MOST_SEATS]
            target = names[heirs[id_]] if id_ in heirs else past.aliases.get(id_, id_)
            new_aliases.append(Alias(id_, target, tuple(sorted(most))))
    return new_aliases


def follow(speaker_id: str, known: Mapping[str, str]) -> str:
    """The id that a former id leads to; itself for one that is no alias."""
    for _ in range(_MOST_STEPS):
        if known.get(speaker_id, speaker_id) == speaker_id:
            break
        speaker_id = known[speaker_id]
    return speaker_id


def read_aliases(connection: Connection) -> tuple[Alias, ...]:
    """All former ids, in order."""
    sealed_rows = rows_of(connection, select(aliases).order_by(aliases.c.alias), aliases)
    plain = (unsealed(row, "former id") for row in sealed_rows)
    return tuple(Alias(row["alias"], row["speaker_id"], tuple(row["seats"] or ())) for row in plain)


def write_aliases(connection: Connection, before: Sequence[Alias], after: Sequence[Alias]) -> None:
    """Write what differs."""
    old, new = (
        {former.alias: former for former in before},
        {former.alias: former for former in after},
    )
    if old == new:
        return
    ensure(connection)
    for alias, former in old.items():
        if former != new.get(alias):
            connection.execute(aliases.delete().where(aliases.c.alias == alias))
    changed = [former for former in after if former != old.get(former.alias)]
    if changed:
        connection.execute(insert(aliases), [_row(former) for former in changed])


def _row(former: Alias) -> dict[str, object]:
    seats = list(former.seats) or None
    return sealed({"alias": former.alias, "speaker_id": former.speaker_id, "seats": seats})
