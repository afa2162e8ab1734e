"""Corrections on record, and the turns that they give to somebody else.

A turn that is reassigned gets a voice of its own, whose id ends in `--t` and the turn's number: a
slug has no two hyphens, so that no label's voice is called so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from index.records import Correction, Document, Turn, Voice, voice_id
from index.storing import rows
from index.storing.lasting import corrections, ensure, has, rows_of
from index.storing.schema import documents, sources, turns, voices
from index.storing.seals import sealed, unsealed
from index.storing.seats import make_seat

OWN_VOICE = re.compile(r"--t\d+$")
_BY_NAME = re.compile(r"(.+)#t(\d{1,9})")


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """A correction with its place, its anchors, and the folder whose file gives it, None for none.

    `anchors`: `speaker` and `into` hold seats, `turn` where the turn stands, `seat` that of the
    voice made for it, and `applied` whether the last change could lay the correction on.
    """

    correction_id: str
    position: int
    correction: Correction
    anchors: Mapping[str, Any] = field(default_factory=dict)
    origin: str | None = None

    @property
    def applied(self) -> bool:
        """Whether what it names is on record, so that it counts."""
        return bool(self.anchors.get("applied"))


def read_corrections(connection: Connection) -> tuple[StoredCorrection, ...]:
    """All corrections in their order."""
    query = select(corrections).order_by(corrections.c.position, corrections.c.correction_id)
    return tuple(_stored(row) for row in rows_of(connection, query, corrections))


def add_correction(
    connection: Connection, correction: Correction, origin: str | None
) -> StoredCorrection:
    """Store a correction behind all others; one that is stored already moves to the end."""
    ensure(connection)
    last = connection.scalar(select(func.max(corrections.c.position))) or 0
    stored = StoredCorrection(correction_id_of(correction), last + 1, correction, {}, origin)
    remove_corrections(connection, [stored.correction_id])
    connection.execute(insert(corrections), [_row(stored)])
    return stored


def remove_corrections(connection: Connection, ids: Sequence[str]) -> int:
    """Forget corrections; how many there were."""
    if not has(connection, corrections):
        return 0
    some = corrections.c.correction_id.in_(list(ids))
    return connection.execute(corrections.delete().where(some)).rowcount


def write_anchors(connection: Connection, stored: StoredCorrection) -> None:
    """Note what a correction is anchored by."""
    at = corrections.c.correction_id == stored.correction_id
    connection.execute(update(corrections).where(at).values(**_row(stored)))


def correction_id_of(correction: Correction) -> str:
    """The id of a correction: the same words, the same id."""
    said = repr(sorted((name, value) for name, value in asdict(correction).items() if value))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def move_turns(
    connection: Connection, stored: Sequence[StoredCorrection]
) -> list[StoredCorrection]:
    """Give reassigned turns voices of their own, and the others back to their labels'.

    :return: The corrections, those of turns anchored where the turn stands now.
    """
    anchored = [_located(connection, correction) for correction in stored]
    wanted = {
        correction.anchors["turn_id"]: correction
        for correction in anchored
        if correction.anchors.get("turn_id") is not None
    }
    own = connection.execute(select(voices).where(voices.c.voice_id.like("%--t%"))).mappings().all()
    for row in own:
        if OWN_VOICE.search(row["voice_id"]):
            _give_back(connection, rows.voice(row), set(wanted))
    for turn_id in wanted:
        _take_out(connection, turn_id)
    return anchored


def _located(connection: Connection, stored: StoredCorrection) -> StoredCorrection:
    """A correction of a turn with the turn's id, None where it is not on record any more."""
    if stored.correction.kind != "reassign":
        return stored
    place = stored.anchors.get("turn")
    place_now = (
        _at_place(connection, *place) if place else _named(connection, stored.correction.turn)
    )
    if place_now is None:
        return replace(stored, anchors={**stored.anchors, "turn_id": None, "seat": None})
    name, document, turn, words = place_now
    behind = f"{voice_id(document.document_id, turn.label)}--t{turn.ordinal}"
    seat = make_seat(name, document.ordinal, behind[len(document.document_id) + 1 :])
    at = [name, document.ordinal, turn.ordinal, words]
    return replace(
        stored, anchors={**stored.anchors, "turn": at, "turn_id": turn.turn_id, "seat": seat}
    )


