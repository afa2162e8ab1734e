"""Who speaks: what the voices tell, with people's corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from index.persons.corrections import Rule, correct
from index.persons.speakers import resolve
from index.records import Correction, Voice
from index.storing.aliases import follow, read_aliases
from index.storing.corrections import (
    OWN_VOICE,
    StoredCorrection,
    add_correction,
    read_corrections,
    remove_corrections,
    write_anchors,
)
from index.storing.past import corrections_of
from index.storing.seats import seated
from index.storing.store import Store
from index.storing.writes import Change, Resolved, Resolver, resolve_again


def resolver(connection: Connection) -> Resolver:
    """What resolves voices within one transaction: the corrections on record are laid on."""

    def run(voices: Sequence[Voice]) -> Resolved:
        stored = read_corrections(connection)
        if not stored:
            return resolve(voices)
        resolution = resolve([voice for voice in voices if not OWN_VOICE.search(voice.voice_id)])
        rules = [_rule(correction) for correction in stored]
        seats = {seated_voice.voice_id: seated_voice.seat for seated_voice in seated(connection)}
        known = {alias.alias: alias.speaker_id for alias in read_aliases(connection)}
        former = {alias: follow(alias, known) for alias in known}
        corrected = correct(resolution, voices, rules, seats, former)
        for before, rule in zip(stored, rules, strict=True):
            anchored = _anchored(before, rule)
            if anchored != before:
                write_anchors(connection, anchored)
        return corrected

    return run


def change_corrections(
    connection: Connection, new: Sequence[Correction], gone: Sequence[str], origin: str | None
) -> Change:
    """Forget the corrections of these ids, write the new ones down, and lay all of them on."""
    ids = _seats_by_speaker(connection)
    remove_corrections(connection, gone)
    for correction in new:
        stored = add_correction(connection, correction, origin)
        anchors = {
            name: ids[value]
            for name, value in (("speaker", correction.speaker), ("into", correction.into))
            if value in ids
        }
        if anchors:
            write_anchors(connection, replace(stored, anchors=anchors))
    return resolve_again(connection, resolver(connection))


def given_by(store: Store, origin: str) -> tuple[StoredCorrection, ...]:
    """The corrections that the file of a folder gives."""
    return tuple(stored for stored in corrections_of(store) if stored.origin == origin)


def _seats_by_speaker(connection: Connection) -> dict[str, list[str]]:
    """The seats of each speaker's voices, and of each former id's."""
    seats: dict[str, list[str]] = {}
    for voice in seated(connection):
        if voice.speaker_id is not None:
            seats.setdefault(voice.speaker_id, []).append(voice.seat)
    known = {alias.alias: alias.speaker_id for alias in read_aliases(connection)}
    for alias in known:
        if alias not in seats and (target := follow(alias, known)) in seats:
            seats[alias] = seats[target]
    return seats


def _rule(stored: StoredCorrection) -> Rule:
    anchors = stored.anchors
    return Rule(
        stored.correction,
        tuple(anchors.get("speaker") or ()),
        tuple(anchors.get("into") or ()),
        anchors.get("seat"),
    )


def _anchored(stored: StoredCorrection, rule: Rule) -> StoredCorrection:
    anchors = dict(stored.anchors) | {"applied": rule.applied}
    if rule.speaker:
        anchors["speaker"] = list(rule.speaker)
    if rule.into:
        anchors["into"] = list(rule.into)
    return replace(stored, anchors=anchors)