_Found = tuple[str, Document, Turn, str]
_WITH_TEXT = (
    select(documents, sources.c.name.label("source_name"), sources.c.text)
    .select_from(documents)
    .join(sources)
)


def _named(connection: Connection, named: str | None) -> _Found | None:
    """The turn of this id, or of this number in the first document of a source."""
    document_id, _, number = (named or "").rpartition("-t")
    by_name = _BY_NAME.fullmatch(named or "")
    query = _WITH_TEXT.where(documents.c.document_id == document_id)
    if by_name is not None:
        number = by_name[2]
        query = _WITH_TEXT.where(sources.c.name == by_name[1], documents.c.ordinal == 1)
    every = _turns(connection, query) if number.isdecimal() else []
    return next((place for place in every if place[2].ordinal == int(number)), None)


def _at_place(
    connection: Connection, name: str, ordinal: int, number: int, words: str
) -> _Found | None:
    """The turn of these words that is nearest to its number in its document."""
    query = _WITH_TEXT.where(sources.c.name == name, documents.c.ordinal == ordinal)
    same = [place for place in _turns(connection, query) if place[3] == words]
    return min(
        same, key=lambda place: (abs(place[2].ordinal - number), place[2].ordinal), default=None
    )


def _turns(connection: Connection, query: Select[Any]) -> list[_Found]:
    """The turns of the document that a query finds, each with the hash of its words."""
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return []
    plain = dict(row)
    name, text = plain.pop("source_name"), plain.pop("text")
    document = rows.document(plain)
    theirs = select(turns).where(turns.c.document_id == document.document_id)
    every = [rows.turn(row) for row in connection.execute(theirs).mappings()]
    hashed = [hashlib.sha256(text[turn.start : turn.end].encode()).hexdigest() for turn in every]
    return [(name, document, turn, words[:16]) for turn, words in zip(every, hashed, strict=True)]


def _take_out(connection: Connection, turn_id: str) -> None:
    """Give a turn a voice of its own."""
    row = connection.execute(select(turns).where(turns.c.turn_id == turn_id)).mappings().one()
    turn = rows.turn(row)
    label = voice_id(turn.document_id, turn.label)
    own = f"{label}--t{turn.ordinal}"
    if turn.voice_id == own:
        return
    query = select(voices).where(voices.c.voice_id == label)
    whole = rows.voice(connection.execute(query).mappings().one())
    new = replace(whole, voice_id=own, turns=1, evidence=())
    connection.execute(insert(voices), [rows.voice_row(new)])
    _write_voice(connection, replace(whole, turns=whole.turns - 1))
    _write_turn(connection, replace(turn, voice_id=own))


def _give_back(connection: Connection, own: Voice, wanted: set[str]) -> None:
    """Give the turn of a voice made for it back, unless it is still wanted so."""
    row = connection.execute(select(turns).where(turns.c.voice_id == own.voice_id)).mappings().one()
    turn = rows.turn(row)
    if turn.turn_id in wanted:
        return
    label = voice_id(turn.document_id, turn.label)
    query = select(voices).where(voices.c.voice_id == label)
    whole = rows.voice(connection.execute(query).mappings().one())
    _write_turn(connection, replace(turn, voice_id=label))
    _write_voice(connection, replace(whole, turns=whole.turns + 1))
    connection.execute(voices.delete().where(voices.c.voice_id == own.voice_id))


def _write_voice(connection: Connection, voice: Voice) -> None:
    at = voices.c.voice_id == voice.voice_id
    connection.execute(update(voices).where(at).values(**rows.voice_row(voice)))


def _write_turn(connection: Connection, turn: Turn) -> None:
    at = turns.c.turn_id == turn.turn_id
    connection.execute(update(turns).where(at).values(**rows.turn_row(turn)))


def _row(stored: StoredCorrection) -> dict[str, Any]:
    body = {name: value for name, value in asdict(stored.correction).items() if value}
    body["documents"] = list(stored.correction.documents)
    return sealed(
        {
            "correction_id": stored.correction_id,
            "position": stored.position,
            "body": body,
            "anchors": dict(stored.anchors) or None,
            "origin": stored.origin,
        }
    )


def _stored(row: RowMapping) -> StoredCorrection:
    plain = unsealed(row, "correction")
    body = {**plain["body"], "documents": tuple(plain["body"]["documents"])}
    return StoredCorrection(
        plain["correction_id"],
        plain["position"],
        Correction(**body),
        plain["anchors"] or {},
        plain["origin"],
    )
